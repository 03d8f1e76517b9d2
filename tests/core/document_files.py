"""Workbooks made part by part, as no spreadsheet program would make them."""

import io
import zipfile

import openpyxl
import pytest

from collegium.core.documents import TableError, TableLimits, read_table

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
VALUE = '<row r="1"><c r="A1"><v>1</v></c></row>'


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
