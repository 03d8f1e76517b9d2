"""Bells: pairs that do not overlap, and lessons to come that follow their new times."""

import pytest

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.timetable.models import Claim, LessonSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def put(grid, theirs, sign_in):
    def do(slot, **fields):
        client = sign_in(grid.ours.user(Role.COORDINATOR))
        address = f"/timetable/lessonslot/{slot.pk}/" if slot else "/timetable/lessonslot/new/"
        response = client.post(address, {"number": 1, "starts": "09:00", "ends": "10:30", **fields})
        tenancy.enter([grid.ours.college.pk, theirs.college.pk])
        return response

    return do


def codes(response):
    errors = response.context["form"].errors.as_data()
    return {name: [e.code for e in found] for name, found in errors.items()}


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        ("10:29", "10:45", {"starts": ["overlap"]}),
        ("08:00", "20:00", {"starts": ["overlap"]}),
        ("21:00", "20:00", None),
        ("", "20:00", {"starts": ["required"]}),
    ],
)
def test_a_pair_that_overlaps_another_or_runs_backwards_is_refused(put, starts, ends, wrong):
    response = put(None, number=9, starts=starts, ends=ends)
    assert response.status_code == 422
    assert wrong is None or codes(response) == wrong
    assert not LessonSlot.objects.filter(number=9).exists()


def test_a_pair_beside_others_is_taken_and_may_touch_them(grid, put):
    assert put(None, number=9, starts="10:30", ends="11:00").status_code == 302
    assert put(grid.slots[0], starts="08:30", ends="10:30").status_code == 302


def test_bells_of_another_college_do_not_stand_in_the_way(grid, their_grid, put):
    grid.slots[0].delete()
    assert put(None).status_code == 302


def test_lessons_to_come_are_held_at_the_new_times_and_earlier_ones_at_the_old(grid, put):
    grid.entry(weekday=1)
    grid.entry(weekday=2, pair=2)
    grid.generate()
    zone = grid.ours.college.time_zone
    put(grid.slots[0], starts="08:00", ends="09:15")
    found = {
        (claim.meeting.slot.number, claim.meeting.date > grid.today): times(claim, zone)
        for claim in Claim.objects.select_related("meeting__slot")
    }
    assert found == {
        (1, False): ("09:00", "10:30"),
        (1, True): ("08:00", "09:15"),
        (2, False): ("11:00", "12:30"),
        (2, True): ("11:00", "12:30"),
    }


def times(claim, zone):
    from zoneinfo import ZoneInfo

    local = [m.astimezone(ZoneInfo(zone)) for m in (claim.during.lower, claim.during.upper)]
    return tuple(f"{moment:%H:%M}" for moment in local)
