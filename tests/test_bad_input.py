"""Hand-ins of every wrong kind in one batch: each is told what to do, and the good ones stay good."""

import io
import json
import os
import re
import stat
import zipfile

import pytest

from autograder import results

RIGHT = "def double(x):\n    return x + x\n"
SLUG = ("--assignment", "doubling")
MB = 1024 * 1024

# student -> what the first message must say: what was expected, what came, what to do
MESSAGES = {
    "absolute": ["The zip cannot be used", "leading /", "Make a new zip"],
    "bomb": ["doubling.py", "larger than 256 KB", "hand it in again"],
    "dotdot": ["The zip cannot be used", "leads out of the zip", "Make a new zip"],
    "empty": ["doubling.py is empty", "Write your solution into it"],
    "huge": ["doubling.py", "larger than 256 KB", "hand it in again"],
    "latin": ["doubling.py is not UTF-8 text", "byte 2", "Save it with the encoding UTF-8"],
    "link": ["The zip cannot be used", "is a link to a file elsewhere", "Make a new zip"],
    "missing": ["Expected doubling.py; found notes.txt and plan.md", "Rename"],
    "nocode": ["The notebook is not valid JSON", "Open it in Jupyter, save it"],
    "nothing": ["Expected doubling.py; the hand-in holds no files", "Put doubling.py in it"],
    "number": ["`double`", "must be callable", "type int"],
    "pipe": ["is a device or a pipe", "Hand in the file itself"],
    "symlink": ["is a link to a file elsewhere", "Hand in the file itself"],
    "syntax": ["doubling.py cannot be imported: SyntaxError", "line 2"],
    "wrong": ["there is no `double`", "the task asks for it, spelled exactly so"],
}
ODD_NAMES = [
    "\x1b[2J\x1b[31mred",
    "::error::pwned",
    "[bold red]markup",
    "a b",
    "x\n::error::new line",
    "y\rback to the start",
    "Åsa 雪",
    "right\u202eleft",
    "..up",
    "%2e%2e",
    "con.json",
    "long" * 60,
]
PLAIN = ["abe", "mia", "zoe"]


def zipped(*members):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return memory.getvalue()


SHOWN = 10  # annotations of a kind that GitHub shows for a step


def link(name, target):
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, target


def bad_hand_ins(outside):
    return {
        "absolute.zip": zipped(("doubling.py", RIGHT), (f"{outside}/absolute.py", "x = 1")),
        "bomb.zip": zipped(("doubling.py", b"#" * (64 * MB))),
        "dotdot.zip": zipped(("doubling.py", RIGHT), ("../../outside/dotdot.py", "x = 1")),
        "empty/doubling.py": "",
        "latin/doubling.py": b"# \xe9\n" + RIGHT.encode(),
        "link.zip": zipped(("doubling.py", RIGHT), link("data", "/etc/passwd")),
        "missing/notes.txt": "all done",
        "missing/plan.md": "# plan",
        "nocode/work.ipynb": "this is no notebook",
        "nothing/": "",
        "number/doubling.py": "double = 2\n",
        "syntax/doubling.py": "def double(x):\n    return 2 x\n",
        "wrong/doubling.py": "def duoble(x):\n    return x + x\n",
    }


class Batch:
    """One run over everything, and what lay around before and after it."""

    def __init__(self, folder, autograder, make_course, write_files):
        self.folder = folder
        make_course(folder / "course")
        (folder / "outside").mkdir()
        write_files(folder / "class", bad_hand_ins(folder / "outside"))
        write_files(folder / "class", {f"{name}/doubling.py": RIGHT for name in PLAIN})
        self.lay_odd_ones(folder / "class")
        before = listing(folder)
        self.grade = ("--course", "course", "grade", "class", *SLUG, "--out", "out")
        self.done = autograder(*self.grade, cwd=folder)
        self.changes = listing(folder) ^ before
        self.github = autograder(*self.grade, "--format", "github", cwd=folder)
        read = map(results.read, (folder / "out/doubling").iterdir())
        self.results = {result.student: result for result in read}

    def lay_odd_ones(self, folder):
        for name in [*ODD_NAMES, ".hidden"]:
            (folder / name).mkdir()
            (folder / name / "doubling.py").write_text(RIGHT)
        for name in ("huge", "pipe", "symlink"):
            (folder / name).mkdir()
        (folder / "huge/doubling.py").touch()
        os.truncate(folder / "huge/doubling.py", 100 * MB)  # sparse: it takes no space
        os.mkfifo(folder / "pipe/doubling.py")
        (folder / "symlink/doubling.py").symlink_to(folder / "abe/doubling.py")


