"""Grading on Dask's workers: the same grades as here, and whatever dies, the rest goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attacks.processes import WARM, Tree, command_line
from conftest import SUITE, TOML, environment
from distributed import Client
from distributed.exceptions import WorkerStartTimeoutError

from autograder import results
from autograder.course.find import find_assignment
from autograder.errors import ProtocolError, UsageError
from autograder.fingerprint import digest, digest_of_engine
from autograder.grading.batch import Grading, grade_all
from autograder.grading.dask.bundle import Bundle, pack, unpack
from autograder.grading.dask.dask_grader import DaskGrader
from autograder.grading.dask.executor import ClusterExecutor, cluster
from autograder.grading.finished import Options
from autograder.protocol.jobs import Job, Report
from autograder.submission.record import Submission

pytestmark = pytest.mark.timeout(300)  # a killed worker takes its time

ROOT = Path(__file__).parent.parent
RIGHT = "def double(x):\n    return x + x\n"
SQUARE = "def double(x):\n    return x * x\n"
SLOW = "import time\n\n\ndef double(x):\n    time.sleep(2)\n    return x + x\n"
CLASS = {"ada.py": RIGHT, "bob.py": SQUARE, "cem.py": "def double(x):\n    exit()\n"}
SLUG = ("--assignment", "doubling")
IMPATIENT = """
from autograder.cli import main
from autograder.grading.dask import executor

