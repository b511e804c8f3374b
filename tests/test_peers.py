"""What the comparison with other graders rests on, without installing them."""

import re
import sys
from pathlib import Path

import pytest

from autograder.course.find import find_assignment

ROOT = Path(__file__).parent.parent
SLUG = "a1_pooling"


@pytest.fixture(autouse=True)
def _benchmarks(monkeypatch):
    """The folder of the benchmarks, to import from."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield
    for name in [name for name in sys.modules if name.split(".")[0] in {"measure", "peers"}]:
        del sys.modules[name]


def test_otter_gets_every_public_test_once_and_all_points(tmp_path):
    from measure.otter_class import write_tests  # noqa: PLC0415 - a script's module

    write_tests(tmp_path / "otter", ROOT)
    written = [path.read_text("utf-8") for path in (tmp_path / "otter/tests").iterdir()]
    cases = sorted(
        name for text in written for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)
    )
    public = (ROOT / "solutions" / SLUG / "test_public.py").read_text("utf-8")
    assert cases == sorted(re.findall(r"^def (test_\w+)", public, re.MULTILINE))
    points = [float(p) for text in written for p in re.findall(r"test_case\(points=(.+)\)", text)]
    assert sum(points) == pytest.approx(find_assignment(ROOT, SLUG).points)
    for text in written:
        compile(text, "test.py", "exec")


def test_ratios_are_those_of_one_round():
    from peers import Cost, _figures  # noqa: PLC0415 - a script's module

    ours = {"autograder": Cost(0.1, 0.2), "autograder, whole command": Cost(0.2, 0)}
    theirs = {name: Cost(8, 4) for name in ("otter run", "nbgrader autograde", "pytest")}
    at_once = {"nbgrader autograde, all at once": Cost(3, 2)}
    found = {one.name: one for one in _figures([{**ours, **theirs, **at_once}])}
    assert found["nbgrader autograde, all at once / autograder"].median == pytest.approx(30)
    assert not found["nbgrader autograde, all at once / autograder"].verdict
    assert found["otter run / autograder"].median == pytest.approx(80)
    assert found["otter run / autograder"].verdict == "PASS"
    assert found["nbgrader autograde / autograder, whole command"].median == pytest.approx(40)
    assert found["pytest / autograder, processor time"].median == pytest.approx(20)
