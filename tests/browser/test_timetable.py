"""Assigning teachers and laying out a week in a real browser, by the keyboard alone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]
ADDRESSES = ["/load/", "/load/teachers/", "/timetable/", "/timetable/grid/"]


def wider(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")


def violations(page: Page) -> list[object]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def open_group(somebody, path: str) -> Page:
    """The first group of the list that stands at this address."""
    page = somebody.open(path)
    page.locator("tbody a").first.click()
    page.wait_for_url(re.compile("group="))
    return page


def cell(page: Page, weekday: int, pair: int):
    row = page.locator(".week-grid tbody tr").nth(pair - 1)
    return row.locator(f"td[data-weekday='{weekday}']")


def look(page: Page, theme: str) -> dict:
    """What is wrong with the page at each width, and with its accessibility at two."""
    wrong: dict = {}
    for width in (390, 768, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        found: list[object] = [wider(page)] if wider(page) else []
        found += [*violations(page)] if width == {"light": 1366, "dark": 390}[theme] else []
        if found:
            wrong[page.url, theme, width] = found
    return wrong


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("login", ["coordinator", "deputy"])
def test_pages_are_accessible_and_fit_every_screen(person, login, theme):
    somebody = person(login)
    somebody.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    wrong: dict = {}
    for path in ADDRESSES:
        wrong |= look(somebody.open(path), theme)
    for path in ("/load/", "/timetable/grid/"):
        wrong |= look(open_group(somebody, path), theme)
    if login == "coordinator":
        somebody.page.locator(".cell-add:visible").first.click()
        somebody.page.wait_for_selector("dialog[open]")
        wrong |= look(somebody.page, theme)
    assert wrong == {}


def test_a_week_is_laid_out_by_the_keyboard(person):
    page = open_group(person("coordinator"), "/timetable/grid/")
    free, other = cell(page, 1, 6), cell(page, 2, 6)
    free.locator("a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] #id_section")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog #id_employee")).not_to_have_value("")
    expect(page.locator("dialog #id_section")).to_be_focused()
    chosen = page.locator("dialog #id_section option:checked").inner_text()
    subject = chosen.split(" — ")[0]
    page.locator("dialog .btn-primary").press("Enter")
    expect(free.locator(".place-title")).to_have_text(subject)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(free.locator("a")).to_be_focused()
    page.keyboard.press("Control+x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+v")
    expect(other.locator(".place-title")).to_have_text(subject)
    expect(free.locator(".place")).to_have_count(0)
    expect(other.locator("a")).to_be_focused()
    page.keyboard.press("Delete")
    expect(other.locator(".place")).to_have_count(0)
    page.get_by_role("button", name="Вернуть").press("Enter")
    expect(other.locator(".place-title")).to_have_text(subject)
    expect(page.locator("#week .alert")).to_contain_text("Занятия расходятся с сеткой")


def test_a_place_is_dragged_and_a_taken_hour_says_what_takes_it(person):
    # High enough for the whole week: what is dragged does not scroll.
    somebody = person("coordinator", viewport={"width": 1366, "height": 1300})
    page = open_group(somebody, "/timetable/grid/")
    place = cell(page, 6, 1).locator(".place")
    title = place.locator(".place-title").inner_text()
    place.drag_to(cell(page, 6, 6))
    expect(cell(page, 6, 6).locator(".place-title")).to_have_text(title)
    cell(page, 6, 6).locator(".place").drag_to(cell(page, 6, 2))
    expect(page.locator("#toasts")).to_contain_text("Группа занята")
    expect(cell(page, 6, 6).locator(".place-title")).to_have_text(title)


def test_escape_closes_the_form_and_returns_to_the_cell(person):
    page = open_group(person("coordinator"), "/timetable/grid/")
    link = cell(page, 3, 6).locator("a")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] #id_section")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(link).to_be_focused()


def test_a_phone_shows_one_day_and_keeps_it(person):
    page = open_group(
        person("coordinator", viewport={"width": 390, "height": 800}), "/timetable/grid/"
    )
    page.get_by_role("link", name="Чт Четверг").click()
    expect(cell(page, 4, 1)).to_be_visible()
    expect(cell(page, 3, 1)).to_be_hidden()
    cell(page, 4, 6).locator("a").click()
    page.locator("dialog #id_section").select_option(index=1)
    expect(page.locator("dialog #id_employee")).not_to_have_value("")
    page.locator("dialog .btn-primary").click()
    expect(cell(page, 4, 6).locator(".place")).to_be_visible()
    expect(cell(page, 3, 1)).to_be_hidden()


def test_teachers_are_named_by_typing_and_what_is_wrong_stays(person):
    page = open_group(person("coordinator"), "/load/")
    row = page.locator("tbody tr").first
    row.get_by_role("link", name="Изменить").press("Enter")
    name = row.locator("input[name$='-0-teacher']")
    expect(name).to_be_focused()
    name.fill("Никто")
    name.press("Enter")
    expect(row.locator(".field-error")).to_be_visible()
    expect(name).to_have_value("Никто")
    people = page.locator("#people option")
    chosen = people.nth(0).get_attribute("value")
    name.fill(chosen)
    name.press("Enter")
    expect(row.locator(".saved")).to_be_visible()
    expect(row.locator(".teachers")).to_contain_text(chosen)


def test_a_lesson_of_the_week_opens_its_journal(person):
    page = person("teacher").open("/timetable/")
    page.locator(".week-grid .place-title a").first.click()
    page.wait_for_url(re.compile(r"/journal/\d+/"))
