"""A made-up college with published passwords is served on this machine only."""

from __future__ import annotations

import socket

import pytest
from django.core.management import CommandError, call_command

from collegium.organization.models import College
from collegium.portal.serving import (
    ADDRESS_VARIABLE,
    ALLOWED_VARIABLE,
    demo_objection,
    is_loopback,
    objection_to_start,
)


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("localhost.example.ru", False),
        ("", False),
    ],
)
def test_is_loopback(host, answer):
    assert is_loopback(host) is answer


@pytest.mark.parametrize(
    ("is_demo", "host", "allowed", "served"),
    [
        (True, "127.0.0.1", "", True),
        (True, "0.0.0.0", "", False),
        (True, "0.0.0.0", "yes", False),
        (True, "0.0.0.0", "another", False),
        (True, "0.0.0.0", "collegium", True),
        (False, "0.0.0.0", "", True),
    ],
)
def test_a_demo_base_goes_abroad_by_its_name_only(is_demo, host, allowed, served):
    objection = demo_objection(is_demo=is_demo, database="collegium", host=host, allowed=allowed)
    assert (objection == "") is served


@pytest.mark.parametrize(
    ("environment", "served"),
    [
        ({}, False),
        ({ADDRESS_VARIABLE: "127.0.0.1"}, True),
        ({ADDRESS_VARIABLE: "0.0.0.0"}, False),
        ({ALLOWED_VARIABLE: "collegium"}, True),
    ],
)
def test_a_server_started_by_hand_must_have_been_vouched_for(environment, served):
    objection = objection_to_start(is_demo=True, database="collegium", environment=environment)
    assert (objection == "") is served


@pytest.mark.django_db
def test_the_command_refuses_a_demo_base_on_any_other_address(ours):
    College.objects.filter(pk=ours.college.pk).update(is_demo=True)
    with pytest.raises(CommandError, match="--serve-demo-base"):
        call_command("serve", "--host", "0.0.0.0")


@pytest.mark.django_db
def test_a_port_that_is_taken_is_said_with_the_way_out(ours):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"PORT={port + 1}"):
            call_command("serve", "--port", str(port))
