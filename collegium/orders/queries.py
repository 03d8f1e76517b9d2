"""What the pages of orders show, and a list of people as it would be taken in today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from collegium.accounts.models import User
from collegium.core.documents import Cell, Table, read_table
from collegium.core.names import full_name
from collegium.orders.models import Order, OrderClause
from collegium.organization.models import College
from collegium.organization.settings_registry import setting
from collegium.roster.models import Enrollment, Funding, Student, StudyGroup
from collegium.roster.people import Relation
from collegium.roster.queries.students import known_students
from collegium.roster.rules import (
    Finding,
    GuardianEntry,
    PeopleList,
    StudentEntry,
    compared_with_college,
    group_size_findings,
    phone_text,
    read_people,
    repeated_in_list,
)
from collegium.roster.wording import say


def order_rows(user: User, college: College) -> QuerySet[Order]:
    """Orders of the college, the latest first, each with how many people it is about (`people`)."""
    orders = Order.objects.visible_to(user).filter(college=college)
    return orders.annotate(people=Count("clauses")).order_by("-date", "-pk")


def clauses_of(order: Order) -> list[OrderClause]:
    """What the order says, clause by clause; one query."""
    return list(order.clauses.select_related("student", "from_group", "to_group", "opened"))


def orders_of(student: Student) -> list[OrderClause]:
    """Every clause about the student, the latest first; one query."""
    clauses = OrderClause.objects.filter(student=student)
    return list(clauses.select_related("order", "from_group", "to_group").order_by("-order__date"))


def overlapping(students: Iterable[Student], since: date) -> list[Enrollment]:
    """Places in groups that have not ended by that day; one query."""
    places = Enrollment.objects.filter(student__in=list(students))
    return list(
        places.filter(valid__overlap=DateRange(since, None))
        .select_related("student", "group")
        .order_by("student__sort_key")
    )


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words, with the place as people call it and the cell to go to."""

    text: str
    place: str
    anchor: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A cell of the file, and what is said of it."""

    text: str
    anchor: str
    remarks: tuple[Remark, ...] = ()

    @property
    def state(self) -> str:
        """The class it wears: an error outweighs a warning."""
        if any(remark.is_error for remark in self.remarks):
            return "cell-error"
        return "cell-warning" if self.remarks else ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    line: int
    cells: tuple[PreviewCell, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the card will have it; guardians a line each."""

    line: int
    name: str
    birth_date: date | None
    register_number: str
    phone: str
    email: str
    funding: str
    guardians: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass
class RosterReading:
    """A list of people read, compared with the college, and judged."""

    table: Table
    people: PeopleList
    findings: list[Finding]
    matches: dict[int, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not any(finding.is_error for finding in self.findings)

    @property
    def students(self) -> list[StudentEntry]:
        return self.people.students

    @cached_property
    def headings(self) -> list[Cell]:
        number = self.people.heading_line
        line = next((each for each in self.table.lines if each.number == number), None)
        return list(line.cells) if line else []

    @cached_property
    def remarks(self) -> list[Remark]:
        """Everything said, from the top of the file down."""
        order = sorted(
            self.findings, key=lambda f: (f.line or 0, -1 if f.column is None else f.column)
        )
        return [self._remark(finding) for finding in order]

    @property
    def errors(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.is_error]

    @property
    def warnings(self) -> list[Remark]:
        return [remark for remark in self.remarks if not remark.is_error]

    @cached_property
    def rows(self) -> list[PreviewRow]:
        """The people's rows as they stand in the file, with the remarks in their cells."""
        lines = {student.line for student in self.students}
        return [
            self._row(line.number, line.cells) for line in self.table.lines if line.number in lines
        ]

    @cached_property
    def people_rows(self) -> list[PersonRow]:
        """The people as they will be stored, with every remark on their rows."""
        return [self._person(student) for student in self.students]

    def _person(self, student: StudentEntry) -> PersonRow:
        mine = [finding for finding in self.findings if finding.line == student.line]
        return PersonRow(
            line=student.line,
            name=student.name,
            birth_date=student.birth_date,
            register_number=student.register_number,
            phone=student.phone,
            email=student.email,
            funding=str(Funding(student.funding).label),
            guardians=tuple(_guardian_line(guardian) for guardian in student.guardians),
            remarks=tuple(self._remark(finding) for finding in mine),
        )

    def _row(self, number: int, cells: Sequence[Cell]) -> PreviewRow:
        mine = [finding for finding in self.findings if finding.line == number]
        shown = tuple(
            PreviewCell(
                text=_text(cells[column]) if column < len(cells) else "",
                anchor=_anchor(number, column),
                remarks=tuple(self._remark(f) for f in mine if f.column == column),
            )
            for column in range(len(self.headings))
        )
        whole = tuple(self._remark(f) for f in mine if f.column is None)
        return PreviewRow(number, shown, whole)

    def _remark(self, finding: Finding) -> Remark:
        heading = ""
        if finding.column is not None and finding.column < len(self.headings):
            heading = _text(self.headings[finding.column])
        place = place_words(finding.line, heading)
        # A clean list is shown as people, one with errors as the file has it, cell by cell.
        column = None if self.is_clean else finding.column
        anchor = _anchor(finding.line, column) if finding.line else ""
        return Remark(say(finding.code, finding.params), place, anchor, finding.is_error)


def _guardian_line(guardian: GuardianEntry) -> str:
    """«мать: Ёлкина Ольга Ивановна, +79140000001»."""
    relation = Relation(guardian.whom.value).label
    name = full_name(guardian.last_name, guardian.first_name, guardian.patronymic)
    return f"{relation}: " + ", ".join(
        p for p in (name, phone_text(guardian.phone), guardian.email) if p
    )


def place_words(line: int | None, heading: str) -> str:
    """«строка 7, “Телефон”»: the row as the spreadsheet numbers it, and the column's heading."""
    if line is None:
        return ""
    if not heading:
        return _("row %(line)d") % {"line": line}
    return _("row %(line)d, “%(heading)s”") % {"line": line, "heading": heading}


def _anchor(line: int | None, column: int | None) -> str:
    return f"cell-{line}" if column is None else f"cell-{line}-{column}"


def _text(cell: Cell) -> str:
    return cell.strftime("%d.%m.%Y") if isinstance(cell, date) else cell


def read_roster(group: StudyGroup, data: bytes, day: date) -> RosterReading:
    """The list as it would be taken into the group on that day; four queries whatever its size.

    Raises:
        TableError: the file is not a table that can be read.
    """
    table = read_table(data)
    lines = [(line.number, line.cells) for line in table.lines]
    people = read_people(lines, today=day, group=group.title)
    known = known_students(group.college_id, people.students, day) if people.students else []
    comparison = compared_with_college(people, known)
    present = Enrollment.objects.filter(group=group, valid__contains=day).count()
    usual = setting(group.college_id, "roster.group_size", day)
    findings = [
        *people.findings,
        *repeated_in_list(people),
        *comparison.findings,
        *group_size_findings(present, len(people.students), usual),
    ]
    return RosterReading(table, people, findings, comparison.matches)
