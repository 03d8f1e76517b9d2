"""Rows of a list → people, and what is wrong or doubtful in each cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from collegium.roster.rules import names, values
from collegium.roster.rules.findings import FaultError, Finding, Severity
from collegium.roster.rules.headings import Column, Field, Whom, columns_of, heading_line
from collegium.roster.rules.values import Cell

ValueT = TypeVar("ValueT")
RELATIVES = (Whom.MOTHER, Whom.FATHER, Whom.PARENT, Whom.TRUSTEE)
_OWN_NAMES = {Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME}
_NOTHING = {"-", "–", "—", "нет", "нет данных", "отсутствует"}
_RELATIONS = {
    Whom.MOTHER: ("мать", "мама"),
    Whom.FATHER: ("отец", "папа"),
}


@dataclass(frozen=True, slots=True)
class GuardianEntry:
    """A legal representative of a row: `whom` is MOTHER, FATHER or TRUSTEE."""

    whom: Whom
    last_name: str
    first_name: str
    patronymic: str = ""
    sex: str = ""
    phone: str = ""
    email: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The same for the mother of two siblings: her name and how she is reached."""
        name = names.identity(self.last_name, self.first_name, self.patronymic)
        return name, self.phone or self.email


@dataclass(frozen=True, slots=True)
class StudentEntry:
    """A student of a row. Empty: not given, or given so that it cannot be understood."""

    line: int
    last_name: str
    first_name: str
    patronymic: str = ""
    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    email: str = ""
    register_number: str = ""
    funding: str = "budget"
    guardians: tuple[GuardianEntry, ...] = ()

    @property
    def name(self) -> str:
        return " ".join(p for p in (self.last_name, self.first_name, self.patronymic) if p)

    @property
    def identity(self) -> str:
        return names.identity(self.last_name, self.first_name, self.patronymic)


