"""Curricula: the list, the tree of one, and the import of a file in two steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collegium.accounts.request import Request
from collegium.core.access import require
from collegium.curricula import actions
from collegium.curricula.forms import MEGABYTE, CurriculumImportForm
from collegium.curricula.models import BaseEducation, CurriculumUpload, StudyForm
from collegium.curricula.permissions import can_import_curricula, can_view_curricula
from collegium.curricula.plx import read_plx
from collegium.curricula.plx_types import PlxWarning
from collegium.curricula.queries.curricula import (
    curricula_of,
    limits_on,
    other_versions,
    source_of,
    stored_rows,
    versions_of,
    waiting_uploads,
)
from collegium.curricula.queries.tree import tree_of
from collegium.curricula.rules import Finding, Severity, integrity_findings
from collegium.curricula.wording import message


@require_safe
def curriculum_list(request: Request) -> HttpResponse:
    require(can_view_curricula(request.user, request.college.pk))
    context = {
        "curricula": curricula_of(request.user, request.college),
        "can_import": can_import_curricula(request.user, request.college.pk),
    }
    return render(request, "curricula/curriculum_list.html", context)


@require_safe
def curriculum_detail(request: Request, pk: int) -> HttpResponse:
    curriculum = get_object_or_404(curricula_of(request.user, request.college), pk=pk)
    rows = stored_rows(curriculum)
    tree = tree_of(rows)
    limits = limits_on(request.college, request.college.today())
    context = {
        "curriculum": curriculum,
        "tree": tree,
        "remarks": _remarks(integrity_findings(rows, limits=limits), tree.anchors),
        "groups": curriculum.groups.order_by("title"),
        "versions": other_versions(curriculum),
        "source": source_of(curriculum),
    }
    return render(request, "curricula/curriculum_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def curriculum_import(request: Request) -> HttpResponse:
    """The first step: the file. Nothing is stored of one that cannot be read."""
    require(can_import_curricula(request.user, request.college.pk))
    is_sent = request.method == "POST"
    form = CurriculumImportForm(request.POST, request.FILES) if is_sent else CurriculumImportForm()
    if is_sent and form.is_valid():
        upload = actions.keep_upload(
            by=request.user,
            college=request.college,
            name=form.cleaned_data["file"].name,
            data=form.content,
        )
        return redirect("curricula:upload_detail", upload.pk)
    sent = request.FILES.get("file")
    context = {
        "form": form,
        "file_name": getattr(sent, "name", ""),
        "limit": settings.UPLOAD_MAX_BYTES // MEGABYTE,
        "steps": _steps(),
        "waiting": waiting_uploads(request.user, request.college),
    }
    status = 422 if is_sent else 200
    return render(request, "curricula/curriculum_import.html", context, status=status)


def _steps() -> list[str]:
    return [_("File"), _("Check"), _("Stored")]


def _upload(request: Request, pk: int) -> CurriculumUpload:
    uploads = CurriculumUpload.objects.visible_to(request.user)
    upload = get_object_or_404(uploads, pk=pk, college=request.college)
    upload.college = request.college
    return upload


@require_safe
def upload_detail(request: Request, pk: int) -> HttpResponse:
    """The second step: what the file holds, and what in it deserves a look."""
    upload = _upload(request, pk)
    if upload.curriculum_id:
        return redirect("curricula:curriculum_detail", upload.curriculum_id)
    plan = read_plx(bytes(upload.content))
    tree = tree_of(plan.items)
    limits = limits_on(request.college, request.college.today())
    findings = integrity_findings(plan.items, plan.calendar, stated=plan.stated, limits=limits)
    versions = list(versions_of(request.college, plan))
    context = {
        "upload": upload,
        "plan": plan,
        "form_of_study": StudyForm(plan.form.value).label,
        "base": BaseEducation(plan.base).label,
        "tree": tree,
        "remarks": _remarks([*findings, *plan.warnings], tree.anchors),
        "versions": versions,
        "next_version": versions[0].version + 1 if versions else 1,
        "same": next((v for v in versions if v.source_hash == upload.content_hash), None),
        "steps": _steps(),
    }
    return render(request, "curricula/upload_detail.html", context)


@dataclass(slots=True)
class Remark:
    """What is said of one or several places of a plan, in the reader's language.

    `places`: the words of each, and the row's id in the page or "".
    """

    text: str
    is_error: bool
    places: list[tuple[str, str]]


def _remarks(
    found: Sequence[Finding | PlxWarning], anchors: Mapping[str, str]
) -> dict[str, list[Remark]]:
    """Errors and warnings apart, in the order found; what is said alike is said once."""
    said: dict[tuple[bool, str], Remark] = {}
    for each in found:
        text = message(each.code, dict(each.params), _)
        is_error = isinstance(each, Finding) and each.severity is Severity.ERROR
        remark = said.setdefault((is_error, text), Remark(text, is_error, []))
        if each.place:
            remark.places.append((each.place, anchors.get(each.place, "")))
    remarks = list(said.values())
    return {
        "errors": [remark for remark in remarks if remark.is_error],
        "warnings": [remark for remark in remarks if not remark.is_error],
    }


@require_POST
def upload_confirm(request: Request, pk: int) -> HttpResponse:
    curriculum = actions.confirm_upload(by=request.user, upload=_upload(request, pk))
    messages.success(request, _("The curriculum is stored. Groups can follow it now."))
    return redirect("curricula:curriculum_detail", curriculum.pk)


@require_POST
def upload_discard(request: Request, pk: int) -> HttpResponse:
    actions.discard_upload(by=request.user, upload=_upload(request, pk))
    messages.success(request, _("The file has been thrown away; nothing of it was stored."))
    return redirect("curricula:curriculum_import")
