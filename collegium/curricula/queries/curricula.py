"""Curricula as they are kept: the list, one with its rows, and those a file would follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from collegium.accounts.models import User
from collegium.curricula.models import Curriculum, CurriculumItem, CurriculumUpload
from collegium.curricula.plx_types import PlxCurriculum
from collegium.curricula.rules import (
    SETTING_KEYS,
    ControlForm,
    CurriculumRow,
    HourKind,
    ItemKind,
    Limits,
    RowControl,
    RowHours,
)
from collegium.organization.models import College
from collegium.organization.settings_registry import settings_on


def curricula_of(user: User, college: College) -> QuerySet[Curriculum]:
    """The list: newest admissions first, with the number of groups that follow each."""
    return (
        Curriculum.objects.visible_to(user)
        .filter(college=college)
        .select_related("program__specialty")
        .annotate(group_count=Count("groups"))
        .order_by("program__specialty__code", "-admission_year", "program", "-version")
    )


def stored_rows(curriculum: Curriculum) -> list[CurriculumRow]:
    """A curriculum of the base as the rules take it; three queries."""
    items = curriculum.items.prefetch_related("hours", "controls").order_by("position")
    return [_row(item) for item in items]


def _row(item: CurriculumItem) -> CurriculumRow:
    return CurriculumRow(
        code=str(item.pk),
        parent=str(item.parent_id) if item.parent_id else None,
        index=item.index,
        title=item.title,
        kind=ItemKind(item.kind),
        hours=tuple(
            RowHours(part.semester, HourKind(part.kind), part.hours)
            for part in sorted(item.hours.all(), key=lambda part: part.semester)
        ),
        controls=tuple(
            RowControl(part.semester, ControlForm(part.form), combined=part.combined)
            for part in sorted(item.controls.all(), key=lambda part: part.semester)
        ),
        heading=item.heading,
        dispersed=item.dispersed,
        physical=item.physical,
        # Nothing else stands outside the volume: see `rules.CurriculumRow`.
        optional=not item.counted,
        counted=item.counted,
    )


def program_fields(plan: PlxCurriculum) -> dict[str, Any]:
    """What tells the plan's programme from the other ones of its specialty."""
    return {
        "qualification": ", ".join(plan.qualifications)[:300],
        "form": plan.form.value,
        "base": plan.base,
        "months": plan.duration_months,
    }


def versions_of(college: College, plan: PlxCurriculum) -> QuerySet[Curriculum]:
    """What is kept for the plan's programme and year, the newest first, with the groups of each."""
    same_program = {f"program__{name}": value for name, value in program_fields(plan).items()}
    return (
        Curriculum.objects.filter(
            college=college,
            admission_year=plan.admission_year,
            program__specialty__code=plan.specialty_code,
            program__specialty__title=plan.title,
            **same_program,
        )
        .annotate(group_count=Count("groups"))
        .order_by("-version")
    )


def other_versions(curriculum: Curriculum) -> QuerySet[Curriculum]:
    """The same programme and year, told otherwise; the newest first."""
    same = Curriculum.objects.filter(
        college=curriculum.college_id,
        program=curriculum.program_id,
        admission_year=curriculum.admission_year,
    )
    return same.exclude(pk=curriculum.pk).order_by("-version")


def source_of(curriculum: Curriculum) -> CurriculumUpload | None:
    """The file it was taken from, without its content: who sent it, and when."""
    uploads = curriculum.uploads.select_related("uploaded_by").defer("content")
    return uploads.order_by("pk").first()


def waiting_uploads(user: User, college: College) -> QuerySet[CurriculumUpload]:
    """Files that were sent and neither confirmed nor thrown away, the newest first."""
    return (
        CurriculumUpload.objects.visible_to(user)
        .filter(college=college, curriculum=None)
        .select_related("uploaded_by")
        .defer("content")
        .order_by("-pk")
    )


def limits_on(college: College, day: date) -> Limits:
    """The numbers that the checks go by at the college, as they were in force that day."""
    values = settings_on(college.pk, day, "curricula.")
    return Limits(**{name: values[key] for name, key in SETTING_KEYS.items()})
