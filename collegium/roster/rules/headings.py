"""Which column is what: by its heading, in any order, as colleges write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from collegium.roster.rules.findings import Finding, Severity


class Whom(StrEnum):
    """Whose data the column holds. PARENT: the heading does not say which of the two."""

    STUDENT = "student"
    MOTHER = "mother"
    FATHER = "father"
    TRUSTEE = "trustee"
    PARENT = "parent"


class Field(StrEnum):
    FULL_NAME = "full_name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    PATRONYMIC = "patronymic"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    PHONE = "phone"
    EMAIL = "email"
    REGISTER_NUMBER = "register_number"
    FUNDING = "funding"
    GROUP = "group"
    RELATION = "relation"
    # Recognised and not read: the row's number on paper.
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Column:
    """A recognised column: its place (0 is A), whose, and what."""

    index: int
    whom: Whom
    field: Field


_WHOM = {
    Whom.MOTHER: {"мать", "матери", "мама", "мамы", "mother", "mothers"},
    Whom.FATHER: {"отец", "отца", "папа", "папы", "father", "fathers"},
    Whom.PARENT: {"родитель", "родителя", "родители", "родителей", "parent", "parents"},
    Whom.TRUSTEE: {
        *("представитель", "представителя", "представители", "представителей"),
        *("опекун", "опекуна", "попечитель", "попечителя", "guardian", "guardians"),
    },
    Whom.STUDENT: {
        *("студент", "студента", "студентов", "обучающийся", "обучающегося", "учащийся"),
        *("учащегося", "абитуриент", "абитуриента", "поступающий", "поступающего", "student"),
    },
}
_SILENT = {"законный", "законного", "законные", "законных", "legal", "или", "и", "s"}
# In the order of trial; the text is in lower case, ё as е, № as «номер», marks as spaces.
_FIELDS: list[tuple[Field, str]] = [
    (Field.PATRONYMIC, r"отчество( при наличии)?|patronymic|middle name"),
    (Field.FULL_NAME, r"фио|ф( и)? о|фамилия имя( отчество)?( при наличии)?|full name"),
    (Field.LAST_NAME, r"фамилия|last name|surname"),
    (Field.FIRST_NAME, r"имя|first name|name"),
    (Field.BIRTH_DATE, r"(?!место).*\bрожд.*|д р|др|birth date|date of birth|birthday"),
    (Field.SEX, r"пол|sex|gender"),
    (Field.REGISTER_NUMBER, r".*\b(поимен|регистрац|рег номер|register).*"),
    (Field.PHONE, r".*\b(тел|моб|сотов|phone|mobile).*"),
    (Field.EMAIL, r".*\b(e ?mail|эл(ектронн\w*)? (почт|адрес)).*|почта"),
    (Field.FUNDING, r".*\b(финансир|основа обучения|funding).*|бюджет.*|форма оплаты"),
    (Field.GROUP, r"((учебная|номер|шифр) )?группа|номер группы|group"),
    (Field.RELATION, r".*\b(родства|родство|кем приходится|relation).*"),
    (Field.POSITION, r"номер( п п| пп)?|п п|пп|n|no|п п номер"),
]
_RELATIVES_FIELDS = {
    *(Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME, Field.PATRONYMIC),
    *(Field.PHONE, Field.EMAIL, Field.RELATION),
}
_NAMES = {Field.FULL_NAME, Field.LAST_NAME}
# A title, a date, the group's name may stand above the headings; further down they do not begin.
LINES_SEARCHED = 15


def column_of(heading: str) -> tuple[Whom, Field] | None:
    """Whose and what: «Мать: телефон» gives the mother's phone; None when it says neither."""
    words = _plain(heading).split()
    if not words:
        return None
    whom = next((each for each, names in _WHOM.items() if names.intersection(words)), None)
    told = _SILENT | (_WHOM[whom] if whom else set())
    rest = [word for word in words if word not in told]
    if whom is Whom.PARENT:
        rest = [word for word in rest if word not in _WHOM[Whom.TRUSTEE]]
    field = _field(" ".join(rest), relative=whom not in {None, Whom.STUDENT})
    if field is Field.RELATION and whom is None:
        whom = Whom.TRUSTEE
    return (whom or Whom.STUDENT, field) if field else None


def _field(text: str, *, relative: bool) -> Field | None:
    if not text:
        # «Мать» alone heads the mother's whole name; «Студент» alone the student's.
        return Field.FULL_NAME
    field = next((each for each, form in _FIELDS if re.fullmatch(form, text)), None)
    return None if relative and field not in _RELATIVES_FIELDS else field


def _plain(heading: str) -> str:
    text = heading.lower().replace("ё", "е").replace("№", " номер ")
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def heading_line(lines: Sequence[Sequence[str]]) -> int | None:
    """Which of the lines holds the headings: the one with most of them; None without a name."""
    best, most = None, 0
    for number, cells in enumerate(lines[:LINES_SEARCHED]):
        found = {column for cell in cells if cell.strip() and (column := column_of(cell))}
        if len(found) > most and any((Whom.STUDENT, name) in found for name in _NAMES):
            best, most = number, len(found)
    return best


def columns_of(headings: Sequence[str], line: int) -> tuple[list[Column], list[Finding]]:
    """The recognised columns, and what is to be said of the headings that stand on `line`."""
    columns: list[Column] = []
    findings: list[Finding] = []
    seen: dict[tuple[Whom, Field], int] = {}
    for index, heading in enumerate(headings):
        if not heading.strip():
            continue
        found = column_of(heading)
        if found is None:
            warning = {"heading": heading.strip()}
            findings.append(Finding("heading-unknown", Severity.WARNING, line, index, warning))
        elif found in seen and found[1] is not Field.POSITION:
            params = {"heading": heading.strip(), "other": headings[seen[found]].strip()}
            findings.append(Finding("heading-twice", line=line, column=index, params=params))
        else:
            seen[found] = index
            columns.append(Column(index, *found))
    columns = _without_spare_name(columns)
    return columns, findings + _missing(columns, line)


def _without_spare_name(columns: list[Column]) -> list[Column]:
    """Where surname and name have columns of their own, a third one with both is not read."""
    surnames = {c.whom for c in columns if c.field is Field.LAST_NAME}
    apart = surnames & {c.whom for c in columns if c.field is Field.FIRST_NAME}
    return [c for c in columns if not (c.field is Field.FULL_NAME and c.whom in apart)]


def _missing(columns: list[Column], line: int) -> list[Finding]:
    own = {column.field for column in columns if column.whom is Whom.STUDENT}
    if Field.FULL_NAME in own or {Field.LAST_NAME, Field.FIRST_NAME} <= own:
        return []
    return [Finding("name-column-missing", line=line)]
