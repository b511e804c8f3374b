"""The formats of `autograder export`, one row each.

A new one is a module in `export/`, with a function from results to a file, and a row of `FORMATS`.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from autograder.cli.stored import names_in, titles
from autograder.errors import UsageError
from autograder.export import Export
from autograder.export.absent import RollCall, roll_calls, strangers_in_words
from autograder.export.autolab import autolab
from autograder.export.canvas import canvas
from autograder.export.classroom50 import classroom50, run_of
from autograder.export.github import annotations, summary, within_limits
from autograder.export.grade_columns import BLACKBOARD, BRIGHTSPACE, grade_columns
from autograder.export.gradescope import Visibility, gradescope
from autograder.export.junit import junit
from autograder.export.moodle import Columns, moodle
from autograder.export.table import table
from autograder.export.worksheet import Worksheet, parse
from autograder.extras import require
from autograder.nbgrader.environment import skip_grammars
from autograder.results import Result
from autograder.submission.roster import read_roster


class ExportOptions(msgspec.Struct, frozen=True):
    """Options that only some formats take, by the name of the option."""

    template: Path | None = None
    column: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    maximum: str | None = None
    feedback: str | None = None
    scale: bool = False
    visibility: Visibility | None = None
    roster: Path | None = None
    course: Path | None = None  # of the whole command


class ExportFormat(NamedTuple):
    """How results become a file, which options that takes, and of how many results it is made.

    A format of one result is never asked for one without a score. `make` gets `--out` too: only
    what writes by itself, and gives no content, needs it.
    """

    make: Callable[[Sequence[Result], ExportOptions, Path], Export]
    options: frozenset[str] = frozenset()
    takes: Literal["any results", "one assignment", "one result"] = "any results"
    template: str = "the gradebook"


def _csv(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    calls = _roll_calls(results, options)
    notes = tuple(strangers_in_words(call) for call in calls if call.strangers)
    absent = tuple(call.absent for call in calls if call.people)
    return Export(table(results, calls).encode(), notes, absent=absent)


def _autolab(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    return autolab(results, _roll_calls(results, options))


def _roll_calls(results: Sequence[Result], options: ExportOptions) -> list[RollCall]:
    return roll_calls(results, read_roster(options.roster) if options.roster else [])


def _canvas(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    return canvas(results, _template(options), options.column, options.scale, options.match)


def _blackboard(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    how = (options.column, options.scale, options.match)
    return grade_columns(BLACKBOARD, results, _template(options), *how)


def _brightspace(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    how = (options.column, options.scale, options.match)
    return grade_columns(BRIGHTSPACE, results, _template(options), *how)


def _moodle(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    if len(options.column) > 1:
        raise UsageError("--to moodle fills one column: give --column once")
    grade = options.column[0] if options.column else None
    columns = Columns(grade, options.match, options.maximum, options.feedback)
    return moodle(results, _template(options), columns, options.scale)


def _gradescope(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    return Export(gradescope(results[0], options.visibility or Visibility.after_published))


def _github(results: Sequence[Result], _: ExportOptions, __: Path) -> Export:
    lines = within_limits(line for result in results for line in annotations(result))
    return Export(summary(results).encode(), printed=tuple(lines))


def _nbgrader(results: Sequence[Result], _: ExportOptions, course: Path) -> Export:
    require("nbgrader", "export --to nbgrader")
    skip_grammars()
    from autograder.nbgrader.write_results import export_results  # noqa: PLC0415 - only with nbgrader

    return export_results(results, course)


def _moodle_feedback(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    # No other format needs templates, and each would wait for them.
    from autograder.report.feedback_zip import moodle_zip  # noqa: PLC0415

    return moodle_zip(results, titles(options.course))


def _canvas_feedback(results: Sequence[Result], options: ExportOptions, _: Path) -> Export:
    from autograder.report.feedback_zip import canvas_zip  # noqa: PLC0415 - as above

    return canvas_zip(results, titles(options.course), names_in(options.template or Path()))


def _template(options: ExportOptions) -> Worksheet:
    path = options.template or Path()
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(
            f"--template {path} cannot be read: {error.strerror}; expected the file as downloaded"
        ) from None


IN_TITLED_COLUMNS = frozenset({"template", "column", "match", "scale"})
FORMATS: Mapping[str, ExportFormat] = {
    "csv": ExportFormat(_csv, frozenset({"roster"})),
    "canvas": ExportFormat(_canvas, IN_TITLED_COLUMNS),
    "blackboard": ExportFormat(_blackboard, IN_TITLED_COLUMNS),
    "brightspace": ExportFormat(_brightspace, IN_TITLED_COLUMNS),
    "moodle": ExportFormat(
        _moodle,
        frozenset({"template", "column", "match", "maximum", "feedback", "scale"}),
        "one assignment",
    ),
    "autolab": ExportFormat(_autolab, frozenset({"roster"}), "one assignment"),
    "canvas-feedback": ExportFormat(
        _canvas_feedback, frozenset({"template"}), "one assignment", "the zip of hand-ins"
    ),
    "moodle-feedback": ExportFormat(_moodle_feedback, takes="one assignment"),
    "gradescope": ExportFormat(_gradescope, frozenset({"visibility"}), "one result"),
    "classroom50": ExportFormat(
        lambda results, _, __: Export(classroom50(results[0], run_of(os.environ))),
        takes="one result",
    ),
    "junit": ExportFormat(lambda results, _, __: Export(junit(results))),
    "github": ExportFormat(_github),
    "nbgrader": ExportFormat(_nbgrader),
}
