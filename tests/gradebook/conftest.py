"""A lesson today in a section, and the calls its grid makes."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from collegium.core import tenancy
from collegium.core.access import Role
from tests.factories import make_lesson


@pytest.fixture
def lesson(ours):
    return make_lesson(ours.section)


@pytest.fixture
def put(ours, theirs, sign_in):
    """`put(user, section, [(student, lesson, text, seen)])` → (status, answer)."""

    def do(user, section, cells, *, request: str | None = None) -> tuple[int, dict[str, Any]]:
        body = {
            "request": request or str(uuid.uuid4()),
            "cells": [
                {"student": s.pk, "lesson": where.pk, "text": text, "seen": seen}
                for s, where, text, seen in cells
            ],
        }
        response = sign_in(user).post(
            f"/journal/{section.pk}/cells/",
            body,
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        tenancy.enter([ours.college.pk, theirs.college.pk])
        is_json = response["Content-Type"] == "application/json"
        return response.status_code, response.json() if is_json else {}

    return do


@pytest.fixture
def teacher(ours):
    return ours.user(Role.TEACHER)
