"""People's names: what is odd in one, its parts, and what a patronymic tells of its bearer."""

from __future__ import annotations

import re
import unicodedata

from collegium.roster.rules.findings import FaultError

NAME_LENGTH = 300
_EDGES = " \t\r\n\u00a0"
# Latin letters that look like Cyrillic ones and get into names from other keyboards.
_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxyk", "АВСЕНКМОРТХУасеорхук")
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґӘәҒғҚқҢңӨөҰұҮүҺһЎў]")
_LATIN = re.compile(r"[A-Za-z]")
_USUAL = re.compile(r"[А-Яа-яЁё \-'’.()]*")
_MALE = ("вич", "ьич", "мич", "оглы", "оглу", "улы", "уулу")
_FEMALE = ("вна", "чна", "шна", "кызы", "гызы", "кизи")


def trimmed(text: str) -> str:
    """The text without the blanks around it; inside it stays as typed."""
    return text.strip(_EDGES)


def identity(*parts: str) -> str:
    """Two spellings of one name agree: case, ё, blanks and dashes do not tell people apart."""
    words = re.split(r"[\s\-–—]+", " ".join(parts).lower().replace("ё", "е"))
    return " ".join(word for word in words if word)


def check_name(text: str) -> None:
    """Whether a card can hold it.

    Raises:
        FaultError: too long, or with the null character that no database text can hold.
    """
    if "\0" in text:
        raise FaultError("null-character")
    if len(text) > NAME_LENGTH:
        raise FaultError("name-too-long", limit=str(NAME_LENGTH))


def name_doubts(text: str) -> list[tuple[str, dict[str, str]]]:
    """What a person should look at in a name, by code; it is stored all the same."""
    doubts: list[tuple[str, dict[str, str]]] = []
    hidden = sorted({c for c in text if unicodedata.category(c) in {"Cc", "Cf"}})
    if hidden:
        doubts.append(("name-hidden", {"characters": ", ".join(f"U+{ord(c):04X}" for c in hidden)}))
    if mixed := mixed_word(text):
        doubts.append(("name-mixed", {"word": mixed, "better": mixed.translate(_LOOKALIKES)}))
    elif _LATIN.search(text):
        doubts.append(("name-latin", {}))
    odd = sorted({c for c in text if not _USUAL.fullmatch(c) and _is_odd(c)} - set(hidden))
    if odd:
        doubts.append(("name-odd", {"characters": " ".join(odd[:10])}))
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 1 and (text.islower() or text.isupper()) and not doubts:
        doubts.append(("name-case", {"better": text.title()}))
    return doubts


def _is_odd(character: str) -> bool:
    return not (_LATIN.match(character) or _CYRILLIC.match(character))


def mixed_word(text: str) -> str:
    """The first word that has letters of both alphabets; empty when there is none."""
    words = re.split(r"[\s\-.()]+", text)
    return next((w for w in words if _LATIN.search(w) and _CYRILLIC.search(w)), "")


def name_parts(full: str) -> tuple[str, str, str]:
    """Surname, name, and the rest as the patronymic («Гасан оглы» is one).

    Raises:
        FaultError: when there is one word or none.
    """
    words = full.split()
    if len(words) < 2:
        raise FaultError("name-one-word")
    return words[0], words[1], " ".join(words[2:])


def sex_of(patronymic: str) -> str:
    """The code m or f, or nothing when the patronymic does not tell or there is none."""
    text = patronymic.lower().rstrip(". ")
    if text.endswith(_FEMALE):
        return "f"
    return "m" if text.endswith(_MALE) else ""
