"""First pages, the diary, and what everybody has: signing in, the college, the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access.table import EVERYBODY, NOBODY, OVERVIEW, PUPILS, Given, Row, Scope
from tests.factories import CollegeFixture


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

ROWS: dict[str, list[Row]] = {
    # Who is signed in goes on to the first page; an empty form is refused.
    "accounts:sign_in": [
        Row(Scope(acts=EVERYBODY), writes=True, shown=302, done=422, signed_out=True)
    ],
    "accounts:sign_out": [ANYBODY],
    "accounts:college_choose": [
        Row(Scope(the_college, acts=EVERYBODY), reads=False, writes=True),
    ],
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