@dataclass(slots=True)
class PeopleList:
    """A whole list as read: the columns, the people in order, and every finding."""

    heading_line: int = 0
    columns: list[Column] = field(default_factory=list)
    students: list[StudentEntry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not any(finding.is_error for finding in self.findings)

    def column_index(self, whom: Whom, name: Field) -> int | None:
        found = (c.index for c in self.columns if (c.whom, c.field) == (whom, name))
        return next(found, None)


def read_people(
    lines: Sequence[tuple[int, Sequence[Cell]]], *, today: date, group: str = ""
) -> PeopleList:
    """Every student of the list.

    Args:
        lines: the row's number as a spreadsheet shows it, and its cells; blank rows left out.
        today: no later birthday is possible.
        group: the title of the group they come into; a row of another group is an error.
    """
    start = heading_line([[_text(cell) for cell in cells] for _number, cells in lines])
    if start is None:
        return PeopleList(findings=[Finding("no-headings")])
    number, cells = lines[start]
    headings = [_text(cell) for cell in cells]
    columns, findings = columns_of(headings, number)
    found = PeopleList(number, columns, [], findings)
    if not found.is_clean:
        return found
    for line, row in lines[start + 1 :]:
        reader = _Row(line, row, columns, today, group)
        if reader.is_person:
            found.students.append(reader.student())
            found.findings += reader.findings
    if not found.students:
        found.findings.append(Finding("no-rows"))
    return found


def _text(cell: Cell) -> str:
    return cell.strftime("%d.%m.%Y") if isinstance(cell, date) else names.trimmed(cell)


class _Row:
    """One row being read; findings gather as its cells are asked for."""

    def __init__(
        self, line: int, cells: Sequence[Cell], columns: list[Column], today: date, group: str
    ) -> None:
        self.line, self.today, self.group = line, today, group
        self.places = {(column.whom, column.field): column.index for column in columns}
        self.cells: Mapping[int, Cell] = dict(enumerate(cells))
        self.findings: list[Finding] = []

    @property
    def is_person(self) -> bool:
        """Blank under the headings, or only a row's number: nobody. Figures 1, 2, 3…: a legend."""
        texts = [
            _text(self.cells.get(index, ""))
            for (_whom, name), index in self.places.items()
            if name is not Field.POSITION
        ]
        filled = [text for text in texts if text]
        return bool(filled) and not (len(filled) > 1 and all(t.isdecimal() for t in filled))

    def student(self) -> StudentEntry:
        whom = Whom.STUDENT
        last, first, patronymic = self._names(whom)
        born = self._birth_date()
        guardians = tuple(g for each in RELATIVES if (g := self._guardian(each)))
        self._check_group()
        self._check_guardians(born, guardians)
        return StudentEntry(
            line=self.line,
            last_name=last,
            first_name=first,
            patronymic=patronymic,
            birth_date=born,
            sex=self._sex(patronymic),
            phone=self._phone(whom),
            email=self._value(whom, Field.EMAIL, values.email) or "",
            register_number=self._value(whom, Field.REGISTER_NUMBER, values.register_number) or "",
            funding=self._value(whom, Field.FUNDING, values.funding) or "budget",
            guardians=guardians,
        )

    def _say(self, code: str, column: int | None, params: Mapping[str, str] | None = None) -> None:
        self.findings.append(Finding(code, Severity.ERROR, self.line, column, params or {}))

    def _doubt(self, code: str, column: int | None, **params: str) -> None:
        self.findings.append(Finding(code, Severity.WARNING, self.line, column, params))

    def _cell(self, whom: Whom, name: Field) -> str:
        """The text of the cell. A dash or «нет» says that there is nothing, save in a name."""
        index = self.places.get((whom, name))
        text = "" if index is None else _text(self.cells.get(index, ""))
        is_name = whom is Whom.STUDENT and name in _OWN_NAMES
        return "" if not is_name and text.lower() in _NOTHING else text

    def _value(self, whom: Whom, name: Field, read: Callable[[str], ValueT]) -> ValueT | None:
        """What the cell says; None when it is empty or cannot be understood (then it is told)."""
        text = self._cell(whom, name)
        if not text:
            return None
        try:
            return read(text)
        except FaultError as fault:
            self._say(fault.code, self.places[whom, name], fault.params)
            return None

    def _names(self, whom: Whom) -> tuple[str, str, str]:
        """Surname, name, patronymic; blank parts when they are missing (then it is told)."""
        if (whom, Field.FULL_NAME) in self.places:
            return self._whole_name(whom)
        kinds = (Field.LAST_NAME, Field.FIRST_NAME, Field.PATRONYMIC)
        last, first, patronymic = (self._name(whom, kind) for kind in kinds)
        for kind in kinds[:2]:
            if whom is Whom.STUDENT and not self._cell(whom, kind):
                self._say("name-missing", self.places[whom, kind])
        return last, first, patronymic

    def _whole_name(self, whom: Whom) -> tuple[str, str, str]:
        column = self.places[whom, Field.FULL_NAME]
        text = self._name(whom, Field.FULL_NAME)
        if not text:
            if whom is Whom.STUDENT and not self._cell(whom, Field.FULL_NAME):
                self._say("name-missing", column)
            return "", "", ""
        try:
            last, first, patronymic = names.name_parts(text)
        except FaultError as fault:
            self._say(fault.code, column, {"value": text})
            return text, "", ""
        if not patronymic and names.sex_of(first):
            self._doubt("surname-missing", column, value=text)
        return last, first, patronymic

    def _name(self, whom: Whom, name: Field) -> str:
        text = self._cell(whom, name)
        column = self.places.get((whom, name))
        try:
            names.check_name(text)
        except FaultError as fault:
            self._say(fault.code, column, fault.params)
            return ""
        for code, params in names.name_doubts(text):
            self._doubt(code, column, **params)
        return text

    def _birth_date(self) -> date | None:
        index = self.places.get((Whom.STUDENT, Field.BIRTH_DATE))
        if index is None:
            return None
        cell = self.cells.get(index, "")
        if not _text(cell):
            self._doubt("birth-date-missing", index)
            return None
        try:
            born = values.birth_date(cell, self.today)
        except FaultError as fault:
            self._say(fault.code, index, fault.params)
            return None
        years = values.age(born, self.today)
        if years not in values.USUAL_AGES:
            self._doubt("age-unusual", index, age=str(years))
        return born

    def _sex(self, patronymic: str) -> str:
        index = self.places.get((Whom.STUDENT, Field.SEX))
        told = names.sex_of(patronymic)
        if not self._cell(Whom.STUDENT, Field.SEX):
            if not told:
                self._doubt("sex-unknown", index)
            return told
        given = self._value(Whom.STUDENT, Field.SEX, values.sex) or ""
        if given and told and given != told:
            self._doubt("sex-differs", index, patronymic=patronymic)
        return given

    def _phone(self, whom: Whom) -> str:
        numbers = self._value(whom, Field.PHONE, values.phones) or [""]
        if len(numbers) > 1:
            self._doubt("phone-second", self.places[whom, Field.PHONE], phone=numbers[0])
        return numbers[0]

    def _guardian(self, whom: Whom) -> GuardianEntry | None:
        filled = [
            index
            for (each, name), index in self.places.items()
            if each is whom and name is not Field.RELATION and self._cell(each, name)
        ]
        if not filled:
            return None
        last, first, patronymic = self._names(whom)
        if not (last and first) and not any(f.column in filled for f in self.findings):
            self._say("guardian-nameless", filled[0])
        return GuardianEntry(
            whom=self._relation(whom, patronymic),
            last_name=last,
            first_name=first,
            patronymic=patronymic,
            sex={Whom.MOTHER: "f", Whom.FATHER: "m"}.get(whom) or names.sex_of(patronymic),
            phone=self._phone(whom),
            email=self._value(whom, Field.EMAIL, values.email) or "",
        )

    def _relation(self, whom: Whom, patronymic: str) -> Whom:
        """Mother or father where the heading, the row or the patronymic tells; else a trustee."""
        if whom in {Whom.MOTHER, Whom.FATHER}:
            return whom
        said = (
            self._cell(whom, Field.RELATION) or self._cell(Whom.TRUSTEE, Field.RELATION)
        ).lower()
        for relation, words in _RELATIONS.items():
            if said.startswith(words):
                return relation
        if whom is Whom.PARENT and not said:
            by_sex = {"f": Whom.MOTHER, "m": Whom.FATHER}
            return by_sex.get(names.sex_of(patronymic), Whom.TRUSTEE)
        return Whom.TRUSTEE

    def _check_group(self) -> None:
        said = self._cell(Whom.STUDENT, Field.GROUP)
        if said and self.group and _group_key(said) != _group_key(self.group):
            column = self.places[Whom.STUDENT, Field.GROUP]
            self._say("other-group", column, {"value": said, "group": self.group})

    def _check_guardians(self, born: date | None, guardians: tuple[GuardianEntry, ...]) -> None:
        places = [i for (whom, _name), i in self.places.items() if whom in RELATIVES]
        if born is None or not places:
            return
        adult = values.majority(born) <= self.today
        if adult and guardians:
            self._doubt("guardians-of-adult", places[0])
        elif not adult and not guardians:
            self._doubt("guardian-missing", places[0])


def _group_key(title: str) -> str:
    """«ис 21» and «ИС-21» are one group."""
    return "".join(character for character in title.upper() if character.isalnum())
