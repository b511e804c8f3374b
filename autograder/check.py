"""Runs public tests in this process, on the student's own machine, and collects what they say."""

import contextlib
import io
from collections.abc import Generator
from pathlib import Path

import msgspec
import pytest

from autograder.results import Outcome
from autograder.subtests import SubtestsFailed


class PublicTest(msgspec.Struct, frozen=True):
    """One public test's outcome; `question` is empty where the module cannot be imported."""

    question: str
    name: str
    outcome: Outcome
    message: str


def run_public_tests(file: Path, question: str | None = None) -> list[PublicTest]:
    """The outcomes of the tests in a file, or of those of one question."""
    collector = _Collector(question)
    arguments = [str(file), "-p", "no:cacheprovider", "-p", "no:terminal", "--capture=sys"]
    arguments += ["-p", "autograder.subtests"]
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main([*arguments, "--override-ini=addopts="], plugins=[collector])
    return collector.tests


class _Collector:
    def __init__(self, question: str | None) -> None:
        self.question = question
        self.tests: list[PublicTest] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "question(id): the question a test belongs to")

    def pytest_exception_interact(self, call: pytest.CallInfo) -> None:
        if call.when == "collect" and call.excinfo:
            error = call.excinfo.value.__cause__ or call.excinfo.value
            said = f"{type(error).__name__}: {error}"
            self.tests.append(PublicTest("", "import", "failed", said))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.question is not None:
            items[:] = [item for item in items if _question(item) == self.question]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when == "call" or call.excinfo:
            name = item.name.removeprefix("test_")
            self.tests.append(PublicTest(_question(item), name, *_outcome(call.excinfo)))
        return report


def _question(item: pytest.Item) -> str:
    mark = item.get_closest_marker("question")
    return str(mark.args[0]) if mark and mark.args else ""


def _outcome(excinfo: pytest.ExceptionInfo | None) -> tuple[Outcome, str]:
    if excinfo is None:
        return "passed", ""
    if isinstance(excinfo.value, NotImplementedError):
        return "todo", "still to do"
    text = str(excinfo.value).strip().splitlines()
    said = text[0] if text else "no message"
    kind = (
        ""
        if isinstance(excinfo.value, AssertionError | SubtestsFailed)
        else f"{excinfo.typename}: "
    )
    return "failed", f"{kind}{said}"
