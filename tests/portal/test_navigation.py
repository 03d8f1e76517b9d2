"""The navigation leads where the person's work is, and nowhere else."""

import pytest
from django.urls import reverse

from collegium.core.access import Role
from collegium.portal.navigation import ENTRIES, links

PEOPLE = [role for role in Role if role is not Role.OPERATOR]


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_has_seven_entries_at_most_and_one_at_least(role):
    assert 1 <= len(links([role], "/")) <= 7


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.route)
def test_every_entry_leads_somewhere(entry):
    assert reverse(entry.route).startswith("/")


@pytest.mark.parametrize("role", PEOPLE)
def test_every_entry_opens_for_who_is_shown_it(ours, sign_in, role):
    client = sign_in(ours.user(role))
    urls = [link.url for link in links([role], "/")]
    assert {url: client.get(url, follow=True).status_code for url in urls} == dict.fromkeys(
        urls, 200
    )


@pytest.mark.parametrize(
    ("path", "page", "active"),
    [
        ("/", "portal:home", "portal:home"),
        ("/journal/5/", "gradebook:section_detail", "gradebook:journal_list"),
        ("/nowhere/", "", None),
    ],
)
def test_the_entry_of_the_present_page_is_marked(path, page, active):
    marked = [link.url for link in links([Role.TEACHER], path, page) if link.active]
    assert marked == ([reverse(active)] if active else [])


def test_a_subject_of_the_diary_belongs_to_marks():
    marked = [
        link.url
        for link in links([Role.STUDENT], "/diary/3/subjects/4/", "portal:diary_subject")
        if link.active
    ]
    assert marked == [reverse("portal:diary_subjects")]


def test_an_entry_whose_app_is_not_served_is_left_out(settings):
    settings.ROOT_URLCONF = "collegium.accounts.urls"
    assert links(PEOPLE, "/") == []
