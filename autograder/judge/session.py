"""A judge: collects a suite once, then forks for every job, so that a hand-in costs its tests only.

pytest runs once here. It collects, stops before the first test and waits for jobs; each job is a
fork that goes on from there with its own hand-in, reports, and ends.
"""

import gc
import os
import signal
import socket
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import msgspec
import pytest

from autograder.course.assignment import Assignment, load
from autograder.course.packages import require_packages
from autograder.diagnose import Catalogue, catalogue
from autograder.errors import AutograderError
from autograder.escape import one_line
from autograder.fingerprint import digest_of_suite
from autograder.judge.answers import LONGEST
from autograder.judge.arena import Arena
from autograder.judge.job import Verdict
from autograder.judge.worker_host import WorkerHost
from autograder.linux.privileges import guard_process
from autograder.networks.data.cifar10 import ROOT
from autograder.protocol.deadline import STRETCH
from autograder.protocol.jobs import Job, Report, Started, Suite, receive_record, send_record
from autograder.protocol.workers import hung_up
from autograder.suite import plugin
from autograder.suite.plain_tests import mark_plain, run_plain
from autograder.suite.reference import keep_answers
from autograder.suite.run import ASSIGNMENT, QUESTION, RUN
from autograder.worker.answering.direct import seed_everything

_OPTIONS = (
    "--capture=no", "-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:faulthandler",
    "-p", "no:warnings", "-p", "no:logging", "-p", "pytest_timeout", "-p", "autograder.suite.plugin", "--strict-markers",
    "--override-ini=addopts=", "--override-ini=python_files=test_*.py",
)  # fmt: skip


def run_judge(
    course: str, slug: str, data: str, jobs: socket.socket, requests: socket.socket
) -> None:
    """Serve jobs of one assignment until the command hangs up; `data`: where CIFAR-10 lies, or ""."""
    guard_process()
    if data:
        os.environ[ROOT] = data  # where `autograder.networks.data` looks
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks reap themselves
    folder = Path(course) / "grading_tests" / slug
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    sys.path[:0] = [str(folder), course]
    waiting = Waiting(jobs, requests, folder)
    keep_answers(Arena())
    try:
        waiting.prepare()
        limits = waiting.assignment.limits
        limit = STRETCH * (limits.total_seconds + limits.trainings_seconds) + 30
        arguments = [str(folder), f"--rootdir={folder}", f"--timeout={limit}", *_OPTIONS]
        pytest.main(arguments, plugins=[waiting])
        problem = waiting.problem or f"{folder}: pytest collected no test"
    except AutograderError as error:
        problem = str(error)
    except Exception as error:  # noqa: BLE001 - the course's code runs at import: name its error, go no further
        problem = f"{folder}: {type(error).__name__}: {error}"
    if waiting.job_fd is not None:  # a fork that broke: it must not go on as if it were the judge
        _report_problem(waiting.job_fd, problem)
    waiting.serve_problem(problem)


