"""The form that takes a curriculum file: whether it can be read, and what is wrong if not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collegium.curricula.plx import read_plx
from collegium.curricula.plx_types import PlxCurriculum, PlxError
from collegium.curricula.wording import message

MEGABYTE = 1024 * 1024


class CurriculumImportForm(forms.Form):
    """One .plx file; `plan` is what it holds, `content` its bytes."""

    file = forms.FileField(
        label=_("Curriculum file"), error_messages={"required": _("Choose a file.")}
    )

    plan: PlxCurriculum
    content: bytes

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            # Refused before it is read.
            limit = settings.UPLOAD_MAX_BYTES // MEGABYTE
            raise _fault(PlxError("too-large", limit=limit))
        self.content = file.read()
        try:
            self.plan = read_plx(self.content)
        except PlxError as error:
            raise _fault(error) from error
        return file


def _fault(error: PlxError) -> ValidationError:
    text = message(error.code, error.params, gettext)
    return ValidationError(f"{error.place}: {text}" if error.place else text, code=error.code)
