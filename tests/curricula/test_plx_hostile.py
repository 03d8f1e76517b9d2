"""Damaged, foreign, huge and hostile files: refused in our own words, quickly, in little memory."""

import contextlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.curricula import plx_xml
from collegium.curricula.plx import PlxError, PlxLimits, read_plx
from tests.curricula.plx_files import BOMBS, REAL_PLAN, PlanFile, hours, row

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
HEAD = (
    '<Документ><diffgr:diffgram xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1">'
    '<dsMMISDB xmlns="http://tempuri.org/dsMMISDB.xsd">'
)
BOMB_CODES = {
    "cyclic.xml": "doctype",
    "dtd.xml": "doctype",
    "external.xml": "doctype",
    "external_file.xml": "doctype",
    "quadratic.xml": "doctype",
    "simple-ns.xml": "foreign-root",
    "simple.xml": "foreign-root",
    "xmlbomb.xml": "doctype",
    "xmlbomb2.xml": "doctype",
}
needs_bombs = pytest.mark.skipif(
    not BOMBS.exists(), reason=f"the hostile files are not here: {BOMBS}"
)


def refusal(data, **limits):
    """The error of a file that must be refused."""
    with pytest.raises(PlxError) as caught:
        read_plx(data, limits=PlxLimits(**limits))
    assert caught.value.message
    return caught.value


def changed(table, place, **columns):
    file = PlanFile()
    file.tables[table][place] |= columns
    return file.data()


@needs_bombs
def test_every_hostile_file_is_known():
    assert {path.name for path in BOMBS.iterdir()} == BOMB_CODES.keys()


@needs_bombs
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", BOMB_CODES)
def test_hostile_file_is_refused(name, encoding):
    data = (BOMBS / name).read_text(encoding="utf-8").encode(encoding)
    assert refusal(data).code == BOMB_CODES[name]


@needs_bombs
@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-7", "cp037"])
@pytest.mark.parametrize("name", BOMB_CODES)
def test_hostile_file_in_an_odd_encoding_is_refused(name, encoding):
    data = (BOMBS / name).read_text(encoding="utf-8").encode(encoding)
    assert refusal(data).code in {"encoding", "not-xml", "doctype", "foreign-root"}


@pytest.mark.parametrize("where", ["prolog", "far", "border"])
def test_doctype_before_a_real_plan_is_refused(where):
    declaration = '<!DOCTYPE Документ [<!ENTITY a "1">]>'
    blanks = {"prolog": 0, "far": 700_000, "border": 256 * 1024 - 5}[where]
    file = PlanFile(prolog="<?a?>" + " " * blanks + declaration)
    assert refusal(file.data("utf-8")).code == "doctype"


def test_no_address_is_called_and_no_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Сварщик")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.dtd"
        for target in (address, secret.as_uri()):
            prolog = f'<!DOCTYPE Документ SYSTEM "{target}" [<!ENTITY a SYSTEM "{target}">]>'
            assert refusal(PlanFile(prolog=prolog).data("utf-8")).code == "doctype"
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_parser_refuses_a_doctype_that_the_search_would_miss():
    with pytest.raises(PlxError, match="document type"):
        plx_xml._parser(plx_xml._Collector(PlxLimits())).feed(b"<!DOCTYPE a><a/>")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ((HEAD + '<a b="' + "x" * 800_000).encode(), "oversized-element"),
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"PK\x03\x04rest", "foreign-format"),
        (b"%PDF-1.7", "foreign-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "foreign-format"),
        ("Просто текст".encode(), "not-xml"),
        (b"\x00" * 1000, "not-xml"),
        ("<Документ Имя='Сварщик'/>".encode("cp1251"), "encoding"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "encoding"),
        (b"<a><b></a>", "foreign-root"),
        ("<Документ><b></Документ>".encode(), "not-well-formed"),
        ("<Документ b='1' b='2'/>".encode(), "not-well-formed"),
        ("<Документ>&nbsp;</Документ>".encode(), "not-well-formed"),
        ("<Документ/>".encode(), "missing-section"),
        ("<Документ><a><b/></a></Документ>".encode(), "missing-section"),
        ("<Документ><a><dsMMISDB/></a></Документ>".encode(), "foreign-namespace"),
    ],
)
def test_what_is_no_plan_is_refused(data, code):
    assert refusal(data).code == code


def test_message_names_the_line():
    error = refusal("<Документ>\n<a>\n</b></Документ>".encode())
    assert error.params["line"] == "3"


