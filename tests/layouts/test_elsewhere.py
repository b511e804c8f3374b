"""A class that handed in another assignment is told so before anybody gets a zero."""

import pytest

from autograder.errors import UsageError
from autograder.submission.elsewhere import defines, refuse_another_assignment
from layouts.made import CONV, GOOD, LESSON, POOLING, call, lay

OTHER = b"def conv2d(x):\n    return x\n"


def check(tmp_path, contents):
    lay(tmp_path / "all", {f"s{n}/pooling.py": content for n, content in enumerate(contents)})
    refuse_another_assignment(call(tmp_path / "all").submissions, POOLING, [CONV])


def test_most_hand_ins_for_another_assignment_are_refused(tmp_path):
    with pytest.raises(UsageError, match=r"2 of 3 .* what a2_conv asks for.*--assignment a2_conv"):
        check(tmp_path, [OTHER, OTHER, GOOD])


@pytest.mark.parametrize(
    "contents",
    [[OTHER, GOOD, GOOD], [OTHER, GOOD], [GOOD, GOOD], [b"x = 1", b"x = 1"], [OTHER + GOOD] * 2],
)
def test_a_few_strays_are_graded_as_they_are(tmp_path, contents):
    check(tmp_path, contents)
    assert len(call(tmp_path / "all").submissions) == len(contents)


@pytest.mark.parametrize(
    ("name", "content", "is_defined"),
    [
        ("a.py", b"class max_pool2d:\n    pass\n", True),
        ("a.py", b"max_pool2d: object = print\n", True),
        ("a.py", b"max_pool2d = print\n", True),
        ("a.py", b"max_pool2d(3)\nmax_pool2d == 3\n", False),
        ("a.py", b"def max_pool2d_fast(x): ...\n", False),
        ("a.ipynb", LESSON, True),
        ("a.ipynb", b"no", False),
        ("a.txt", GOOD, False),
    ],
)
def test_what_defines_a_name(name, content, is_defined):
    assert defines(name, content, POOLING) is is_defined
