"""What the pages of the teaching load show: a group's subjects of a term, and a teacher's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from collegium.core.access import Actor
from collegium.curricula.models import (
    CONTROL_FORMS,
    HOUR_KINDS,
    CurriculumItem,
    ItemControl,
    ItemHours,
)
from collegium.curricula.rules import CONTACT_KINDS, ControlForm, HourKind
from collegium.organization.models import Term
from collegium.roster.models import (
    CourseSection,
    Employee,
    StudyGroup,
    Subgroup,
    TeachingAssignment,
)
from collegium.roster.rules.sections import load_hours

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ZERO = Decimal(0)
# Hours that somebody must teach; the others are the student's own work and attestation.
TAUGHT_KINDS = CONTACT_KINDS | {HourKind.TRAINING, HourKind.PLACEMENT}
_KIND_TITLES = dict(HOUR_KINDS)
_FORM_TITLES = dict(CONTROL_FORMS)
SHORT_FORMS: dict[str, str | _StrPromise] = {
    ControlForm.EXAM: pgettext_lazy("form of control", "E"),
    ControlForm.GRADED_CREDIT: pgettext_lazy("form of control", "GC"),
    ControlForm.CREDIT: pgettext_lazy("form of control", "C"),
    ControlForm.MODULE_EXAM: pgettext_lazy("form of control", "ME"),
    ControlForm.QUALIFICATION_EXAM: pgettext_lazy("form of control", "QE"),
    ControlForm.COURSE_PROJECT: pgettext_lazy("form of control", "CP"),
    ControlForm.COURSE_WORK: pgettext_lazy("form of control", "CW"),
    ControlForm.OTHER: pgettext_lazy("form of control", "OF"),
}
# As a table has room for; the whole title stands beside for readers of screens.
SHORT_KINDS: dict[str, str | _StrPromise] = {
    HourKind.LECTURE: pgettext_lazy("kind of hours", "lect."),
    HourKind.SEMINAR: pgettext_lazy("kind of hours", "sem."),
    HourKind.PRACTICAL: pgettext_lazy("kind of hours", "pract."),
    HourKind.LABORATORY: pgettext_lazy("kind of hours", "lab."),
    HourKind.COURSE_PROJECT: pgettext_lazy("kind of hours", "proj."),
    HourKind.TRAINING: pgettext_lazy("kind of hours", "training"),
    HourKind.PLACEMENT: pgettext_lazy("kind of hours", "placement"),
}


@dataclass(frozen=True, slots=True)
class KindHours:
    kind: str
    title: str | _StrPromise
    hours: Decimal

    @property
    def short(self) -> str | _StrPromise:
        return SHORT_KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Control:
    """How a row is closed: as a table has room for, and in words."""

    short: str | _StrPromise
    title: str | _StrPromise


@dataclass(slots=True)
class SectionRow:
    """A row of the curriculum in a semester, for the whole group or one subgroup of it."""

    item: CurriculumItem
    subgroup: Subgroup | None
    section: CourseSection | None
    kinds: list[KindHours] = field(default_factory=list)
    total: Decimal = ZERO
    controls: list[Control] = field(default_factory=list)
    teachers: list[TeachingAssignment] = field(default_factory=list)
    earlier: list[TeachingAssignment] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names the row in the page: "12" or "12-3" with a subgroup."""
        return f"{self.item.pk}-{self.subgroup.pk}" if self.subgroup else str(self.item.pk)

    @property
    def taught(self) -> Decimal:
        return sum((part.hours for part in self.kinds), ZERO)

    @property
    def state(self) -> str:
        """assigned, partly (some kind of work has nobody), missing, or none (nothing to teach)."""
        if not self.teachers:
            return "missing" if self.kinds else "none"
        taken = {row.kind for row in self.teachers}
        covered = "" in taken or all(part.kind in taken for part in self.kinds)
        return "assigned" if covered else "partly"


