"""The parts of the demo college that need no database."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.curricula.data_files import PROGRAMS, load_program
from collegium.curricula.rules import CalendarActivity, HourKind, ItemKind
from collegium.portal.demo.curricula import periods
from collegium.portal.demo.dates import STUDY_WEEKS, WEEK, autumn_monday, study_calendar
from collegium.portal.demo.grid import Demand, Grid
from collegium.portal.demo.people import (
    Person,
    adult,
    parent,
    patronymic,
    sibling,
    student,
    surname,
    transliterated,
)
from collegium.portal.demo.shape import LETTERS, college_shape
from collegium.portal.demo.subjects import GENERAL_TOPICS, area_of, lesson_rows, topics_of
from collegium.timetable.rules import Parity

DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize(
    ("year", "monday"),
    [
        (2023, date(2023, 8, 28)),  # 1 September is a Friday
        (2024, date(2024, 9, 2)),  # a Sunday
        (2025, date(2025, 9, 1)),  # a Monday
        (2026, date(2026, 8, 31)),  # a Tuesday
        (2029, date(2029, 9, 3)),  # a Saturday
    ],
)
def test_autumn_monday(year, monday):
    assert autumn_monday(year) == monday


@pytest.mark.parametrize(
    ("today", "current", "terms", "is_moved"),
    [
        (date(2026, 11, 24), (2026, 1), 3, False),
        (date(2027, 1, 5), (2026, 1), 3, False),
        (date(2027, 5, 1), (2026, 2), 2, False),
        (date(2027, 1, 20), (2026, 2), 3, False),
        (date(2026, 7, 20), (2026, 1), 4, True),
        (date(2026, 9, 3), (2026, 1), 4, True),
    ],
)
def test_study_calendar(today, current, terms, is_moved):
    calendar = study_calendar(today)
    found = (calendar.current.year, calendar.current.number)
    assert (found, len(calendar.terms), bool(calendar.shift)) == (current, terms, is_moved)


@given(DAYS)
def test_today_is_in_the_current_term_and_lessons_lie_behind(today):
    calendar = study_calendar(today)
    taught = calendar.taught
    assert calendar.current.first <= today < calendar.current.end
    assert taught[-1] == calendar.current
    assert len(taught) in (2, 3)
    autumn_begins_now = calendar.current.number == 1
    assert not autumn_begins_now or today - calendar.current.year_monday >= 2 * WEEK


@given(DAYS)
def test_terms_follow_each_other_within_their_years(today):
    calendar = study_calendar(today)
    for one, two in pairwise(calendar.terms):
        assert one.end <= two.first
        assert (one.year, one.number) < (two.year, two.number)
    for term in calendar.terms:
        assert calendar.year_first(term.year) <= term.first < term.end
        assert term.end <= calendar.year_first(term.year + 1)
        assert term.year_monday.weekday() == 0
    days = [day for day, _title in calendar.days_off()]
    assert days == sorted(set(days))


@pytest.mark.parametrize(
    ("students", "groups", "teachers"),
    [(1, 1, 7), (25, 1, 7), (26, 2, 14), (175, 7, 27), (1000, 40, 60)],
)
def test_college_shape(students, groups, teachers):
    shape = college_shape(students)
    sizes = [group.size for group in shape.groups]
    titles = [group.title for group in shape.groups]
    assert (len(sizes), shape.teachers) == (groups, teachers)
    assert (sum(sizes), max(sizes) - min(sizes) <= 1) == (students, True)
    assert len(set(titles)) == groups


def test_the_usual_college_has_three_courses_of_two_specialties_and_a_profession():
    groups = college_shape(175).groups
    assert {group.title for group in groups} == {
        *("ИС-11", "ИС-21", "ИС-31"),
        *("АТ-11", "АТ-21", "АТ-31", "С-11"),
    }


@pytest.mark.parametrize(
    ("family", "hers"),
    [
        ("Соколов", "Соколова"),
        ("Медведев", "Медведева"),
        ("Соловьёв", "Соловьёва"),
        ("Никитин", "Никитина"),
        ("Покровский", "Покровская"),
        ("Ким", "Ким"),
    ],
)
def test_surname(family, hers):
    assert (surname(family, "m"), surname(family, "f")) == (family, hers)


@pytest.mark.parametrize(
    ("father", "his", "hers"),
    [("Илья", "Ильич", "Ильинична"), ("Пётр", "Петрович", "Петровна")],
)
def test_patronymic(father, his, hers):
    assert (patronymic(father, "m"), patronymic(father, "f")) == (his, hers)


@pytest.mark.parametrize(
    ("text", "latin"),
    [("Щукина", "shchukina"), ("Соловьёв", "solovev"), ("Подъячев", "podyachev")],
)
def test_transliterated(text, latin):
    assert transliterated(text) == latin


@given(st.integers(0, 10**6))
def test_a_family_agrees(seed):
    chance = Random(seed)
    child = student(chance, 0.5, 2026)
    mother, father = parent(chance, child, "f"), parent(chance, child, "m")
    assert father.first_name == child.father
    assert father.family == child.family
    assert {mother.sex, father.sex} == {"m", "f"}
    for grown_up in (mother, father):
        assert 19 <= child.birth_date.year - grown_up.birth_date.year <= 37
    other = sibling(chance, child, child.birth_date)
    assert (other.last_name, other.patronymic) == (child.last_name, child.patronymic)
    assert other.first_name != child.first_name


@given(st.integers(0, 10**6))
def test_students_are_fifteen_or_sixteen_when_admitted(seed):
    born = student(Random(seed), 0.5, 2026).birth_date
    assert date(2009, 11, 1) <= born <= date(2010, 12, 1)


def test_names_are_as_common_as_they_are():
    chance = Random(1)
    names = Counter(adult(chance, "m", (1970, 1990)).family for _ in range(2000))
    assert names["Иванов"] > 3 * names["Зубков"]
    assert len(names) > 200


def test_display_name():
    person = Person("Ковалёв", "Анна", "Игорь", "f", date(1980, 1, 1))
    assert person.display_name == "Ковалёва Анна Игоревна"


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_subject_has_its_own_topics_and_teachers(program):
    for item in load_program(program, admission_year=2026).items:
        is_practice = item.kind == ItemKind.TRAINING
        if not (is_practice or item.kind in {ItemKind.SUBJECT, ItemKind.INTERDISCIPLINARY}):
            continue
        topics = topics_of(item.title, program if is_practice else "")
        assert topics != GENERAL_TOPICS, item.title
        assert len(topics) == len(set(topics)) >= 8
        assert area_of(item.title, program, is_practice=is_practice)


def test_a_subject_that_is_not_in_the_list_has_teachers_and_topics_too():
    assert area_of("Основы робототехники", "09.02.07", is_practice=False) == "programming"
    assert topics_of("Основы робототехники") == GENERAL_TOPICS


HOURS = st.dictionaries(
    st.sampled_from([HourKind.LECTURE, HourKind.PRACTICAL, HourKind.SEMINAR, HourKind.TRAINING]),
    st.integers(1, 80),
    min_size=1,
)


@given(HOURS, st.sampled_from(["math", "sport", "cars"]))
def test_a_lesson_plan_holds_the_hours_of_each_kind(hours, area):
    rows = lesson_rows(Random(1), hours, topics_of("Математика"), area)
    laid = Counter()
    for row in rows:
        assert 1 <= row.hours <= 2
        laid[row.kind] += row.hours
    assert laid == hours
    assert len({row.topic for row in rows if row.kind == HourKind.PRACTICAL}) == sum(
        row.kind == HourKind.PRACTICAL for row in rows
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_weeks_of_a_plan_fill_the_terms(program):
    plan = load_program(program, admission_year=2025)
    calendar = study_calendar(date(2026, 5, 1))
    for semester, term in enumerate(calendar.terms, start=1):
        found = periods(plan, semester, term)
        assert found[0].activity == CalendarActivity.CLASSES
        assert found[0].first == term.first
        for one, two in pairwise(found):
            assert one.end == two.first
    assert set(LETTERS) == set(PROGRAMS)
    assert STUDY_WEEKS == 43


FIRST, MIDDLE, END = date(2026, 8, 31), date(2026, 11, 9), date(2026, 12, 28)


def _demands(chance):
    """Eight groups of nine subjects with twelve teachers, and two groups in the workshop."""
    demands = [
        Demand(group * 100 + number, group, chance.randrange(12), FIRST, MIDDLE, halves)
        for group in range(8)
        for number, halves in enumerate([6, 5, 4, 4, 4, 3, 3, 2, 1])
    ]
    practice = [Demand(900 + group, group, 50, MIDDLE, END, 36, True) for group in (0, 1)]
    return demands + practice


@pytest.mark.parametrize("seed", range(5))
def test_nobody_is_in_two_places_at_once(seed):
    places = Grid(Random(seed)).lay(_demands(Random(seed)))
    for number, one in enumerate(places):
        for two in places[number + 1 :]:
            same_time = (one.weekday, one.pair) == (two.weekday, two.pair) and one.meets(two)
            same_people = (
                one.demand.group == two.demand.group or one.demand.teacher == two.demand.teacher
            )
            assert not (same_time and same_people)


@pytest.mark.parametrize("seed", range(5))
def test_the_grid_places_what_was_asked_and_leaves_few_windows(seed):
    demands = _demands(Random(seed))
    places = Grid(Random(seed)).lay(demands)
    laid = Counter()
    for placed in places:
        laid[placed.demand.key] += 2 if placed.parity == Parity.EVERY else 1
    assert laid == {demand.key: demand.halves for demand in demands}
    days = {}
    for placed in places:
        if not placed.demand.is_practice:
            days.setdefault((placed.demand.group, placed.weekday), set()).add(placed.pair)
    windows = sum(max(pairs) - len(pairs) for pairs in days.values())
    assert windows <= len(days) // 10


def test_practice_of_two_groups_shares_an_instructor_by_half_days():
    practice = [Demand(group, group, 5, FIRST, END, 36, True) for group in (1, 2)]
    places = Grid(Random(1)).lay(practice)
    halves = {(p.demand.group, p.pair <= 3) for p in places}
    assert len(places) == 36
    assert halves in ({(1, True), (2, False)}, {(1, False), (2, True)})


def test_a_second_group_that_finds_no_half_day_is_left_out():
    practice = [Demand(group, group, 5, FIRST, END, 36, True) for group in (1, 2, 3)]
    assert {p.demand.group for p in Grid(Random(1)).lay(practice)} == {1, 2}


def test_days_off_are_known_in_both_years():
    days = dict(study_calendar(date(2026, 11, 24)).days_off())
    assert days[date(2026, 11, 4)] == "День народного единства"
    assert days[date(2027, 5, 9)] == "День Победы"
    assert timedelta(days=1) + date(2026, 11, 4) not in days
