"""`--attempt best`: every attempt is graded and kept by itself, and the best one counts."""

import json

import pytest
from made_results import result

from autograder.grading.best import BestOf
from autograder.grading.finished import Finished
from autograder.submission.record import Submission
from layouts.made import GOOD, OLD, STUB, call, lay

RIGHT = b"def double(x):\n    return 2 * x\n"
SMALL = b"def double(x):\n    return 6\n"  # one of two tests
WRONG = b"def double(x):\n    return 0\n"
GRADE = ("grade", "all", "--assignment", "doubling", "--out", "out", "--attempt", "best")


@pytest.fixture
def grade(make_course, autograder, tmp_path):
    make_course(tmp_path)

    def run(files, *more):
        lay(tmp_path / "all", files)
        done = autograder(*GRADE, *more, "--isolation", "none", cwd=tmp_path)
        assert done.status == 0, done
        return done

    return run


def stored(tmp_path, student):
    return json.loads((tmp_path / "out/doubling" / f"{student}.json").read_bytes())


def test_the_best_counts_and_the_result_says_which_of_how_many(grade, tmp_path):
    done = grade(
        {
            "a@uni.example_1_doubling.py": WRONG,
            "a@uni.example_2_doubling.py": RIGHT,
            "a@uni.example_5_doubling.py": SMALL,
            "b@uni.example_1_doubling.py": SMALL,
        }
    )
    ada, bob = stored(tmp_path, "a@uni.example"), stored(tmp_path, "b@uni.example")
    assert (ada["score"], ada["attempt"]) == (4, 2)
    assert ada["attempts"] == [
        {"attempt": 1, "score": 0},
        {"attempt": 2, "score": 4},
        {"attempt": 5, "score": 2},
    ]
    assert (bob["score"], bob["attempt"], "attempts" in bob) == (2, 1, False)
    words = "attempt 2 counts, of 3 that were graded: attempt 1 0; attempt 2 4; attempt 5 2"
    assert words in " ".join(done.out.split())


def test_an_attempt_that_is_graded_is_not_graded_again(grade, tmp_path):
    grade({"a@uni.example_1_doubling.py": SMALL, "a@uni.example_2_doubling.py": WRONG})
    attempts = tmp_path / "out/doubling/attempts/a@uni.example"
    first = (attempts / "1.json").read_bytes()
    assert "1 kept" in grade({}).out
    assert "1 graded" in grade({"a@uni.example_3_doubling.py": RIGHT}).out
    assert (attempts / "1.json").read_bytes() == first
    assert stored(tmp_path, "a@uni.example")["attempt"] == 3
    (tmp_path / "out/doubling/a@uni.example.json").unlink()  # as if it had been ended before
    grade({})
    assert stored(tmp_path, "a@uni.example")["score"] == 4


def test_of_equal_scores_the_earlier_counts_and_late_is_told_per_attempt(grade, tmp_path):
    grade(
        {
            "lovelaceada_1042_1_doubling.py": SMALL,
            "lovelaceada_LATE_1042_2_doubling-1.py": SMALL,
            "rossbob_1043_3_doubling.py": SMALL,
            "rossbob_LATE_1043_4_doubling-1.py": RIGHT,
        }
    )
    ada, bob = stored(tmp_path, "lovelaceada"), stored(tmp_path, "rossbob")
    assert (ada["attempt"], ada["score"], "late" in ada) == (1, 2, False)
    assert (bob["attempt"], bob["score"], bob["late"]) == (2, 4, True)
    assert ada["attempts"] == [
        {"attempt": 1, "score": 2},
        {"attempt": 2, "score": 2, "late": True},
    ]


def test_what_counts_by_another_rule_no_longer_tells_of_attempts(grade, tmp_path):
    grade({"a@uni.example_1_doubling.py": WRONG, "a@uni.example_2_doubling.py": RIGHT})
    grade({}, "--attempt", "last")
    assert "attempts" not in stored(tmp_path, "a@uni.example")


def test_no_attempt_is_left_out_of_the_roll(tmp_path):
    files = {
        "s_1_10_pooling.py": OLD,
        "s_1_11_helpers.py": b"x = 1",
        "s_1_12_pooling-1.py": STUB,
        "s_1_13_helpers-1.py": b"x = 2",
        "s_1_14_pooling-2.py": GOOD,
    }
    roll = call(lay(tmp_path / "all", files), attempt="best")
    (entry,) = roll.entries
    assert (roll.left_out, set(entry.paths)) == ((), set(files))
    attempts = [
        (each.attempt, each.files["pooling.py"], each.files["helpers.py"])
        for each in entry.submission.attempts
    ]
    assert attempts == [(1, OLD, b"x = 1"), (2, STUB, b"x = 2"), (3, GOOD, b"x = 2")]


@pytest.mark.parametrize(
    ("scores", "attempt", "score"),
    [
        ((1.0, 3.0, 3.0), 2, 3.0),
        ((0.0, 0.0), 1, 0.0),
        ((None, 3.0), 1, None),
        ((3.0, None), 2, None),
        ((4.0, None), 1, 4.0),
        ((None, None), 1, None),
    ],
)
def test_what_was_not_judged_leaves_the_choice_open_unless_nothing_can_be_better(
    scores, attempt, score
):
    attempts = tuple(
        Submission("ada", {}, "", attempt=n, competes=True) for n in range(1, len(scores) + 1)
    )
    best_of = BestOf([Submission("ada", {}, "", ids={"id": "7"}, attempts=attempts)])
    results = [result(score=score, points=4.0) for score in scores]
    each = [Finished(submission, made) for submission, made in zip(attempts, results, strict=True)]
    *nothing, best = [best_of.with_result(finished) for finished in reversed(each)]
    assert nothing == [None] * (len(scores) - 1)
    assert (best.submission.attempt, best.result.score) == (attempt, score)
    assert best.result.ids == {"id": "7"}
