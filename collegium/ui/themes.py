"""Light, dark, or as the reader's system is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "theme"
THEME_COOKIE_AGE = 365 * 24 * 60 * 60


class Theme(TextChoices):
    AUTO = "auto", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
