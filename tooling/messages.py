"""What the product says: every message in its Python code and its templates.

GNU gettext is not needed: Babel reads the code, and Django's own `templatize`
turns a template into code that Babel can read.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from django.template.base import Lexer, TokenType
from django.utils.translation.template import constant_re, templatize

# Which argument is the message, the plural, and the context ("c").
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = (".html", ".txt", ".svg", ".xml")

# Settings and root URLs belong to no app; their few words live in the lowest one.
HOME_OF_THE_REST = "core"


@dataclass(frozen=True)
class Message:
    """One thing said: its singular, its plural ("" for none), its context ("" for none)."""

    text: str
    plural: str = ""
    context: str = ""


def app_messages(app: Path) -> dict[Message, str]:
    """The messages of one app in the order found, each with the place that says it first."""
    found: dict[Message, str] = {}
    for file in _sources(app):
        source = file.read_text()
        said = _in_python(source) if file.suffix == ".py" else _in_template(source, file)
        for line, message in said:
            found.setdefault(message, f"{file.relative_to(app.parent.parent)}:{line}")
    # A catalogue has one entry for a word said both alone and with a plural.
    alone = {Message(each.text, "", each.context) for each in found if each.plural}
    return {message: place for message, place in found.items() if message not in alone}


def python_messages(source: str) -> list[Message]:
    """The messages of a piece of Python code."""
    return [message for _, message in _in_python(source)]


def template_messages(source: str) -> list[Message]:
    """The messages of a Django template, its components' attributes included."""
    return [message for _, message in _in_template(source, Path("template"))]


def _sources(app: Path) -> list[Path]:
    files = [each for each in sorted(app.rglob("*.py")) if "migrations" not in each.parts]
    templates = app / "templates"
    files += [each for each in sorted(templates.rglob("*")) if each.suffix in TEMPLATES]
    if app.name == HOME_OF_THE_REST:
        files += sorted(app.parent.glob("*.py"))
    return files


def _in_template(source: str, file: Path) -> Iterator[tuple[int, Message]]:
    code = templatize(source, origin=str(file))
    # What is left of the page's text is blanked, not removed: without its
    # indentation each line stands alone, as a line of Python.
    yield from _in_python("\n".join(line.strip() for line in code.split("\n")))
    # A dynamic attribute of a component, :title="_('...')", is plain text to Django's lexer.
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.TEXT:
            for quoted in constant_re.findall(token.contents):
                yield token.lineno or 0, Message(quoted[1:-1])


def _in_python(source: str) -> Iterator[tuple[int, Message]]:
    for line, said, _, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        text, plural = (said, "") if isinstance(said, str) else (said[0], said[1])
        if text:
            yield line, Message(text, plural, context or "")
