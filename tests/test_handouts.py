"""A released folder in a fresh environment, made by its README's own line: everything is still to do, nothing is missing.

The environment holds links to the packages that the line names and to those that these need, so that
nothing is downloaded. `pytest tests/test_handouts.py --install` makes it with pip instead.
"""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import ROOT

from autograder.course.find import slugs
from autograder.release.gradescope import needed
from autograder.release.release import release_folder

SLUGS = slugs(ROOT)
PIP = re.compile(r"^pip install (.+)$", re.MULTILINE)
PYTEST = "import sys, pytest; sys.exit(pytest.console_main())"  # the program of that name

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]  # --install on a slow line


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Every assignment's folder, as students get it."""
    out = tmp_path_factory.mktemp("released")
    return {slug: release_folder(ROOT, slug, out) for slug in SLUGS}


@pytest.fixture(scope="module")
def environment_of(tmp_path_factory, request):
    """The Python of a fresh environment with these packages; one for equal lines."""

    @functools.cache
    def environment(packages: str) -> Path:
        venv = tmp_path_factory.mktemp("environment") / ".venv"
        install = request.config.getoption("install")
        pip = [] if install else ["--without-pip"]
        subprocess.run([sys.executable, "-m", "venv", *pip, venv], check=True)
        if install:
            subprocess.run(
                ["bash", "-euc", f"source {venv}/bin/activate\npip install {packages}"],
                env=settings(),
                check=True,
            )
        else:
            link(packages.split(), venv)
        return venv / "bin/python"

    return environment


def link(packages: list[str], venv: Path) -> None:
    """Lay links to what these packages and their requirements have installed in our environment."""
    (site,) = venv.glob("lib/python*/site-packages")
    for name in {*packages}.union(*map(needed, packages)):
        for file in metadata.files(name) or ():
            top = file.parts[0]
            target = Path(metadata.distribution(name).locate_file(top))
            if top not in ("..", "__pycache__") and not (site / top).exists():
                (site / top).symlink_to(target)
    if "torchvision" in packages:
        # A student's torchvision is built for the student's torch; the one here may not be.
        mend = ROOT / "autograder/networks/vision_schemas.py"
        shutil.copyfile(mend, site / "beside_any_torch.py")
        start = "import beside_any_torch; beside_any_torch.mend_torchvision()\n"
        (site / "beside_any_torch.pth").write_text(start)


def settings() -> dict[str, str]:
    """Our environment's variables, without what would show the course or another Python's packages."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "PYTEST_ADDOPTS", "PYTEST_PLUGINS", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in hidden}


def run(python: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder as a program of the environment, which does not see the folder by itself."""
    return subprocess.run(
        [python, "-P", *command],
        cwd=folder,
        env=settings(),
        capture_output=True,
        text=True,
        check=False,
    )


def packages_of(folder: Path) -> str:
    """What the README's first `pip install` names."""
    return PIP.findall((folder / "README.md").read_text("utf-8"))[0]


@pytest.mark.parametrize("slug", SLUGS)
def test_pytest_collects_and_every_test_fails_because_nothing_is_written(
    slug, released, environment_of
):
    folder = released[slug]
    python = environment_of(packages_of(folder))
    done = run(
        python, folder, "-c", PYTEST, "--junitxml=report.xml", "-W", "error", "--strict-markers"
    )
    assert done.returncode == 1, done.stdout + done.stderr
    cases = list(ET.parse(folder / "report.xml").iter("testcase"))
    messages = {case.get("name"): [part.get("message") for part in case] for case in cases}
    assert len(messages) > 5
    to_do = {name for name, (why,) in messages.items() if why.startswith("NotImplementedError")}
    assert to_do == set(messages), done.stdout[-4000:]


IMPORT = """
import json, sys
failed = {}
for slug, lines in json.loads(sys.argv[1]).items():
    sys.path.insert(0, slug)
    try:
        exec(lines, {})
    except Exception as error:
        failed[slug] = repr(error)
    sys.path.remove(slug)
print(json.dumps(failed))
"""


@pytest.fixture(scope="module")
def imports_failed(released, environment_of):
    """What fails as the lessons of these packages import what they need, by assignment."""

    @functools.cache
    def failed(packages: str) -> dict[str, str]:
        slugs = [slug for slug in SLUGS if packages_of(released[slug]) == packages]
        lines = {slug: "\n".join([*lesson_imports(slug), "import jupyterlab"]) for slug in slugs}
        python, parent = environment_of(packages), released[slugs[0]].parent
        done = run(python, parent, "-c", IMPORT, json.dumps(lines))
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)

    return failed


def lesson_imports(slug: str) -> list[str]:
    lesson = (ROOT / "solutions" / slug / "lesson.py").read_text("utf-8")
    return re.findall(r"^(?:import|from) \w.*$", lesson, re.MULTILINE)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_lesson_finds_all_that_it_imports(slug, released, imports_failed):
    assert len(lesson_imports(slug)) > 3
    failed = imports_failed(packages_of(released[slug]))
    assert slug not in failed, failed[slug]


def test_an_environment_holds_no_more_than_its_line_asks_for(released, environment_of):
    python = environment_of(packages_of(released["a1_pooling"]))
    for module in ("autograder", "torchvision", "hypothesis", "msgspec"):
        done = run(python, released["a1_pooling"], "-c", f"import {module}")
        assert f"No module named '{module}'" in done.stderr


def test_a_package_that_a_line_lacks_is_noticed(released, environment_of):
    python = environment_of(packages_of(released["a1_pooling"]))
    done = run(python, released["a6_cifar10"], "-c", PYTEST)
    assert done.returncode == 2
    assert "ModuleNotFoundError: No module named 'torchvision'" in done.stdout
