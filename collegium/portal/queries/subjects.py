"""The diary's subjects: marks, mean, and what would bring the next grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from collegium.gradebook.models import Mark, TermGrade
from collegium.gradebook.rules import proposed_grade, weighted_mean
from collegium.organization.models import Term
from collegium.organization.settings_registry import settings_on
from collegium.portal.queries.diary import (
    EMPLOYEE_NAME,
    DiaryAbsence,
    DiaryMark,
    read_marks,
    standing_marks,
    term_absences,
)
from collegium.portal.rules import fives_needed, grade_above, running_means
from collegium.roster.models import CourseSection, Enrollment, Student, TeachingAssignment
from collegium.timetable.models import Lesson


@dataclass(slots=True)
class DiarySubject:
    """A subject of the term as its student sees it."""

    section_id: int
    title: str
    teachers: list[str]
    # What the teacher gave for the term; empty while it lasts.
    grade: str = ""
    marks: list[DiaryMark] = field(default_factory=list)
    absent: Decimal = Decimal(0)
    mean: Decimal | None = None
    # The mean after each mark: how it came to what it is.
    history: list[Decimal] = field(default_factory=list)
    # «For a 4, two more fives»: the grade and the number; nothing where there is nothing to say.
    aim: str = ""
    fives: int = 0


@dataclass(frozen=True, slots=True)
class GradeRules:
    """The college's settings that a proposal rests on, as they were on the day."""

    thresholds: Mapping[str, Decimal]
    needed: int


def term_subjects(
    student: Student, enrollments: Sequence[Enrollment], term: Term, today: date
) -> list[DiarySubject]:
    """Every subject of a term, in the order of the curriculum; five queries."""
    absences = term_absences(student, term)
    marks = standing_marks(student).filter(assessment__lesson__section__term=term)
    groups = [row.group_id for row in enrollments if _overlap(row, term)]
    sections = CourseSection.objects.filter(college=student.college_id, term=term)
    subjects = _subjects(
        sections.filter(Q(group__in=groups) | Q(pk__in=_with_marks(marks))).order_by(
            "item__position", "pk"
        )
    )
    _add_grades(subjects, TermGrade.objects.filter(student=student, section__term=term))
    _add_results(subjects, read_marks(marks.order_by(*IN_TIME)), absences)
    _add_means(subjects.values(), _grade_rules(student.college_id, min(today, _last_day(term))))
    return list(subjects.values())


def one_subject(student: Student, section: CourseSection, today: date) -> DiarySubject:
    """One subject's marks, mean and grade; four queries."""
    subjects = _subjects(CourseSection.objects.filter(pk=section.pk))
    _add_grades(subjects, TermGrade.objects.filter(student=student, section=section))
    marks = standing_marks(student).filter(assessment__lesson__section=section)
    _add_results(subjects, read_marks(marks.order_by(*IN_TIME)), [])
    day = min(today, _last_day(section.term))
    _add_means(subjects.values(), _grade_rules(student.college_id, day))
    return subjects[section.pk]


def own_sections(student: Student, enrollments: Sequence[Enrollment]) -> QuerySet[CourseSection]:
    """Subjects a diary opens: of the student's groups in their terms, and where marks stand."""
    marked = _with_marks(standing_marks(student))
    whose = Q(pk__in=marked)
    for enrollment in enrollments:
        whose |= Q(group=enrollment.group_id, term__span__overlap=enrollment.valid)
    return CourseSection.objects.filter(whose, college=student.college_id)


IN_TIME = (
    "assessment__lesson__meeting__date",
    "assessment__lesson__meeting__slot__number",
    "assessment__position",
)


def _overlap(enrollment: Enrollment, term: Term) -> bool:
    lower, upper = enrollment.valid.lower, enrollment.valid.upper
    return (lower is None or lower < term.span.upper) and (upper is None or upper > term.span.lower)


def _last_day(term: Term) -> date:
    last: date = term.span.upper
    return last


def _with_marks(marks: QuerySet[Mark]) -> QuerySet[Lesson, int]:
    """After a transfer the marks of the former group stay in its sections."""
    return Lesson.objects.filter(assessments__marks__in=marks).values_list("section_id", flat=True)


def _subjects(sections: QuerySet[CourseSection]) -> dict[int, DiarySubject]:
    people = (
        TeachingAssignment.objects.filter(section=OuterRef("pk"))
        .order_by("employee__sort_key")
        .values(name=EMPLOYEE_NAME)
    )
    rows = sections.annotate(people=ArraySubquery(people)).values_list(
        "pk", "item__title", "people"
    )
    return {
        pk: DiarySubject(pk, title, list(dict.fromkeys(name.strip() for name in names)))
        for pk, title, names in rows
    }


def _add_grades(subjects: dict[int, DiarySubject], grades: QuerySet[TermGrade]) -> None:
    for section, value in grades.values_list("section_id", "value"):
        if section in subjects:
            subjects[section].grade = value


def _add_results(
    subjects: dict[int, DiarySubject],
    marks: Iterable[DiaryMark],
    absences: Iterable[DiaryAbsence],
) -> None:
    for mark in marks:
        subjects[mark.section_id].marks.append(mark)
    hours: dict[int, Decimal] = defaultdict(Decimal)
    for absence in absences:
        if absence.is_absent:
            hours[absence.section_id] += absence.hours
    for section, total in hours.items():
        if section in subjects:
            subjects[section].absent = total


def _grade_rules(college_id: int, day: date) -> GradeRules:
    values = settings_on(college_id, day, "gradebook.")
    return GradeRules(values["gradebook.term_thresholds"], values["gradebook.marks_needed"])


def _add_means(subjects: Iterable[DiarySubject], rules: GradeRules) -> None:
    for subject in subjects:
        counted = [(m.points, m.weight) for m in subject.marks if m.points is not None]
        subject.mean = weighted_mean(counted)
        subject.history = running_means(counted)
        if subject.grade or subject.mean is None:
            continue
        proposed = proposed_grade(
            subject.mean, len(counted), thresholds=rules.thresholds, needed=rules.needed
        )
        subject.aim = grade_above(proposed, rules.thresholds) if proposed else ""
        needed = fives_needed(counted, rules.thresholds[subject.aim]) if subject.aim else None
        subject.aim, subject.fives = (subject.aim, needed) if needed else ("", 0)
