"""Indices of rows («МДК.01.02»): brought to one spelling, and checked for gaps and duplicates."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from collegium.curricula.rules.findings import Finding, Severity, params
from collegium.curricula.rules.kinds import ItemKind
from collegium.curricula.rules.rows import CurriculumRow

# Latin letters that look like Cyrillic ones, as typed by a hand on the wrong keyboard layout.
LATIN = "ABCEHKMOPTXYaceopxy"
TO_CYRILLIC = str.maketrans(LATIN, "АВСЕНКМОРТХУасеорху")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
NUMBERED = re.compile(r"(?P<series>.*?)(?P<number>[0-9]{1,4})")
PREFIX = re.compile(r"[^\W\d_]+")
MISSING_SHOWN = 5


def normal_index(text: str) -> str:
    """The index without stray blanks and in Cyrillic letters: «  ПM.01.ЭК» → «ПМ.01.ЭК».

    A word is respelt when it holds a Cyrillic letter, or nothing but letters that look Cyrillic:
    the indices of Russian plans have no Latin words.
    """
    shown = " ".join(INVISIBLE.sub("", text).split())
    shown = re.sub(r" *\. *", ".", shown)
    return PREFIX.sub(_respelt, shown)


def index_prefix(index: str) -> str:
    """Letters the index begins with, in capitals: «МДК.01.02» → «МДК»; "" when there are none."""
    match = PREFIX.match(index)
    return match.group().upper() if match else ""


def index_findings(rows: Sequence[CurriculumRow]) -> Iterator[Finding]:
    """Warnings: an index used twice, and numbers missing from a series («ПМ.01, ПМ.03»)."""
    indices = [row.index for row in rows if row.index]
    yield from _duplicates(indices)
    yield from _gaps(row.index for row in rows if not _is_numbered_by_module(row))


def _respelt(match: re.Match[str]) -> str:
    word = match.group()
    looks_cyrillic = all(letter in LATIN for letter in word)
    return word.translate(TO_CYRILLIC) if looks_cyrillic or _is_cyrillic(word) else word


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in word)


def _is_numbered_by_module(row: CurriculumRow) -> bool:
    """«УП.04» is the practice of ПМ.04: where a module has none, its number is not missing."""
    practices = {ItemKind.TRAINING, ItemKind.PLACEMENT}
    return row.kind in practices and row.index.count(".") == 1


def _duplicates(indices: Iterable[str]) -> Iterator[Finding]:
    counts: defaultdict[str, int] = defaultdict(int)
    for index in indices:
        counts[index] += 1
    for index, count in counts.items():
        if count > 1:
            yield Finding("index-duplicate", Severity.WARNING, index, params(count=count))


def _gaps(indices: Iterable[str]) -> Iterator[Finding]:
    series: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for index in indices:
        match = NUMBERED.fullmatch(index)
        if match:
            series[match["series"]][int(match["number"])] = index
    for name, found in series.items():
        last = max(found)
        missing = [f"{name}{number:02}" for number in range(1, last) if number not in found]
        if missing:
            shown = ", ".join(missing[:MISSING_SHOWN]) + ", …" * (len(missing) > MISSING_SHOWN)
            yield Finding("index-gap", Severity.WARNING, found[last], params(missing=shown))
