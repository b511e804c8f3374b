"""`subtests` as a hidden or a public suite knows it: one test, failed if any of its subtests failed.

pytest 9 reports each subtest as a test of its own, and its time limit ends the subtest only. This
fixture takes that one's place: all subtests run, and then the test fails once.
"""

import contextlib
from collections.abc import Generator, Iterator

import pytest


class SubtestsFailed(Exception):
    """Some subtests of a test failed."""

    def __init__(self, name: str, first: pytest.ExceptionInfo, count: int, total: int) -> None:
        super().__init__(f"{count} of {total} subtests failed; the first, {name}: {first.value}")
        self.name, self.first, self.count, self.total = name, first, count, total


class Subtests:
    """Counts subtests and keeps the failure of each: `with subtests.test("odd sizes", n=3): ...`."""

    def __init__(self) -> None:
        self.total = 0
        self.failures: list[tuple[str, pytest.ExceptionInfo]] = []

    @contextlib.contextmanager
    def test(self, msg: str | None = None, **kwargs: object) -> Iterator[None]:
        """Run the block as a subtest: what it raises is kept until the end of the test.

        A time limit is no failure of a subtest: it ends the test.
        """
        self.total += 1
        try:
            yield
        except (pytest.skip.Exception, pytest.xfail.Exception):
            self.total -= 1
        except Exception as error:  # noqa: BLE001 - judged with the test, once the other subtests ran
            name = _name(self.total, msg, kwargs)
            self.failures.append((name, pytest.ExceptionInfo.from_exception(error)))

    def close(self) -> None:
        """Fail the test where a subtest has failed."""
        if self.failures:
            name, first = self.failures[0]
            raise SubtestsFailed(name, first, len(self.failures), self.total)


SUBTESTS = pytest.StashKey[Subtests]()


@pytest.fixture
def subtests(request: pytest.FixtureRequest) -> Subtests:
    """Parts of a test that all run, each with a name: `subtests.test("odd sizes", n=3)`."""
    group = request.node.stash[SUBTESTS] = Subtests()
    return group


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test for its subtests while it is still the test that runs."""
    yield
    if SUBTESTS in item.stash:
        item.stash[SUBTESTS].close()


def _name(number: int, msg: str | None, kwargs: dict[str, object]) -> str:
    words = [msg] if msg else []
    words += [f"{name}={value!r}"[:60] for name, value in kwargs.items()]
    return ", ".join(words) or f"number {number}"
