"""What a student waits for: `pytest` on the public tests, and which packages that needs.

The module is the solution, so that every public test runs to its end. Plugins that happen to be
installed here stay out, as on a student's machine with nothing but torch, numpy and pytest.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from measure.clock import IMPORT_TORCH, in_turns, seconds
from measure.figures import Figure, Findings, figure, tell, this_machine
from measure.handins import SLUG, module_name
from measure.packages import needed_by, used

COURSE = Path(__file__).resolve().parent.parent
TEST_SECONDS = 1.0  # the public tests may take this much longer than `import torch`
STUDENTS_PACKAGES = ("torch", "numpy", "pytest")
BARE = f"import {', '.join(STUDENTS_PACKAGES)}\n\n\ndef test_nothing(): ...\n"
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = _students_folder(Path(name))
        imports, tests = in_turns(options.repeats, (IMPORT_TORCH, PYTEST), folder, _environment())
        strangers = _strangers(folder)
    more = [pytest - torch for pytest, torch in zip(tests, imports, strict=True)]
    figures = (
        figure("import torch", "s", imports),
        figure("public tests", "s", tests),
        figure("public tests, more than import torch", "s", more, TEST_SECONDS),
        _count(strangers),
    )
    tell(Findings("student_side", this_machine(), figures, _notes(strangers)), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


def _students_folder(parent: Path) -> Path:
    folder = parent / SLUG
    shutil.copytree(COURSE / "assignments" / SLUG, folder)
    module = module_name(COURSE)
    shutil.copy(COURSE / "solutions" / SLUG / module, folder / module)
    return folder


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **more}


def _strangers(folder: Path) -> set[str]:
    """Distributions that the public tests load, and neither a bare test nor what is needed there.

    torch takes what it likes to have where it is installed, and an editable install loads its finder.
    """
    bare = folder.parent / "bare"
    bare.mkdir()
    (bare / "test_bare.py").write_text(BARE, "utf-8")
    return _loaded(folder) - _loaded(bare) - needed_by(STUDENTS_PACKAGES)


def _loaded(folder: Path) -> set[str]:
    """The distributions that the tests of a folder load."""
    found = folder.parent / f"{folder.name}-modules.json"
    places = _environment(PYTHONPATH=str(Path(__file__).parent), MODULES_TO=str(found))
    seconds((*PYTEST, "-p", "measure.modules_plugin"), folder, places)
    return used(found)


def _count(strangers: set[str]) -> Figure:
    return figure("other packages loaded", "", [len(strangers)], target=0)


def _notes(strangers: set[str]) -> tuple[str, ...]:
    names = ", ".join(STUDENTS_PACKAGES)
    return (f"beyond {names} and what they need, loaded: {', '.join(strangers) or 'nothing'}",)


if __name__ == "__main__":
    main()
