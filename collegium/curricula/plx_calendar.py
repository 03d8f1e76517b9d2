"""The study calendar of a .plx plan: which weeks are given to what. Pure."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from collegium.curricula import plx_values as values
from collegium.curricula.plx_types import PlxError, PlxLimits, PlxWarning
from collegium.curricula.plx_xml import PlxTables, Record
from collegium.curricula.rules import (
    SEMESTERS_PER_COURSE,
    CalendarActivity,
    CalendarPart,
    semester_number,
)

CELLS: Final = "ПланыГрафикиЯчейки"
WEEKS_LIMIT = 60
PARTS_LIMIT = 7
COURSES_LIMIT = 20  # the editor keeps empty courses beyond the last one
# The only codes of the format that the file explains nowhere; told by comparing weeks with hours.
ACTIVITIES: Mapping[str, CalendarActivity] = {
    "1": CalendarActivity.CLASSES,
    "3": CalendarActivity.ATTESTATION,
    "4": CalendarActivity.TRAINING,
    "5": CalendarActivity.PLACEMENT,
    "7": CalendarActivity.FINAL,
    "8": CalendarActivity.DIPLOMA_WORK,
    "11": CalendarActivity.FINAL,
    "12": CalendarActivity.HOLIDAYS,
    "13": CalendarActivity.NONE,
    "45": CalendarActivity.PRE_DIPLOMA,
    "50": CalendarActivity.DIPLOMA_WORK,
}


def read_calendar(
    tables: PlxTables, limits: PlxLimits, warnings: list[PlxWarning]
) -> tuple[CalendarPart, ...]:
    """Parts of weeks in order, without those outside the time of study; () without a calendar."""
    cells = tables.of(CELLS)
    if len(cells) > limits.calendar_parts:
        raise PlxError("too-many-records", CELLS, limit=limits.calendar_parts)
    _warn_of_unknown(cells, warnings)
    parts = [_part(cell) for cell in cells if cell.get("КодВидаДеятельности") in ACTIVITIES]
    kept = [part for part in parts if part.activity is not CalendarActivity.NONE]
    return tuple(sorted(kept, key=lambda part: (part.course, part.week, part.part)))


def _warn_of_unknown(cells: Iterable[Record], warnings: list[PlxWarning]) -> None:
    found = {cell.get("КодВидаДеятельности", "") for cell in cells} - ACTIVITIES.keys()
    warnings.extend(
        PlxWarning("unknown-activity", CELLS, (("value", code[:40]),)) for code in sorted(found)
    )


def _part(cell: Record) -> CalendarPart:
    where = values.place(CELLS, cell)
    course = values.whole(cell, "Курс", where, limit=COURSES_LIMIT)
    semester = values.whole(cell, "Семестр", where, limit=SEMESTERS_PER_COURSE)
    if not course or not semester:
        raise PlxError("bad-semester", where, course=course, semester=semester)
    # Weeks are counted within the semester; the first one's number is given beside.
    first = values.whole(cell, "НомерПервойНедели", where, limit=WEEKS_LIMIT, default=1)
    week = values.whole(cell, "НомерНедели", where, limit=WEEKS_LIMIT)
    parts = values.whole(cell, "КоличествоЧастейВНеделе", where, limit=PARTS_LIMIT, default=1)
    return CalendarPart(
        course=course,
        semester=semester_number(course, semester),
        week=first + week - 1,
        activity=ACTIVITIES[cell["КодВидаДеятельности"]],
        part=values.whole(cell, "НомерЧастиНедели", where, limit=PARTS_LIMIT, default=1),
        share=Fraction(1, max(parts, 1)),
    )