def section_rows(group: StudyGroup, term: Term, day: date) -> list[SectionRow]:
    """The semester's rows in the plan's order, with who teaches from `day` on; five queries.

    A section that stands although its row has no hours in this semester is listed too.
    """
    semester = group.semester_in(term)
    sections = list(
        CourseSection.objects.filter(group=group, term=term).select_related("item", "subgroup")
    )
    items = CurriculumItem.objects.filter(curriculum=group.curriculum_id)
    with_hours = ItemHours.objects.filter(
        item__curriculum=group.curriculum_id, semester=semester, hours__gt=0
    )
    chosen = list(
        items.filter(
            Q(pk__in=with_hours.values("item")) | Q(pk__in=[s.item_id for s in sections])
        ).order_by("position")
    )
    rows = _rows(chosen, sections)
    _add_hours(rows, semester)
    _add_controls(rows, semester)
    _add_teachers(rows, day)
    return rows


def _rows(items: Iterable[CurriculumItem], sections: Iterable[CourseSection]) -> list[SectionRow]:
    """A row without sections stands for the whole group; else one row a section."""
    found: dict[int, list[CourseSection]] = defaultdict(list)
    for section in sections:
        found[section.item_id].append(section)
    rows = []
    for item in items:
        own = sorted(found[item.pk], key=lambda s: s.subgroup.title if s.subgroup else "")
        if not own:
            rows.append(SectionRow(item, None, None))
        rows += [SectionRow(item, section.subgroup, section) for section in own]
    return rows


def _add_hours(rows: Sequence[SectionRow], semester: int) -> None:
    found = ItemHours.objects.filter(
        item__in={row.item.pk for row in rows}, semester=semester
    ).values_list("item", "kind", "hours")
    by_item: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for item, kind, amount in found:
        by_item[item][kind] = amount
    for row in rows:
        hours = by_item[row.item.pk]
        row.total = sum(hours.values(), ZERO)
        row.kinds = [
            KindHours(kind, title, hours[kind])
            for kind, title in HOUR_KINDS
            if kind in TAUGHT_KINDS and hours.get(kind)
        ]


def _add_controls(rows: Sequence[SectionRow], semester: int) -> None:
    found = ItemControl.objects.filter(item__in={row.item.pk for row in rows}, semester=semester)
    by_item: dict[int, list[Control]] = defaultdict(list)
    for item, form in found.values_list("item", "form"):
        by_item[item].append(Control(SHORT_FORMS[form], _FORM_TITLES[form]))
    for row in rows:
        row.controls = by_item[row.item.pk]


def _add_teachers(rows: Sequence[SectionRow], day: date) -> None:
    sections = [row.section.pk for row in rows if row.section]
    found: dict[int, list[TeachingAssignment]] = defaultdict(list)
    for assignment in (
        TeachingAssignment.objects.filter(section__in=sections)
        .select_related("employee")
        .order_by("valid", "employee__sort_key")
    ):
        found[assignment.section_id].append(assignment)
    for row in rows:
        own = found[row.section.pk] if row.section else []
        row.teachers = [a for a in own if a.valid.upper is None or a.valid.upper > day]
        row.earlier = [a for a in own if a not in row.teachers]


def employee_names(user: Actor, college_id: int, day: date) -> dict[int, str]:
    """Who may be assigned that day: key → whole name; namesakes are told apart by their post."""
    people = Employee.objects.visible_to(user).filter(college=college_id, hired__contains=day)
    names = {person.pk: person.full_name for person in people}
    twice = [name for name in names.values() if list(names.values()).count(name) > 1]
    return {
        person.pk: f"{person.full_name}, {person.post}"
        if person.full_name in twice
        else person.full_name
        for person in people
    }


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """How far a group's semester has its teachers: rows that need one, and rows that have."""

    group: StudyGroup
    course: int
    needed: int
    assigned: int

    @property
    def missing(self) -> int:
        return self.needed - self.assigned


