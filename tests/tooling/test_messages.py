import pytest

from tooling.messages import Message, app_messages, python_messages, template_messages


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('_("Books")', [Message("Books")]),
        ('gettext_lazy("a long " "sentence")', [Message("a long sentence")]),
        ('_("%(n)s left") % {"n": 1}', [Message("%(n)s left")]),
        ('ngettext("book", "books", n)', [Message("book", "books")]),
        ('pgettext("month", "May")', [Message("May", context="month")]),
        (
            'npgettext_lazy("of paper", "sheet", "sheets", n)',
            [Message("sheet", "sheets", "of paper")],
        ),
        ("# _('not said')", []),
        ("_(variable)", []),
    ],
)
def test_python_messages(source, said):
    assert python_messages(source) == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% translate "Return" %}', [Message("Return")]),
        ('{% translate "May" context "month" as name %}', [Message("May", context="month")]),
        ('<c-badge title="{% translate "Due" %}">', [Message("Due")]),
        ("<c-badge :title=\"_('Due')\">", [Message("Due")]),
        ('{{ _("Due") }} {{ date|default:_("Never") }}', [Message("Due"), Message("Never")]),
        ("{% include 'x' with title=_('Due') %}", [Message("Due")]),
        (
            "{% blocktranslate trimmed %}\n  Two\n  lines of {{ n }}\n{% endblocktranslate %}",
            [Message("Two lines of %(n)s")],
        ),
        (
            "{% blocktrans count n=x %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}",
            [Message("%(n)s day", "%(n)s days")],
        ),
        ("{% comment %}{% translate 'Hidden' %}{% endcomment %}{# _('Hidden') #}", []),
        ("<p>it's (half open\n   {% if a %}\n {% translate 'Shown' %}", [Message("Shown")]),
    ],
)
def test_template_messages(source, said):
    assert template_messages(source) == said


def test_app_messages_tell_where_each_was_said_first(app):
    (app / "forms.py").write_text('a = 1\nlabel = _("Books")\n')
    assert app_messages(app) == {
        Message("Books"): "collegium/library/forms.py:2",
        Message(
            "%(n)s book", "%(n)s books"
        ): "collegium/library/templates/library/book_list.html:1",
        Message("Return"): "collegium/library/templates/library/book_list.html:1",
    }


def test_a_word_said_alone_and_with_a_plural_is_one_entry(app):
    (app / "views.py").write_text('_("%(n)s book")\n')
    assert [message.text for message in app_messages(app)] == ["%(n)s book", "Return"]
