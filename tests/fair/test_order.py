"""A score depends on the hand-in and the suite alone: not on who else is graded, when, or where."""

import itertools
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from autograder.results import Advice, Result
from fair.classes import ROOT, grade, judged, lay_hand_in, read_all
from fair.harmless import GROUPS, OWN

MOST_SECONDS = 600  # against hanging: one command
ROUNDS, LONG_ROUNDS = 2, 40
pytestmark = [pytest.mark.slow, pytest.mark.timeout(2 * (LONG_ROUNDS + 1) * MOST_SECONDS)]

POOLING = "a1_pooling"
SAMPLES = ROOT / "examples" / "submitted"
BESIDE = ("a4_residual", "a7_modern")  # each with all that is harmless in torch
EVERYONE = [
    *((POOLING, path.name) for path in sorted(SAMPLES.iterdir()) if path.is_dir()),
    *((slug, "all_of_torch") for slug in BESIDE),
]
HandIn = tuple[str, str]  # assignment and name
Grade = tuple[str, float | None, list, list[tuple[Advice, ...]]]


class Command(NamedTuple):
    """One `grade`: hand-ins in the order in which it sees them."""

    members: tuple[HandIn, ...]


@st.composite
def commands(draw: st.DrawFn) -> tuple[Command, ...]:
    """Some of the hand-ins, in any order, cut into one command or two."""
    order = draw(st.permutations(EVERYONE))[: draw(st.integers(2, 8))]
    cut = draw(st.integers(1, len(order)))
    return tuple(Command(tuple(part)) for part in (order[:cut], order[cut:]) if part)


def grades(command: Command, folder: Path) -> dict[HandIn, Grade]:
    """What a command says of each of its members."""
    shutil.rmtree(folder, ignore_errors=True)
    students = {f"{place:02}": member for place, member in enumerate(command.members)}
    for student, (slug, name) in students.items():
        if slug == POOLING:
            shutil.copytree(SAMPLES / name, folder / "class" / student, symlinks=True)
        else:
            pieces = [*GROUPS["torch"], *OWN[slug]]
            lay_hand_in(folder / "class", slug, student, "module", pieces)
    slugs = list(dict.fromkeys(slug for slug, _ in command.members))
    grade(folder / "class", slugs, folder / "results", MOST_SECONDS)
    read = {slug: read_all(folder / "results", slug) for slug in slugs}
    return {member: _grade(read[member[0]][student]) for student, member in students.items()}


def _grade(result: Result) -> Grade:
    advice = [question.advice for question in result.questions]
    return result.status, result.score, judged(result), advice


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> dict[HandIn, Grade]:
    """Each hand-in's grade among those of its own assignment."""
    folder = tmp_path_factory.mktemp("alone")
    by_slug = itertools.groupby(EVERYONE, key=lambda member: member[0])
    return {
        member: found
        for _, members in by_slug
        for member, found in grades(Command(tuple(members)), folder).items()
    }


def test_any_subset_in_any_order_and_grouping_gives_the_same_grades(alone, tmp_path_factory, long):
    @settings(max_examples=LONG_ROUNDS if long else ROUNDS, deadline=None, phases=[Phase.generate])
    @given(commands())
    def same(drawn: tuple[Command, ...]) -> None:
        for command in drawn:
            for member, found in grades(command, tmp_path_factory.mktemp("some")).items():
                assert found == alone[member], member

    same()
