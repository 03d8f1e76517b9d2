"""The teaching load: a group's rows, the groups' progress and the teachers' hours."""

from datetime import timedelta
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from collegium.core.access import Role
from collegium.curricula.models import ItemControl, ItemHours
from collegium.roster.models import CourseSection, Subgroup, TeachingAssignment
from collegium.roster.queries.sections import (
    employee_names,
    group_progress,
    section_rows,
    teacher_loads,
)
from tests.factories import assign, make_employee, make_item, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(ours):
    """Groups in their first semester; a subject with hours of several kinds beside the first."""
    for group in (ours.group, ours.other_group):
        group.admission_year = ours.term.year.starts_in
        group.save()
    ours.section.group, ours.other_section.group = ours.group, ours.other_group
    return ours


def add_hours(item, semester=1, **kinds):
    for kind, hours in kinds.items():
        ItemHours.objects.create(
            college=item.college, item=item, semester=semester, kind=kind, hours=hours
        )


def bare_item(ours, title="Физика", **kinds):
    item = make_item(ours.group.curriculum, title)
    item.hours.all().delete()
    add_hours(item, **kinds)
    return item


def rows(ours):
    return section_rows(ours.group, ours.term, ours.college.today())


# ---- a group's rows ----


def test_a_row_has_its_hours_controls_and_teachers(load):
    item = bare_item(load, lecture=20, laboratory=10, independent=6, attestation=2)
    ItemControl.objects.create(college=load.college, item=item, semester=1, form="exam")
    first, second = rows(load)
    assert (first.item, first.section) == (load.section.item, load.section)
    assert [a.employee for a in first.teachers] == [load.teacher]
    assert (second.item, second.section, second.subgroup) == (item, None, None)
    assert [(k.kind, k.hours) for k in second.kinds] == [("lecture", 20), ("laboratory", 10)]
    assert (second.total, second.taught, second.key) == (38, 30, str(item.pk))
    assert [(str(c.short), str(c.title)) for c in second.controls] == [("Э", "Экзамен")]
    assert (first.state, second.state) == ("assigned", "missing")
    assert [str(part.short) for part in second.kinds] == ["лек.", "лаб."]


def test_rows_of_other_semesters_and_curricula_are_not_there(load, theirs):
    later = bare_item(load)
    add_hours(later, semester=2, lecture=10)
    zero = bare_item(load, lecture=0)
    found = {row.item for row in rows(load)}
    assert found == {load.section.item}
    assert zero not in found


def test_a_section_without_hours_in_the_semester_is_still_shown(load):
    item = bare_item(load)
    section = make_section(load.group, item, load.term)
    row = next(row for row in rows(load) if row.item == item)
    assert (row.section, row.state) == (section, "none")


def test_subgroups_have_rows_of_their_own(load):
    item = bare_item(load, practical=20)
    parts = [
        Subgroup.objects.create(college=load.college, group=load.group, title=title)
        for title in "21"
    ]
    for part in parts:
        CourseSection.objects.create(
            college=load.college, group=load.group, item=item, term=load.term, subgroup=part
        )
    found = [(row.subgroup, row.key) for row in rows(load) if row.item == item]
    assert found == [(part, f"{item.pk}-{part.pk}") for part in reversed(parts)]


def test_who_taught_before_is_kept_apart(load):
    day = load.college.today()
    load.section.assignments.update(valid=DateRange(load.term.span.lower, day))
    TeachingAssignment.objects.create(
        college=load.college,
        section=load.section,
        employee=load.other_teacher,
        valid=DateRange(day, None),
    )
    (row,) = rows(load)
    assert [a.employee for a in row.teachers] == [load.other_teacher]
    assert [a.employee for a in row.earlier] == [load.teacher]


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([""], "assigned"),
        (["lecture"], "partly"),
        (["lecture", "laboratory"], "assigned"),
        (["laboratory", ""], "assigned"),
    ],
)
def test_every_kind_of_work_needs_a_teacher(load, kinds, state):
    item = bare_item(load, lecture=20, laboratory=10)
    section = make_section(load.group, item, load.term)
    for kind in kinds:
        assignment = assign(section, load.teacher)
        assignment.kind = kind
        assignment.save()
    row = next(row for row in rows(load) if row.item == item)
    assert row.state == state


