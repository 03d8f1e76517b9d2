"""What every card of a person has: names as in the document, and a key that sorts Ё after Е."""

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat, Left, Lower, Replace
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collegium.core.names import full_name, short_name
from collegium.organization.models import CollegeRow


class Sex(models.TextChoices):
    FEMALE = "f", _("female")
    MALE = "m", _("male")


# Longer than any name in use: what is on a person's paper must fit, however it came there.
NAME_LENGTH = 300
# More would not fit into an index, and two people do not differ so late in their names.
SORT_KEY_LENGTH = 200


class Relation(models.TextChoices):
    MOTHER = "mother", _("mother")
    FATHER = "father", _("father")
    TRUSTEE = "trustee", _("trustee")
    RELATIVE = "relative", _("other relative")


def _sort_key() -> Left:
    """Lower case with ё as е: the database's C locale would put «Ёлкин» before «Абрамов»."""
    name = Concat(F("last_name"), Value(" "), F("first_name"), Value(" "), F("patronymic"))
    plain = Replace(Replace(name, Value("ё"), Value("е")), Value("Ё"), Value("Е"))
    return Left(Lower(plain), SORT_KEY_LENGTH)


class PersonCard(CollegeRow):
    """A card belongs to a college; the same person at another college has another card there."""

    last_name = models.CharField(_("surname"), max_length=NAME_LENGTH)
    first_name = models.CharField(pgettext_lazy("person", "name"), max_length=NAME_LENGTH)
    patronymic = models.CharField(_("patronymic"), max_length=NAME_LENGTH, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    sort_key = models.GeneratedField(
        expression=_sort_key(),
        output_field=models.CharField(max_length=SORT_KEY_LENGTH),
        db_persist=True,
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return full_name(self.last_name, self.first_name, self.patronymic)

    @property
    def short_name(self) -> str:
        return short_name(self.last_name, self.first_name, self.patronymic)
