"""Result files: what is written is read again, at once and whole; what is none is refused."""

import fcntl
import json
import threading

import msgspec
import pytest

from autograder.atomic import sweep
from autograder.course.assignment import Assignment, Question
from autograder.errors import UsageError
from autograder.grading.finished import Options, result_of
from autograder.protocol.jobs import Report
from autograder.results import (
    Advice,
    IsolationResult,
    QuestionResult,
    Result,
    TestResult,
    contradiction,
    path_of,
    question_score,
    read,
    reason,
    total,
    write,
)
from autograder.submission.record import Submission


def result(**changes):
    """A whole result."""
    tests = (
        TestResult("ones", "passed", "", 0.01),
        TestResult("ties", "failed", "1 of 4 values differ", 0.02),
    )
    fields = {
        "schema": 1,
        "student": "ada",
        "assignment": "a1_pooling",
        "status": "graded",
        "score": 2.0,
        "points": 4.0,
        "isolation": IsolationResult("full", ("seccomp",)),
        "device": "cpu",
        "fingerprint": "f" * 64,
        "seconds": 0.4,
        "graded_at": "2026-11-21T10:00:00Z",
        "questions": (
            QuestionResult(
                "max", "Max", 2.0, 4.0, (Advice("zero_padding", "Pad with -inf."),), tests
            ),
        ),
    }
    return Result(**{**fields, **changes})


def test_a_result_is_read_as_it_was_written(tmp_path):
    assert read(write(tmp_path, result())) == result()


def test_a_result_lies_under_its_assignment_and_student(tmp_path):
    assert write(tmp_path, result()) == tmp_path / "a1_pooling" / "ada.json"


def test_a_result_is_json_for_people(tmp_path):
    text = write(tmp_path, result()).read_text()
    assert text.endswith("}\n")
    assert text.count("\n") > 20
    assert json.loads(text)["questions"][0]["advice"][0]["misconception"] == "zero_padding"


def test_a_hand_in_that_was_not_judged_has_no_score(tmp_path):
    found = json.loads(write(tmp_path, result(status="not_judged", score=None)).read_text())
    assert (found["status"], found["score"]) == ("not_judged", None)


@pytest.mark.parametrize(
    "student", ["../../ada", "a/b", ".hidden", "Ünï cödé", "a" * 300, "\udcff"]
)
def test_a_result_of_an_odd_name_stays_in_its_folder(tmp_path, student):
    path = path_of(tmp_path, "a1_pooling", student)
    assert path.parent == tmp_path / "a1_pooling"
    assert len(path.name) <= 255
    assert not path.name.startswith(".")


def test_odd_names_do_not_meet(tmp_path):
    names = ["a/b", "a%2Fb", "a_b", "a b", "A/B", "a" * 300, "a" * 301]
    assert len({path_of(tmp_path, "a1", name) for name in names}) == len(names)


def test_a_second_result_takes_the_place_of_the_first(tmp_path):
    write(tmp_path, result())
    path = write(tmp_path, result(score=3.0))
    assert read(path).score == 3.0
    assert [file.name for file in path.parent.iterdir()] == ["ada.json"]


def test_everyone_may_read_a_result(tmp_path):
    assert write(tmp_path, result()).stat().st_mode & 0o777 == 0o644


def test_a_reader_never_sees_half_a_result(tmp_path):
    long = result(questions=tuple(QuestionResult(f"q{i}", "Q" * 500, 1.0, 1.0) for i in range(200)))
    path = write(tmp_path, long)
    written = []

    def rewrite():
        written.extend(write(tmp_path, long) for _ in range(40))

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        while len(written) < 40:  # `extend` takes them one by one
            assert read(path) == long
    finally:
        writer.join()


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    in_the_way = tmp_path / "a1_pooling" / "ada.json"
    in_the_way.mkdir(parents=True)
    with pytest.raises(UsageError, match="ada.json cannot be written"):
        write(tmp_path, result())
    assert list(in_the_way.parent.iterdir()) == [in_the_way]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{}", id="no fields"),
        pytest.param(b'{"schema": 1', id="half"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b'{"schema": 1, "student": "\xff"}', id="no utf-8"),
        pytest.param(
            msgspec.json.encode(result()).replace(b'"schema":1', b'"schema":2'), id="schema"
        ),
        pytest.param(msgspec.json.encode(result()).replace(b'"graded"', b'"passed"'), id="status"),
        pytest.param(
            msgspec.json.encode(result()).replace(b'"score":2.0', b'"score":"2"'), id="score"
        ),
        pytest.param(msgspec.json.encode(result()).replace(b'"device"', b'"gpu"'), id="a field"),
        pytest.param(msgspec.json.encode(result()) + b"{}", id="more"),
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
def test_a_file_that_is_no_result_is_refused_by_its_name(tmp_path, content):
    path = tmp_path / "ada.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="ada.json is no result of `autograder grade`"):
        read(path)


def test_a_missing_result_is_refused(tmp_path):
    with pytest.raises(UsageError, match="ada.json is no result"):
        read(tmp_path / "ada.json")


def test_a_folder_is_no_result(tmp_path):
    with pytest.raises(UsageError, match="is no result"):
        read(tmp_path)


# -------------------------------------------------------------------------------------- scores


