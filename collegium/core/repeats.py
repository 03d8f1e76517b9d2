"""Answers kept for a repeat: a request whose answer was lost on the way may be sent again."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import connection


def earlier_answer(college_id: int, user_id: int, request_id: UUID) -> dict[str, Any] | None:
    """What this person's request with this id was answered, if it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answer::text FROM core_savedrequest "
            "WHERE college_id = %s AND user_id = %s AND request_id = %s",
            [college_id, user_id, request_id],
        )
        row = cursor.fetchone()
    return json.loads(row[0]) if row else None


def keep_answer(college_id: int, user_id: int, request_id: UUID, answer: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_savedrequest (college_id, user_id, request_id, answer, at) "
            "VALUES (%s, %s, %s, %s::jsonb, now())",
            [college_id, user_id, request_id, json.dumps(answer, ensure_ascii=False)],
        )
