"""An nbgrader course as nbgrader itself sees it: its settings, folders and gradebook."""

import logging
from pathlib import Path
from typing import Any

from nbgrader.apps.baseapp import NbGrader

from autograder.errors import UsageError

CONFIG = "nbgrader_config.py"


class Course:
    """A course that its `nbgrader_config.py` describes."""

    def __init__(self, folder: Path) -> None:
        if not (folder / CONFIG).is_file():
            raise UsageError(
                f"{folder} holds no {CONFIG}: make a course with `autograder nbgrader init`"
            )
        self.app = NbGrader()
        self.app.log_level = logging.ERROR
        self.app.load_cwd_config = False
        self.app.initialize([], root=str(folder.resolve()))
        self.dirs: Any = self.app.coursedir

    def path(self, step: str, student: str, slug: str) -> Path:
        """A folder of nbgrader's tree."""
        return Path(self.dirs.format_path(step, student, slug))

    def setting(self, section: str, name: str, default: Any) -> Any:
        """What the course's configuration says."""
        return self.app.config.get(section, {}).get(name, default)
