"""A grid to lay lessons out of, in each of two colleges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.curricula.models import ItemHours
from collegium.organization.models import Room
from collegium.roster.models import CourseSection, Employee
from collegium.timetable.actions.generation import generate_lessons
from collegium.timetable.models import (
    Claim,
    EntrySection,
    Lesson,
    LessonSlot,
    Meeting,
    MeetingRoom,
    MeetingTeacher,
    TimetableEntry,
)
from collegium.timetable.rules import lesson_dates
from tests.factories import CollegeFixture, assign, make_item, make_section, make_slot


def make_entry(
    section: CourseSection, employee: Employee, weekday: int = 1, pair: int = 1, **fields
) -> TimetableEntry:
    term = section.term
    kind, hours = fields.pop("kind", ""), fields.pop("hours", Decimal(2))
    values = {"parity": "every", "valid": DateRange(term.span.lower, term.span.upper), **fields}
    entry = TimetableEntry.objects.create(
        college=section.college,
        term=term,
        weekday=weekday,
        slot=make_slot(section.college, pair),
        employee=employee,
        **values,
    )
    add_listener(entry, section, kind, hours)
    return entry


def add_listener(
    entry: TimetableEntry, section: CourseSection, kind: str = "", hours: Decimal = Decimal(2)
) -> EntrySection:
    return EntrySection.objects.create(
        college=entry.college, entry=entry, section=section, kind=kind, hours=hours
    )


@dataclass
class Grid:
    """What the tests of the grid speak of: the fixture's college and its timetable."""

    ours: CollegeFixture
    slots: list[LessonSlot]
    room: Room

    @property
    def term(self):
        return self.ours.term

    @property
    def start(self) -> date:
        return self.ours.term.span.lower

    @property
    def section(self):
        return self.ours.section

    @property
    def today(self) -> date:
        return self.ours.college.today()

    def coming(self, weekday: int) -> date:
        """The next day of that weekday after today."""
        day = self.today + timedelta(days=1)
        return day + timedelta(days=(weekday - day.isoweekday()) % 7)

    def entry(self, weekday: int = 1, pair: int = 1, **fields) -> TimetableEntry:
        section = fields.pop("section", self.section)
        teacher = fields.pop("employee", self.ours.teacher)
        return make_entry(section, teacher, weekday, pair, **fields)

    def generate(self, **options):
        values = {"by": self.ours.user(Role.COORDINATOR), "term": self.term, "since": self.start}
        return generate_lessons(**{**values, **options})

    def lessons(self, section=None):
        found = Lesson.objects.filter(section=section or self.section)
        return found.select_related("meeting").order_by("meeting__date", "meeting__slot__number")


def make_grid(fixture: CollegeFixture) -> Grid:
    # The groups are in their first semester, for which their subjects have hours.
    for group in (fixture.group, fixture.other_group):
        group.admission_year = fixture.term.year.starts_in
        group.save()
    fixture.section.group, fixture.other_section.group = fixture.group, fixture.other_group
    slots = [make_slot(fixture.college, number) for number in range(1, 5)]
    return Grid(fixture, slots, Room.objects.get(college=fixture.college))


@pytest.fixture
def client_of(grid, sign_in):
    """`client_of(role)`: a test client of our college, the coordinator unless said."""
    return lambda role=Role.COORDINATOR: sign_in(grid.ours.user(role))


@pytest.fixture
def see(grid, theirs):
    """Look with the ORM after a request closed the walls again."""
    return lambda: tenancy.enter([grid.ours.college.pk, theirs.college.pk])


@pytest.fixture
def grid(ours) -> Grid:
    return make_grid(ours)


@pytest.fixture
def their_grid(theirs) -> Grid:
    return make_grid(theirs)


def set_hours(section, **hours):
    ItemHours.objects.filter(item=section.item).delete()
    for kind, amount in hours.items():
        ItemHours.objects.create(
            college=section.college,
            item=section.item,
            semester=section.group.semester_in(section.term),
            kind=kind,
            hours=amount,
        )


def dates_of(grid, weekday, first=None, parity="every"):
    span = grid.term.span
    return lesson_dates(first or span.lower, span.upper, weekday, parity, anchor=span.lower)


def clash_of(grid, kind):
    """Two places at one hour that need one teacher, room or group."""
    other = grid.ours.other_section
    item = make_item(grid.ours.group.curriculum, "Физика")
    second = make_section(grid.ours.group, item, grid.term)
    assign(second, grid.ours.other_teacher)
    assign(other, grid.ours.teacher)
    grid.entry(weekday=1, room=grid.room)
    if kind == "teacher":
        grid.entry(weekday=1, section=other)
    elif kind == "room":
        grid.entry(weekday=1, section=other, employee=grid.ours.other_teacher, room=grid.room)
    else:
        grid.entry(weekday=1, section=second, employee=grid.ours.other_teacher)


def state():
    """All that generation writes, by key: for asking whether anything changed."""
    return {
        model: sorted(model.objects.values_list())
        for model in (Meeting, Lesson, MeetingTeacher, MeetingRoom)
    } | {Claim: Claim.objects.count()}
