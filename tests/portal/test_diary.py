"""The diary: the right child, the right day, and nothing of anybody else."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.core import tenancy
from collegium.core.access import Role
from collegium.organization.models import Room
from collegium.portal.queries.diary import (
    DiaryAbsence,
    DiaryDay,
    DiaryLesson,
    diary_week,
    enrollments_of,
    own_students,
)
from collegium.portal.rules import week_of
from collegium.roster.models import Enrollment, EnrollmentStatus, Guardian, Guardianship
from collegium.timetable.models import MeetingRoom, MeetingState
from tests.factories import (
    make_absence,
    make_enrollment,
    make_item,
    make_lesson,
    make_mark,
    make_section,
    make_student,
)


def week(student, day):
    return diary_week(student, enrollments_of(student), week_of(day), day)


def subjects(found):
    return [lesson.subject for lesson in found.chosen.lessons]


def second_child(ours):
    child = make_student(ours.college, ours.other_group, first_name="Пётр")
    Guardianship.objects.create(
        college=ours.college,
        guardian=Guardian.objects.get(user=ours.users[Role.GUARDIAN]),
        student=child,
        relation="mother",
        valid=DateRange(date(2020, 1, 1), None),
    )
    return child


def test_a_day_has_its_lessons_with_place_people_work_and_results(ours):
    today = ours.college.today()
    teacher = ours.user(Role.TEACHER)
    make_lesson(ours.section, today - timedelta(days=7), homework="§ 14, № 3–8")
    lesson = make_lesson(ours.section, today, topic="Предел функции", homework="§ 15", slot=2)
    MeetingRoom.objects.create(
        college=ours.college, meeting=lesson.meeting, room=Room.objects.get(college=ours.college)
    )
    mark = make_mark(lesson, ours.child, "5", teacher)
    make_mark(lesson, ours.students[0], "2", teacher)
    make_absence(lesson, ours.child, teacher, code="оп", counts="late")
    make_lesson(ours.other_section, today)
    found = week(ours.child, today)
    (shown,) = found.chosen.lessons
    assert [(m.pk, m.value, m.work, m.weight, m.by) for m in shown.marks] == [
        (mark.pk, "5", "answer", Decimal(1), str(teacher))
    ]
    assert shown == DiaryLesson(
        pk=lesson.pk,
        day=today,
        number=2,
        starts=lesson.meeting.slot.starts,
        ends=lesson.meeting.slot.ends,
        section_id=ours.section.pk,
        subject="Математика",
        kind="Лекция",
        topic="Предел функции",
        homework="§ 15",
        due="§ 14, № 3–8",
        cancelled=False,
        rooms=["101"],
        teachers=[ours.teacher.full_name],
        marks=shown.marks,
        absence=DiaryAbsence(
            "оп", "late", Decimal(2), None, today, lesson.pk, ours.section.pk, "Математика"
        ),
    )


def test_after_today_comes_the_next_day_with_lessons(ours):
    today = ours.college.today()
    make_lesson(ours.section, today + timedelta(days=3))
    make_lesson(ours.section, today + timedelta(days=5))
    found = week(ours.child, today)
    assert (found.chosen, found.following.day) == (
        DiaryDay(today, []),
        today + timedelta(days=3),
    )


def test_a_cancelled_lesson_is_shown_as_cancelled(ours):
    lesson = make_lesson(ours.section)
    lesson.meeting.state = MeetingState.CANCELLED
    lesson.meeting.save()
    assert [each.cancelled for each in week(ours.child, lesson.meeting.date).chosen.lessons] == [
        True
    ]


def test_a_mark_and_an_absence_that_were_taken_back_are_not_shown(ours):
    lesson, teacher = make_lesson(ours.section), ours.user(Role.TEACHER)
    make_mark(lesson, ours.child, "", teacher)
    make_absence(lesson, ours.child, teacher, code="", counts="")
    (shown,) = week(ours.child, lesson.meeting.date).chosen.lessons
    assert (shown.marks, shown.absence) == ([], None)


def test_only_the_days_of_ones_own_studies_are_shown(ours):
    today = ours.college.today()
    Enrollment.objects.filter(student=ours.child).delete()
    make_enrollment(ours.child, ours.group, DateRange(date(2020, 1, 1), today))
    leave = make_enrollment(ours.child, ours.other_group, DateRange(today, None))
    make_lesson(ours.section, today)
    make_lesson(ours.other_section, today, slot=2)
    assert [each.section_id for each in week(ours.child, today).chosen.lessons] == [
        ours.other_section.pk
    ]
    leave.status = EnrollmentStatus.ACADEMIC_LEAVE
    leave.save()
    assert week(ours.child, today).chosen.lessons == []


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN])
def test_the_pages_show_what_the_teacher_wrote_as_it_was_typed(ours, sign_in, role):
    typed = "<script>alert('дневник')</script> & «ё»"
    lesson = make_lesson(ours.section, topic=typed, homework=typed)
    mark = make_mark(lesson, ours.child, "4", ours.user(Role.TEACHER))
    mark.comment = typed
    mark.save()
    client = sign_in(ours.user(role))
    shown = "&lt;script&gt;alert(&#x27;дневник&#x27;)&lt;/script&gt; &amp; «ё»"
    for page, times in [("/diary/", 2), (f"/diary/{ours.child.pk}/subjects/{ours.section.pk}/", 3)]:
        html = client.get(page).content.decode()
        assert (html.count(shown), typed in html) == (times, False)
        assert ours.child.full_name in html


def other_child(ours, theirs):
    return ours.students[0]


def child_of_the_other_college(ours, theirs):
    return theirs.child


PAGES = ["/diary/{pk}/", "/diary/{pk}/subjects/", "/diary/{pk}/absences/"]


@pytest.mark.parametrize("whose", [other_child, child_of_the_other_college])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_nobody_opens_the_diary_of_another(ours, theirs, sign_in, role, page, whose):
    student = whose(ours, theirs)
    client = sign_in(ours.user(role))
    assert client.get(page.format(pk=student.pk)).status_code == 404


def test_a_subject_of_another_group_or_college_is_not_found(ours, theirs, sign_in):
    client = sign_in(ours.user(Role.GUARDIAN))
    codes = {
        section.pk: client.get(f"/diary/{ours.child.pk}/subjects/{section.pk}/").status_code
        for section in (ours.section, ours.other_section, theirs.section)
    }
    assert list(codes.values()) == [200, 404, 404]


def test_a_subject_of_another_childs_diary_is_not_found_in_ones_own(ours, sign_in):
    child = second_child(ours)
    client = sign_in(ours.user(Role.GUARDIAN))
    assert client.get(f"/diary/{child.pk}/subjects/{ours.other_section.pk}/").status_code == 200
    tenancy.enter([ours.college.pk])
    assert client.get(f"/diary/{child.pk}/subjects/{ours.section.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"has_access": False}, 404),
        ({"valid": DateRange(date(2020, 1, 1), date(2021, 1, 1))}, 404),
        ({}, 200),
    ],
)
def test_a_guardian_without_access_today_sees_nothing(ours, sign_in, change, code):
    if change:
        Guardianship.objects.filter(student=ours.child).update(**change)
    client = sign_in(ours.user(Role.GUARDIAN))
    assert client.get(f"/diary/{ours.child.pk}/").status_code == code


def test_who_has_no_child_here_yet_is_told_what_to_do(ours, sign_in):
    Guardianship.objects.filter(student=ours.child).delete()
    client = sign_in(ours.user(Role.GUARDIAN))
    pages = ["/diary/", "/diary/subjects/", "/diary/absences/"]
    answers = [client.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert {answer.templates[0].name for answer in answers} == {"portal/diary_none.html"}
    assert client.get(f"/diary/{ours.child.pk}/subjects/{ours.section.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.TEACHER, Role.DEPUTY, Role.REGISTRAR])
def test_who_neither_studies_nor_has_a_child_has_no_diary(ours, sign_in, role):
    assert sign_in(ours.user(role)).get("/diary/").status_code == 404


def test_the_diary_remembers_the_child_that_was_chosen(ours, sign_in):
    child = second_child(ours)
    client = sign_in(ours.user(Role.GUARDIAN))
    client.get(f"/diary/{child.pk}/")
    assert client.get("/diary/subjects/").context["diary"].student == child
    client.get(f"/diary/{ours.child.pk}/")
    assert client.get("/diary/").context["diary"].student == ours.child


def test_a_child_that_is_remembered_and_no_longer_ones_own_is_forgotten(ours, sign_in):
    child = second_child(ours)
    client = sign_in(ours.user(Role.GUARDIAN))
    client.get(f"/diary/{child.pk}/")
    tenancy.enter([ours.college.pk])
    Guardianship.objects.filter(student=child).update(has_access=False)
    assert client.get("/diary/").context["diary"].student == ours.child


def test_own_students_are_of_the_college_that_is_open(ours, theirs):
    user = User.objects.get(pk=ours.users[Role.STUDENT].pk)
    make_student(theirs.college, theirs.group, user=user)
    assert own_students(user, ours.college) == [ours.child]


@pytest.mark.parametrize("text", ["", "завтра", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_makes_no_sense_is_today(ours, sign_in, text):
    answer = sign_in(ours.user(Role.STUDENT)).get("/diary/", {"day": text})
    assert answer.context["week"].chosen.day == ours.college.today()


def test_another_day_is_opened_by_its_date(ours, sign_in):
    day = ours.college.today() + timedelta(days=30)
    answer = sign_in(ours.user(Role.STUDENT)).get("/diary/", {"day": day.isoformat()})
    assert (answer.context["week"].chosen.day, answer.context["is_today"]) == (day, False)


def test_the_group_is_todays_or_the_last(ours, sign_in):
    client = sign_in(ours.user(Role.STUDENT))
    assert client.get("/diary/").context["diary"].group == ours.group.title
    tenancy.enter([ours.college.pk])
    Enrollment.objects.filter(student=ours.child).delete()
    assert client.get("/diary/").context["diary"].group == ""
    tenancy.enter([ours.college.pk])
    make_enrollment(ours.child, ours.other_group, DateRange(date(2020, 1, 1), date(2021, 1, 1)))
    assert client.get("/diary/").context["diary"].group == ours.other_group.title


@pytest.mark.parametrize(
    ("page", "queries"),
    [("/diary/", 13), ("/diary/subjects/", 15), ("/diary/absences/", 11), ("subject", 17)],
)
def test_queries_do_not_grow_with_lessons_and_marks(ours, sign_in, count_queries, page, queries):
    if page == "subject":
        page = f"/diary/{ours.child.pk}/subjects/{ours.section.pk}/"
    client, teacher = sign_in(ours.user(Role.GUARDIAN)), ours.user(Role.TEACHER)
    client.get(page)
    counts = []
    for rows in (1, 2):
        tenancy.enter([ours.college.pk])
        for number in range(rows):
            lesson = make_lesson(
                make_section(ours.group, make_item(ours.group.curriculum), ours.term),
                slot=rows + number,
            )
            make_mark(lesson, ours.child, "5", teacher)
            again = make_lesson(ours.section, slot=rows + number + 3)
            make_mark(again, ours.child, "4", teacher)
            make_absence(lesson, ours.child, teacher)
        counts.append(count_queries(lambda: client.get(page)))
    assert counts == [queries, queries]


def test_when_a_mark_was_set_is_told_on_the_colleges_clock(ours, sign_in):
    mark = make_mark(make_lesson(ours.section), ours.child, "4", ours.user(Role.TEACHER))
    mark.set_at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    mark.save()
    page = f"/diary/{ours.child.pk}/subjects/{ours.section.pk}/"
    assert "23.11.2026 10:30" in sign_in(ours.user(Role.STUDENT)).get(page).content.decode()