class Waiting:
    """The pytest plugin that stops before the first test and forks from there."""

    def __init__(self, jobs: socket.socket, requests: socket.socket, folder: Path) -> None:
        self.jobs, self.requests, self.folder = jobs, requests, folder
        self.problem = ""
        self.job_fd: int | None = None  # in a fork: where its report goes
        self.verdict: Verdict | None = None

    def prepare(self) -> None:
        """Read what belongs to the suite besides its tests."""
        self.assignment: Assignment = load(self.folder)
        require_packages(self.assignment)
        course, preload = self.folder.parent.parent, self.assignment.limits.preload
        data = os.environ.get(ROOT)
        self.digest = digest_of_suite(course, self.folder.name, preload, data)
        path = self.folder / "props.py"
        self.props = path.read_text("utf-8") if path.exists() else ""
        props = plugin.load_file(path, "props") if path.exists() else ModuleType("props")
        catalogue = self._catalogue()
        seed_everything(0)  # its first call imports: once here, not in every fork
        correct = {**catalogue.correct, "props": props}
        self.catalogue = msgspec.structs.replace(catalogue, correct=correct)

    def _catalogue(self) -> Catalogue:
        path = self.folder / "misconceptions.py"
        if not path.exists():
            return Catalogue({}, {})
        return catalogue(plugin.load_file(path, "misconceptions"), self.assignment)

    def pytest_configure(self, config: pytest.Config) -> None:
        """Tell the plugin which assignment this is."""
        config.stash[ASSIGNMENT] = self.assignment

    def pytest_exception_interact(self, node: pytest.Collector, call: pytest.CallInfo) -> None:
        """Keep in one line what went wrong while the suite was collected."""
        if call.when == "collect" and call.excinfo and not self.problem:
            error = call.excinfo.value.__cause__ or call.excinfo.value
            self.problem = one_line(f"{node.nodeid}: {type(error).__name__}: {error}", LONGEST)

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo) -> bool:
        """Keep the one line of an error of ours."""
        is_own = isinstance(excinfo.value, AutograderError)
        message = str(excinfo.value) if is_own else f"{excinfo.typename}: {excinfo.value}"
        self.problem = self.problem or message
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Wait for jobs. A fork returns None, so that pytest goes on to run the tests there."""
        if session.testsfailed or not session.items:
            return True
        for item in session.items:  # pytest would parse sources to draw each failure: 5 ms
            item.repr_failure = _brief  # type: ignore[method-assign]
        mark_plain(session.items, session.config)
        suite = Suite(
            tests={id: len(tests) for id, tests in _by_question(session).items()},
            misconceptions={
                id: tuple(m.name for m in misconceptions)
                for id, misconceptions in self.catalogue.by_question.items()
            },
            remarks=frozenset(
                m.name
                for misconceptions in self.catalogue.by_question.values()
                for m in misconceptions
                if m.remark
            ),
            digest=self.digest,
        )
        keep_answers(None)  # a reference that one fork makes is not the same in another
        gc.collect()
        gc.freeze()  # the suite, too, is shared by every fork: a collection would copy its pages
        for request, fd in self._requests():
            if request == b"suite":
                send_record(fd, suite)
            elif os.fork() == 0:
                self.job_fd = fd
                self._begin(session, fd)
                return None
            os.close(fd)
        os._exit(0)

    def _begin(self, session: pytest.Session, fd: int) -> None:
        """In the fork: take the job, and choose its tests."""
        guard_process()
        self.jobs.close()
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 1)
        os.dup2(null, 2)
        send_record(fd, Started(os.getpid()))
        job = receive_record(fd, Job)
        if job.questions:
            session.items[:] = [
                item for item in session.items if item.stash[QUESTION].id in job.questions
            ]
        test_counts = {id: len(items) for id, items in _by_question(session).items()}
        self.verdict = Verdict(job, self.assignment, self.catalogue, self.props, test_counts)
        host, watch = WorkerHost(self.requests), partial(send_record, fd)
        session.config.stash[RUN] = self.verdict.start(host, watch)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(
        self, item: pytest.Item, nextitem: pytest.Item | None
    ) -> bool | None:
        """In the fork: run a plain test; None leaves the test to pytest."""
        return run_plain(item, nextitem) or None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """In the fork: report, and end without unwinding what belongs to the parent."""
        if self.job_fd is not None and self.verdict is not None:
            send_record(self.job_fd, self.verdict.report(self.problem))
            os._exit(0)

    def serve_problem(self, problem: str) -> None:
        """Answer whoever asks that this suite cannot be used, and why."""
        for _, fd in self._requests():
            send_record(fd, Suite(problem=problem))
            os.close(fd)

    def _requests(self) -> Iterator[tuple[bytes, int]]:
        """What the command asks, until it hangs up, or no workers can be had any more."""
        while True:
            request, fds, _, _ = socket.recv_fds(self.jobs, 16, 1)
            if not request or hung_up(self.requests):
                return
            yield request, fds[0]


def _report_problem(fd: int, problem: str) -> NoReturn:
    send_record(fd, Report(problem=f"the judge broke: {problem}"))
    os._exit(1)


def _brief(excinfo: pytest.ExceptionInfo, style: object = None) -> str:  # noqa: ARG001 - pytest's
    return excinfo.exconly()


def _by_question(session: pytest.Session) -> dict[str, list[pytest.Item]]:
    items: dict[str, list[pytest.Item]] = {}
    for item in session.items:
        items.setdefault(item.stash[QUESTION].id, []).append(item)
    return items
