"""What a public test that fails says: by plain `pytest`, and by `check` in a notebook."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, environment

from autograder.public import checking, explain

TESTS = """\
import numpy as np
import pytest
import torch
import work

torch_values = pytest.mark.question("torch_values")
EXPECTED = torch.tensor([[3.0, 6.0], [7.0, 8.0]])


def same(got, expected):
    assert got.shape == expected.shape
    assert torch.allclose(got, expected)


def test_close():
    torch.testing.assert_close(work.values(), EXPECTED)


def test_a_shape():
    torch.testing.assert_close(work.shape(), EXPECTED)


def test_a_dtype():
    torch.testing.assert_close(work.dtype(), EXPECTED)


def test_nothing_returned():
    torch.testing.assert_close(work.nothing(), EXPECTED)


def test_nothing_used():
    same(work.nothing(), EXPECTED)


def test_same_values():
    same(work.values(), EXPECTED)


def test_same_shape():
    same(work.shape(), EXPECTED)


def test_a_dict():
    got = {"mean": EXPECTED, "var": work.values()}
    torch.testing.assert_close(got, {"mean": EXPECTED, "var": EXPECTED})


def test_arrays():
    np.testing.assert_allclose(np.array([1.0, 2.0]), [1.0, 3.0])


def test_arrays_of_another_shape():
    np.testing.assert_allclose(np.zeros((2, 3)), np.zeros((3, 2)))


def test_a_list():
    np.testing.assert_allclose([1.0, 2.0], [1.0, 3.0])


def test_a_number():
    assert work.number() == 55


def test_a_number_with_a_word():
    assert work.number() == 55, "round down"


def test_a_type():
    assert type(work.number()) is float


def test_an_output_shape():
    assert work.values().shape == (2, 7)


def test_about():
    assert work.number() == pytest.approx(0.5)


def test_other_comparisons():
    assert abs(work.number()) < 0.5


def test_rows():
    assert [1, 2, 3, 4] == [1, 2, 4, 3]


def test_refuses():
    with pytest.raises(ValueError):
        work.number()


def test_missing():
    work.gone()


def test_raising():
    work.raising()


def test_a_missing_key():
    work.keys()


def test_to_do():
    work.to_do()


def test_arguments():
    work.number(3)


def test_parts(subtests):
    for i in range(3):
        with subtests.test(i=i):
            assert i == 0


def test_part_to_do(subtests):
    with subtests.test():
        work.to_do()


@pytest.mark.skip(reason="later")
def test_skipped():
    raise AssertionError


@pytest.mark.xfail
def test_expected_to_fail():
    raise AssertionError


@pytest.mark.xfail(strict=True)
def test_that_passes_all_the_same():
    pass


def test_right():
    assert work.number() == 54
"""
WORK = """\
import torch

def values():
    return torch.tensor([[3.0, 4.0], [7.0, 8.5]])

def shape():
    return torch.zeros(1, 2)

def dtype():
    return torch.tensor([[3, 6], [7, 8]])

def nothing():
    pass

def number():
    return 54

def raising():
    return torch.zeros(2) @ torch.zeros(3)

def keys():
    return {}["mean"]

def to_do():
    raise NotImplementedError
"""
GRID = [
    "  expected: [[3. 6.]",
    "             [7. 8.]]",
    "  got:      [[3.  4. ]",
    "             [7.  8.5]]",
]
WRONG = "2 of 4 values differ; the first at [0, 1]: expected 6, got 4"
RETURN = "does your function end without a return?"
FIRST = {
    "close": WRONG,
    "a_shape": "expected shape (2, 2), got (1, 2)",
    "a_dtype": "expected dtype torch.float32, got torch.int64",
    "nothing_returned": f"expected a Tensor of shape (2, 2), got None: {RETURN}",
    "nothing_used": f"AttributeError: got None: {RETURN}",
    "same_values": WRONG,
    "same_shape": "expected shape (2, 2), got (1, 2)",
    "a_dict": f"['var'] {WRONG}",
    "arrays": "1 of 2 values differ; the first at [1]: expected 3, got 2",
    "arrays_of_another_shape": "expected shape (3, 2), got (2, 3)",
    "a_list": "1 of 2 values differ; the first at [1]: expected 3, got 2",
    "a_number": "expected 55, got 54",
    "a_number_with_a_word": "round down",
    "a_type": "assert <class 'int'> is float",
    "an_output_shape": "expected shape (2, 7), got (2, 2)",
    "about": "expected 0.5 ± 5.0e-07, got 54",
    "other_comparisons": "assert 54 < 0.5",
    "rows": "2 of 4 items differ; the first at [2]: expected 4, got 3",
    "refuses": "expected a ValueError, but nothing was raised",
    "missing": "AttributeError: work.py has no gone: write it under this name",
    "raising": "RuntimeError: inconsistent tensor size, expected tensor [2] and src [3] to have the"
    " same number of elements, but got 2 and 3 elements respectively (work.py, line 19)",
    "a_missing_key": "KeyError: 'mean'",
    "to_do": "still to do",
    "arguments": "TypeError: number() takes 0 positional arguments but 1 was given",
    "parts": "expected 0, got 1",
    "part_to_do": "still to do",
    "skipped": "",
    "expected_to_fail": "",
    "that_passes_all_the_same": "[XPASS(strict)] ",
    "right": "",
}
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
