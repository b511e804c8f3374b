"""What tests of the command share: a way to run it, and a small course that they may spoil."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

from autograder.grading.host import Warm
from autograder.protocol.jobs import Probe

pytest_plugins = ["tables"]
ROOT = Path(__file__).resolve().parent.parent
for name in ("COLUMNS", "LINES", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
    os.environ.pop(name, None)  # what the shell around us wants is no part of what is tested
if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # a job in the background hands this on to commands
    signal.signal(signal.SIGINT, signal.default_int_handler)
LIMIT = 110  # seconds until a command that hangs is ended; none needs a tenth of it alone
LEFT = 10  # of a test's seconds, to say that its command hangs
SECONDS = pytest.StashKey[float]()  # that the test which runs may take

TOML = """\
title = "Doubling"
module = "doubling.py"

[[questions]]
id = "double"
title = "Twice the number"
points = 4
names = ["double"]
"""
REFERENCE = '''\
def double(x):
    """Twice x."""
    return 2 * x
'''
SUITE = """\
import pytest

from autograder.suite import assert_equal
from autograder.suite import local
from reference import doubling

ref = local(doubling)
double = pytest.mark.question("double")


@double
def test_small_numbers_are_doubled(student):
    assert_equal(student.double(3), ref.double(3))


@double
def test_large_numbers_are_doubled(student):
    assert_equal(student.double(1000), ref.double(1000))
"""
MISCONCEPTIONS = '''\
from autograder.suite import instead_of
from reference import doubling as correct


@instead_of("double")
def the_square(x):
    """You square the number. Add it to itself."""
    return x * x
'''
COURSE = {
    "assignments/doubling/": "",
    "grading_tests/doubling/assignment.toml": TOML,
    "grading_tests/doubling/misconceptions.py": MISCONCEPTIONS,
    "grading_tests/doubling/test_double.py": SUITE,
    "reference/__init__.py": '"""Right answers."""\n',
    "reference/doubling.py": REFERENCE,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--install`: what READMEs tell students to install comes from an index, gigabytes of it."""
    help = "make the environments of released READMEs with pip (gigabytes) instead of links"
    parser.addoption("--install", action="store_true", help=help)


class Done(NamedTuple):
    """A command that has ended."""

    status: int
    out: str
    err: str


Command = Callable[..., Done]


def environment(changes: Mapping[str, str]) -> dict[str, str]:
    """What a command under test may know of the shell around it."""
    kept = {name: value for name, value in os.environ.items() if name != "AUTOGRADER_COURSE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **changes}


@pytest.fixture(scope="session")
def autograder(pytestconfig: pytest.Config) -> Command:
    """Run the command as a user does: `autograder("doctor", cwd=..., COLUMNS="80")`."""

    def run(*arguments: object, cwd: Path = ROOT, **changes: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "autograder", *map(str, arguments)],
            cwd=cwd,
            env=environment(changes),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=pytestconfig.stash[SECONDS] - LEFT,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def probe() -> Probe:
    """How far workers are locked down on this host."""
    with Warm(ROOT) as warm:
        return warm.probe()


def lay(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` (path -> content) below `root`; a path with "/" at its end is a folder."""
    for path, content in files.items():
        file = root / path
        if path.endswith("/"):
            file.mkdir(parents=True, exist_ok=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@pytest.fixture(scope="session")
def make_course() -> Callable[..., Path]:
    """Write a course of one question into a folder; `changes` replace or add files."""

    def make(root: Path, changes: Mapping[str, str] | None = None) -> Path:
        return lay(root, {**COURSE, **(changes or {})})

    return make


@pytest.fixture(scope="session")
def write_files() -> Callable[..., Path]:
    """Write many small files at once."""
    return lay


@pytest.fixture
def kept_answers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have the references that a test makes keep their answers; the module's CALLS begin at 0."""
    from autograder.judge.arena import Arena  # noqa: PLC0415 - imports torch
    from autograder.suite.reference import keep_answers  # noqa: PLC0415

    request.module.CALLS.clear()
    keep_answers(Arena())
    yield
    keep_answers(None)


SPLIT = {"test_lessons", "test_selftest", "test_styles"}  # their assignments run side by side
SLUG = re.compile(r"\ba\d_[a-z0-9_]+")


class ByFile(LoadScopeScheduling):
    """A file's tests stay with one worker, for what they share; a few files are split further."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        slug = SLUG.search(test.partition("[")[2]) if Path(file).stem in SPLIT else None
        return f"{file} {slug[0]}" if slug else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    """Groups by mark do not work with this pytest: its node ids cannot be given a suffix."""
    config.option.loadscopereorder = False  # the order of the files stays
    return ByFile(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A command that a test starts may take almost as long as the test."""
    timeout = item.get_closest_marker("timeout")
    item.config.stash[SECONDS] = (
        timeout.args[0] if timeout else float(item.config.getini("timeout"))
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that may take longest run first, or one worker would be left with them at the end."""
    most: dict[Path, float] = {}
    for item in items:
        timeout = item.get_closest_marker("timeout")
        most[item.path] = max(most.get(item.path, 0), timeout.args[0] if timeout else 0)
    items.sort(key=lambda item: -most[item.path])
