"""Short titles for phones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegium.curricula.titles import LIMIT, short_title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("История", "История"),
        ("  Физическая   культура ", "Физическая культура"),
        ("Иностранный язык в профессиональной деятельности", "Инос. язык в проф. деят."),
        ("", ""),
    ],
)
def test_short_title(title, short):
    assert short_title(title) == short


@given(st.text(max_size=200))
def test_a_short_title_always_fits(title):
    assert bool(title.strip()) <= len(short_title(title)) <= LIMIT
