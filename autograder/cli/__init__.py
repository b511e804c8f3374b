"""The command `autograder`: options in, tables out. It never imports torch itself."""

import sys

INTERRUPTED = 130  # what shells make of ctrl-C
SAID = "autograder: stopped; what is done is kept, and the same command goes on from there"


def main() -> None:
    """Run the command line; ctrl-C ends it in one line, even while it is still loading."""
    try:
        from autograder.cli.app import run  # noqa: PLC0415 - takes a while, and ctrl-C may come
    except KeyboardInterrupt:
        print(SAID, file=sys.stderr)
        sys.exit(INTERRUPTED)
    run()
