"""Taking a curriculum in: the file is kept, looked at, and stored when somebody confirms it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
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
from collegium.curricula.permissions import can_discard_upload, can_import_curricula
from collegium.curricula.plx import read_plx
from collegium.curricula.plx_types import PlxCurriculum, PlxItem
from collegium.curricula.queries.curricula import program_fields
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
        PlxError: when the file, though it was read before, is refused by today's rules.
    """
    require(can_import_curricula(by, upload.college_id))
    locked = CurriculumUpload.objects.select_for_update().get(pk=upload.pk)
    if locked.curriculum_id:
        return Curriculum.objects.get(pk=locked.curriculum_id)
    curriculum = create_curriculum(
        by=by,
        college=upload.college,
        plan=read_plx(bytes(locked.content)),
        source_name=locked.file_name,
        source_hash=locked.content_hash,
    )
    locked.curriculum = curriculum
    locked.save(update_fields=["curriculum"])
    return curriculum


@transaction.atomic
def discard_upload(*, by: User, upload: CurriculumUpload) -> None:
    """Throw away a file that was not confirmed; the file of a stored curriculum stays.

    Raises:
        Refused: for anybody but the coordinator, and when the curriculum is stored.
    """
    locked = CurriculumUpload.objects.select_for_update().get(pk=upload.pk)
    require(can_discard_upload(by, locked))
    record(by, "curriculum.discard", locked, hash=locked.content_hash)
    locked.delete()


@transaction.atomic
def create_curriculum(
    *, by: User, college: College, plan: PlxCurriculum, source_name: str = "", source_hash: str = ""
) -> Curriculum:
    """Store a plan as the next version for its programme and year of admission.

    `source_name`, `source_hash`: the file it was read from, "" when there is none.

    Raises:
        Refused: for anybody but the coordinator (3.3.2).
    """
    require(can_import_curricula(by, college.pk))
    curriculum = store_curriculum(college, plan, source_name, source_hash)
    record(
        by,
        "curriculum.import",
        curriculum,
        file=source_name,
        version=curriculum.version,
        hours=plan.totals.leaf_total,
    )
    return curriculum


def store_curriculum(
    college: College, plan: PlxCurriculum, source_name: str = "", source_hash: str = ""
) -> Curriculum:
    """Write a plan's rows, hours and control forms, nobody being asked and nothing recorded.

    As many statements as the plan's tree has levels and a dozen more, whatever its size.
    """
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
    """The plan's programme, locked: of two who store a plan of it one waits for the other."""
    specialty, _created = Specialty.objects.get_or_create(
        college=college, code=plan.specialty_code, title=plan.title
    )
    program, _created = Program.objects.get_or_create(
        college=college, specialty=specialty, **program_fields(plan)
    )
    return Program.objects.select_for_update().get(pk=program.pk)


def _short(item: PlxItem) -> str:
    return item.short_title or short_title(item.title)


def _courses(college: College, plan: PlxCurriculum) -> dict[str, Course]:
    """The subjects of the leaves by title; those the college does not have yet are made."""
    wanted = {item.title: _short(item) for item in plan.items if item.is_leaf}
    of_plan = Course.objects.filter(college=college, title__in=list(wanted))
    known = set(of_plan.values_list("title", flat=True))
    # Another plan may bring the same subject at this moment: then theirs is taken.
    Course.objects.bulk_create(
        [
            Course(college=college, title=title, short_title=short)
            for title, short in wanted.items()
            if title not in known
        ],
        ignore_conflicts=True,
    )
    return {course.title: course for course in of_plan.all()}


def _store_items(
    curriculum: Curriculum, plan: PlxCurriculum, courses: dict[str, Course]
) -> dict[str, CurriculumItem]:
    """The rows by their codes, level by level: a row's parent is stored before it."""
    depths: dict[str, int] = {}
    levels: defaultdict[int, list[tuple[int, PlxItem]]] = defaultdict(list)
    for position, item in enumerate(plan.items, start=1):
        depths[item.code] = depths[item.parent] + 1 if item.parent else 0
        levels[depths[item.code]].append((position, item))
    stored: dict[str, CurriculumItem] = {}
    for _depth, level in sorted(levels.items()):
        rows = {item.code: _item(curriculum, n, item, stored, courses) for n, item in level}
        CurriculumItem.objects.bulk_create(rows.values())
        stored |= rows
    return stored


def _item(
    curriculum: Curriculum,
    position: int,
    item: PlxItem,
    stored: Mapping[str, CurriculumItem],
    courses: Mapping[str, Course],
) -> CurriculumItem:
    return CurriculumItem(
        college=curriculum.college,
        curriculum=curriculum,
        parent=stored[item.parent] if item.parent else None,
        position=position,
        index=item.index,
        kind=item.kind.value,
        course=courses[item.title] if item.is_leaf else None,
        title=item.title,
        short_title=_short(item),
        heading=item.heading,
        counted=item.counted,
        physical=item.physical,
        dispersed=item.dispersed,
    )


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
