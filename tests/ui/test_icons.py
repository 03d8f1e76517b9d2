"""Every icon that a page names is in the sprite."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
IN_TEMPLATES = re.compile(r"""{% icon ["']([a-z0-9-]+)["']|\bicon=["']([a-z0-9-]+)["']""")


def test_icons_named_in_templates_are_listed():
    listed = set(json.loads((ROOT / "frontend/icons.json").read_text()))
    named = {}
    for template in ROOT.glob("collegium/*/templates/**/*.html"):
        for match in IN_TEMPLATES.finditer(template.read_text()):
            named[match[1] or match[2]] = template.name
    assert named
    assert {name: page for name, page in named.items() if name not in listed} == {}


def test_icons_are_listed_once_and_in_order():
    listed = json.loads((ROOT / "frontend/icons.json").read_text())
    assert listed == sorted(set(listed))
