"""nbgrader courses that are graded by this engine: students' code runs in its sandbox, not in a kernel.

`configure` is what an `nbgrader_config.py` calls. docs/NBGRADER.md is the instructor's page. nbgrader
is imported only by what cannot do without it, so that the engine works where it is not installed.
"""

from autograder.nbgrader.config import configure

__all__ = ["configure"]
