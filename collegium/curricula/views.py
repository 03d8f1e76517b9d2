"""Curricula: the list, the tree of one, and the import of a file in two steps."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collegium.accounts.request import Request
from collegium.core.access import require
from collegium.curricula import actions
from collegium.curricula.forms import CurriculumImportForm
from collegium.curricula.models import CurriculumUpload
from collegium.curricula.permissions import can_import_curricula, can_view_curricula
from collegium.curricula.plx import read_plx
from collegium.curricula.plx_types import PlxWarning
from collegium.curricula.queries import curricula_of, stored_rows, tree_of
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
    context = {
        "curriculum": curriculum,
        "tree": tree_of(rows),
        "remarks": _said(integrity_findings(rows)),
        "groups": curriculum.groups.order_by("title"),
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
    waiting = CurriculumUpload.objects.visible_to(request.user).filter(
        college=request.college, curriculum=None
    )
    context = {
        "form": form,
        "steps": _steps(),
        "waiting": waiting.select_related("uploaded_by").defer("content").order_by("-pk"),
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
    findings = integrity_findings(plan.items, plan.calendar, stated=plan.stated)
    context = {
        "upload": upload,
        "plan": plan,
        "tree": tree_of(plan.items),
        "remarks": [*_said(plan.warnings), *_said(findings)],
        "steps": _steps(),
    }
    return render(request, "curricula/upload_detail.html", context)


def _said(remarks: Sequence[Finding | PlxWarning]) -> list[dict[str, object]]:
    """Warnings and findings in the reader's language: where, what, how grave."""
    return [
        {
            "place": remark.place,
            "text": message(remark.code, dict(remark.params), _),
            "is_error": getattr(remark, "severity", None) is Severity.ERROR,
        }
        for remark in remarks
    ]


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
