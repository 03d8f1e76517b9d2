"""Single values of a list of people: days, phones, addresses, sex, funding."""

from __future__ import annotations

import re
from datetime import date, timedelta

from collegium.roster.rules.findings import FaultError

Cell = str | date

MAJORITY = 18
# A student outside these ages is possible and unusual [D].
USUAL_AGES = range(14, 61)
REGISTER_NUMBER_LENGTH = 20
EMAIL_LENGTH = 254
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]00:00(?::00)?)?")
_IN_WORDS = re.compile(r"(\d{1,2})\s+([а-я]{3,8})\s+(\d{4})")
_SERIAL = re.compile(r"\d{5}")
# Day 0 of a spreadsheet's count; it differs from the calendar before March 1900 only.
_SERIAL_ZERO = date(1899, 12, 30)
_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[\w-]+\.)+[\w-]{2,}")
_SEXES = {
    "m": {"м", "муж", "мужской", "мужчина", "юноша", "m", "male"},
    "f": {"ж", "жен", "женский", "женщина", "девушка", "f", "female"},
}
_FUNDING = {
    "budget": {"бюджет", "бюджетное", "бюджетная", "бюджетный", "б", "budget"},
    "contract": {
        *("договор", "договорное", "платно", "платное", "платная", "контракт", "внебюджет"),
        *("внебюджетная", "коммерция", "коммерческое", "д", "contract"),
    },
    "target": {"целевое", "целевой", "целевая", "цел", "ц", "target"},
}


def birth_date(cell: Cell, today: date) -> date:
    """A day as people and spreadsheets write it; a two-figure year is the latest one not to come.

    Raises:
        FaultError: no such day, or not a day on which a living person was born.
    """
    day = cell if isinstance(cell, date) else _day(cell, today)
    if day.year < 1900 or day > today:
        raise FaultError("birth-date-impossible", value=day.strftime("%d.%m.%Y"))
    return day


def _day(text: str, today: date) -> date:
    plain = re.sub(r"\s*(года|г)?\.?$", "", text.strip().lower())
    try:
        if found := _DAY_FIRST.fullmatch(plain):
            return date(_year(found[3], today), int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _IN_WORDS.fullmatch(plain):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if _SERIAL.fullmatch(plain):
            return _SERIAL_ZERO + timedelta(days=int(plain))
    except ValueError:
        pass
    raise FaultError("bad-date", value=text.strip()[:40])


def _year(figures: str, today: date) -> int:
    year = int(figures)
    if len(figures) == 4:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _month(word: str) -> int:
    """1 to 12; ValueError (of `index`) for a word that is no month."""
    return _MONTHS.index("мая" if word == "май" else word[:3]) + 1


def age(born: date, on: date) -> int:
    """Whole years; someone born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def majority(born: date) -> date:
    """The 18th birthday: from that day parents represent the student no longer."""
    try:
        return born.replace(year=born.year + MAJORITY)
    except ValueError:
        return date(born.year + MAJORITY, 3, 1)


def phones(text: str) -> list[str]:
    """Every number of the cell in international form: +79141234567.

    Raises:
        FaultError: when the first of them is not a whole number with its code.
    """
    found = [_phone(part) for part in re.split(r"[,;\n/]|\bи\b|\bили\b", text) if part.strip()]
    if not found or not found[0]:
        raise FaultError("bad-phone", value=text.strip()[:40])
    return [number for number in found if number]


def _phone(text: str) -> str:
    """The number in E.164; empty when it is none. A Russian one may lack its +7."""
    plain = re.sub(r"^\s*(тел|моб|т|м|phone)\b\.?:?", "", text.strip().lower())
    if not re.fullmatch(r"\+?[\d\s()\-–.\u00a0]+", plain):
        return ""
    digits = re.sub(r"\D", "", plain)
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    if plain.startswith("+"):
        foreign = 8 <= len(digits) <= 15 and digits[0] not in "70"
        return f"+{digits}" if foreign else ""
    return f"+7{digits}" if len(digits) == 10 else ""


def email(text: str) -> str:
    """Raises FaultError when no letter can be sent to it."""
    plain = text.strip().removeprefix("mailto:")
    if len(plain) > EMAIL_LENGTH or not _EMAIL.fullmatch(plain):
        raise FaultError("bad-email", value=plain[:60])
    return plain


def sex(text: str) -> str:
    """The code m or f; raises FaultError for anything else."""
    plain = text.strip().lower().rstrip(".")
    found = next((code for code, words in _SEXES.items() if plain in words), "")
    if not found:
        raise FaultError("bad-sex", value=text.strip()[:40])
    return found


def funding(text: str) -> str:
    """The code budget, contract or target; raises FaultError for anything else."""
    plain = text.strip().lower().rstrip(".")
    found = next((code for code, words in _FUNDING.items() if plain in words), "")
    if not found:
        raise FaultError("bad-funding", value=text.strip()[:40])
    return found


def register_number(text: str) -> str:
    """As the register has it; raises FaultError when it is longer than any number."""
    plain = text.strip()
    if len(plain) > REGISTER_NUMBER_LENGTH:
        raise FaultError("register-number-too-long", limit=str(REGISTER_NUMBER_LENGTH))
    if "\0" in plain:
        raise FaultError("null-character")
    return plain


def next_register_numbers(used: list[str], count: int) -> list[str]:
    """The numbers that follow the greatest one in use; a number is never given twice."""
    last = max((int(number) for number in used if re.fullmatch(r"\d{1,18}", number)), default=0)
    return [str(last + step) for step in range(1, count + 1)]


def guardianship_span(since: date, born: date | None) -> tuple[date, date | None, bool]:
    """For how long a guardian represents the student, and whether the diary is open to them.

    A minor's until the 18th birthday, when it ends by itself. An adult's contact is kept without
    an end and sees nothing: only the student's own consent would open the diary.
    """
    if born is None:
        return since, None, True
    adult_from = majority(born)
    return (since, adult_from, True) if since < adult_from else (since, None, False)


def phone_text(number: str) -> str:
    """As people read it: +7 914 123-45-67; a foreign number stays as it is stored."""
    if not re.fullmatch(r"\+7\d{10}", number):
        return number
    return f"+7 {number[2:5]} {number[5:8]}-{number[8:10]}-{number[10:]}"
