"""Every lesson runs on its solution, which its public tests accept; tests/test_handouts.py has the stub."""

import functools
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import nbclient
import nbformat
import pytest

from autograder.course.assignment import load
from autograder.release.release import release_folder

COURSE = Path(__file__).parents[1]
SLUGS = sorted(
    path.name
    for path in (COURSE / "solutions").iterdir()
    if path.is_dir() and path.name[0] not in "._"
)
VISION = "autograder.networks.vision"
LESSON_SECONDS = 240  # of CPU: about a minute on a laptop, and no machine is four times slower
PYTEST = """
import json
import sys
import pytest

class Collector:
    def pytest_collection_modifyitems(self, items):
        public = [item for item in items if item.path.name == "test_public.py"]
        marks = [[mark.args[0] for mark in item.iter_markers("question")] for item in public]
        self.found = [(item.name, ids) for item, ids in zip(public, marks)]

collector = Collector()
pytest.main(sys.argv[1:], plugins=[collector])
print(json.dumps(collector.found))
"""


class PublicRun(NamedTuple):
    """The test cases of one pytest run, and the questions that each public test is marked with."""

    public: list[ET.Element]
    docstrings: list[ET.Element]
    questions: list[tuple[str, list[str]]]


# Each lesson may run beside the others.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),  # of a busy machine
    pytest.mark.parametrize("slug", SLUGS),
]


@pytest.fixture(autouse=True)
def torchvision_beside_any_torch(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pytest in the folder, a check cell's too, start as a worker does: see autograder/networks/vision.py.

    A student's torchvision is built for the student's torch; the one here may not be.
    """
    if uses_vision(slug):
        monkeypatch.setenv("PYTEST_PLUGINS", VISION)
        monkeypatch.setenv("PYTHONPATH", str(COURSE))


def solve(slug: str, out: Path) -> Path:
    """What students get, in a folder of its own, with the solution in place of the stub."""
    folder = release_folder(COURSE, slug, out)
    module = load(folder).module
    shutil.copyfile(COURSE / "solutions" / slug / module, folder / module)
    return folder


@pytest.fixture
def solved(slug: str, tmp_path: Path) -> Path:
    """A solved folder that is not used twice: a lesson writes into it."""
    return solve(slug, tmp_path)


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], PublicRun]:
    """One pytest run for each assignment; three tests read what it says."""
    return functools.cache(lambda slug: run_pytest(solve(slug, tmp_path_factory.mktemp("solved"))))


def run_pytest(folder: Path) -> PublicRun:
    """Public tests and docstrings in one pytest run in the folder, warnings being errors."""
    report, module = folder / "report.xml", load(folder).module
    options = ["-W", "error", "--strict-markers", "--doctest-modules", f"--junitxml={report}"]
    command = [sys.executable, "-c", PYTEST, *options, "test_public.py", module]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert report.is_file(), run.stdout + run.stderr
    cases: dict[str, list[ET.Element]] = {"test_public": [], Path(module).stem: []}
    for case in ET.parse(report).iter("testcase"):
        cases[case.attrib["classname"].partition(".")[0]].append(case)
    return PublicRun(*cases.values(), json.loads(run.stdout.splitlines()[-1]))


def uses_vision(slug: str) -> bool:
    """Whether the assignment's workers start with torchvision made importable."""
    return VISION in load(COURSE / "grading_tests" / slug).limits.preload


def names(cases: list[ET.Element]) -> list[str]:
    return [case.attrib["name"] for case in cases]


def cpu_seconds() -> float:
    """What the programs that this process started, and theirs, have used once they ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_lesson_runs_from_top_to_bottom_in_time(slug: str, solved: Path):
    book = nbformat.read(solved / "lesson.ipynb", as_version=4)
    if uses_vision(slug):
        book.cells.insert(0, nbformat.v4.new_code_cell(f"import {VISION}"))
    before = cpu_seconds()
    nbclient.NotebookClient(book, resources={"metadata": {"path": str(solved)}}).execute()
    used = cpu_seconds() - before
    assert 0 < used < LESSON_SECONDS


def test_the_solution_passes_every_public_test(slug: str, tested: Callable[[str], PublicRun]):
    cases = tested(slug).public
    assert cases
    assert names([case for case in cases if len(case)]) == []


def test_the_solution_keeps_what_its_docstrings_show(slug: str, tested: Callable[[str], PublicRun]):
    cases = tested(slug).docstrings
    assert cases
    assert names([case for case in cases if len(case)]) == []


def test_each_question_has_two_public_tests_which_its_check_cell_finds_by_name(
    slug: str, tested: Callable[[str], PublicRun]
):
    found = tested(slug).questions
    for question in load(COURSE / "grading_tests" / slug).questions:
        marked = {name for name, questions in found if questions == [question.id]}
        named = {name for name, _ in found if f"test_{question.id}" in name.lower()}
        assert len(marked) >= 2, question.id
        assert named == marked
