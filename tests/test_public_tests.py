"""What a public test that fails says: by plain `pytest`, and by `check` in a notebook."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, environment
from failing_tests import FIRST, TESTS, WORK

from autograder.public import checking, explain

GRID = [
    "  expected: [[3. 6.]",
    "             [7. 8.]]",
    "  got:      [[3.  4. ]",
    "             [7.  8.5]]",
]
COUNTED = {
    "passed": ["right"],
    "todo": ["part_to_do", "to_do"],
    "skipped": ["skipped"],
    "xfailed": ["expected_to_fail"],
}
RUN = """
import json, random, sys, torch
from pathlib import Path
sys.modules["work"] = work = type(sys)("work")  # what a notebook has imported
work.__file__ = str(Path("work.py").resolve())
import checking
random.seed(1), torch.manual_seed(1)
before = random.getstate(), torch.get_rng_state().tolist(), list(sys.path), set(sys.modules)
tests = checking.run(Path("test_public.py"))
after = random.getstate(), torch.get_rng_state().tolist(), list(sys.path)
print(json.dumps([tests, after == before[:3], sys.modules["work"] is work, "test_public" in sys.modules]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, write_files):
    """What a student has, without the engine."""
    files = {"work.py": WORK, "test_public.py": TESTS, "pytest.ini": "[pytest]\n"}
    files |= {"checking.py": Path(checking.__file__).read_text("utf-8")}
    files |= {"conftest.py": Path(explain.__file__).read_text("utf-8")}
    return write_files(tmp_path_factory.mktemp("handed_out"), files)


def python(folder, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment({"PYTHONPATH": "", "COLUMNS": "200"}),
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


@pytest.fixture(scope="module")
def checked(folder):
    """What `checking.run` finds, and whether it left the process as it was."""
    done = python(folder, "-c", RUN)
    assert done.returncode == 0, done.stderr
    tests, *facts = json.loads(done.stdout.splitlines()[-1])
    return {name: checking.PublicTest("", name, *rest) for _, name, *rest in tests}, facts


@pytest.fixture(scope="module")
def plain(folder):
    """What pytest prints."""
    return python(folder, "-m", "pytest", "-p", "no:cacheprovider").stdout


@pytest.mark.parametrize("name", FIRST)
def test_the_first_line_says_what_was_expected_and_what_came(checked, name):
    tests, _ = checked
    assert (tests[name].message.splitlines() or [""])[0] == FIRST[name].rstrip()
    kinds = {test: kind for kind, those in COUNTED.items() for test in those}
    assert tests[name].outcome == kinds.get(name, "failed")


@pytest.mark.parametrize("name", ["close", "same_values", "a_dict"])
def test_the_first_lines_of_both_tensors_follow(checked, name):
    assert checked[0][name].message.splitlines()[1:] == GRID


def test_the_test_is_shown_without_its_marks(checked):
    assert checked[0]["a_number"].source == "def test_a_number():\n    assert work.number() == 55"


def test_every_test_is_one(checked):
    assert list(checked[0]) == list(FIRST)


def test_the_process_is_left_as_it_was(checked):
    assert checked[1] == [True, True, False]


@pytest.mark.parametrize(
    "name", ["close", "a_shape", "same_values", "a_number", "nothing_returned"]
)
def test_plain_pytest_says_the_same(plain, name):
    summary = next(
        line
        for line in plain.splitlines()
        if line.startswith(f"FAILED test_public.py::test_{name} ")
    )
    assert FIRST[name][:20] in summary
    assert f"E       AssertionError: {FIRST[name]}" in plain


def test_a_question_is_told_with_what_is_left_out():
    tests = [
        checking.PublicTest(
            "q", "of_ones", "failed", "expected 1, got 2\n  more", "def test_of_ones(): ..."
        ),
        checking.PublicTest("q", "right", "passed"),
        checking.PublicTest("q", "later", "skipped"),
        checking.PublicTest("q", "known", "xfailed"),
    ]
    assert list(checking.lines("Sums", tests)) == [
        "✗ Sums  1 of 2 tests pass, 1 skipped, 1 expected to fail",
        "    of ones: expected 1, got 2",
        "      more",
        "    the test:",
        "    def test_of_ones(): ...",
    ]
    assert not checking.right(tests)
    assert checking.right(tests[1:])
    assert not checking.right(tests[2:])


def test_the_notebooks_cell_and_the_command_say_the_same(tmp_path, autograder):
    for name in ("assignment.toml", "checking.py", "conftest.py", "pytest.ini", "test_public.py"):
        text = (ROOT / "assignments/a1_pooling" / name).read_text("utf-8")
        (tmp_path / name).write_text(text, "utf-8")
    zeros = (ROOT / "examples/submitted/emil/a1_pooling/pooling.py").read_text("utf-8")
    (tmp_path / "pooling.py").write_text(zeros, "utf-8")
    cell = python(tmp_path, "-c", "from checking import check; check('max_pool')")
    done = autograder("check", "--question", "max_pool", cwd=tmp_path)
    assert "AssertionError: max_pool is not right yet" in cell.stderr
    assert done.status == 1
    _, head, *others, counts = done.out.splitlines()
    assert counts == "would be graded: pooling.py"
    assert " ".join(head.split()) == " ".join(cell.stdout.splitlines()[0].split())
    assert [line.removeprefix("  ") for line in others] == cell.stdout.splitlines()[1:]


def test_a_question_that_does_not_exist_is_told_with_those_that_do(tmp_path, monkeypatch):
    (tmp_path / "assignment.toml").write_text('[[questions]]\nid = "max_pool"\ntitle = "Max"\n')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError) as caught:
        checking.check("max_pol")
    assert str(caught.value) == (
        "there is no question 'max_pol'; there are: max_pool; did you mean max_pool?"
    )
