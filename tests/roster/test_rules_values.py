"""Single values of a list of people, as colleges write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.roster.rules import (
    FaultError,
    age,
    birth_date,
    email,
    guardianship_span,
    identity,
    majority,
    name_doubts,
    name_parts,
    next_register_numbers,
    phone_text,
    phones,
    sex_of,
    trimmed,
)
from collegium.roster.rules.names import check_name
from collegium.roster.rules.values import funding, register_number, sex

TODAY = date(2026, 11, 24)
BORN = date(2008, 5, 9)


def fault(read, *values):
    with pytest.raises(FaultError) as caught:
        read(*values)
    return caught.value.code


@pytest.mark.parametrize(
    "cell",
    [
        date(2008, 5, 9),
        "09.05.2008",
        "9.5.2008",
        " 09.05.2008 г. ",
        "09.05.2008г",
        "09/05/2008",
        "09-05-2008",
        "09. 05. 2008",
        "09.05.08",
        "2008-05-09",
        "2008-05-09 00:00",
        "2008-05-09T00:00:00",
        "9 мая 2008",
        "9 мая 2008 года",
        "9 МАЯ 2008 г.",
        "39577",
    ],
)
def test_birth_date(cell):
    assert birth_date(cell, TODAY) == BORN


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("01.01.26", date(2026, 1, 1)),
        ("01.01.27", date(1927, 1, 1)),
        ("1 май 1990", date(1990, 5, 1)),
    ],
)
def test_birth_date_of_two_figures(cell, expected):
    assert birth_date(cell, TODAY) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "bad-date"),
        ("2008", "bad-date"),
        ("31.02.2008", "bad-date"),
        ("05/13/2008", "bad-date"),
        ("2008-13-01", "bad-date"),
        ("9 травня 2008", "bad-date"),
        ("вчера", "bad-date"),
        ("99999", "birth-date-impossible"),
        ("25.11.2026", "birth-date-impossible"),
        ("01.01.1899", "birth-date-impossible"),
        (date(1850, 1, 1), "birth-date-impossible"),
    ],
)
def test_birth_date_refused(cell, code):
    assert fault(birth_date, cell, TODAY) == code


@given(st.dates(date(1930, 1, 1), TODAY))
def test_every_form_of_a_day_is_the_same_day(day):
    serial = str((day - date(1899, 12, 30)).days)
    forms = [day, day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", serial]
    assert {birth_date(form, TODAY) for form in forms} == {day}


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_fault(text):
    try:
        outcome = birth_date(text, TODAY)
    except FaultError as error:
        outcome = error.code
    assert outcome in {"bad-date", "birth-date-impossible"} or outcome <= TODAY


@pytest.mark.parametrize(
    ("born", "on", "years", "adult_from"),
    [
        (date(2008, 5, 9), date(2026, 5, 8), 17, date(2026, 5, 9)),
        (date(2008, 5, 9), date(2026, 5, 9), 18, date(2026, 5, 9)),
        (date(2008, 2, 29), date(2026, 2, 28), 17, date(2026, 3, 1)),
        (date(2008, 2, 29), date(2026, 3, 1), 18, date(2026, 3, 1)),
    ],
)
def test_age_and_majority(born, on, years, adult_from):
    assert (age(born, on), majority(born)) == (years, adult_from)


@given(st.dates(date(1930, 1, 1), date(2030, 1, 1)))
def test_majority_is_the_first_day_of_age_18(born):
    day = majority(born)
    assert (age(born, day), age(born, day - timedelta(days=1))) == (18, 17)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("8 914 123-45-67", ["+79141234567"]),
        ("+7 (914) 123-45-67", ["+79141234567"]),
        ("79141234567", ["+79141234567"]),
        ("9141234567", ["+79141234567"]),
        ("+8 914 123 45 67", ["+79141234567"]),
        ("тел. 8-914-123-45-67", ["+79141234567"]),
        ("Моб: 89141234567", ["+79141234567"]),
        ("8 (4242) 42-15-30", ["+74242421530"]),
        ("+82 2 312 3456", ["+8223123456"]),
        ("89141234567, 89147654321", ["+79141234567", "+79147654321"]),
        ("89141234567 и 8(914)765-43-21\n+81 3 1234 5678", 3),
        ("89141234567; после 18:00", ["+79141234567"]),
    ],
)
def test_phones(text, numbers):
    found = phones(text)
    assert (len(found) if isinstance(numbers, int) else found) == numbers


@pytest.mark.parametrize(
    "text", ["42-15-30", "нет телефона", "891412345", "+7914123456", "+0123456789", ",", "12" * 12]
)
def test_phones_refused(text):
    assert fault(phones, text) == "bad-phone"


@given(st.text(alphabet="0123456789+-() .,;ител", max_size=40))
def test_phones_are_international_or_refused(text):
    try:
        found = phones(text)
    except FaultError:
        return
    assert found
    assert all(n[0] == "+" and n[1:].isdecimal() and 9 <= len(n) <= 16 for n in found)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+79141234567", "+7 914 123-45-67"), ("+8223123456", "+8223123456"), ("", "")],
)
def test_phone_text(number, shown):
    assert phone_text(number) == shown


@pytest.mark.clause("3.10.2")
@pytest.mark.parametrize(
    ("since", "born", "expected"),
    [
        (date(2026, 9, 1), None, (date(2026, 9, 1), None, True)),
        (date(2026, 9, 1), date(2010, 5, 9), (date(2026, 9, 1), date(2028, 5, 9), True)),
        (date(2026, 5, 8), date(2008, 5, 9), (date(2026, 5, 8), date(2026, 5, 9), True)),
        (date(2026, 5, 9), date(2008, 5, 9), (date(2026, 5, 9), None, False)),
    ],
)
def test_guardians_represent_until_the_student_is_of_age(since, born, expected):
    assert guardianship_span(since, born) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" a.ivanova@mail.ru ", "a.ivanova@mail.ru"),
        ("mailto:a+b@почта.рф", "a+b@почта.рф"),
    ],
)
def test_email(text, expected):
    assert email(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "нет", "a@b", "a b@mail.ru", "аnna@mail.ru", "a@mail.ru, b@mail.ru", "a" * 250 + "@x.ru"],
)
def test_email_refused(text):
    assert fault(email, text) == "bad-email"


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (sex, " Муж. ", "m"),
        (sex, "ж", "f"),
        (sex, "Юноша", "m"),
        (funding, "Бюджет", "budget"),
        (funding, "дог.", ""),
        (funding, "Внебюджет", "contract"),
        (funding, "целевое", "target"),
        (register_number, " 1-15 ", "1-15"),
    ],
)
def test_words_of_a_list(read, text, expected):
    if expected:
        assert read(text) == expected
    else:
        assert fault(read, text) == "bad-funding"


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (sex, "?", "bad-sex"),
        (register_number, "1" * 21, "register-number-too-long"),
        (register_number, "1\0", "null-character"),
        (check_name, "Ива\0нов", "null-character"),
        (check_name, "я" * 301, "name-too-long"),
    ],
)
def test_words_refused(read, text, code):
    assert fault(read, text) == code


@pytest.mark.parametrize(
    ("used", "count", "expected"),
    [
        ([], 2, ["1", "2"]),
        (["7", "12", "1-15", "", "А3"], 2, ["13", "14"]),
        (["0099"], 1, ["100"]),
        (["9" * 19], 1, ["1"]),
    ],
)
def test_next_register_numbers(used, count, expected):
    assert next_register_numbers(used, count) == expected


@given(st.lists(st.text(max_size=6)), st.integers(0, 30))
def test_a_register_number_is_never_given_twice(used, count):
    given_now = next_register_numbers(used, count)
    assert len(set(given_now) | set(used)) == len(given_now) + len(set(used))


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("Иванов Иван Иванович", ("Иванов", "Иван", "Иванович")),
        ("  Иванова   Анна ", ("Иванова", "Анна", "")),
        ("Мамедов Али Гасан оглы", ("Мамедов", "Али", "Гасан оглы")),
        ("Ким\nВера", ("Ким", "Вера", "")),
    ],
)
def test_name_parts(full, parts):
    assert name_parts(full) == parts


@pytest.mark.parametrize("full", ["", "Иванов", "   "])
def test_name_parts_refused(full):
    assert fault(name_parts, full) == "name-one-word"


@pytest.mark.parametrize(
    ("patronymic", "code"),
    [
        ("Иванович", "m"),
        ("Ильич", "m"),
        ("Фомич", "m"),
        ("Ивановна", "f"),
        ("Ильинична", "f"),
        ("Гасан оглы", "m"),
        ("Гасан кызы", "f"),
        ("ИВАНОВНА ", "f"),
        ("", ""),
        ("Ким", ""),
        ("И.", ""),
    ],
)
def test_sex_of(patronymic, code):
    assert sex_of(patronymic) == code


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Ёлкина", []),
        ("Салтыков-Щедрин", []),
        ("О’Нил (Петрова)", []),
        ("Құрманғазы", []),
        ("А", []),
        ("Ивaнов", ["name-mixed"]),
        ("Smith", ["name-latin"]),
        ("Иванов1", ["name-odd"]),
        ("Ива\u200bнов", ["name-hidden"]),
        ("Ива\x01нов", ["name-hidden"]),
        ("ИВАНОВ", ["name-case"]),
        ("иванов", ["name-case"]),
        ("田中", ["name-odd"]),
        ("", []),
    ],
)
def test_name_doubts(name, codes):
    assert [code for code, _params in name_doubts(name)] == codes


def test_name_doubts_say_what_would_be_better():
    assert name_doubts("Ивaнов Иван") == [("name-mixed", {"word": "Ивaнов", "better": "Иванов"})]
    assert name_doubts("ЁЛКИН") == [("name-case", {"better": "Ёлкин"})]


@given(st.text(max_size=60))
def test_any_name_is_kept_as_typed(name):
    """Nothing inside a name changes, and looking at it never fails."""
    kept = trimmed(name)
    assert kept in name
    assert set(name) - set(kept) <= set(" \t\r\n\u00a0")
    assert all(code.startswith("name-") for code, _params in name_doubts(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ёлкин", "Пётр"), ("ЕЛКИН", "петр", "")),
        (("Салтыков - Щедрин", "И."), ("Салтыков–Щедрин  И.",)),
    ],
)
def test_identity(one, other):
    assert identity(*one) == identity(*other)
