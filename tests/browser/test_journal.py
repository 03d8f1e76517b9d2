"""The teacher's journal: from the keyboard, without a network, in two windows; who sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

SAVED = "сохранено"


def open_journal(person) -> Page:
    page = person.open("/journal/")
    page.locator("table a[href^='/journal/']").first.click()
    page.locator("gradebook-grid [role=grid]").wait_for()
    return page


def first_empty_column(page: Page) -> tuple[str, list[str]]:
    """A lesson with the most empty open cells, and the students of those cells in order."""
    found = page.evaluate(
        """() => {
          const open = {}
          for (const cell of document.querySelectorAll("[role=gridcell][data-lesson]")) {
            if (cell.dataset.state || cell.textContent.trim()) continue
            (open[cell.dataset.lesson] ??= []).push(cell.dataset.student)
          }
          return Object.entries(open).sort((a, b) => b[1].length - a[1].length)[0]
        }"""
    )
    return found[0], found[1]


def cell(page: Page, student: str, lesson: str):
    return page.locator(f"[role=gridcell][data-student='{student}'][data-lesson='{lesson}']")


def wait_saved(page: Page) -> None:
    expect(page.locator(".gb-state")).to_have_text(re.compile(SAVED))


def test_marks_and_absences_from_the_keyboard_alone(person):
    page = open_journal(person("teacher"))
    lesson, students = first_empty_column(page)
    first, second, third = students[:3]
    cell(page, first, lesson).click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    page.keyboard.press("y")  # the key that is «н» on a Russian keyboard
    page.keyboard.press("Enter")
    page.keyboard.press("4")
    page.keyboard.press("ArrowUp")
    expect(cell(page, first, lesson)).to_have_text("5")
    expect(cell(page, second, lesson)).to_have_text("н")
    wait_saved(page)
    page.reload()
    expect(cell(page, first, lesson)).to_have_text("5")
    expect(cell(page, second, lesson)).to_have_text("н")
    expect(cell(page, third, lesson)).to_have_text("4")
    cell(page, first, lesson).click()
    page.keyboard.press("Delete")
    expect(cell(page, first, lesson)).to_have_text("")
    page.keyboard.press("Control+z")
    expect(cell(page, first, lesson)).to_have_text("5")
    wait_saved(page)


def test_a_wrong_mark_stays_in_its_cell_with_the_reason(person):
    page = open_journal(person("teacher"))
    lesson, students = first_empty_column(page)
    target = cell(page, students[0], lesson)
    target.click()
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    expect(target).to_have_text(re.compile("7"))
    expect(target).to_have_attribute("aria-invalid", "true")


def test_a_block_from_a_spreadsheet_is_pasted(person):
    page = open_journal(person("teacher"))
    lesson, students = first_empty_column(page)
    cell(page, students[0], lesson).click()
    page.evaluate(
        """() => {
          const data = new DataTransfer()
          data.setData("text/plain", "5\\n4\\n3\\n")
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        }"""
    )
    wait_saved(page)
    rows = page.locator(f"[role=gridcell][data-lesson='{lesson}']")
    texts = [text.strip() for text in rows.all_text_contents()]
    assert "5,4,3" in ",".join(texts)


def test_without_a_network_nothing_typed_is_lost(person):
    someone = person("teacher")
    page = open_journal(someone)
    lesson, students = first_empty_column(page)
    cell(page, students[0], lesson).click()
    page.context.set_offline(True)
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator(".gb-state")).to_have_text(re.compile("нет сети: 1|не отвечает: 1"))
    page.context.set_offline(False)
    wait_saved(page)
    page.reload()
    expect(cell(page, students[0], lesson)).to_have_text("5")


def test_the_later_of_two_windows_is_told_what_changed(person):
    first, second = person("teacher"), person("teacher")
    one, two = open_journal(first), open_journal(second)
    lesson, students = first_empty_column(one)
    two.context.set_offline(True)
    cell(one, students[0], lesson).click()
    one.keyboard.press("5")
    one.keyboard.press("Enter")
    wait_saved(one)
    cell(two, students[0], lesson).click()
    two.keyboard.press("3")
    two.keyboard.press("Enter")
    two.context.set_offline(False)
    expect(cell(two, students[0], lesson)).to_have_attribute("data-state", "conflict")
    one.reload()
    expect(cell(one, students[0], lesson)).to_have_text("5")


@pytest.mark.clause("2.2.6")
@pytest.mark.clause("3.10.2")
def test_student_and_guardian_see_the_mark_and_nobody_else(person):
    teacher = person("teacher")
    student = person("student", viewport={"width": 390, "height": 844})
    name = student.page.locator("h1").inner_text().split()[0]
    page = teacher.open("/journal/")
    group = student.page.locator("main").inner_text().split("\n")[0].strip()
    page.locator("tr", has_text=group).locator("a[href^='/journal/']").first.click()
    page.locator("gradebook-grid [role=grid]").wait_for()
    row = page.locator("[role=row]", has_text=name).first
    empty = row.locator("[role=gridcell][data-lesson]:not([data-state])").all()
    target = next(c for c in empty if not c.inner_text().strip())
    student_id = target.get_attribute("data-student")
    target.click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    wait_saved(page)
    subject = page.locator("h1").inner_text()
    assert student_id
    for login in ("student", "guardian"):
        reader = person(login, viewport={"width": 390, "height": 844})
        opened = reader.open(f"/diary/{student_id}/subjects/")
        assert opened.title()
        expect(opened.locator("main")).to_contain_text(subject.split()[-1])
    stranger = person("guardian2")
    response = stranger.page.goto(f"{stranger.server.url}/diary/{student_id}/")
    assert response.status == 404
    colleague = person("teacher2")
    journal = page.url.removeprefix(teacher.server.url)
    response = colleague.page.goto(f"{colleague.server.url}{journal}")
    assert response.status == 404
