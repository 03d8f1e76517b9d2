"""Crud: list, form and deletion for plain reference data, so that an app needs no views for it.

`Crud(Room, fields=["campus", "number"], can_change=can_change_places, title=_("Rooms")).urls` gives
`room_list`, `room_create`, `room_update` and `room_delete`. Reading goes through the model's
`visible_to`, writing through `can_change`; every change is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib import messages
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collegium.core.access import Actor, Decision, require
from collegium.core.audit import Doer, record
from collegium.ui.crud_form import CrudForm, crud_form
from collegium.ui.crud_list import Column, list_columns, list_rows

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASON_LENGTH = range(3, 501)


class Person(Actor, Doer, Protocol):
    """Whoever keeps the list: asks and acts; in practice `accounts.User`."""


@dataclass(frozen=True)
class Crud:
    """One list of reference data.

    Args:
        model: has `college` and a manager with `visible_to(user)`.
        fields: what the form asks for, in order.
        can_change: `(person, college)` to a decision; the same for adding, changing, deleting.
        title: heading of the list, in the plural.
        hint: one line under it: what the list is for.
        columns: fields the list shows; the form's unless given.
        form: a `CrudForm` of the app's own, where the generic one does not check enough.
    """

    model: type[models.Model]
    fields: Sequence[str]
    can_change: Callable[[Any, Any], Decision]
    title: str | _StrPromise
    hint: str | _StrPromise = ""
    columns: Sequence[str] = ()
    form: type[CrudForm] = CrudForm
    _name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_name", self.model._meta.model_name)

    @property
    def urls(self) -> list[URLPattern]:
        """Under the app's prefix: `rooms/`-like paths are `<model>/`, named `<model>_<verb>`."""
        name = self._name
        change, delete = self._change, self._delete
        return [
            path(f"{name}/", require_safe(self._list), name=f"{name}_list"),
            path(f"{name}/new/", _form_methods(change), name=f"{name}_create"),
            path(f"{name}/<int:pk>/", _form_methods(change), name=f"{name}_update"),
            path(f"{name}/<int:pk>/delete/", _form_methods(delete), name=f"{name}_delete"),
        ]

    def url(self, verb: str, *args: int) -> str:
        return reverse(f"{self.model._meta.app_label}:{self._name}_{verb}", args=args)

    def _list(self, request: HttpRequest) -> HttpResponse:
        person, college = _asker(request)
        decision = self.can_change(person, college)
        columns = list_columns(self.model, self.columns or self.fields)
        found = self._visible(person, college).select_related(*_joined(columns))
        rows = list_rows(found, columns, lambda pk: self.url("update", pk) if decision else "")
        context = {"columns": columns, "rows": rows, "decision": decision}
        return self._render(request, "list", context | {"create_url": self.url("create")})

    def _change(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        person, college = _asker(request)
        thing = self._found(person, college, pk) if pk else self.model(college=college)
        require(self.can_change(person, college))
        form_class = crud_form(self.model, self.fields, self.form)
        form = form_class(request.POST or None, instance=thing, person=person, college=college)
        if form.is_valid():
            saved = save_row(by=person, form=form, decision=self.can_change(person, college))
            messages.success(request, _("Saved: %(name)s.") % {"name": saved})
            return redirect(self.url("list"))
        context = {
            "form": form,
            "thing": thing if pk else None,
            "delete_url": self.url("delete", pk) if pk else "",
        }
        return self._render(request, "form", context, status=422 if form.errors else 200)

    def _delete(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, college = _asker(request)
        thing = self._found(person, college, pk)
        require(self.can_change(person, college))
        context: dict[str, Any] = {"thing": thing, "back_url": self.url("update", pk)}
        if request.method != "POST":
            return self._render(request, "delete", context)
        reason = request.POST.get("reason", "").strip()
        if len(reason) not in REASON_LENGTH:
            context |= {"error": _("Say why, in 3 to 500 characters."), "reason": reason}
            return self._render(request, "delete", context, status=422)
        name = str(thing)
        decision = self.can_change(person, college)
        try:
            delete_row(by=person, thing=thing, reason=reason, decision=decision)
        except (ProtectedError, RestrictedError) as error:
            context |= {"in_the_way": _counted(error), "reason": reason}
            return self._render(request, "delete", context, status=409)
        messages.success(request, _("Deleted: %(name)s.") % {"name": name})
        return redirect(self.url("list"))

    def _visible(self, person: Person, college: models.Model) -> models.QuerySet[Any]:
        """What the person may see here: a person of two colleges keeps one college's list."""
        manager: Any = self.model._default_manager
        found: models.QuerySet[Any] = manager.visible_to(person).filter(college=college)
        return found

    def _found(self, person: Person, college: models.Model, pk: int) -> models.Model:
        thing: models.Model = get_object_or_404(self._visible(person, college), pk=pk)
        return thing

    def _render(
        self, request: HttpRequest, page: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        kind = capfirst(self.model._meta.verbose_name)
        frame = {"title": self.title, "hint": self.hint, "kind": kind, "list_url": self.url("list")}
        return render(request, f"ui/crud_{page}.html", frame | context, status=status)


@transaction.atomic
def save_row(*, by: Person, form: CrudForm, decision: Decision) -> models.Model:
    """Store what the form holds; the record keeps the old and the new of each changed field."""
    require(decision)
    thing: models.Model = form.instance
    verb = "create" if thing.pk is None else "update"
    changes = form.changes()
    form.save()
    record(by, f"{thing._meta.model_name}.{verb}", thing, **changes)
    return thing


@transaction.atomic
def delete_row(*, by: Person, thing: models.Model, reason: str, decision: Decision) -> None:
    """Delete a row nobody uses.

    Raises:
        ProtectedError, RestrictedError: other rows stand on it.
    """
    require(decision)
    pk = thing.pk
    thing.delete()
    thing.pk = pk
    record(by, f"{thing._meta.model_name}.delete", thing, reason=reason)


_form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _asker(request: HttpRequest) -> tuple[Any, Any]:
    """The person and the college of the session; never of the form."""
    return request.user, request.college  # type: ignore[attr-defined]  # set by middleware above us


def _joined(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns if column.is_relation]


def _counted(error: ProtectedError | RestrictedError) -> list[str]:
    """What stands in the way, by kind: «занятие: 12»."""
    rows = error.args[1]
    kinds: dict[str, int] = {}
    for row in rows:
        kind = str(row._meta.verbose_name)
        kinds[kind] = kinds.get(kind, 0) + 1
    return [f"{kind}: {count}" for kind, count in sorted(kinds.items())]
