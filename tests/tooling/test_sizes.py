from tooling.sizes import long_functions, too_long


def function(lines, docstring=""):
    return "def long():\n" + docstring + "    x = 1\n" * lines


def test_a_function_may_have_forty_lines():
    assert [list(long_functions(function(lines))) for lines in (39, 40)] == [
        [],
        ["1: long has 41 lines, at most 40"],
    ]


def test_a_docstring_does_not_count():
    assert list(long_functions(function(39, '    """One\n\n    two.\n    """\n'))) == []


def test_long_files_are_found_and_generated_ones_left_alone(tmp_path):
    for place in ("collegium/a.py", "collegium/migrations/b.py", "frontend/node_modules/c.ts"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("x = 1\n" * 401)
    assert list(too_long(tmp_path)) == ["collegium/a.py: 401 lines, at most 400: make it a package"]
