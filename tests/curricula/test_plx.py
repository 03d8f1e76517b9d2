"""The reader of .plx plans: a real plan, and a small one read whole."""

import json
from datetime import date

import pytest

from collegium.curricula.plx import PlxError, read_plx
from collegium.curricula.rules import (
    ControlForm,
    ItemKind,
    Severity,
    StudyForm,
    integrity_findings,
    merged_controls,
)
from collegium.curricula.wording import MESSAGES
from tests.curricula.plx_files import EXPECTED_TOTALS, REAL_PLAN, PlanFile

needs_real_plan = pytest.mark.skipif(
    not REAL_PLAN.exists(), reason=f"the real plan is not here: {REAL_PLAN}"
)


@pytest.fixture(scope="module")
def real():
    return read_plx(REAL_PLAN.read_bytes())


def item(curriculum, index):
    return next(each for each in curriculum.items if each.index == index)


def codes(curriculum):
    return {(warning.code, warning.place) for warning in curriculum.warnings}


@needs_real_plan
def test_real_plan_adds_up(real):
    expected = json.loads(EXPECTED_TOTALS.read_text(encoding="utf-8"))[REAL_PLAN.name]
    totals = real.totals
    assert {
        "rows": totals.rows,
        "leaf_total": totals.leaf_total,
        "leaf_by_semester": {
            f"{(semester + 1) // 2}.{2 - semester % 2}": amount
            for semester, amount in totals.leaf_by_semester.items()
        },
        "control_forms_leaf": totals.control_forms_leaf,
        "hours_leaf": totals.hours_leaf,
    } == {key: expected[key] for key in (
        "rows", "leaf_total", "leaf_by_semester", "control_forms_leaf", "hours_leaf"
    )}  # fmt: skip


@needs_real_plan
def test_real_plan_is_described(real):
    assert (
        real.specialty_code,
        real.title,
        real.qualifications,
        real.admission_year,
        real.academic_year,
        real.form,
        real.base,
        real.duration_months,
        real.standard_number,
        real.standard_date,
    ) == (
        "09.02.07",
        "Информационные системы и программирование",
        ("Программист",),
        2024,
        "2024-2025",
        StudyForm.FULL_TIME,
        11,
        34,
        "1547",
        date(2016, 12, 9),
    )


@needs_real_plan
def test_real_plan_has_rows_of_every_kind(real):
    counts = {}
    for each in real.items:
        counts[each.kind] = counts.get(each.kind, 0) + (not each.heading)
    assert counts == {
        ItemKind.CYCLE: 3,
        ItemKind.SUBJECT: 20,
        ItemKind.MODULE: 5,
        ItemKind.INTERDISCIPLINARY: 11,
        ItemKind.TRAINING: 7,
        ItemKind.PLACEMENT: 5,
        ItemKind.PRE_DIPLOMA: 1,
        ItemKind.CONTROL: 5,
        ItemKind.FINAL: 4,
    }


@needs_real_plan
def test_real_plan_stands_in_order(real):
    places = {each.code: place for place, each in enumerate(real.items)}
    assert all(
        each.parent is None or places[each.parent] < places[each.code] for each in real.items
    )
    module = item(real, "ПМ.01")
    assert [each.index for each in real.items if each.parent == module.code] == [
        "МДК.01.01",
        "МДК.01.02",
        "МДК.01.03",
        "МДК.01.04",
        "УП.01.01",
        "УП.01.02",
        "ПП.01.01",
        "ПМ.01.ЭК",
    ]


@needs_real_plan
def test_real_plan_respells_indices(real):
    exam = item(real, "ПМ.01.ЭК")
    assert exam.index_original == "ПM.01.ЭК"  # the second letter is Latin
    assert ("index-respelt", "ПМ.01.ЭК") in codes(real)
    assert item(real, "МДК.01.01").index_original == "  МДК.01.01"


@needs_real_plan
def test_real_plan_has_combined_controls_and_competences(real):
    shared = [
        each.index
        for each in real.items
        if merged_controls(each).get((6, ControlForm.GRADED_CREDIT)) == "Комплексный диф. зачет 4"
    ]
    assert shared == ["ОП.05", "ОП.07", "ОП.12"]
    assert item(real, "ОГСЭ.01").competences == ("ОК 1", "ОК 2", "ОК 3", "ОК 4", "ОК 6")
    assert len(real.competences) == 32


@needs_real_plan
def test_real_plan_passes_the_checks_but_for_what_it_lacks(real):
    found = integrity_findings(real.items, real.calendar, stated=real.stated)
    assert [(each.code, each.severity, each.place) for each in found] == [
        ("control-missing", Severity.ERROR, "ПДП"),
        ("credits-over-limit", Severity.WARNING, ""),
        ("index-gap", Severity.WARNING, "ПМ.12"),
    ]


def test_small_plan_is_read_whole():
    plan = read_plx(PlanFile().data())
    assert [(each.code, each.parent, each.index, each.kind, each.total) for each in plan.items] == [
        ("cycle:-1", None, "ПЦ", ItemKind.CYCLE, 0),
        ("row:-1", "cycle:-1", "ПМ.01", ItemKind.MODULE, 0),
        ("row:-2", "row:-1", "МДК.01.01", ItemKind.INTERDISCIPLINARY, 36),
        ("row:-3", "row:-1", "УП.01", ItemKind.TRAINING, 72),
        ("row:-4", "cycle:-1", "ОП.01", ItemKind.SUBJECT, 18),
    ]
    assert plan.warnings == ()
    assert (plan.title, plan.base, plan.duration_months) == ("Сварщик", 9, 22)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_every_encoding_says_the_same(encoding):
    assert read_plx(PlanFile().data(encoding)) == read_plx(PlanFile().data())


def test_every_error_and_warning_has_words():
    assert all(text.strip() for text in MESSAGES.values())
    assert str(PlxError("too-large", "", limit=20)).startswith("The file is larger than 20 MB.")
