"""Curricula: the coordinator's; those who work by them read them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from collegium.core.access import Role
from collegium.curricula.models import CURRICULUM_READERS, CurriculumUpload
from tests.access.table import Row, Scope, kept
from tests.curricula.plx_files import PlanFile
from tests.factories import CollegeFixture

COORDINATOR = frozenset({Role.COORDINATOR})


def dress(college: CollegeFixture) -> None:
    data = PlanFile().data()
    college.extra["plan_file"] = CurriculumUpload.objects.create(
        college=college.college,
        uploaded_by=college.users[Role.COORDINATOR],
        file_name="план.plx",
        content=data,
        content_hash=hashlib.sha256(data).hexdigest(),
    )


def curriculum(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.group.curriculum_id}


def plan_file(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.extra["plan_file"].pk}


def file_data(college: CollegeFixture) -> Mapping[str, Any]:
    return {"file": SimpleUploadedFile("план.plx", PlanFile().data())}


def desk(**more: Any) -> Row:
    """A file before it is a curriculum: nobody else learns that it exists."""
    return Row(Scope(plan_file, COORDINATOR, COORDINATOR), **more)


ROWS: dict[str, list[Row]] = {
    "curricula:curriculum_list": [Row(Scope(sees=CURRICULUM_READERS), unseen=403)],
    "curricula:curriculum_detail": [Row(Scope(curriculum, CURRICULUM_READERS))],
    "curricula:curriculum_import": [kept(Role.COORDINATOR, data=file_data)],
    "curricula:upload_detail": [desk()],
    "curricula:upload_confirm": [desk(reads=False, writes=True)],
    "curricula:upload_discard": [desk(reads=False, writes=True)],
}
