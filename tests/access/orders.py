"""Orders on students: the registrar's; the office reads what is in force."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.core.access import Role
from collegium.orders.models import Order, RosterUpload
from tests.access.table import OVERVIEW, Row, Scope, kept
from tests.factories import CollegeFixture

REGISTRAR = frozenset({Role.REGISTRAR})
LIST = "Фамилия;Имя;Отчество;Дата рождения\nНовенький;Пётр;Ильич;03.02.2009\n".encode()


def dress(college: CollegeFixture) -> None:
    today = college.college.today()
    college.extra["order"] = Order.objects.create(
        college=college.college,
        number="7",
        date=date(today.year, 1, 10),
        effective=date(today.year, 1, 10),
        kind="enrollment",
    )
    college.extra["upload"] = RosterUpload.objects.create(
        college=college.college,
        group=college.group,
        name="список.csv",
        data=LIST,
        hash=hashlib.sha256(LIST).hexdigest(),
        sent_by=college.users[Role.REGISTRAR],
    )


def order(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.extra["order"].pk}


def upload(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.extra["upload"].pk}


def student(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.child.pk}


def template(college: CollegeFixture) -> Mapping[str, Any]:
    return {"kind": "csv"}


def file_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("новый.csv", LIST)}


def import_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {"group": college.group.pk, **file_data(college)}


def order_data(college: CollegeFixture) -> Mapping[str, Any]:
    today = college.college.today().isoformat()
    seen = college.extra["upload"].hash
    return {"number": "12", "date": today, "effective": today, "seen": seen}


def desk(**more: Any) -> Row:
    """A list before it is an order: nobody else learns that it exists."""
    return Row(Scope(upload, REGISTRAR, REGISTRAR), **more)


ROWS: dict[str, list[Row]] = {
    "orders:order_list": [Row(Scope(sees=OVERVIEW), unseen=403)],
    "orders:order_detail": [Row(Scope(order, OVERVIEW))],
    "orders:student_orders": [Row(Scope(student, OVERVIEW), unseen=403)],
    "orders:group_import": [kept(Role.REGISTRAR, data=import_data)],
    "orders:template_download": [Row(Scope(template, REGISTRAR), unseen=403)],
    "orders:upload_detail": [desk()],
    "orders:upload_replace": [desk(reads=False, writes=True, data=file_data)],
    "orders:upload_enact": [desk(reads=False, writes=True, data=order_data)],
    "orders:upload_discard": [desk(reads=False, writes=True)],
}
