"""Runs the public tests on your module as it is saved now: `check("max_pool")` in a notebook.

They run in this process, which is fast; your module is imported afresh each time, and what the notebook
holds stays as it is.
"""

import contextlib
import difflib
import importlib
import inspect
import io
import random
import sys
import textwrap
import tomllib
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest

PublicOutcome = Literal["passed", "failed", "todo", "skipped", "xfailed"]
LEFT_OUT = {"skipped": "skipped", "xfailed": "expected to fail"}  # these count nowhere
SIGNS = {"passed": "✓", "todo": "·", "failed": "✗"}
SOURCE = 12  # lines of a test that are shown
ALONE = ("-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:faulthandler", "--capture=sys")


class PublicTest(NamedTuple):
    """One public test's outcome; `question` is empty where the module cannot be imported."""

    question: str
    name: str
    outcome: PublicOutcome
    message: str = ""
    source: str = ""


def check(question: str) -> None:
    """Show what the public tests of a question say; `AssertionError` where it is not right yet."""
    __tracebackhide__ = True
    titles = _titles()
    assert not titles or question in titles, _no_such(question, list(titles))
    tests = run(Path("test_public.py"), question)
    print("\n".join(lines(titles.get(question, question.replace("_", " ")), tests)))
    assert right(tests), f"{question} is not right yet; see above"


def run(file: Path, question: str | None = None, options: Sequence[str] = ()) -> list[PublicTest]:
    """The outcomes of the tests in a file, or of those of one question."""
    collector = _Collector(question)
    with _afresh(file.resolve().parent), contextlib.redirect_stdout(io.StringIO()):
        try:
            pytest.main([str(file), *ALONE, *options, "--override-ini=addopts="], [collector])
        except SystemExit as end:  # while the module was imported
            collector.tests[""] = PublicTest("", "import", "failed", f"it ends Python: exit({end})")
    if collector.stopped:
        raise KeyboardInterrupt
    return list(collector.tests.values())


def right(tests: Sequence[PublicTest]) -> bool:
    """Whether some tests pass and none fails."""
    kinds = {test.outcome for test in tests}
    return "passed" in kinds and not kinds & {"failed", "todo"}


def lines(title: str, tests: Sequence[PublicTest], width: int = 0) -> Iterator[str]:
    """How a question stands, then what its first test says that does not pass, and that test."""
    counted = [test for test in tests if test.outcome not in LEFT_OUT]
    wrong = [test for test in counted if test.outcome != "passed"]
    kinds = {test.outcome for test in wrong}
    sign = SIGNS["failed" if "failed" in kinds or not counted else "todo" if kinds else "passed"]
    tests_pass = "test passes" if len(counted) == 1 else "tests pass"
    count = f"{len(counted) - len(wrong)} of {len(counted)} {tests_pass}"
    for outcome, words in LEFT_OUT.items():
        if number := sum(test.outcome == outcome for test in tests):
            count += f", {number} {words}"
    yield f"{sign} {title.ljust(width)}  {count}"
    for test in sorted(wrong, key=lambda test: test.outcome != "failed")[:1]:
        first, *others = test.message.splitlines() or ["no message"]
        yield f"    {test.name.replace('_', ' ')}: {first}"
        yield from (f"    {line}" for line in others)
        if test.source and test.outcome == "failed":
            yield from textwrap.indent(f"the test:\n{test.source}", "    ").splitlines()


def _titles() -> dict[str, str]:
    """The questions' titles by their ids, where the assignment's file is here."""
    file = Path("assignment.toml")
    questions = tomllib.loads(file.read_text("utf-8"))["questions"] if file.exists() else []
    return {known["id"]: known["title"] for known in questions}


def _no_such(question: str, ids: list[str]) -> str:
    similar = difflib.get_close_matches(question, ids, 1)
    hint = f"; did you mean {similar[0]}?" if similar else ""
    return f"there is no question {question!r}; there are: {', '.join(ids)}{hint}"


