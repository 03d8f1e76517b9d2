"""Orders on students, and the import of a whole group by a list."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collegium.accounts.request import Request
from collegium.core.access import require
from collegium.core.documents import write_csv, write_xlsx
from collegium.core.documents.writing import CSV_CONTENT_TYPE, XLSX_CONTENT_TYPE
from collegium.orders import actions
from collegium.orders.forms import GroupImportForm, ListForm, OrderForm
from collegium.orders.list_template import COLUMNS, NAME
from collegium.orders.models import Order, RosterUpload
from collegium.orders.permissions import can_enact_orders, can_view_orders
from collegium.orders.queries import clauses_of, order_rows, orders_of, read_roster
from collegium.roster.models import Student

PAGE = 100


@require_safe
def order_list(request: Request) -> HttpResponse:
    require(can_view_orders(request.user, request.college.pk))
    page = Paginator(order_rows(request.user, request.college), PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "can_enact": can_enact_orders(request.user, request.college.pk)}
    return render(request, "orders/order_list.html", context)


@require_safe
def order_detail(request: Request, pk: int) -> HttpResponse:
    orders = Order.objects.visible_to(request.user)
    order = get_object_or_404(orders, pk=pk, college=request.college)
    clauses = clauses_of(order)
    context = {
        "order": order,
        "clauses": clauses,
        # Columns that would be empty are left out.
        "has_from": any(clause.from_group_id for clause in clauses),
        "has_reason": any(clause.reason for clause in clauses),
    }
    return render(request, "orders/order_detail.html", context)


@require_safe
def student_orders(request: Request, pk: int) -> HttpResponse:
    """A part of the student's page: the orders about the student."""
    require(can_view_orders(request.user, request.college.pk))
    students = Student.objects.visible_to(request.user)
    student = get_object_or_404(students, pk=pk, college=request.college)
    return render(request, "orders/student_orders.html", {"clauses": orders_of(student)})


@require_safe
def template_download(request: Request, kind: str) -> HttpResponse:
    """The empty list, as a workbook or as CSV."""
    require(can_enact_orders(request.user, request.college.pk))
    if kind == "csv":
        content, content_type = write_csv(COLUMNS, []), CSV_CONTENT_TYPE
    else:
        target = io.BytesIO()
        write_xlsx(target, NAME, COLUMNS, [])
        content, content_type = target.getvalue(), XLSX_CONTENT_TYPE
    disposition = content_disposition_header(as_attachment=True, filename=f"{NAME}.{kind}")
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(content, content_type=content_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def group_import(request: Request) -> HttpResponse:
    """The first step: the group and the file."""
    require(can_enact_orders(request.user, request.college.pk))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = GroupImportForm(*sent, person=request.user, college=request.college)
    if sent and form.is_valid():
        upload = actions.keep_upload(
            by=request.user,
            group=form.cleaned_data["group"],
            name=form.cleaned_data["file"].name,
            data=form.content,
        )
        return redirect("orders:upload_detail", upload.pk)
    waiting = RosterUpload.objects.visible_to(request.user).filter(college=request.college)
    context = {
        "form": form,
        "chosen": form["group"].value() or request.GET.get("group", ""),
        "columns": [column.heading for column in COLUMNS],
        "steps": _steps(),
        "waiting": waiting.awaiting().select_related("group", "sent_by").defer("data"),
    }
    return render(request, "orders/group_import.html", context, status=422 if sent else 200)


def _steps() -> list[str]:
    return [_("Group and file"), _("Check"), _("The order")]


def _upload(request: Request, pk: int) -> RosterUpload:
    uploads = RosterUpload.objects.visible_to(request.user).select_related("group")
    upload = get_object_or_404(uploads, pk=pk, college=request.college)
    upload.college = upload.group.college = request.college
    return upload


@require_safe
def upload_detail(request: Request, pk: int) -> HttpResponse:
    """The second step: what is in the list; the third, when it is clean: the order."""
    upload = _upload(request, pk)
    if upload.order_id:
        return redirect("orders:order_detail", upload.order_id)
    return _preview(request, upload)


def _preview(
    request: Request,
    upload: RosterUpload,
    *,
    order_form: OrderForm | None = None,
    list_form: ListForm | None = None,
) -> HttpResponse:
    """The page of a list; 422 when a form sent from it has faults."""
    group = upload.group
    reading = read_roster(group, bytes(upload.data), request.college.today())
    context: dict[str, Any] = {
        "upload": upload,
        "group": group,
        "reading": reading,
        "steps": _steps(),
        "step": 3 if reading.is_clean else 2,
        "list_form": list_form or ListForm(group=group),
        "order_form": order_form or OrderForm(group=group, seen=upload.hash),
    }
    status = 422 if order_form or list_form else 200
    return render(request, "orders/upload_detail.html", context, status=status)


@require_POST
def upload_replace(request: Request, pk: int) -> HttpResponse:
    """A corrected file in place of this one."""
    upload = _upload(request, pk)
    form = ListForm(request.POST, request.FILES, group=upload.group)
    if upload.order_id is None and not form.is_valid():
        return _preview(request, upload, list_form=form)
    if upload.order_id is None:
        name = form.cleaned_data["file"].name
        actions.replace_upload(by=request.user, upload=upload, name=name, data=form.content)
    return redirect("orders:upload_detail", upload.pk)


@require_POST
def upload_enact(request: Request, pk: int) -> HttpResponse:
    """The order: everybody in the list is in the group from its day on."""
    upload = _upload(request, pk)
    if upload.order_id:
        return redirect("orders:order_detail", upload.order_id)
    form = OrderForm(request.POST, group=upload.group, seen=upload.hash)
    if not form.is_valid():
        return _preview(request, upload, order_form=form)
    try:
        order = actions.enact_upload(
            by=request.user,
            upload=upload,
            seen_hash=form.cleaned_data["seen"],
            details=form.details,
        )
    except actions.ConflictError as conflict:
        form.add_error(None, str(conflict.decision.reason))
        return _preview(request, upload, order_form=form)
    count = order.clauses.count()
    said = ngettext(
        "%(count)d student has been enrolled.", "%(count)d students have been enrolled.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("orders:order_detail", order.pk)


@require_POST
def upload_discard(request: Request, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    actions.discard_upload(by=request.user, upload=upload)
    messages.success(request, _("The list has been thrown away; nobody was enrolled."))
    return redirect("orders:group_import")