def test_foreign_root_and_namespace_are_shown():
    assert refusal(PlanFile(root="План").data()).params == {"root": "План"}
    error = refusal(PlanFile(namespace="urn:other").data())
    assert (error.code, error.params) == (
        "foreign-namespace",
        {"namespace": "{urn:other}dsMMISDB"},
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_truncated_plan(encoding, part):
    data = PlanFile().data(encoding)
    assert refusal(data[: int(len(data) * part)]).code == "truncated"


@pytest.mark.skipif(not REAL_PLAN.exists(), reason=f"the real plan is not here: {REAL_PLAN}")
@pytest.mark.parametrize("part", [0.001, 0.25, 0.5, 0.75, 0.9999])
def test_truncated_real_plan(part):
    data = REAL_PLAN.read_bytes()
    assert refusal(data[: int(len(data) * part)]).code == "truncated"


def test_half_a_character_at_the_end():
    assert refusal(PlanFile().data()[:-1]).code == "truncated"


@pytest.mark.parametrize(
    "table",
    [
        "ООП",
        "Планы",
        "ПланыЦиклы",
        "ПланыСтроки",
        "ПланыНовыеЧасы",
        "СправочникВидыРабот",
        "СправочникТипаЧасов",
    ],
)
def test_missing_section_is_named(table):
    file = PlanFile()
    del file.tables[table]
    error = refusal(file.data())
    assert (error.code, error.place) == ("missing-section", table)


def test_two_plans_in_one_file():
    file = PlanFile()
    file.tables["Планы"] *= 2
    assert refusal(file.data()).code == "several-plans"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("пять", "not-a-number"),
        ("12 ч", "not-a-number"),
        ("1.2.3", "absurd-number"),
        ("٣٦", "not-a-number"),
        ("", "missing-value"),
        ("-2", "absurd-number"),
        ("NaN", "absurd-number"),
        ("-inf", "absurd-number"),
        ("1e308", "absurd-number"),
        ("9" * 5000, "absurd-number"),
        ("10000", "absurd-number"),
        ("1.234", "too-precise"),
    ],
)
def test_hours_that_cannot_be(amount, code):
    error = refusal(changed("ПланыНовыеЧасы", 0, Количество=amount))
    assert (error.code, error.place) == (code, "ПланыНовыеЧасы, Код -1")
    assert len(error.message) < 200


@pytest.mark.parametrize(
    ("table", "columns", "code"),
    [
        ("ПланыНовыеЧасы", {"КодОбъекта": "-77"}, "dangling-hours"),
        ("ПланыНовыеЧасы", {"КодОбъекта": ""}, "missing-value"),
        ("ПланыНовыеЧасы", {"КодВидаРаботы": "778"}, "unknown-work"),
        ("ПланыНовыеЧасы", {"Код": "-2"}, "duplicate-code"),
        ("ПланыНовыеЧасы", {"Курс": "0"}, "bad-semester"),
        ("ПланыНовыеЧасы", {"Курс": "8"}, "absurd-number"),
        ("ПланыНовыеЧасы", {"Курс": "один"}, "bad-code"),
        ("ПланыНовыеЧасы", {"Семестр": "3"}, "bad-semester"),
        ("ПланыНовыеЧасы", {"Семестр": ""}, "bad-semester"),
        ("ПланыСтроки", {"Код": "-2"}, "duplicate-code"),
        ("ПланыСтроки", {"Код": "x"}, "bad-code"),
        ("ПланыСтроки", {"КодРодителя": "-77"}, "dangling-parent"),
        ("ПланыСтроки", {"КодБлока": "-77"}, "dangling-parent"),
        ("ПланыСтроки", {"КодБлока": ""}, "missing-value"),
        ("ПланыСтроки", {"КодРодителя": "-1"}, "tree-cycle"),
        ("ПланыСтроки", {"КодРодителя": "-2"}, "tree-cycle"),
        ("ПланыСтроки", {"ЧасовПоПлану": "-1"}, "absurd-number"),
        ("ПланыЦиклы", {"КодРодителя": "-1"}, "tree-cycle"),
        ("ПланыЦиклы", {"КодРодителя": "-9"}, "dangling-parent"),
        ("Планы", {"ГодНачалаПодготовки": "24"}, "bad-year"),
        ("Планы", {"ГодНачалаПодготовки": "9999"}, "bad-year"),
        ("Планы", {"СрокОбучения": "0", "СрокОбученияМесяцев": ""}, "missing-value"),
        ("Планы", {"СрокОбучения": "-1"}, "absurd-number"),
        ("ООП", {"Шифр": " "}, "missing-value"),
    ],
)
def test_records_that_cannot_be(table, columns, code):
    assert refusal(changed(table, 0, **columns)).code == code


def test_inner_row_of_an_unknown_cycle():
    assert refusal(changed("ПланыСтроки", 1, КодБлока="-77")).code == "dangling-parent"


def test_a_file_wrong_in_a_part_that_is_not_counted_is_refused_too():
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-1", "101", "-5", КодТипаЧасов="5"))
    assert refusal(file.data()).code == "absurd-number"


