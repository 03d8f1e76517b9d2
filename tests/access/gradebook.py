"""The journal: read by who has to do with the section, written by its teacher alone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from collegium.core.access import Role
from tests.access.table import NOBODY, OVERVIEW, TEACHING, Given, Row, Scope
from tests.factories import CollegeFixture, make_lesson


def dress(college: CollegeFixture) -> None:
    college.extra["lesson"] = make_lesson(college.section)
    college.extra["other_lesson"] = make_lesson(college.other_section)


def section(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.section.pk}


def other_section(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.other_section.pk}


def lesson(college: CollegeFixture) -> Mapping[str, Any]:
    return {**section(college), "lesson": college.extra["lesson"].pk}


def other_lesson(college: CollegeFixture) -> Mapping[str, Any]:
    return {**other_section(college), "lesson": college.extra["other_lesson"].pk}


def page(**more: Any) -> Row:
    return Row(Scope(section, TEACHING), Scope(other_section, OVERVIEW), **more)


def call(data: Given, own: Given = section, other: Given = other_section) -> Row:
    """A save of the grid."""
    return Row(
        Scope(own, TEACHING, acts=frozenset({Role.TEACHER})),
        Scope(other, OVERVIEW, acts=NOBODY),
        reads=False,
        writes=True,
        data=data,
        json=True,
        done=200,
    )


def cells(college: CollegeFixture) -> Mapping[str, Any]:
    cell = {
        "lesson": college.extra["lesson"].pk,
        "student": college.child.pk,
        "text": "5",
        "seen": 0,
    }
    return {"request": str(uuid.uuid4()), "cells": [cell]}


def topic(college: CollegeFixture) -> Mapping[str, Any]:
    return {"request": str(uuid.uuid4()), "seen": 1, "topic": "Предел функции"}


def cell(college: CollegeFixture) -> Mapping[str, Any]:
    return {"student": college.child.pk, "lesson": college.extra["lesson"].pk}


def since(college: CollegeFixture) -> Mapping[str, Any]:
    return {"since": "2026-01-01T00:00:00+00:00"}


ROWS: dict[str, list[Row]] = {
    "gradebook:journal_list": [Row()],
    "gradebook:section_detail": [page()],
    "gradebook:section_table": [page()],
    "gradebook:changes_list": [page(query=since)],
    "gradebook:history_list": [page(query=cell)],
    "gradebook:cells_put": [call(cells)],
    "gradebook:lesson_record": [call(topic, lesson, other_lesson)],
}
