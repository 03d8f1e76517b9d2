"""Who reads and who keeps groups, students' cards and employees' cards, and the reason when not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from collegium.core.access import ALLOW, OVERVIEW_ROLES, Actor, Decision, Role, deny
from collegium.core.clock import Today
from collegium.roster.models import EMPLOYEE_READERS, STUDENT_READERS, Student, StudyGroup

# Whoever works with students opens their groups; which ones, the rows themselves decide.
GROUP_READERS = STUDENT_READERS | {Role.TEACHER, Role.ADVISOR}


def can_view_groups(user: Actor, college_id: int) -> Decision:
    if user.has_role(*GROUP_READERS, college_id=college_id):
        return ALLOW
    return deny("not-staff-of-groups", _("Groups are opened by those who work with students."))


def can_edit_groups(user: Actor, college_id: int) -> Decision:
    """The registrar (3.7.1); the director and the deputy read everything and change nothing."""
    if user.has_role(Role.REGISTRAR, college_id=college_id):
        return ALLOW
    return deny("not-registrar", _("Groups are kept by the registrar."))


def can_edit_students(user: Actor, college_id: int) -> Decision:
    """Cards of students and of their guardians (3.7.1, 4.11)."""
    if user.has_role(Role.REGISTRAR, college_id=college_id):
        return ALLOW
    return deny("not-registrar", _("Cards of students and guardians are kept by the registrar."))


def can_view_contacts(user: Actor, student: Student) -> Decision:
    """Birthdays, phones and guardians: for the college's office and the group's advisor alone.

    A teacher knows the names of those taught and needs no more (152-ФЗ: not more than needed).
    One query, and only for those who are not of the office.
    """
    if user.has_role(*OVERVIEW_ROLES, college_id=student.college_id):
        return ALLOW
    led = StudyGroup.objects.led_by(user).values("pk")
    today = Today("college__time_zone")
    if student.enrollments.filter(group__in=led, valid__contains=today).exists():
        return ALLOW
    return deny("not-advisor", _("Contacts are seen by the office and by the group's advisor."))


def can_view_group_contacts(user: Actor, group: StudyGroup) -> Decision:
    """The same, for everybody in a group's list."""
    if user.has_role(*OVERVIEW_ROLES, college_id=group.college_id):
        return ALLOW
    if StudyGroup.objects.led_by(user).filter(pk=group.pk).exists():
        return ALLOW
    return deny("not-advisor", _("Contacts are seen by the office and by the group's advisor."))


def can_view_employees(user: Actor, college_id: int) -> Decision:
    if user.has_role(*EMPLOYEE_READERS, college_id=college_id):
        return ALLOW
    return deny("not-office", _("The list of employees is read by the office of the college."))


def can_edit_employees(user: Actor, college_id: int) -> Decision:
    """The personnel officer (3.8.1, 4.12)."""
    if user.has_role(Role.PERSONNEL, college_id=college_id):
        return ALLOW
    return deny("not-personnel", _("Cards of employees are kept by the personnel officer."))
