"""Draws docs/pictures: reports as a browser shows them, of the example hand-ins and of a drawn class.

Run from anywhere with the Python of `.venv`; it grades the examples first. It needs chromium.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from browser import chromium, opened, view  # noqa: E402  they are in no package
from measure.made_class import made_class  # noqa: E402

from autograder import results  # noqa: E402

OUT = ROOT / "docs/pictures"
DESK, PHONE = (1120, 1240), (390, 1250)
STUDENTS = 60  # of the drawn class
PAGES = {"feedback": "examples/students/hana.html", "class": "examples/index.html"}
PAGES |= {"course": "course/index.html"}


def main() -> None:
    """Grade, report, and draw each page light, dark and on a phone."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        graded = folder / "graded"
        autograder("grade", "examples/submitted", "--assignment", "a1_pooling", "--out", graded)
        for result in made_class(ROOT, STUDENTS):
            results.write(folder / "drawn", result)
        autograder("report", graded, "--out", folder / "examples")
        autograder("report", folder / "drawn", "--out", folder / "course")
        OUT.mkdir(exist_ok=True)
        for page, place in PAGES.items():
            draw(browser, folder / place, f"{page}-light", DESK)
            draw(browser, folder / place, f"{page}-dark", DESK, dark=True)
            draw(browser, folder / place, f"{page}-phone", PHONE, scale=1.5)


def autograder(*arguments: object) -> None:
    """Run a command of ours, silently."""
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def draw(
    browser: Browser,
    page: Path,
    name: str,
    size: tuple[int, int],
    dark: bool = False,
    scale: float = 1,
) -> None:
    """One picture: what fits into the window."""
    with view(browser, size, dark, scale) as context:
        path = OUT / f"{name}.png"
        opened(context, page).page.screenshot(path=path)
    Image.open(path).convert("RGB").save(path, optimize=True)  # smaller, and as sharp
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
