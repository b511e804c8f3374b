"""Route A: `nbgrader autograde` with our engine. nbgrader has no option for its converter's class,
so `install` puts ours where its command and its API look for it.
"""

import fnmatch
import glob
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import api as nbgrader_api
from nbgrader.apps import autogradeapp
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import rmtree
from traitlets import Bool, Enum, Integer, Unicode

from autograder.course.find import find_assignment
from autograder.errors import AutograderError, UsageError
from autograder.grading.batch import Grading
from autograder.grading.finished import Options
from autograder.nbgrader.answers import mended_notebook
from autograder.nbgrader.cells import Original
from autograder.nbgrader.gradebook import enter, originals
from autograder.nbgrader.prefetch import Ahead, HandIn, nbgrader_grader, notes_on
from autograder.nbgrader.preprocessors import KEY
from autograder.nbgrader.tree import copy_files, handed_in_at, marked

PRIVATE = ("_format_source", "_format_dest", "_init_preprocessors", "_sanitizing")  # nbgrader's own
RESULTS = "results"  # beside submitted/: what `autograder grade` would write, and `export` reads


class SandboxedAutograde(Autograde):
    """`nbgrader autograde` that starts no kernel, skips nothing half-graded and survives any hand-in."""

    course = Unicode("", help="The folder that holds grading_tests/.").tag(config=True)
    isolation = Enum(["best", "required", "none"], "best", help="Refuse below this.").tag(
        config=True
    )
    workers = Integer(0, help="Hand-ins at a time; 0: one per processor.").tag(config=True)
    hints = Bool(True, help="Search for what explains wrong answers.").tag(config=True)
    device = Enum(["cpu", "cuda"], "cpu", help="Where networks train.").tag(config=True)
    data = Unicode("", help="The folder that holds CIFAR-10, if tests shall use it.").tag(
        config=True
    )

    ahead: Ahead
    released: dict[str, tuple[Original, ...]]  # notebook -> its cells as released

    @property
    def dirs(self) -> Any:
        """The course's folders; nbgrader's class says that there may be none."""
        return self.coursedir

    def start(self) -> None:
        """Grade what was asked for; the warm process is started for the first and stays."""
        try:
            super().start()
        except AutograderError as error:  # the course's or the caller's fault
            self.log.error(str(error))
            raise NbGraderException(str(error)) from None

    def init_notebooks(self) -> None:
        """As nbgrader, but what was released counts: a student's notebook may be missing."""
        slug = self.dirs.assignment_id
        try:
            with Gradebook(self.dirs.db_url, self.dirs.course_id) as gradebook:
                names = [notebook.name for notebook in gradebook.find_assignment(slug).notebooks]
                self.released = {name: originals(gradebook, name, slug) for name in names}
        except MissingEntry:
            names, self.released = [], {}
        if not names:
            raise UsageError(f"{slug} was never released: nbgrader generate_assignment {slug}")
        chosen = [name for name in names if fnmatch.fnmatch(name, self.dirs.notebook_id)]
        folders = glob.glob(self._format_source(slug, self.dirs.student_id))  # noqa: PTH207 - absolute
        self.notebooks = []
        self.assignments = {
            folder: [str(Path(folder) / f"{name}.ipynb") for name in chosen]
            for folder in folders
            if chosen and Path(folder).is_dir()
        }
        if not self.assignments:
            super().init_notebooks()  # says what it looked for

    def convert_notebooks(self) -> None:
        """Grade the submissions, those that come next ahead of the one that nbgrader writes."""
        assignment = find_assignment(Path(self.course), self.dirs.assignment_id)
        options = Options(self.isolation, self.device, self.force, self.hints)
        out = Path(self.dirs.root) / RESULTS
        data = Path(self.data) if self.data else None
        with nbgrader_grader(Path(self.course), assignment, data, self.workers) as grader:
            (suite,) = grader.suites([assignment])  # a wrong course stops here
            grading = Grading(grader, assignment, suite.digest, out, options)
            self.ahead = Ahead(grading, grader.workers)
            self.ahead.expect(self._to_come())
            try:
                super().convert_notebooks()
            finally:
                self.ahead.close()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether to grade: also what a run that was killed has left half done, or nobody judged."""
        try:
            if super().init_destination(assignment_id, student_id):
                return True
        except (AttributeError, ValueError):  # nbgrader's way to say that a timestamp is none
            self.log.warning("timestamp.txt of %s holds no time", student_id)
        if student_id in self.dirs.student_id_exclude.split(","):
            return False
        folder = self._format_dest(assignment_id, student_id)
        if self._is_finished(folder):
            return False
        self.log.warning("Grading again, because it was not finished: %s", folder)
        rmtree(folder)
        return True

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy the files that are files, and make the student's entry in the gradebook."""
        source = self._format_source(assignment_id, student_id)
        folder = self._format_dest(assignment_id, student_id)
        master = self.dirs.format_path(self.dirs.source_directory, ".", assignment_id)
        excluded = self.exclude_overwriting.get(assignment_id, ())
        lost = copy_files(Path(source), Path(folder), self.dirs.ignore, ())
        self._enter(assignment_id, student_id, source)
        lost += copy_files(Path(master), Path(folder), self.dirs.ignore, excluded)
        if lost:
            self.log.warning("%s: not copied: %s", folder, ", ".join(lost))

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Mend what was handed in, let the preprocessors grade it, write it."""
        self.log.info("Autograding %s", notebook_filename)
        resources = self.init_single_notebook_resources(notebook_filename)
        path = Path(notebook_filename)
        graded = self.ahead.graded(HandIn(resources["nbgrader"]["student"], path.parent))
        mended = mended_notebook(path.parent, path.stem, self.released)
        resources[KEY] = {
            "result": graded.result,
            "notes": (*notes_on(graded.submission, self.released), *mended.notes),
            "in_doubt": mended.in_doubt,
        }
        for note in mended.notes:
            self.log.warning("%s: %s", notebook_filename, note)
        if graded.result.status != "graded":
            self.log.error("%s: not judged, left to a person", notebook_filename)
        self._sanitizing = False
        try:
            self._init_preprocessors()
            graded_book: Any = self.exporter.from_notebook_node(mended.book, resources=resources)
        finally:
            self._sanitizing = True
        self.write_single_notebook(*graded_book)

    def _to_come(self) -> Iterator[HandIn]:
        pattern = self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
        for folder in sorted(self.assignments):
            matched = re.match(pattern, folder)
            student = matched["student_id"] if matched else ""
            destination = self._format_dest(self.dirs.assignment_id, student)
            excluded = student in self.dirs.student_id_exclude.split(",")
            if matched and not excluded and (self.force or not self._is_finished(destination)):
                yield HandIn(student, Path(folder))

    def _is_finished(self, folder: str) -> bool:
        """Whether every notebook there was written to its end and judged."""
        return all(
            marked(Path(folder) / f"{name}.ipynb").get("status") == "graded"
            for name in self.released
        )

    def _enter(self, assignment_id: str, student_id: str, source: str) -> None:
        zone = self.config.get("Exchange", {}).get("timezone", "")
        moment, problem = handed_in_at(Path(source), zone)
        if problem:
            self.log.warning("timestamp.txt of %s: %s", student_id, problem)
        with Gradebook(self.dirs.db_url, self.dirs.course_id) as gradebook:
            if not self.create_student:
                gradebook.find_student(student_id)  # raises: only known students are graded
            facts = {"timestamp": moment} if moment else {}
            late = enter(gradebook, assignment_id, student_id, **facts)
        if late > 0:
            self.log.warning("%s by %s is %s seconds late", assignment_id, student_id, late)


def install() -> None:
    """Let nbgrader's command and API, and with it formgrader's button, use our converter."""
    places: tuple[Any, ...] = (autogradeapp, nbgrader_api)
    for place in places:
        lacking = [name for name in PRIVATE if not hasattr(Autograde, name)]
        if lacking or not issubclass(place.Autograde, Autograde):
            what = f" and lacks {', '.join(lacking)}" if lacking else ""
            raise AutograderError(
                f"{place.__name__} has changed{what}: use the nbgrader of constraints.txt"
            )
        place.Autograde = SandboxedAutograde
