"""Making dated lessons of the weekly grid (3.3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange

from collegium.accounts.models import User
from collegium.core.access import Refused, require
from collegium.core.audit import record
from collegium.organization.models import Term
from collegium.roster.models import StudyGroup
from collegium.timetable.actions.refusals import all_assigned, overlap, within_term
from collegium.timetable.models import (
    Claim,
    Lesson,
    Meeting,
    MeetingRoom,
    MeetingTeacher,
    ResourceKind,
)
from collegium.timetable.permissions import can_edit_timetable
from collegium.timetable.queries.generation import Changes, Draft, Present, lesson_changes
from collegium.timetable.rules import Portion

BATCH = 5000


@transaction.atomic
def generate_lessons(
    *, by: User, term: Term, since: date, group: StudyGroup | None = None
) -> Changes:
    """Bring the lessons of a group, or of the whole term, to what the grid says from `since`.

    Only lessons after today in which nobody has written anything are changed or removed, so a
    second run changes nothing; lessons that are lacking are made from `since` on, in the past too.

    Returns:
        What was done.

    Raises:
        Refused: not the coordinator, a closed term, a day outside the term, a teacher who is not
            assigned, or two meetings that would need one teacher, room or group at once.
    """
    require(can_edit_timetable(by, term))
    require(within_term(term, since))
    # One at a time: two people who press the button together would both make every lesson.
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    today = term.college.today()
    groups = None if group is None else [group.pk]
    changes = lesson_changes(term, groups=groups, since=since, today=today)
    require(all_assigned(changes))
    if changes.any:
        _apply(changes)
        record(
            by,
            "lessons.generate",
            group or term,
            term=str(term),
            since=since,
            created=len(changes.create),
            changed=len(changes.change),
            removed=len(changes.remove),
        )
    return changes


def _apply(changes: Changes) -> None:
    gone = [old.pk for old in changes.remove]
    Lesson.objects.filter(meeting__in=gone).delete()
    Meeting.objects.filter(pk__in=gone).delete()
    moved = [(old, draft) for old, draft in changes.change if _takes_other(old, draft)]
    _clear([old.pk for old, _draft in moved])
    to_place = [(Meeting(pk=old.pk, slot_id=draft.entry.slot_id), draft) for old, draft in moved]
    other_slot = [
        m for m, (old, _d) in zip(to_place, moved, strict=True) if m[0].slot_id != old.slot_id
    ]
    Meeting.objects.bulk_update([meeting for meeting, _draft in other_slot], ["slot"], BATCH)
    _change_lessons(changes.change)
    to_place += _create(changes.create)
    _place(to_place)


def _takes_other(old: Present, draft: Draft) -> bool:
    return old.place != draft.place or set(old.lessons) != set(draft.lessons)


def _clear(meetings: Sequence[int]) -> None:
    for model in (MeetingTeacher, MeetingRoom, Claim):
        model._default_manager.filter(meeting__in=meetings).delete()


def _change_lessons(pairs: Iterable[tuple[Present, Draft]]) -> None:
    """Lessons of meetings that stay: changed in place, so that links to them hold."""
    fresh, changed, gone = [], [], []
    for old, draft in pairs:
        college = draft.entry.college_id
        for section, portion in draft.lessons.items():
            known = old.lessons.get(section)
            if known is None:
                fresh.append(_lesson(college, old.pk, section, portion))
            elif known[1] != portion:
                lesson = _lesson(college, old.pk, section, portion)
                lesson.pk = known[0]
                changed.append(lesson)
        gone += [pk for section, (pk, _p) in old.lessons.items() if section not in draft.lessons]
    Lesson.objects.bulk_update(changed, ["kind", "hours", "planned"], batch_size=BATCH)
    Lesson.objects.filter(pk__in=gone).delete()
    Lesson.objects.bulk_create(fresh, batch_size=BATCH)


def _lesson(college: int, meeting: int, section: int, portion: Portion) -> Lesson:
    return Lesson(
        college_id=college,
        meeting_id=meeting,
        section_id=section,
        kind=portion.kind,
        hours=portion.hours,
        planned_id=portion.planned_id,
    )


def _create(drafts: Sequence[Draft]) -> list[tuple[Meeting, Draft]]:
    meetings = Meeting.objects.bulk_create(
        [
            Meeting(
                college_id=draft.entry.college_id,
                date=draft.day,
                slot_id=draft.entry.slot_id,
                entry=draft.entry,
            )
            for draft in drafts
        ],
        batch_size=BATCH,
    )
    pairs = list(zip(meetings, drafts, strict=True))
    lessons = (
        _lesson(draft.entry.college_id, meeting.pk, section, portion)
        for meeting, draft in pairs
        for section, portion in draft.lessons.items()
    )
    Lesson.objects.bulk_create(lessons, batch_size=BATCH)
    return pairs


def _place(pairs: Sequence[tuple[Meeting, Draft]]) -> None:
    """Give meetings their teachers and rooms, and hold these and the groups for the hour."""
    MeetingTeacher.objects.bulk_create(
        [
            MeetingTeacher(
                college_id=draft.entry.college_id,
                meeting=meeting,
                employee_id=draft.entry.employee_id,
                hours=draft.hours,
            )
            for meeting, draft in pairs
        ],
        batch_size=BATCH,
    )
    MeetingRoom.objects.bulk_create(
        [
            MeetingRoom(
                college_id=draft.entry.college_id, meeting=meeting, room_id=draft.entry.room_id
            )
            for meeting, draft in pairs
            if draft.entry.room_id
        ],
        batch_size=BATCH,
    )
    if pairs:
        _claim([claim for meeting, draft in pairs for claim in _claims(meeting, draft)])


def _claims(meeting: Meeting, draft: Draft) -> Iterator[Claim]:
    entry = draft.entry
    during = moment_range(draft.day, entry.slot.starts, entry.slot.ends, entry.college.time_zone)
    wanted = [(ResourceKind.TEACHER, entry.employee_id)]
    if entry.room_id:
        wanted.append((ResourceKind.ROOM, entry.room_id))
    for group, subgroup in sorted(draft.parts, key=str):
        kind = ResourceKind.SUBGROUP if subgroup else ResourceKind.GROUP
        wanted.append((kind, subgroup or group))
    for kind, resource in wanted:
        yield Claim(
            college_id=entry.college_id,
            resource_kind=kind,
            resource_id=resource,
            during=during,
            meeting=meeting,
        )


def moment_range(day: date, starts: time, ends: time, zone: str) -> TimestamptzRange:
    """A pair of a date as moments, on the college's clock."""
    clock = ZoneInfo(zone)
    return TimestamptzRange(
        datetime.combine(day, starts, clock), datetime.combine(day, ends, clock)
    )


def _claim(claims: Sequence[Claim]) -> None:
    """Raises Refused, naming both meetings, where the database refuses a second hold."""
    try:
        with transaction.atomic():
            Claim.objects.bulk_create(claims, batch_size=BATCH)
    except IntegrityError as error:
        raise Refused(overlap(claims)) from error
