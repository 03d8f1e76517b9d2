"""Curricula that come with the product, as data files of ours: see data/README.md for their shape.

They are read into the same values as a .plx file, so one importer serves both.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from collegium.curricula.plx_types import PlxCompetence, PlxCurriculum, PlxItem
from collegium.curricula.rules import (
    CalendarActivity,
    CalendarPart,
    ControlForm,
    HourKind,
    ItemKind,
    RowControl,
    RowHours,
    StudyForm,
    course_of,
    semester_in_course,
)

FOLDER: Final = Path(__file__).resolve().parent / "data"
# In the order in which a page offers them.
PROGRAMS: Final = ("09.02.07", "23.02.07", "15.01.05")

Node = Mapping[str, Any]


def load_program(name: str, *, admission_year: int) -> PlxCurriculum:
    """The curriculum of a specialty or profession, for those admitted in the year.

    `name`: one of PROGRAMS; KeyError otherwise.
    """
    if name not in PROGRAMS:
        raise KeyError(name)
    plan = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return PlxCurriculum(
        specialty_code=plan["specialty_code"],
        title=plan["title"],
        qualifications=tuple(plan["qualifications"]),
        admission_year=admission_year,
        academic_year=f"{admission_year}-{admission_year + 1}",
        form=StudyForm(plan["form"]),
        base=plan["base"],
        duration_months=plan["duration_months"],
        standard_number=plan["standard"]["number"],
        standard_date=date.fromisoformat(plan["standard"]["date"]),
        items=tuple(item for cycle in plan["items"] for item in _items(cycle, None, "", ())),
        calendar=tuple(_calendar(plan["calendar"])),
        competences=tuple(PlxCompetence(*pair) for pair in plan["competences"].items()),
    )


def _items(
    node: Node, parent: str | None, block: str, inherited: tuple[str, ...]
) -> Iterator[PlxItem]:
    """The node and all below it, parents first; rows of a module have the module's competences."""
    code = f"row:{node['index']}" if block else f"cycle:{node['index']}"
    competences = tuple(node.get("competences", inherited))
    below = node.get("items", [])
    yield PlxItem(
        code=code,
        parent=parent,
        index=node["index"],
        title=node["title"],
        kind=ItemKind(node["kind"]),
        hours=tuple(_hours(node)),
        controls=tuple(_controls(node)),
        heading=not block,
        physical=node.get("physical", False),
        block=block,
        index_original=node["index"],
        short_title=node.get("short_title", ""),
        is_leaf=not below,
        competences=competences,
    )
    for child in below:
        yield from _items(child, code, block or code, competences)


def _hours(node: Node) -> Iterator[RowHours]:
    for semester, by_kind in node.get("hours", {}).items():
        for kind, hours in by_kind.items():
            yield RowHours(int(semester), HourKind(kind), Decimal(hours))


def _controls(node: Node) -> Iterator[RowControl]:
    combined = node.get("combined", {})
    for semester, forms in node.get("controls", {}).items():
        for form in forms:
            sheet = combined.get(semester, "")
            yield RowControl(int(semester), ControlForm(form), combined=sheet)


def _calendar(spans_by_semester: Mapping[str, list[tuple[str, int]]]) -> Iterator[CalendarPart]:
    """Spans of weeks, unrolled; weeks are numbered through both semesters of a course."""
    week = 0
    for semester, spans in spans_by_semester.items():
        number = int(semester)
        week = 0 if semester_in_course(number) == 1 else week
        for activity, weeks in spans:
            for _ in range(weeks):
                week += 1
                yield CalendarPart(
                    course=course_of(number),
                    semester=number,
                    week=week,
                    activity=CalendarActivity(activity),
                    part=1,
                    share=Fraction(1),
                )
