"""Every component in a real browser: accessible, legible in both themes, fitting any screen, and
doing what the front end promises, under the product's own content security policy."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from csp.constants import HEADER
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.ui.gallery import gallery

SITE = "http://gallery.test"
WIDTHS = [390, 768, 1366, 1920]


def answer(route: Route) -> None:
    """The gallery at the root, our static files under /static/, and nothing else."""
    path = route.request.url.removeprefix(SITE)
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/").split("#")[0])
        assert found, f"{path} is not built: make run or make test builds the front end"
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
    elif path.startswith("/?"):
        policy = {HEADER: build_policy()}
        route.fulfill(body=gallery(), content_type="text/html; charset=utf-8", headers=policy)
    else:
        route.fulfill(status=500)


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str], request) -> Iterator[Page]:
    options = getattr(request, "param", {})
    context = browser.new_context(
        **{"viewport": {"width": 1366, "height": 900}, "locale": "ru-RU", **options}
    )
    page = context.new_page()
    page.route("**/*", answer)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{SITE}/?page=2")
    yield page
    context.close()


SCREENS: list[dict[str, object]] = [
    {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    for scheme in ("light", "dark")
    for width in WIDTHS
]


def name_of(options: dict[str, object]) -> str:
    viewport = options["viewport"]
    return f"{options['color_scheme']}-{viewport['width']}"  # type: ignore[index]


@pytest.mark.parametrize("page", SCREENS, indirect=True, ids=name_of)
def test_accessible_and_fitting(page, faults):
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    named = [
        (violation["id"], node["html"][:160], node["failureSummary"][:300])
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert named == []
    assert overflow <= 0
    assert faults == []


def rows(page: Page) -> list[str]:
    return page.locator("#students tbody tr:visible .title").all_inner_texts()


def test_filter_finds_by_parts_of_words_and_is_remembered(page):
    field = page.get_by_placeholder("Найти по фамилии")
    field.fill("елк п")
    first = (rows(page), page.locator("[data-list-count]").inner_text())
    page.reload()
    again = (rows(page), field.input_value())
    field.fill("нет такого")
    page.get_by_role("button", name="Показать все").click()
    assert first == (["Ёлкин Пётр Ильич"], "Показано 1 из 2")
    assert again == (["Ёлкин Пётр Ильич"], "елк п")
    assert len(rows(page)) == 2


def test_order_by_a_column_is_said_and_remembered(page):
    page.get_by_role("button", name="Состояние").click()
    first = rows(page)[0]
    page.get_by_role("button", name="Состояние").click()
    page.reload()
    head = page.locator("#students th", has_text="Состояние")
    assert first != "Ёлкин Пётр Ильич"
    assert rows(page)[0] == "Ёлкин Пётр Ильич"
    assert head.get_attribute("aria-sort") == "descending"


def test_columns_are_chosen_and_leave_the_export(page):
    page.get_by_text("Столбцы").click()
    page.get_by_role("checkbox", name="Отметки").uncheck()
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать CSV").click()
    lines = Path(download.value.path()).read_bytes().decode("utf-8-sig").splitlines()
    assert download.value.suggested_filename == "students.csv"
    assert lines[:2] == ["№;ФИО;Состояние", "1;Ёлкин Пётр Ильич;учится"]


def test_a_dropped_file_is_taken_and_named(page):
    page.evaluate(
        """() => {
            const data = new DataTransfer()
            data.items.add(new File(["x".repeat(1536)], "план.plx"))
            const zone = document.querySelector("[data-file-drop]")
            zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true}))
        }"""
    )
    chosen = page.locator("[data-chosen]").inner_text().replace("\xa0", " ")
    assert chosen == "план.plx · 1,5 кБ"
    assert page.evaluate("document.getElementById('id_plx').files[0].name") == "план.plx"


def test_the_theme_changes_at_once(page):
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.locator(".app-person summary").click()
    page.get_by_role("button", name="Тёмные").click()
    dark = page.evaluate(background)
    page.get_by_role("button", name="Как в системе").click()
    assert dark != light
    assert page.evaluate(background) == light
    assert page.context.cookies() == []


def test_menus_close_by_escape_and_by_a_click_elsewhere(page):
    menu = page.locator(".app-person")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    by_key = (menu.get_attribute("open"), page.evaluate("document.activeElement.tagName"))
    menu.locator("summary").click()
    page.locator("h1").click()
    assert by_key == (None, "SUMMARY")
    assert menu.get_attribute("open") is None


def test_search_is_reached_in_any_keyboard_layout(page):
    page.keyboard.press("Control+KeyK")
    assert page.evaluate("document.activeElement.name") == "q"


def test_an_incomplete_form_is_not_sent_and_says_where(page):
    page.get_by_role("button", name="Сохранить").click()
    said = page.locator("form[data-dirty] .field-error").all_inner_texts()
    focused = page.evaluate("document.activeElement.id")
    page.get_by_label("Название").fill("Мастерская 5")
    page.keyboard.press("Tab")
    after = page.locator("form[data-dirty] .field-error").count()
    assert said == ["Заполните это поле."] * 3
    assert (focused, after) == ("id_title", 2)
    assert page.get_by_label("Название").get_attribute("aria-invalid") is None


def test_unsaved_changes_are_said_and_guarded(page):
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    note = page.get_by_text("Есть несохранённые изменения")
    before = note.is_visible()
    page.get_by_label("Название").press_sequentially("М")
    after = note.is_visible()
    page.goto(f"{SITE}/?page=1")
    assert (before, after, asked) == (False, True, ["beforeunload"])


def test_a_failed_request_says_what_to_do_until_it_is_closed(page):
    page.evaluate(
        """() => {
            const place = document.getElementById("main")
            place.insertAdjacentHTML("afterbegin", '<button id="go" hx-post="/down/">Го</button>')
            htmx.process(place)
        }"""
    )
    page.locator("#go").click()
    page.locator("#go").click()
    notes = page.locator(".toast-note p")
    notes.first.wait_for()
    said = notes.all_inner_texts()
    page.get_by_role("button", name="Закрыть").last.click()
    assert said == ["Сервер не справился. Введённое осталось на странице: повторите через минуту."]
    assert notes.count() == 0


@pytest.mark.parametrize(
    "page", [{"java_script_enabled": False}], indirect=True, ids=["no scripts"]
)
def test_pages_are_read_and_forms_are_sent_without_scripts(page):
    page.locator(".app-person summary").click()
    assert page.get_by_role("button", name="Выйти").is_visible()
    assert len(rows(page)) == 2
    assert page.get_by_label("Файл учебного плана").is_enabled()
    assert page.locator("[data-list-export]").is_hidden()
