"""Runs the tests that need no fixture but `student` and `device` without pytest's machinery for fixtures.

Set-up, hooks, reports and clean-up of a test take pytest longer than a small test takes itself. A plain test
needs none: a function of a module, with parameters of `parametrize`, and nobody who listens to it but the engine
and pytest itself. Every other test is run by pytest. Both ways end in `SuiteRun.conclude`.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import pytest

from autograder.suite.run import RUN

PLAIN = pytest.StashKey[bool]()

_OWN = "autograder.suite.plugin"
_PROVIDED = {"student", "device"}
_LISTENERS = (
    "pytest_runtest_logstart", "pytest_runtest_setup", "pytest_runtest_call", "pytest_runtest_teardown",
    "pytest_runtest_makereport", "pytest_runtest_logreport", "pytest_runtest_logfinish", "pytest_fixture_setup",
    "pytest_fixture_post_finalizer", "pytest_exception_interact",
)  # fmt: skip
_KNOWN = ("_pytest", "pytest_timeout", "autograder")
_MARKS = ("skip", "skipif", "xfail", "usefixtures")


def mark_plain(items: list[pytest.Item], config: pytest.Config) -> None:
    """Note which of the collected tests are plain; none is where somebody else listens to tests."""
    alone = not _somebody_listens(config)
    for item in items:
        item.stash[PLAIN] = alone and _is_plain(item)


def run_plain(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a plain test to its end, and note it; False where pytest has to run it."""
    if not item.stash[PLAIN] or not isinstance(item, pytest.Function):
        return False
    run = item.config.stash[RUN]

    def call() -> None:
        given = getattr(item, "callspec", None)
        item.funcargs = {**given.params} if given else {}
        for name in item._fixtureinfo.argnames:
            if name not in item.funcargs:
                item.funcargs[name] = run.student_of(item) if name == "student" else run.device
        item.runtest()

    run.conclude(item, _ended(call, "call"))
    item.funcargs = {}  # pytest fills what is not there, should the test be asked again
    state = item.session._setupstate
    if state.stack:  # a test that pytest ran left what others of its module share
        run.conclude(item, _ended(lambda: state.teardown_exact(nextitem), "teardown"))
    return True


def _ended(phase: Callable[[], None], when: Literal["call", "teardown"]) -> pytest.CallInfo:
    return pytest.CallInfo.from_call(
        phase, when=when, reraise=(pytest.exit.Exception, KeyboardInterrupt)
    )


def _somebody_listens(config: pytest.Config) -> bool:
    return any(
        not str(implementation.function.__module__).startswith(_KNOWN)
        for name in _LISTENERS
        for implementation in getattr(config.hook, name).get_hookimpls()
    )


def _is_plain(item: pytest.Item) -> bool:
    if type(item) is not pytest.Function or item.cls is not None:
        return False
    if any(item.get_closest_marker(name) for name in _MARKS):
        return False
    given = getattr(item, "callspec", None)
    parameters = set(given.params) if given else set()
    fixtures = item._fixtureinfo.name2fixturedefs
    return (
        set(item._fixtureinfo.argnames) <= parameters | _PROVIDED
        and set(item.fixturenames) <= parameters | _PROVIDED | {"request"}
        and all(_is_direct(fixtures.get(name)) for name in parameters)
        and all(_is_own(fixtures.get(name)) for name in _PROVIDED & set(item.fixturenames))
    )


def _is_direct(definitions: Sequence[pytest.FixtureDef] | None) -> bool:
    """Whether a parameter goes to the test as it is, not to a fixture of its name."""
    return not definitions or definitions[-1].func.__name__ == "get_direct_param_fixture_func"


def _is_own(definitions: Sequence[pytest.FixtureDef] | None) -> bool:
    return bool(definitions) and definitions[-1].func.__module__ == _OWN
