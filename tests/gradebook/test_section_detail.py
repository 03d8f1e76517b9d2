"""The journal's page: its data, who sees it, and how many queries it costs."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.gradebook.models import Absence, Assessment
from tests.factories import make_lesson, make_mark, make_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid(ours, theirs, sign_in):
    """`grid(user, section)`: the data that the page gives to its script."""

    def read(user, section):
        response = sign_in(user).get(f"/journal/{section.pk}/")
        tenancy.enter([ours.college.pk, theirs.college.pk])
        assert response.status_code == 200
        page = response.content.decode()
        start = page.index('id="gradebook-data">') + len('id="gradebook-data">')
        return json.loads(page[start : page.index("</script>", start)])

    return read


def test_the_grid_shows_students_lessons_cells_and_summary(ours, teacher, grid):
    today = ours.college.today()
    first, second, own = ours.students
    lesson = make_lesson(ours.section, topic="Пределы", homework="№ 5")
    coming = make_lesson(ours.section, today + timedelta(days=1))
    make_mark(lesson, first, "5", teacher)
    make_mark(lesson, first, "4", teacher, position=2)
    ill = {"code": "б", "counts": "ill", "hours": 2, "set_by": teacher}
    Absence.objects.create(college=ours.college, lesson=lesson, student=second, **ill)
    Assessment.objects.create(college=ours.college, lesson=lesson, position=3, required=True)
    data = grid(teacher, ours.section)
    assert data["section"] == {"id": ours.section.pk, "editable": True, "reason": ""}
    assert [row[0] for row in data["students"]] == [first.pk, second.pk, own.pk]
    assert data["students"][0][1:4] == [1, first.short_name, first.full_name]
    nothing_planned = [None, None, None]
    assert data["lessons"] == [
        [lesson.pk, str(today), 1, "Лекция", "2", "Пределы", "№ 5", 0, 1, 1, *nothing_planned],
        [coming.pk, str(coming.meeting.date), 1, "Лекция", "2", "", "", 0, 1, 0, *nothing_planned],
    ]
    assert data["cells"] == [[0, 0, "5 4", 2, 0], [1, 0, "б", 1, 0]]
    assert data["summary"] == [["4,50", "0", "1"], ["", "2", "1"], ["", "0", "1"]]


def test_markup_in_a_topic_cannot_leave_the_data(ours, teacher, grid):
    text = "</script><script>alert(1)</script>&amp;\u2028"
    make_lesson(ours.section, topic=text)
    assert grid(teacher, ours.section)["lessons"][0][5] == text


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        (Role.DIRECTOR, True),
        (Role.DEPUTY, True),
        (Role.COORDINATOR, True),
        (Role.REGISTRAR, True),
        (Role.ADVISOR, True),
    ],
)
def test_those_who_only_look_are_told_why(ours, grid, role, reason):
    section = grid(ours.user(role), ours.section)["section"]
    assert (section["editable"], bool(section["reason"])) == (False, reason)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PERSONNEL, Role.STUDENT, Role.GUARDIAN])
def test_others_do_not_see_it(ours, sign_in, role):
    assert sign_in(ours.user(role)).get(f"/journal/{ours.section.pk}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "table/", "changes/?since=2026-01-01T00:00:00Z", "history/?student=1&lesson=1"]
)
def test_another_colleges_journal_does_not_exist(ours, theirs, sign_in, path):
    response = sign_in(ours.user(Role.DIRECTOR)).get(f"/journal/{theirs.section.pk}/{path}")
    assert response.status_code == 404


def test_an_advisor_sees_the_own_group_only(ours, sign_in):
    advisor = sign_in(ours.user(Role.ADVISOR))
    assert advisor.get(f"/journal/{ours.section.pk}/").status_code == 200
    assert advisor.get(f"/journal/{ours.other_section.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["", "table/", "changes/?since=2026-01-01T00:00:00Z"])
def test_queries_do_not_grow_with_rows(ours, theirs, sign_in, teacher, path):
    client = sign_in(teacher)
    client.get("/journal/")  # the first page chooses the college and says so in the session
    tenancy.enter([ours.college.pk, theirs.college.pk])
    counts = []
    for rows in (1, 2):
        for n in range(rows):
            lesson = make_lesson(ours.section, slot=2 * rows + n)
            student = make_student(ours.college, ours.group)
            make_mark(lesson, student, "5", teacher)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/journal/{ours.section.pk}/{path}").status_code == 200
        counts.append(len(queries))
        tenancy.enter([ours.college.pk, theirs.college.pk])
    assert counts[0] == counts[1]


def test_a_save_costs_the_same_queries_for_one_cell_and_for_three(
    ours, theirs, sign_in, teacher, lesson
):
    import uuid

    client = sign_in(teacher)
    client.get("/journal/")  # the first page chooses the college and says so in the session
    tenancy.enter([ours.college.pk, theirs.college.pk])
    counts = []
    others = [make_lesson(ours.section, slot=n) for n in (2, 3, 4)]
    for lessons in ([lesson], others):
        cells = [
            {"student": s.pk, "lesson": where.pk, "text": "5", "seen": 0}
            for where in lessons
            for s in ours.students
        ]
        with CaptureQueriesContext(connection) as queries:
            client.post(
                f"/journal/{ours.section.pk}/cells/",
                {"request": str(uuid.uuid4()), "cells": cells},
                content_type="application/json",
            )
        counts.append(len(queries))
        tenancy.enter([ours.college.pk, theirs.college.pk])
    assert counts[0] == counts[1]


def test_the_list_shows_own_journals_with_what_is_not_filled(ours, sign_in, teacher):
    make_lesson(ours.section)
    make_lesson(ours.section, date(2026, 1, 1), topic="Тема")
    response = sign_in(teacher).get("/journal/")
    [row] = response.context["rows"]
    assert (row.section.pk, row.held, row.unfilled) == (ours.section.pk, 2, 2)


def test_the_list_of_a_director_has_every_journal_of_the_college(ours, theirs, sign_in):
    response = sign_in(ours.user(Role.DIRECTOR)).get("/journal/")
    sections = {row.section.pk for row in response.context["rows"]}
    assert sections == {ours.section.pk, ours.other_section.pk}


def test_the_table_shows_the_same_cells_without_scripts(ours, sign_in, teacher):
    lesson = make_lesson(ours.section, topic="Пределы")
    make_mark(lesson, ours.students[0], "5", teacher)
    page = sign_in(teacher).get(f"/journal/{ours.section.pk}/table/").content.decode()
    assert "<td>5</td>" in page
    assert "Пределы" in page
