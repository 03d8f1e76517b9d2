"""Who may reach what: one row a route, read by tests/test_access.py.

A row says who sees the page (to others it does not exist: 404, or 403 where the page itself is no
secret) and who may act on it (who sees but may not act gets 403 with the reason). It says so for
a thing of the person's own and for another of the same college; of another college nobody here
sees anything: 404.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collegium.core.access import Role
from tests.factories import CollegeFixture, make_lesson

PEOPLE = [role for role in Role if role is not Role.OPERATOR]
EVERYBODY = frozenset(PEOPLE)
NOBODY: frozenset[Role] = frozenset()
OVERVIEW = frozenset({Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR, Role.REGISTRAR})
PUPILS = frozenset({Role.STUDENT, Role.GUARDIAN})
# Own sections and own groups beside the whole college.
TEACHING = OVERVIEW | {Role.TEACHER, Role.ADVISOR}

Given = Callable[[CollegeFixture], Mapping[str, Any]]


def nothing(college: CollegeFixture) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Scope:
    """A thing of a college as a route's arguments, who sees it and who may act on it."""

    arguments: Given = nothing
    sees: frozenset[Role] = EVERYBODY
    acts: frozenset[Role] = NOBODY


@dataclass(frozen=True)
class Row:
    """What a route answers.

    Args:
        own: what the fixture's teacher, advisor, student and guardian have to do with.
        other: the same kind of thing, of the same college, with which they have nothing to do.
        reads, writes: whether GET and POST are answered; the method that is not gets 405.
        query: what a reader asks for. data: what who may act would send, as JSON if `json`.
        shown: the code of a page that is seen; done: of an act that succeeded.
        unseen: 404, or 403 where it is no secret that the page exists.
        signed_out: answered to a stranger too.
    """

    own: Scope = field(default_factory=Scope)
    other: Scope | None = None
    reads: bool = True
    writes: bool = False
    query: Given = nothing
    data: Given = nothing
    json: bool = False
    shown: int = 200
    done: int = 302
    unseen: int = 404
    signed_out: bool = False

    def scopes(self) -> dict[str, Scope]:
        return {"own": self.own, **({"other": self.other} if self.other else {})}


def dress(college: CollegeFixture) -> None:
    """What the rows below talk of, beside what every test's college has."""
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


def journal(own: Given = section, other: Given = other_section, **more: Any) -> Row:
    """A page of one section's journal, or a call of its grid: its teacher alone writes."""
    acts = frozenset({Role.TEACHER}) if more.get("writes") else NOBODY
    return Row(Scope(own, TEACHING, acts), Scope(other, OVERVIEW), **more)


def call(**more: Any) -> dict[str, Any]:
    return {"reads": False, "writes": True, "json": True, "done": 200, **more}


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


def child(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.child.pk}


def other_child(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.students[0].pk}


def child_section(college: CollegeFixture) -> Mapping[str, Any]:
    return {**child(college), "section": college.section.pk}


def child_other_section(college: CollegeFixture) -> Mapping[str, Any]:
    return {**child(college), "section": college.other_section.pk}


def the_college(college: CollegeFixture) -> Mapping[str, Any]:
    return {"pk": college.college.pk}


def diary(own: Given = child, other: Given = other_child) -> Row:
    """Of oneself and one's child, and of nobody else."""
    return Row(Scope(own, PUPILS), Scope(other, NOBODY))


OWN_DIARY = Row(Scope(sees=PUPILS))
ANYBODY = Row(Scope(acts=EVERYBODY), reads=False, writes=True, signed_out=True)

ACCESS: dict[str, list[Row]] = {
    # Who is signed in goes on to the first page; an empty form is refused.
    "accounts:sign_in": [
        Row(Scope(acts=EVERYBODY), writes=True, shown=302, done=422, signed_out=True)
    ],
    "accounts:sign_out": [ANYBODY],
    "accounts:college_choose": [
        Row(Scope(the_college, acts=EVERYBODY), reads=False, writes=True),
    ],
    "gradebook:journal_list": [Row()],
    "gradebook:section_detail": [journal()],
    "gradebook:section_table": [journal()],
    "gradebook:changes_list": [journal(query=since)],
    "gradebook:history_list": [journal(query=cell)],
    "gradebook:cells_put": [journal(**call(data=cells))],
    "gradebook:lesson_record": [journal(lesson, other_lesson, **call(data=topic))],
    # The desk; students and guardians are sent on to the diary.
    "portal:home": [Row(Scope(sees=EVERYBODY - PUPILS), unseen=302)],
    "portal:late_list": [Row(Scope(sees=OVERVIEW))],
    "portal:diary": [OWN_DIARY, diary()],
    "portal:diary_subjects": [OWN_DIARY, diary()],
    "portal:diary_absences": [OWN_DIARY, diary()],
    "portal:diary_subject": [diary(child_section, child_other_section)],
    "ui:language_set": [ANYBODY],
    "ui:theme_set": [ANYBODY],
}