def with_outcomes(*outcomes):
    return tuple(TestResult(f"t{i}", outcome) for i, outcome in enumerate(outcomes))


@pytest.mark.parametrize(
    ("outcomes", "score"),
    [
        (["passed"] * 4, 4.0),
        (["passed", "failed"], 2.0),
        (["passed", "failed", "todo"], 1.33),
        (["passed", "passed", "crashed"], 2.67),
        (["timeout", "memory", "error"], 0.0),
        ([], 0.0),
    ],
)
def test_a_question_gives_the_share_of_its_passed_tests(outcomes, score):
    assert question_score(4, with_outcomes(*outcomes)) == score


def test_the_total_is_the_sum_of_the_rounded_scores():
    questions = [
        QuestionResult(f"q{i}", "", score, 1.0) for i, score in enumerate([0.1, 0.2, 0.33])
    ]
    assert total(tuple(questions)) == 0.63


def test_a_bonus_counts_in_the_total():
    questions = (QuestionResult("a", "", 4.0, 4.0), QuestionResult("extra", "", 1.0, 1.0))
    assert total(questions) == 5.0


def test_the_reason_is_the_first_error():
    tests = (TestResult("a", "passed"), TestResult("b", "error", "it broke"))
    found = result(questions=(QuestionResult("max", "Max", 0, 4, (), tests),))
    assert reason(found) == "max: b: it broke"


def test_a_failed_test_is_no_reason():
    assert reason(result()) == "no reason was recorded"


TWO = Assignment(
    "a1",
    "A1",
    "a.py",
    (Question("max", "Max", 4.0, ("f",)), Question("more", "More", 2.0, ("g",), bonus=True)),
)


def answered(*rows):
    return tuple(QuestionResult(id, id, score, points) for id, score, points in rows)


@pytest.mark.parametrize("scores", [(0.0, 0.0), (4.0, 2.0), (1.33, 0.67)])
def test_what_an_assignment_asks_is_no_contradiction(scores):
    assert not contradiction(answered(("max", scores[0], 4.0), ("more", scores[1], 2.0)), TWO)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("max", 4.0, 10.0), ("more", 2.0, 2.0)], id="other points"),
        pytest.param([("max", 4.0, 4.0)], id="a question less"),
        pytest.param([("max", 1, 4.0), ("more", 1, 2.0), ("most", 1, 1.0)], id="a question more"),
        pytest.param([("more", 1.0, 2.0), ("max", 1.0, 4.0)], id="another order"),
        pytest.param([("max", 4.5, 4.0), ("more", 0.0, 2.0)], id="more than its points"),
        pytest.param([("max", -1.0, 4.0), ("more", 0.0, 2.0)], id="below zero"),
        pytest.param([("max", float("nan"), 4.0), ("more", 0.0, 2.0)], id="no number"),
    ],
)
def test_what_contradicts_the_assignment_is_told(rows):
    assert contradiction(answered(*rows), TWO)


@pytest.mark.parametrize("points", [4.0, 10.0])
def test_a_report_that_contradicts_the_assignment_is_not_judged(points):
    rows = answered(("max", 3.0, points), ("more", 1.0, 2.0))
    submission = Submission("ada", {"a.py": b""}, "a.py")
    found = result_of(TWO, submission, "f" * 64, Options(), Report(rows))
    judged = points == 4.0
    assert (found.status, found.score) == (("graded", 4.0) if judged else ("not_judged", None))
    assert [question.points for question in found.questions] == [4.0, 2.0]
    assert judged or "was changed while grading started" in reason(found)


def test_a_sweep_removes_what_a_killed_command_left_and_nothing_else(tmp_path):
    kept = write(tmp_path, result())
    (kept.parent / ".cut_off.part").write_bytes(b"{")
    (kept.parent / "mine.part").write_bytes(b"")
    sweep(tmp_path / "a1_pooling")
    assert {path.name for path in kept.parent.iterdir()} == {"ada.json", "mine.part"}


def test_a_sweep_leaves_what_another_command_is_writing(tmp_path):
    being_written = tmp_path / "a1_pooling/.whole_soon.part"
    being_written.parent.mkdir()
    with being_written.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        sweep(tmp_path / "a1_pooling")
        assert being_written.exists()
    sweep(tmp_path / "a1_pooling")
    assert not being_written.exists()


def test_sweeps_and_writes_at_the_same_time_lose_nothing(tmp_path):
    done = threading.Event()

    def keep_sweeping():
        while not done.is_set():
            sweep(tmp_path / "a1_pooling")

    sweeper = threading.Thread(target=keep_sweeping)
    sweeper.start()
    written = [write(tmp_path, result(student=f"s{n}")) for n in range(100)]
    done.set()
    sweeper.join()
    assert sorted(path.name for path in (tmp_path / "a1_pooling").iterdir()) == sorted(
        path.name for path in written
    )


def test_who_a_student_is_elsewhere_is_written_only_where_it_is_known(tmp_path):
    assert not {"ids", "late", "attempt"} & set(json.loads(write(tmp_path, result()).read_bytes()))
    known = result(ids={"canvas": "1042", "name": "Ada L."}, late=True, attempt=2)
    assert read(write(tmp_path, known)) == known
