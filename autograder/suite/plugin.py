"""The pytest plugin of a hidden suite: the `student` fixture, the questions, the outcomes.

In a judge the target is a hand-in in a locked worker. An author of tests may run a suite in one
process, without any isolation: `pytest -p autograder.suite.plugin grading_tests/a1 --submission FILE`.
"""

import contextlib
import importlib.util
import sys
import warnings
from collections.abc import Generator
from importlib.abc import Loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from autograder.course.assignment import Assignment, Question, load
from autograder.errors import AssignmentError
from autograder.protocol.steps import Target
from autograder.suite.fixtures import unknown_fixture
from autograder.suite.run import ASSIGNMENT, QUESTION, RUN, SuiteRun
from autograder.suite.silent_tests import why_silent
from autograder.suite.student import Namespace
from autograder.suite.subtests import pytest_runtest_call, subtests
from autograder.worker.answering import Local
from autograder.worker.execute import execute
from autograder.worker.notes import in_file, notes, reasons

__all__ = ["pytest_runtest_call", "subtests"]  # pytest finds hooks and fixtures by their names here


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
    return request.config.stash[RUN].student_of(request.node)


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
    if run is not None:
        run.conclude(item, call)
    return report


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
