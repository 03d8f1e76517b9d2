"""How large a college is: which groups it has and how many people work in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle

GROUP_SIZE = 25
# Programmes of `curricula.data_files` by what their groups are called.
LETTERS = {"09.02.07": "ИС", "23.02.07": "АТ", "15.01.05": "С"}
# In the order in which a growing college opens groups: programme and course.
CELLS = [
    ("09.02.07", 2),
    ("23.02.07", 1),
    ("09.02.07", 1),
    ("23.02.07", 2),
    ("15.01.05", 1),
    ("09.02.07", 3),
    ("23.02.07", 3),
    ("15.01.05", 2),
    ("09.02.07", 4),
    ("23.02.07", 4),
]


@dataclass(frozen=True, slots=True)
class GroupShape:
    """A group to be made: «ИС-21» is the first group of the second course."""

    program: str
    course: int
    number: int
    size: int

    @property
    def title(self) -> str:
        return f"{LETTERS[self.program]}-{self.course}{self.number}"


@dataclass(frozen=True, slots=True)
class CollegeShape:
    groups: tuple[GroupShape, ...]
    teachers: int


def college_shape(students: int) -> CollegeShape:
    """Groups of at most 25, spread over programmes and courses, with teachers to match.

    Forty groups have sixty teachers, seven have twenty-seven.
    """
    count = max(1, -(-students // GROUP_SIZE))
    sizes = [students // count + (place < students % count) for place in range(count)]
    cells = sorted(_cells(count), key=lambda cell: (CELLS.index(cell[:2]), cell[2]))
    groups = [GroupShape(*cell, size) for cell, size in zip(cells, sizes, strict=True)]
    return CollegeShape(tuple(groups), teachers=min(20 + count, 7 * count))


def _cells(count: int) -> list[tuple[str, int, int]]:
    numbers = dict.fromkeys(CELLS, 0)
    found = []
    for cell, _ in zip(cycle(CELLS), range(count), strict=False):
        numbers[cell] += 1
        found.append((*cell, numbers[cell]))
    return found
