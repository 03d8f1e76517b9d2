"""The curricula that come with the product: whole, consistent, and fit for a timetable."""

import pytest

from collegium.curricula.data_files import FOLDER, PROGRAMS, load_program
from collegium.curricula.rules import (
    CONTACT_KINDS,
    HourKind,
    ItemKind,
    hours_by_kind,
    integrity_findings,
    leaves,
)

each_program = pytest.mark.parametrize("name", PROGRAMS)
PHONE_TITLE = 24


def load(name):
    return load_program(name, admission_year=2026)


def test_every_file_is_offered():
    assert {f"{name}.json" for name in PROGRAMS} | {"README.md"} == {
        path.name for path in FOLDER.iterdir()
    }


@each_program
def test_every_check_passes_without_a_remark(name):
    plan = load(name)
    assert integrity_findings(plan.items, plan.calendar) == []


@pytest.mark.parametrize(
    ("name", "title", "months", "total", "weeks"),
    [
        ("09.02.07", "Информационные системы и программирование", 46, 5940, 199),
        ("23.02.07", "Техническое обслуживание и ремонт автотранспортных средств", 46, 5940, 199),
        (
            "15.01.05",
            "Сварщик (ручной и частично механизированной сварки (наплавки))",
            22,
            2952,
            95,
        ),
    ],
)
def test_volume(name, title, months, total, weeks):
    plan = load(name)
    assert (plan.title, plan.duration_months, plan.totals.leaf_total, len(plan.calendar)) == (
        title,
        months,
        total,
        weeks,
    )


@each_program
def test_years_are_whole(name):
    """52 weeks, 8 to 11 of them holidays, two of those in winter; the last year is shorter."""
    plan = load(name)
    courses = sorted({part.course for part in plan.calendar})
    for course in courses:
        year = [part for part in plan.calendar if part.course == course]
        assert [part.week for part in year] == list(range(1, len(year) + 1))
        winter = [p for p in year if p.activity == "holidays" and p.semester % 2]
        holidays = [p for p in year if p.activity == "holidays"]
        assert len(winter) == 2
        if course != courses[-1]:
            assert (len(year), 8 <= len(holidays) <= 11) == (52, True)
        else:
            assert (len(year), len(holidays)) == (43, 2)


@each_program
def test_a_lesson_is_two_hours(name):
    for item in load(name).items:
        for part in item.hours:
            assert part.hours > 0
            assert part.hours % 2 == 0


@each_program
def test_titles_fit_a_phone(name):
    for item in leaves(load(name).items):
        assert len(item.short_title or item.title) <= PHONE_TITLE, item.title


@each_program
def test_codes_and_indices_are_unique(name):
    items = load(name).items
    assert len({item.index for item in items}) == len({item.code for item in items}) == len(items)


@each_program
def test_parts_of_a_module_carry_its_number(name):
    items = {item.code: item for item in load(name).items}
    for item in items.values():
        parent = items.get(item.parent or "")
        if parent is not None and parent.kind is ItemKind.MODULE:
            assert item.index.split(".")[1] == parent.index.split(".")[1]


@each_program
def test_competences_are_known_and_inherited(name):
    plan = load(name)
    known = {each.code for each in plan.competences}
    assert {code for item in plan.items for code in item.competences} <= known
    for item in plan.items:
        if item.kind in {ItemKind.INTERDISCIPLINARY, ItemKind.TRAINING, ItemKind.PLACEMENT}:
            assert item.competences


@each_program
def test_a_quarter_of_the_professional_cycle_is_practice(name):
    plan = load(name)
    cycle = next(item for item in plan.items if item.index == "ПЦ")
    by_kind = hours_by_kind([item for item in plan.items if item.block == cycle.code])
    practice = by_kind[HourKind.TRAINING] + by_kind[HourKind.PLACEMENT]
    assert practice * 4 >= sum(by_kind.values())


@each_program
def test_kinds_of_hours_fit_the_rows(name):
    for item in load(name).items:
        kinds = {part.kind for part in item.hours}
        if item.kind in {ItemKind.PLACEMENT, ItemKind.PRE_DIPLOMA}:
            assert kinds == {HourKind.PLACEMENT}
        if item.kind is ItemKind.TRAINING:
            assert kinds == {HourKind.TRAINING}
        if item.kind in {ItemKind.SUBJECT, ItemKind.INTERDISCIPLINARY}:
            assert kinds & CONTACT_KINDS


def test_year_of_admission_is_the_callers():
    plan = load_program("15.01.05", admission_year=2024)
    assert (plan.admission_year, plan.academic_year) == (2024, "2024-2025")


@pytest.mark.parametrize("name", ["", "09.02.08", "../data_files", "README"])
def test_no_other_file_is_read(name):
    with pytest.raises(KeyError):
        load_program(name, admission_year=2026)
