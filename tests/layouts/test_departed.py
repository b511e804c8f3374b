"""Results of who no longer handed in: told, and removed only where that is asked for."""

import pytest
from made_results import result

from autograder import results
from autograder.cli.departed import departed, refuse_prune, show_departed
from autograder.cli.roll import Call
from autograder.errors import UsageError
from layouts.made import GOOD, POOLING, call, lay

BOTH = {"ada/pooling.py": GOOD, "bob/pooling.py": GOOD}


@pytest.fixture
def out(tmp_path):
    """Results of ada, who is still there, and of cem, who is not; and of another assignment."""
    for slug, student in [("a1_pooling", "ada"), ("a1_pooling", "cem"), ("a2_conv", "dan")]:
        results.write(tmp_path / "out", result(assignment=slug, student=student))
    folder = results.attempts_folder(tmp_path / "out", "a1_pooling", "cem")
    results.write_at(folder / "1.json", result(student="cem"))
    lay(tmp_path / "out/a1_pooling", {"notes.json": b"{}", "cem.txt": b"mine"})
    return tmp_path / "out"


def called(path):
    roll = call(path)
    return Call(POOLING, roll, roll.submissions, [], [])


def files(out):
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


def test_they_are_told_with_what_removes_them_and_nothing_is_removed(tmp_path, out, capsys):
    before = files(out)
    found = departed(out, called(lay(tmp_path / "all", BOTH)))
    show_departed(found, out, prune=False)
    assert [each.result.student for each in found] == ["cem"]
    said = " ".join(capsys.readouterr().err.split())
    assert "no longer handed in: 1 result of before" in said
    assert "cem; --prune removes them" in said
    assert files(out) == before


def test_prune_removes_their_results_and_nothing_else(tmp_path, out, capsys):
    show_departed(departed(out, called(lay(tmp_path / "all", BOTH))), out, prune=True)
    assert "removed 1 result" in capsys.readouterr().out
    assert files(out) == [
        "a1_pooling/ada.json",
        "a1_pooling/cem.txt",
        "a1_pooling/notes.json",
        "a2_conv/dan.json",
    ]


def test_one_hand_in_says_nothing_of_others_and_prunes_nobody(tmp_path, out):
    alone = called(lay(tmp_path / "ada", {"pooling.py": GOOD}))
    assert departed(out, alone) == []
    with pytest.raises(UsageError, match="which is one hand-in: give the whole class"):
        refuse_prune(alone)


def test_the_command_tells_and_prunes(make_course, autograder, tmp_path):
    make_course(tmp_path)
    right = b"def double(x):\n    return 2 * x\n"
    lay(tmp_path / "all", {"ada.py": right, "bob.py": right, "cem.py": right})
    grade = ("grade", "all", "--assignment", "doubling", "--out", "out", "--isolation", "none")
    autograder(*grade, cwd=tmp_path)
    (tmp_path / "all/cem.py").unlink()
    assert "no longer handed in: 1 result" in autograder(*grade, cwd=tmp_path).err
    assert (tmp_path / "out/doubling/cem.json").exists()
    assert "removed 1 result" in autograder(*grade, "--prune", cwd=tmp_path).out
    assert files(tmp_path / "out") == ["doubling/ada.json", "doubling/bob.json"]
