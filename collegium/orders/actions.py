"""What the registrar does: keeps a list until it is confirmed, and enacts orders."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.core.access import Decision, Refused, deny, require
from collegium.core.audit import record
from collegium.orders.models import Order, OrderClause, OrderKind, OrderState, RosterUpload
from collegium.orders.permissions import can_enact_orders
from collegium.orders.queries import overlapping, read_roster
from collegium.roster.actions import create_cards
from collegium.roster.models import Enrollment, Funding, Student, StudyGroup


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """What the paper says: its number, its date, and the day from which it is in force."""

    number: str
    dated: date
    effective: date


class ConflictError(Refused):
    """The order cannot be enacted as things stand; nothing of it was written."""


def _conflict(decision: Decision) -> NoReturn:
    raise ConflictError(decision)


@transaction.atomic
def keep_upload(*, by: User, group: StudyGroup, name: str, data: bytes) -> RosterUpload:
    """Store a list as it came; nobody is enrolled by it."""
    require(can_enact_orders(by, group.college_id))
    upload = RosterUpload.objects.create(
        college=group.college,
        group=group,
        name=name[:255],
        data=data,
        hash=hashlib.sha256(data).hexdigest(),
        sent_by=by,
    )
    record(by, "roster_upload.create", upload, group=group, hash=upload.hash)
    return upload


@transaction.atomic
def replace_upload(*, by: User, upload: RosterUpload, name: str, data: bytes) -> RosterUpload:
    """A corrected list in place of the one that waits."""
    require(can_enact_orders(by, upload.college_id))
    upload = _locked(upload)
    if upload.order_id is not None:
        _conflict(deny("already-enacted", _("The order by this list is already enacted.")))
    old = upload.hash
    upload.name, upload.data = name[:255], data
    upload.hash = hashlib.sha256(data).hexdigest()
    upload.save(update_fields=["name", "data", "hash"])
    record(by, "roster_upload.replace", upload, hash=[old, upload.hash])
    return upload


@transaction.atomic
def discard_upload(*, by: User, upload: RosterUpload) -> None:
    """Throw a list away that was not confirmed."""
    require(can_enact_orders(by, upload.college_id))
    upload = _locked(upload)
    if upload.order_id is not None:
        _conflict(deny("already-enacted", _("The order by this list is already enacted.")))
    record(by, "roster_upload.discard", upload, group=upload.group_id, hash=upload.hash)
    upload.delete()


def _locked(upload: RosterUpload) -> RosterUpload:
    """The same list, held until the transaction ends: two confirmations do not meet in it."""
    return (
        RosterUpload.objects.select_for_update(of=["self"])
        .select_related("group")
        .get(pk=upload.pk)
    )


@transaction.atomic
def enact_upload(*, by: User, upload: RosterUpload, seen_hash: str, details: OrderDetails) -> Order:
    """Take everybody in the list into the group: cards, guardians, the order, the enrolments.

    All of it or nothing. A second confirmation of the same list gives the same order.

    Raises:
        ConflictError: the list is not the one that was looked at, has errors by now, or somebody
            in it is in a group already.
    """
    require(can_enact_orders(by, upload.college_id))
    upload = _locked(upload)
    if upload.order is not None:
        return upload.order
    group = upload.group
    if upload.hash != seen_hash:
        _conflict(deny("list-replaced", _("The list was replaced meanwhile: look at it again.")))
    reading = read_roster(group, bytes(upload.data), group.college.today())
    if not reading.is_clean:
        _conflict(deny("list-not-clean", _("The list has errors: correct them first.")))
    students = create_cards(
        by=by,
        college=group.college,
        entries=reading.students,
        matches=reading.matches,
        since=details.effective,
    )
    funding = {s.pk: e.funding for s, e in zip(students, reading.students, strict=True)}
    order = enact_enrollment(
        by=by, group=group, students=students, funding=funding, details=details
    )
    # The people have their cards now; the file would only keep their data a second time.
    upload.order, upload.data = order, b""
    upload.save(update_fields=["order", "data"])
    return order


@transaction.atomic
def enact_enrollment(
    *,
    by: User,
    group: StudyGroup,
    students: Sequence[Student],
    details: OrderDetails,
    funding: Mapping[int, str] | None = None,
) -> Order:
    """An order that takes students into a group from the day it is in force.

    Args:
        funding: the student's key → a `Funding`; the budget where it is not said.

    Raises:
        ConflictError: a student is in a group in that time, the number is taken, or the group does
            not exist on that day.
    """
    require(can_enact_orders(by, group.college_id))
    _check_enrollment(group, students, details)
    order = _entered(group, details)
    enrollments = _enrolled(group, students, details, funding or {})
    OrderClause.objects.bulk_create(
        OrderClause(
            college=group.college,
            order=order,
            position=position,
            student=enrollment.student,
            to_group=group,
            opened=enrollment,
        )
        for position, enrollment in enumerate(enrollments, start=1)
    )
    record(
        by,
        "order.enact",
        order,
        kind=order.kind,
        group=group,
        effective=details.effective,
        students=[student.pk for student in students],
    )
    return order


def _enrolled(
    group: StudyGroup,
    students: Sequence[Student],
    details: OrderDetails,
    funding: Mapping[int, str],
) -> list[Enrollment]:
    """Places in the group, from the day of the order on."""
    rows = [
        Enrollment(
            college=group.college,
            student=student,
            group=group,
            valid=DateRange(details.effective, group.existence.upper),
            funding=funding.get(student.pk, Funding.BUDGET),
        )
        for student in students
    ]
    try:
        with transaction.atomic():
            return Enrollment.objects.bulk_create(rows)
    except IntegrityError as error:
        # Somebody enrolled one of them between our look and our writing.
        raise ConflictError(MEANWHILE) from error


MEANWHILE = deny(
    "already-enrolled", _("One of the students has just been enrolled. Look at the list again.")
)


def _check_enrollment(
    group: StudyGroup, students: Sequence[Student], details: OrderDetails
) -> None:
    lower, upper = group.existence.lower, group.existence.upper
    if details.effective < lower or (upper is not None and details.effective >= upper):
        _conflict(deny("group-absent", _("The group does not exist on that day.")))
    found = overlapping(students, details.effective)
    if found:
        reason = _(
            "%(name)s is in group %(group)s from %(day)s. Move the student by an order of "
            "transfer, or delete the row."
        ) % {
            "name": found[0].student.full_name,
            "group": found[0].group.title,
            "day": found[0].valid.lower.strftime("%d.%m.%Y"),
        }
        _conflict(deny("already-enrolled", reason))


def _entered(group: StudyGroup, details: OrderDetails) -> Order:
    """The order itself, in force at once."""
    order = Order(
        college=group.college,
        number=details.number,
        date=details.dated,
        effective=details.effective,
        kind=OrderKind.ENROLLMENT,
        state=OrderState.ENACTED,
        # As the paper is headed, whatever the language of the page.
        title=f"О зачислении в группу {group.title}",
    )
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError as error:
        raise ConflictError(NUMBER_TAKEN) from error
    return order


NUMBER_TAKEN = deny(
    "number-taken", _("An order of this number was already entered this year. Check the number.")
)
