"""The curricula that come with the product, stored for the years in which groups were admitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from collegium.curricula.data_files import load_program
from collegium.curricula.models import (
    Course,
    Curriculum,
    CurriculumItem,
    ItemControl,
    ItemHours,
    Program,
    Specialty,
)
from collegium.curricula.plx_types import PlxCurriculum, PlxItem
from collegium.curricula.rules import CalendarActivity
from collegium.portal.demo.dates import WEEK, TermDates
from collegium.portal.demo.world import World


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A curriculum in the base: its key and the keys of its rows by their codes in the plan."""

    pk: int
    program: str
    plan: PlxCurriculum
    items: dict[str, int]


@dataclass(frozen=True, slots=True)
class Period:
    """Weeks of one activity, [first, end)."""

    activity: CalendarActivity
    first: date
    end: date

    @property
    def weeks(self) -> int:
        return -(-(self.end - self.first) // WEEK)


class Curricula:
    """Stores each plan once for a programme and a year of admission."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._programs: dict[str, int] = {}
        self._courses: dict[str, int] = {}
        self._plans: dict[tuple[str, int], StoredPlan] = {}

    def plan(self, program: str, admission_year: int) -> StoredPlan:
        key = (program, admission_year)
        if key not in self._plans:
            self._plans[key] = self._store(program, admission_year)
        return self._plans[key]

    def _add(self, model: Any, **values: Any) -> int:
        return self._world.store.add(model, college_id=self._world.college_id, **values)

    def _store(self, program: str, admission_year: int) -> StoredPlan:
        plan = load_program(program, admission_year=admission_year)
        if program not in self._programs:
            self._programs[program] = self._program(plan)
        pk = self._add(
            Curriculum, program_id=self._programs[program], admission_year=admission_year
        )
        items: dict[str, int] = {}
        for position, item in enumerate(plan.items, start=1):
            items[item.code] = self._item(pk, position, item, items)
        return StoredPlan(pk, program, plan, items)

    def _program(self, plan: PlxCurriculum) -> int:
        specialty = self._add(Specialty, code=plan.specialty_code, title=plan.title)
        return self._add(
            Program,
            specialty_id=specialty,
            qualification=plan.qualifications[0],
            form=plan.form.value,
            base=plan.base,
            months=plan.duration_months,
        )

    def _item(self, curriculum: int, position: int, item: PlxItem, known: dict[str, int]) -> int:
        pk = self._add(
            CurriculumItem,
            curriculum_id=curriculum,
            parent_id=known[item.parent] if item.parent else None,
            position=position,
            index=item.index,
            kind=item.kind.value,
            course_id=self._course(item) if item.is_leaf else None,
            title=item.title,
            short_title=item.short_title,
            heading=item.heading,
            physical=item.physical,
        )
        for row in item.hours:
            self._add(
                ItemHours, item_id=pk, semester=row.semester, kind=row.kind.value, hours=row.hours
            )
        for control in item.controls:
            self._add(
                ItemControl,
                item_id=pk,
                semester=control.semester,
                form=control.form.value,
                combined=control.combined,
            )
        return pk

    def _course(self, item: PlxItem) -> int:
        if item.title not in self._courses:
            self._courses[item.title] = self._add(
                Course, title=item.title, short_title=item.short_title
            )
        return self._courses[item.title]


def periods(plan: PlxCurriculum, semester: int, term: TermDates) -> list[Period]:
    """What the weeks of a term are given to, spans of like weeks joined."""
    parts = [part for part in plan.calendar if part.semester == semester]
    found = []
    for activity, weeks in groupby(parts, key=lambda part: part.activity):
        numbers = [part.week for part in weeks]
        first = term.year_monday + (numbers[0] - 1) * WEEK
        end = term.year_monday + numbers[-1] * WEEK
        found.append(Period(activity, max(first, term.first), min(end, term.end)))
    return found
