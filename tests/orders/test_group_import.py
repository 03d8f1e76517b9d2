"""The first step of an import: a group, a file, and what is said of a file that is none."""

import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from collegium.core import tenancy
from collegium.core.access import Role
from collegium.orders.models import RosterUpload
from tests.core.document_files import VALUE, by_openpyxl, workbook
from tests.factories import make_college
from tests.orders.lists import ANNA, BORIS, HEADINGS, make_group, sent, table

URL = "/orders/import/"


@pytest.fixture
def page(sign_in, registrar):
    return sign_in(registrar)


def send(page, group, data, name="список.csv"):
    return page.post(URL, {"group": group.pk, "file": sent(data, name)})


def codes(response):
    form = response.context["form"]
    return {name: [e.code for e in errors.as_data()] for name, errors in form.errors.items()}


def test_page_offers_the_groups_that_are_and_will_be(page, ours, group):
    past = make_group(ours, "Н-01")
    type(past).objects.filter(pk=past.pk).update(existence="[2020-09-01,2024-07-01)")
    response = page.get(URL, {"group": group.pk})
    assert response.status_code == 200
    assert {g.title for g in response.context["form"].fields["group"].queryset} == {
        "И-11",
        "И-12",
        "Н-11",
    }
    assert f'<option value="{group.pk}" selected>' in response.content.decode()


@pytest.mark.parametrize("name", ["список.csv", "список.xlsx", "без расширения"])
def test_a_list_is_kept_and_shown(page, ours, group, name):
    data = by_openpyxl(lambda book: [book.active.append(row) for row in (HEADINGS, ANNA, BORIS)])
    response = send(page, group, data, name)
    upload = RosterUpload.objects.get()
    assert (response.status_code, response.url) == (
        302,
        reverse("orders:upload_detail", args=[upload.pk]),
    )
    assert (upload.college, upload.group, upload.name, bytes(upload.data)) == (
        ours.college,
        group,
        name,
        data,
    )


def test_waiting_lists_are_named_to_the_own_college_alone(page, theirs, their_group, upload):
    tenancy.enter([theirs.college.pk])
    RosterUpload.objects.create(
        college=theirs.college,
        group=their_group,
        name="чужой.csv",
        data=b"x",
        hash="",
        sent_by=theirs.users[Role.REGISTRAR],
    )
    text = page.get(URL).content.decode()
    assert "список.csv" in text
    assert "чужой.csv" not in text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "foreign-format"),
        (b"", "empty"),
        (b" \n", "empty"),
        (workbook(VALUE)[:200], "damaged"),
        (workbook("0" * 100_000_000), "too-much-inside"),
        ("Фамилия;Имя\nИва\0нов;Иван".encode(), "null-character"),
        ("Фамилия;Имя\nИванов;Иван".encode("euc-kr", "replace") + b"\xff\xfe", "encoding"),
        (b"x;y\n" * 7_500_000, "too-large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old-xls"),
        ("Один;Два\n1;2".encode(), "no-headings"),
        (table(), "no-rows"),
        (table(ANNA, headings=["Фамилия", *["x"] * 7]), "name-column-missing"),
        (table(ANNA, headings=[*HEADINGS[:-1], "Тел."]), "heading-twice"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(page, group, data, code):
    response = send(page, group, data, "список.xlsx")
    assert response.status_code == 422
    assert codes(response) == {"file": [code]}
    assert not RosterUpload.objects.exists()
    # What was chosen stays chosen.
    assert f'<option value="{group.pk}" selected>' in response.content.decode()


def test_hostile_xml_is_refused(page, group, shared_data):
    for bomb in sorted((shared_data / "xml_bombs").glob("*.xml")):
        content = bomb.read_bytes()
        response = send(page, group, workbook(VALUE, **{"xl/worksheets/s.xml": content}), "x.xlsx")
        assert response.status_code == 422, bomb.name
        assert codes(response)["file"][0] in {"doctype", "damaged", "no-sheet"}
    assert not RosterUpload.objects.exists()


def test_place_of_a_fault_is_said(page, group):
    def fill(book):
        book.active.append(["Фамилия", "Имя"])
        book.active.append(["Иванов", "=A1"])

    text = send(page, group, by_openpyxl(fill), "x.xlsx").content.decode()
    assert "ячейка B2" in text


def test_neither_group_nor_file(page):
    response = page.post(URL, {})
    assert response.status_code == 422
    assert codes(response) == {"group": ["required"], "file": ["required"]}


def test_a_group_of_another_college_is_none(page, their_group):
    response = send(page, their_group, table(ANNA))
    assert response.status_code == 422
    assert codes(response) == {"group": ["invalid_choice"]}
    tenancy.enter([their_group.college_id])
    assert not RosterUpload.objects.exists()


def test_page_takes_as_many_queries_for_one_group_as_for_many(
    page, ours, upload, django_assert_max_num_queries, django_assert_num_queries
):
    page.get(URL)  # the first request of a session chooses the college
    with django_assert_max_num_queries(10) as seen:
        page.get(URL)
    tenancy.enter([ours.college.pk])
    for number in range(3):
        make_group(ours, f"Н-2{number}")
    with django_assert_num_queries(len(seen)):
        page.get(URL)


# --- the template ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_template_is_a_list_once_it_is_filled_in(page, ours, group, kind):
    response = page.get(f"/orders/import/template.{kind}")
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    row = ["Ким", "Вера", "Ивановна", "09.05.2010", "ж", "89141234567", "v@mail.ru", "", "бюджет"]
    row += ["Ким Ольга", "89140000001", "o@mail.ru", "Ким Иван", "", "", "", "", ""]
    if kind == "csv":
        data = response.content + ";".join(row).encode()
    else:
        path = io.BytesIO(response.content)
        book = openpyxl.load_workbook(path)
        book.active.append(row)
        data = by_openpyxl(lambda new: [new.active.append(r) for r in book.active.values])
    assert send(page, group, data).status_code == 302
    tenancy.enter([ours.college.pk])
    upload = RosterUpload.objects.get()
    reading = page.get(reverse("orders:upload_detail", args=[upload.pk])).context["reading"]
    assert reading.findings == []
    assert [guardian.whom for guardian in reading.students[0].guardians] == ["mother", "father"]


def test_template_of_excel_is_a_sound_archive(page):
    content = page.get("/orders/import/template.xlsx").content
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None


def test_no_other_kind_of_template(page):
    assert page.get("/orders/import/template.exe").status_code == 404


def test_a_second_college_changes_nothing(page, group):
    """A registrar of two colleges enrols where they are signed in."""
    other = make_college("Третий колледж")
    tenancy.enter([group.college_id, other.college.pk])
    response = page.get(URL)
    assert "Третий" not in response.content.decode()
