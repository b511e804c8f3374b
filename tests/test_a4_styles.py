"""The hidden suite of a4_residual gives full marks to right hand-ins, however they are written."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
SUITE = ROOT / "grading_tests" / "a4_residual"
SOLUTION = ROOT / "solutions" / "a4_residual" / "residual.py"
HANDINS = [*sorted((ROOT / "tests" / "styles" / "a4_residual").glob("*.py")), SOLUTION]


@pytest.fixture(scope="module")
def report():
    """What pytest printed for all hand-ins, one after the other."""
    program = str(ROOT / "tests" / "styles" / "run_suite.py")
    command = [sys.executable, program, str(SUITE), *map(str, HANDINS)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


@pytest.mark.parametrize("handin", [pytest.param(path, id=path.stem) for path in HANDINS])
def test_a_right_hand_in_passes_every_hidden_test(report, handin):
    assert f"\n0 {handin}\n" in report, report[-4000:]
