"""Plan files made by the tests: as small as a plan can be, and every part can be spoilt."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

SHARED = Path(
    os.environ.get("COLLEGIUM_SHARED_DATA")
    or Path(__file__).resolve().parents[3] / "shared" / "data"
)
REAL_PLAN = SHARED / "plx" / "uchplan_09.02.07_2024.plx"
EXPECTED_TOTALS = SHARED / "plx" / "expected_totals.json"
BOMBS = SHARED / "xml_bombs"

DICTIONARIES = {
    "СправочникТипаРабот": [
        {"Код": "1", "Название": "лекционный"},
        {"Код": "2", "Название": "семинарский"},
        {"Код": "5", "Название": "самостоятельная работа"},
        {"Код": "6", "Название": "часы на контроль"},
        {"Код": "7", "Название": "форма контроля"},
        {"Код": "8", "Название": "специальный"},
    ],
    "СправочникВидыРабот": [
        {"Код": "1", "Название": "Экзамен", "КодТипРабот": "7"},
        {"Код": "3", "Название": "Зачет с оценкой", "КодТипРабот": "7"},
        {"Код": "51", "Название": "Недели"},
        {"Код": "52", "Название": "Руководство", "КодТипРабот": "8"},
        {"Код": "101", "Название": "Лекционные занятия", "КодТипРабот": "1"},
        {"Код": "103", "Название": "Практические занятия", "КодТипРабот": "2"},
        {"Код": "108", "Название": "Часы на контроль", "КодТипРабот": "6"},
        {"Код": "1000", "Название": "Итого часов"},
    ],
    "СправочникТипаЧасов": [
        {"Код": "1", "Наименование": "Часы в объемных показателях"},
        {"Код": "5", "Наименование": "Часы практической подготовки"},
    ],
    "СправочникТипОбъекта": [
        {"Код": "1", "Название": "Модули"},
        {"Код": "2", "Название": "Дисциплины"},
        {"Код": "3", "Название": "Практики (НИР)"},
        {"Код": "4", "Название": "Контроль"},
        {"Код": "6", "Название": "ГИА"},
    ],
    "СправочникВидыПрактик": [
        {"Код": "6", "Наименование": "Учебная практика"},
        {"Код": "7", "Наименование": "Производственная практика"},
    ],
    "СправочникБазы": [
        {"Код": "3", "Наименование": "основное общее образование"},
        {"Код": "4", "Наименование": "среднее общее образование"},
        {"Код": "6", "Наименование": "СПО"},
    ],
    "ФормаОбучения": [
        {"Код": "1", "ФормаОбучения": "Очная"},
        {"Код": "3", "ФормаОбучения": "Очно-заочная"},
    ],
}
PROGRAM = {
    "Код": "7",
    "Шифр": "15.01.05",
    "Название": "СВАРЩИК",
    "НомерДокумента": "863",
    "ДатаДокумента": "2023-11-15T00:00:00",
}
PLAN = {
    "Код": "-1",
    "КодООП": "7",
    "УчебныйГод": "2026-2027",
    "ГодНачалаПодготовки": "2026",
    "КодФормыОбучения": "1",
    "КодБазы": "3",
    "Титул": "Сварщик\r\nвторая строка",
    "Квалификация": "Сварщик",
    "СрокОбучения": "1",
    "СрокОбученияМесяцев": "10",
    "НомерФГОС": "863",
    "ДатаГОСа": "2023-11-15T00:00:00",
}
CYCLE = {"Код": "-1", "Номер": "1000", "Идентификатор": "ПЦ", "Цикл": "Профессиональный цикл"}


def row(code: str, index: str, kind: str = "2", **columns: str) -> dict[str, str]:
    """A row of the plan in the cycle; kinds: 1 module, 2 subject, 3 practice, 4 control, 6 ГИА."""
    return {
        "Код": code,
        "КодБлока": "-1",
        "Дисциплина": f"Строка {code}",
        "ДисциплинаКод": index,
        "ТипОбъекта": kind,
        "Порядок": code.lstrip("-"),
    } | columns


def hours(code: str, of: str, work: str, amount: str, **columns: str) -> dict[str, str]:
    """A record of the hours table: works 101 lecture, 103 practical, 1 exam, 3 graded credit."""
    return {
        "Код": code,
        "КодОбъекта": of,
        "КодВидаРаботы": work,
        "КодТипаЧасов": "1",
        "Курс": "1",
        "Семестр": "1",
        "Количество": amount,
    } | columns


def default_tables() -> dict[str, list[dict[str, str]]]:
    """A module with a course and a practice, and a subject: 36 + 72 + 18 hours."""
    return {
        "ООП": [dict(PROGRAM)],
        "Планы": [dict(PLAN)],
        "ПланыЦиклы": [dict(CYCLE)],
        "ПланыСтроки": [
            row("-1", "ПМ.01", "1"),
            row("-2", "МДК.01.01", КодРодителя="-1"),
            row("-3", "УП.01", "3", КодРодителя="-1", ВидПрактики="6"),
            row("-4", "ОП.01"),
        ],
        "ПланыНовыеЧасы": [
            hours("-1", "-2", "101", "36"),
            hours("-2", "-3", "103", "72"),
            hours("-3", "-4", "101", "18"),
            hours("-4", "-4", "3", "1"),
        ],
        **{table: [dict(record) for record in rows] for table, rows in DICTIONARIES.items()},
    }


@dataclass
class PlanFile:
    """A plan to be written; change `tables` or the frame before asking for the bytes."""

    tables: dict[str, list[dict[str, str]]] = field(default_factory=default_tables)
    root: str = "Документ"
    namespace: str = "http://tempuri.org/dsMMISDB.xsd"
    prolog: str = '<?xml version="1.0" encoding="utf-16"?>'
    before: str = ""

    def text(self) -> str:
        records = "".join(
            f"<{table} {_attributes(record)}/>"
            for table, records in self.tables.items()
            for record in records
        )
        return (
            f'{self.prolog}<{self.root} Тип="план">'
            '<diffgr:diffgram xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1">'
            f'<dsMMISDB xmlns="{self.namespace}">{records}</dsMMISDB>{self.before}'
            f"</diffgr:diffgram></{self.root}>"
        )

    def data(self, encoding: str = "utf-16") -> bytes:
        return self.text().encode(encoding)


def _attributes(record: dict[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in record.items())
