"""The dictionaries inside a .plx file: what its codes mean, told by their names. Pure.

Codes differ between versions of the plan editor and may be added by a college, so the meaning is
taken from the name beside the code. Where a name says nothing, its type (also in the file) does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from collegium.curricula.plx_types import PlxError
from collegium.curricula.plx_xml import PlxTables
from collegium.curricula.rules import ControlForm, HourKind, ItemKind, StudyForm

Kind = TypeVar("Kind")

# Parts of names, in lower case, the first that fits decides.
HOUR_NAMES: Final = (
    ("самостоятельн", HourKind.INDEPENDENT),
    ("индивидуальный проект", HourKind.INDEPENDENT),
    ("лекц", HourKind.LECTURE),
    ("урок", HourKind.LECTURE),
    ("лаборатор", HourKind.LABORATORY),
    ("семинар", HourKind.SEMINAR),
    ("практическ", HourKind.PRACTICAL),
    ("курсов", HourKind.COURSE_PROJECT),
    ("консультац", HourKind.CONSULTATION),
    ("контроль", HourKind.ATTESTATION),
    ("аттестац", HourKind.ATTESTATION),
)
HOUR_TYPES: Final = (
    ("лекцион", HourKind.LECTURE),
    ("семинар", HourKind.PRACTICAL),
    ("мелкогруппов", HourKind.PRACTICAL),
    ("индивидуальн", HourKind.PRACTICAL),
    ("самостоятельн", HourKind.INDEPENDENT),
    ("контроль", HourKind.ATTESTATION),
    ("аттестац", HourKind.ATTESTATION),
)
CONTROL_NAMES: Final = (
    ("экзамен", ControlForm.EXAM),
    ("зачет с оценкой", ControlForm.GRADED_CREDIT),
    ("диф", ControlForm.GRADED_CREDIT),
    ("зачет", ControlForm.CREDIT),
    ("курсовой проект", ControlForm.COURSE_PROJECT),
    ("курсовая работа", ControlForm.COURSE_WORK),
)
PRACTICE_NAMES: Final = (
    ("преддиплом", ItemKind.PRE_DIPLOMA),
    ("учебн", ItemKind.TRAINING),
    ("производств", ItemKind.PLACEMENT),
)
OBJECT_NAMES: Final = (
    ("модул", ItemKind.MODULE),
    ("дисциплин", ItemKind.SUBJECT),
    ("практик", ItemKind.PLACEMENT),
    ("контрол", ItemKind.CONTROL),
    ("по выбору", ItemKind.ELECTIVE),
    ("гиа", ItemKind.FINAL),
    ("итогов", ItemKind.FINAL),
)
FORM_NAMES: Final = (
    ("очно-заочн", StudyForm.PART_TIME),
    ("заочн", StudyForm.EXTRAMURAL),
    ("очн", StudyForm.FULL_TIME),
)
# Kinds of work that measure something else than hours.
TOTAL_NAME: Final = "итого"
MEASURE_NAMES: Final = ("недел", "зет", "з.е", "зачетные единицы")
IGNORED_NAMES: Final = ("переаттест", "перезач")
# The teachers' hours for guiding, reviewing, sitting on a commission: no hours of the student's.
IGNORED_TYPE: Final = "специальн"
CONTROL_TYPE: Final = "форма контроля"
VOLUME_TYPE: Final = "объемн"


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: a control form, a kind of hours, a total, a measure, or nothing of these."""

    name: str
    form: ControlForm | None = None
    kind: HourKind | None = None
    is_total: bool = False
    is_measure: bool = False


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """Every dictionary a reader needs, by code."""

    works: Mapping[str, Work]
    volume_types: frozenset[str]
    objects: Mapping[str, str]
    practices: Mapping[str, str]
    bases: Mapping[str, str]
    forms: Mapping[str, str]


def read_dictionaries(tables: PlxTables) -> Dictionaries:
    """The dictionaries, or PlxError where one without which nothing can be counted is missing."""
    tables.required("СправочникВидыРабот")
    tables.required("СправочникТипаЧасов")
    return Dictionaries(
        works=_works(tables),
        volume_types=_volume_types(tables),
        objects=tables.names("СправочникТипОбъекта", "Название"),
        practices=tables.names("СправочникВидыПрактик", "Наименование"),
        bases=tables.names("СправочникБазы", "Наименование"),
        forms=tables.names("ФормаОбучения", "ФормаОбучения"),
    )


def named(name: str, names: Iterable[tuple[str, Kind]]) -> Kind | None:
    """The meaning of the first entry whose text stands in the name."""
    return next((kind for part, kind in names if part in name), None)


def _works(tables: PlxTables) -> dict[str, Work]:
    types = tables.names("СправочникТипаРабот", "Название")
    return {
        row["Код"]: _work(row.get("Название", ""), types.get(row.get("КодТипРабот", ""), ""))
        for row in tables.of("СправочникВидыРабот")
        if row.get("Код")
    }


def _work(name: str, type_name: str) -> Work:
    lowered, type_lowered = plain(name), plain(type_name)
    if CONTROL_TYPE in type_lowered:
        return Work(name, form=named(lowered, CONTROL_NAMES) or ControlForm.OTHER)
    if lowered.startswith(TOTAL_NAME):
        return Work(name, is_total=True)
    if not type_lowered and lowered.startswith(MEASURE_NAMES):
        return Work(name, is_measure=True)
    if IGNORED_TYPE in type_lowered or any(part in lowered for part in IGNORED_NAMES):
        return Work(name)
    kind = named(lowered, HOUR_NAMES) or named(type_lowered, HOUR_TYPES) or HourKind.OTHER
    return Work(name, kind=kind)


def _volume_types(tables: PlxTables) -> frozenset[str]:
    """Codes of the hours that make the volume; other types repeat them in another cut."""
    names = tables.names("СправочникТипаЧасов", "Наименование")
    found = frozenset(code for code, name in names.items() if VOLUME_TYPE in plain(name))
    if not found:
        raise PlxError("unknown-hour-types", "СправочникТипаЧасов")
    return found


def plain(name: str) -> str:
    """Lower case, ё as е: how names are compared."""
    return name.lower().replace("ё", "е")
