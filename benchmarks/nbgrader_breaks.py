"""Hand-ins that break plain nbgrader: what it makes of each, and what ours does, in one run."""

import argparse
import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from measure.breaks import BREAKS, POINTS, RIGHT, SLUG, Break, handed_in, plain_source
from measure.doubling import write_course
from measure.nbgrader_class import NBGRADER, run

COURSE = Path(__file__).resolve().parent.parent
SETTINGS = 'c = get_config()\nc.CourseDirectory.course_id = "course"\nc.Execute.timeout = 10\n'
SECONDS = 90  # for one hand-in
SCORES = """
select c.name, g.auto_score, g.manual_score from grade g
join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
join submitted_assignment s on s.id = n.assignment_id where s.student_id = ?
"""
ROW = "| {:<20} | {:>8} | {:<58} | {:<20} |"


def main() -> None:
    options = _options()
    chosen = [one for one in BREAKS if not options.only or one.name in options.only]
    with tempfile.TemporaryDirectory() as name:
        plain, ours = _plain_course(Path(name) / "plain"), _our_course(Path(name))
        print(ROW.format("hand-in", "deserves", "plain nbgrader", "ours"))
        print(ROW.format("---", "---:", "---", "---"))
        for one in chosen:
            outcomes = [_outcome(folder, one) for folder in (plain, ours)]
            print(ROW.format(one.name, f"{one.deserves:g}", *outcomes), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="some of the hand-ins")
    return parser.parse_args()


def _plain_course(folder: Path) -> Path:
    source = folder / "source" / SLUG
    source.mkdir(parents=True)
    (source / "lesson.ipynb").write_text(json.dumps(plain_source()), "utf-8")
    (folder / "nbgrader_config.py").write_text(SETTINGS, "utf-8")
    run((NBGRADER, "generate_assignment", SLUG), folder)
    return folder


def _our_course(parent: Path) -> Path:
    engine, folder = write_course(parent / "engine"), parent / "ours"
    init = ("-m", "autograder", "--course", str(engine), "nbgrader", "init", str(folder), SLUG)
    run((sys.executable, *init), COURSE)
    run((NBGRADER, "generate_assignment", SLUG), folder)
    return folder


def _outcome(folder: Path, one: Break) -> str:
    """What a course makes of one hand-in, alone with somebody else's."""
    settings = (folder / "nbgrader_config.py").read_text("utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        port = listener.getsockname()[1]
        _hand_in(folder, one, port)
        status = _autograde(folder, one.name)
        said = [_score(folder, one), *_damage(folder, settings, listener)]
        said += _left_running(port)
    said += [f"exit status {status}"] if status else []
    (folder / "nbgrader_config.py").write_text(settings, "utf-8")
    return ", ".join(said)


def _hand_in(folder: Path, one: Break, port: int) -> None:
    released = json.loads((folder / "release" / SLUG / "lesson.ipynb").read_text("utf-8"))
    victim = Break("victim", 6, RIGHT)
    for who in (one, victim):
        target = folder / "submitted" / who.name / SLUG
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        (target / "lesson.ipynb").write_text(handed_in(who, released, port), "utf-8")


def _autograde(folder: Path, student: str) -> int | str:
    command = [NBGRADER, "autograde", SLUG, "--student", student]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"none after {SECONDS} s"
    return done.returncode


def _score(folder: Path, one: Break) -> str:
    with sqlite3.connect(folder / "gradebook.db") as book:
        rows = book.execute(SCORES, (one.name,)).fetchall()
    found: Mapping[str, float | None] = {
        name: auto if manual is None else manual for name, auto, manual in rows
    }
    if not any(score is not None for score in found.values()):
        return "no score: 0 in the export"
    total = sum(found.get(name) or 0.0 for name in POINTS)
    verdict = "right" if total == one.deserves else "WRONG"
    return f"{total:g} {verdict}"


def _damage(folder: Path, settings: str, listener: socket.socket) -> list[str]:
    said = []
    if not (folder / "submitted" / "victim").exists():
        said.append("another's work is gone")
    if (folder / "nbgrader_config.py").read_text("utf-8") != settings:
        said.append("settings changed")
    try:
        listener.accept()[0].close()
        said.append("reached the network")
    except BlockingIOError:
        pass
    return said


def _left_running(port: int) -> list[str]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes()
        except OSError:  # it has ended
            continue
        if command == b"sleep\0%d\0" % port:
            subprocess.run(["kill", path.parent.name], check=False)
            return ["left a process"]
    return []


if __name__ == "__main__":
    main()
