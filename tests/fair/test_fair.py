"""Every right hand-in with one harmless thing in it gets full marks, alone and among others."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.course.assignment import load
from autograder.results import Result
from fair.classes import (
    FORMS,
    ROOT,
    SLUGS,
    grade,
    judged,
    lay_hand_in,
    lost_points,
    read_all,
    table,
)
from fair.harmless import EVERYWHERE, GROUPS, OWN, Harmless

MOST_SECONDS = 1500  # against hanging: the whole corpus of one assignment
pytestmark = [pytest.mark.slow, pytest.mark.timeout(MOST_SECONDS)]

CHEAP = "a1_pooling"  # here each piece is tried alone
DEAR = ("a5_architectures", "a6_cifar10")  # half a minute a hand-in
TORCH = "all_of_torch"
BARE = "solution_alone"


def pieces(slug: str, *, long: bool) -> dict[str, Sequence[Harmless]]:
    """What is put into the hand-ins of an assignment, by the hand-in's name."""
    own = OWN[slug] if slug not in DEAR else ()
    single = (*EVERYWHERE, *own) if slug == CHEAP or (long and slug not in DEAR) else own
    groups = {f"all_of_{name}": [*group, *OWN[slug]] for name, group in GROUPS.items()}
    if slug in DEAR and not long:
        return {TORCH: groups[TORCH]}
    return {BARE: [], **{piece.name: [piece] for piece in single}, **groups}


def forms(slug: str, *, long: bool) -> Sequence[str]:
    """A notebook of a dear assignment is left to the long run."""
    return tuple(FORMS) if long or slug not in DEAR else ("module",)


class Fair:
    """The corpus, graded by assignment and then by one command for all of them."""

    def __init__(self, folder: Path, report, *, long: bool) -> None:
        self.folder, self.report, self.long = folder, report, long
        self._alone: dict[str, dict[str, Result]] = {}

    def alone(self, slug: str) -> dict[str, Result]:
        """The results of an assignment's class, graded by a command of its own."""
        if slug not in self._alone:
            submitted, out = self.folder / slug, self.folder / f"results-{slug}"
            for form in forms(slug, long=self.long):
                for name, extras in pieces(slug, long=self.long).items():
                    lay_hand_in(submitted, slug, f"{form}-{name}", form, extras)
            grade(submitted, [slug], out, MOST_SECONDS)
            self._alone[slug] = read_all(out, slug)
            self._show(slug)
        return self._alone[slug]

    def _show(self, slug: str) -> None:
        best, marks = full_marks(slug), {}
        for student, result in self._alone[slug].items():
            form, _, name = student.partition("-")
            marks.setdefault(name, {})[form] = (result.score or 0) / best
        self.report.add(f"right hand-ins of {slug}", table(marks, forms(slug, long=self.long)))


@pytest.fixture(scope="module")
def fair(tmp_path_factory, report, long) -> Fair:
    return Fair(tmp_path_factory.mktemp("fair"), report, long=long)


def full_marks(slug: str) -> float:
    """All points there are, a bonus included."""
    return sum(question.points for question in load(ROOT / "grading_tests" / slug).questions)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_harmless_piece_costs_no_point(fair, slug):
    lost = {student: lost_points(result) for student, result in fair.alone(slug).items()}
    assert {student: tests for student, tests in lost.items() if tests} == {}
    assert {result.score for result in fair.alone(slug).values()} == {full_marks(slug)}


def test_the_corpus_holds_150_right_hand_ins_at_least():
    counts = [len(pieces(slug, long=False)) * len(forms(slug, long=False)) for slug in SLUGS]
    assert sum(counts) >= 150


def test_one_command_for_all_assignments_gives_the_same_grades(fair, tmp_path, long):
    slugs = SLUGS if long else tuple(slug for slug in SLUGS if slug not in DEAR)
    for slug in slugs:
        lay_hand_in(tmp_path / "class", slug, TORCH, "module", pieces(slug, long=False)[TORCH])
    grade(tmp_path / "class", slugs, tmp_path / "results", MOST_SECONDS)
    for slug in slugs:
        together = read_all(tmp_path / "results", slug)[TORCH]
        assert judged(together) == judged(fair.alone(slug)[f"module-{TORCH}"])
