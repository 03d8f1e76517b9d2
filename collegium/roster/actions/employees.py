"""Cards of employees."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from collegium.accounts.models import User
from collegium.core.access import require
from collegium.core.audit import record
from collegium.organization.models import College
from collegium.roster.actions.changes import put_values
from collegium.roster.models import Employee
from collegium.roster.permissions import can_edit_employees


@transaction.atomic
def create_employee(*, by: User, college: College, **values: Any) -> Employee:
    require(can_edit_employees(by, college.pk))
    employee = Employee.objects.create(college=college, **values)
    record(by, "employee.create", employee, post=employee.post, hired=employee.hired.lower)
    return employee


@transaction.atomic
def update_employee(*, by: User, employee: Employee, **values: Any) -> Employee:
    require(can_edit_employees(by, employee.college_id))
    if changes := put_values(employee, values):
        record(by, "employee.update", employee, **changes)
    return employee
