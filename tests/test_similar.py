"""`autograder similar`: copies are found whatever their names, honest work and the stub are not, nothing acts."""

import json
import re
import sys
from html.parser import HTMLParser

import pytest
from browser import PHONE, chromium, opened, view
from conftest import ROOT
from made_results import HOSTILE
from needs import axe

from autograder.cli import main
from autograder.course.find import find_assignment
from autograder.similar.page import marked, site
from autograder.similar.pairs import COMMON, similar
from autograder.similar.work import Work, handed_out, work_of
from autograder.submission.discover import discover
from autograder.submission.names import json_safe
from autograder.submission.record import Submission

SLUG = "a1_pooling"
GIVEN = handed_out(ROOT / "assignments" / SLUG)
STUB = (ROOT / "assignments" / SLUG / "pooling.py").read_text("utf-8")
ADA = (ROOT / "examples/submitted/ada" / SLUG / "pooling.py").read_text("utf-8")
STYLES = sorted(path.name for path in (ROOT / "tests/styles").iterdir() if path.is_dir())


def work(student, text, name="pooling.py"):
    return work_of(Submission(student, {name: text.encode()}, name), GIVEN)


def renamed(text):
    """The same program with other names, comments and spaces, as somebody does who hides a copy."""
    names = sorted({"x", "n", "c", "kernel_size", "stride", "padding", "windows", "out"})
    for number, name in enumerate(names):
        text = re.sub(rf"\b{name}\b", f"value_{number}", text)
    return re.sub(r"(?m)^( +)return ", r"\1# my own idea\n\1return  ", text)


def notebook(*cells):
    code = [{"cell_type": "code", "source": cell, "metadata": {}} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code})


@pytest.fixture(scope="module")
def honest():
    """Twenty hand-ins that were written apart: the examples, and solutions in other styles."""
    found = discover(ROOT / "examples/submitted", find_assignment(ROOT, SLUG))
    styles = sorted((ROOT / "tests/styles" / SLUG).glob("*.py"))
    return [
        *(work_of(submission, GIVEN) for submission in found),
        *(work(path.stem, path.read_text("utf-8")) for path in styles),
    ]


def names(pairs):
    return [(pair.left.work.student, pair.right.work.student) for pair in pairs]


# ------------------------------------------------------------------------------------ what is found


def test_what_was_written_apart_is_not_flagged(honest):
    assert len(honest) == 20
    assert names(similar(honest, GIVEN)) == []


@pytest.mark.parametrize("slug", STYLES)
def test_solutions_in_other_styles_are_not_flagged(slug):
    given = handed_out(ROOT / "assignments" / slug)
    module = find_assignment(ROOT, slug).module
    paths = [*(ROOT / "tests/styles" / slug).glob("*.py"), ROOT / "solutions" / slug / module]
    texts = [Submission(path.stem, {module: path.read_bytes()}, module) for path in sorted(paths)]
    assert len(texts) >= 4
    assert names(similar([work_of(one, given) for one in texts], given)) == []


def test_a_copy_with_other_names_is_at_the_top(honest):
    pairs = similar([*honest, work("zed", renamed(ADA))], GIVEN)
    assert names(pairs)[0] == ("ada", "zed")
    assert min(pairs[0].left.percent, pairs[0].right.percent) > 80
    assert names(pairs)[1:] == []


def test_one_copied_function_is_found_in_other_work(honest):
    start = ADA.index("def avg_pool2d_backward")
    function = ADA[start : ADA.index("\ndef ", start + 1)]
    own = STUB[: STUB.index("def avg_pool2d_backward")] + renamed(function)
    pairs = similar([*honest, work("zed", own)], GIVEN)
    assert names(pairs) == [("ada", "zed")]


def test_a_copy_in_a_notebook_is_found(honest):
    cells = (*ADA.split("\n\n\n"), "print('mine')")
    pairs = similar([*honest, work("zed", notebook(*cells), "work.ipynb")], GIVEN)
    assert names(pairs) == [("ada", "zed")]


def test_the_stub_and_what_else_was_handed_out_are_nothing():
    lesson = (ROOT / "assignments" / SLUG / "lesson.ipynb").read_text("utf-8")
    works = [work(name, STUB) for name in ("a", "b")]
    works += [work(name, lesson, "lesson.ipynb") for name in ("c", "d")]
    works += [work("e", STUB + "\n# mine\n"), work("f", STUB.replace("\n", "\r\n"))]
    assert similar(works, GIVEN) == []


def test_what_very_many_wrote_tells_nothing():
    same = [work(f"s{n}", ADA) for n in range(COMMON + 1)]
    assert similar(same, GIVEN) == []
    assert len(similar(same[:COMMON], GIVEN)) == COMMON * (COMMON - 1) // 2