def test_file_without_hours_of_volume():
    data = changed("СправочникТипаЧасов", 0, Наименование="Часы в неделю")
    assert refusal(data).code == "unknown-hour-types"


def test_calendar_of_no_semester():
    file = PlanFile()
    cell = {"Код": "-1", "КодВидаДеятельности": "1", "НомерНедели": "1", "Курс": "1"}
    file.tables["ПланыГрафикиЯчейки"] = [cell | {"Семестр": "0"}]
    assert refusal(file.data()).code == "bad-semester"


def test_limits_are_the_callers():
    data = PlanFile().data()
    assert refusal(data, file_bytes=len(data) - 1).code == "too-large"
    assert refusal(data, elements=10).code == "too-many-elements"
    assert refusal(data, values=100).code == "too-many-values"
    assert refusal(data, rows=3).place == "ПланыСтроки"
    assert refusal(data, rows=0).place == "ПланыЦиклы"
    assert refusal(data, hour_records=3).place == "ПланыНовыеЧасы"
    file = PlanFile()
    file.tables["ПланыГрафикиЯчейки"] = [{"Код": "-1", "КодВидаДеятельности": "13"}]
    assert refusal(file.data(), calendar_parts=0).place == "ПланыГрафикиЯчейки"
    assert read_plx(data, limits=PlxLimits(file_bytes=len(data), rows=4, hour_records=4))


def test_a_long_chain_of_rows_is_read():
    file = PlanFile()
    chain = [
        row(f"-{number}", f"Г.{number}", КодРодителя=f"-{number - 1}") for number in range(5, 900)
    ]
    file.tables["ПланыСтроки"] += chain
    assert read_plx(file.data()).totals.rows == 4 + len(chain)


HUGE = {
    "many-elements": ("too-many-elements", lambda: HEAD + "<a/>" * 5_000_000),
    "many-rows": ("too-many-elements", lambda: HEAD + '<ПланыСтроки Код="1"/>' * 450_000),
    "many-hours": ("too-many-elements", lambda: HEAD + '<ПланыНовыеЧасы Код="1"/>' * 400_000),
    "many-attributes": (
        "oversized-element",
        lambda: HEAD + "<a " + " ".join(f'a{n}=""' for n in range(1_800_000)),
    ),
    "long-attribute": ("oversized-element", lambda: HEAD + '<a b="' + "x" * 19 * MEGABYTE),
    "long-text": ("oversized-element", lambda: HEAD + "x" * 19 * MEGABYTE),
    "deep": ("too-many-elements", lambda: HEAD + "<a>" * 6_000_000),
    "comments": ("truncated", lambda: HEAD + "<!-- -->" * 2_300_000),
    "long-values": (
        "truncated",
        lambda: HEAD + ('<ПланыКомпетенции Наименование="' + "x" * 180_000 + '"/>') * 100,
    ),
    "attributes-everywhere": (
        "too-many-values",
        lambda: HEAD + ("<a " + " ".join(f'a{n:x}=""' for n in range(30_000)) + "/>") * 60,
    ),
    "namespaces-everywhere": (
        "too-many-values",
        lambda: HEAD + ("<a " + " ".join(f'xmlns:a{n:x}="b"' for n in range(10_000)) + "/>") * 99,
    ),
    "too-large": ("too-large", lambda: "<" * (20 * MEGABYTE + 1)),
}


@pytest.mark.skipif(
    not os.access("/proc/self/clear_refs", os.W_OK), reason="the system does not tell peaks"
)
@pytest.mark.parametrize("name", HUGE)
def test_huge_file_takes_little_memory(name, tmp_path):
    code, text = HUGE[name]
    path = tmp_path / "huge.plx"
    path.write_text(text(), encoding="utf-8")
    command = [sys.executable, "-m", "tests.curricula.plx_measured", str(path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    measured = json.loads(answer.stdout)
    assert measured["code"] == code
    assert measured["bytes"] < 100 * MEGABYTE


@settings(deadline=None)  # another process may have the processor
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(data):
    with pytest.raises(PlxError):
        read_plx(data)


@settings(deadline=None)  # another process may have the processor
@given(
    st.sampled_from(
        ["ПланыСтроки", "ПланыНовыеЧасы", "ПланыЦиклы", "Планы", "СправочникВидыРабот"]
    ),
    st.data(),
)
def test_any_value_in_any_column_is_read_or_refused(table, data):
    """Nothing but a plan or a PlxError comes out, whatever a column holds."""
    file = PlanFile()
    record = data.draw(st.sampled_from(file.tables[table]))
    column = data.draw(st.sampled_from(sorted(record)))
    value = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
    numbers = st.integers().map(str) | st.floats().map(str)
    record[column] = data.draw(value | numbers)
    with contextlib.suppress(PlxError):
        assert read_plx(file.data()).totals.leaf_total >= 0
