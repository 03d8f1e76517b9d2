"""Places, bells and the weekly grid: read by who plans, laid out by the coordinator (3.3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from collegium.core.access import Role
from collegium.organization.models import Campus, DayOff, Room
from collegium.timetable.models import EntrySection, LessonSlot, TimetableEntry
from tests.access.table import OVERVIEW, TEACHING, Given, Row, Scope, crud, kept
from tests.factories import CollegeFixture, assign, make_slot


def dress(college: CollegeFixture) -> None:
    """A place of the group in the grid, and one of each thing that nobody uses yet."""
    owner = {"college": college.college}
    for group in (college.group, college.other_group):
        # The groups are in their first semester, for which their subjects have hours.
        group.admission_year = college.term.year.starts_in
        group.save()
    college.extra["entry"] = _entry(college, college.section, college.teacher, weekday=2)
    # The teacher of the other group's place teaches ours too: the two may be joined.
    assign(college.section, college.other_teacher)
    college.extra["other_entry"] = _entry(
        college, college.other_section, college.other_teacher, weekday=3
    )
    campus = Campus.objects.create(name="Мастерские", **owner)
    college.extra["campus"] = campus
    college.extra["room"] = Room.objects.create(campus=campus, number="М-1", **owner)
    college.extra["empty_campus"] = Campus.objects.create(name="Общежитие", **owner)
    college.extra["day_off"] = DayOff.objects.create(date=date(2026, 11, 4), title="День", **owner)
    college.extra["slot"] = LessonSlot.objects.create(
        number=9, starts=time(20), ends=time(21), **owner
    )


def _entry(college, section, teacher, *, weekday):
    entry = TimetableEntry.objects.create(
        college=college.college,
        term=college.term,
        weekday=weekday,
        slot=make_slot(college.college),
        employee=teacher,
        parity="every",
        valid=college.term.span,
    )
    EntrySection.objects.create(
        college=college.college, entry=entry, section=section, kind="", hours=Decimal(2)
    )
    return entry


def of(name: str) -> Given:
    return lambda college: {"pk": college.extra[name].pk}


def term(college: CollegeFixture) -> Mapping[str, Any]:
    return {"term": college.term.pk}


def week(college: CollegeFixture) -> Mapping[str, Any]:
    return {"term": college.term.pk, "group": college.group.pk}


def place(college: CollegeFixture) -> Mapping[str, Any]:
    return {**week(college), "pk": college.extra["entry"].pk}


def other_place(college: CollegeFixture) -> Mapping[str, Any]:
    return {**week(college), "pk": college.extra["other_entry"].pk}


def entry(college: CollegeFixture) -> Mapping[str, Any]:
    return {
        "section": college.section.pk,
        "employee": college.teacher.pk,
        "parity": "every",
        "weekday": 5,
        "slot": make_slot(college.college).pk,
        "hours": "2",
    }


def campus_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {"name": "Новый корпус", "address": ""}


def room_data(college: CollegeFixture) -> Mapping[str, Any]:
    campus = college.extra["campus"].pk
    return {"campus": campus, "number": "М-2", "title": "", "kind": "workshop", "capacity": 20}


def day_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {"date": "2026-12-31", "title": "Канун"}


def slot_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {"number": 10, "starts": "22:00", "ends": "23:00"}


def reason(college: CollegeFixture) -> Mapping[str, Any]:
    return {"reason": "Больше не нужно"}


ROWS: dict[str, list[Row]] = {
    **crud("organization:campus", of("empty_campus"), campus_data, reason),
    **crud("organization:room", of("room"), room_data, reason),
    **crud("organization:dayoff", of("day_off"), day_data, reason),
    **crud("timetable:lessonslot", of("slot"), slot_data, reason),
    "timetable:week": [Row(Scope(sees=TEACHING), unseen=403)],
    "timetable:week_edit": [
        Row(Scope(sees=OVERVIEW), unseen=403),
        Row(Scope(sees=OVERVIEW), unseen=403, query=week),
    ],
    "timetable:entry_add": [kept(Role.COORDINATOR, week, data=entry)],
    "timetable:entry_change": [kept(Role.COORDINATOR, place, data=entry)],
    "timetable:entry_move": [kept(Role.COORDINATOR, place, data=entry, reads=False)],
    "timetable:entry_remove": [kept(Role.COORDINATOR, place, reads=False)],
    "timetable:entry_join": [kept(Role.COORDINATOR, other_place, data=entry, reads=False)],
    "timetable:lessons_generate": [kept(Role.COORDINATOR, term)],
}
