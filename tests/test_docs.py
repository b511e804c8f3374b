"""The commands of README.md and docs/ run, page by page, from top to bottom, in a copy of the course."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT, environment

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ELSEWHERE = {"NBGRADER.md"}  # tests/test_nbgrader_docs.py runs it
RUN = [page for page in PAGES if page.name not in ELSEWHERE]
MOST_LEFT_OUT = 10  # blocks that need a network or minutes, or are what runs this test
CLASS = ("ada", "carl", "hana")  # enough hand-ins to show that a command works
COPIED = ("assignments", "examples/ci", "grading_tests", "reference", "solutions")
FENCE = re.compile(
    r"(?:^<!-- (?P<note>[^\n]+) -->\n)?^```(?P<language>[a-z]*)(?: (?P<more>[^\n]+))?\n"
    r"(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
LANGUAGES = {"json", "python", "sh", "text", "toml"}


class Block(NamedTuple):
    """What stands between two fences, and what a comment above says of it."""

    language: str
    more: str
    text: str
    note: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page."""
    return [
        Block(found["language"], found["more"] or "", found["text"], found["note"] or "")
        for found in FENCE.finditer(page.read_text("utf-8"))
    ]


def is_run(block: Block) -> bool:
    return block.language == "sh" and not block.note.startswith("not run: ")


@pytest.fixture
def folder(tmp_path):
    """A course of a few hand-ins with an environment; a student's folder has only the assignment."""
    course = tmp_path / "course"
    for name in COPIED:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, course / name, ignore=ignored)
    for student in CLASS:
        place = f"examples/submitted/{student}"
        shutil.copytree(ROOT / place, course / place)
    (course / ".venv").symlink_to(ROOT / ".venv")
    return course


class Reader:
    """Somebody who follows a page: writes its files, runs its commands, stays where they lead."""

    def __init__(self, folder: Path) -> None:
        self.top = self.place = folder
        self.end = folder.parent / "place"

    def follow(self, block: Block) -> None:
        kind, _, name = block.more.partition("=")
        if kind == "file":
            (self.top / name).parent.mkdir(parents=True, exist_ok=True)
            (self.top / name).write_text(block.text, encoding="utf-8")
        elif kind == "add":
            with (self.top / name).open("a", encoding="utf-8") as file:
                file.write(block.text)
        elif is_run(block):
            self._run(block)

    def _run(self, block: Block) -> None:
        done = subprocess.run(
            ["bash", "-eu", "-c", f"trap 'pwd >{self.end}' EXIT\n{block.text}"],
            cwd=self.place,
            env=environment(_settings()),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        expected = re.fullmatch(r"exit status (\d+)", block.note)
        wanted = int(expected[1]) if expected else 0
        assert done.returncode == wanted, f"{block.text}\n{done.stdout}\n{done.stderr}"[-4000:]
        self.place = Path(self.end.read_text().strip())


def _settings() -> dict[str, str]:
    """This environment's programs, and a name for git."""
    who = {"GIT_AUTHOR_NAME": "hana", "GIT_AUTHOR_EMAIL": "hana@example.org"}
    who |= {"GIT_COMMITTER_NAME": "hana", "GIT_COMMITTER_EMAIL": "hana@example.org"}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    quiet = {"GITHUB_ACTIONS": "", "GITHUB_STEP_SUMMARY": "", "PYTEST_ADDOPTS": ""}
    return {**who, **quiet, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_the_commands_of_a_page_run(folder, page):
    start = folder / "assignments" if page.name == "STUDENT.md" else folder
    reader = Reader(start)
    reader.end = folder.parent / "place"
    for block in blocks(page):
        reader.follow(block)


def test_few_commands_are_left_out_and_each_says_why():
    notes = [block.note for page in RUN for block in blocks(page) if block.note]
    left_out = [note for note in notes if note.startswith("not run: ")]
    assert 0 < len(left_out) <= MOST_LEFT_OUT
    assert all(len(note) > len("not run: because") for note in left_out)
    others = set(notes) - set(left_out)
    assert all(re.fullmatch(r"exit status \d+", note) for note in others)
    assert sum(is_run(block) for page in RUN for block in blocks(page)) > 1.5 * len(left_out)


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_git_ignores_what_the_commands_of_a_page_write(page):
    run = [block.text for block in blocks(page) if is_run(block)]
    places = [place for text in run for place in re.findall(r"--out (\S+)", text)]
    written = [f"{place}/file" for place in places]  # git tells a folder only by what is in it
    command = ["git", "check-ignore", "--no-index", *written]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == written, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_says_what_it_is(page):
    text = page.read_text("utf-8")
    assert text.count("\n```") == 2 * len(blocks(page))
    for block in blocks(page):
        assert block.language in LANGUAGES
        if block.language == "text":
            assert not re.search(r"^(\.venv/bin/)?autograder |^make ", block.text, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = page.read_text("utf-8")
    for place in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", text):
        assert (page.parent / place).exists(), place
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_the_readme_names_every_command_page_and_status():
    text = (ROOT / "README.md").read_text("utf-8")
    for page in PAGES[1:]:
        assert f"(docs/{page.name})" in text, page.name
    from autograder.cli.app import app  # noqa: PLC0415 - every command, only here

    names = {command.name for command in app.registered_commands}
    names |= {group.name for group in app.registered_groups}
    for name in names:
        assert f"`autograder {name}" in text, name
    for status in (0, 1, 2, 3, 129, 130, 143):
        assert re.search(rf"^\| [^|]*\b{status}\b", text, re.MULTILINE), status
