"""One class graded, graded again, graded by force: what is kept, what is shown, in which format."""

import json
import re
import shutil

import pytest
from small_class import CLASS, SCORES, SLUG, facts, one_line, read_all

pytestmark = pytest.mark.slow


class Story:
    """The same class graded, graded again, graded by force, graded below what CI asks for."""

    def __init__(self, folder, autograder):
        self.out = folder / "results"
        grade = ("--course", "course", "grade", "class", *SLUG, "--out", "results")
        self.first = autograder(*grade, "--workers", "1", cwd=folder)
        shutil.copytree(self.out, folder / "first")
        self.stamps = self.look()
        self.again = autograder(*grade, "--format", "json", "--fail-under", "50", cwd=folder)
        self.stamps_again = self.look()
        force = ("--force", "--workers", "2", "--isolation", "none", "--format", "github")
        self.forced = autograder(*grade, *force, cwd=folder)
        self.kept = folder / "first/doubling"
        self.go_on = lambda *options: autograder(*grade, *options, cwd=folder)

    def look(self):
        folder = self.out / "doubling"
        return {
            path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()
        }


@pytest.fixture(scope="module")
def story(tmp_path_factory, autograder, make_course, write_files):
    folder = tmp_path_factory.mktemp("story")
    make_course(folder / "course")
    write_files(folder / "class", CLASS)
    return Story(folder, autograder)


def test_a_class_is_graded_into_one_file_each(story):
    assert story.first.status == 0
    found = read_all(story.out)
    assert {name: result.score for name, result in found.items()} == SCORES
    assert {result.status for result in found.values()} == {"graded"}
    assert {result.points for result in found.values()} == {4.0}
    assert sorted(path.name for path in (story.out / "doubling").iterdir()) == [
        "ada.json",
        "bob.json",
        "cem.json",
    ]


def test_a_pipe_gets_a_line_for_each_hand_in_and_no_control_characters(story):
    assert story.first.err == ""
    for place in ("[1/3]", "[2/3]", "[3/3]"):
        assert story.first.out.count(place) == 1
    for words in (
        "ada  4 / 4",
        "bob  0 / 4",
        "the square: You square",
        "Add it to itself",
        "still to do",
    ):
        assert words in story.first.out
    assert "3 graded, mean 1.3 of 4; results are in results/doubling" in story.first.out
    assert all(c.isprintable() or c == "\n" for c in story.first.out)


def test_a_second_run_keeps_what_is_graded(story):
    assert story.stamps_again == story.stamps


def test_json_is_the_result_files_a_line_each(story):
    lines = [json.loads(line) for line in story.again.out.splitlines()]
    files = [json.loads(content) for _, content in story.stamps.values()]
    in_order = {"key": lambda result: result["student"]}
    assert sorted(lines, **in_order) == sorted(files, **in_order)
    assert len(story.again.err.splitlines()) == 1  # what --fail-under says


def test_a_score_below_the_bar_is_status_3(story):
    assert story.again.status == 3


def test_who_is_below_the_bar_is_told_with_the_status(story):
    below = [name for name, score in SCORES.items() if score < 2]
    said = "".join(story.again.err.splitlines())
    assert said.startswith("--fail-under: ")
    assert said.endswith(" below 50 %: exit status 3")
    assert [name for name in SCORES if f"{name} (" in said] == below


def test_force_grades_again(story):
    assert story.forced.status == 0
    fresh = story.look()
    assert fresh.keys() == story.stamps.keys()
    assert all(fresh[name][0] > story.stamps[name][0] for name in fresh)


@pytest.mark.parametrize("student", SCORES)
def test_one_worker_and_two_give_the_same_result(story, student):
    name = f"{student}.json"
    assert facts(story.kept / name) == facts(story.out / "doubling" / name)


def test_github_gets_annotations_and_nothing_else(story):
    lines = story.forced.out.splitlines()
    assert all(line.startswith(("::notice title=", "::warning title=")) for line in lines)
    assert "::notice title=ada%3A doubling::4 / 4" in lines
    square = "::the square: You square the number. Add it to itself."
    assert f"::warning title=bob%3A Twice the number 0 / 4{square}" in lines
    assert (
        sum(line.startswith("::warning title=cem%3A Twice the number 0 / 4::") for line in lines)
        == 1
    )


def test_a_run_with_nothing_to_do_is_one_line(story):
    done = story.go_on()
    wanted = "3 kept, 0 graded, mean 1.3 of 4; results are in results/doubling\n"
    assert (done.status, done.out, done.err) == (0, wanted, "")


def test_what_was_kept_is_marked_where_all_is_asked_for(story):
    shown = story.go_on("--verbose").out
    assert len(re.findall(r"isolation \w+, kept\n", shown)) == 3
    assert shown.count("the square: You square") == 1


def test_what_was_kept_is_counted_and_the_rest_is_shown(story):
    (story.out / "doubling/bob.json").unlink()
    first, *_, last = story.go_on().out.splitlines()
    assert first.startswith("[3/3] bob  0 / 4")
    assert last == "2 kept, 1 graded, mean 1.3 of 4; results are in results/doubling"


def test_no_half_written_file_is_left(story):
    assert [path for path in story.out.rglob("*") if path.name.startswith(".")] == []
    assert {path.stat().st_mode & 0o777 for path in (story.out / "doubling").iterdir()} == {0o644}


# ------------------------------------------------------------------------------------- a class


@pytest.fixture(scope="module")
def four(tmp_path_factory, autograder, make_course, write_files):
    """More than a few hand-ins, and the command that grades them."""
    folder = tmp_path_factory.mktemp("four")
    make_course(folder / "course")
    many = {"dee.py": "def double(x):\n    return 6\n", "eve.py": "def double(x)\n"}
    write_files(folder / "class", {**CLASS, **many})
    grade = ("--course", "course", "grade", "class", *SLUG, "--workers", "1", "--out")
    return lambda *options: autograder(*grade, *options, cwd=folder)


def test_a_class_gets_a_line_each(four):
    done = four("lines")
    assert (done.status, done.err) == (0, "")
    *lines, last, untouched, not_imported = done.out.splitlines()
    assert untouched == "needs a look: cem: untouched: all is still to do"
    assert not_imported.startswith("needs a look: eve: doubling.py cannot be imported: SyntaxError")
    assert sorted(lines) == [
        "ada 4/4",
        "bob 0/4    twice the number: the square",
        "cem 0/4    untouched: all is still to do",
        "dee 2/4    twice the number: 1 of 2 tests fail",
        "eve 0/4    doubling.py cannot be imported: SyntaxError: expected ':' (doubling.py, line 1)",
    ]
    assert last == "5 graded, mean 1.2 of 4; results are in lines/doubling"


def test_a_class_gets_tables_where_they_are_asked_for(four):
    done = four("tables", "--verbose")
    assert [done.out.count(f"[{n}/5] ") for n in range(1, 6)] == [1] * 5
    assert "the square: You square the number. Add it to itself." in done.out


def test_a_quiet_run_says_how_it_went(four):
    done = four("quiet", "--quiet")
    assert done.out == "5 graded, mean 1.2 of 4; results are in quiet/doubling\n"
    assert done.err == ""


def test_verbose_and_quiet_contradict_each_other(four):
    assert "--verbose and --quiet" in one_line(four("neither", "--verbose", "--quiet"))
