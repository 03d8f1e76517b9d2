"""The second wall: the database itself keeps one college's rows from another's queries."""

import pytest
from django.db import ProgrammingError, connection

from collegium.core import tenancy, wall
from collegium.organization.queries import is_demo_base
from collegium.roster.models import Student, StudyGroup

pytestmark = pytest.mark.django_db


def test_a_query_that_forgets_to_filter_sees_the_open_college_only(ours, theirs):
    tenancy.enter([ours.college.pk])
    assert {s.college_id for s in Student.objects.all()} == {ours.college.pk}
    tenancy.enter([theirs.college.pk])
    assert {s.college_id for s in Student.objects.all()} == {theirs.college.pk}


def test_nothing_is_seen_when_no_college_is_open(ours, theirs):
    tenancy.enter([])
    assert [m.__name__ for m in wall.walled_models() if m.objects.exists()] == []


def test_a_row_cannot_be_written_into_a_closed_college(ours, theirs):
    tenancy.enter([ours.college.pk])
    with pytest.raises(ProgrammingError, match="row-level security"):
        StudyGroup.objects.create(
            college_id=theirs.college.pk,
            title="Чужая",
            curriculum_id=theirs.group.curriculum_id,
            admission_year=2026,
            existence="[2026-01-01,)",
        )


def test_a_row_of_a_closed_college_cannot_be_changed_or_deleted(ours, theirs):
    tenancy.enter([ours.college.pk])
    assert StudyGroup.objects.filter(pk=theirs.group.pk).update(title="Наша") == 0
    assert Student.objects.filter(pk=theirs.child.pk)._raw_delete("default") == 0


def test_the_application_role_owns_nothing_and_bypasses_nothing(ours):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class "
            "WHERE relowner = r.oid) FROM pg_roles r WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, 0)


def test_every_table_of_a_college_has_its_wall(ours):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid "
            "WHERE relrowsecurity AND polname = 'college_wall'"
        )
        walled = {row[0] for row in cursor.fetchall()}
    assert {m._meta.db_table for m in wall.walled_models()} - walled == set()


def test_a_demo_base_is_known_to_the_signed_out(ours, theirs):
    tenancy.enter([ours.college.pk])
    before = is_demo_base()
    ours.college.is_demo = True
    ours.college.save()
    tenancy.enter([])
    assert (before, is_demo_base()) == (False, True)
