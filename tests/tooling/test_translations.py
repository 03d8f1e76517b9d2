import gettext

import pytest
from babel.messages.catalog import Message as Entry

from tooling import translations
from tooling.translations import catalogue_path, check, compile_catalogue, faults, update

COMPLETE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 "
"|| n%100>=20) ? 1 : 2);\\n"

msgid "Books"
msgstr "Книги"

msgid "%(n)s book"
msgid_plural "%(n)s books"
msgstr[0] "%(n)s книга"
msgstr[1] "%(n)s книги"
msgstr[2] "%(n)s книг"

msgid "Return"
msgstr "Вернуть"
"""


def write(app, text):
    path = catalogue_path(app)
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def complaints(app):
    """Without the places, which differ from run to run."""
    return [line.rpartition("django.po: ")[2] for line in check(app)]


def test_a_complete_catalogue_has_no_fault(app):
    write(app, COMPLETE)
    assert check(app) == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('msgid "Return"\nmsgstr "Вернуть"\n', "", ["'Return'"]),
        ('msgstr "Вернуть"', 'msgstr ""', ["not translated: 'Return'"]),
        ('msgstr[2] "%(n)s книг"', 'msgstr[2] ""', ["not translated: '%(n)s book'"]),
        ('msgid "Return"', '#, fuzzy\nmsgid "Return"', ["fuzzy: 'Return'"]),
        ('msgid "Return"', 'msgid "Lend"', ["'Return'", "no longer said: 'Lend'"]),
        ("Вернуть", "Вернуть\\n", ["begins or ends with a line break, the other not: 'Return'"]),
        (
            "%(n)s книги",
            "%(m)s книги",
            ["placeholders differ: '%(n)s book' → '%(m)s книги'"],
        ),
        (
            'msgstr "Вернуть"\n',
            'msgstr "Вернуть"\n\n#~ msgid "Old"\n#~ msgstr "Старое"\n',
            ["obsolete: 'Old'"],
        ),
        (
            'msgstr "Вернуть"\n',
            'msgstr "Вернуть"\n\nmsgid "Return"\nmsgstr "Сдать"\n',
            ["the same message more than once"],
        ),
    ],
)
def test_faults_of_a_catalogue(app, before, after, said):
    assert before in COMPLETE
    write(app, COMPLETE.replace(before, after))
    assert complaints(app) == said


def test_an_app_that_speaks_needs_a_catalogue(app):
    assert complaints(app) == ["missing, 3 messages"]


@pytest.mark.parametrize(
    ("original", "translated", "agree"),
    [
        ("{name} of %(n)d", "%(n)d из {name}", True),
        ("{name}", "имя", False),
        ("100%%", "100 %%", True),
        ("{{ literal }}", "{{ буквально }}", True),
        ("%s", "%d", False),
    ],
)
def test_placeholders_agree(original, translated, agree):
    assert (faults(Entry(original, translated)) == []) is agree


def test_update_keeps_translations_adds_new_and_drops_old(app):
    write(app, COMPLETE.replace("Return", "Lend"))
    assert update(app)
    text = catalogue_path(app).read_text()
    assert ["Книги" in text, "%(n)s книг" in text, "Lend" in text] == [True, True, False]
    assert complaints(app) == ["not translated: 'Return'"]
    assert not update(app)


def test_compiled_catalogue_speaks_russian(app):
    path = write(app, COMPLETE)
    compile_catalogue(path)
    with path.with_suffix(".mo").open("rb") as file:
        russian = gettext.GNUTranslations(file)
    counted = [russian.ngettext("%(n)s book", "%(n)s books", n) % {"n": n} for n in (1, 3, 11, 21)]
    assert counted == ["1 книга", "3 книги", "11 книг", "21 книга"]
    assert russian.gettext("Return") == "Вернуть"


def test_command_says_what_is_wrong_and_fails(app, monkeypatch, capsys):
    monkeypatch.setattr(translations, "APPS", app.parent)
    assert translations.main(["check", app.name]) == 1
    assert "missing, 3 messages" in capsys.readouterr().out
    write(app, COMPLETE)
    assert translations.main(["check", app.name]) == 0