def listing(folder):
    """Every path below a folder but `out/` and Python's caches; files with size and time of change."""
    found = set()
    for path in folder.rglob("*"):
        facts = path.lstat()
        is_folder = stat.S_ISDIR(facts.st_mode)
        if not path.is_relative_to(folder / "out") and "__pycache__" not in path.parts:
            found.add(
                (path, facts.st_mode) if is_folder else (path, facts.st_size, facts.st_mtime_ns)
            )
    return found


@pytest.fixture(scope="module")
def batch(tmp_path_factory, autograder, make_course, write_files):
    return Batch(tmp_path_factory.mktemp("bad"), autograder, make_course, write_files)


def test_everyone_is_graded(batch):
    assert batch.done.status == 0
    lines = batch.done.err.splitlines()  # how far it is, as nobody watches a bar
    assert all(re.fullmatch(r"\d+ of \d+ done, (.*, )?0 not judged", line) for line in lines)
    assert {result.status for result in batch.results.values()} == {"graded"}
    assert sorted(batch.results) == sorted([*MESSAGES, *PLAIN, *ODD_NAMES])


@pytest.mark.parametrize("student", PLAIN)
def test_the_good_ones_keep_full_marks(batch, student):
    assert batch.results[student].score == 4.0


@pytest.mark.parametrize("student", ODD_NAMES, ids=ascii)
def test_a_good_one_with_an_odd_name_keeps_full_marks(batch, student):
    assert batch.results[student].score == 4.0


@pytest.mark.parametrize("student", MESSAGES)
def test_a_bad_one_scores_zero_and_is_told_what_to_do(batch, student):
    result = batch.results[student]
    assert result.score == 0.0
    (question,) = result.questions
    message = question.tests[0].message
    assert [words for words in MESSAGES[student] if words not in message] == []
    assert message.isprintable()
    assert question.tests[0].outcome == "failed"


def test_nothing_is_written_outside_the_out_folder(batch):
    assert batch.changes == set()
    assert list((batch.folder / "outside").iterdir()) == []
    written = [path for path in (batch.folder / "out").rglob("*") if path.is_file()]
    assert {path.parent for path in written} == {batch.folder / "out/doubling"}
    assert all(path.suffix == ".json" and path.name.isascii() for path in written)


def test_names_on_the_console_are_inert(batch):
    assert all(c.isprintable() or c == "\n" for c in batch.done.out)
    lines = batch.done.out.splitlines()
    count = len(batch.results)
    assert [line for line in lines if line.startswith("::")] == []
    assert sum(re.match(r"\S.* (\d+/4|not judged)", line) is not None for line in lines) >= count
    for name in ("\\x1b[2J\\x1b[31mred", "[bold red]markup"):
        assert any(line.startswith(name) and line.split()[-1] == "4/4" for line in lines), name


def test_names_in_annotations_are_inert(batch):
    assert batch.github.status == 0
    lines = batch.github.out.splitlines()
    titles = [line for line in lines if line.startswith(("::notice title=", "::warning title="))]
    assert titles == lines
    assert sum(line.startswith("::notice") for line in lines) == SHOWN
    assert all(c.isprintable() or c == "\n" for c in batch.github.out)


def test_results_are_plain_json(batch):
    for path in (batch.folder / "out/doubling").iterdir():
        json.loads(path.read_text(encoding="ascii" if path.stem in PLAIN else "utf-8"))


def test_a_hidden_folder_is_a_tools_not_a_students(batch):
    assert ".hidden" not in batch.results


@pytest.mark.parametrize("name", ["a/b", "../b", "a\nb", ""])
def test_an_odd_name_for_one_hand_in_is_one_line_and_status_2(batch, tmp_path, autograder, name):
    grade = ("grade", batch.folder / "class/abe", *SLUG, "--out", tmp_path / "out")
    done = autograder("--course", batch.folder / "course", *grade, "--student", name)
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert "--student" in line
    assert not list(tmp_path.rglob("*.json"))
