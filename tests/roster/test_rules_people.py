"""Whole lists: headings in any order, people, and what is said of each cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.roster.rules import (
    Column,
    Field,
    Finding,
    GuardianEntry,
    KnownStudent,
    Severity,
    StudentEntry,
    Whom,
    column_of,
    compared_with_college,
    group_size_findings,
    identity,
    read_people,
    repeated_in_list,
)
from collegium.roster.rules.people import PeopleList

TODAY = date(2026, 11, 24)
W = Severity.WARNING


def people(*rows, group=""):
    """A list whose first row stands on line 1 of the file."""
    return read_people(list(enumerate(rows, start=1)), today=TODAY, group=group)


def said(found):
    """What was found, short: (code, line, column)."""
    return [(f.code, f.line, f.column) for f in found.findings]


@pytest.mark.parametrize(
    ("heading", "whom", "field"),
    [
        ("Фамилия", Whom.STUDENT, Field.LAST_NAME),
        ("ФАМИЛИЯ СТУДЕНТА", Whom.STUDENT, Field.LAST_NAME),
        ("Имя", Whom.STUDENT, Field.FIRST_NAME),
        ("Отчество (при наличии)", Whom.STUDENT, Field.PATRONYMIC),
        ("ФИО", Whom.STUDENT, Field.FULL_NAME),
        ("Ф.И.О. обучающегося", Whom.STUDENT, Field.FULL_NAME),
        ("Фамилия, имя, отчество", Whom.STUDENT, Field.FULL_NAME),
        ("Студент", Whom.STUDENT, Field.FULL_NAME),
        ("Дата рождения", Whom.STUDENT, Field.BIRTH_DATE),
        ("Дата рожд.", Whom.STUDENT, Field.BIRTH_DATE),
        ("Д.р.", Whom.STUDENT, Field.BIRTH_DATE),
        ("Пол", Whom.STUDENT, Field.SEX),
        ("Телефон", Whom.STUDENT, Field.PHONE),
        ("Моб. тел.", Whom.STUDENT, Field.PHONE),
        ("E-mail", Whom.STUDENT, Field.EMAIL),
        ("Эл. почта", Whom.STUDENT, Field.EMAIL),
        ("Адрес электронной почты", Whom.STUDENT, Field.EMAIL),
        ("№ по поимённой книге", Whom.STUDENT, Field.REGISTER_NUMBER),
        ("Поименный номер", Whom.STUDENT, Field.REGISTER_NUMBER),
        ("№", Whom.STUDENT, Field.POSITION),
        ("№ п/п", Whom.STUDENT, Field.POSITION),
        ("Источник финансирования", Whom.STUDENT, Field.FUNDING),
        ("Бюджет/договор", Whom.STUDENT, Field.FUNDING),
        ("Группа", Whom.STUDENT, Field.GROUP),
        ("Мать", Whom.MOTHER, Field.FULL_NAME),
        ("Мать: ФИО", Whom.MOTHER, Field.FULL_NAME),
        ("Телефон матери", Whom.MOTHER, Field.PHONE),
        ("Мать, e-mail", Whom.MOTHER, Field.EMAIL),
        ("Фамилия отца", Whom.FATHER, Field.LAST_NAME),
        ("Отец: телефон", Whom.FATHER, Field.PHONE),
        ("Законный представитель: ФИО", Whom.TRUSTEE, Field.FULL_NAME),
        ("Опекун (телефон)", Whom.TRUSTEE, Field.PHONE),
        ("ФИО родителя (законного представителя)", Whom.PARENT, Field.FULL_NAME),
        ("Телефон родителей", Whom.PARENT, Field.PHONE),
        ("Степень родства", Whom.TRUSTEE, Field.RELATION),
        ("Last name", Whom.STUDENT, Field.LAST_NAME),
        ("Mother's phone", Whom.MOTHER, Field.PHONE),
        ("Guardian: full name", Whom.TRUSTEE, Field.FULL_NAME),
    ],
)
def test_headings(heading, whom, field):
    assert column_of(heading) == (whom, field)


@pytest.mark.parametrize(
    "heading",
    ["СНИЛС", "Место рождения", "Почтовый адрес", "Мать: дата рождения", "Место работы отца", "1"],
)
def test_headings_that_are_not_read(heading):
    assert column_of(heading) is None


PLAIN = ["Фамилия", "Имя", "Отчество", "Дата рождения", "Пол", "Телефон", "E-mail"]
ANNA = ["Ёлкина", "Анна", "Петровна", "09.05.2009", "ж", "8 914 123-45-67", "anna@mail.ru"]
ENTRY = StudentEntry(
    line=2,
    last_name="Ёлкина",
    first_name="Анна",
    patronymic="Петровна",
    birth_date=date(2009, 5, 9),
    sex="f",
    phone="+79141234567",
    email="anna@mail.ru",
)


def test_a_plain_list():
    found = people(PLAIN, ANNA)
    assert found.students == [ENTRY]
    assert found.findings == []
    assert found.is_clean
    assert found.heading_line == 1


@given(st.permutations(range(len(PLAIN))))
def test_columns_stand_in_any_order(order):
    found = people([PLAIN[i] for i in order], [ANNA[i] for i in order])
    assert (found.students, found.findings) == ([ENTRY], [])


def test_headings_below_a_title_and_a_legend():
    found = people(
        ["Список группы И-11"],
        ["", "Куратор: Петрова А. А."],
        ["№", *PLAIN],
        ["1", "2", "3", "4", "5", "6", "7", "8"],
        ["1", *ANNA],
        ["2"],
    )
    assert [student.line for student in found.students] == [5]
    assert found.findings == []


def test_whole_names_in_one_column():
    found = people(["ФИО", "Пол"], ["Мамедов Али Гасан оглы", ""], ["Ким Вера", "ж"])
    assert [(s.last_name, s.first_name, s.patronymic, s.sex) for s in found.students] == [
        ("Мамедов", "Али", "Гасан оглы", "m"),
        ("Ким", "Вера", "", "f"),
    ]
    assert found.findings == []
    assert [student.name for student in found.students][1] == "Ким Вера"


def test_separate_columns_win_over_the_whole_name():
    found = people(["ФИО", "Фамилия", "Имя", "Пол"], ["что-то", "Ким", "Вера", "ж"])
    assert [student.name for student in found.students] == ["Ким Вера"]
    assert Column(0, Whom.STUDENT, Field.FULL_NAME) not in found.columns


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["Список"], ["Иванов"]], [("no-headings", None, None)]),
        ([["Мать", "Телефон матери"], ["x", "y"]], [("no-headings", None, None)]),
        ([["Фамилия", "Пол"], ["Ким", "ж"]], [("name-column-missing", 1, None)]),
        ([["ФИО", "Телефон", "Тел."], ["Ким Вера", "", ""]], [("heading-twice", 1, 2)]),
        ([["ФИО", "№", "№ п/п"]], [("no-rows", None, None)]),
        ([["ФИО"], ["", ""]], [("no-rows", None, None)]),
        (
            [["ФИО", "СНИЛС", "", "Пол"], ["Ким Вера", "1", "", "ж"]],
            [("heading-unknown", 1, 1)],
        ),
    ],
)
def test_what_is_said_of_the_whole_list(rows, expected):
    assert said(people(*rows)) == expected


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("Фамилия", "", "name-missing"),
        ("Имя", "", "name-missing"),
        ("Фамилия", "я" * 301, "name-too-long"),
        ("Фамилия", "Ива\0нов", "null-character"),
        ("Фамилия", "Ивaнова", "name-mixed"),
        ("Дата рождения", "31.02.2009", "bad-date"),
        ("Дата рождения", "01.01.2030", "birth-date-impossible"),
        ("Дата рождения", "", "birth-date-missing"),
        ("Дата рождения", "01.01.2020", "age-unusual"),
        ("Дата рождения", date(1950, 1, 1), "age-unusual"),
        ("Пол", "?", "bad-sex"),
        ("Пол", "м", "sex-differs"),
        ("Телефон", "42-15-30", "bad-phone"),
        ("Телефон", "89141234567, 89141234568", "phone-second"),
        ("E-mail", "нету", "bad-email"),
        ("Финансирование", "не знаю", "bad-funding"),
        ("№ по поимённой книге", "1" * 21, "register-number-too-long"),
        ("Группа", "П-12", "other-group"),
    ],
)
def test_what_is_said_of_a_cell(heading, value, code):
    headings = [*PLAIN, "Финансирование", "№ по поимённой книге", "Группа"]
    row = [*ANNA, "бюджет", "15", "п 11"]
    place = headings.index(heading)
    row[place] = value
    found = people(headings, row, group="П-11")
    assert said(found) == [(code, 2, place)]
    warnings = {"name-mixed", "birth-date-missing", "age-unusual", "sex-differs", "phone-second"}
    assert found.is_clean == (code in warnings)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Ким Вера"], [("sex-unknown", 2, 1)]),
        (["", "ж"], [("name-missing", 2, 0)]),
        (["Ким", "ж"], [("name-one-word", 2, 0)]),
        (["Вера Ивановна", "ж"], [("surname-missing", 2, 0)]),
        (["я" * 301, "ж"], [("name-too-long", 2, 0)]),
    ],
)
def test_what_is_said_of_a_whole_name(row, expected):
    assert said(people(["ФИО", "Пол"], row)) == expected


def test_sex_without_a_column_is_asked_of_the_row():
    assert said(people(["ФИО"], ["Ким Вера"])) == [("sex-unknown", 2, None)]


# --- guardians ------------------------------------------------------------------------------

FAMILY = [
    "ФИО",
    "Дата рождения",
    "Мать: ФИО",
    "Мать: телефон",
    "Мать: e-mail",
    "Отец",
    "Отец: тел.",
]
MOTHER = GuardianEntry(
    Whom.MOTHER, "Ёлкина", "Ольга", "Ивановна", "f", "+79140000001", "olga@mail.ru"
)


def family(*values):
    return people(FAMILY, ["Ёлкина Анна Петровна", *values])


def test_both_parents():
    found = family(
        "09.05.2009", "Ёлкина Ольга Ивановна", "89140000001", "olga@mail.ru", "Ёлкин Пётр", "—"
    )
    father = GuardianEntry(Whom.FATHER, "Ёлкин", "Пётр", "", "m")
    assert found.students[0].guardians == (MOTHER, father)
    assert found.findings == []
    assert MOTHER.key == (identity("Ёлкина Ольга Ивановна"), "+79140000001")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("09.05.2009", "", "", "", "нет", "-"), [("guardian-missing", 2, 2)]),
        (("09.05.2005", "", "", "", "", ""), []),
        (("09.05.2005", "Ёлкина Ольга", "", "", "", ""), [("guardians-of-adult", 2, 2)]),
        (("09.05.2009", "", "89140000001", "", "", ""), [("guardian-nameless", 2, 3)]),
        (("09.05.2009", "Ольга", "89140000001", "", "", ""), [("name-one-word", 2, 2)]),
        (("09.05.2009", "Ольга Ивановна", "", "", "", ""), [("surname-missing", 2, 2)]),
        (
            ("", "Ёлкина Ольга", "", "x", "", ""),
            [("bad-email", 2, 4), ("birth-date-missing", 2, 1)],
        ),
    ],
)
def test_what_is_said_of_guardians(values, expected):
    assert sorted(said(family(*values))) == sorted(expected)


@pytest.mark.parametrize(
    ("headings", "values", "whom"),
    [
        (["Родитель: ФИО"], ["Ёлкина Ольга Ивановна"], Whom.MOTHER),
        (["Родитель: ФИО"], ["Ёлкин Пётр Ильич"], Whom.FATHER),
        (["Родитель: ФИО"], ["Ёлкин Пётр"], Whom.TRUSTEE),
        (["Законный представитель"], ["Ёлкина Ольга Ивановна"], Whom.TRUSTEE),
        (["Законный представитель", "Степень родства"], ["Ёлкина Ольга", "мать"], Whom.MOTHER),
        (["Родитель", "Степень родства"], ["Ёлкин Пётр", "Отец"], Whom.FATHER),
        (["Родитель", "Степень родства"], ["Ёлкина Ольга Ивановна", "тётя"], Whom.TRUSTEE),
    ],
)
def test_relation_is_told_by_the_heading_the_row_or_the_patronymic(headings, values, whom):
    found = people(["ФИО", *headings], ["Ёлкина Анна Петровна", *values])
    assert [guardian.whom for guardian in found.students[0].guardians] == [whom]


def test_guardian_with_names_in_columns_of_their_own():
    headings = ["ФИО", "Фамилия матери", "Имя матери", "Отчество матери"]
    found = people(headings, ["Ким Анна Ивановна", "Ким", "Ольга", ""])
    guardian = GuardianEntry(Whom.MOTHER, "Ким", "Ольга", "", "f")
    assert found.students[0].guardians == (guardian,)


# --- the same person twice ------------------------------------------------------------------

NUMBERED = ["Фамилия", "Имя", "Дата рождения", "№ по поимённой книге"]


def listed(*rows):
    return people(NUMBERED, *rows)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (["Ким", "Вера", "09.05.2009", "2"], [("person-repeated", Severity.ERROR, 3, 0)]),
        (["КИМ", "вера", "09.05.2009", ""], [("person-repeated", Severity.ERROR, 3, 0)]),
        (["Ким", "Вера", "10.05.2009", "2"], []),
        (["Пак", "Вера", "09.05.2009", "1"], [("number-repeated", Severity.ERROR, 3, 3)]),
    ],
)
def test_repeated_in_list(second, expected):
    found = repeated_in_list(listed(["Ким", "Вера", "09.05.2009", "1"], second))
    assert [(f.code, f.severity, f.line, f.column) for f in found] == expected
    assert all(f.params["line"] == "2" for f in found)


def test_namesakes_without_a_birthday_are_only_doubtful():
    found = repeated_in_list(listed(["Ким", "Вера"], ["Ким", "Вера"]))
    assert [(f.code, f.severity) for f in found] == [("person-repeated", W)]


def card(**fields):
    known = {"pk": 7, "name": "Ким Вера", "identity": identity("Ким Вера"), "register_number": "15"}
    return KnownStudent(**{**known, **fields})


BORN = date(2009, 5, 9)


@pytest.mark.parametrize(
    ("row", "known", "code", "error", "matches"),
    [
        (["Ким", "Вера", "09.05.2009", "15"], {"birth_date": BORN}, "card-used-again", False, True),
        (["Ким", "Вера", "", "15"], {"birth_date": BORN}, "card-used-again", False, True),
        (["Ким", "Вера", "", "15"], {"group": "П-1"}, "already-in-group", True, False),
        (["Ким", "Вера", "10.05.2009", "15"], {"birth_date": BORN}, "number-taken", True, False),
        (["Пак", "Вера", "09.05.2009", "15"], {"birth_date": BORN}, "number-taken", True, False),
        (["Ким", "Вера", "09.05.2009", ""], {"birth_date": BORN}, "person-known", True, False),
        (["Ким", "Вера", "09.05.2009", "16"], {"birth_date": BORN}, "person-known", True, False),
        (
            ["Ким", "Вера", "09.05.2009", ""],
            {"birth_date": BORN, "group": "П-1"},
            "already-in-group",
            True,
            False,
        ),
        (["Ким", "Вера", "", ""], {"birth_date": BORN}, "namesake-known", False, False),
        (["Ким", "Вера", "09.05.2009", ""], {}, "namesake-known", False, False),
        (["Ким", "Вера", "10.05.2009", ""], {"birth_date": BORN}, "", False, False),
        (["Пак", "Вера", "09.05.2009", "16"], {"birth_date": BORN}, "", False, False),
    ],
)
def test_compared_with_college(row, known, code, error, matches):
    comparison = compared_with_college(listed(row), [card(**known)])
    assert [(f.code, f.is_error) for f in comparison.findings] == ([(code, error)] if code else [])
    assert comparison.matches == ({2: 7} if matches else {})
    for finding in comparison.findings:
        assert finding.params["number"] == "15"
        assert finding.column == (3 if code == "number-taken" else 0)


def test_name_column_of_a_list_of_whole_names():
    found = people(["Пол", "ФИО"], ["ж", "Ким Вера"])
    comparison = compared_with_college(found, [card()])
    assert [(f.code, f.column) for f in comparison.findings] == [("namesake-known", 1)]


@pytest.mark.parametrize(
    ("present", "coming", "expected"),
    [
        (0, 25, []),
        (1, 25, [Finding("group-large", W, params={"total": "26", "limit": "25"})]),
    ],
)
def test_group_size(present, coming, expected):
    assert group_size_findings(present, coming, 25) == expected


CELLS = st.one_of(st.dates(), st.text(max_size=12), st.sampled_from([*PLAIN, *FAMILY, *ANNA]))


@given(st.lists(st.lists(CELLS, max_size=9), max_size=9))
def test_any_table_is_read_and_every_error_has_its_place(rows):
    found = people(*rows, group="И-11")
    assert isinstance(found, PeopleList)
    lines = {None, *range(1, len(rows) + 1)}
    assert {finding.line for finding in found.findings} <= lines
    assert {student.line for student in found.students} <= lines
    repeated_in_list(found)
