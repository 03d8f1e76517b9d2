"""Days and times as the college's people know them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone


def local_now(zone: str) -> datetime:
    """The present moment on the college's clock; `zone` as in "Asia/Sakhalin"."""
    return timezone.now().astimezone(ZoneInfo(zone))


def local_today(zone: str) -> date:
    """Today's date where the college is: on Sakhalin Monday begins 11 hours before UTC's."""
    return local_now(zone).date()


class Today(models.Func):
    """Today's date in the time zone that the expression names, decided by the database."""

    template = "((now() AT TIME ZONE %(expressions)s)::date)"
    output_field = models.DateField()