def test_rows_take_as_many_queries_for_one_subject_as_for_many(load, django_assert_num_queries):
    with django_assert_num_queries(5):
        rows(load)
    for number in range(3):
        item = bare_item(load, f"Предмет {number}", lecture=10)
        assign(make_section(load.group, item, load.term), load.teacher)
    with django_assert_num_queries(5):
        found = [str(a.employee) for row in rows(load) for a in row.teachers]
    assert len(found) == 4


# ---- who may be named ----


def test_names_of_those_who_work_then(load, theirs):
    day = load.college.today()
    gone = make_employee(load.college, hired=DateRange(None, day))
    user = load.user(Role.COORDINATOR)
    names = employee_names(user, load.college.pk, day)
    assert names[load.teacher.pk] == load.teacher.full_name
    assert not {gone.pk, theirs.teacher.pk} & set(names)
    assert employee_names(user, theirs.college.pk, day) == {}


def test_namesakes_are_told_apart_by_their_post(load):
    one, two = (
        make_employee(load.college, last_name="Сидоров", post=post)
        for post in ("преподаватель", "мастер")
    )
    names = employee_names(load.user(Role.COORDINATOR), load.college.pk, load.college.today())
    assert (names[one.pk].endswith("преподаватель"), names[two.pk].endswith("мастер")) == (
        True,
        True,
    )


# ---- progress of the groups ----


def test_progress_counts_rows_that_need_a_teacher(load, theirs, django_assert_num_queries):
    bare_item(load, "Физика", lecture=10)
    bare_item(load, "Сам", independent=10)
    user = load.user(Role.COORDINATOR)
    _ = user.current_memberships
    with django_assert_num_queries(3):
        found = group_progress(user, load.term, load.college.today())
    assert [(p.group.title, p.course, p.needed, p.assigned, p.missing) for p in found] == [
        ("И-11", 1, 2, 1, 1),
        ("И-12", 1, 2, 1, 1),
    ]


def test_groups_that_are_over_or_to_come_are_not_counted(load):
    load.other_group.admission_year = load.term.year.starts_in + 1
    load.other_group.save()
    user, day = load.user(Role.COORDINATOR), load.college.today()
    assert [p.group for p in group_progress(user, load.term, day)] == [load.group]
    load.group.existence = DateRange(None, load.term.span.lower)
    load.group.save()
    assert group_progress(user, load.term, day) == []


def test_who_taught_only_before_does_not_count(load):
    day = load.college.today()
    load.section.assignments.update(valid=DateRange(load.term.span.lower, day))
    found = group_progress(load.user(Role.COORDINATOR), load.term, day)
    assert [(p.group.title, p.assigned) for p in found] == [("И-11", 0), ("И-12", 1)]


# ---- hours of the teachers ----


def test_hours_of_a_teacher_by_kind_by_agreement_and_by_days(load, theirs):
    start, end = load.term.span.lower, load.term.span.upper
    item = bare_item(load, lecture=20, laboratory=10, independent=9)
    section = make_section(load.group, item, load.term)
    half = start + timedelta(days=50)
    for kind, hours, valid in [
        ("laboratory", None, DateRange(start, end)),
        ("lecture", Decimal(4), DateRange(start, end)),
    ]:
        TeachingAssignment.objects.create(
            college=load.college,
            section=section,
            employee=load.teacher,
            kind=kind,
            hours=hours,
            valid=valid,
        )
    load.other_section.assignments.update(valid=DateRange(half, end))
    loads = teacher_loads(load.user(Role.COORDINATOR), load.term)
    found = {one.employee: (one.hours, one.groups, len(one.items)) for one in loads}
    assert found == {
        load.teacher: (72 + 10 + 4, ["И-11"], 3),
        load.other_teacher: (36, ["И-12"], 1),
    }


def test_a_teacher_sees_the_own_load_only(load):
    loads = teacher_loads(load.user(Role.TEACHER), load.term)
    assert [one.employee for one in loads] == [load.teacher]


def test_loads_take_as_many_queries_for_one_subject_as_for_many(load, django_assert_num_queries):
    user = load.user(Role.COORDINATOR)
    _ = user.current_memberships

    def read():
        loads = teacher_loads(user, load.term)
        return [str(item.assignment.section.item) for one in loads for item in one.items]

    with django_assert_num_queries(2):
        assert len(read()) == 2
    for number in range(3):
        item = bare_item(load, f"Предмет {number}", lecture=10)
        assign(make_section(load.group, item, load.term), load.teacher)
    with django_assert_num_queries(2):
        assert len(read()) == 5
