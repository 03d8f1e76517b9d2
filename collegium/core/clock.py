"""Days and times as the college's people know them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone


def local_now(zone: str) -> datetime:
    """The present moment on the college's clock; `zone` as in "Asia/Sakhalin"."""
    return timezone.now().astimezone(ZoneInfo(zone))


def local_today(zone: str) -> date:
    """Today's date where the college is: on Sakhalin Monday begins 11 hours before UTC's."""
    return local_now(zone).date()
