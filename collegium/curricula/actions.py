"""Taking a curriculum in: the file is kept, looked at, and stored when somebody confirms it."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from django.db import transaction

from collegium.accounts.models import User
from collegium.core.access import require
from collegium.core.audit import record
from collegium.curricula.models import (
    Course,
    Curriculum,
    CurriculumItem,
    CurriculumUpload,
    ItemControl,
    ItemHours,
    Program,
    Specialty,
)
from collegium.curricula.permissions import can_import_curricula
from collegium.curricula.plx import read_plx
from collegium.curricula.plx_types import PlxCurriculum, PlxItem
from collegium.curricula.rules import merged_controls, merged_hours
from collegium.curricula.titles import short_title
from collegium.organization.models import College


@transaction.atomic
def keep_upload(*, by: User, college: College, name: str, data: bytes) -> CurriculumUpload:
    """Keep a file that was read without fault until it is confirmed or thrown away."""
    require(can_import_curricula(by, college.pk))
    upload = CurriculumUpload.objects.create(
        college=college,
        uploaded_by=by,
        file_name=name[:255],
        content=data,
        content_hash=hashlib.sha256(data).hexdigest(),
    )
    record(by, "curriculum.upload", upload, hash=upload.content_hash)
    return upload


@transaction.atomic
def confirm_upload(*, by: User, upload: CurriculumUpload) -> Curriculum:
    """Store the plan of the file as a new version; a second confirmation finds the first.

    Raises:
        Refused: for anybody but the coordinator (3.3.2).
    """
    require(can_import_curricula(by, upload.college_id))
    locked = CurriculumUpload.objects.select_for_update().get(pk=upload.pk)
    if locked.curriculum_id:
        return Curriculum.objects.get(pk=locked.curriculum_id)
    plan = read_plx(bytes(locked.content))
    curriculum = store_curriculum(upload.college, plan, locked.file_name, locked.content_hash)
    locked.curriculum = curriculum
    locked.save(update_fields=["curriculum"])
    total = plan.totals.leaf_total
    record(by, "curriculum.import", curriculum, file=locked.file_name, hours=total)
    return curriculum


@transaction.atomic
def discard_upload(*, by: User, upload: CurriculumUpload) -> None:
    """Throw a file away that was not confirmed; what was stored of a confirmed one stays."""
    require(can_import_curricula(by, upload.college_id))
    record(by, "curriculum.discard", upload, hash=upload.content_hash)
    upload.delete()


def store_curriculum(
    college: College, plan: PlxCurriculum, source_name: str = "", source_hash: str = ""
) -> Curriculum:
    """Write a plan's rows, hours and control forms: a fixed number of statements, any size."""
    program = _program(college, plan)
    versions = Curriculum.objects.filter(program=program, admission_year=plan.admission_year)
    last = versions.order_by("-version").values_list("version", flat=True).first() or 0
    curriculum = Curriculum.objects.create(
        college=college,
        program=program,
        admission_year=plan.admission_year,
        version=last + 1,
        source_name=source_name,
        source_hash=source_hash,
    )
    items = _store_items(curriculum, plan, _courses(college, plan))
    _store_parts(college, plan, items)
    return curriculum


def _program(college: College, plan: PlxCurriculum) -> Program:
    specialty, _created = Specialty.objects.get_or_create(
        college=college, code=plan.specialty_code, title=plan.title
    )
    program, _created = Program.objects.get_or_create(
        college=college,
        specialty=specialty,
        qualification=", ".join(plan.qualifications)[:300],
        form=plan.form.value,
        base=plan.base,
        months=plan.duration_months,
    )
    return program


def _short(item: PlxItem) -> str:
    return item.short_title or short_title(item.title)


def _courses(college: College, plan: PlxCurriculum) -> dict[str, Course]:
    """The subjects of the leaves by title; those the college does not have yet are made."""
    wanted = {item.title: _short(item) for item in plan.items if item.is_leaf}
    known = {c.title: c for c in Course.objects.filter(college=college, title__in=list(wanted))}
    made = Course.objects.bulk_create(
        Course(college=college, title=title, short_title=short)
        for title, short in wanted.items()
        if title not in known
    )
    return {**known, **{course.title: course for course in made}}


def _store_items(
    curriculum: Curriculum, plan: PlxCurriculum, courses: dict[str, Course]
) -> dict[str, CurriculumItem]:
    rows = {
        item.code: CurriculumItem(
            college=curriculum.college,
            curriculum=curriculum,
            position=position,
            index=item.index,
            kind=item.kind.value,
            course=courses[item.title] if item.is_leaf else None,
            title=item.title,
            short_title=_short(item),
        )
        for position, item in enumerate(plan.items, start=1)
    }
    CurriculumItem.objects.bulk_create(rows.values())
    children = [item for item in plan.items if item.parent]
    for item in children:
        rows[item.code].parent = rows[str(item.parent)]
    CurriculumItem.objects.bulk_update([rows[item.code] for item in children], ["parent"])
    return rows


def _store_parts(college: College, plan: PlxCurriculum, items: dict[str, CurriculumItem]) -> None:
    ItemHours.objects.bulk_create(
        ItemHours(
            college=college, item=items[row.code], semester=semester, kind=kind.value, hours=hours
        )
        for row in plan.items
        for (semester, kind), hours in merged_hours(row).items()
        if hours > Decimal(0)
    )
    ItemControl.objects.bulk_create(
        ItemControl(
            college=college,
            item=items[row.code],
            semester=semester,
            form=form.value,
            combined=combined[:60],
        )
        for row in plan.items
        for (semester, form), combined in merged_controls(row).items()
    )
