"""What the registrar and the personnel officer write, and what is recorded of it."""

from datetime import date

import pytest
from psycopg.types.range import DateRange

from collegium.core.access import Refused, Role
from collegium.core.models import AuditEntry
from collegium.organization.models import Department
from collegium.roster import actions
from collegium.roster.models import Employee, GroupAdvisor, Guardian, Guardianship, StudyGroup
from tests.factories import make_employee

CARD = {
    "last_name": "Родителев",
    "first_name": "Пётр",
    "patronymic": "Ильич",
    "sex": "m",
    "phone": "+79140000002",
    "email": "",
}
SINCE = date(2026, 9, 1)


def last_entry():
    entry = AuditEntry.objects.latest("pk")
    return entry.verb, entry.changes


def refusal(act, **kwargs):
    with pytest.raises(Refused) as caught:
        act(**kwargs)
    return caught.value.decision.code


@pytest.fixture
def registrar(ours):
    return ours.user(Role.REGISTRAR)


@pytest.fixture
def officer(ours):
    return ours.user(Role.PERSONNEL)


def new_group(ours, by, **changes):
    values = {
        "title": "Н-11",
        "curriculum": ours.group.curriculum,
        "admission_year": 2026,
        "starts": SINCE,
    }
    return actions.create_group(by=by, college=ours.college, **{**values, **changes})


def test_create_group(ours, registrar):
    group = new_group(ours, registrar)
    assert StudyGroup.objects.get(title="Н-11").existence == DateRange(SINCE, None)
    assert last_entry() == (
        "group.create",
        {
            "title": "Н-11",
            "curriculum": group.curriculum_id,
            "admission_year": 2026,
            "starts": "2026-09-01",
        },
    )


def test_a_title_serves_one_group_a_year(ours, theirs, registrar):
    new_group(theirs, theirs.user(Role.REGISTRAR))
    new_group(ours, registrar)
    assert new_group(ours, registrar, admission_year=2027).title == "Н-11"
    with pytest.raises(Refused) as caught:
        new_group(ours, registrar)
    assert caught.value.decision.code == "group-exists"
    assert StudyGroup.objects.filter(college=ours.college, title="Н-11").count() == 2


def test_update_group(ours, registrar):
    department = Department.objects.create(college=ours.college, name="Техническое")
    group = ours.group
    actions.update_group(by=registrar, group=group, title="И-11а", department=department)
    group.refresh_from_db()
    assert (group.title, group.department) == ("И-11а", department)
    assert last_entry() == (
        "group.update",
        {"title": ["И-11", "И-11а"], "department": [None, department.pk]},
    )


def test_update_group_keeps_its_end(ours, registrar):
    ours.group.existence = DateRange(date(2020, 1, 1), date(2027, 7, 1))
    ours.group.save()
    actions.update_group(by=registrar, group=ours.group, starts=date(2020, 9, 1))
    ours.group.refresh_from_db()
    assert ours.group.existence == DateRange(date(2020, 9, 1), date(2027, 7, 1))
    assert last_entry()[1] == {
        "existence": [["2020-01-01", "2027-07-01"], ["2020-09-01", "2027-07-01"]]
    }


def test_nothing_is_recorded_where_nothing_changed(ours, registrar, officer):
    before = AuditEntry.objects.count()
    actions.update_group(by=registrar, group=ours.group, title=ours.group.title)
    actions.update_student(by=registrar, student=ours.child, last_name=ours.child.last_name)
    tie = ours.child.guardianships.get()
    actions.update_guardian(by=registrar, guardianship=tie, card={}, relation="mother")
    actions.update_employee(by=officer, employee=ours.teacher, post=ours.teacher.post)
    assert AuditEntry.objects.count() == before


def test_update_group_refuses_a_title_in_use(ours, registrar):
    code = refusal(actions.update_group, by=registrar, group=ours.group, title="И-12")
    assert code == "group-exists"


def advisors(group):
    rows = GroupAdvisor.objects.filter(group=group).order_by("valid")
    return [(row.employee, row.valid.lower, row.valid.upper) for row in rows]


@pytest.mark.clause("3.6.2")
def test_a_new_advisor_begins_where_the_one_before_ends(ours, registrar):
    first = GroupAdvisor.objects.get(group=ours.group).employee
    actions.put_advisor(by=registrar, group=ours.group, employee=ours.teacher, since=SINCE)
    assert advisors(ours.group) == [
        (first, date(2020, 1, 1), SINCE),
        (ours.teacher, SINCE, None),
    ]
    assert last_entry() == (
        "advisor.put",
        {"employee": [first.pk, ours.teacher.pk], "since": "2026-09-01"},
    )


def test_an_advisor_corrected_on_the_same_day_is_replaced(ours, registrar):
    for employee in (ours.teacher, ours.other_teacher):
        actions.put_advisor(by=registrar, group=ours.other_group, employee=employee, since=SINCE)
    assert advisors(ours.other_group) == [(ours.other_teacher, SINCE, None)]


