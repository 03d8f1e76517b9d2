"""Tables written: as another author's reader sees them, and as ours reads them back."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.core.documents import Column, read_table, write_csv, write_xlsx

COLUMNS = [
    Column("Фамилия", 20, note="Как в паспорте"),
    Column("Пол", 6, choices=("м", "ж")),
    Column("=Дата"),
]
ROWS = [("=1+1", "м", date(2008, 1, 2)), (None, "-5", Decimal("1.5")), ('Ёлкин;"а"', "", 7)]


def xlsx(columns, rows, title="Группа"):
    target = io.BytesIO()
    write_xlsx(target, title, columns, rows)
    return target.getvalue()


def test_xlsx_as_another_reader_sees_it():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(COLUMNS, ROWS, "И-11 [а]/б"))).active
    assert sheet.title == "И-11  а  б"
    assert sheet.freeze_panes == "A2"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Фамилия", "Пол", "=Дата"],
        ["=1+1", "м", datetime.fromisoformat("2008-01-02")],
        [None, "-5", 1.5],
        ['Ёлкин;"а"', None, 7],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.quotePrefix] == [
        "A2",
        "B3",
    ]
    assert [(v.formula1, v.prompt) for v in sheet.data_validations.dataValidation] == [
        (None, "Как в паспорте"),
        ('"м,ж"', ""),
    ]


@pytest.mark.parametrize("title", ["", "'''", "[]:*?/\\", "я" * 60])
def test_any_title_names_a_sheet(title):
    assert openpyxl.load_workbook(io.BytesIO(xlsx(COLUMNS, [], title))).active.title


def test_csv_as_excel_opens_it():
    assert write_csv(COLUMNS, ROWS).decode() == (
        '\ufeffФамилия;Пол;\'=Дата\r\n\'=1+1;м;02.01.2008\r\n;\'-5;1.5\r\n"Ёлкин;""а""";;7\r\n'
    )


def payloads(shared_data):
    lines = (shared_data / "csv_injection.txt").read_text().splitlines()
    return [line for line in lines if line]


def test_formulas_of_others_stay_text(shared_data):
    """Written, read by another author's reader, and read back by ours: the text and no formula."""
    rows = [(line, "x") for line in payloads(shared_data)]
    columns = [Column("Имя"), Column("Номер")]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(columns, rows))).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, "x") for cell in cells] == rows
    assert {cell.data_type for cell in cells} == {"s"}
    text = write_csv(columns, rows)
    assert not [each for each in text.decode().splitlines() if each.startswith(tuple("=+-@"))]
    for data in (text, xlsx(columns, rows)):
        assert [line.cells for line in read_table(data).rows] == rows


TYPED = st.text(
    st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("=+-@\t'\"; ,\n"),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip())


@settings(max_examples=60, deadline=None)
@given(st.lists(TYPED, min_size=1, max_size=5))
def test_what_is_written_is_read_back(texts):
    rows = [("x", text) for text in texts]
    columns = [Column("Номер"), Column("Имя")]
    for data in (write_csv(columns, rows), xlsx(columns, rows)):
        assert [line.cells for line in read_table(data).rows] == rows
