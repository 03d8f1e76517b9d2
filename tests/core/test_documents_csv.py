"""Tables as text: what is read, and what is refused with its place."""

import pytest

from collegium.core.documents import Line, Table, read_table
from tests.core.document_files import refusal

TWO_LINES = (Line(1, ("Фамилия", "Имя")), Line(2, ("Иванов", "Иван")))

RUSSIAN = (
    "Фамилия;Имя;Отчество\nЁлкина;Анна;Петровна\nСидоров;Иван;Сергеевич\nКузнецова;Мария;Ивановна\n"
)


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "cp1251",
        "cp866",
        "koi8-r",
        "mac_cyrillic",
    ],
)
def test_text_is_read_whatever_its_encoding(encoding):
    table = read_table(RUSSIAN.encode(encoding))
    assert table.rows[0] == Line(2, ("Ёлкина", "Анна", "Петровна"))
    assert len(table.lines) == 4


@pytest.mark.parametrize("divider", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_divider_and_line_ends_are_recognised(divider, line_end):
    text = line_end.join([f"Фамилия{divider}Имя", f"Иванов{divider}Иван", ""])
    assert read_table(text.encode()) == Table(TWO_LINES)


def test_divider_named_by_the_first_line():
    table = read_table("sep=|\nФамилия|Имя\nИванов|Иван, Пётр; Фёдор".encode())
    assert table.lines == (Line(2, TWO_LINES[0].cells), Line(3, ("Иванов", "Иван, Пётр; Фёдор")))


def test_rows_keep_the_numbers_that_a_spreadsheet_shows():
    text = 'Список группы\n\n;;\n"Фамилия\nстудента";Имя;\nИванов;Иван;\n'
    table = read_table(text.encode())
    assert table.lines == (
        Line(1, ("Список группы",)),
        Line(4, ("Фамилия\nстудента", "Имя")),
        Line(5, ("Иванов", "Иван")),
    )
    assert table.below(1).headings.number == 4
    assert table.rows[-1].at(1) == "Иван"
    assert table.rows[-1].at(7) == ""
    assert list(table.rows[-1]) == ["Иванов", "Иван"]


def test_one_column_is_a_table():
    assert read_table("ФИО\nИванов Иван".encode()).lines == (
        Line(1, ("ФИО",)),
        Line(2, ("Иванов Иван",)),
    )


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('Фамилия;Имя\n"Иванов;Иван\n', "unclosed-quote", "2"),
        ('Фамилия;Имя\n"Ива"нов;Иван\n', "quotes", "2"),
        ("Фамилия;Имя\nИва\0нов;Иван\n", "null-character", "2"),
        ("Фамилия\n" + "я" * 5_001, "cell-too-long", "2"),
        ("Фамилия\n" + "я" * 200_000, "cell-too-long", "2"),
        (";".join("x" * 101), "too-many-columns", "1"),
        ("Фамилия\n" + "Иванов\n" * 3_001, "too-many-rows", "3002"),
        ("Фамилия" + "\n" * 40_000 + "Иванов", "too-many-rows", "30001"),
    ],
)
def test_text_that_cannot_be_read_says_where(text, code, place):
    error = refusal(text.encode())
    assert (error.code, "".join(filter(str.isdecimal, error.place))) == (code, place)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(32, 256)) * 40,
        b"\xff\xfe\x00\xd8;\x00",  # half of a UTF-16 pair
        "Фамилия;Имя\nИванов;Иван\n".encode() + b"\xff",
        "姓;名\n田中;太郎\n".encode("euc-jp"),
        b"a;b\n\xe9\xe8;\xea",
    ],
)
def test_unknown_characters_are_refused(data):
    assert refusal(data).code == "encoding"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\0" * 100, b";;;\n;;;", "\ufeff".encode()])
def test_empty_file(data):
    assert refusal(data).code == "empty"


def test_what_only_looks_like_a_quoted_line_does_not_confuse_the_divider():
    table = read_table('Фамилия;Имя\n"О;Нил";Иван\n"a,b,c,d";"e,f"\n'.encode())
    assert [line.cells for line in table.rows] == [("О;Нил", "Иван"), ("a,b,c,d", "e,f")]
