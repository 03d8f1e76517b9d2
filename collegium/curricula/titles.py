"""Titles short enough for a phone: «Иностранный язык в профессиональной деятельности» is not."""

from __future__ import annotations

LIMIT = 24
SMALL = {"в", "и", "на", "с", "по", "для", "к", "о", "об", "из", "при", "от", "за", "или"}
VOWELS = set("аеёиоуыэюяьъaeiouy")


def short_title(title: str, limit: int = LIMIT) -> str:
    """The title in at most `limit` characters: whole if it fits, else its words cut and joined.

    Words lose their tails first («Проф. деят-сть» style: cut after a consonant, with a dot), then
    the last words are left out.
    """
    words = title.split()
    if len(" ".join(words)) <= limit:
        return " ".join(words)
    for length in (8, 6, 5, 4, 3):
        cut = " ".join(_cut(word, length) for word in words)
        if len(cut) <= limit:
            return cut
    kept = [_cut(word, 4) for word in words if word.lower() not in SMALL]
    while kept and len(" ".join(kept)) > limit:
        kept.pop()
    return " ".join(kept) or title[: limit - 1] + "…"


def _cut(word: str, length: int) -> str:
    """«деятельности» → «деят.»: cut at most at `length`, never after a vowel."""
    if len(word) <= length + 2:
        return word
    end = length
    while end > 2 and word[end - 1].lower() in VOWELS:
        end -= 1
    return f"{word[:end]}."
