"""What follows from new times of a pair."""

from __future__ import annotations

from typing import Any

from django.db import connection

from collegium.timetable.models import LessonSlot

# One statement for all days: pairs do not overlap, so no two holds meet on the way.
_SHIFT = """
UPDATE timetable_claim AS claim
SET during = tstzrange(
    (meeting.date + %(starts)s::time) AT TIME ZONE %(zone)s,
    (meeting.date + %(ends)s::time) AT TIME ZONE %(zone)s)
FROM timetable_meeting AS meeting
WHERE meeting.id = claim.meeting_id AND meeting.slot_id = %(slot)s AND meeting.date > %(today)s
"""


def shift_claims(slot: LessonSlot) -> None:
    """Meetings after today hold their teachers, rooms and groups at the pair's new times.

    Part of changing a pair, which its form has checked and `Crud` records.
    """
    values: dict[str, Any] = {
        "starts": slot.starts,
        "ends": slot.ends,
        "zone": slot.college.time_zone,
        "slot": slot.pk,
        "today": slot.college.today(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SHIFT, values)
