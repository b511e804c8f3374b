"""The pytest plugin of a hidden suite: the `student` fixture, the questions, the outcomes.

In a judge the target is a hand-in in a locked worker. An author of tests may run a suite in one
process, without any isolation: `pytest -p autograder.plugin grading_tests/a1 --submission FILE`.
"""

import contextlib
import importlib.util
import math
import sys
from collections.abc import Callable, Generator
from importlib.abc import Loader
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from autograder.assignment import Assignment, Question, load
from autograder.diagnose import Room, Transcript
from autograder.errors import AssignmentError, CheckFailure, IsolationError
from autograder.results import Outcome, TestResult
from autograder.student import Namespace, NoAnswer
from autograder.targets import Local, Lost, Target
from autograder.worker.execute import execute
from autograder.worker.notes import in_file, notes, reasons


class SuiteRun:
    """What one run of a suite asks and finds."""

    def __init__(
        self,
        assignment: Assignment,
        target_for: Callable[[Question], Target],
        device: str = "cpu",
    ) -> None:
        self.assignment, self.target_for, self.device = assignment, target_for, device
        self.tests: dict[str, list[TestResult]] = {q.id: [] for q in assignment.questions}
        self.transcripts: dict[str, list[Transcript]] = {q.id: [] for q in assignment.questions}
        self.measures: dict[str, dict[str, float]] = {q.id: {} for q in assignment.questions}
        self.room = Room()


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
    transcript = request.node.stash[TRANSCRIPT] = Transcript(room=run.room)
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
        outcome, message = outcome_of(call.excinfo)
        if outcome == "passed" and TRANSCRIPT in item.stash:
            item.stash[TRANSCRIPT].passed = True
        name = item.name.removeprefix("test_")
        seconds = round(call.duration, 4)
        found = TestResult(name, outcome, message, seconds, places_of(call.excinfo))
        run.tests[item.stash[QUESTION].id].append(found)
        run.measures[item.stash[QUESTION].id].update(measures_of(item))
    return report


def measures_of(item: pytest.Item) -> dict[str, float]:
    """The finite numbers that a test has noted with pytest's `record_property`."""
    noted = {name: value for name, value in item.user_properties if isinstance(value, float | int)}
    return {str(name): float(value) for name, value in noted.items() if math.isfinite(value)}


def outcome_of(excinfo: pytest.ExceptionInfo | None) -> tuple[Outcome, str]:
    """What a test's end means, and the words for the student."""
    if excinfo is None:
        return "passed", ""
    error = excinfo.value
    if isinstance(error, NoAnswer):
        if isinstance(error.answer, Lost):
            return error.answer.kind, str(error)
        kinds: dict[str, Outcome] = {"todo": "todo", "memory": "memory"}
        return kinds.get(error.answer.kind, "failed"), str(error)
    if isinstance(error, CheckFailure):
        return "failed", str(error)
    if isinstance(error, IsolationError):
        return "error", str(error)
    return "error", _course_fault(excinfo)


def places_of(excinfo: pytest.ExceptionInfo | None) -> tuple[str, ...] | msgspec.UnsetType:
    """Where the wrong values lie, if a check has found some."""
    error = excinfo.value if excinfo else None
    return (isinstance(error, CheckFailure) and error.places) or msgspec.UNSET


def _course_fault(excinfo: pytest.ExceptionInfo) -> str:
    """Where the course's code broke. Its message may hold a hidden input, so it is left out."""
    place = excinfo.traceback[-1] if len(excinfo.traceback) else None
    for entry in excinfo.traceback:
        if "grading_tests" in str(entry.path):
            place = entry
    where = f" at {Path(place.path).name}:{place.lineno + 1}" if place else ""
    return f"the course's own test broke ({type(excinfo.value).__name__}{where})"


def _question_of(item: pytest.Item, assignment: Assignment) -> Question:
    marks = list(item.iter_markers("question"))
    place = f"{item.location[0]}:{(item.location[1] or 0) + 1}: {item.name}"
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
    for what, why in notes(left_out, in_file):
        print(f"{what}, was left out: {why}", file=sys.stderr)
    props = folder / "props.py"
    helpers = load_file(props, "props") if props.exists() else ModuleType("props")
    lacking = {"props": helpers, "__left_out__": reasons(left_out, str(path), in_file)}
    return Local({**vars(module), **lacking}, (str(path),))


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
