"""Integrity checks of a curriculum, with plain values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.curricula.rules import (
    SETTING_KEYS,
    CalendarActivity,
    CalendarPart,
    ControlForm,
    CurriculumRow,
    Finding,
    HourKind,
    ItemKind,
    Limits,
    RowControl,
    RowHours,
    Severity,
    course_of,
    index_findings,
    index_prefix,
    integrity_findings,
    normal_index,
)
from collegium.curricula.rules.integrity import (
    load_findings,
    module_exam_findings,
    node_hours_findings,
    practice_findings,
    stated_sum_findings,
    yearly_limit_findings,
)
from collegium.curricula.wording import message

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def hours(amount, semester=1, kind=HourKind.LECTURE):
    return RowHours(semester, kind, Decimal(amount))


def control(form=ControlForm.GRADED_CREDIT, semester=1, **more):
    return RowControl(semester, form, **more)


def row(code, parent=None, kind=ItemKind.SUBJECT, index=None, **more):
    return CurriculumRow(code, parent, code if index is None else index, code, kind, **more)


def weeks(semester, activity, count, first=1):
    course = course_of(semester)
    return [CalendarPart(course, semester, first + n, activity) for n in range(count)]


def brief(findings):
    return [(each.code, each.severity, each.place) for each in findings]


@pytest.mark.parametrize(
    ("index", "normal", "prefix"),
    [
        ("  МДК.01.02 ", "МДК.01.02", "МДК"),
        ("ПM.01.ЭК", "ПМ.01.ЭК", "ПМ"),
        ("EH.01", "ЕН.01", "ЕН"),
        ("ПМ. 01 .ЭК", "ПМ.01.ЭК", "ПМ"),
        ("МДК\u00a001", "МДК 01", "МДК"),
        ("О\u200bП.01", "ОП.01", "ОП"),
        ("ФТД.N1", "ФТД.N1", "ФТД"),
        ("сг.01", "сг.01", "СГ"),
        ("01", "01", ""),
        ("", "", ""),
    ],
)
def test_normal_index(index, normal, prefix):
    assert (normal_index(index), index_prefix(normal_index(index))) == (normal, prefix)


@given(st.text(max_size=30))
def test_normal_index_is_normal(text):
    assert normal_index(normal_index(text)) == normal_index(text)


@pytest.mark.parametrize(
    ("indices", "found"),
    [
        (["ОП.01", "ОП.02", "ОП.03", "ГИА"], []),
        (["ОП.02"], [("index-gap", "ОП.02", {"missing": "ОП.01"})]),
        (["ПМ.01", "ПМ.04"], [("index-gap", "ПМ.04", {"missing": "ПМ.02, ПМ.03"})]),
        (
            ["ПМ.9"],
            [("index-gap", "ПМ.9", {"missing": "ПМ.01, ПМ.02, ПМ.03, ПМ.04, ПМ.05, …"})],
        ),
        (["ОП.01", "ОП.01", "", ""], [("index-duplicate", "ОП.01", {"count": "2"})]),
        (["МДК.01.01", "МДК.02.01"], []),
    ],
)
def test_indices(indices, found):
    rows = [row(f"r{n}", index=index) for n, index in enumerate(indices)]
    findings = list(index_findings(rows))
    assert [(each.code, each.place, dict(each.params)) for each in findings] == found
    assert {each.severity for each in findings} <= {WARNING}


@pytest.mark.parametrize(
    ("kind", "index", "codes"),
    [
        (ItemKind.TRAINING, "УП.04", []),
        (ItemKind.PLACEMENT, "ПП.04", []),
        (ItemKind.TRAINING, "УП.04.02", ["index-gap"]),
        (ItemKind.SUBJECT, "УП.04", ["index-gap"]),
    ],
)
def test_practice_is_numbered_by_its_module(kind, index, codes):
    assert [each.code for each in index_findings([row("a", kind=kind, index=index)])] == codes


def test_hours_on_a_node_with_children():
    rows = [row("m", hours=(hours(36),)), row("a", "m", hours=(hours(36),))]
    assert brief(node_hours_findings(rows)) == [("hours-on-node", ERROR, "m")]


def test_stated_sum_of_a_node_leaves_out_what_is_not_counted():
    rows = [
        row("m"),
        row("a", "m", hours=(hours(36),)),
        row("b", "m", hours=(hours(10),), counted=False),
    ]
    assert list(stated_sum_findings(rows, {"m": Decimal(36)})) == []
    (finding,) = stated_sum_findings(rows, {"m": Decimal(46)})
    assert dict(finding.params) == {"stated": "46", "summed": "36"}


@pytest.mark.parametrize(
    ("exam", "found"),
    [
        (None, [("module-exam-missing", ERROR, "ПМ.01")]),
        ((ControlForm.EXAM, 3), [("module-exam-missing", ERROR, "ПМ.01")]),
        ((ControlForm.MODULE_EXAM, 3), []),
        ((ControlForm.QUALIFICATION_EXAM, 3), []),
        ((ControlForm.MODULE_EXAM, 2), [("module-exam-early", ERROR, "ПМ.01")]),
        ((ControlForm.MODULE_EXAM, 4), [("module-exam-early", ERROR, "ПМ.01")]),
    ],
)
@pytest.mark.parametrize("on_the_module", [True, False])
def test_module_exam(exam, found, on_the_module):
    closing = (control(exam[0], exam[1]),) if exam else ()
    rows = [
        row("ПМ.01", kind=ItemKind.MODULE, controls=closing if on_the_module else ()),
        row("МДК", "ПМ.01", hours=(hours(10, 1), hours(10, 3), hours(0, 5))),
        row("ЭМ", "ПМ.01", ItemKind.CONTROL, controls=() if on_the_module else closing),
    ]
    assert brief(module_exam_findings(rows)) == found


def test_module_without_hours_needs_no_exam():
    assert list(module_exam_findings([row("ПМ.01", kind=ItemKind.MODULE)])) == []


@pytest.mark.parametrize(
    ("kind", "controls", "found"),
    [
        (ItemKind.SUBJECT, (control(semester=2),), []),
        (ItemKind.SUBJECT, (control(ControlForm.OTHER, 2),), []),
        (ItemKind.SUBJECT, (control(semester=1),), [("control-missing", ERROR, "a")]),
        (ItemKind.PRE_DIPLOMA, (), [("control-missing", ERROR, "a")]),
        (ItemKind.FINAL, (), []),
        (ItemKind.ATTESTATION, (), []),
    ],
)
def test_control_in_the_last_semester(kind, controls, found):
    rows = [row("a", kind=kind, hours=(hours(10, 1), hours(10, 2)), controls=controls)]
    assert brief(integrity_findings(rows)) == found


def test_row_without_hours_needs_no_control():
    assert integrity_findings([row("a")]) == []


@pytest.mark.parametrize(
    ("amount", "found"), [(612, []), (613, ["load-differs"]), (0, ["load-differs"])]
)
def test_load_of_a_semester(amount, found):
    rows = [row("a", hours=(hours(amount),))]
    calendar = weeks(1, CalendarActivity.CLASSES, 16) + weeks(1, CalendarActivity.ATTESTATION, 1)
    calendar += weeks(1, CalendarActivity.HOLIDAYS, 2)
    findings = list(load_findings(rows, calendar, Limits()))
    assert [each.code for each in findings] == found
    assert {each.severity for each in findings} <= {WARNING}


def test_load_without_a_calendar_is_not_checked():
    assert list(load_findings([row("a", hours=(hours(1),))], [], Limits())) == []


@pytest.mark.parametrize(
    ("kind", "activity", "code"),
    [
        (ItemKind.TRAINING, CalendarActivity.TRAINING, "training-weeks-differ"),
        (ItemKind.PLACEMENT, CalendarActivity.PLACEMENT, "placement-weeks-differ"),
        (ItemKind.PRE_DIPLOMA, CalendarActivity.PRE_DIPLOMA, "pre-diploma-weeks-differ"),
        (ItemKind.FINAL, CalendarActivity.FINAL, "final-weeks-differ"),
        (ItemKind.FINAL, CalendarActivity.DIPLOMA_WORK, "final-weeks-differ"),
    ],
)
def test_weeks_of_practice(kind, activity, code):
    practice = row("a", kind=kind, hours=(hours(72),))
    assert list(practice_findings([practice], weeks(1, activity, 2), Limits())) == []
    (finding,) = practice_findings([practice], weeks(1, activity, 3), Limits())
    figures = (("semester", "1"), ("hours", "72"), ("weeks", "3"), ("week_hours", "36"))
    assert finding == Finding(code, ERROR, "", figures)
    elsewhere = practice_findings([practice], weeks(2, activity, 2), Limits())
    assert [dict(each.params)["semester"] for each in elsewhere] == ["1", "2"]


def test_dispersed_practice_takes_no_weeks():
    practice = row("a", kind=ItemKind.PLACEMENT, hours=(hours(72),), dispersed=True)
    calendar = weeks(1, CalendarActivity.CLASSES, 2)
    assert list(practice_findings([practice], calendar, Limits())) == []


def test_limits_of_exams_and_credits():
    rows = [row(f"e{n}", controls=(control(ControlForm.EXAM, 1 + n % 2),)) for n in range(9)]
    rows += [row(f"c{n}", controls=(control(semester=3),)) for n in range(11)]
    findings = list(yearly_limit_findings(rows, Limits()))
    assert [(each.code, dict(each.params)) for each in findings] == [
        ("exams-over-limit", {"course": "1", "count": "9", "limit": "8"}),
        ("credits-over-limit", {"course": "2", "count": "11", "limit": "10"}),
    ]
    assert list(yearly_limit_findings(rows, Limits(exams_per_year=9, credits_per_year=11))) == []


@pytest.mark.parametrize(
    "more",
    [{"physical": True}, {"optional": True}, {"counted": False}],
)
def test_limits_leave_out(more):
    rows = [row(f"c{n}", controls=(control(),), **more) for n in range(11)]
    assert list(yearly_limit_findings(rows, Limits())) == []


def test_a_combined_credit_counts_once():
    rows = [row(f"c{n}", controls=(control(combined="лист"),)) for n in range(11)]
    assert list(yearly_limit_findings(rows, Limits(credits_per_year=1))) == []


def test_errors_come_before_warnings():
    rows = [row("ОП.02", hours=(hours(10),))]
    assert brief(integrity_findings(rows)) == [
        ("control-missing", ERROR, "ОП.02"),
        ("index-gap", WARNING, "ОП.02"),
    ]


def test_every_limit_is_a_setting():
    assert SETTING_KEYS.keys() == Limits.__dataclass_fields__.keys()
    assert len(set(SETTING_KEYS.values())) == len(SETTING_KEYS)


def test_finding_is_said_with_its_figures():
    (finding,) = stated_sum_findings([row("a", hours=(hours(10),))], {"a": Decimal(12)})
    assert message(finding.code, dict(finding.params)) == (
        "The plan prints 12 h for this row, its parts make 10 h."
    )
