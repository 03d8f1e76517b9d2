"""The director's five figures, each with what it was before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.gradebook.models import Absence, Mark
from collegium.gradebook.rules import ABSENT
from collegium.organization.models import College, Term
from collegium.portal.queries.late import due_days, unfilled_lessons
from collegium.portal.rules import share
from collegium.roster.models import Enrollment, EnrollmentStatus
from collegium.timetable.models import Lesson, MeetingState

MONTH = timedelta(days=30)
WEEK = timedelta(days=7)
FOUR_WEEKS = timedelta(days=28)
GOOD = Q(points__gte=4)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number now and before; per cent where the figure is a share, None when there is none."""

    now: Decimal | None
    before: Decimal | None

    @property
    def change(self) -> Decimal | None:
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class DirectorDesk:
    """Students and a month ago; shares of the last week or four against those before."""

    students: Figure
    attendance: Figure
    quality: Figure
    filled: Figure
    # Hours of the term that were given, per cent; and the share of its days that has passed.
    given: Figure


def director_desk(user: User, college: College) -> DirectorDesk:
    """Five figures in ten queries, whatever the size of the college."""
    today = college.today()
    return DirectorDesk(
        students=_students(college, today),
        attendance=_attendance(college, today),
        quality=_quality(college, today),
        filled=_filled(college, today),
        given=_given(college, today),
    )


def _students(college: College, today: date) -> Figure:
    studying = Enrollment.objects.filter(college=college, status=EnrollmentStatus.STUDYING)
    counts = studying.aggregate(
        now=Count("pk", filter=Q(valid__contains=today)),
        before=Count("pk", filter=Q(valid__contains=today - MONTH)),
    )
    return Figure(Decimal(counts["now"]), Decimal(counts["before"]))


def _weeks(field: str, today: date, span: timedelta) -> tuple[Q, Q]:
    """The days before today, as far back as `span`, and as many before those."""
    middle, first = today - span, today - span - span
    return (
        Q(**{f"{field}__gte": middle, f"{field}__lt": today}),
        Q(**{f"{field}__gte": first, f"{field}__lt": middle}),
    )


def _held(college: College, first: date, last: date) -> QuerySet[Lesson]:
    return Lesson.objects.filter(
        college=college, meeting__date__gte=first, meeting__date__lt=last
    ).exclude(meeting__state=MeetingState.CANCELLED)


def _attendance(college: College, today: date) -> Figure:
    """Hours attended of hours that those enrolled should have sat, at confirmed lessons."""
    held = _held(college, today - WEEK - WEEK, today).filter(attendance_confirmed_at__isnull=False)
    seats = _seats(college, held, today)
    now, before = _weeks("lesson__meeting__date", today, WEEK)
    absent = (
        Absence.objects.filter(lesson__in=held, counts__in=ABSENT)
        .exclude(code="")
        .aggregate(now=Sum("hours", filter=now), before=Sum("hours", filter=before))
    )
    return Figure(
        *(
            share(seats[each] - (absent[each] or Decimal(0)), seats[each])
            for each in ("now", "before")
        )
    )


def _seats(college: College, held: QuerySet[Lesson], today: date) -> dict[str, Decimal]:
    """Hours of lessons times students in the group that day, this week and the week before.

    Summed here: lessons joined with enrolments by range cost the database seconds.
    """
    days = (
        held.order_by()
        .values_list("section__group_id", "meeting__date")
        .annotate(hours=Sum("hours"))
    )
    places: dict[int, list[Any]] = defaultdict(list)
    studying = Enrollment.objects.filter(college=college, status=EnrollmentStatus.STUDYING)
    lately = studying.filter(valid__overlap=DateRange(today - WEEK - WEEK, today))
    for group, valid in lately.values_list("group_id", "valid"):
        places[group].append(valid)
    seats = {"now": Decimal(0), "before": Decimal(0)}
    for group, day, hours in days:
        there = sum(day in valid for valid in places[group])
        seats["now" if day >= today - WEEK else "before"] += hours * there
    return seats


def _quality(college: College, today: date) -> Figure:
    """Fours and fives among marks with points."""
    now, before = _weeks("assessment__lesson__meeting__date", today, FOUR_WEEKS)
    marks = Mark.objects.filter(now | before, college=college, points__isnull=False)
    counts = marks.aggregate(
        now=Count("pk", filter=now),
        before=Count("pk", filter=before),
        good_now=Count("pk", filter=now & GOOD),
        good_before=Count("pk", filter=before & GOOD),
    )
    return Figure(
        share(counts["good_now"], counts["now"]), share(counts["good_before"], counts["before"])
    )


def _filled(college: College, today: date) -> Figure:
    """Lessons with topic and attendance among those whose time to be filled in is over."""
    last = today - timedelta(days=due_days(college, today))
    now, before = _weeks("meeting__date", last, WEEK)
    held = _held(college, last - WEEK - WEEK, last).aggregate(
        now=Count("pk", filter=now), before=Count("pk", filter=before)
    )
    empty = unfilled_lessons(college, last).aggregate(
        now=Count("pk", filter=now), before=Count("pk", filter=before)
    )
    return Figure(*(share(held[each] - empty[each], held[each]) for each in ("now", "before")))


def _given(college: College, today: date) -> Figure:
    """The term's hours given up to now, beside the share of its days that has passed."""
    term = Term.objects.filter(college=college).on(today).first()
    if term is None:
        return Figure(None, None)
    hours = Lesson.objects.filter(section__term=term, college=college).exclude(
        meeting__state=MeetingState.CANCELLED
    )
    counts = hours.aggregate(
        laid=Sum("hours"), given=Sum("hours", filter=Q(meeting__date__lt=today))
    )
    passed = (today - term.span.lower).days
    return Figure(
        share(counts["given"] or Decimal(0), counts["laid"] or 0),
        share(passed, (term.span.upper - term.span.lower).days),
    )
