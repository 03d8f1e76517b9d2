"""A curriculum as plain values: what the checks, the importer and the data files share."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from collegium.curricula.rules.kinds import CalendarActivity, ControlForm, HourKind, ItemKind

SEMESTERS_PER_COURSE = 2


def semester_number(course: int, semester: int) -> int:
    """Semester counted from admission (1, 2, 3…), given its number within the course (1, 2)."""
    return (course - 1) * SEMESTERS_PER_COURSE + semester


def course_of(semester: int) -> int:
    """Course (year of study) that a semester counted from admission belongs to."""
    return (semester - 1) // SEMESTERS_PER_COURSE + 1


def semester_in_course(semester: int) -> int:
    """1 or 2: the semester's number within its course."""
    return (semester - 1) % SEMESTERS_PER_COURSE + 1


@dataclass(frozen=True, slots=True)
class RowHours:
    """Academic hours of one kind in one semester (counted from admission)."""

    semester: int
    kind: HourKind
    hours: Decimal
    work: str = ""  # the source's own name of the kind, where the source has one


@dataclass(frozen=True, slots=True)
class RowControl:
    """A control form of a semester; rows that share `combined` share one sheet («комплексный»)."""

    semester: int
    form: ControlForm
    count: int = 1
    combined: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class RowMeasure:
    """An amount that is not hours (weeks of practice, credit units); never part of a total."""

    semester: int
    work: str
    amount: Decimal


@dataclass(frozen=True)
class CurriculumRow:
    """One node of the tree. Hours live on leaves only; what a node holds is the sum of its leaves.

    `heading`: a cycle's heading, which groups rows and is not counted as one.
    `dispersed`: practice held along with classes, so it takes no weeks of the calendar.
    `counted`: False for what stands outside the volume (electives, the unchosen alternative).
    """

    code: str
    parent: str | None
    index: str
    title: str
    kind: ItemKind
    hours: tuple[RowHours, ...] = ()
    controls: tuple[RowControl, ...] = ()
    measures: tuple[RowMeasure, ...] = ()
    heading: bool = False
    dispersed: bool = False
    physical: bool = False
    optional: bool = False
    counted: bool = True

    @cached_property
    def total(self) -> Decimal:
        """All hours of the row itself."""
        return sum((part.hours for part in self.hours), Decimal(0))

    @cached_property
    def last_semester(self) -> int:
        """The last semester with hours; 0 when there are none."""
        return max((part.semester for part in self.hours if part.hours), default=0)


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A week of the study calendar, or the `share` of it that one activity takes.

    `semester` counts from admission, `week` from the first week of the course (1 = the week of
    1 September), `part` from the beginning of the week.
    """

    course: int
    semester: int
    week: int
    activity: CalendarActivity
    part: int = 1
    share: Fraction = Fraction(1)


def weeks_of(
    calendar: Iterable[CalendarPart], semester: int, activities: Iterable[CalendarActivity]
) -> Fraction:
    """Weeks that the semester (counted from admission) gives to the activities."""
    wanted = frozenset(activities)
    return sum(
        (part.share for part in calendar if part.semester == semester and part.activity in wanted),
        Fraction(0),
    )
