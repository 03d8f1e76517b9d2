"""People who do not exist: names that agree in gender, surnames as common as they are."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).resolve().parent / "data"
MALE, FEMALE = "m", "f"
# What a family's surname ends in, and what a woman's then ends in.
FEMININE = {"ский": "ская", "ов": "ова", "ев": "ева", "ёв": "ёва", "ин": "ина", "ын": "ына"}
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_SOUNDS = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_LATIN = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))


@dataclass(frozen=True, slots=True)
class Person:
    """The names, sex and birth of a card; `family` is the surname in its masculine form."""

    family: str
    first_name: str
    father: str
    sex: str
    birth_date: date

    @property
    def last_name(self) -> str:
        return surname(self.family, self.sex)

    @property
    def patronymic(self) -> str:
        return patronymic(self.father, self.sex)

    @property
    def display_name(self) -> str:
        return f"{self.last_name} {self.first_name} {self.patronymic}"

    @property
    def card(self) -> dict[str, object]:
        """The columns of a person's card, contacts left out."""
        return {
            "last_name": self.last_name,
            "first_name": self.first_name,
            "patronymic": self.patronymic,
            "sex": self.sex,
            "birth_date": self.birth_date,
        }


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    known = json.loads((DATA / "names.json").read_text(encoding="utf-8"))
    return {
        "surnames": {"": known["surnames"].split()},
        "students": {sex: names.split() for sex, names in known["students"].items()},
        "adults": {sex: names.split() for sex, names in known["adults"].items()},
        "patronymics": {name: forms.split() for name, forms in known["patronymics"].items()},
    }


def surname(family: str, sex: str) -> str:
    """«Соколов» and f give «Соколова»; a surname that does not decline stays."""
    if sex == FEMALE:
        for ending, feminine in FEMININE.items():
            if family.endswith(ending):
                return family.removesuffix(ending) + feminine
    return family


def patronymic(father: str, sex: str) -> str:
    return _lists()["patronymics"][father][sex == FEMALE]


def _common(chance: Random, names: list[str]) -> str:
    """One of the names; those at the head of the list far oftener than those at its end."""
    return names[int(len(names) * chance.random() ** 1.7)]


def _family(chance: Random) -> str:
    return _common(chance, _lists()["surnames"][""])


def adult(chance: Random, sex: str, born: tuple[int, int]) -> Person:
    """A grown-up born in one of the years [first, last]."""
    names = _lists()
    birth = date(chance.randint(*born), 1, 1) + timedelta(days=chance.randrange(365))
    fathers = names["adults"][MALE]
    return Person(
        _family(chance), _common(chance, names["adults"][sex]), _common(chance, fathers), sex, birth
    )


def student(chance: Random, male_share: float, admission_year: int) -> Person:
    """Someone who finished class 9 in the year of admission, at 15 or 16."""
    sex = MALE if chance.random() < male_share else FEMALE
    names = _lists()
    birth = date(admission_year - 16, 1, 1) + timedelta(days=chance.randint(-45, 330))
    father = _common(chance, names["adults"][MALE])
    return Person(_family(chance), _common(chance, names["students"][sex]), father, sex, birth)


def sibling(chance: Random, of: Person, birth_date: date) -> Person:
    first_name = _common(chance, _lists()["students"][of.sex])
    while first_name == of.first_name:
        first_name = _common(chance, _lists()["students"][of.sex])
    return replace(of, first_name=first_name, birth_date=birth_date)


def parent(chance: Random, of: Person, sex: str) -> Person:
    """A mother or a father: of the child's family as a rule, the father as the patronymic says."""
    year = of.birth_date.year
    person = adult(chance, sex, (year - 36, year - 20))
    family = of.family if sex == MALE or chance.random() < 0.8 else person.family
    first_name = of.father if sex == MALE else person.first_name
    return replace(person, family=family, first_name=first_name)


def transliterated(text: str) -> str:
    """Latin letters, digits and nothing else: «Щукина» gives "shchukina"."""
    letters = (_LATIN.get(letter, letter) for letter in text.lower())
    return "".join(letters).replace("_", "")
