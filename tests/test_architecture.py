"""What the import linter cannot see: strings, names, tables, templates."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connection, models
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

from collegium.core import wall
from collegium.organization.models import CollegeRow
from tests.routes import routes
from tooling.paths import ROOT
from tooling.sizes import too_long

PACKAGE = ROOT / "collegium"
APPS = [PACKAGE / name for name in settings.APP_LAYERS]
LAYER = {name: number for number, name in enumerate(settings.APP_LAYERS)}
# Folders of names that say nothing, where anything ends up.
BANNED = {"utils", "helpers", "common", "services", "signals"}

# Tables of a college whose rows keep no history, each with its reason.
UNTRACKED = {
    "core.AuditEntry": "never changes: the chain itself is the history",
    "core.AuditHead": "written by the chain's trigger alone",
    "core.SavedRequest": "an answer that is kept for repeats",
    "curricula.CurriculumUpload": "a preview that may be dropped",
    "timetable.Claim": "follows from the meeting, which is tracked",
}

# The last word of a route's name says what happens there; the nouns before it, to what.
VERB = (
    "list|detail|table|week|import|preview|add|change|generate|join|move|remove|assign|choose|"
    "confirm|create|delete|discard|download|edit|enact|put|record|replace|set|update"
)
# Pages known by one name, and the pair that everybody calls so.
BARE_NAMES = {
    *("portal:home", "portal:diary", "timetable:week"),
    *("portal:diary_subjects", "portal:diary_subject", "portal:diary_absences"),
    *("accounts:sign_in", "accounts:sign_out", "orders:student_orders"),
}


def own_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in LAYER and not wall.is_history(model)
    ]


def all_routes() -> list[tuple[str, URLPattern]]:
    return list(routes(get_resolver()))


def sources(*suffixes: str) -> Iterator[Path]:
    """Our own files under `collegium/`, built ones left out."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in suffixes and "build" not in path.parts:
            yield path


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and LAYER.get(field.related_model._meta.app_label, -1) > LAYER[model._meta.app_label]
    ]
    assert upward == []


def test_every_app_has_its_place_in_the_layers():
    folders = {path.parent.name for path in PACKAGE.glob("*/apps.py")}
    assert folders == set(settings.APP_LAYERS)


def test_files_and_functions_are_short():
    assert list(too_long()) == []


def test_no_module_has_a_name_that_says_nothing():
    folders = [PACKAGE, ROOT / "tooling", ROOT / "benchmarks", ROOT / "tests"]
    named = [p for folder in folders for p in folder.rglob("*") if p.stem in BANNED]
    assert [shown(path) for path in named] == []


def test_no_import_hides_in_a_function():
    hidden = [
        f"{shown(path)}:{inner.lineno}"
        for path in sources(".py")
        if path.name != "settings.py" and "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_every_table_of_a_college_is_walled(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relrowsecurity AND p.polname = 'college_wall'"
        )
        walled = {name for (name,) in cursor.fetchall()}
    ours = {m._meta.db_table for m in apps.get_models() if issubclass(m, CollegeRow)}
    with_column = {model._meta.db_table for model in wall.walled_models()}
    assert ours <= with_column
    assert with_column - walled == set()


def test_every_table_is_tracked_or_says_why_not():
    tracked = {m.pgh_tracked_model._meta.label for m in apps.get_models() if wall.is_history(m)}
    untracked = {model._meta.label for model in own_models()} - tracked
    assert untracked == set(UNTRACKED) & {model._meta.label for model in own_models()}
    assert tracked & set(UNTRACKED) == set()


def test_a_route_and_its_view_have_one_name():
    different = {
        name: pattern.callback.__name__
        for name, pattern in all_routes()
        if name.split(":")[-1] != pattern.callback.__name__
        # Reference data has its pages from one place: tests/ui looks after their names.
        and pattern.callback.__module__ != "collegium.ui.crud"
    }
    assert different == {}


def test_names_of_routes_are_noun_then_verb():
    wrong = [
        name
        for name, _pattern in all_routes()
        if name not in BARE_NAMES and not re.fullmatch(rf"\w+:[a-z]+(_[a-z]+)*_({VERB})", name)
    ]
    assert wrong == []


def test_every_route_belongs_to_an_app():
    assert [name for name, _pattern in all_routes() if name.split(":")[0] not in LAYER] == []


def named_templates(path: Path) -> set[str]:
    """The templates that a module of Python names."""
    return {
        str(node.value).split("#")[0]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and re.fullmatch(r"\w+/[\w/]+\.html(#.*)?", str(node.value))
    }


# Pages that answer in place of the one asked for: no role, no diary, no group chosen yet.
INSTEAD = {
    *("accounts/no_role.html", "portal/diary_none.html"),
    *("roster/section_groups.html", "timetable/week_groups.html"),
}


def test_a_page_is_named_as_its_view():
    views = {name.replace(":", "/") + ".html" for name, _pattern in all_routes()}
    pages = {
        template
        for path in sources(".py")
        if "views" in path.stem or path.parent.name == "views"
        for template in named_templates(path)
        # One form serves a new thing and a change of it.
        if not template.endswith("_form.html") and not template.startswith("ui/")
    }
    assert pages - views - INSTEAD == set()


def test_every_template_named_in_code_exists():
    named = {(template, path) for path in sources(".py") for template in named_templates(path)}
    missing = []
    for template, path in sorted(named):
        try:
            get_template(template)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it is the finding
            missing.append(f"{shown(path)}: {template}: {error}")
    assert missing == []


INLINE = re.compile(
    r"""<style[\s>]|\sstyle\s*=\s*["'{]|\son[a-z]+\s*=\s*["'{]|javascript:""", re.IGNORECASE
)
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


def test_templates_hold_no_inline_style_or_script():
    found = []
    for path in sources(".html"):
        text = COMMENT.sub("", path.read_text())
        inline = INLINE.findall(text)
        scripts = [
            attributes
            for attributes in SCRIPT.findall(text)
            if "src=" not in attributes and "application/json" not in attributes
        ]
        if inline or scripts:
            found.append((shown(path), inline, scripts))
    assert found == []


FOREIGN = re.compile(r"""(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}""", re.IGNORECASE)
# Names of XML vocabularies, which nobody fetches.
VOCABULARIES = {"http://www.w3.org"}


def test_pages_and_styles_name_no_foreign_host():
    found = {
        shown(path): sorted(set(FOREIGN.findall(path.read_text())) - VOCABULARIES)
        for path in sources(".html", ".css", ".svg", ".js")
    }
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


def own_commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if str(app).startswith("collegium."))


@pytest.mark.parametrize("name", own_commands())
def test_every_command_says_what_it_does(name):
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("manage.py", name)
    assert len(parser.description or "") > 20
    silent = [
        action.dest
        for action in parser._actions
        if not action.help and action.dest not in {"help", "version"}
    ]
    assert silent == []


def test_no_two_routes_share_an_address():
    addresses = Counter(str(pattern.pattern) for _name, pattern in all_routes())
    assert [address for address, number in addresses.items() if number > 1 and address] == []


URL_TAG = re.compile(r"""\{%\s*url\s+["']([\w:]+)["']""")


def test_every_link_of_a_template_leads_to_a_route():
    known = {name for name, _pattern in all_routes()}
    dead = {
        shown(path): sorted(set(URL_TAG.findall(path.read_text())) - known)
        for path in sources(".html")
    }
    assert {name: names for name, names in dead.items() if names} == {}
