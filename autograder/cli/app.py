"""Puts the commands together and turns errors of ours into one line and an exit status."""

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from autograder import __version__
from autograder.cli import (
    INTERRUPTED,
    SAID,
    calibrate,
    check,
    doctor,
    export,
    grade,
    nbgrader,
    new,
    release,
    report,
    selftest,
    similar,
)
from autograder.cli.console import errors
from autograder.errors import AutograderError

USAGE = 2
# sent by schedulers, and by terminals that close; Windows has no SIGHUP
ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
STOPPED = (INTERRUPTED, *(128 + number for number in ENDING))

app = typer.Typer(
    name="autograder",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Programming exercises: check your own work, write, release and grade.",
)


def _version(wanted: bool) -> None:
    """Answer before a command is asked for."""
    if wanted:
        print(f"autograder {__version__}")
        raise typer.Exit


@app.callback()
def course_option(
    context: typer.Context,
    course: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The course's folder; else found upward, or AUTOGRADER_COURSE."
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback has answered
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Keep the course for the command that follows."""
    context.obj = course


for command in (
    check, grade, export, report, similar, new, release, selftest, calibrate, doctor,
):  # fmt: skip
    name = command.__name__.rsplit(".", 1)[-1]
    app.command(name)(getattr(command, f"{name}_command"))
app.add_typer(nbgrader.app, name="nbgrader")


def run() -> None:
    """Run the command line; an error of ours is one line on stderr and status 2."""
    for number in ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:  # or nohup wants it ignored
            signal.signal(number, _stop)
    try:
        app()
    except (AutograderError, ImportError, OSError) as error:
        errors.print(f"autograder: {_line(error)}", style="red", markup=False, soft_wrap=True)
        sys.exit(USAGE)
    except SystemExit as end:
        if end.code in STOPPED:
            errors.print(SAID, style="red", soft_wrap=True)
        raise
    except KeyboardInterrupt:  # in the moments before and after the command itself
        errors.print(SAID, style="red", soft_wrap=True)
        sys.exit(INTERRUPTED)


def _line(error: AutograderError | ImportError | OSError) -> str:
    """An error in one line; raised again where it speaks of this package and not of its surroundings."""
    if isinstance(error, AutograderError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    if (
        isinstance(error, ImportError)
        and (error.name or "autograder").split(".")[0] != "autograder"
    ):
        return f"{error.name} is broken here ({error}): `autograder doctor` tells more"
    raise error


def _stop(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - a handler's signature
    """End as ctrl-C does: what is open is closed, what was started is ended."""
    sys.exit(128 + number)
