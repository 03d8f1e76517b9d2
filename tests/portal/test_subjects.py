"""The diary's subjects: marks, means, grades, after transfers too."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from collegium.core.access import Role
from collegium.gradebook.models import TermGrade
from collegium.organization.models import Setting, Term
from collegium.portal.queries.diary import enrollments_of, student_terms
from collegium.portal.queries.subjects import one_subject, own_sections, term_subjects
from collegium.roster.models import Enrollment
from tests.factories import (
    assign,
    make_absence,
    make_employee,
    make_enrollment,
    make_item,
    make_lesson,
    make_mark,
    make_section,
)


def subjects(ours):
    enrollments = enrollments_of(ours.child)
    return term_subjects(ours.child, enrollments, ours.term, ours.college.today())


def put(ours, *values):
    for slot, value in enumerate(values, 1):
        make_mark(make_lesson(ours.section, slot=slot), ours.child, value, ours.user(Role.TEACHER))


@pytest.mark.parametrize(
    ("values", "mean", "aim", "fives"),
    [
        ([], None, "", 0),
        (["4", "4"], Decimal(4), "", 0),
        (["4", "4", "4"], Decimal(4), "5", 3),
        (["5", "5", "5"], Decimal(5), "", 0),
        (["2", "2", "2"], Decimal(2), "3", 1),
        (["н/а", "осв"], None, "", 0),
        (["5", "5", "4", "н/а"], Decimal(14) / 3, "", 0),
    ],
)
def test_the_mean_and_what_brings_the_next_grade(ours, values, mean, aim, fives):
    put(ours, *values)
    (subject,) = subjects(ours)
    assert (subject.mean, subject.aim, subject.fives) == (mean, aim, fives)
    assert [mark.value for mark in subject.marks] == values


def test_thresholds_are_those_of_the_college_on_the_day(ours):
    put(ours, "4", "4", "4")
    Setting.objects.create(
        college=ours.college,
        key="gradebook.term_thresholds",
        valid=DateRange(date(2020, 1, 1), None),
        value={"5": "4.8", "4": "3.8", "3": "2.8"},
    )
    (subject,) = subjects(ours)
    assert (subject.aim, subject.fives) == ("", 0)


def test_a_grade_for_the_term_ends_the_advice(ours):
    put(ours, "4", "4", "4")
    TermGrade.objects.create(
        college=ours.college,
        section=ours.section,
        student=ours.child,
        value="4",
        set_by=ours.user(Role.TEACHER),
    )
    (subject,) = subjects(ours)
    assert (subject.grade, subject.aim) == ("4", "")


def test_hours_missed_are_summed_by_subject(ours):
    teacher = ours.user(Role.TEACHER)
    for slot, counts in enumerate(["unexcused", "ill", "late"], 1):
        make_absence(make_lesson(ours.section, slot=slot), ours.child, teacher, counts=counts)
    (subject,) = subjects(ours)
    assert subject.absent == Decimal(4)


def test_every_teacher_of_the_subject_is_named_once(ours):
    second = make_employee(ours.college, last_name="Абрамова")
    for kind in ("lecture", "laboratory"):
        assignment = assign(ours.section, second)
        assignment.kind = kind
        assignment.save()
    (subject,) = subjects(ours)
    assert subject.teachers == [second.full_name, ours.teacher.full_name]


def test_subjects_of_the_groups_of_the_term_and_those_where_marks_stand(ours):
    today = ours.college.today()
    Enrollment.objects.filter(student=ours.child).delete()
    before = DateRange(date(2020, 1, 1), ours.term.span.lower)
    make_enrollment(ours.child, ours.group, before)
    make_enrollment(ours.child, ours.other_group, DateRange(today, None))
    assert [each.section_id for each in subjects(ours)] == [ours.other_section.pk]
    put(ours, "5")
    assert {each.section_id for each in subjects(ours)} == {
        ours.other_section.pk,
        ours.section.pk,
    }
    opened = own_sections(ours.child, enrollments_of(ours.child))
    assert set(opened) == {ours.section, ours.other_section}


def test_what_is_left_in_a_former_group_without_marks_is_not_shown(ours):
    make_absence(make_lesson(ours.section), ours.child, ours.user(Role.TEACHER))
    grade = {"section": ours.section, "student": ours.child, "value": "н/а"}
    TermGrade.objects.create(college=ours.college, set_by=ours.user(Role.TEACHER), **grade)
    Enrollment.objects.filter(student=ours.child).delete()
    make_enrollment(ours.child, ours.other_group)
    (subject,) = subjects(ours)
    assert (subject.section_id, subject.absent, subject.grade) == (
        ours.other_section.pk,
        Decimal(0),
        "",
    )


def test_one_subject_is_the_same_alone(ours):
    put(ours, "4", "4", "4")
    make_section(ours.group, make_item(ours.group.curriculum, "История"), ours.term)
    alone = one_subject(ours.child, ours.section, ours.college.today())
    assert alone == next(each for each in subjects(ours) if each.section_id == ours.section.pk)


def test_terms_are_those_that_began_while_one_was_here(ours):
    today = ours.college.today()
    span = DateRange(ours.term.span.upper, ours.term.span.upper + timedelta(days=30))
    Term.objects.create(college=ours.college, year=ours.term.year, number=2, span=span)
    enrollments = enrollments_of(ours.child)
    assert student_terms(ours.college, enrollments, today) == [ours.term]
    assert student_terms(ours.college, [], today) == []


def test_the_address_chooses_a_term_of_ones_own(ours, theirs, sign_in):
    client = sign_in(ours.user(Role.STUDENT))
    for text in (str(ours.term.pk), str(theirs.term.pk), "вчера", ""):
        answer = client.get("/diary/subjects/", {"term": text})
        assert (answer.status_code, answer.context["term"]) == (200, ours.term)


def test_without_a_term_the_page_says_what_will_be_here(ours, sign_in):
    Enrollment.objects.filter(student=ours.child).delete()
    client = sign_in(ours.user(Role.STUDENT))
    for page in ("/diary/subjects/", "/diary/absences/"):
        answer = client.get(page)
        assert (answer.status_code, answer.context["term"]) == (200, None)
