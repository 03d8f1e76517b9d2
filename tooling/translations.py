"""The Russian catalogues: one an app, complete, and true to the messages they translate.

python -m tooling.translations check     say what is missing, empty, fuzzy or left over
python -m tooling.translations update    add new messages to the catalogues, drop old ones
python -m tooling.translations compile   make the .mo files that Django reads
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tooling.messages import Message, app_messages
from tooling.paths import ROOT

APPS = ROOT / "collegium"
LANGUAGE = "ru"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!\{)\{\w*\}(?!\})|%[sd]")
HEADER = """\
# Russian translation of collegium.%(app)s
# Licensed as the product itself."""


def check(app: Path) -> list[str]:
    """What is wrong with an app's catalogue, a line each; nothing when all is well."""
    said = app_messages(app)
    path = catalogue_path(app)
    if not path.exists():
        return [f"{path}: missing, {len(said)} messages"] if said else []
    catalogue = _read(path)
    entries = {_key(entry): entry for entry in catalogue if entry.id}
    missing = [
        f"{said[each]}: not in {path}: {each.text!r}" for each in said if each not in entries
    ]
    unused = [f"{path}: no longer said: {each.text!r}" for each in entries if each not in said]
    unused += [f"{path}: obsolete: {entry.id!r}" for entry in catalogue.obsolete.values()]
    wrong = [f"{path}: {fault}" for entry in entries.values() for fault in faults(entry)]
    return missing + unused + wrong + _repeated(path, len(entries))


def faults(entry: Entry) -> list[str]:
    """What is wrong with one translation."""
    originals, texts = _forms(entry.id), _forms(entry.string)
    name = repr(originals[0])
    if not all(texts):
        return [f"not translated: {name}"]
    found = [f"fuzzy: {name}"] if entry.fuzzy else []
    # Russian's forms serve many numbers each, so all of them are measured by the English plural.
    wanted = sorted(PLACEHOLDER.findall(originals[-1]))
    found += [
        f"placeholders differ: {name} → {text!r}"
        for text in texts
        if sorted(PLACEHOLDER.findall(text)) != wanted
    ]
    edges = [originals[0].startswith("\n"), originals[0].endswith("\n")]
    found += [
        f"begins or ends with a line break, the other not: {name}"
        for text in texts
        if [text.startswith("\n"), text.endswith("\n")] != edges
    ]
    return found


def update(app: Path) -> bool:
    """Bring the catalogue to the messages said now; True when the file changed."""
    said = app_messages(app)
    path = catalogue_path(app)
    if not said and not path.exists():
        return False
    before = path.read_text() if path.exists() else ""
    old = _read(path) if before else Catalog(locale=LANGUAGE)
    known = {_key(entry): entry for entry in old if entry.id}
    new = Catalog(locale=LANGUAGE, header_comment=HEADER % {"app": app.name}, fuzzy=False)
    for message in said:
        kept = known.get(message)
        new.add(
            (message.text, message.plural) if message.plural else message.text,
            kept.string if kept else "",
            context=message.context or None,
            flags=kept.flags if kept else (),
            user_comments=kept.user_comments if kept else (),
        )
    _write(new, path)
    return path.read_text() != before


def compile_catalogue(path: Path) -> None:
    """Write the .mo beside the .po, whole or not at all: a running server may be reading it."""
    target = path.with_suffix(".mo")
    fresh = path.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, _read(path))
    fresh.replace(target)


def catalogue_path(app: Path) -> Path:
    """Where the app keeps its Russian."""
    return app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def apps() -> list[Path]:
    """Every app of the product."""
    return sorted(each.parent for each in APPS.glob("*/__init__.py"))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def _write(catalogue: Catalog, path: Path) -> None:
    # Only the header that readers of the file need: a date would change with every run.
    plural = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    catalogue.mime_headers = [
        ("Language", LANGUAGE),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", plural),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=98, no_location=True, ignore_obsolete=True)


def _forms(said: str | Sequence[str] | None) -> Sequence[str]:
    """A message without a plural has one form."""
    return (said,) if isinstance(said, str) else said or ("",)


def _key(entry: Entry) -> Message:
    text, *plural = _forms(entry.id)
    return Message(text, "".join(plural), entry.context or "")


def _repeated(path: Path, entries: int) -> list[str]:
    """Babel keeps the last of two equal messages and says nothing."""
    written = len(re.findall(r"^msgid ", path.read_text(), re.MULTILINE)) - 1
    return [f"{path}: the same message more than once"] if written > entries else []


def main(arguments: list[str] | None = None) -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(
        prog="python -m tooling.translations",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=["check", "update", "compile"])
    parser.add_argument("app", nargs="*", help="the apps' names; all of them when none is named")
    chosen = parser.parse_args(arguments)
    wanted = [APPS / name for name in chosen.app] or apps()
    if chosen.command == "check":
        wrong = [line.replace(f"{ROOT}/", "") for app in wanted for line in check(app)]
        print("\n".join(wrong) or f"Russian is complete in {len(wanted)} apps.")
        return 1 if wrong else 0
    for app in wanted:
        path = catalogue_path(app)
        if chosen.command == "update" and update(app):
            print(f"changed: {path.relative_to(ROOT)}")
        if path.exists():
            compile_catalogue(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
