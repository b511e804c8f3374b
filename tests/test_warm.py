"""The warm process and what it forks: they serve many jobs, survive bad ones, and leave nothing."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attacks.processes import alive, below, everybody
from attacks.traces import settled

from autograder.course.find import find_assignment
from autograder.grading.host import Warm
from autograder.protocol.jobs import Job, Subject

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ROOT = Path(__file__).parent.parent
SLUG = "a1_pooling"
ENDLESS = b"def global_avg_pool2d(x):\n    while True:\n        pass\n"


def wait_until(condition):
    assert settled(condition, 100), "waited too long"


def oldest(pids: set[int]) -> int:
    """The one that was started first."""
    running = everybody()
    return min(pids & running.keys(), key=lambda pid: (running[pid].started, pid))


@pytest.fixture(scope="module")
def judge():
    assignment = find_assignment(ROOT, SLUG)
    with Warm(ROOT, assignment.limits.preload) as warm:
        yield warm.judge(SLUG, assignment.limits)


def job(source: bytes, *questions: str) -> Job:
    return Job(Subject({"pooling.py": source}, "pooling.py"), questions)


def test_a_judge_tells_what_it_collected(judge):
    assert set(judge.suite.tests) == {q.id for q in find_assignment(ROOT, SLUG).questions}
    assert len(judge.suite.digest) == 64


def test_a_job_may_ask_for_some_questions_only(judge):
    report = judge.grade(job(b"", "global_avg_pool", "avg_pool"))
    assert [question.id for question in report.questions] == ["avg_pool", "global_avg_pool"]


def test_a_judge_that_is_killed_twice_leaves_a_problem_and_the_next_job_runs(judge):
    assert not judge.grade(job(b"", "global_avg_pool")).problem  # all that stays is there now
    before = below(os.getpid())
    with ThreadPoolExecutor(1) as pool:
        report = pool.submit(judge.grade, job(ENDLESS, "global_avg_pool"))
        wait_until(lambda: below(os.getpid()) - before)
        first = oldest(below(os.getpid()) - before)  # the judge comes first
        zygote = everybody()[first].parent
        os.kill(first, signal.SIGKILL)
        gone = before | {first}  # the fork of the job before may still be ending
        wait_until(lambda: below(zygote) - gone)
        os.kill(oldest(below(zygote) - gone), signal.SIGKILL)
        assert "ended before it had a result" in report.result(60).problem
    assert not judge.grade(job(b"", "global_avg_pool")).problem


def test_after_a_kill_nothing_is_judged_by_a_suite_that_has_changed(tmp_path, make_course):
    course = make_course(tmp_path)
    assignment = find_assignment(course, "doubling")
    with Warm(course) as warm:
        judge = warm.judge("doubling", assignment.limits)
        assert judge.suite.digest
        with (course / "grading_tests/doubling/test_double.py").open("a") as suite:
            suite.write("# edited\n")
        everything = {warm.process.pid} | below(warm.process.pid)
        warm.process.kill()
        wait_until(lambda: not alive(everything))  # until then the old suite would still judge
        report = judge.grade(Job(Subject({"doubling.py": b""}, "doubling.py")))
    assert "ended before it had a result" in report.problem


def test_what_never_returns_is_not_called_for_ever(judge):
    report = judge.grade(job(ENDLESS, "global_avg_pool"))
    assert {test.outcome for test in report.questions[0].tests} == {"timeout"}
    messages = [test.message for test in report.questions[0].tests]
    assert sum("did not return within" in message for message in messages) == 2
    assert sum("was not called again" in message for message in messages) == len(messages) - 2


def test_killing_the_command_leaves_no_process_behind(tmp_path):
    handin = tmp_path / "ada.py"
    handin.write_bytes(ENDLESS)
    command = [sys.executable, "-m", "autograder", "grade", handin, "--assignment", SLUG]
    process = subprocess.Popen(
        [*command, "--out", tmp_path / "out"], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    wait_until(lambda: len(below(process.pid)) >= 6)  # warm, zygote, judge, fork, worker
    all_of_it = below(process.pid)
    process.kill()
    process.wait()
    wait_until(lambda: not alive(all_of_it))