assert executor.WORKER_SECONDS > 10
executor.WORKER_SECONDS = 2
main()
"""  # the command, but that it waits less long for a worker

# ------------------------------------------------------------------------- the bundle


@pytest.fixture
def course(tmp_path, make_course):
    other = {
        "grading_tests/other/secret.py": "x = 1\n",
        "grading_tests/other/assignment.toml": TOML,
    }
    return make_course(tmp_path / "course", other)


def test_a_bundle_is_what_judges_and_nothing_else(course):
    (course / "reference/__pycache__").mkdir()
    (course / "reference/__pycache__/doubling.pyc").write_bytes(b"compiled")
    suite = ("assignment.toml", "misconceptions.py", "test_double.py")
    assert set(pack(course, ["doubling"]).files) == {
        *(f"grading_tests/doubling/{name}" for name in suite),
        "reference/__init__.py",
        "reference/doubling.py",
    }


def test_a_bundle_is_named_by_its_content(course):
    before = pack(course, ["doubling"])
    assert before == pack(course, ["doubling"])
    with (course / "reference/doubling.py").open("a") as file:
        file.write("# edited\n")
    assert pack(course, ["doubling"]).digest != before.digest


def test_a_bundle_is_unpacked_once_whole_and_for_this_user_only(course, tmp_path):
    bundle = pack(course, ["doubling"])
    place = tmp_path / "place"
    place.mkdir()
    folder = unpack(bundle, place)
    kept = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert unpack(bundle, place) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == kept
    assert (folder / "reference/doubling.py").read_bytes() == bundle.files["reference/doubling.py"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(place.iterdir()) == [folder]


def test_a_damaged_bundle_is_refused(tmp_path):
    bundle = Bundle({"reference/a.py": b"x = 2"}, digest({"reference/a.py": b"x = 1"}))
    with pytest.raises(ProtocolError, match="damaged"):
        unpack(bundle, tmp_path)
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------- without Dask


def test_dask_is_loaded_only_where_a_scheduler_is_named():
    code = "import sys, autograder.cli; print({'dask', 'distributed'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "more", "words"),
    [
        pytest.param("tcp://127.0.0.1:9", (), "nobody answers there", id="nobody there"),
        pytest.param("nonsense://x", (), "nobody answers there", id="no address"),
        pytest.param("tcp://127.0.0.1:9", ("--workers", "2"), "--workers 2 is for", id="workers"),
    ],
)
def test_a_missing_scheduler_is_one_line_and_soon(
    tmp_path, autograder, course, address, more, words
):
    (tmp_path / "ada.py").write_text(RIGHT)
    start = time.monotonic()
    grade = ("grade", tmp_path / "ada.py", *SLUG, "--out", tmp_path / "out")
    done = autograder("--course", course, *grade, "--scheduler", address, *more)
    assert time.monotonic() - start < 60  # a busy machine; alone it takes 6
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith("autograder: --")
    assert words in line
    assert "dask worker" in line


# ------------------------------------------------------------------------- with Dask


class Host:
    """Two Dask workers on this machine."""

    def __init__(self, folder, workers=2):
        self.command = [sys.executable, "-m", "measure.dask_workers", str(workers), str(folder)]
        self._start()

    def _start(self):
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT / "benchmarks",
            env=environment({"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}),  # `Deadly` stands here
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("tcp://")

    def warm(self):
        """The warm processes, by the Dask worker that holds each."""
        others = Tree(self.process.pid).below(self.process.pid)
        holders = [pid for pid in others if WARM not in command_line(pid)]
        return {warm: pid for pid in holders for warm in Tree(pid).find("warm")}

    def wait_for_both(self):
        """A killed worker comes back, or Dask gave it up; who comes next expects two."""
        try:
            with Client(self.address) as client:
                client.wait_for_workers(2, timeout=100)
        except WorkerStartTimeoutError:
            self.close()
            self._start()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(60)


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


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_resubmission_is_graded_anew_and_an_old_hand_in_as_before(small, grade, write_files):
    for source, points in ((RIGHT, 4.0), (SQUARE, 0.0), (RIGHT, 4.0)):
        write_files(small, {"again/ada.py": source})
        assert grade("again", "again-out").status == 0
        assert score(small / "again-out", "ada") == points


@pytest.mark.slow
def test_a_warm_process_is_kept_from_one_run_to_the_next(host, grade):
    assert grade("class", "first", "--force").status == 0
    before = host.warm()
    assert grade("class", "first", "--force").status == 0
    after = host.warm()
    assert before
    assert before.items() <= after.items()
    assert len(after) == len(set(after.values())) <= 2  # one for each Dask worker


@pytest.mark.slow
def test_a_suite_that_changed_is_used_at_once(small, host, autograder, make_course):
    stricter = SUITE.replace("student.double(3)", "student.double(3) + 1")
    make_course(small / "stricter", {"grading_tests/doubling/test_double.py": stricter})
    words = ("grade", "class/ada.py", *SLUG, "--out", "strict-out", "--scheduler", host.address)
    assert autograder("--course", "stricter", *words, cwd=small).status == 0
    assert score(small / "strict-out", "ada") == 2.0


@pytest.mark.slow
def test_a_broken_course_is_one_line_and_nothing_is_graded(small, host, autograder, make_course):
    make_course(small / "broken", {"grading_tests/doubling/test_double.py": "import nothing_such"})
    words = ("grade", "class", *SLUG, "--out", "broken-out", "--scheduler", host.address)
    done = autograder("--course", "broken", *words, cwd=small)
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert "nothing_such" in line
    assert not list((small / "broken-out").rglob("*.json"))


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_another_engine_over_there_is_refused(small, host, monkeypatch):
    name = "autograder.grading.dask.executor.digest_of_engine"
    monkeypatch.setattr(name, lambda: "0" * 64)
    with cluster(host.address, pack(small / "course", ["doubling"])) as executor:
        assert isinstance(executor, ClusterExecutor)
        with pytest.raises(UsageError, match="another autograder than this command"):
            executor.submit(digest_of_engine).result(60)


@pytest.mark.slow
def test_a_scheduler_without_workers_is_one_line(small, tmp_path):
    empty = Host(tmp_path, workers=0)
    words = ("grade", "class", *SLUG, "--out", "empty-out", "--scheduler", empty.address)
    done = subprocess.run(
        [sys.executable, "-c", IMPATIENT, "--course", "course", *words],
        cwd=small,
        env=environment({}),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    empty.close()
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no workers" in done.stderr
    assert len(done.stderr.splitlines()) == 1
