"""The command `autograder`: options in, tables out. It never imports torch itself."""

import io
import sys

INTERRUPTED = 130  # what shells make of ctrl-C
SAID = "autograder: stopped; what is done is kept, and the same command goes on from there"


def main() -> None:
    """Run the command line; ctrl-C ends it in one line, even while it is still loading."""
    _write_anything()
    try:
        from autograder.cli.app import run  # noqa: PLC0415 - takes a while, and ctrl-C may come
    except KeyboardInterrupt:
        print(SAID, file=sys.stderr)
        sys.exit(INTERRUPTED)
    run()


def _write_anything() -> None:
    """A tick becomes a question mark where the output cannot hold it: Windows, into a file."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
