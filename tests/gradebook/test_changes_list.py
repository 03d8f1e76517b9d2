"""What other windows wrote, and the history of one cell."""

import pytest

from collegium.core import tenancy
from collegium.gradebook.queries.changes import server_cursor
from tests.factories import make_lesson

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-01-01T00:00:00+00:00"


def test_changes_bring_cells_lessons_and_summaries(ours, lesson, put, teacher, sign_in):
    student = ours.students[0]
    put(teacher, ours.section, [(student, lesson, "5", 0)])
    lesson.topic = "Новая тема"
    lesson.save()
    answer = (
        sign_in(teacher).get(f"/journal/{ours.section.pk}/changes/", {"since": LONG_AGO}).json()
    )
    assert answer["cells"] == [[student.pk, lesson.pk, "5", 1, 0, ours.teacher.short_name]]
    assert [row[5] for row in answer["lessons"]] == ["Новая тема"]
    assert answer["summary"] == {str(student.pk): ["5,00", "0", "0"]}


def test_nothing_comes_of_other_sections(ours, theirs, lesson, teacher, sign_in):
    other = make_lesson(ours.other_section)
    other.topic = "Чужая"
    other.save()
    answer = (
        sign_in(teacher).get(f"/journal/{ours.section.pk}/changes/", {"since": LONG_AGO}).json()
    )
    assert (answer["cells"], answer["lessons"]) == ([], [])


def test_the_cursor_of_the_page_is_taken_back(ours, teacher, sign_in):
    response = sign_in(teacher).get(
        f"/journal/{ours.section.pk}/changes/", {"since": server_cursor()}
    )
    assert response.status_code == 200


@pytest.mark.parametrize("since", ["", "вчера", "2020-01-01", "2020-01-01T00:00:00"])
def test_a_cursor_that_is_none_of_ours_is_refused(ours, teacher, sign_in, since):
    response = sign_in(teacher).get(f"/journal/{ours.section.pk}/changes/", {"since": since})
    assert response.status_code == 422


@pytest.mark.clause("4.8")
def test_the_history_of_a_cell_names_every_value_its_author_and_time(
    ours, theirs, lesson, put, teacher, sign_in
):
    student = ours.students[0]
    put(teacher, ours.section, [(student, lesson, "5", 0)])
    put(teacher, ours.section, [(student, lesson, "3", 1)])
    put(teacher, ours.section, [(student, lesson, "", 2)])
    put(teacher, ours.section, [(student, lesson, "н", 3)])
    answer = (
        sign_in(teacher)
        .get(f"/journal/{ours.section.pk}/history/", {"student": student.pk, "lesson": lesson.pk})
        .json()
    )
    changes = [(entry["old"], entry["new"]) for entry in answer["entries"]]
    assert changes == [("", "н"), ("3", ""), ("5", "3"), ("", "5")]
    assert {entry["by"] for entry in answer["entries"]} == {ours.teacher.short_name}
    tenancy.enter([ours.college.pk, theirs.college.pk])


def test_the_history_of_another_sections_cell_is_empty(ours, put, teacher, sign_in):
    other = make_lesson(ours.other_section)
    answer = (
        sign_in(teacher)
        .get(
            f"/journal/{ours.section.pk}/history/",
            {"student": ours.students[0].pk, "lesson": other.pk},
        )
        .json()
    )
    assert answer == {"entries": []}


def test_the_history_of_nothing_is_not_found(ours, teacher, sign_in):
    assert sign_in(teacher).get(f"/journal/{ours.section.pk}/history/").status_code == 404
