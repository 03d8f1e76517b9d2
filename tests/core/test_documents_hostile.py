"""What a refusal costs, and that nothing but a refusal comes of a broken file."""

import json
import os
import random
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from collegium.core.documents import TableError, read_table
from tests.core.document_files import archive, by_openpyxl, workbook

MEASURE = """
import json, os, resource, sys
os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = "postgresql://none/none"
os.environ["DJANGO_SETTINGS_MODULE"] = "collegium.settings"
import django
django.setup()
from collegium.core.documents import TableError, read_table
found = {}
for path in sys.argv[1:]:
    data = open(path, "rb").read()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        code = len(read_table(data).lines)
    except TableError as error:
        code = error.code
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    found[os.path.basename(path)] = [code, grown / 1024]
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


def test_hostile_files_take_little_memory(tmp_path):
    """Under 100 MB each, in a process of their own; the time is measured by make bench."""
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
    assert {name: row for name, row in found.items() if row[1] > 100} == {}


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
