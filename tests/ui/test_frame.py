"""The frame: language, colours, navigation, and the pages that tell of errors."""

from pathlib import Path

import lxml.html
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from tests.ui.gallery import gallery, render_text

LANGUAGE, THEME = "ui:language_set", "ui:theme_set"
FAILURE = Path(__file__).resolve().parent.parent.parent / "collegium/ui/templates/500.html"


def parsed(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(html)


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", "dark"), ("light", "light"), ("auto", None), ('"><b>', None)]
)
def test_theme_comes_from_the_cookie(cookie, attribute):
    page = parsed(gallery(cookie))
    pressed = page.xpath("//button[@name='theme'][@aria-pressed='true']/@value")
    assert (page.get("data-bs-theme"), pressed) == (attribute, [attribute or "auto"])


def test_navigation_marks_the_open_page_for_eyes_and_ears():
    page = parsed(gallery())
    for place in ("app-side", "app-bottom"):
        marked = page.xpath(f"//nav[@class='{place}']//a[@aria-current='page']/@href")
        assert marked == ["/groups/"]


def test_a_phone_shows_four_entries_and_all_of_them_behind_more():
    page = parsed(gallery())
    assert len(page.xpath("//nav[@class='app-bottom']/a")) == 4
    assert page.xpath("//nav[@class='app-bottom']/button/@popovertarget") == ["navigation-all"]
    assert len(page.xpath("//*[@id='navigation-all']//a")) == 5


def test_the_first_stop_leads_to_the_content():
    page = parsed(gallery())
    first = page.xpath("//body//*[self::a or self::button or self::input]")[0]
    assert first.get("href") == "#main"
    assert page.get_element_by_id("main").tag == "main"


def test_a_page_without_anything_from_the_context_still_stands():
    page = parsed(
        render_text('{% extends "ui/base.html" %}{% block content %}Тут{% endblock %}', {})
    )
    assert page.xpath("//nav") == []
    assert "Тут" in page.get_element_by_id("main").text_content()


def test_language_is_the_readers_choice_and_never_the_browsers(client, db):
    english = {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"}
    languages = [parsed(client.get("/sign-in/", **english).content).get("lang")]
    answer = client.post(reverse(LANGUAGE), {"language": "en", "next": "/sign-in/"})
    languages.append(parsed(client.get("/sign-in/").content).get("lang"))
    client.post(reverse(LANGUAGE), {"language": "xx", "next": "/sign-in/"})
    languages.append(parsed(client.get("/sign-in/").content).get("lang"))
    assert (answer.status_code, answer.url, languages) == (302, "/sign-in/", ["ru", "en", "en"])


def test_theme_is_kept_for_a_year_and_forgotten_on_request(client, db):
    client.post(reverse(THEME), {"theme": "dark", "next": "/sign-in/"})
    kept = client.cookies["theme"]
    before = (kept.value, kept["max-age"], kept["samesite"])
    page = parsed(client.get("/sign-in/").content)
    client.post(reverse(THEME), {"theme": "auto"})
    assert before == ("dark", 31_536_000, "Lax")
    assert page.get("data-bs-theme") == "dark"
    assert client.cookies["theme"].value == ""


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/x", "javascript:1", ""])
def test_the_way_back_stays_at_home(client, db, page):
    answer = client.post(reverse(THEME), {"theme": "dark", "next": page})
    assert answer.url == "/"


@pytest.mark.parametrize("route", [LANGUAGE, THEME])
def test_choices_are_made_by_post_alone(client, db, route):
    assert client.get(reverse(route)).status_code == 405


@pytest.mark.parametrize(
    ("template", "context", "expected"),
    [
        ("400.html", {}, "Запрос не удалось разобрать"),
        ("403.html", {}, "Ваши роли не дают к этому доступа."),
        ("403.html", {"reason": "Семестр закрыт."}, "Семестр закрыт."),
        ("404.html", {}, "Такой страницы нет"),
        ("413.html", {}, "Сервер принимает файлы до 20 МБ."),
    ],
)
def test_error_pages_say_what_and_what_next(template, context, expected):
    request = RequestFactory().get("/")
    with translation.override("ru"):
        page = parsed(render_to_string(template, context, request))
    assert expected in page.text_content()
    assert page.xpath("//main//a/@href") == ["/"]
    assert len(page.xpath("//h1")) == 1


def test_a_refusal_page_names_its_reason_for_programs_too():
    request = RequestFactory().get("/")
    page = parsed(render_to_string("403.html", {"reason": "Семестр закрыт."}, request))
    assert [e.text_content().strip() for e in page.xpath("//*[@data-reason]")] == [
        "Семестр закрыт."
    ]


def test_the_page_of_a_failed_server_needs_nothing():
    source = FAILURE.read_text()
    assert "{%" not in source
    assert "{{" not in source
    assert parsed(source).xpath("//main//a/@href") == ["/", "/"]
