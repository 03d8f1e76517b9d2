"""What is taught: which teachers take a subject, and what its lessons are about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

from collegium.curricula.rules import CONTACT_KINDS, HourKind

DATA = Path(__file__).resolve().parent / "data" / "subjects.json"
PAIR_HOURS = 2
# Whose subjects a programme's own courses are, unless the list says otherwise.
PROFESSIONAL_AREAS = {"09.02.07": "programming", "23.02.07": "cars", "15.01.05": "welding"}
PRACTICE = {"09.02.07": "practice_it", "23.02.07": "practice_cars", "15.01.05": "practice_welding"}
NUMBERED = {
    HourKind.PRACTICAL: "Практическая работа № {number}. {topic}",
    HourKind.LABORATORY: "Лабораторная работа № {number}. {topic}",
    HourKind.SEMINAR: "Семинар {number}. {topic}",
    HourKind.COURSE_PROJECT: "Курсовой проект, занятие {number}. {topic}",
}
AGAIN = ["закрепление", "решение задач", "обобщение", "разбор вопросов", "повторение"]
GENERAL_TOPICS = [
    "Введение. Цели и задачи курса",
    "Основные понятия и определения",
    "Нормативные документы",
    "Классификация и назначение",
    "Устройство и принцип действия",
    "Методы и приёмы работы",
    "Организация рабочего места",
    "Типичные ошибки и их предупреждение",
    "Контроль качества",
    "Охрана труда и безопасность",
    "Современные решения отрасли",
    "Обобщение пройденного",
]


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A row of a lesson plan to be made."""

    kind: HourKind
    hours: int
    topic: str
    homework: str


@cache
def _subjects() -> dict[str, dict[str, list[str] | str]]:
    known: dict[str, dict[str, list[str] | str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return known


def area_of(title: str, program: str, *, is_practice: bool) -> str:
    """The teachers' field: "math", "cars"; practice has workshop instructors of its own."""
    if is_practice:
        return PRACTICE[program]
    known = _subjects().get(title)
    return str(known["area"]) if known else PROFESSIONAL_AREAS[program]


def topics_of(title: str, practice_of: str = "") -> list[str]:
    known = _subjects().get(f"{title} {practice_of}".strip())
    return list(known["topics"]) if known and known["topics"] else GENERAL_TOPICS


def lesson_rows(chance: Random, hours: dict[HourKind, int], topics: list[str]) -> list[LessonRow]:
    """A plan of two-hour lessons: kinds spread evenly, topics in order, homework after each."""
    kinds = _spread({kind: -(-total // PAIR_HOURS) for kind, total in hours.items()})
    numbers = {kind: count(1) for kind in hours}
    left = dict(hours)
    rows, times = [], dict.fromkeys(topics, 0)
    for place, kind in enumerate(kinds):
        topic = topics[place * len(topics) // len(kinds)]
        portion = min(PAIR_HOURS, left[kind])
        left[kind] -= portion
        number = next(numbers[kind])
        rows.append(LessonRow(kind, portion, _worded(topic, kind, number, times), ""))
        if kind not in NUMBERED:
            times[topic] += 1
    return [
        LessonRow(row.kind, row.hours, row.topic, _homework(chance, row, place))
        for place, row in enumerate(rows, start=1)
    ]


def _spread(counts: dict[HourKind, int]) -> list[HourKind]:
    """So many of each kind, as evenly mixed as can be; lectures first among equals."""
    order = [kind for kind in HourKind if counts.get(kind)]
    places = [
        ((number + 0.5) / counts[kind], order.index(kind), kind)
        for kind in order
        for number in range(counts[kind])
    ]
    return [kind for _place, _order, kind in sorted(places)]


def _worded(topic: str, kind: HourKind, number: int, times: dict[str, int]) -> str:
    if kind in NUMBERED:
        return NUMBERED[kind].format(number=number, topic=topic)
    again = times[topic]
    return topic if not again else f"{topic}: {AGAIN[(again - 1) % len(AGAIN)]}"


def _homework(chance: Random, row: LessonRow, place: int) -> str:
    if row.kind not in CONTACT_KINDS:
        return "Заполнить дневник практики"
    if row.kind in {HourKind.PRACTICAL, HourKind.LABORATORY}:
        return "Оформить отчёт, ответить на контрольные вопросы"
    page = 6 + place * 3 + chance.randrange(3)
    return chance.choice(
        [
            f"Учебник, с. {page}–{page + 4}, ответить на вопросы",
            f"Конспект, выучить определения; задание {chance.randint(1, 9)}",
            f"Учебник, § {place}; задания {chance.randint(1, 4)}–{chance.randint(5, 9)}",
            "Повторить конспект, подготовиться к опросу",
            "Не задано",
        ]
    )
