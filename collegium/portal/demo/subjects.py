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
    HourKind.PRACTICAL: "Практическое занятие № {number}. {topic}",
    HourKind.LABORATORY: "Лабораторная работа № {number}. {topic}",
    HourKind.SEMINAR: "Семинар № {number}. {topic}",
    HourKind.COURSE_PROJECT: "Курсовой проект, занятие {number}. {topic}",
}
# How a lesson on a topic that was begun before is called.
AGAIN = {
    "math": ["решение задач", "закрепление", "самостоятельная работа", "обобщение"],
    "physics": ["решение задач", "закрепление", "качественные задачи", "обобщение"],
    "sport": ["совершенствование техники", "круговая тренировка", "контрольные упражнения"],
    "foreign": ["vocabulary", "reading", "speaking", "revision"],
}
AGAIN_ELSEWHERE = ["продолжение", "разбор вопросов", "закрепление", "обобщение"]
HOMEWORK = {
    "math": [
        "№ {page}.{a}–{page}.{b}",
        "Выучить формулы, № {page}.{a}, {page}.{b}",
        "Конспект; № {page}.{b}",
    ],
    "physics": ["§ {number}, задачи {a}–{b}", "Выучить формулы, задача {b} на с. {page}"],
    "sport": ["Комплекс общеразвивающих упражнений", "Не задано", "Бег 15 минут"],
    "foreign": [
        "Выучить слова, упр. {a} на с. {page}",
        "Упр. {a}–{b}, с. {page}",
        "Пересказ текста на с. {page}",
    ],
    "russian": ["§ {number}, упр. {page}", "Читать текст, с. {page}", "Сочинение-рассуждение"],
}
HOMEWORK_ELSEWHERE = [
    "Учебник, с. {page}–{last}, ответить на вопросы",
    "Конспект, выучить определения; задание {a}",
    "§ {number}; задания {a}–{b}",
    "Повторить конспект, подготовиться к опросу",
    "Не задано",
]
REPORT = "Оформить отчёт, ответить на контрольные вопросы"
DIARY_OF_PRACTICE = "Заполнить дневник практики"
GENERAL_TOPICS = [
    "Введение. Цели и задачи курса",
    "Основные понятия и определения",
    "Нормативные документы",
    "Методы и приёмы работы",
    "Типичные ошибки и их предупреждение",
    "Контроль качества",
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


def lesson_rows(
    chance: Random, hours: dict[HourKind, int], topics: list[str], area: str
) -> list[LessonRow]:
    """A plan of two-hour lessons: kinds spread evenly, topics in order, homework after each."""
    kinds = _spread({kind: -(-total // PAIR_HOURS) for kind, total in hours.items()})
    numbers = {kind: count(1) for kind in hours}
    left = dict(hours)
    rows, times = [], dict.fromkeys(topics, 0)
    for place, kind in enumerate(kinds):
        topic = topics[place * len(topics) // len(kinds)]
        portion = min(PAIR_HOURS, left[kind])
        left[kind] -= portion
        if kind in NUMBERED:
            worded = NUMBERED[kind].format(number=next(numbers[kind]), topic=topic)
        else:
            worded = _begun_before(topic, times[topic], area)
            times[topic] += 1
        rows.append(LessonRow(kind, portion, worded, _homework(chance, kind, area, place + 1)))
    return rows


def _spread(counts: dict[HourKind, int]) -> list[HourKind]:
    """So many of each kind, as evenly mixed as can be; lectures first among equals."""
    order = [kind for kind in HourKind if counts.get(kind)]
    places = [
        ((number + 0.5) / counts[kind], order.index(kind), kind)
        for kind in order
        for number in range(counts[kind])
    ]
    return [kind for _place, _order, kind in sorted(places)]


def _begun_before(topic: str, times: int, area: str) -> str:
    again = AGAIN.get(area, AGAIN_ELSEWHERE)
    return topic if not times else f"{topic}: {again[(times - 1) % len(again)]}"


def _homework(chance: Random, kind: HourKind, area: str, number: int) -> str:
    if kind not in CONTACT_KINDS:
        return DIARY_OF_PRACTICE
    if kind in {HourKind.PRACTICAL, HourKind.LABORATORY} and area not in HOMEWORK:
        return REPORT
    page = 6 + number * 3 + chance.randrange(3)
    wording = chance.choice(HOMEWORK.get(area, HOMEWORK_ELSEWHERE))
    numbers = {"a": chance.randint(1, 9), "b": chance.randint(10, 19)}
    return wording.format(page=page, last=page + 4, number=number, **numbers)
