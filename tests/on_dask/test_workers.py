"""Two Dask workers give the grades of this machine, whatever changes, breaks or dies meanwhile."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import SUITE, environment
from dask_host import CLASS, RIGHT, SLUG, SQUARE, Host

from autograder import results
from autograder.course.find import find_assignment
from autograder.errors import UsageError
from autograder.fingerprint import digest_of_engine
from autograder.grading.batch import Grading, grade_all
from autograder.grading.dask.bundle import pack
from autograder.grading.dask.dask_grader import DaskGrader
from autograder.grading.dask.executor import ClusterExecutor, cluster
from autograder.grading.finished import Options
from autograder.protocol.jobs import Job, Report
from autograder.submission.record import Submission

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]  # a killed worker takes its time

SLOW = "import time\n\n\ndef double(x):\n    time.sleep(2)\n    return x + x\n"


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    found = Host(tmp_path_factory.mktemp("dask"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory, make_course, write_files):
    """A course, and a class beside it."""
    folder = tmp_path_factory.mktemp("cluster")
    make_course(folder / "course")
    write_files(folder / "class", CLASS)
    return folder


@pytest.fixture(scope="module")
def grade(small, host, autograder):
    """Grade what lies in the folder of the course."""

    def run(submitted, out, *more, far=True):
        place = ("--scheduler", host.address) if far else ()
        words = ("grade", submitted, *SLUG, "--out", out, *place, *more)
        return autograder("--course", "course", *words, cwd=small)

    return run


def facts(folder):
    """All results by student, without what may differ from run to run."""
    found = {}
    for path in sorted((folder / "doubling").iterdir()):
        kept = json.loads(path.read_bytes())
        del kept["seconds"], kept["graded_at"]
        for question in kept["questions"]:
            for test in question["tests"]:
                del test["seconds"]
        found[kept["student"]] = kept
    return found


def score(folder, student):
    return results.read(folder / "doubling" / f"{student}.json").score


def test_a_cluster_gives_the_same_results_as_this_machine(small, grade):
    assert grade("class", "near", far=False).status == 0
    done = grade("class", "far")
    assert (done.status, done.err) == (0, "")
    assert facts(small / "far") == facts(small / "near")  # the fingerprint too
    assert {name: one["score"] for name, one in facts(small / "far").items()} == {
        "ada": 4.0,
        "bob": 0.0,
        "cem": 0.0,
    }


def test_a_resubmission_is_graded_anew_and_an_old_hand_in_as_before(small, grade, write_files):
    for source, points in ((RIGHT, 4.0), (SQUARE, 0.0), (RIGHT, 4.0)):
        write_files(small, {"again/ada.py": source})
        assert grade("again", "again-out").status == 0
        assert score(small / "again-out", "ada") == points


def test_a_warm_process_is_kept_from_one_run_to_the_next(host, grade):
    assert grade("class", "first", "--force").status == 0
    before = host.warm()
    assert grade("class", "first", "--force").status == 0
    after = host.warm()
    assert before
    assert before.items() <= after.items()
    assert len(after) == len(set(after.values())) <= 2  # one for each Dask worker


def test_a_suite_that_changed_is_used_at_once(small, host, autograder, make_course):
    stricter = SUITE.replace("student.double(3)", "student.double(3) + 1")
    make_course(small / "stricter", {"grading_tests/doubling/test_double.py": stricter})
    words = ("grade", "class/ada.py", *SLUG, "--out", "strict-out", "--scheduler", host.address)
    assert autograder("--course", "stricter", *words, cwd=small).status == 0
    assert score(small / "strict-out", "ada") == 2.0


def test_a_broken_course_is_one_line_and_nothing_is_graded(small, host, autograder, make_course):
    make_course(small / "broken", {"grading_tests/doubling/test_double.py": "import nothing_such"})
    words = ("grade", "class", *SLUG, "--out", "broken-out", "--scheduler", host.address)
    done = autograder("--course", "broken", *words, cwd=small)
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert "nothing_such" in line
    assert not list((small / "broken-out").rglob("*.json"))


def test_a_dask_worker_that_is_killed_costs_a_retry_and_no_grade(small, host, write_files):
    names = [f"s{number}" for number in range(4)]
    write_files(small, {f"slow/{name}.py": f"{SLOW}# {name}\n" for name in names})
    words = ["grade", "slow", *SLUG, "--out", "slow-out", "--scheduler", host.address]
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", "--course", "course", *words],
        cwd=small,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    deadline = time.monotonic() + 100
    while not list((small / "slow-out").rglob("*.json")):  # then the next two are under way
        assert time.monotonic() < deadline
        time.sleep(0.1)
    before = host.warm()
    os.kill(min(before.values()), signal.SIGKILL)
    said = process.communicate(timeout=100)[0]
    assert process.returncode == 0, said
    assert not before.items() <= host.warm().items()
    host.wait_for_both()
    assert {name: one["score"] for name, one in facts(small / "slow-out").items()} == dict.fromkeys(
        names, 4.0
    )


class Deadly:
    """Grades nothing; a hand-in that says so kills the Dask worker."""

    def __init__(self, deaths):
        self.deaths = deaths

    def __call__(self, job: Job) -> Report:
        if b"kill" in job.subject.files["doubling.py"]:
            with self.deaths.open("a") as file:
                file.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.2)
        return Report()


def test_a_hand_in_that_kills_its_worker_twice_is_not_judged_and_the_rest_goes_on(
    small, host, tmp_path
):
    course = small / "course"
    files = {name: {"doubling.py": name.encode()} for name in ("ada", "bob", "kill", "cem", "dan")}
    class_ = [Submission(name, content, "doubling.py") for name, content in files.items()]
    deaths = tmp_path / "deaths"
    with cluster(host.address, pack(course, ["doubling"])) as executor:
        found = {
            finished.submission.student: finished.result
            for finished in grade_all(
                Grading(
                    DaskGrader(executor, lambda assignment: Deadly(deaths)),
                    find_assignment(course, "doubling"),
                    "suite",
                    tmp_path / "out",
                    Options(),
                ),
                class_,
            )
        }
    assert deaths.read_text() == "xx"
    assert {name for name, result in found.items() if result.status != "graded"} == {"kill"}
    assert found.keys() == files.keys()
    assert "died while it graded this, for the second time" in results.reason(found["kill"])
    assert results.read(tmp_path / "out/doubling/kill.json").score is None
    host.wait_for_both()


def test_another_engine_over_there_is_refused(small, host, monkeypatch):
    name = "autograder.grading.dask.executor.digest_of_engine"
    monkeypatch.setattr(name, lambda: "0" * 64)
    with cluster(host.address, pack(small / "course", ["doubling"])) as executor:
        assert isinstance(executor, ClusterExecutor)
        with pytest.raises(UsageError, match="another autograder than this command"):
            executor.submit(digest_of_engine).result(60)
