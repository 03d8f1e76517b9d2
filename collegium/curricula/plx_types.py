"""A curriculum as read from a file: the shape that the importer stores. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from collegium.curricula.rules import CalendarPart, CurriculumRow, StudyForm, Totals, totals
from collegium.curricula.wording import message


class PlxError(Exception):
    """A file that cannot be imported.

    `code` is stable and names the reason, `place` says where (an element and its code, in the
    file's own words, or ""), `params` are the figures of the message; `message` is in English, a
    page translates it with `wording.message(error.code, error.params, gettext)`.
    """

    def __init__(self, code: str, place: str = "", **params: object) -> None:
        self.code = code
        self.place = place
        self.params = {name: str(value) for name, value in params.items()}
        self.message = message(code, self.params)
        super().__init__(f"{place}: {self.message}" if place else self.message)


@dataclass(frozen=True, slots=True)
class PlxWarning:
    """Something that was read all the same and that a person should look at."""

    code: str
    place: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The warning in English; a page translates it with `wording.message`."""
        return message(self.code, dict(self.params))


@dataclass(frozen=True, slots=True)
class PlxLimits:
    """How much of a file is read before it is refused. A real plan has 60–200 rows."""

    file_bytes: int = 20 * 1024 * 1024
    elements: int = 40_000
    values: int = 600_000
    rows: int = 1_000
    hour_records: int = 20_000
    calendar_parts: int = 20_000
    record_hours: int = 9_999
    courses: int = 7


DEFAULT_PLX_LIMITS = PlxLimits()


@dataclass(frozen=True)
class PlxItem(CurriculumRow):
    """A row of the tree, parents before children.

    `block`: code of the cycle it stands in, "" for a cycle itself. `index` is brought to one
    spelling, `index_original` is as the file has it. `competences`: codes such as «ОК 1».
    """

    block: str = ""
    index_original: str = ""
    short_title: str = ""
    is_leaf: bool = True
    competences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlxCompetence:
    """A general (ОК) or professional (ПК) competence."""

    code: str
    title: str


@dataclass(frozen=True)
class PlxCurriculum:
    """A curriculum. `base` is 9 or 11 (classes finished), `duration_months` 46 = 3 y 10 m.

    `stated`: hours that the file itself prints for a row, by code: they should equal its sum.
    """

    specialty_code: str
    title: str
    qualifications: tuple[str, ...]
    admission_year: int
    academic_year: str
    form: StudyForm
    base: int
    duration_months: int
    standard_number: str
    standard_date: date | None
    items: tuple[PlxItem, ...]
    calendar: tuple[CalendarPart, ...] = ()
    competences: tuple[PlxCompetence, ...] = ()
    stated: Mapping[str, Decimal] = field(default_factory=dict)
    warnings: tuple[PlxWarning, ...] = ()

    @property
    def totals(self) -> Totals:
        """Volume by semester, kind and control form, each hour counted once."""
        return totals(self.items)
