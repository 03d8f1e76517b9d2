"""Who teaches what, by date: what was in force is closed and never overwritten."""

from datetime import timedelta
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from collegium.core.access import Refused, Role
from collegium.core.models import AuditEntry
from collegium.roster.actions.sections import Teaching, assign_teachers
from collegium.roster.models import CourseSection, Subgroup, TeachingAssignment
from tests.factories import make_curriculum, make_employee, make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(ours):
    return ours.term.span.lower


@pytest.fixture
def item(ours):
    return make_item(ours.group.curriculum, "Физика")


@pytest.fixture
def assign(ours, item, start):
    def do(*teachings, **options):
        values = {"by": ours.user(Role.COORDINATOR), "group": ours.group, "term": ours.term}
        values |= {"item": item, "since": start, "teachings": teachings, **options}
        return assign_teachers(**values)

    return do


def rows(section):
    found = section.assignments.order_by("valid", "employee", "kind")
    return [(r.employee, r.kind, r.hours, r.valid.lower, r.valid.upper) for r in found]


def test_a_first_teacher_makes_the_section(ours, assign, item, start):
    section = assign(Teaching(ours.teacher))
    end = ours.term.span.upper
    assert (section.group, section.item, section.term) == (ours.group, item, ours.term)
    assert rows(section) == [(ours.teacher, "", None, start, end)]
    entry = AuditEntry.objects.get(verb="section.assign")
    assert entry.changes == {
        "since": start.isoformat(),
        "teachers": [[], [ours.teacher.full_name]],
    }


def test_a_change_in_the_term_closes_one_row_and_opens_another(ours, assign, start):
    day, end = start + timedelta(days=30), ours.term.span.upper
    assign(Teaching(ours.teacher))
    section = assign(Teaching(ours.other_teacher), since=day)
    assert rows(section) == [
        (ours.teacher, "", None, start, day),
        (ours.other_teacher, "", None, day, end),
    ]


def test_who_stays_is_left_alone(ours, assign, start):
    section = assign(Teaching(ours.teacher))
    kept = section.assignments.get().pk
    day = start + timedelta(days=10)
    assign(Teaching(ours.teacher), Teaching(ours.other_teacher, "laboratory"), since=day)
    assert section.assignments.get(employee=ours.teacher).pk == kept
    assert section.assignments.count() == 2


def test_the_same_again_changes_and_records_nothing(ours, assign):
    assign(Teaching(ours.teacher))
    before = AuditEntry.objects.count()
    assign(Teaching(ours.teacher))
    assert AuditEntry.objects.count() == before


def test_other_hours_are_a_new_row_from_that_day(ours, assign, start):
    day, end = start + timedelta(days=7), ours.term.span.upper
    assign(Teaching(ours.teacher, hours=Decimal(20)))
    section = assign(Teaching(ours.teacher, hours=Decimal(10)), since=day)
    assert rows(section) == [
        (ours.teacher, "", Decimal(20), start, day),
        (ours.teacher, "", Decimal(10), day, end),
    ]


def test_what_never_came_into_force_is_taken_back(ours, assign, start):
    section = assign(Teaching(ours.teacher), since=start + timedelta(days=20))
    assign(Teaching(ours.other_teacher))
    assert [row[0] for row in rows(section)] == [ours.other_teacher]


def test_one_who_left_for_a_time_comes_back_to_the_end_of_the_term(ours, assign, start):
    section = assign(Teaching(ours.teacher))
    section.assignments.update(valid=DateRange(start, start + timedelta(days=5)))
    assign(Teaching(ours.teacher), since=start + timedelta(days=2))
    assert [row[3:] for row in rows(section)] == [
        (start, start + timedelta(days=2)),
        (start + timedelta(days=2), ours.term.span.upper),
    ]


def test_nobody_may_teach(ours, assign, start):
    assign(Teaching(ours.teacher))
    section = assign(since=start)
    assert rows(section) == []
    entry = AuditEntry.objects.order_by("-number").first()
    assert entry.changes["teachers"] == [[ours.teacher.full_name], []]


def test_a_subgroup_has_a_section_of_its_own(ours, assign):
    part = Subgroup.objects.create(college=ours.college, group=ours.group, title="1")
    whole = assign(Teaching(ours.teacher))
    own = assign(Teaching(ours.other_teacher, "laboratory", Decimal(8)), subgroup=part)
    assert (whole.subgroup, own.subgroup) == (None, part)
    entry = AuditEntry.objects.order_by("-number").first()
    name = ours.other_teacher.full_name
    assert entry.changes["teachers"] == [[], [f"{name}, laboratory, 8"]]


def refusal(assign, *teachings, **options):
    before = (CourseSection.objects.count(), TeachingAssignment.objects.count())
    with pytest.raises(Refused) as caught:
        assign(*teachings, **options)
    assert (CourseSection.objects.count(), TeachingAssignment.objects.count()) == before
    return caught.value.decision.code


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR, Role.REGISTRAR, Role.TEACHER])
def test_only_the_coordinator_assigns(ours, assign, role):
    assert refusal(assign, Teaching(ours.teacher), by=ours.user(role)) == "not-coordinator"


def test_a_row_of_another_curriculum_is_refused(ours, theirs, assign):
    foreign = make_item(make_curriculum(ours.college))
    assert refusal(assign, Teaching(ours.teacher), item=foreign) == "not-in-plan"
    assert (
        refusal(assign, Teaching(ours.teacher), group=theirs.group, item=theirs.section.item)
        == "not-in-plan"
    )


def test_a_subgroup_of_another_group_is_refused(ours, assign):
    part = Subgroup.objects.create(college=ours.college, group=ours.other_group, title="1")
    assert refusal(assign, Teaching(ours.teacher), subgroup=part) == "not-in-plan"


@pytest.mark.parametrize("days", [-1, 100])
def test_a_day_outside_the_term_is_refused(ours, assign, start, days):
    day = start + timedelta(days=days)
    assert refusal(assign, Teaching(ours.teacher), since=day) == "outside-term"


def test_who_does_not_work_then_is_refused(ours, theirs, assign, start):
    gone = make_employee(ours.college, hired=DateRange(None, start))
    later = make_employee(ours.college, hired=DateRange(start + timedelta(days=1), None))
    assert refusal(assign, Teaching(gone)) == "not-employed"
    assert refusal(assign, Teaching(later)) == "not-employed"
    assert refusal(assign, Teaching(theirs.teacher)) == "not-employed"
