"""People, groups and the teaching load: each office keeps its own, many read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from collegium.core.access import Role
from collegium.roster.models import Guardianship, Student
from tests.access.table import COORDINATORS, OVERVIEW, TEACHING, Given, Row, Scope, kept
from tests.factories import CollegeFixture

CARDS = OVERVIEW | {Role.ADMINISTRATOR}
GROUPS = TEACHING | {Role.ADMINISTRATOR}
OFFICE = CARDS | {Role.PERSONNEL}


def group(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.group.pk}


def other_group(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.other_group.pk}


def student(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.child.pk}


def other_student(college: CollegeFixture) -> Mapping[str, Any]:
    found = Student.objects.filter(enrollments__group=college.other_group)
    return {"pk": found.values_list("pk", flat=True)[0]}


def tie(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": Guardianship.objects.get(student=college.child).pk}


def employee(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.teacher.pk}


def other_employee(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.other_teacher.pk}


def group_and_term(college: CollegeFixture) -> Mapping[str, Any]:
    return {"group": college.group.pk, "term": college.term.pk}


def load_row(college: CollegeFixture) -> Mapping[str, Any]:
    return {**group_and_term(college), "key": str(college.section.item_id)}


def group_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {
        "title": "Ф-11",
        "curriculum": college.group.curriculum_id,
        "admission_year": 2026,
        "starts": "2026-09-01",
    }


def advisor_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {"employee": college.teacher.pk, "since": college.college.today().isoformat()}


def card(college: CollegeFixture) -> Mapping[str, Any]:
    return {"last_name": "Новая", "first_name": "Анна", "patronymic": "Ивановна"}


def guardian_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {**card(college), "relation": "mother", "since": "2026-09-01"}


def tie_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {**card(college), "relation": "trustee", "valid_first": "2026-09-01"}


def employee_data(college: CollegeFixture) -> Mapping[str, Any]:
    first = date(2026, 9, 1).isoformat()
    return {**card(college), "post": "преподаватель", "hired_first": first}


def teacher_data(college: CollegeFixture) -> Mapping[str, Any]:
    prefix = f"r{college.section.item_id}"
    return {
        f"{prefix}-TOTAL_FORMS": 1,
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-0-teacher": college.other_teacher.full_name,
        f"{prefix}-since": college.college.today().isoformat(),
    }


def registrars(own: Given, other: Given, data: Given) -> Row:
    """A group or a student: kept by the registrar, read by who has to do with it."""
    return kept(Role.REGISTRAR, own, other, sees=GROUPS, sees_other=CARDS, data=data)


PLANNERS = Row(Scope(sees=OVERVIEW), unseen=403)

ROWS: dict[str, list[Row]] = {
    "roster:group_list": [Row(Scope(sees=GROUPS), unseen=403)],
    "roster:group_create": [kept(Role.REGISTRAR, data=group_data)],
    "roster:group_detail": [Row(Scope(group, GROUPS), Scope(other_group, CARDS))],
    "roster:group_edit": [registrars(group, other_group, group_data)],
    "roster:advisor_put": [registrars(group, other_group, advisor_data)],
    "roster:student_detail": [Row(Scope(student, GROUPS), Scope(other_student, CARDS))],
    "roster:student_edit": [registrars(student, other_student, card)],
    "roster:guardian_create": [registrars(student, other_student, guardian_data)],
    "roster:guardian_edit": [kept(Role.REGISTRAR, tie, sees=GROUPS, data=tie_data)],
    "roster:employee_list": [Row(Scope(sees=OFFICE), unseen=403)],
    "roster:employee_create": [kept(Role.PERSONNEL, data=employee_data)],
    "roster:employee_edit": [
        kept(
            Role.PERSONNEL,
            employee,
            other_employee,
            sees=OFFICE | {Role.TEACHER},
            sees_other=OFFICE,
            data=employee_data,
        )
    ],
    "roster:section_list": [PLANNERS, Row(Scope(sees=OVERVIEW), unseen=403, query=group_and_term)],
    "roster:load_list": [PLANNERS],
    "roster:section_assign": [
        Row(
            Scope(load_row, OVERVIEW, COORDINATORS),
            writes=True,
            data=teacher_data,
            unseen=403,
        )
    ],
}
