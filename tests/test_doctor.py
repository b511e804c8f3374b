"""`autograder doctor`: what this machine can do, as far as a worker that was locked here proves."""

import io
import platform

import msgspec
import pytest
from conftest import ROOT
from rich.console import Console

from autograder import __version__
from autograder.cli.doctor import _obstacles, _state, _table, _verdict
from autograder.cli.packages import Package, imports
from autograder.grading.host import Warm
from autograder.protocol.jobs import Probe

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def here(autograder):
    return autograder("doctor")


def row(done, name):
    """What stands beside a name."""
    cells = [[cell.strip() for cell in line.split("│")] for line in done.out.splitlines()]
    (beside,) = [line[2] for line in cells if line[1:2] == [name]]
    return beside


def test_it_tells_the_isolation_that_a_worker_reaches(here, probe):
    assert row(here, "isolation") == probe.level
    assert ", ".join(probe.mechanisms) in here.out
    assert here.out.count("missing ") == len(probe.missing)


def test_its_status_says_whether_grading_is_safe_here(here, probe):
    assert (here.status == 0) == (probe.level in ("full", "strong"))


def test_it_tells_versions_and_the_course(here):
    assert row(here, "autograder") == __version__
    assert row(here, "Python").startswith(platform.python_version())
    assert row(here, "course") == str(ROOT)
    assert "a1_pooling" in row(here, "assignments")
    assert row(here, "torch").startswith("2.")
    assert here.err == ""


def test_its_last_line_is_the_verdict(here, probe):
    ready = probe.level in ("full", "strong")
    start = f"ready to grade at {probe.level}" if ready else "not ready to grade: isolation is"
    assert here.out.splitlines()[-1].startswith(start)


def test_it_tells_the_private_names_that_torch_lacks(probe, here):
    assert probe.torch_lacks == ()
    assert "lacks" not in here.out
    torch = Package("torch", "2.99", "", "grading", "pip install x")
    lacking = msgspec.structs.replace(FULL, torch_lacks=("torch._gone, needed for trainings",))
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(_table(None, [torch], lacking))
    assert "lacks torch._gone, needed for trainings" in console.export_text()


FULL = Probe("full", ("seccomp",))
WEAK = Probe("partial", ("seccomp",), ("landlock: too old",))


def test_a_verdict_names_what_is_in_the_way():
    assert _verdict(FULL, ROOT, []) == "ready to grade at full"
    assert "give --course DIR" in _verdict(FULL, None, [])
    assert _verdict(None, ROOT, ["a", "b"]) == "not ready to grade: a; b"
    assert _verdict(WEAK, ROOT, ["c"]) == "not ready to grade: c"


@pytest.mark.parametrize(
    ("package", "obstacles"),
    [
        (Package("torch", "", "", "grading", "pip install x"), ["torch is missing: pip install x"]),
        (
            Package("torch", "2", "no", "grading", "pip install x"),
            ["torch is broken: pip install x"],
        ),
        (Package("torch", "2", "", "grading", "pip install x"), []),
        (Package("torchvision", "2", "no", "image data sets", "pip install x"), []),
    ],
)
def test_what_grading_needs_is_in_the_way_where_it_fails(package, obstacles):
    assert _obstacles([package]) == obstacles


def test_a_package_that_cannot_be_imported_is_told_from_one_that_works(tmp_path, monkeypatch):
    (tmp_path / "broken_one.py").write_text("raise OSError('its library is missing')\n")
    (tmp_path / "ends_python.py").write_text("import os\nprint('hello')\nos._exit(3)\n")
    (tmp_path / "other_torch.py").write_text(
        "raise RuntimeError('operator torchvision::nms does not exist')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = dict(imports(["json", "broken_one", "ends_python", "other_torch", "csv"]))
    assert list(found) == ["json", "broken_one", "ends_python", "other_torch", "csv"]
    assert (found["json"], found["csv"]) == ("", "")
    assert found["broken_one"] == "OSError: its library is missing"
    assert found["ends_python"] == "its import ends Python: status 3"
    assert "was built for another torch" in found["other_torch"]


def test_a_broken_package_is_not_listed_as_fine():
    fine, broken, missing = (
        _state(Package("torchvision", version, fault, "image data sets", "pip install x"))
        for version, fault in (("1.0", ""), ("1.0", "RuntimeError: no"), ("", ""))
    )
    assert fine == "1.0"
    assert "is broken" in broken
    assert "RuntimeError: no" in broken
    assert "missing" in missing
    assert "pip install x" in missing


def test_it_works_without_a_course(tmp_path, autograder, here):
    done = autograder("doctor", cwd=tmp_path)
    assert done.status == here.status
    assert row(done, "course") == "none found from here"
    assert "assignments" not in done.out


def test_a_course_that_is_none_is_one_line_and_status_2(tmp_path, autograder):
    done = autograder("--course", tmp_path, "doctor", cwd=tmp_path)
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert f"{tmp_path} is no course" in line


@pytest.mark.parametrize(
    ("without", "level"),
    [
        (("namespaces",), "strong"),
        (("namespaces", "landlock", "seccomp"), "none"),
    ],
)
def test_a_probe_tells_what_is_missing(without, level):
    with Warm(ROOT, without=without) as warm:
        found = warm.probe()
    assert found.level == level
    missing = {line.split(":")[0] for line in found.missing}
    assert set(without) <= missing
