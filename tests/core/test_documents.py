"""Tables in and out: what is read, what is refused, and what a refusal costs."""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.core.documents import (
    Column,
    Line,
    Table,
    TableError,
    TableLimits,
    read_table,
    write_csv,
    write_xlsx,
)

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Лист" sheetId="1" r:id="a"/>'
    "</sheets></workbook>"
)
RELATIONS = (
    f'<Relationships><Relationship Id="a" Type="{OFFICE}/worksheet" Target="worksheets/s.xml"/>'
    f'<Relationship Id="b" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)
TWO_LINES = (Line(1, ("Фамилия", "Имя")), Line(2, ("Иванов", "Иван")))


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return file.getvalue()


def workbook(rows, strings="", compression=zipfile.ZIP_DEFLATED, **other):
    """The least that a workbook may be: its list of sheets, and one sheet of these rows."""
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    parts = {
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/s.xml": sheet,
        **({"xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>"} if strings else {}),
    }
    return archive({**parts, **other}, compression)


def by_openpyxl(change):
    book = openpyxl.Workbook()
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refusal(data, **limits):
    with pytest.raises(TableError) as caught:
        read_table(data, limits=TableLimits(**limits) if limits else None)
    assert caught.value.message
    return caught.value


# --- text -----------------------------------------------------------------------------------

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


# --- workbooks ------------------------------------------------------------------------------


def test_cells_of_a_workbook():
    def fill(book):
        sheet = book.active
        sheet.title = "Список"
        sheet["B3"], sheet["C3"], sheet["D3"] = "Фамилия", date(2008, 1, 2), 79141234567
        sheet["E3"], sheet["F3"], sheet["G3"] = (
            True,
            12.5,
            datetime.fromisoformat("2008-01-02 03:04"),
        )
        sheet["B5"] = "Ёлкин"

    table = read_table(by_openpyxl(fill))
    cells = ("", "Фамилия", date(2008, 1, 2), "79141234567", "TRUE", "12.5", "2008-01-02 03:04")
    assert table == Table((Line(3, cells), Line(5, ("", "Ёлкин"))), "Список")


def test_first_visible_sheet_that_holds_anything_is_read():
    def fill(book):
        book.active.title = "Пустой"
        hidden = book.create_sheet("Скрытый")
        hidden["A1"], hidden.sheet_state = "не то", "hidden"
        book.create_sheet("Группа")["A1"] = "Фамилия"
        book.create_sheet("Потом")["A1"] = "не то"

    assert read_table(by_openpyxl(fill)) == Table((Line(1, ("Фамилия",)),), "Группа")


def test_package_without_what_may_be_left_out():
    rows = '<row><c t="inlineStr"><is><t>Фамилия</t></is></c><c t="s"><v>0</v></c></row>'
    windows = archive(
        {
            "xl\\workbook.xml": BOOK,
            "xl\\_rels\\workbook.xml.rels": RELATIONS,
            "xl\\worksheets\\s.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
            "xl\\sharedStrings.xml": "<sst><si><t>Имя</t></si></sst>",
        }
    )
    assert read_table(windows) == Table((Line(1, ("Фамилия", "Имя")),), "Лист")


def test_days_counted_from_1904():
    def fill(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active["A1"] = date(2008, 9, 1)

    assert read_table(by_openpyxl(fill)).lines[0].cells == (date(2008, 9, 1),)


VALUE = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ('<row r="2"><c r="B2"><f>A1+1</f></c></row>', "formula-without-value", "B2"),
        ('<row r="2"><c r="B2" t="e"><f>A1</f><v>#N/A</v></c></row>', "cell-error", "B2"),
        ('<row r="2"><c r="B2" t="str"><f>A1</f><v></v></c></row>', "no-sheet", ""),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>', "too-many-columns", ""),
        ('<row r="1048576"><c><v>1</v></c></row>', "too-many-rows", "A1048576"),
        ('<row r="1"><c r="xfd1048576"><v>1</v></c></row>', "too-many-rows", "XFD1048576"),
        ('<row r="1"><c r="$A$1"><v>1</v></c></row>', "damaged", ""),
        ('<row r="x"><c><v>1</v></c></row>', "damaged", ""),
        ('<row r="1"><c r="A1" t="s"><v>5</v></c></row>', "damaged", ""),
        ('<row r="1"><c r="A1" t="s"><v>x</v></c></row>', "damaged", ""),
        ('<row r="1"><c r="A1" t="str"><v>' + "я" * 5_001 + "</v></c></row>", "cell-too-long", ""),
        ('<row r="1"><c r="A1" t="str"><v>_x0000_</v></c></row>', "null-character", "A1"),
        ('<row r="1"><c r="A1"><v>1</c></row>', "damaged", ""),
        ("", "no-sheet", ""),
    ],
)
def test_sheet_that_cannot_be_read_says_where(rows, code, cell):
    error = refusal(workbook(rows))
    assert error.code == code
    assert cell in error.place


def test_cells_without_a_value_may_lie_anywhere():
    rows = VALUE + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_table(workbook(rows)).lines == (Line(1, ("1",)),)


