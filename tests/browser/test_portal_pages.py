"""Desks and the diary in a real browser: accessible in both themes, fitting any screen, and led by
the keyboard alone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PAGES = {
    "teacher": ["/"],
    "advisor": ["/"],
    "coordinator": ["/"],
    "deputy": ["/", "/late/"],
    "director": ["/"],
    "registrar": ["/"],
    "personnel": ["/"],
    "admin": ["/"],
    "student": ["/diary/", "/diary/absences/"],
    "guardian": ["/diary/", "/diary/subjects/"],
}
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]


def wider(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return int(page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"))


def violations(page: Page) -> list[object]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("login", PAGES)
def test_pages_are_accessible_and_fit_every_screen(person, login):
    somebody = person(login)
    wrong = {}
    for path in PAGES[login]:
        for theme, looked_at in [("light", 1366), ("dark", 390)]:
            # Before the page is opened: colours that still change are no colours to judge.
            somebody.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page = somebody.open(path)
            for width in (390, 768, 1366, 1920):
                page.set_viewport_size({"width": width, "height": 800})
                found = [wider(page)] if wider(page) else []
                found += violations(page) if width == looked_at else []
                if found:
                    wrong[path, theme, width] = found
    assert wrong == {}


def test_a_mark_opens_to_what_it_was_for_when_and_by_whom(person):
    page = person("student").open("/diary/subjects/")
    mark = page.locator(".subject-marks a").first
    value = mark.inner_text().split(",")[0].strip()
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#mark-\d+$"))
    entry = page.locator(":target")
    expect(entry).to_be_in_viewport()
    expect(entry.locator(".mark")).to_have_text(value)
    expect(entry).to_contain_text(re.compile(r"вес \d.*, \d\d\.\d\d\.\d{4} \d\d:\d\d"))


def test_a_guardian_goes_from_child_to_child_and_from_week_to_week(person):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    page = person("guardian", **phone).open("/diary/")
    heading = page.get_by_role("heading", level=1)
    first = heading.inner_text()
    page.get_by_role("navigation", name="Чей дневник").locator("a:not([aria-current])").tap()
    expect(heading).not_to_have_text(first)
    second = heading.inner_text()
    page.get_by_role("link", name="Отметки", exact=True).tap()
    expect(heading).to_have_text(second)
    page.get_by_role("link", name="Дневник", exact=True).tap()
    page.get_by_role("link", name="Предыдущая неделя").tap()
    page.get_by_role("link", name="Вернуться к сегодняшнему дню").tap()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Сегодня")


def test_the_teacher_is_one_key_from_the_journal(person):
    page = person("teacher").open("/")
    page.get_by_role("link", name="Открыть журнал").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/journal/\d+/\?lesson=\d+$"))
    expect(page.get_by_role("grid")).to_be_visible()
