"""The main job whole: from a curriculum file to a mark in the journal of a new group."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.curricula.plx_files import REAL_PLAN, PlanFile

STUDENTS = 25


def plan_of(term: int, year: int) -> bytes:
    """A plan whose first course is taught in the semester that is on."""
    plan = PlanFile()
    for record in plan.tables["ПланыНовыеЧасы"]:
        record["Семестр"] = str(term)
    plan.tables["Планы"][0]["ГодНачалаПодготовки"] = str(year)
    return plan.data()


def roster() -> bytes:
    """Twenty-five people in a column order of nobody's template."""
    rows = [
        f"Пётр;Новиков{'абвгдежзиклмнопрстуфхцчшэ'[n]};Ильич;{n + 1:02}.02.2009"
        for n in range(STUDENTS)
    ]
    return "\n".join(["Имя;Фамилия;Отчество;Дата рождения", *rows]).encode()


def import_plan(page: Page, url: str, name: str, data: bytes) -> None:
    page.goto(f"{url}/curricula/import/")
    page.set_input_files(
        "input[type=file]", FilePayload(name=name, mimeType="application/xml", buffer=data)
    )
    page.get_by_role("button", name="Проверить файл").click()
    page.get_by_role("button", name="Сохранить учебный план").click()
    expect(page).to_have_url(re.compile(r"/curricula/\d+/$"))


def term_on(page: Page) -> tuple[int, int]:
    """(calendar year in which the study year begins, number of the semester)."""
    text = page.locator(".app-period").inner_text()
    return int(text[:4]), int(text.split(", ")[1][0])


def enrol_group(registrar, year: int, plan: str) -> None:
    page = registrar.open("/groups/new/")
    page.get_by_label("Название").fill("НГ-11")
    choice = page.locator("#id_curriculum option").filter(has_text=plan).first
    page.select_option("#id_curriculum", choice.get_attribute("value"))
    page.fill("#id_admission_year", str(year))
    page.fill("#id_starts", f"{year}-09-01")
    page.locator("main form .btn-primary").first.click()
    registrar.open("/orders/import/")
    group = page.locator("#id_group option").filter(has_text="НГ-11").get_attribute("value")
    page.select_option("#id_group", group)
    file = FilePayload(name="группа.csv", mimeType="text/csv", buffer=roster())
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="Проверить список").click()
    page.fill("#id_number", "901")
    page.fill("#id_date", f"{year}-08-20")
    page.fill("#id_effective", f"{year}-09-01")
    page.locator("form[action$='/enact/'] .btn-primary").click()
    expect(page).to_have_url(re.compile(r"/orders/\d+/$"))
    expect(page.locator("tbody tr")).to_have_count(STUDENTS)


def teach(coordinator, teacher: str) -> None:
    """The teacher takes the subject; it gets a pair on a free hour; lessons are made of it."""
    page = coordinator.open("/load/")
    page.locator("tbody a", has_text="НГ-11").click()
    row = page.locator("tbody tr", has_text="ОП.01")
    row.locator("input[data-teacher]").fill(teacher)
    row.locator("input[data-teacher]").press("Enter")
    expect(row.locator(".teachers")).to_contain_text(teacher.split(maxsplit=1)[0])
    page.get_by_role("link", name="Составить неделю").click()
    for weekday in range(1, 7):
        cell = page.locator(".week-grid tbody tr").nth(5).locator(f"td[data-weekday='{weekday}']")
        cell.locator("a").first.click()
        page.locator("dialog #id_section").select_option(index=1)
        expect(page.locator("dialog #id_employee")).not_to_have_value("")
        page.locator("dialog .btn-primary").click()
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(cell.locator(".place")).to_have_count(1)
    page.get_by_role("link", name=re.compile("Создать занятия")).first.click()
    first_day = page.locator("input[type=date][name=since]")
    first_day.fill(first_day.get_attribute("min"))
    page.get_by_role("button", name="Пересчитать").click()
    page.get_by_role("button", name=re.compile("Создать занятия")).click()
    expect(page.locator("main")).to_contain_text("занят")


@pytest.mark.clause("2.2.1")
def test_from_a_curriculum_file_to_a_mark(person):
    coordinator = person("coordinator")
    page = coordinator.page
    year, number = term_on(page)
    import_plan(page, coordinator.server.url, "план.plx", plan_of(number, year))
    enrol_group(person("registrar"), year, page.locator("h1").inner_text().split(",")[0])
    teacher = person("teacher")
    name = teacher.page.locator(".app-person-name").inner_text().split("\n")[0]
    teach(coordinator, name)
    page = teacher.open("/journal/")
    page.locator("tr", has_text="НГ-11").locator("a[href^='/journal/']").click()
    page.locator("gradebook-grid [role=grid]").wait_for()
    cell = page.locator("[role=gridcell][data-lesson]:not([data-state])").first
    cell.click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator(".gb-state")).to_have_text(re.compile("сохранено"))
    page.reload()
    expect(cell).to_have_text("5")


def test_the_real_plan_goes_in_by_hand(person):
    if not Path(REAL_PLAN).exists():
        pytest.skip("the real plan is not here: shared/data beside the project")
    coordinator = person("coordinator")
    import_plan(coordinator.page, coordinator.server.url, REAL_PLAN.name, REAL_PLAN.read_bytes())
    page = coordinator.page
    expect(page.locator("main")).to_contain_text("4464")
    assert "6998" not in page.content()
