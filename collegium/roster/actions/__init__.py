"""What people do with groups and cards. Orders alone move students (collegium.orders)."""

from collegium.roster.actions.employees import create_employee, update_employee
from collegium.roster.actions.groups import create_group, put_advisor, update_group
from collegium.roster.actions.students import (
    create_cards,
    create_guardian,
    update_guardian,
    update_student,
)

__all__ = [
    "create_cards",
    "create_employee",
    "create_group",
    "create_guardian",
    "put_advisor",
    "update_employee",
    "update_group",
    "update_guardian",
    "update_student",
]