def test_the_same_hand_ins_give_the_same_pages(honest):
    works = [*honest, work("zed", renamed(ADA))]
    first, again = (list(site(similar(works, GIVEN), "Pooling", 21)) for _ in range(2))
    assert first == again
    backwards = similar(works[::-1], GIVEN)
    assert [pair.shared for pair in backwards] == [pair.shared for pair in similar(works, GIVEN)]


def test_marks_stand_where_the_copy_is():
    own = "class Mine:\n    def other(self):\n        return self.a + 1\n\n\n"
    (pair,) = similar([work("a", own + renamed(ADA)), work("b", ADA)], GIVEN)
    shared = [
        "".join(piece for hit, piece in line if hit)
        for line in marked(pair.left.work.text, pair.left.passages)
    ]
    assert not any("self.a" in line for line in shared)
    assert sum(bool(line) for line in shared) > 50


def test_pieces_are_the_text():
    assert marked("ab\ncd\n\ne", [(1, 4), (3, 5)]) == [
        [(False, "a"), (True, "b")],
        [(True, "c"), (True, "d")],
        [],
        [(False, "e")],
    ]


# ---------------------------------------------------------------------------------- the command


@pytest.mark.slow
def test_the_command_lists_pairs_and_says_what_they_are_worth(autograder, tmp_path, write_files):
    odd = "Åsa <b> & 'co'"
    submitted = {f"{odd}/{SLUG}/pooling.py": renamed(ADA), f"ada/{SLUG}/pooling.py": ADA}
    submitted |= {f"carl/{SLUG}/pooling.py": STUB, f"mona/{SLUG}/pooling.py": ""}
    write_files(tmp_path / "submitted", submitted)
    out = tmp_path / "out"
    command = ("similar", tmp_path / "submitted", "--assignment", SLUG, "--out", out)
    done = autograder(*command)
    assert done.status == 0
    assert done.err == (
        "not compared: mona: pooling.py is empty. Write your solution into it, "
        "save it and hand it in again.\n"
    )
    first, count, worth = done.out.splitlines()
    assert first.startswith(f"ada and {odd}: ")
    assert count.startswith("3 hand-ins compared; pairs to look at: 1, in ")
    assert worth.startswith("A hint for a person, not a finding")
    assert sorted(path.name for path in out.rglob("*.html")) == ["001.html", "index.html"]


@pytest.mark.parametrize(
    ("place", "out", "said"),
    [("nowhere", "made", "does not exist"), ("examples/submitted", "README.md", "is a file")],
)
def test_what_cannot_be_used_is_refused_in_one_line(autograder, place, out, said):
    done = autograder("similar", place, "--assignment", SLUG, "--out", out)
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert said in line


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(
        sys, "argv", ["autograder", "similar", ".", "--assignment", "a", "--out", str(tmp_path)]
    )
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "pip install 'autograder-cnn[similar]'" in capsys.readouterr().err


# ------------------------------------------------------------------------------------- the pages


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}


PLAIN = dict(site(similar([Work("a", ADA), Work("b", ADA)], GIVEN), "Pooling", 2))
TEXTS = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def hostile_site(text):
    said = json_safe(text)[:3000]
    lines = ADA.replace('"""', f'"""{said} ', 1) + f"\n# {said}\nx = {said!r}\n{said}\n"
    works = [work(f"{said}{n}", lines, f"{n}{said}.py") for n in range(2)]
    return dict(site(similar(works, GIVEN), said, 2))


@TEXTS
def test_hostile_texts_make_no_tag(text):
    made = hostile_site(text)
    assert set(made) == set(PLAIN)
    for name, page in made.items():
        found, expected = Tags(page), Tags(PLAIN[name])
        assert found.tags <= expected.tags
        assert found.attributes == expected.attributes
        assert "style-src 'sha256-" in page.replace("&#39;", "'")
        assert [c for c in page if not c.isprintable() and c != "\n"] == []


def test_in_a_browser_the_pages_can_be_used_by_all(tmp_path):
    pages = {
        **PLAIN,
        **{f"bad/{n}": page for n, page in hostile_site("<script>x</script>").items()},
    }
    for name, page in pages.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page, encoding="utf-8")
    with chromium() as browser, view(browser, PHONE, dark=True) as context:
        watched = opened(context, tmp_path / "index.html")
        watched.page.get_by_role("link", name="a and b").click()
        assert watched.page.locator("mark").count() > 100
        watched.page.get_by_role("link", name="First passage").first.click()
        for place in ("index.html", "pairs/001.html", "bad/pairs/001.html"):
            page = opened(context, tmp_path / place).page
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
            page.evaluate(axe())
            found = page.evaluate("axe.run()")["violations"]
            assert [(one["id"], one["impact"]) for one in found] == []
        assert watched.faults == []
