"""Components say what they should to people who see them and to those who listen."""

import re
from pathlib import Path

import lxml.html
import pytest

from tests.ui.gallery import RoomForm, gallery, render_text

ROOT = Path(__file__).resolve().parent.parent.parent
COMPONENTS = sorted((ROOT / "collegium/ui/templates/cotton").glob("*.html"))
NAMES = [path.stem.replace("_", "-") for path in COMPONENTS]
HOSTILE = '"\' onmouseover=alert(1) <script>alert(2)</script> & "'


def parsed(template: str, **values: object) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(render_text(template, values), create_parent="div")


def text(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("name", NAMES)
def test_every_component_is_short_documented_and_in_the_gallery(name):
    source = (ROOT / f"collegium/ui/templates/cotton/{name.replace('-', '_')}.html").read_text()
    assert len(source.splitlines()) < 30
    assert f"`<c-{name}>`" in (ROOT / "docs/ui.md").read_text()
    samples = (ROOT / "tests/ui/gallery.html").read_text()
    # A field is drawn by every form, so its component needs no sample of its own.
    assert f"<c-{name}" in samples or name == "field"


@pytest.mark.parametrize("path", COMPONENTS, ids=NAMES)
def test_every_attribute_a_component_reads_is_declared(path):
    """An undeclared one would take the page's variable of that name."""
    source = path.read_text()
    declared = set(re.findall(r'[\s:]([a-z]+)="', source.split("/>")[0]))
    loops = set(re.findall(r"{% for ([a-z, ]+) in", source))
    known = declared | {word.strip() for names in loops for word in names.split(",")}
    known |= set(re.findall(r" as ([a-z]+) %}", source)) | set(re.findall(r"([a-z]+)=page", source))
    read = set(re.findall(r"{{ ([a-z]+)[ .|]", source)) | set(
        re.findall(r"{% (?:el)?if ([a-z]+)[ .%]", source)
    )
    assert read - known - {"slot", "attrs", "forloop", "not"} == set()


FROM_PEOPLE = [
    '<c-page-header title="{{ text }}" hint="{{ text }}" above="{{ text }}" />',
    '<c-card title="{{ text }}" hint="{{ text }}">{{ text }}</c-card>',
    '<c-alert title="{{ text }}">{{ text }}</c-alert>',
    '<c-badge tone="{{ text }}">{{ text }}</c-badge>',
    '<c-empty title="{{ text }}" text="{{ text }}" />',
    '<c-stat label="{{ text }}" value="{{ text }}" hint="{{ text }}" href="{{ text }}" />',
    '<c-button href="{{ text }}">{{ text }}</c-button>',
    '<c-button reason="{{ text }}">нет</c-button>',
    '<c-button name="{{ text }}">passes through</c-button>',
    '<c-person-name name="{{ text }}" short="1" href="{{ text }}" hint="{{ text }}" />',
    '<c-mark value="{{ text }}" title="{{ text }}" />',
    '<c-facts :items="facts" />',
    '<c-confirm title="{{ text }}" button="{{ text }}" count="{{ text }}" value="{{ text }}" />',
    '<c-file-drop label="{{ text }}" hint="{{ text }}" error="{{ text }}" />',
    '<c-table caption="{{ text }}" filter="{{ text }}" export="{{ text }}"></c-table>',
    '<c-tabs :items="tabs" label="{{ text }}" />',
    '<c-breadcrumbs :items="tabs" />',
    '<c-search action="{{ text }}" label="{{ text }}" value="{{ text }}" target="{{ text }}" />',
    '<c-progress label="{{ text }}" text="{{ text }}" />',
    '<c-fold title="{{ text }}" hint="{{ text }}">{{ text }}</c-fold>',
]


@pytest.mark.parametrize("template", FROM_PEOPLE)
def test_text_of_people_is_escaped_wherever_it_is_put(template):
    tabs = [{"title": HOSTILE, "url": HOSTILE, "count": HOSTILE}]
    page = parsed(template, text=HOSTILE, facts=[(HOSTILE, HOSTILE)], tabs=tabs)
    shown = [*page.itertext(), *page.xpath("//@*")]
    assert page.xpath("//script | //*[@onmouseover]") == []
    assert [True for said in shown if HOSTILE in said]


def test_page_header_without_actions_draws_no_empty_box():
    page = parsed('<c-page-header title="Группы" />')
    assert [text(page), page.xpath("//*[@class='page-head-actions']")] == ["Группы", []]


def test_a_refused_button_says_why_and_does_nothing():
    page = parsed(
        '<c-button kind="primary" href="/go/" reason="Семестр закрыт.">Отметить</c-button>'
    )
    (button,) = page.xpath("//button")
    assert (button.get("type"), button.get("aria-disabled"), text(button)) == (
        "button",
        "true",
        "Отметить: Семестр закрыт.",
    )
    assert page.xpath("//a") == []


def test_a_button_passes_what_it_does_not_know():
    page = parsed('<c-button hx-post="/save/" name="state" value="done" form="f">Готово</c-button>')
    (button,) = page.xpath("//button")
    attributes = {name: button.get(name) for name in ("hx-post", "name", "value", "form", "type")}
    assert attributes == {
        "hx-post": "/save/",
        "name": "state",
        "value": "done",
        "form": "f",
        "type": "submit",
    }


def test_steps_tell_what_is_done_and_where_one_is():
    page = parsed('<c-steps :titles="titles" current="2" />', titles=["Файл", "Проверка", "Готово"])
    steps = [(text(item), item.get("class"), item.get("aria-current")) for item in page.iter("li")]
    assert steps == [
        ("Файл (готово)", "done", None),
        ("2Проверка", "now", "step"),
        ("3Готово", None, None),
    ]


def test_form_errors_lead_to_their_fields():
    form = RoomForm({"title": "", "span_first": "завтра"})
    page = parsed('<c-form-errors :form="form" /><form>{{ form }}</form>', form=form)
    links = page.xpath("//ul//a/@href")
    missing = [link for link in links if not page.xpath(f"//*[@id='{link[1:]}']")]
    assert len(links) == 6
    assert missing == []
    assert parsed('<c-form-errors :form="form" />', form=RoomForm()).xpath("//li") == []


def test_marks_differ_by_form_as_well_as_colour():
    page = parsed(
        '{% for value in values %}<c-mark value="{{ value }}" />{% endfor %}', values="5432"
    )
    assert page.xpath("//span/@class") == [
        "mark mark-5",
        "mark mark-4",
        "mark mark-3",
        "mark mark-2",
    ]


def test_pagination_shows_itself_only_where_there_are_pages():
    from django.core.paginator import Paginator

    one, many = Paginator(range(10), 50).get_page(1), Paginator(range(120), 50).get_page(2)
    assert text(parsed('<c-pagination :page="page" />', page=one)) == ""
    page = parsed('<c-pagination :page="page" />', page=many)
    assert page.xpath("//a/@href") == ["?page=1", "?page=3"]
    assert "Страница 2 из 3: 51–100 из 120" in text(page)


def test_nothing_in_the_pages_needs_inline_styles_or_scripts():
    page = lxml.html.fromstring(gallery())
    inline = page.xpath(
        "//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"
        " | //@href[starts-with(., 'javascript:')]"
    )
    assert inline == []


def test_pages_ask_nothing_of_other_hosts():
    page = lxml.html.fromstring(gallery())
    addresses = page.xpath("//@src | //link/@href | //use/@href")
    assert [address for address in addresses if not address.startswith("/static/")] == []


def test_ids_are_unique():
    ids = lxml.html.fromstring(gallery()).xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
