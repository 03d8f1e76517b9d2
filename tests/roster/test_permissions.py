"""Who reads and who keeps groups and cards: role by role, at the own college and at the other."""

from datetime import date

import pytest
from psycopg.types.range import DateRange

from collegium.core.access import Role
from collegium.roster.models import GroupAdvisor
from collegium.roster.permissions import (
    can_edit_employees,
    can_edit_groups,
    can_edit_students,
    can_view_contacts,
    can_view_employees,
    can_view_group_contacts,
    can_view_groups,
)
from tests.factories import make_enrollment, make_student

PEOPLE = [role for role in Role if role is not Role.OPERATOR]
OFFICE = {Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR, Role.REGISTRAR}
TABLE = {
    can_view_groups: (
        OFFICE | {Role.ADMINISTRATOR, Role.TEACHER, Role.ADVISOR},
        "not-staff-of-groups",
    ),
    can_edit_groups: ({Role.REGISTRAR}, "not-registrar"),
    can_edit_students: ({Role.REGISTRAR}, "not-registrar"),
    can_view_employees: (OFFICE | {Role.ADMINISTRATOR, Role.PERSONNEL}, "not-office"),
    can_edit_employees: ({Role.PERSONNEL}, "not-personnel"),
}
CASES = [
    pytest.param(rule, role, id=f"{rule.__name__}-{role}") for rule in TABLE for role in PEOPLE
]


@pytest.mark.parametrize(("rule", "role"), CASES)
def test_at_the_own_college(ours, rule, role):
    allowed, code = TABLE[rule]
    decision = rule(ours.user(role), ours.college.pk)
    assert (decision.allowed, decision.code) == ((True, "") if role in allowed else (False, code))


@pytest.mark.parametrize(("rule", "role"), CASES)
def test_at_the_other_college(ours, theirs, rule, role):
    decision = rule(ours.user(role), theirs.college.pk)
    assert (decision.allowed, decision.code) == (False, TABLE[rule][1])


@pytest.mark.parametrize("role", PEOPLE)
def test_contacts_of_a_student_and_of_a_group(ours, role):
    """The fixture's advisor leads the student's group; its teacher only teaches there."""
    allowed = role in OFFICE | {Role.ADVISOR}
    expected = (True, "") if allowed else (False, "not-advisor")
    user = ours.user(role)
    for decision in (
        can_view_contacts(user, ours.child),
        can_view_group_contacts(user, ours.group),
    ):
        assert (decision.allowed, decision.code) == expected


@pytest.mark.parametrize("role", PEOPLE)
def test_contacts_at_the_other_college(ours, theirs, role):
    user = ours.user(role)
    assert can_view_contacts(user, theirs.child).code == "not-advisor"
    assert can_view_group_contacts(user, theirs.group).code == "not-advisor"


def test_an_advisor_sees_the_contacts_of_own_students_only_while_they_are_so(ours):
    advisor = ours.user(Role.ADVISOR)
    past = make_student(ours.college)
    make_enrollment(past, ours.group, DateRange(date(2020, 9, 1), date(2021, 9, 1)))
    other = ours.other_group.enrollments.first().student
    assert can_view_contacts(advisor, past).code == "not-advisor"
    assert can_view_contacts(advisor, other).code == "not-advisor"
    GroupAdvisor.objects.update(valid=DateRange(date(2020, 9, 1), date(2021, 9, 1)))
    assert can_view_contacts(advisor, ours.child).code == "not-advisor"
