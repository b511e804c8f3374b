"""A small course with one assignment to release, and what its folders hold."""

from pathlib import Path

COURSE = Path(__file__).parents[1]
SLUGS = sorted(
    path.name
    for path in (COURSE / "solutions").iterdir()
    if path.is_dir() and path.name[0] not in "._"
)
MODULE = '''"""Sums."""

import math


### BEGIN SOLUTION
def helper_of_the_answer(numbers):
    return math.fsum(numbers)


### END SOLUTION


def total(numbers: list[float]) -> float:
    """The sum."""
    ### BEGIN SOLUTION
    answer = helper_of_the_answer(numbers)
    return answer
    ### END SOLUTION


class Mean:
    def __call__(self, numbers):
        if not numbers:
            ### BEGIN SOLUTION
            raise ValueError(f"numbers is {numbers}; it must not be empty")
            ### END SOLUTION
        return total(numbers) / len(numbers)
'''

STUB = '''"""Sums."""

import math


# YOUR CODE HERE


def total(numbers: list[float]) -> float:
    """The sum."""
    # YOUR CODE HERE
    raise NotImplementedError


class Mean:
    def __call__(self, numbers):
        if not numbers:
            # YOUR CODE HERE
            raise NotImplementedError
        return total(numbers) / len(numbers)
'''

TOML = """title = "Sums | and \\"means\\""
module = "sums.py"
[limits]
call_seconds = 3
[[questions]]
id = "total"
title = "Total"
points = 2
names = ["total"]
forbidden = ["*secret_operator*"]
[[questions]]
id = "mean"
title = "Mean"
points = 1.5
names = ["Mean"]
bonus = true
"""

LESSON = """# %% [markdown]
# # Sums

# %%
# %load_ext autoreload
import sums

# %% question="total"
check("total")

# %% question="mean"
check("mean")

# %% [markdown] written="explain_sums" points=0
# *Your answer here.*
"""

TESTS = """import pytest
import sums


@pytest.mark.question("total")
def test_total_of_two():
    assert sums.total([1, 2]) == 3
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def files_of(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


BEGIN, END = "    ### BEGIN SOLUTION\n", "    ### END SOLUTION\n"


def sums_course(folder: Path) -> Path:
    """A course with one assignment, `b1_sums`, written into the folder."""
    files = {
        "grading_tests/b1_sums/assignment.toml": TOML,
        "solutions/b1_sums/sums.py": MODULE,
        "solutions/b1_sums/lesson.py": LESSON,
        "solutions/b1_sums/test_public.py": TESTS,
        "solutions/b1_sums/data/numbers.csv": "1,2\n",
        "solutions/b1_sums/__pycache__/sums.pyc": "cache",
        "solutions/b1_sums/.ipynb_checkpoints/lesson.ipynb": "cache",
    }
    for name, text in files.items():
        write(folder / name, text)
    return folder
