"""The desks of the offices: the registrar's groups and orders, the personnel's cards."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from collegium.accounts.models import User
from collegium.core.access import Role
from collegium.orders.models import Order
from collegium.organization.models import College
from collegium.roster.models import Employee, Enrollment, EnrollmentStatus, Guardian, Student

ORDERS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class RegistrarDesk:
    students: int
    on_leave: int
    groups: int
    orders: list[Order]


@dataclass(frozen=True, slots=True)
class CardCount:
    """Cards of one kind, and how many of those people have no account to sign in with."""

    total: int
    without_account: int


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """`students` and `guardians` are counted for the administrator, who makes their accounts."""

    employees: CardCount
    students: CardCount | None
    guardians: CardCount | None


def registrar_desk(user: User, college: College) -> RegistrarDesk:
    """The contingent today and the last orders with the number of their clauses; two queries."""
    here = Enrollment.objects.filter(college=college).on(college.today())
    counts = here.aggregate(
        students=Count("pk", filter=Q(status=EnrollmentStatus.STUDYING)),
        on_leave=Count("pk", filter=Q(status=EnrollmentStatus.ACADEMIC_LEAVE)),
        groups=Count("group", distinct=True),
    )
    orders = Order.objects.visible_to(user).filter(college=college)
    recent = orders.annotate(size=Count("clauses")).order_by("-date", "-pk")[:ORDERS_SHOWN]
    return RegistrarDesk(**counts, orders=list(recent))


def office_desk(user: User, college: College) -> OfficeDesk:
    """Cards and accounts; one query, three for the administrator."""
    today = college.today()
    employees = Q(college=college, hired__contains=today)
    administers = user.has_role(Role.ADMINISTRATOR, college_id=college.pk)
    students = Q(college=college, enrollments__valid__contains=today)
    return OfficeDesk(
        employees=CardCount(**Employee.objects.filter(employees).aggregate(**_COUNTS)),
        students=CardCount(**Student.objects.filter(students).aggregate(**_COUNTS))
        if administers
        else None,
        guardians=CardCount(**Guardian.objects.filter(college=college).aggregate(**_COUNTS))
        if administers
        else None,
    )


_COUNTS = {"total": Count("pk"), "without_account": Count("pk", filter=Q(user=None))}
