"""Graders: judges are started once, kept, shared, and never again once all was told to end."""

import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from autograder import results
from autograder.course.find import find_assignment
from autograder.errors import AutograderError, CourseError, WorkerLost
from autograder.grading.batch import Grading
from autograder.grading.finished import Options
from autograder.grading.kept_hosts import Setting, WarmProcesses
from autograder.grading.local_grader import LocalGrader, local_grader
from autograder.grading.preload import preload, usual_preload
from autograder.protocol.jobs import Job, Report, Subject, Suite
from autograder.submission.record import Submission

HAND_IN = {"doubling.py": b"def double(x):\n    return 2 * x\n"}
JOB = Job(Subject(HAND_IN, "doubling.py"))
ADA = Submission("ada", HAND_IN, "doubling.py")


@pytest.fixture(scope="module")
def course(make_course, tmp_path_factory) -> Path:
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def doubling(course):
    return find_assignment(course, "doubling")


@pytest.fixture(scope="module")
def grader(course):
    with local_grader(Setting(str(course)), workers=2) as made:
        yield made


@pytest.mark.slow
def test_two_graders_may_share_a_warm_process(course, doubling):
    kept, setting = WarmProcesses(), Setting(str(course))
    try:
        with LocalGrader(kept, setting, 1) as one, LocalGrader(kept, setting, 1) as other:
            reports = [each.submit(doubling, JOB).result() for each in (one, other)]
        with kept.judge(setting, doubling.slug, doubling.limits) as judge:
            assert judge.is_ready  # the graders are gone, the process stays
        assert [report.questions[0].score for report in reports] == [4.0, 4.0]
    finally:
        kept.close()


@pytest.mark.slow
def test_the_suites_of_a_wrong_course_are_refused_at_once(make_course, tmp_path, doubling):
    wrong = make_course(tmp_path, {"grading_tests/doubling/test_double.py": "import nowhere\n"})
    with local_grader(Setting(str(wrong))) as made, pytest.raises(CourseError, match="nowhere"):
        made.suites([doubling])


def test_nothing_is_started_once_all_was_told_to_end(course, doubling):
    kept = WarmProcesses()
    kept.close()
    with LocalGrader(kept, Setting(str(course)), 1) as closed:
        future = closed.submit(doubling, JOB)
        with pytest.raises(AutograderError, match="told to end"):
            future.result()


@pytest.mark.slow
def test_a_hand_in_is_graded_then_kept_then_graded_where_forced(grader, doubling, tmp_path):
    (suite,) = grader.suites([doubling])
    grading = Grading(grader, doubling, suite.digest, tmp_path, Options())
    first = grading.finish(ADA)
    assert (first.kept, first.result.score) == (False, 4.0)
    results.write(tmp_path, first.result)
    assert grading.finish(ADA).kept
    forced = Grading(grader, doubling, suite.digest, tmp_path, Options(force=True))
    assert not forced.finish(ADA).kept


class Lost:
    """A grader whose processes die under the first `deaths` jobs."""

    def __init__(self, deaths: int) -> None:
        self.deaths, self.lock = deaths, threading.Lock()

    def suites(self, assignments):
        return [Suite() for _ in assignments]

    def submit(self, _assignment, _job) -> Future[Report]:
        future: Future[Report] = Future()
        with self.lock:
            self.deaths -= 1
        if self.deaths >= 0:
            future.set_exception(WorkerLost("the worker died"))
        else:
            future.set_result(Report(problem="it was asked"))
        return future


@pytest.mark.parametrize(
    ("deaths", "why"), [(1, "it was asked"), (2, "the worker died, for the second time")]
)
def test_who_asks_one_by_one_gets_a_second_chance_too(deaths, why, doubling, tmp_path):
    finished = Grading(Lost(deaths), doubling, "suite", tmp_path, Options()).finish(ADA)
    assert finished.result.status == "not_judged"
    assert why in results.reason(finished.result)


def test_what_cannot_be_read_asks_no_grader(doubling, tmp_path):
    bad = Submission("bob", {}, "", problem="it is no Python")
    finished = Grading(Lost(9), doubling, "suite", tmp_path, Options()).finish(bad)
    assert (finished.result.status, finished.result.score) == ("graded", 0.0)


def test_what_draws_is_imported_where_hand_ins_are_not_known_yet(doubling):
    assert usual_preload(doubling.limits) == ("matplotlib.pyplot",)
    assert preload(doubling.limits, [ADA]) == ()
