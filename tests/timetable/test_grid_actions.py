"""Laying out the week: what is put, changed and taken away, from which day, and what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from collegium.core.access import Refused, Role
from collegium.core.models import AuditEntry
from collegium.roster.models import Subgroup
from collegium.timetable.actions.grid import (
    Listener,
    Placing,
    add_entry,
    change_entry,
    remove_entry,
)
from collegium.timetable.models import EntrySection, TimetableEntry
from tests.factories import assign, make_item, make_section, make_slot
from tests.timetable.conftest import add_listener

pytestmark = pytest.mark.django_db


def placing(grid, weekday=1, pair=1, **fields):
    values = {"employee": grid.ours.teacher, "room": grid.room, **fields}
    return Placing(weekday, grid.slots[pair - 1], **values)


def listener(section, hours=2, kind=""):
    return Listener(section, Decimal(hours), kind)


@pytest.fixture
def add(grid):
    def do(where=None, *sections, **options):
        values = {"by": grid.ours.user(Role.COORDINATOR), "term": grid.term, "since": grid.start}
        values["placing"] = where or placing(grid)
        values["listeners"] = [listener(section) for section in sections or [grid.section]]
        return add_entry(**{**values, **options})

    return do


@pytest.fixture
def change(grid):
    def do(entry, where, *sections, **options):
        values = {"by": grid.ours.user(Role.COORDINATOR), "since": grid.start, "placing": where}
        values["listeners"] = [listener(section) for section in sections or [grid.section]]
        return change_entry(entry=entry, **{**values, **options})

    return do


def rows():
    """The whole grid: when, who, where, weeks, in force, and who listens."""
    return [
        (
            e.weekday, e.slot.number, e.employee.pk, e.room and e.room.number, e.parity,
            (e.valid.lower, e.valid.upper),
            list(e.sections.order_by("pk").values_list("section", "kind", "hours")),
        )
        for e in TimetableEntry.objects.order_by("pk")
    ]  # fmt: skip


def refusal(do, *args, **options):
    before = rows()
    with pytest.raises(Refused) as caught:
        do(*args, **options)
    assert rows() == before
    return caught.value.decision


# ---- put ----


def test_a_place_is_put_from_a_day_to_the_end_of_the_term(grid, add):
    day, end = grid.start + timedelta(days=10), grid.term.span.upper
    entry = add(placing(grid, 3, 2, parity="numerator"), since=day)
    teacher = grid.ours.teacher
    assert rows() == [
        (3, 2, teacher.pk, "101", "numerator", (day, end), [(grid.section.pk, "", 2)])
    ]
    record = AuditEntry.objects.get(verb="entry.add")
    assert record.target_id == str(entry.pk)
    assert record.changes == {
        "since": day.isoformat(),
        "place": {
            "weekday": 3,
            "pair": 2,
            "weeks": "numerator",
            "teacher": teacher.full_name,
            "room": "101",
            "sections": [f"{grid.section} 2"],
        },
    }


def test_a_place_needs_no_room(grid, add):
    add(placing(grid, room=None))
    assert rows()[0][3] is None


def test_a_stream_is_put_in_one_place(grid, add):
    assign(grid.ours.other_section, grid.ours.teacher)
    add(placing(grid), grid.section, grid.ours.other_section)
    assert len(rows()[0][6]) == 2


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR, Role.REGISTRAR, Role.TEACHER])
def test_only_the_coordinator_lays_out(grid, add, change, role):
    entry = grid.entry()
    by = grid.ours.user(role)
    assert refusal(add, placing(grid, 2), by=by).code == "not-coordinator"
    assert refusal(change, entry, placing(grid, 2), by=by).code == "not-coordinator"
    removal = {"by": by, "entry": entry, "since": grid.start}
    assert refusal(remove_entry, **removal).code == "not-coordinator"


def test_a_closed_term_stays_as_it_is(grid, add, change):
    entry = grid.entry()
    grid.term.closed_at = timezone.now()
    grid.term.save()
    entry.refresh_from_db()
    by = grid.ours.user(Role.COORDINATOR)
    assert refusal(add, placing(grid, 2)).code == "term-closed"
    assert refusal(change, entry, placing(grid, 2)).code == "term-closed"
    removal = {"by": by, "entry": entry, "since": grid.start}
    assert refusal(remove_entry, **removal).code == "term-closed"


@pytest.mark.parametrize("days", [-1, 100])
def test_a_day_outside_the_term_is_refused(grid, add, days):
    day = grid.start + timedelta(days=days)
    assert refusal(add, since=day).code == "outside-term"


def test_things_of_another_college_or_term_are_refused(grid, their_grid, add):
    theirs = their_grid.ours
    for where in (
        placing(grid, employee=theirs.teacher),
        placing(grid, room=their_grid.room),
        Placing(1, their_grid.slots[0], grid.ours.teacher),
    ):
        assert refusal(add, where).code == "foreign"
    assert refusal(add, placing(grid), theirs.section).code == "foreign"
    assert refusal(add, placing(grid), listeners=[]).code == "foreign"
    assert refusal(add, placing(grid), term=their_grid.term).code == "not-coordinator"


def test_a_teacher_must_be_assigned_to_all_who_listen(grid, add):
    other = placing(grid, employee=grid.ours.other_teacher)
    assert refusal(add, other).code == "not-assigned"
    both = refusal(add, placing(grid), grid.section, grid.ours.other_section)
    assert both.code == "not-assigned"
    assert str(grid.ours.other_section) in both.reason
    grid.section.assignments.update(
        valid=DateRange(grid.start + timedelta(days=5), grid.term.span.upper)
    )
    assert refusal(add).code == "not-assigned"
    assert add(since=grid.start + timedelta(days=5))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("teacher", ["Учителева", "И-12", "Математика", "102"]),
        ("room", ["101", "И-12", "Математика"]),
        ("group", ["Физика", "102"]),
    ],
)
def test_who_is_taken_then_is_named(grid, add, kind, names):
    ours, other = grid.ours, grid.ours.other_section
    second = make_section(ours.group, make_item(ours.group.curriculum, "Физика"), grid.term)
    assign(second, ours.other_teacher)
    assign(other, ours.teacher)
    elsewhere = type(grid.room).objects.create(
        college=ours.college, campus=grid.room.campus, number="102"
    )
    taken = {
        "teacher": {"section": other, "employee": ours.teacher, "room": elsewhere},
        "room": {"section": other, "employee": ours.other_teacher, "room": grid.room},
        "group": {"section": second, "employee": ours.other_teacher, "room": elsewhere},
    }[kind]
    grid.entry(weekday=1, **taken)
    decision = refusal(add)
    assert decision.code == f"{kind}-busy"
    assert [name for name in names if name not in decision.reason] == []


def test_what_ended_before_or_is_in_other_weeks_does_not_stand_in_the_way(grid, add):
    day = grid.start + timedelta(days=30)
    grid.entry(weekday=1, valid=DateRange(grid.start, day))
    assert refusal(add).code == "teacher-busy"
    assert add(since=day)
    grid.entry(weekday=2, parity="numerator")
    assert add(placing(grid, 2, parity="denominator"))


def test_the_grid_of_another_college_does_not_stand_in_the_way(grid, their_grid, add):
    their_grid.entry(weekday=1, room=their_grid.room)
    assert add()


# ---- change ----


def test_before_it_was_ever_used_a_place_changes_as_it_stands(grid, change):
    entry = grid.entry(weekday=1)
    changed = change(entry, placing(grid, 4, 3, parity="denominator"))
    span = (grid.start, grid.term.span.upper)
    teacher = grid.ours.teacher.pk
    assert changed.pk == entry.pk
    listeners = [(grid.section.pk, "", 2)]
    assert rows() == [(4, 3, teacher, "101", "denominator", span, listeners)]
    record = AuditEntry.objects.get(verb="entry.change")
    assert [place["weekday"] for place in record.changes["place"]] == [1, 4]


def test_in_the_term_a_place_ends_and_another_begins(grid, change):
    entry = grid.entry(weekday=1, room=grid.room)
    day, end = grid.start + timedelta(days=20), grid.term.span.upper
    new = change(entry, placing(grid, 2), since=day)
    teacher, listeners = grid.ours.teacher.pk, [(grid.section.pk, "", 2)]
    assert new.pk != entry.pk
    assert rows() == [
        (1, 1, teacher, "101", "every", (grid.start, day), listeners),
        (2, 1, teacher, "101", "every", (day, end), listeners),
    ]


def test_the_same_hour_is_no_clash_with_itself(grid, change):
    entry = grid.entry(weekday=1, room=grid.room)
    day = grid.start + timedelta(days=20)
    assert change(entry, placing(grid, 1, room=None), since=day)
    later = grid.entry(weekday=3, valid=DateRange(day, grid.term.span.upper))
    assert change(later, placing(grid, 3), since=grid.start).valid.lower == day


def test_a_change_into_a_taken_hour_is_refused(grid, change):
    grid.entry(weekday=2, room=grid.room)
    entry = grid.entry(weekday=1)
    assert refusal(change, entry, placing(grid, 2)).code == "teacher-busy"


def test_groups_join_and_leave_a_stream(grid, change):
    other = grid.ours.other_section
    assign(other, grid.ours.teacher)
    entry = grid.entry(weekday=1)
    change(entry, placing(grid), grid.section, other)
    assert EntrySection.objects.filter(entry=entry).count() == 2
    change(entry, placing(grid), other)
    assert [row.section for row in EntrySection.objects.filter(entry=entry)] == [other]


@pytest.mark.parametrize("days", [-1, 30, 100])
def test_a_place_that_has_ended_or_not_begun_its_term_is_left(grid, change, days):
    end = grid.start + timedelta(days=30)
    entry = grid.entry(weekday=1, valid=DateRange(grid.start, end))
    day = grid.start + timedelta(days=days)
    assert refusal(change, entry, placing(grid, 2), since=day).code == "ended"
    by = grid.ours.user(Role.COORDINATOR)
    assert refusal(remove_entry, by=by, entry=entry, since=day).code == "ended"


def test_a_place_in_force_on_no_day_is_left(grid, change):
    entry = grid.entry(weekday=1, valid=DateRange(empty=True))
    assert refusal(change, entry, placing(grid, 2)).code == "ended"


# ---- take away ----


def remove(grid, entry, since=None):
    remove_entry(by=grid.ours.user(Role.COORDINATOR), entry=entry, since=since or grid.start)


def test_what_was_never_used_is_gone(grid):
    remove(grid, grid.entry())
    assert rows() == []
    record = AuditEntry.objects.get(verb="entry.remove")
    assert record.changes["place"]["sections"] == [f"{grid.section} 2"]


def test_what_was_in_force_ends(grid):
    day = grid.start + timedelta(days=20)
    remove(grid, grid.entry(), day)
    assert [row[5] for row in rows()] == [(grid.start, day)]


def test_a_place_with_lessons_stays_for_them_and_is_in_force_on_no_day(grid):
    entry = grid.entry(weekday=1)
    grid.generate()
    past = grid.lessons().filter(meeting__date__lte=grid.today).count()
    remove(grid, entry)
    entry.refresh_from_db()
    assert entry.valid.isempty
    grid.generate()
    assert (grid.lessons().count(), past > 0) == (past, True)


def test_subgroups_share_an_hour(grid, add):
    ours = grid.ours
    item = make_item(ours.group.curriculum, "Английский язык")
    for title, teacher in (("1", ours.teacher), ("2", ours.other_teacher)):
        section = make_section(ours.group, item, grid.term)
        section.subgroup = Subgroup.objects.create(
            college=ours.college, group=ours.group, title=title
        )
        section.save()
        assign(section, teacher)
        add(placing(grid, employee=teacher, room=None), section)
    assert refusal(add, placing(grid, 1)).code == "teacher-busy"
    assert len(rows()) == 2


def test_a_slot_that_overlaps_by_the_clock_counts_as_the_same_hour(grid, add):
    double = make_slot(grid.ours.college, 7)
    double.starts, double.ends = grid.slots[0].starts, grid.slots[1].ends
    double.save()
    grid.entry(weekday=1, pair=2)
    where = Placing(1, double, grid.ours.teacher)
    assert refusal(add, where).code == "teacher-busy"


def test_a_stream_keeps_its_other_group_when_the_room_changes(grid, change):
    other = grid.ours.other_section
    assign(other, grid.ours.teacher)
    entry = grid.entry(weekday=1)
    add_listener(entry, other, "laboratory", Decimal(1))
    sections = [listener(grid.section), listener(other, 1, "laboratory")]
    change(entry, placing(grid, 1), listeners=sections)
    assert rows()[0][6] == [(grid.section.pk, "", 2), (other.pk, "laboratory", 1)]
