"""Row history: the database keeps every old version, whatever path the change takes."""

from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from collegium.core import wall
from collegium.roster.models import Student, StudyGroup

pytestmark = pytest.mark.django_db
Event: Any = StudyGroup.pgh_event_model  # type: ignore[attr-defined]  # made by the tracking


def old_titles(group):
    rows = Event.objects.filter(pgh_obj_id=group.pk).order_by("pk")
    return list(rows.values_list("pgh_label", "title"))


def test_save_update_and_raw_sql_all_leave_the_old_version(ours):
    group = ours.group
    group.title = "А"
    group.save()
    StudyGroup.objects.filter(pk=group.pk).update(title="Б")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE roster_studygroup SET title = 'В' WHERE id = %s", [group.pk])
    StudyGroup.objects.bulk_update([StudyGroup(pk=group.pk, title="Г")], ["title"])
    assert old_titles(group) == [("update", t) for t in ("И-11", "А", "Б", "В")]


def test_a_deleted_row_stays_in_the_history(ours):
    from tests.factories import make_student

    student = make_student(ours.college)
    pk, name = student.pk, student.last_name
    student.delete()
    row = Student.pgh_event_model.objects.get(pgh_obj_id=pk)
    assert (row.pgh_label, row.last_name) == ("delete", name)


def test_a_save_that_changes_nothing_leaves_no_version(ours):
    ours.group.save()
    assert old_titles(ours.group) == []


def test_the_application_can_neither_change_nor_delete_a_version(ours):
    StudyGroup.objects.filter(pk=ours.group.pk).update(title="Б")
    for statement in (
        "UPDATE roster_studygroupevent SET title = ''",
        "DELETE FROM roster_studygroupevent",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_another_colleges_versions_are_behind_the_wall(ours, theirs):
    from collegium.core import tenancy

    StudyGroup.objects.filter(pk=theirs.group.pk).update(title="Б")
    tenancy.enter([ours.college.pk])
    assert Event.objects.count() == 0


def test_every_tracked_table_has_its_triggers(ours):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%'"
        )
        triggers = [row[0] for row in cursor.fetchall()]
    tracked = [e.pgh_tracked_model._meta.db_table for e in apps.get_models() if wall.is_history(e)]
    assert {t: triggers.count(t) for t in tracked} == dict.fromkeys(tracked, 2)
