"""Tables in workbooks: what is read, and what is refused with its place."""

import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from collegium.core.documents import Line, Table, read_table
from tests.core.document_files import (
    BOOK,
    RELATIONS,
    VALUE,
    archive,
    by_openpyxl,
    refusal,
    workbook,
)


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
