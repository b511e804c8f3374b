"""What `grade` ends with, and the line that says why where `--fail-under` asks for more."""

from collections.abc import Sequence

from autograder.cli.console import Hanging, errors, plain, points, tell
from autograder.cli.roll import listed_names
from autograder.cli.show import NAMES, ShortResult

NOT_JUDGED, BELOW = 1, 3


def exit_status(graded: Sequence[ShortResult], fail_under: float | None) -> int:
    """The exit status; hand-ins below `fail_under` percent are named first."""
    below = [
        result
        for result in graded
        if result.score is not None and 100 * result.score / result.points < (fail_under or 0)
    ]
    is_complete = all(result.score is not None for result in graded)
    status = (BELOW if below else 0) if is_complete else NOT_JUDGED
    if below:
        _show_below(below, fail_under or 0, status)
    return status


def _show_below(below: Sequence[ShortResult], percent: float, status: int) -> None:
    several = len({result.assignment for result in below}) > 1
    names = [
        f"{result.student} ({f'{result.assignment}, ' if several else ''}"
        f"{points(result.score or 0)} of {points(result.points)})"
        for result in below
    ]
    verb = "is" if len(below) == 1 else "are"
    text = f"{listed_names(names, NAMES)} {verb} below {percent:g} %: exit status {status}"
    tell(Hanging("--fail-under: ", plain(text)), errors, "yellow")
