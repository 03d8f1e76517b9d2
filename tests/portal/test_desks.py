"""Desks: each role's work of the day, and nothing of another's."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import DateRange

from collegium.core.access import Role
from collegium.orders.models import Order
from collegium.organization.models import Room, Setting, Term
from collegium.planning.models import CoursePlan, PlannedLesson
from collegium.portal.queries.figures import Figure, director_desk
from collegium.portal.queries.late import Gaps, LateLesson, LateTeacher, overview_desk
from collegium.portal.queries.lists import (
    CardCount,
    OfficeDesk,
    RegistrarDesk,
    office_desk,
    registrar_desk,
)
from collegium.portal.queries.teaching import (
    AbsentStudent,
    DeskLesson,
    advisor_desk,
    teacher_desk,
)
from collegium.roster.models import Enrollment, EnrollmentStatus, Guardian
from collegium.timetable.models import MeetingRoom, MeetingState
from tests.factories import (
    make_absence,
    make_bare_college,
    make_employee,
    make_item,
    make_lesson,
    make_mark,
    make_section,
    make_student,
    make_term,
    make_user,
)

DAY = timedelta(days=1)


def filled(lesson):
    lesson.topic, lesson.attendance_confirmed_at = "Тема", timezone.now()
    lesson.save()
    return lesson


def cancel(lesson):
    lesson.meeting.state = MeetingState.CANCELLED
    lesson.meeting.save()


def teacher(ours):
    return teacher_desk(ours.user(Role.TEACHER), ours.college)


class TestTeacher:
    def test_the_day_has_the_teachers_lessons_in_order(self, ours):
        today = ours.college.today()
        lesson = make_lesson(ours.section, today, slot=2)
        MeetingRoom.objects.create(
            college=ours.college,
            meeting=lesson.meeting,
            room=Room.objects.get(college=ours.college),
        )
        plan = CoursePlan.objects.create(college=ours.college, section=ours.section)
        lesson.planned = PlannedLesson.objects.create(
            college=ours.college, plan=plan, number=1, kind="lecture", hours=2, topic="По плану"
        )
        lesson.save()
        first = filled(make_lesson(ours.section, today, slot=1))
        make_lesson(ours.other_section, today)
        cancel(make_lesson(ours.section, today, slot=3))
        make_lesson(ours.section, today + DAY)
        desk = teacher(ours)
        assert (desk.is_today, [each.pk for each in desk.lessons]) == (True, [first.pk, lesson.pk])
        assert desk.lessons[1] == DeskLesson(
            pk=lesson.pk,
            section_id=ours.section.pk,
            day=today,
            number=2,
            starts=lesson.meeting.slot.starts,
            ends=lesson.meeting.slot.ends,
            group_id=ours.group.pk,
            group=ours.group.title,
            subject="Математика",
            topic="",
            planned_topic="По плану",
            confirmed=False,
            can_open=True,
            rooms=["101"],
        )
        assert [each.is_filled for each in desk.lessons] == [True, False]

    def test_a_day_without_lessons_shows_the_next_that_has_some(self, ours):
        day = ours.college.today() + DAY * 3
        make_lesson(ours.section, day)
        make_lesson(ours.section, day + DAY)
        desk = teacher(ours)
        assert (desk.is_today, desk.day, len(desk.lessons)) == (False, day, 1)

    def test_a_lesson_of_a_section_that_is_not_ones_own_is_shown_without_a_way_in(self, ours):
        ours.section.assignments.all().delete()
        lesson = make_lesson(ours.section)
        lesson.meeting.teachers.create(college=ours.college, employee=ours.teacher, hours=2)
        assert [each.can_open for each in teacher(ours).lessons] == [False]

    def test_what_is_due_stands_by_lateness_with_what_is_missing(self, ours):
        today = ours.college.today()
        empty = make_lesson(ours.section, today - DAY * 4)
        unconfirmed = make_lesson(ours.section, today - DAY, topic="Тема")
        without_topic = filled(make_lesson(ours.section, today - DAY * 2))
        without_topic.topic = ""
        without_topic.save()
        desk = teacher(ours)
        assert desk.due[0] == LateLesson(
            pk=empty.pk,
            section_id=ours.section.pk,
            day=today - DAY * 4,
            number=1,
            group=ours.group.title,
            subject="Математика",
            no_topic=True,
            no_attendance=True,
            days=3,
        )
        assert [
            (each.pk, each.no_topic, each.no_attendance, each.days) for each in desk.due[1:]
        ] == [(without_topic.pk, True, False, 1), (unconfirmed.pk, False, True, 0)]
        assert desk.due_total == 3

    def test_what_is_filled_in_cancelled_anothers_or_todays_is_not_due(self, ours):
        today = ours.college.today()
        filled(make_lesson(ours.section, today - DAY * 3))
        cancel(make_lesson(ours.section, today - DAY * 3, slot=2))
        make_lesson(ours.other_section, today - DAY * 5)
        make_lesson(ours.section, today)
        assert teacher(ours).due == []

    def test_nothing_is_due_in_a_closed_term(self, ours):
        make_lesson(ours.section, ours.college.today() - DAY * 4)
        Term.objects.filter(pk=ours.term.pk).update(closed_at=timezone.now())
        assert teacher(ours).due == []

    @pytest.mark.parametrize(
        ("now", "first_is_filled", "primary"),
        [("08:00", False, 0), ("10:00", True, 0), ("11:00", False, 1), ("23:00", False, 0)],
    )
    def test_the_lesson_to_open_is_the_one_that_is_on_or_next(
        self, ours, now, first_is_filled, primary
    ):
        """Pairs from 9:00 to 10:30 and from 11:00 to 12:30."""
        lessons = [make_lesson(ours.section, slot=1), make_lesson(ours.section, slot=2)]
        if first_is_filled:
            filled(lessons[0])
        desk = replace(teacher(ours), now=time.fromisoformat(now))
        assert desk.next_pk == lessons[primary].pk

    def test_when_all_is_filled_or_nothing_is_today_no_lesson_is_to_be_opened(self, ours):
        lesson = filled(make_lesson(ours.section))
        evening = replace(teacher(ours), now=time(23))
        assert evening.next_pk is None
        lesson.meeting.date += DAY
        lesson.meeting.save()
        assert teacher(ours).next_pk is None


class TestAdvisor:
    def test_the_groups_day_has_lessons_and_who_is_absent(self, ours):
        by = ours.user(Role.TEACHER)
        confirmed, other = filled(make_lesson(ours.section)), make_lesson(ours.section, slot=2)
        for lesson, code, counts in [(confirmed, "н", "unexcused"), (other, "б", "ill")]:
            make_absence(lesson, ours.child, by, code=code, counts=counts)
        make_absence(confirmed, ours.students[0], by, code="оп", counts="late")
        make_absence(other, ours.students[0], by, code="", counts="unexcused")
        stranger = make_lesson(ours.other_section)
        make_absence(stranger, make_student(ours.college, ours.other_group), by)
        (day,) = advisor_desk(ours.user(Role.ADVISOR), ours.college)
        assert (day.title, day.size, day.confirmed) == (ours.group.title, 3, 1)
        assert [lesson.pk for lesson in day.lessons] == [confirmed.pk, other.pk]
        assert day.absent == [
            AbsentStudent(ours.child.pk, ours.child.full_name, "н, б", Decimal(4))
        ]

    def test_who_leads_no_group_has_none(self, ours):
        assert advisor_desk(ours.user(Role.TEACHER), ours.college) == []


class TestOverview:
    def test_who_is_late_stands_by_lateness(self, ours, theirs):
        today = ours.college.today()
        make_lesson(ours.section, today - DAY * 3)
        make_lesson(ours.section, today - DAY * 5, slot=2)
        make_lesson(ours.other_section, today - DAY * 9)
        filled(make_lesson(ours.other_section, today - DAY * 20))
        make_lesson(ours.section, today - DAY, slot=3)
        make_lesson(theirs.section, today - DAY * 30)
        desk = overview_desk(ours.user(Role.DEPUTY), ours.college)
        assert desk.teachers == [
            LateTeacher(
                employee_id=ours.other_teacher.pk,
                name=ours.other_teacher.short_name,
                count=1,
                oldest=today - DAY * 9,
                days=8,
                section_id=ours.other_section.pk,
            ),
            LateTeacher(
                employee_id=ours.teacher.pk,
                name=ours.teacher.short_name,
                count=2,
                oldest=today - DAY * 5,
                days=4,
                section_id=ours.section.pk,
            ),
        ]
        assert (desk.teachers_total, desk.lessons_total, desk.gaps) == (2, 3, None)

    def test_how_many_days_are_allowed_is_the_colleges_setting(self, ours):
        make_lesson(ours.section, ours.college.today() - DAY * 5)
        Setting.objects.create(
            college=ours.college,
            key="gradebook.due_days",
            valid=DateRange(date(2020, 1, 1), None),
            value=5,
        )
        assert overview_desk(ours.user(Role.DEPUTY), ours.college).teachers == []

    def test_the_coordinator_sees_what_is_not_laid_out(self, ours):
        make_section(ours.group, make_item(ours.group.curriculum), ours.term)
        desk = overview_desk(ours.user(Role.COORDINATOR), ours.college)
        assert desk.gaps == Gaps(
            no_curriculum=False, sections_without_teacher=1, groups_without_timetable=2
        )

    def test_the_coordinator_of_a_new_college_begins_with_a_curriculum(self, ours, sign_in):
        new = make_bare_college("Новый колледж")
        make_term(new)
        user = make_user(new, Role.COORDINATOR)
        assert overview_desk(user, new).gaps == Gaps(
            no_curriculum=True, sections_without_teacher=0, groups_without_timetable=0
        )
        assert reverse("curricula:curriculum_import") in sign_in(user).get("/").content.decode()

    def test_without_a_term_nothing_is_to_be_laid_out(self, ours, theirs):
        ours.section.assignments.all().delete()
        for section in (ours.section, ours.other_section):
            section.assignments.all().delete()
            section.delete()
        ours.term.delete()
        assert overview_desk(ours.user(Role.COORDINATOR), ours.college).gaps is None


class TestDirector:
    def test_the_five_figures(self, ours):
        today, by = ours.college.today(), ours.user(Role.TEACHER)
        Enrollment.objects.filter(student=ours.students[1]).update(
            valid=DateRange(today - DAY * 3, None)
        )
        week = filled(make_lesson(ours.section, today - DAY * 5))
        filled(make_lesson(ours.section, today - DAY * 10))
        make_lesson(ours.section, today - DAY * 6, slot=2)
        make_lesson(ours.section, today + DAY * 2)
        cancel(make_lesson(ours.section, today - DAY * 4, slot=3))
        make_absence(week, ours.child, by)
        make_mark(week, ours.child, "5", by)
        make_mark(week, ours.students[0], "3", by)
        make_mark(week, ours.students[1], "н/а", by)
        desk = director_desk(ours.user(Role.DIRECTOR), ours.college)
        assert desk.students == Figure(Decimal(4), Decimal(3))
        # Two of the group sat there 5 and 10 days ago; one of them missed the later lesson.
        assert desk.attendance == Figure(Decimal(50), Decimal(100))
        assert desk.quality == Figure(Decimal(50), None)
        assert desk.filled == Figure(Decimal(50), Decimal(100))
        assert (desk.given.now, desk.given.before) == (Decimal(75), Decimal(60))
        assert (desk.attendance.change, desk.quality.change) == (Decimal(-50), None)

    def test_a_college_without_anything_has_no_figures(self, ours):
        Term.objects.filter(pk=ours.term.pk).update(
            span=DateRange(date(2020, 1, 1), date(2020, 2, 1))
        )
        Enrollment.objects.filter(college=ours.college).delete()
        desk = director_desk(ours.user(Role.DIRECTOR), ours.college)
        nothing = Figure(None, None)
        assert (desk.attendance, desk.quality, desk.filled, desk.given) == (nothing,) * 4
        assert desk.students == Figure(Decimal(0), Decimal(0))


class TestOffices:
    def test_the_registrar_counts_students_and_sees_the_last_orders(self, ours, theirs):
        leave = make_student(ours.college, ours.other_group)
        Enrollment.objects.filter(student=leave).update(status=EnrollmentStatus.ACADEMIC_LEAVE)
        common = {"kind": "enrollment", "effective": date(2026, 9, 1), "number": "1"}
        order = Order.objects.create(college=ours.college, date=date(2026, 8, 20), **common)
        Order.objects.create(college=theirs.college, date=date(2026, 8, 21), **common)
        desk = registrar_desk(ours.user(Role.REGISTRAR), ours.college)
        assert desk == RegistrarDesk(students=4, on_leave=1, groups=2, orders=[order])

    @pytest.mark.parametrize("role", [Role.PERSONNEL, Role.ADMINISTRATOR])
    def test_cards_and_accounts(self, ours, theirs, role):
        make_employee(ours.college)
        make_employee(ours.college, hired=DateRange(date(2020, 1, 1), date(2021, 1, 1)))
        Guardian.objects.create(college=ours.college, last_name="Без", first_name="Входа")
        administers = role is Role.ADMINISTRATOR
        assert office_desk(ours.user(role), ours.college) == OfficeDesk(
            employees=CardCount(total=4, without_account=1),
            students=CardCount(total=4, without_account=3) if administers else None,
            guardians=CardCount(total=2, without_account=1) if administers else None,
        )
