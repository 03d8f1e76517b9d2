"""A week of dated lessons as a group, a teacher or a room has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from collegium.accounts.models import User
from collegium.core.access import OVERVIEW_ROLES, Role
from collegium.organization.models import College, DayOff, Room, Term
from collegium.roster.models import Employee, StudyGroup
from collegium.timetable.models import (
    Lesson,
    LessonSlot,
    Meeting,
    MeetingRoom,
    MeetingState,
    MeetingTeacher,
)
from collegium.timetable.rules import Parity, monday_of, parity_of

WEEKDAYS = 6


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Whose week it is; `key` names it in an address: "group-12"."""

    kind: str
    thing: StudyGroup | Employee | Room
    title: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.thing.pk}"

    def meetings(self) -> dict[str, Any]:
        """The filter for its meetings."""
        field_of = {
            "group": "lessons__section__group",
            "teacher": "teachers__employee",
            "room": "rooms__room",
        }
        return {field_of[self.kind]: self.thing.pk}


@dataclass(frozen=True, slots=True)
class ViewpointKind:
    title: str
    choices: list[Viewpoint]


def viewpoints(user: User, college: College) -> list[ViewpointKind]:
    """Whose weeks a person may open: all of the college's, or one's own and one's groups'.

    A teacher sees a group's week only as its advisor: of the others the own lessons alone would
    show, and the rest would look free.
    """
    today = college.today()
    everywhere = user.has_role(*OVERVIEW_ROLES, college_id=college.pk)
    groups = StudyGroup.objects.filter(college=college, existence__contains=today)
    teachers = Employee.objects.visible_to(user).filter(college=college)
    if everywhere:
        teachers = teachers.filter(hired__contains=today)
    else:
        groups = groups.led_by(user)
        teachers = teachers.filter(user=user)
    kinds = [
        ViewpointKind(_("Groups"), [Viewpoint("group", g, g.title) for g in groups]),
        ViewpointKind(_("Teachers"), [Viewpoint("teacher", t, t.full_name) for t in teachers]),
    ]
    if everywhere:
        rooms = Room.objects.filter(college=college).select_related("campus")
        named = [Viewpoint("room", r, _("Room %(number)s") % {"number": r.number}) for r in rooms]
        kinds.append(ViewpointKind(_("Rooms"), named))
    return [kind for kind in kinds if kind.choices]


def own_viewpoint(user: User, college: College, kinds: Iterable[ViewpointKind]) -> Viewpoint | None:
    """Where the page opens: a teacher's own week; for others the first there is."""
    every = [choice for kind in kinds for choice in kind.choices]
    teaches = user.has_role(Role.TEACHER, college_id=college.pk)
    own = [
        choice
        for choice in every
        if teaches and isinstance(choice.thing, Employee) and choice.thing.user_id == user.pk
    ]
    return next(iter([*own, *every]), None)


@dataclass(frozen=True, slots=True)
class WeekSubject:
    """What is taught at a meeting, and the lessons in the journals of those who listen."""

    title: str
    lessons: list[Lesson]


@dataclass(slots=True)
class WeekMeeting:
    """A meeting as its cell shows it."""

    meeting: Meeting
    lessons: list[Lesson]

    @property
    def subjects(self) -> list[WeekSubject]:
        """Groups of a stream stand together under their subject."""
        found: dict[str, WeekSubject] = {}
        for lesson in self.lessons:
            title = lesson.section.item.name
            found.setdefault(title, WeekSubject(title, [])).lessons.append(lesson)
        return list(found.values())

    @property
    def is_shared(self) -> bool:
        return len(self.lessons) > 1

    @property
    def is_cancelled(self) -> bool:
        return self.meeting.state == MeetingState.CANCELLED

    @property
    def teachers(self) -> str:
        return ", ".join(row.employee.short_name for row in self.meeting.teachers.all())

    @property
    def rooms(self) -> str:
        return ", ".join(row.room.number for row in self.meeting.rooms.all())


@dataclass(slots=True)
class WeekDay:
    day: date
    day_off: str = ""
    is_today: bool = False
    is_empty: bool = True


@dataclass(frozen=True, slots=True)
class WeekCell:
    day: WeekDay
    meetings: list[WeekMeeting]


@dataclass(frozen=True, slots=True)
class WeekRow:
    slot: LessonSlot
    cells: list[WeekCell]


@dataclass(slots=True)
class Week:
    """Monday to Saturday, a row a pair."""

    monday: date
    days: list[WeekDay]
    rows: list[WeekRow] = field(default_factory=list)
    parity: Parity | None = None

    @property
    def is_empty(self) -> bool:
        return all(day.is_empty for day in self.days)

    @property
    def saturday(self) -> date:
        return self.monday + timedelta(days=WEEKDAYS - 1)


def week_of(user: User, college: College, viewpoint: Viewpoint, day: date) -> Week:
    """The week of `day` from that point of view; seven queries."""
    week = _days(college, monday_of(day))
    found: dict[tuple[int, date], list[WeekMeeting]] = defaultdict(list)
    by_day = {each.day: each for each in week.days}
    for meeting in _meetings(user, college, viewpoint, week):
        found[meeting.slot_id, meeting.date].append(
            WeekMeeting(meeting, list(meeting.lessons.all()))
        )
        by_day[meeting.date].is_empty = False
    slots = list(LessonSlot.objects.filter(college=college))
    last = max((n for n, s in enumerate(slots, 1) for d in by_day if (s.pk, d) in found), default=0)
    week.rows = [
        WeekRow(slot, [WeekCell(each, found[slot.pk, each.day]) for each in week.days])
        for slot in slots[:last]
    ]
    return week


def _days(college: College, monday: date) -> Week:
    today = college.today()
    span = (monday, monday + timedelta(days=WEEKDAYS))
    off = DayOff.objects.filter(college=college, date__gte=span[0], date__lt=span[1])
    titles = dict(off.values_list("date", "title"))
    days = [monday + timedelta(days=number) for number in range(WEEKDAYS)]
    term = Term.objects.filter(college=college, span__overlap=span).order_by("span").first()
    return Week(
        monday,
        [WeekDay(day, titles.get(day, ""), is_today=day == today) for day in days],
        parity=parity_of(monday, term.span.lower) if term else None,
    )


def _meetings(user: User, college: College, viewpoint: Viewpoint, week: Week) -> QuerySet[Meeting]:
    lessons = Lesson.objects.visible_to(user).select_related(
        "section__group", "section__subgroup", "section__item"
    )
    return (
        Meeting.objects.visible_to(user)
        .filter(college=college, date__range=(week.monday, week.saturday), **viewpoint.meetings())
        .distinct()
        .prefetch_related(
            Prefetch("lessons", queryset=lessons.order_by("section__group__title")),
            Prefetch("teachers", queryset=MeetingTeacher.objects.select_related("employee")),
            Prefetch("rooms", queryset=MeetingRoom.objects.select_related("room")),
        )
    )
