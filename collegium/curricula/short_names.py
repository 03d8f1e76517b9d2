"""Names of kinds and forms, whole and as short as a column of a plan is wide."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from collegium.curricula.models import CONTROL_FORMS, HOUR_KINDS
from collegium.curricula.rules import ControlForm, HourKind

HOUR_NAMES = {HourKind(value): name for value, name in HOUR_KINDS}
CONTROL_NAMES = {ControlForm(value): name for value, name in CONTROL_FORMS}

SHORT_HOURS = {
    HourKind.LECTURE: pgettext_lazy("kind of hours", "lect."),
    HourKind.SEMINAR: pgettext_lazy("kind of hours", "sem."),
    HourKind.PRACTICAL: pgettext_lazy("kind of hours", "pract."),
    HourKind.LABORATORY: pgettext_lazy("kind of hours", "lab."),
    HourKind.COURSE_PROJECT: pgettext_lazy("kind of hours", "proj."),
    HourKind.INDEPENDENT: pgettext_lazy("kind of hours", "indep."),
    HourKind.CONSULTATION: pgettext_lazy("kind of hours", "cons."),
    HourKind.ATTESTATION: pgettext_lazy("kind of hours", "att."),
    HourKind.TRAINING: pgettext_lazy("kind of hours", "training"),
    HourKind.PLACEMENT: pgettext_lazy("kind of hours", "placement"),
    HourKind.FINAL: pgettext_lazy("kind of hours", "final"),
    HourKind.OTHER: pgettext_lazy("kind of hours", "other"),
}
SHORT_CONTROLS = {
    ControlForm.EXAM: pgettext_lazy("form of control", "E"),
    ControlForm.GRADED_CREDIT: pgettext_lazy("form of control", "GC"),
    ControlForm.CREDIT: pgettext_lazy("form of control", "C"),
    ControlForm.MODULE_EXAM: pgettext_lazy("form of control", "ME"),
    ControlForm.QUALIFICATION_EXAM: pgettext_lazy("form of control", "QE"),
    ControlForm.COURSE_PROJECT: pgettext_lazy("form of control", "CP"),
    ControlForm.COURSE_WORK: pgettext_lazy("form of control", "CW"),
    ControlForm.OTHER: pgettext_lazy("form of control", "OF"),
}
