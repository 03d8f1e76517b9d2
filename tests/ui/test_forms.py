"""Forms: what belongs to a field is tied to it; ranges of days are asked for as people say."""

from datetime import date

import lxml.html
import pytest
from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation

from collegium.ui.forms import DateInput, DateSpanField, TimeInput
from tests.ui.gallery import RoomForm


def parsed(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(str(html), create_parent="div")


@pytest.fixture
def wrong() -> lxml.html.HtmlElement:
    with translation.override("ru"):
        return parsed(str(RoomForm({"title": "", "span_first": "завтра"})))


def test_a_field_is_tied_to_its_label_hint_and_error(wrong):
    (title,) = wrong.xpath("//input[@name='title']")
    described = [wrong.get_element_by_id(part) for part in title.get("aria-describedby").split()]
    texts = [" ".join(element.text_content().split()) for element in described]
    assert wrong.xpath("string(//label[@for='id_title'])").strip() == "Название"
    assert texts == ["Как на двери, не длиннее 100 знаков", "Обязательное поле."]
    assert (title.get("aria-invalid"), title.get("class")) == ("true", "form-control is-invalid")


def test_groups_of_choices_are_fieldsets_with_a_legend(wrong):
    legends = [" ".join(e.text_content().split()) for e in wrong.iter("legend")]
    assert legends == ["Ремонт (необязательно)", "Этажи", "Кто отвечает"]
    assert wrong.xpath("//input[@type='radio']/@class") == ["form-check-input"] * 2


def test_a_checkbox_stands_before_its_words(wrong):
    (label,) = wrong.xpath("//label[@class='form-check']")
    assert [child.tag for child in label] == ["input", "span"]
    assert label.text_content().strip() == "Занимать в расписании"


def test_hidden_fields_have_no_label(wrong):
    assert wrong.xpath("//label[@for='id_secret']") == []
    assert len(wrong.xpath("//input[@name='secret']")) == 1


def test_every_widget_wears_its_class():
    class Every(forms.Form):
        text = forms.CharField()
        choice = forms.ChoiceField(choices=[("a", "А")])
        several = forms.MultipleChoiceField(choices=[("a", "А")])
        flag = forms.BooleanField()
        file = forms.FileField()
        own = forms.CharField(widget=forms.TextInput(attrs={"class": "mine"}))

    form = parsed(str(Every()))
    classes = {e.get("name"): e.get("class") for e in form.xpath("//*[@name]")}
    assert classes == {
        "text": "form-control",
        "choice": "form-select",
        "several": "form-select",
        "flag": "form-check-input",
        "file": "form-control",
        "own": "mine form-control",
    }


def test_dates_and_times_are_what_the_browser_reads_in_any_language():
    with translation.override("ru"):
        assert 'value="2026-11-23"' in DateInput().render("day", date(2026, 11, 23))
        assert 'value="08:30"' in TimeInput().render("time", "08:30")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-09-01", "2026-12-30", DateRange(date(2026, 9, 1), date(2026, 12, 31))),
        ("2026-09-01", "2026-09-01", DateRange(date(2026, 9, 1), date(2026, 9, 2))),
        ("2026-09-01", "", DateRange(date(2026, 9, 1), None)),
        ("", "", None),
    ],
)
def test_date_span_holds_both_days(first, last, expected):
    assert DateSpanField(required=False).clean([first, last]) == expected


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-09-02", "2026-09-01", "order"),
        ("", "2026-09-01", "incomplete"),
        ("завтра", "", "invalid"),
    ],
)
def test_date_span_refuses(first, last, code):
    with pytest.raises(forms.ValidationError) as refused:
        DateSpanField(required=False).clean([first, last])
    assert [error.code for error in refused.value.error_list] == [code]


def test_date_span_shows_the_last_day_and_knows_when_it_changed():
    field = DateSpanField()
    kept = DateRange(date(2026, 9, 1), date(2026, 12, 31))
    assert field.widget.decompress(kept) == [date(2026, 9, 1), date(2026, 12, 30)]
    assert field.has_changed(kept, ["2026-09-01", "2026-12-30"]) is False
    assert field.has_changed(kept, ["2026-09-01", "2026-12-31"]) is True