def groups_of(user: Actor, term: Term) -> list[StudyGroup]:
    """Groups that exist in the term and have not finished their programme by it."""
    groups = (
        StudyGroup.objects.visible_to(user)
        .filter(college=term.college_id, existence__overlap=term.span)
        .select_related("curriculum__program__specialty")
        .order_by("title")
    )
    return [group for group in groups if group.semester_in(term) >= 1]


def group_progress(user: Actor, term: Term, day: date) -> list[GroupProgress]:
    """All groups of the term; three queries, however many there are."""
    groups = groups_of(user, term)
    semesters = {(g.curriculum_id, g.semester_in(term)) for g in groups}
    needed: dict[tuple[int, int], set[int]] = defaultdict(set)
    hours = ItemHours.objects.filter(
        item__curriculum__in={curriculum for curriculum, _semester in semesters},
        semester__in={semester for _curriculum, semester in semesters},
        kind__in=TAUGHT_KINDS,
        hours__gt=0,
    )
    for curriculum, semester, item in hours.values_list("item__curriculum", "semester", "item"):
        needed[curriculum, semester].add(item)
    taken: dict[int, set[int]] = defaultdict(set)
    found = TeachingAssignment.objects.filter(
        section__term=term, section__group__in=groups, valid__endswith__gt=day
    )
    for group_id, item in found.values_list("section__group", "section__item"):
        taken[group_id].add(item)
    result = []
    for group in groups:
        rows = needed[group.curriculum_id, group.semester_in(term)]
        assigned = len(rows & taken[group.pk])
        result.append(GroupProgress(group, group.course_in(term), len(rows), assigned))
    return result


@dataclass(frozen=True, slots=True)
class LoadItem:
    assignment: TeachingAssignment
    kind: str | _StrPromise
    hours: Decimal


@dataclass(slots=True)
class TeacherLoad:
    """What one person teaches in a term, in hours of class."""

    employee: Employee
    items: list[LoadItem] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        return sum((item.hours for item in self.items), ZERO)

    @property
    def groups(self) -> list[str]:
        return sorted({item.assignment.section.group.title for item in self.items})


def teacher_loads(user: Actor, term: Term) -> list[TeacherLoad]:
    """Everyone who teaches in the term, by name; two queries."""
    assignments = list(
        TeachingAssignment.objects.filter(
            section__term=term, section__in=CourseSection.objects.visible_to(user)
        )
        .select_related("employee", "section__group", "section__subgroup", "section__item")
        .order_by("employee__sort_key", "section__group__title", "section__item__position")
    )
    planned = _planned_hours([a.section for a in assignments], term)
    loads: dict[int, TeacherLoad] = {}
    for a in assignments:
        load = loads.setdefault(a.employee_id, TeacherLoad(a.employee))
        whole = planned[a.section_id]
        asked = whole.get(a.kind, ZERO) if a.kind else sum(whole.values(), ZERO)
        span, own = term.span, a.valid
        hours = load_hours(asked, a.hours, (own.lower, own.upper), (span.lower, span.upper))
        load.items.append(LoadItem(a, _KIND_TITLES.get(a.kind, ""), hours))
    return list(loads.values())


def _planned_hours(sections: Iterable[CourseSection], term: Term) -> dict[int, dict[str, Decimal]]:
    """Section → kind → hours that must be taught in its semester; one query."""
    semester_of = {section.pk: section.group.semester_in(term) for section in sections}
    found: dict[tuple[int, int], dict[str, Decimal]] = defaultdict(dict)
    hours = ItemHours.objects.filter(
        item__in={section.item_id for section in sections},
        semester__in=set(semester_of.values()),
        kind__in=TAUGHT_KINDS,
    )
    for item, semester, kind, amount in hours.values_list("item", "semester", "kind", "hours"):
        found[item, semester][kind] = amount
    return {s.pk: found[s.item_id, semester_of[s.pk]] for s in sections}
