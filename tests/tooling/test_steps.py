import pytest

from tooling.steps import Step, fingerprint, forget, take


@pytest.fixture
def step(tmp_path):
    """A step that copies one file, and counts how often it did."""
    source, result = tmp_path / "source", tmp_path / "result"
    source.write_text("1")

    def work():
        result.write_text(result.read_text() + "done " if result.exists() else "done ")

    return lambda: Step("copy", work, [source, "word"], [result])


def test_a_step_is_taken_once_while_its_inputs_stay(step, tmp_path):
    stamps = tmp_path / "stamps"
    assert [take(step(), stamps=stamps) for _ in range(3)] == [True, False, False]
    assert (tmp_path / "result").read_text() == "done "


@pytest.mark.parametrize("change", ["input", "output", "forgotten"])
def test_a_step_is_taken_again_after_a_change(step, tmp_path, change):
    stamps = tmp_path / "stamps"
    take(step(), stamps=stamps)
    if change == "input":
        (tmp_path / "source").write_text("2")
    elif change == "output":
        (tmp_path / "result").unlink()
    else:
        forget(step(), stamps=stamps)
    assert take(step(), stamps=stamps)


def test_a_step_that_fails_is_tried_again(tmp_path, capsys):
    def fail():
        raise OSError("no network")

    failing = Step("fetch", fail)
    for _ in range(2):
        with pytest.raises(OSError, match="no network"):
            take(failing, stamps=tmp_path)
    assert capsys.readouterr().out.count("failed") == 2


def test_fingerprint_sees_names_contents_and_everything_below(tmp_path):
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    seen = {fingerprint([folder])}
    (folder / "below" / "a").write_text("1")
    seen.add(fingerprint([folder]))
    (folder / "below" / "a").write_text("2")
    seen.add(fingerprint([folder]))
    (folder / "below" / "a").rename(folder / "below" / "b")
    seen.add(fingerprint([folder]))
    seen.add(fingerprint([folder, "word"]))
    assert len(seen) == 5


def test_fingerprint_of_a_missing_file_is_not_an_error(tmp_path):
    assert fingerprint([tmp_path / "missing"]) == fingerprint([])
