"""Groups with their students, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from collegium.accounts.models import User
from collegium.organization.models import AcademicYear, College
from collegium.roster.models import Enrollment, GroupAdvisor, StudyGroup


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A line of the list: `course` is counted from admission on the day asked about."""

    pk: int
    title: str
    specialty: str
    qualification: str
    course: int
    students: int
    advisor: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A student in the group on a day."""

    pk: int
    name: str
    birth_date: date | None
    register_number: str
    phone: str
    funding: str
    on_leave: bool
    since: date


def year_start(college: College, day: date) -> int:
    """The calendar year in which that day's academic year began; one query."""
    year = AcademicYear.objects.filter(college=college, span__contains=day).first()
    return year.starts_in if year else day.year - (day.month < 9)


def existing_groups(user: User, college: College, day: date) -> QuerySet[StudyGroup]:
    """Groups of the college that the person may see and that exist on that day."""
    visible = StudyGroup.objects.visible_to(user)
    return visible.filter(college=college, existence__contains=day).order_by("title")


def group_rows(user: User, college: College, day: date) -> list[GroupRow]:
    """The list of groups on a day, the first course first; two queries."""
    advisor = GroupAdvisor.objects.filter(group=OuterRef("pk"), valid__contains=day)
    names = advisor.values("employee__last_name", "employee__first_name", "employee__patronymic")
    rows = (
        existing_groups(user, college, day)
        .annotate(
            size=Count("enrollments", filter=Q(enrollments__valid__contains=day)),
            advisor_last=Subquery(names.values("employee__last_name")[:1]),
            advisor_first=Subquery(names.values("employee__first_name")[:1]),
            advisor_patronymic=Subquery(names.values("employee__patronymic")[:1]),
        )
        .select_related("curriculum__program__specialty")
    )
    began = year_start(college, day)
    found = [_group_row(group, began) for group in rows]
    return sorted(found, key=lambda row: (row.course, row.title))


def _group_row(group: StudyGroup, began: int) -> GroupRow:
    program = group.curriculum.program
    parts = (group.advisor_last, group.advisor_first, group.advisor_patronymic)  # type: ignore[attr-defined]
    return GroupRow(
        pk=group.pk,
        title=group.title,
        specialty=str(program.specialty),
        qualification=program.qualification,
        course=began - group.admission_year + 1,
        students=group.size,  # type: ignore[attr-defined]
        advisor=" ".join(part for part in parts if part),
    )


def group_members(group: StudyGroup, day: date) -> list[MemberRow]:
    """Who is in the group on that day, in the order of names; one query."""
    rows = (
        Enrollment.objects.filter(group=group, valid__contains=day)
        .select_related("student")
        .order_by("student__sort_key")
    )
    return [
        MemberRow(
            pk=row.student_id,
            name=row.student.full_name,
            birth_date=row.student.birth_date,
            register_number=row.student.register_number,
            phone=row.student.phone,
            funding=str(row.get_funding_display()),
            on_leave=row.status == "academic_leave",
            since=row.valid.lower,
        )
        for row in rows
    ]


def advisor_on(group: StudyGroup, day: date) -> GroupAdvisor | None:
    return (
        GroupAdvisor.objects.filter(group=group, valid__contains=day)
        .select_related("employee")
        .first()
    )
