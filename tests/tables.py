"""What tests print at the end of their run: tables; and `--long`, which asks for more than CI runs.

A plugin of tests/conftest.py.
"""

import pytest

Rows = list[tuple[str, ...]]


class Report:
    """Tables for the reader of the run: a title, and rows of cells below it."""

    def __init__(self) -> None:
        self.tables: list[tuple[str, Rows]] = []

    def add(self, title: str, rows: Rows) -> None:
        """Print a table at the end of the run."""
        self.tables.append((title, rows))


REPORT = pytest.StashKey[Report]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long`: more cases than CI runs."""
    parser.addoption("--long", action="store_true", help="run the long versions")


def pytest_configure(config: pytest.Config) -> None:
    """Make the one report."""
    config.stash[REPORT] = Report()


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    """Takes tables: `report.add("frames", [("valid", "200"), ("refused", "199800")])`."""
    return pytestconfig.stash[REPORT]


@pytest.fixture(scope="session")
def long(pytestconfig: pytest.Config) -> bool:
    """Whether the long versions were asked for; False unless asked for."""
    return bool(pytestconfig.getoption("long", default=False))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables, in the order in which they came."""
    for title, rows in terminalreporter.config.stash[REPORT].tables:
        terminalreporter.section(title)
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            terminalreporter.write_line("  ".join(cells).rstrip())
