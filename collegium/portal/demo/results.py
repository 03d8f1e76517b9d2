"""Term grades of the terms that are over: what the system proposed and what teachers decided."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from collegium.gradebook.models import TermGrade
from collegium.gradebook.rules import proposed_grade, weighted_mean
from collegium.organization.settings_registry import REGISTRY
from collegium.portal.demo.journal import Journal
from collegium.portal.demo.teaching import Section
from collegium.portal.demo.world import World

KINDER, STRICTER = 0.06, 0.03
NOT_ATTESTED = "н/а"


def _default(key: str) -> Any:
    spec = REGISTRY[key]
    return spec.read(spec.default)


def grade_section(world: World, journal: Journal, section: Section) -> None:
    """A grade for everyone on the roster at the end of the section's lessons."""
    chance = world.chance("grades", section.group.shape.title, section.item.code, section.first)
    last = section.end - timedelta(days=1)
    at = world.moment(last, time(15, 40))
    thresholds, needed = _default("gradebook.term_thresholds"), _default("gradebook.marks_needed")
    for pupil in journal.roster(section.group.pk, last):
        marks = journal.points[section.pk][pupil.pk]
        proposed = proposed_grade(
            weighted_mean(marks), len(marks), thresholds=thresholds, needed=needed
        )
        value, reason = _decided(chance, proposed)
        _write(world, section, pupil.pk, at, value, proposed, reason)


def _decided(chance: Random, proposed: str) -> tuple[str, str]:
    """The teacher's grade, by one from the proposal at most, and why."""
    if not proposed:
        return NOT_ATTESTED, ""
    draw = chance.random()
    if draw < KINDER and proposed < "5":
        return str(int(proposed) + 1), "Учтена динамика за последний месяц"
    if draw > 1 - STRICTER and proposed > "3":
        return str(int(proposed) - 1), "Не сданы итоговые работы"
    return proposed, ""


def _write(  # noqa: PLR0917 - the columns of one row
    world: World,
    section: Section,
    student: int,
    at: datetime,
    value: str,
    proposed: str,
    reason: str,
) -> None:
    world.store.add(
        TermGrade,
        college_id=world.college_id,
        section_id=section.pk,
        student_id=student,
        value=value,
        proposed=proposed,
        deviation_reason=reason,
        set_by_id=section.teacher.user,
        set_at=at,
    )