def test_the_same_advisor_again_changes_nothing(ours, registrar):
    before = AuditEntry.objects.count()
    employee = GroupAdvisor.objects.get(group=ours.group).employee
    actions.put_advisor(by=registrar, group=ours.group, employee=employee, since=SINCE)
    assert advisors(ours.group) == [(employee, date(2020, 1, 1), None)]
    assert AuditEntry.objects.count() == before


def test_an_advisor_put_before_a_later_one_ends_there(ours, registrar):
    put = actions.put_advisor
    later = date(2027, 1, 1)
    put(by=registrar, group=ours.other_group, employee=ours.teacher, since=later)
    put(by=registrar, group=ours.other_group, employee=ours.other_teacher, since=SINCE)
    assert advisors(ours.other_group) == [
        (ours.other_teacher, SINCE, later),
        (ours.teacher, later, None),
    ]


def test_an_advisor_put_between_two_leaves_the_later_one(ours, registrar):
    put, third = actions.put_advisor, make_employee(ours.college)
    later, between = date(2027, 1, 1), date(2026, 11, 1)
    put(by=registrar, group=ours.other_group, employee=ours.teacher, since=SINCE)
    put(by=registrar, group=ours.other_group, employee=ours.other_teacher, since=later)
    put(by=registrar, group=ours.other_group, employee=third, since=between)
    assert advisors(ours.other_group) == [
        (ours.teacher, SINCE, between),
        (third, between, later),
        (ours.other_teacher, later, None),
    ]


@pytest.mark.clause("3.7.1")
def test_update_student(ours, registrar):
    actions.update_student(
        by=registrar, student=ours.child, last_name="Ёлкина", birth_date=date(2009, 5, 9)
    )
    ours.child.refresh_from_db()
    assert (ours.child.last_name, ours.child.birth_date) == ("Ёлкина", date(2009, 5, 9))
    assert last_entry()[1]["birth_date"] == [None, "2009-05-09"]


def create_guardian(ours, by, **changes):
    values = {"student": ours.child, "relation": "father", "since": SINCE, "card": CARD}
    return actions.create_guardian(by=by, **{**values, **changes})


def test_create_guardian(ours, registrar):
    ours.child.birth_date = date(2010, 2, 28)
    tie = create_guardian(ours, registrar)
    tie.refresh_from_db()
    assert (tie.guardian.full_name, tie.relation) == ("Родителев Пётр Ильич", "father")
    assert (tie.valid, tie.has_access) == (DateRange(SINCE, date(2028, 2, 28)), True)
    assert last_entry()[0] == "guardian.create"


def test_update_guardian(ours, registrar):
    tie = ours.child.guardianships.select_related("guardian", "student").get()
    actions.update_guardian(
        by=registrar, guardianship=tie, card={"phone": "+79140000003"}, has_access=False
    )
    tie = Guardianship.objects.get(pk=tie.pk)
    assert (tie.guardian.phone, tie.has_access) == ("+79140000003", False)
    assert last_entry() == (
        "guardian.update",
        {"student": ours.child.pk, "phone": ["", "+79140000003"], "has_access": [True, False]},
    )


@pytest.mark.clause("3.8.1")
def test_employees(ours, officer):
    values = {"last_name": "Новая", "first_name": "Анна", "post": "мастер"}
    employee = actions.create_employee(
        by=officer, college=ours.college, hired=DateRange(SINCE, None), **values
    )
    assert last_entry() == ("employee.create", {"post": "мастер", "hired": "2026-09-01"})
    actions.update_employee(by=officer, employee=employee, post="преподаватель")
    assert Employee.objects.get(pk=employee.pk).post == "преподаватель"
    assert last_entry() == ("employee.update", {"post": ["мастер", "преподаватель"]})


@pytest.mark.clause("3.4.1")
@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OPERATOR])
def test_everybody_else_is_refused(ours, role):
    user, tie = ours.user(role), ours.child.guardianships.get()
    before = AuditEntry.objects.count(), Guardian.objects.count(), Employee.objects.count()
    registrars = {
        actions.update_group: {"group": ours.group, "title": "Х"},
        actions.put_advisor: {"group": ours.group, "employee": ours.teacher, "since": SINCE},
        actions.update_student: {"student": ours.child, "last_name": "Х"},
        actions.create_guardian: {
            "student": ours.child,
            "relation": "mother",
            "since": SINCE,
            "card": CARD,
        },
        actions.update_guardian: {"guardianship": tie, "card": {}, "relation": "trustee"},
        actions.create_cards: {
            "college": ours.college,
            "entries": [],
            "matches": {},
            "since": SINCE,
        },
    }
    if role is not Role.REGISTRAR:
        codes = {refusal(act, by=user, **values) for act, values in registrars.items()}
        assert codes == {"not-registrar"}
        assert refusal(new_group, ours=ours, by=user) == "not-registrar"
    if role is not Role.PERSONNEL:
        hired = DateRange(SINCE, None)
        employees = {
            actions.create_employee: {"college": ours.college, "last_name": "Х", "hired": hired},
            actions.update_employee: {"employee": ours.teacher, "post": "Х"},
        }
        codes = {refusal(act, by=user, **values) for act, values in employees.items()}
        assert codes == {"not-personnel"}
    assert (
        AuditEntry.objects.count(),
        Guardian.objects.count(),
        Employee.objects.count(),
    ) == before
