"""Refusals as people and programs get them, and what is left of a request that broke."""

import json

import pytest
from django.test import Client

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.timetable.models import Lesson
from tests.factories import make_lesson


@pytest.fixture
def refused(ours, sign_in):
    """A deputy tries to write into a journal that a deputy may read."""
    lesson = make_lesson(ours.section)
    client = sign_in(ours.user(Role.DEPUTY))
    data = {"request": "0f9d7a4e-0000-4000-8000-000000000000", "seen": 1, "topic": "Тема"}

    def send(**headers):
        return client.post(
            f"/journal/{ours.section.pk}/lessons/{lesson.pk}/",
            json.dumps(data),
            content_type="application/json",
            headers=headers,
        )

    return send


def test_a_person_reads_the_reason(refused):
    answer = refused()
    assert (answer.status_code, answer.templates[0].name) == (403, "403.html")
    assert answer.context["code"] == "not-your-section"
    assert str(answer.context["reason"]) in answer.content.decode()


def test_a_program_gets_the_code(refused):
    answer = refused(accept="application/json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "not-your-section"


def test_a_form_without_its_secret_is_refused_with_a_way_out(ours):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ours.user(Role.TEACHER))
    answer = client.post("/sign-out/")
    assert answer.status_code == 403
    assert "data-reason" in answer.content.decode()


def test_a_request_that_breaks_leaves_nothing_behind(ours, sign_in, settings):
    settings.ROOT_URLCONF = "tests.portal.broken_urls"
    lesson = make_lesson(ours.section)
    client = sign_in(ours.user(Role.TEACHER))
    client.raise_request_exception = False
    assert client.post(f"/break/{lesson.pk}/").status_code == 500
    tenancy.enter([ours.college.pk])
    assert Lesson.objects.get(pk=lesson.pk).topic == ""
