"""The pytest plugin of a hidden suite: the `student` fixture, the questions, the outcomes.

In a judge the target is a hand-in in a locked worker. An author of tests may run a suite in one
process, without any isolation: `pytest -p autograder.suite.plugin grading_tests/a1 --submission FILE`.
"""

import contextlib
import importlib.util
import sys
import warnings
from collections.abc import Callable, Generator, Mapping
from importlib.abc import Loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from _pytest.skipping import xfailed_key

from autograder.course.assignment import Assignment, Question, load
from autograder.diagnose import Room, Transcript
from autograder.errors import AssignmentError
from autograder.protocol.jobs import Doubt
from autograder.protocol.steps import Target
from autograder.results import TestResult
from autograder.suite.fixtures import unknown_fixture
from autograder.suite.outcomes import Ending, ending_of, left_out
from autograder.suite.silent_tests import why_silent
from autograder.suite.student import Namespace
from autograder.suite.subtests import pytest_runtest_call, subtests
from autograder.suite.unanswered import KnownNames
from autograder.worker.answering import Local
from autograder.worker.execute import execute
from autograder.worker.notes import in_file, notes, reasons

__all__ = ["pytest_runtest_call", "subtests"]  # pytest finds hooks and fixtures by their names here


class SuiteRun:
    """What one run of a suite asks and finds."""

    def __init__(
        self,
        assignment: Assignment,
        target_for: Callable[[Question], Target],
        device: str = "cpu",
        correct: Mapping[str, Any] | None = None,
    ) -> None:
        self.assignment, self.target_for, self.device = assignment, target_for, device
        self.known = KnownNames(assignment, correct)
        self.tests: dict[str, list[TestResult]] = {q.id: [] for q in assignment.questions}
        self.transcripts: dict[str, list[Transcript]] = {q.id: [] for q in assignment.questions}
        self.items: dict[str, pytest.Item] = {}  # by the `test` of their transcripts
        self.measures: dict[str, dict[str, float]] = {q.id: {} for q in assignment.questions}
        self.doubts: list[Doubt] = []
        self.faults: list[str] = []
        self.room = Room()

    def note(self, item: pytest.Item, ending: Ending, seconds: float) -> None:
        """Add a test that has ended."""
        id = item.stash[QUESTION].id
        if ending.doubt:
            index = len(self.tests[id])
            doubt = Doubt(id, index, ending.doubt, ending.left_out, ending.unanswered)
            self.doubts.append(doubt)
        result = ending.outcome, ending.message, seconds, ending.places, ending.comparison
        self.tests[id].append(TestResult(name_of(item), *result))
        self.measures[id].update(measures_of(item))