def test_a_cell_that_holds_only_spaces_is_content_for_nobody():
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert refusal(workbook(rows, "<si><t></t></si>")).code == "empty"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"word/document.xml": "<a/>"}, "DOCX"),
        ({"content.xml": "<a/>", "mimetype": "x"}, "ODS"),
        ({"xl/workbook.bin": "x"}, "XLSB"),
        ({"read.me": "x"}, "ZIP"),
    ],
)
def test_other_archives_are_named(parts, kind):
    error = refusal(archive(parts))
    assert (error.code, error.params) == ("foreign-format", {"format": kind})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 xx", "foreign-format"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "foreign-format"),
        (b"\n<html><table><tr><td>1</td></tr></table></html>", "foreign-format"),
        ('\ufeff<?xml version="1.0"?><a/>'.encode(), "foreign-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-xls"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (workbook(VALUE)[:300], "damaged"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (workbook(VALUE, compression=zipfile.ZIP_LZMA), "damaged"),
        (archive({"xl/worksheets/s.xml": "<a/>"}), "damaged"),
        (b"x" * (5 * 1024 * 1024 + 1), "too-large"),
    ],
)
def test_foreign_and_damaged_files(data, code):
    assert refusal(data).code == code


def test_encrypted_part_of_an_archive():
    data = bytearray(workbook(VALUE))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + offset] |= 1
            start = data.find(signature, start + 1)
    assert refusal(bytes(data)).code == "encrypted"


def test_document_types_are_refused_in_every_part(shared_data):
    bombs = sorted((shared_data / "xml_bombs").glob("*.xml"))
    assert bombs
    for bomb in bombs:
        content = bomb.read_bytes()
        for part in ("xl/workbook.xml", "xl/worksheets/s.xml", "xl/sharedStrings.xml"):
            error = refusal(workbook(VALUE, "<si><t>a</t></si>", **{part: content}))
            assert error.code in {"doctype", "damaged", "no-sheet"}, (bomb.name, part)
            assert error.code == "doctype" or b"<!DOCTYPE" not in content


def test_document_type_in_utf_16():
    content = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    parts = {"xl/worksheets/s.xml": content.encode("utf-16")}
    assert refusal(workbook(VALUE, **parts)).code == "doctype"


# --- what a refusal costs -------------------------------------------------------------------

MEASURE = """
import json, os, resource, sys, time
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = "postgresql://none/none"
os.environ["DJANGO_SETTINGS_MODULE"] = "collegium.settings"
import django
django.setup()
from collegium.core.documents import TableError, read_table
found = {}
for path in sys.argv[1:]:
    data = open(path, "rb").read()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        code = len(read_table(data).lines)
    except TableError as error:
        code = error.code
    spent = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    found[os.path.basename(path)] = [code, spent, grown / 1024]
print(json.dumps(found))
"""


def hostile_files():
    chance = random.Random(1)
    wide = "".join(f"<c><v>{chance.random()}</v></c>" for _ in range(33))
    full = "".join(f'<row r="{row}">{wide}</row>' for row in range(1, 3_000))
    same = '<c t="s"><v>0</v></c>' * 30
    strings = "".join(f'<row r="{row}">{same}</row>' for row in range(1, 2_000))
    return {
        "full.xlsx": (workbook(full, compression=zipfile.ZIP_STORED), 2_999),
        "zip_bomb.xlsx": (workbook("0" * 300_000_000), "too-much-inside"),
        "zip_flood.xlsx": (archive({f"xl/{n}.xml": "" for n in range(5_000)}), "too-much-inside"),
        "strings.xlsx": (workbook(strings, f"<si><t>{'я' * 4_900}</t></si>"), "too-much-inside"),
        "elements.xlsx": (workbook('<row r="1"/>' * 400_000), "too-much-inside"),
        "deep.xlsx": (workbook("<a>" * 200_000), "damaged"),
        "far.xlsx": (workbook('<row><c r="XFD1048576"><v>1</v></c></row>'), "too-many-rows"),
        "noise.csv": (chance.randbytes(5_000_000), "encoding"),
        "line.csv": (("x" * 4_900_000 + "😀").encode(), "cell-too-long"),
        "blank.csv": (b"\n" * 4_900_000 + b"a;b", "too-many-rows"),
        "quote.csv": (b'a;b\n"' + b"x\n" * 2_400_000, "cell-too-long"),
        "large.csv": (b"x;y\n" * 7_500_000, "too-large"),
        "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + chance.randbytes(900_000), "foreign-format"),
    }


def test_hostile_files_cost_little(tmp_path):
    """Under a second of the processor and 100 MB each, in a process of their own."""
    files = hostile_files()
    for name, (data, _code) in files.items():
        (tmp_path / name).write_bytes(data)
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, *(str(tmp_path / name) for name in files)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
        cwd=Path(__file__).resolve().parents[2],
    )
    found = json.loads(run.stdout)
    assert {name: row[0] for name, row in found.items()} == {n: c for n, (_d, c) in files.items()}
    assert {name: row for name, row in found.items() if row[1] > 1 or row[2] > 100} == {}


def outcome(data):
    """The lines read, or the words of the refusal; any other exception is a fault."""
    try:
        return read_table(data).lines
    except TableError as error:
        return error.message


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_workbook_is_read_or_refused(data):
    """Any byte may be wrong: the answer is a table or a refusal, never another exception."""
    whole = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(whole))


WORKBOOK = by_openpyxl(lambda book: book.active.append(["Иванов", date(2008, 1, 2), 5, True]))


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused(data):
    assert outcome(data)


# --- writing --------------------------------------------------------------------------------

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
