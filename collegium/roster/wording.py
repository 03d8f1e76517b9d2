"""What is said of a list of people and of its cells, by code. The rules know codes alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What happened, why, what to do: errors first, then what only asks for a look.
FINDINGS: dict[str, _StrPromise] = {
    "no-headings": _(
        "There is no row of headings with a column “Фамилия” or “ФИО”. Put the headings above the "
        "list, or take our template."
    ),
    "name-column-missing": _(
        "There is a column with surnames and none with names. Add the column “Имя”, or write whole "
        "names under “ФИО”."
    ),
    "heading-twice": _(
        "“%(heading)s” means the same as “%(other)s”. Leave one of the two columns, or name the "
        "other differently."
    ),
    "no-rows": _("There are no people below the headings. Add them and choose the file again."),
    "name-missing": _("The name is missing. Fill it in, or delete the row."),
    "name-one-word": _("“%(value)s” is one word. Write the surname and the name."),
    "name-too-long": _("The name is longer than %(limit)s characters. Shorten it."),
    "null-character": _(
        "There is a null character (U+0000) here, which cannot be stored. Delete it and type the "
        "text anew."
    ),
    "bad-date": _("“%(value)s” is not a date. Write it as 09.05.2008."),
    "birth-date-impossible": _("Nobody studying was born on %(value)s. Correct the date."),
    "bad-sex": _("“%(value)s” does not name the sex. Write м or ж, or leave the cell empty."),
    "bad-phone": _(
        "“%(value)s” is not a whole phone number. Write it with its code: +7 914 123-45-67."
    ),
    "bad-email": _("“%(value)s” is not an e-mail address. Correct it or leave the cell empty."),
    "bad-funding": _("“%(value)s” is unknown. Write бюджет, договор or целевое."),
    "register-number-too-long": _("The register number is longer than %(limit)s characters."),
    "other-group": _(
        "The row says group %(value)s, and the list goes into %(group)s. Correct the row, or "
        "choose the other group."
    ),
    "guardian-nameless": _(
        "There is a phone or an address here and no name. Write the guardian's surname and name."
    ),
    "number-repeated": _("Register number %(number)s is already on row %(line)s. Correct one."),
    "person-repeated": _(
        "%(name)s is already on row %(line)s. Delete one row if it is one person."
    ),
    "number-taken": _(
        "Register number %(number)s belongs to %(name)s. Correct it, or leave the cell empty: the "
        "next number will be given."
    ),
    "person-known": _(
        "A person of this name and birthday has a card, number %(number)s. If it is the same "
        "person, write this number in the column of register numbers: the card will be used again."
    ),
    "already-in-group": _(
        "%(name)s is in group %(group)s. Move the student by an order of transfer, or delete the "
        "row."
    ),
    "heading-unknown": _("“%(heading)s”: this column is not read."),
    "name-hidden": _("Characters that cannot be seen: %(characters)s. Type the name anew."),
    "name-mixed": _("“%(word)s” has Latin letters among the Cyrillic. Perhaps “%(better)s”?"),
    "name-latin": _("The name is in Latin letters. Check it against the document."),
    "name-odd": _("Unusual characters for a name: %(characters)s. Check it against the document."),
    "name-case": _("It is written in letters of one size. Perhaps “%(better)s”?"),
    "surname-missing": _("“%(value)s”: the surname seems to be missing."),
    "birth-date-missing": _(
        "No date of birth: the guardians' access will not end at 18 by itself. Add it if you can."
    ),
    "age-unusual": _("The age is %(age)s. Check the year."),
    "sex-unknown": _("The sex is not given, and there is no patronymic to tell it."),
    "sex-differs": _("The sex does not agree with the patronymic “%(patronymic)s”."),
    "phone-second": _("There are several numbers here; %(phone)s alone will be stored."),
    "guardian-missing": _("A minor without a guardian. Add one if you can."),
    "guardians-of-adult": _(
        "The student is of age: the guardians will be stored and will not see the diary."
    ),
    "namesake-known": _(
        "The college has a card of this name, number %(number)s, and no birthday to compare. Is it "
        "the same person?"
    ),
    "card-used-again": _("The card number %(number)s of this person will be used again."),
    "group-large": _("The group will have %(total)s students; %(limit)s is usual."),
}


def say(code: str, params: Mapping[str, str]) -> str:
    """The words of a finding, in the language of the moment."""
    return str(FINDINGS[code]) % params