ASSIGNMENT = pytest.StashKey[Assignment]()
RUN = pytest.StashKey[SuiteRun]()
QUESTION = pytest.StashKey[Question]()
TRANSCRIPT = pytest.StashKey[Transcript]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--submission FILE`: the module to test, in this process."""
    help = "run a hidden suite on this module, in this process (no isolation)"
    parser.addoption("--submission", metavar="FILE", help=help)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker; with `--submission`, load the assignment beside the tests."""
    config.addinivalue_line("markers", "question(id): the question that a hidden test belongs to")
    warnings.simplefilter("error", pytest.PytestReturnNotNoneWarning)  # what no source shows
    submission = config.getoption("--submission")
    if submission:
        folder = _suite_folder(config)
        sys.path[:0] = [str(folder), str(folder.parent.parent)]
        config.stash[ASSIGNMENT] = assignment = load(folder)
        _preload(assignment.limits.preload)
        target = _local_target(Path(submission), assignment, folder)
        config.stash[RUN] = SuiteRun(assignment, lambda question: target)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give every test its question, in the order of the points table; refuse contradictions."""
    assignment = config.stash.get(ASSIGNMENT, None)
    if assignment is None:
        return
    order = {question.id: i for i, question in enumerate(assignment.questions)}
    for item in items:
        item.stash[QUESTION] = _question_of(item, assignment)
    items.sort(key=lambda item: order[item.stash[QUESTION].id])
    untested = set(order) - {item.stash[QUESTION].id for item in items}
    if untested and not config.getoption("keyword") and not config.getoption("markexpr"):
        names = ", ".join(sorted(untested))
        raise AssignmentError(f"{assignment.slug}: no test asks for {names}; mark one or delete it")


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Namespace:
    """The hand-in's module: call its functions as if it had been imported."""
    run = request.config.stash[RUN]
    question = request.node.stash[QUESTION]
    transcript = Transcript(test=request.node.nodeid, room=run.room)
    request.node.stash[TRANSCRIPT], run.items[transcript.test] = transcript, request.node
    run.transcripts[question.id].append(transcript)
    return Namespace(run.target_for(question), transcript.record)


@pytest.fixture
def device(request: pytest.FixtureRequest) -> str:
    """Where networks train: "cpu" or "cuda"."""
    return request.config.stash[RUN].device


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note each test's outcome: the call's, or that of a set-up that failed."""
    report = yield
    run = item.config.stash.get(RUN, None)
    if run is not None and (call.when == "call" or (call.when == "setup" and call.excinfo)):
        transcript = item.stash.get(TRANSCRIPT, None)
        ending = ending_of(call.excinfo, run.known, transcript)
        expected_to_fail = item.stash.get(xfailed_key, None)
        if expected_to_fail:
            ending = left_out(expected_to_fail.reason or "it is marked xfail")
        if ending.outcome == "passed" and transcript:
            transcript.passed = True
        run.note(item, ending, round(call.duration, 4))
    elif run is not None and call.when == "teardown" and call.excinfo:
        place, kind = f"{item.stash[QUESTION].id}: {name_of(item)}", call.excinfo.typename
        run.faults.append(f"{place}: what cleans up after the test broke ({kind})")
    return report


def name_of(item: pytest.Item) -> str:
    """What a result calls a test."""
    return item.name.removeprefix("test_")


def measures_of(item: pytest.Item) -> dict[str, float]:
    """The finite numbers that a test has noted with pytest's `record_property`."""
    numbers = {
        name: value for name, value in item.user_properties if isinstance(value, float | int)
    }
    finite = {name: value for name, value in numbers.items() if abs(value) <= sys.float_info.max}
    return {str(name): float(value) for name, value in finite.items()}


def _question_of(item: pytest.Item, assignment: Assignment) -> Question:
    place = f"{item.location[0]}:{(item.location[1] or 0) + 1}: {item.name}"
    fault = why_silent(item) or unknown_fixture(item)
    if fault:
        raise AssignmentError(f"{place} {fault}")
    marks = list(item.iter_markers("question"))
    if len(marks) != 1 or len(marks[0].args) != 1:
        raise AssignmentError(f"{place} needs exactly one @pytest.mark.question(ID)")
    try:
        return assignment.question(marks[0].args[0])
    except AssignmentError as error:
        raise AssignmentError(f"{place}: {error}") from None


def _suite_folder(config: pytest.Config) -> Path:
    paths = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    for path in paths:
        folder = path if path.is_dir() else path.parent
        if (folder / "assignment.toml").exists():
            return folder
    raise pytest.UsageError("--submission needs the folder of one hidden suite as an argument")


def _preload(names: tuple[str, ...]) -> None:
    """Import what a worker would find imported."""
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _local_target(path: Path, assignment: Assignment, folder: Path) -> Target:
    module, _ = _new_module(path, assignment.module.removesuffix(".py"))
    left_out = execute(path.read_bytes(), str(path), vars(module))  # as in a worker
    for statement, reason in notes(left_out, in_file):
        print(f"{statement}, was left out: {reason}", file=sys.stderr)
    props = folder / "props.py"
    helpers = load_file(props, "props") if props.exists() else ModuleType("props")
    extras = {"props": helpers, "__left_out__": reasons(left_out, str(path), in_file)}
    return Local({**vars(module), **extras}, (str(path),))


def load_file(path: Path, name: str) -> Any:
    """The module in a file, imported under `name`."""
    module, loader = _new_module(path, name)
    loader.exec_module(module)
    return module


def _new_module(path: Path, name: str) -> tuple[ModuleType, Loader]:
    """A module of which no line has run, known under `name`."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise pytest.UsageError(f"{path} is no Python module")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    return module, spec.loader
