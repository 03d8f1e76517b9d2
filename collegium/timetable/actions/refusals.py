"""Why a timetable cannot be as asked: each answer names who, when, and what stands in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collegium.core.access import ALLOW, Decision, deny
from collegium.organization.models import Room, Term
from collegium.roster.models import (
    CourseSection,
    Employee,
    StudyGroup,
    Subgroup,
    TeachingAssignment,
)
from collegium.timetable.models import (
    Claim,
    Lesson,
    LessonSlot,
    Meeting,
    ResourceKind,
    TimetableEntry,
)
from collegium.timetable.queries.generation import Changes
from collegium.timetable.queries.grid import clash_texts, term_places
from collegium.timetable.rules import Place, clashes


def within_term(term: Term, day: date) -> Decision:
    if term.span.lower <= day < term.span.upper:
        return ALLOW
    return deny("outside-term", _("The date must lie within the term."))


def in_force(entry: TimetableEntry, day: date) -> Decision:
    """The place is used on that day or later in its term."""
    end = entry.valid.upper
    if end is not None and entry.term.span.lower <= day < end:
        return ALLOW
    return deny("ended", _("This place of the grid has ended by that date."))


def all_assigned(changes: Changes) -> Decision:
    """Every lesson needs a teacher who may write in its journal."""
    if not changes.unassigned:
        return ALLOW
    row, day = changes.unassigned[0]
    return deny(
        "not-assigned",
        _(
            "%(teacher)s stands in the grid of %(section)s (%(place)s) but does not teach it on "
            "%(day)s. Assign the teacher, or put another one in the grid."
        )
        % {
            "teacher": row.entry.employee.short_name,
            "section": changes.sections[row.section_id],
            "place": row.entry,
            "day": date_format(day, "d.m.Y"),
        },
    )


def overlap(claims: Iterable[Claim]) -> Decision:
    """The first two meetings that need one teacher, room or group at one time.

    Asked after the database refused the claims, so that there are two.
    """
    mine = defaultdict(list)
    for claim in claims:
        mine[claim.resource_kind, claim.resource_id].append(claim)
    hours = [claim.during for own in mine.values() for claim in own]
    stored = Claim.objects.filter(
        during__overlap=(min(h.lower for h in hours), max(h.upper for h in hours)), shared=False
    )
    for claim in stored.iterator():
        key = (claim.resource_kind, claim.resource_id)
        if key in mine:
            mine[key].append(claim)
    found = [
        pair
        for own in mine.values()
        for pair in pairwise(sorted(own, key=lambda claim: claim.during.lower))
        if pair[1].during.lower < pair[0].during.upper
    ]
    return _both(*found[0])


def _both(one: Claim, two: Claim) -> Decision:
    texts = meeting_texts([one.meeting_id, two.meeting_id])
    return deny(
        "claimed",
        _("%(who)s would be in two places on %(day)s: %(one)s and %(two)s.")
        % {
            "who": _resource(one),
            "day": date_format(Meeting.objects.get(pk=one.meeting_id).date, "d.m.Y"),
            "one": texts[one.meeting_id],
            "two": texts[two.meeting_id],
        },
    )


def meeting_texts(meetings: Sequence[int]) -> dict[int, str]:
    """Meetings as people know them: «П-21 · ОП.01 Математика, 2 (10:10–11:40)»."""
    lessons = Lesson.objects.filter(meeting__in=meetings).select_related(
        "meeting__slot", "section__group", "section__subgroup", "section__item"
    )
    found: dict[int, list[str]] = defaultdict(list)
    slots = {}
    for lesson in lessons.order_by("section"):
        found[lesson.meeting_id].append(str(lesson.section))
        slots[lesson.meeting_id] = lesson.meeting.slot
    return {pk: f"{' + '.join(names)}, {slots[pk]}" for pk, names in found.items()}


def _resource(claim: Claim) -> str:
    if claim.resource_kind == ResourceKind.TEACHER:
        return Employee.objects.get(pk=claim.resource_id).short_name
    if claim.resource_kind == ResourceKind.ROOM:
        room = Room.objects.get(pk=claim.resource_id)
        return _("Room %(number)s") % {"number": room.number}
    model = StudyGroup if claim.resource_kind == ResourceKind.GROUP else Subgroup
    return str(model._default_manager.get(pk=claim.resource_id))


def of_one_college(
    term: Term,
    sections: Sequence[CourseSection],
    employee: Employee,
    slot: LessonSlot,
    room: Room | None,
) -> Decision:
    """A place takes sections of its own term, and people, bells and rooms of its own college."""
    things = [employee, slot, *([room] if room else [])]
    foreign = [thing for thing in things if thing.college_id != term.college_id]
    if not sections or foreign or any(section.term_id != term.pk for section in sections):
        return deny("foreign", _("This does not belong to the term that is laid out."))
    return ALLOW


def teaches(employee: Employee, sections: Sequence[CourseSection], day: date) -> Decision:
    """The teacher is assigned to every section that listens, on the place's first day."""
    rows = TeachingAssignment.objects.filter(
        employee=employee, section__in=sections, valid__contains=day
    )
    taught = set(rows.values_list("section", flat=True))
    for section in sections:
        if section.pk not in taught:
            return deny(
                "not-assigned",
                _("%(teacher)s is not assigned to %(section)s. Assign the teacher first.")
                % {"teacher": employee.short_name, "section": section},
            )
    return ALLOW


def place_free(term: Term, place: Place) -> Decision:
    """Nobody and nothing of the place is taken at its hour: the first clash is the answer."""
    found = clashes(place, term_places(term, place.first))
    if not found:
        return ALLOW
    texts = clash_texts(found)
    return deny(f"{found[0].kind}-busy", " ".join(texts[clash] for clash in found))
