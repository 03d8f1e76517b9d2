"""Every component once, with believable content: rendered by the tests, never served."""

from datetime import date
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from collegium.ui.forms import DateInput, DateSpanField

SOURCE = Path(__file__).parent / "gallery.html"
HERE = "/groups/"


class RoomForm(forms.Form):
    title = forms.CharField(label="Название", help_text="Как на двери, не длиннее 100 знаков")
    kind = forms.ChoiceField(label="Вид", choices=[("a", "Кабинет"), ("b", "Мастерская")])
    opened = forms.DateField(label="Открыта", widget=DateInput)
    span = DateSpanField(label="Ремонт", required=False)
    floors = forms.MultipleChoiceField(
        label="Этажи",
        choices=[("1", "Первый"), ("2", "Второй")],
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.ChoiceField(
        label="Кто отвечает", choices=[("1", "Мастер"), ("2", "Лаборант")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Примечание", widget=forms.Textarea, required=False)
    is_open = forms.BooleanField(label="Занимать в расписании", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def context() -> dict[str, object]:
    """What the frame and the gallery read."""
    return {
        "navigation": [
            {"title": title, "url": url, "icon": icon, "active": url == HERE, "badge": badge}
            for title, url, icon, badge in [
                ("Мой день", "/", "home", None),
                ("Журналы", "/journals/", "book", 2),
                ("Группы", HERE, "users-group", None),
                ("Приказы", "/orders/", "file-text", None),
                ("Учебные планы", "/curricula/", "certificate", None),
            ]
        ],
        "college": {"name": "Техникум отраслевых технологий", "short_name": "ТОТ"},
        "period": "2026/2027, 1 семестр",
        "person": {"name": "Иванова Анна Петровна", "roles": "преподаватель, куратор"},
        "colleges": [{"name": "Северный колледж", "url": "/college/2/"}],
        "sign_out_url": "/sign-out/",
        "search_url": "/search/",
        "notices": {"url": "/notices/", "count": 3},
        "steps": ["Файл", "Проверка", "Готово"],
        "tabs": [
            {"title": "Успеваемость", "url": "/a/", "active": True},
            {"title": "Пропуски", "url": "/b/", "count": 12},
        ],
        "crumbs": [{"title": "Группы", "url": "/groups/"}, {"title": "П-21"}],
        "facts": [("Дата рождения", "23.11.2009"), ("Телефон", "")],
        "day": date(2026, 11, 23),
        "page": Paginator(range(120), 50).get_page(2),
        "tones": ["plain", "info", "ok", "warn", "danger"],
        "marks": ["5", "4", "3", "2", "н/а", "зач", "нез", "осв"],
        "empty_form": RoomForm(),
        "wrong_form": RoomForm({"title": "", "floors": ["1"], "span_first": "завтра"}),
    }


def render_text(template: str, values: dict[str, object], *, theme: str = "") -> str:
    """A template of a test, through the product's own loaders, in Russian."""
    request = RequestFactory().get(HERE)
    if theme:
        request.COOKIES["theme"] = theme
    with translation.override("ru"):
        return engines["django"].from_string(compiled(template)).render(values, request)


def compiled(template: str) -> str:
    """Cotton compiles files as they are loaded; a string has to be compiled by hand."""
    from django_cotton.compiler_regex import CottonCompiler

    return CottonCompiler().process(template)


def gallery(theme: str = "") -> str:
    return render_text(SOURCE.read_text(), context(), theme=theme)
