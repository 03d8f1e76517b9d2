"""How figures are written."""

from decimal import Decimal

import pytest

from collegium.portal.queries.figures import Figure
from collegium.portal.templatetags.portal import (
    change,
    change_points,
    direction,
    figure,
    percent,
    sparkline,
    tone,
)

D = Decimal


@pytest.mark.parametrize(
    ("value", "whole", "share"),
    [(None, "—", "—"), (D("86.5"), "87", "87\xa0%"), (D(0), "0", "0\xa0%")],
)
def test_a_figure_is_rounded_once(value, whole, share):
    assert (figure(value), percent(value)) == (whole, share)


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (D(90), D("87.5"), ("+3", "up", "ok")),
        (D(80), D(90), ("−10", "down", "warn")),
        (D(90), D("89.6"), ("", "", "plain")),
        (D(90), None, ("", "", "plain")),
        (None, D(90), ("", "", "plain")),
    ],
)
def test_a_change_has_its_sign_its_arrow_and_its_tone(now, before, shown):
    value = Figure(now, before)
    assert (change(value), direction(value), tone(value)) == shown


def test_shares_differ_by_points():
    assert change_points(Figure(D(90), D(88))) == "+2 п. п."
    assert change_points(Figure(D(90), D(90))) == ""


def test_the_line_of_a_mean_goes_from_two_to_five():
    line = sparkline([D(5), D("3.5"), D(2)])
    assert 'points="0.0,0.0 30.0,9.0 60.0,18.0"' in line
    assert sparkline([D(5), D(4)]) == ""
