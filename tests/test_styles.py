"""A hidden suite gives full marks to right hand-ins, however they are written.

The solution is graded in tests/fair, with and without harmless lines (of a5 and a6 only with them).
"""

import functools
import subprocess
import sys
from pathlib import Path

import pytest

# a5: three hand-ins, each with six large networks
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

ROOT = Path(__file__).parent.parent
STYLES = ROOT / "tests" / "styles"
SLUGS = sorted(path.parent.name for path in ROOT.glob("grading_tests/*/assignment.toml"))


def hand_ins(slug: str) -> list[Path]:
    """The same work as an assignment's solution, in other styles."""
    return sorted((STYLES / slug).glob("*.py"))


CASES = [
    pytest.param(slug, path, id=f"{slug}-{path.stem}") for slug in SLUGS for path in hand_ins(slug)
]


@functools.cache
def report(slug: str) -> str:
    """What pytest printed for all hand-ins of an assignment, one after the other."""
    program, suite = str(STYLES / "run_suite.py"), str(ROOT / "grading_tests" / slug)
    command = [sys.executable, program, suite, *map(str, hand_ins(slug))]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


@pytest.mark.parametrize(("slug", "handin"), CASES)
def test_a_right_hand_in_passes_every_hidden_test(slug, handin):
    assert f"\n0 {handin}\n" in report(slug), report(slug)[-4000:]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_assignment_is_solved_in_three_other_styles_at_least(slug):
    assert len(hand_ins(slug)) >= 3
