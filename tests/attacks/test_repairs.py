"""What a hand-in could make of the edits that are tried on it: it earns, learns and stops nothing by them."""

import json

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SLUG = "doubling"
TOML = """\
title = "Doubling"
module = "doubling.py"

[limits]
call_seconds = 3
total_seconds = 20
memory_mb = 1024

[[questions]]
id = "double"
title = "Twice, and a bit"
points = 4
names = ["double"]
"""
REFERENCE = '''\
def double(x, by=2.0):
    """x times `by`, and 0.4375 more where x is large."""
    return x * by + 0.4375 * (x > 3)
'''
SUITE = """\
import pytest

from autograder.suite import assert_close, local
from reference import doubling

ref = local(doubling)


@pytest.mark.question("double")
@pytest.mark.parametrize("x", [0.8125, 1.1875, 3.3125, 7.9375])
def test_double(student, x):
    assert_close(student.double(x), ref.double(x))
"""
SECRETS = ("0.8125", "1.1875", "3.3125", "7.9375", "1.625", "2.375", "7.0625", "16.3125", "0.4375")
MISCONCEPTIONS = "from reference import doubling as correct  # noqa: F401\n"
RIGHT = "def double(x, by=2.0):\n    return x * by + 0.4375 * (x > 3)\n"
HAND_INS = {
    "right": RIGHT,
    # half of the tests pass, and the edit that is found is an ordinary one
    "wrong": RIGHT.replace("x > 3", "x < 3"),
    # a number for each answer, each of them a step away from what would be right
    "table": "def double(x, by=2.0):\n    if x < 1: return 0.625\n    if x < 3: return 1.375\n"
    "    if x < 4: return 6.0625\n    return 15.3125\n",
    # the line that an edit may mend is the last digit of what was asked first, times 16
    "oracle": "import sys\nTEXT = __loader__.get_source(__name__)\nsys.first = getattr(sys, 'first', [])\n"
    "def double(x, by=2.0):\n    sys.first.append(int(x * 16) % 10)\n"
    + "".join(f"    decoy{n} = {n} + 20\n" for n in range(10))
    + "    whole = all(f'decoy{n} = {n} + ' + '20' in TEXT for n in range(10) if n == sys.first[0])\n"
    "    return x * by + 0.4375 * (x > 3) + x * x * whole\n",
    # only as handed in it is wrong
    "reads_itself": "TEXT = __loader__.get_source(__name__)\n"
    "def double(x, by=2.0):\n    decoy = 7 - 4\n    right = x * by + 0.4375 * (x > 3)\n"
    "    return right + x * x * ('decoy = 7 - ' + '4' in TEXT)\n",
    # wrong when it is imported first, right afterwards
    "counts_imports": "import sys\nsys.imports = getattr(sys, 'imports', 0) + 1\nN = sys.imports\n"
    "def double(x, by=2.0):\n    return x * by + 0.4375 * (x > 3) + x * x * (N == 1)\n",
    # tells a repaired one from another by its own module's place, and says what it was asked
    "tells": "import sys\nsys.asked = getattr(sys, 'asked', [])\n"
    "def double(x, by=2.0):\n    sys.asked.append(x)\n"
    "    if len(sys.asked) > 8: raise ValueError(f'GOT {sys.asked}')\n    return x * by + x ** 3\n",
    # edits of these end in no time, or never
    "loops": "def double(x, by=2.0):\n    n = 0\n    while n < 3:\n        n += 1\n"
    "    while n > 1 + 1:\n        n -= 1\n    return (x * by + n) ** 3\n",
    "exits": "import os\ndef double(x, by=2.0):\n    if x == 1 + 1: os._exit(0)\n"
    "    if not x + 1 > 0: os._exit(0)\n    for _ in range(0): os._exit(0)\n"
    "    if False: os._exit(0)\n    return (x * by + 5.5) ** 3\n",
    "forks": "import os\ndef double(x, by=2.0):\n    while 1 > 2: os.fork()\n"
    "    if False:\n        while True: os.fork()\n    return (x * by + 5.5) ** 3\n",
    "eats": "def double(x, by=2.0):\n    n = 1\n    kept = [bytes(n) for n in range(0)]\n"
    "    if False: kept = bytearray(1 << 40)\n    for n in range(1 - 1): kept.append(bytes(1 << 29))\n"
    "    return (x * by + 5.5) ** 3\n",
    "sleeps": "import time\ndef double(x, by=2.0):\n    if False: time.sleep(60)\n"
    "    time.sleep(0 * 60)\n    return (x * by + 5.5) ** 3\n",
    "wide": "def double(x, by=2.0):\n    numbers = ["
    + ", ".join(map(str, range(8000)))
    + "]\n    return (x * by + 5.5) ** 3\n",
    "deep": "def double(x, by=2.0):\n    y = " + " + ".join(["x"] * 900) + "\n    return (x * by + 5.5) ** 3\n",
    "many": "def double(x, by=2.0):\n"
    + "".join(f"    a{n} = {n} - x * by\n" for n in range(1200))
    + "    return (x * by + 5.5) ** 3\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def results(tmp_path_factory, autograder, make_course, write_files):
    root = tmp_path_factory.mktemp("repairs")
    changes = {
        f"grading_tests/{SLUG}/assignment.toml": TOML,
        f"grading_tests/{SLUG}/misconceptions.py": MISCONCEPTIONS,
        f"grading_tests/{SLUG}/test_double.py": SUITE,
        f"reference/{SLUG}.py": REFERENCE,
    }
    course = make_course(root / "course", changes)
    files = {f"{name}/{SLUG}.py": source for name, source in HAND_INS.items()}
    submitted = write_files(root / "submitted", files)
    command = ("--course", course, "grade", submitted, "--assignment", SLUG)
    found = {}
    for switch in ((), ("--no-hints",)):
        done = autograder(*command, "--out", root / f"out{len(switch)}", *switch)
        assert done.status == 0, done.err
        found[bool(switch)] = {
            name: json.loads((root / f"out{len(switch)}" / SLUG / f"{name}.json").read_text())
            for name in HAND_INS
        }
    return found


def advice_of(result):
    return [advice for question in result["questions"] for advice in question["advice"]]


@pytest.mark.parametrize("name", HAND_INS)
def test_edits_change_no_score_no_outcome_and_void_no_verdict(results, name):
    tried, untried = results[False][name], results[True][name]
    assert tried["status"] == untried["status"] == "graded"
    assert tried["score"] == untried["score"]
    outcomes = [
        [test["outcome"] for test in result["questions"][0]["tests"]] for result in (tried, untried)
    ]
    assert outcomes[0] == outcomes[1]
    assert not tried.get("for_the_course")


@pytest.mark.parametrize("name", HAND_INS)
def test_no_text_of_an_edit_holds_what_is_asked_or_expected(results, name):
    source = HAND_INS[name]
    for advice in advice_of(results[False][name]):
        told = [secret for secret in SECRETS if secret in advice["text"]]
        assert [secret for secret in told if secret not in source] == []
        assert "GOT" not in advice["text"]


def test_an_ordinary_mistake_is_told_beside_them(results):
    (advice,) = advice_of(results[False]["wrong"])
    assert advice["misconception"] == "comparison_is_wrong"
    assert advice["text"] == "Line 2: `x < 3`; with another comparison, all 4 failed tests pass."


def test_numbers_that_fit_the_tests_alone_are_no_explanation(results):
    assert advice_of(results[False]["table"]) == []


def test_a_hand_in_that_asks_by_its_own_lines_is_told_a_line_and_its_own_words(results):
    """So much it can learn: one of its lines. Its own error messages tell it more of what is asked."""
    for advice in advice_of(results[False]["oracle"]):
        assert advice["text"].startswith("Line 9: `3 + 20`; with ")  # 0.8125 * 16 = 13


def test_what_is_right_once_it_is_imported_again_is_told_no_edit(results):
    assert advice_of(results[False]["counts_imports"]) == []


@pytest.mark.parametrize(
    "name", ["loops", "exits", "forks", "eats", "sleeps", "wide", "deep", "many"]
)
def test_edits_that_hang_end_or_are_many_cost_a_bounded_time(results, name):
    assert results[False][name]["seconds"] < 60
