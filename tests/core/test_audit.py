"""The journal of actions: written with the action, chained, and never changed."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction

from collegium.core.access import Role
from collegium.core.audit import record
from collegium.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_record_keeps_who_what_and_the_link_to_the_entry_before(ours):
    user = ours.user(Role.TEACHER)
    record(user, "group.renamed", ours.group, title=["И-1", "И-11"])
    record(None, "group.checked", ours.group)
    first, second = AuditEntry.objects.filter(college_id=ours.college.pk).order_by("number")
    assert (first.number, first.actor_id, first.role, first.verb, first.changes) == (
        1,
        user.pk,
        "teacher",
        "group.renamed",
        {"title": ["И-1", "И-11"]},
    )
    assert (second.number, second.prev_hash, second.actor_id) == (2, first.hash, None)


@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditentry SET verb = 'x'", "DELETE FROM core_auditentry"]
)
def test_the_application_cannot_change_an_entry(ours, statement):
    record(None, "group.checked", ours.group)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_colleges_have_chains_of_their_own(ours, theirs):
    record(None, "group.checked", ours.group)
    record(None, "group.checked", theirs.group)
    numbers = AuditEntry.objects.values_list("college_id", "number")
    assert sorted(numbers) == sorted([(ours.college.pk, 1), (theirs.college.pk, 1)])


def test_changes_of_every_kind_are_kept_as_plain_values(ours):
    record(
        None,
        "slot.update",
        ours.group,
        starts=[time(8, 30), time(9)],
        day=date(2026, 11, 23),
        hours=Decimal("1.5"),
        people=(ours.child, ours.child),
        text="а\x00б",
    )
    entry = AuditEntry.objects.get(college_id=ours.college.pk)
    assert entry.changes == {
        "starts": ["08:30:00", "09:00:00"],
        "day": "2026-11-23",
        "hours": "1.5",
        "people": [ours.child.pk, ours.child.pk],
        "text": "а\\u0000б",
    }