class _Collector:
    def __init__(self, question: str | None) -> None:
        self.question = question
        self.tests: dict[str, PublicTest] = {}  # by pytest's name for each
        self.stopped = False

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "question(id): the question a test belongs to")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo) -> None:
        self.stopped = type(excinfo.value) is KeyboardInterrupt  # pytest has kinds of its own

    def pytest_exception_interact(self, call: pytest.CallInfo) -> None:
        if call.when == "collect" and call.excinfo:
            error = call.excinfo.value.__cause__ or call.excinfo.value
            said = f"{type(error).__name__}: {error}"
            self.tests[""] = PublicTest("", "import", "failed", said)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.question is not None:
            items[:] = [item for item in items if _question(item) == self.question]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note a test; one whose part fails, be it a subtest or its end, fails."""
        report = yield
        known = self.tests.get(item.nodeid)
        if report.when == "call" or not report.passed:
            outcome, message = _outcome(report, call.excinfo)
            if known is None or (known.outcome == "passed" != outcome):
                name = item.name.removeprefix("test_")
                self.tests[item.nodeid] = PublicTest(
                    _question(item), name, outcome, message, _source(item)
                )
        return report


def _question(item: pytest.Item) -> str:
    mark = item.get_closest_marker("question")
    return str(mark.args[0]) if mark and mark.args else ""


def _outcome(
    report: pytest.TestReport, excinfo: pytest.ExceptionInfo | None
) -> tuple[PublicOutcome, str]:
    if report.skipped:
        return ("xfailed" if hasattr(report, "wasxfail") else "skipped"), ""
    if report.passed:
        return "passed", ""
    if excinfo is None:  # it passes where it is said to fail
        return "failed", str(report.longrepr).strip()
    if isinstance(excinfo.value, NotImplementedError):
        return "todo", "still to do"
    kind = (
        "" if excinfo.errisinstance((AssertionError, pytest.fail.Exception)) else excinfo.typename
    )
    said = str(excinfo.value).strip() or "no message"
    return "failed", f"{kind}: {said}" if kind else said


def _source(item: pytest.Item) -> str:
    """The test without its marks, so that it can be tried out."""
    text = textwrap.dedent(inspect.getsource(getattr(item, "function", type(item))))
    body = text[max(text.find("def test_"), 0) :].rstrip().splitlines()
    return "\n".join([*body[:SOURCE], *(["    ..."] if len(body) > SOURCE else [])])


@contextlib.contextmanager
def _afresh(folder: Path) -> Iterator[None]:
    """Without the modules of the folder; afterwards all is as it was, random numbers too."""
    modules, path, state = dict(sys.modules), list(sys.path), _random_states()
    for name in [name for name in modules if _lies_in(folder, name)]:
        del sys.modules[name]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for name in [name for name in sys.modules if _lies_in(folder, name)]:
            del sys.modules[name]
        sys.modules.update(modules)
        sys.path[:] = path
        for restore, before in state:
            restore(before)


def _random_states() -> list[tuple[Callable[[Any], object], Any]]:
    """What puts random numbers back, and to where; of torch and NumPy where they are loaded."""
    states: list[tuple[Callable[[Any], object], Any]] = [(random.setstate, random.getstate())]
    if torch := sys.modules.get("torch"):
        states.append((torch.set_rng_state, torch.get_rng_state()))
    if numpy := sys.modules.get("numpy"):
        states.append((numpy.random.set_state, numpy.random.get_state()))
    return states


def _lies_in(folder: Path, name: str) -> bool:
    """Whether a module, or the package it is in, is one of the folder's; an environment there is not."""
    if name in (__name__, "__main__"):
        return False
    file = getattr(sys.modules.get(name.partition(".")[0]), "__file__", None)
    return bool(file) and folder in (Path(file).parent, Path(file).parent.parent)
