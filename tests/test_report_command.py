"""`autograder report` as a user runs it: what is written, what is said, and what it exits with."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from made_results import HOSTILE, PADDING, hostile, not_judged, question, result
from markdown_it import MarkdownIt

from autograder import results
from autograder.report.site import site, student_page
from autograder.submission.names import json_safe

ROOT = Path(__file__).resolve().parent.parent
TEXTS = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


@pytest.fixture
def report(autograder, tmp_path):
    """Write results, run the command in an empty folder, give what came of it."""

    def run(*found, place="results", out="made"):
        for one in found:
            results.write(tmp_path / "results", one)
        return autograder("report", place, "--out", out, cwd=tmp_path), tmp_path / out

    return run


class Page(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.said = [], set(), ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.said += f"{data} "


def test_a_report_has_a_page_for_the_class_and_two_for_each_student(report):
    done, made = report(result(), result(assignment="a2"), result(student="bob"))
    assert (done.status, done.err) == (0, "")
    assert done.out == "wrote made/index.html and 2 pages for students\n"
    files = sorted(str(path.relative_to(made)) for path in made.rglob("*") if path.is_file())
    students = [f"students/{name}.{kind}" for name in ("ada", "bob") for kind in ("html", "md")]
    assert files == ["index.html", *students]


@pytest.mark.parametrize("out", ["results", "results/a1_pooling"])
def test_pages_are_not_written_among_the_results(report, tmp_path, out):
    done, _ = report(result(), out=out)
    assert (done.status, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith(f"autograder: --out {out} holds the results: pages are for students")
    assert line.endswith("/report")
    assert not list(tmp_path.rglob("*.html"))


def test_pages_may_lie_in_a_folder_of_their_own_beside_the_results(report):
    done, made = report(result(), out="results/pages")
    assert done.status == 0
    assert (made / "index.html").is_file()


def test_what_was_not_judged_is_told(report):
    done, made = report(result(), not_judged())
    assert done.status == 0
    assert "1 hand-in not judged: see the report\n" in done.out
    assert "the suite has no torch" in (made / "index.html").read_text("utf-8")
    told = (made / "students/bob.html").read_text("utf-8")
    assert "no zero" in told
    assert "the suite has no torch" not in told  # the reason is for the instructor


def test_a_class_of_which_nothing_was_judged_has_a_report(report):
    done, made = report(not_judged())
    assert done.status == 0
    assert "nothing was judged" in (made / "index.html").read_text("utf-8")


def test_titles_come_from_the_course(autograder, tmp_path, make_course):
    course = make_course(tmp_path / "course")
    results.write(tmp_path / "results", result(assignment="doubling"))
    place = ("report", tmp_path / "results", "--out", tmp_path / "made")
    assert autograder("--course", course, *place, cwd=tmp_path).status == 0
    assert "Doubling" in (tmp_path / "made/students/ada.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("place", "out", "said"),
    [
        ("nowhere", "made", "does not exist"),
        ("results", "file", "is a file"),
        ("results", "file/below", "cannot be written"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(report, tmp_path, place, out, said):
    (tmp_path / "file").touch()
    done, _ = report(result(), place=place, out=out)
    assert done.status == 2
    (line,) = done.err.splitlines()
    assert said in line


def test_pages_hold_no_torch():
    code = "import sys, autograder.report.site; print({'torch', 'numpy'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")


CLOSE = """\
import pytest
import torch

from autograder.suite import assert_close
from autograder.suite import local
from reference import doubling

ref = local(doubling)


@pytest.mark.question("double")
def test_planes_are_doubled(student):
    x = torch.arange(6.0).reshape(2, 3)
    assert_close(student.double(x), ref.double(x))
"""


@pytest.mark.slow
def test_a_graded_hand_in_shows_where_it_is_wrong(autograder, tmp_path, make_course, write_files):
    make_course(tmp_path, {"grading_tests/doubling/test_double.py": CLOSE})
    wrong = "def double(x):\n    y = 2 * x\n    y[0] += 1\n    return y\n"
    write_files(tmp_path, {"doubling.py": wrong})
    handed_in = ("doubling.py", "--assignment", "doubling", "--student", "ada", "--out", "out")
    assert autograder("grade", *handed_in, cwd=tmp_path).status == 0
    assert autograder("report", "out", "--out", "made", cwd=tmp_path).status == 0
    page = (tmp_path / "made/students/ada.html").read_text("utf-8")
    assert 'aria-label="3 of 6 places hold wrong values"' in page


# -------------------------------------------------------------------------------- what pages say


def test_a_students_page_speaks_of_nobody_else():
    files = dict(site([result(student="ada"), result(student="bob")], {}))
    assert "bob" not in files["students/ada.html"] + files["students/ada.md"]
    assert 'href="#' not in files["students/ada.html"].replace('href="#a', "")


def test_feedback_names_the_misconception_and_what_came_back():
    lost = question(
        results.TestResult(
            "rounds_down[odd]",
            "failed",
            "the output is 3, expected 2",
            comparison=results.Comparison("the output", "2", "3"),
        ),
        advice=[PADDING],
    )
    said = " ".join(Page(student_page([result(lost)], {})).said.split())
    for words in (
        "Zero padding",
        "Pad with -inf.",
        "Rounds down (odd)",
        "Expected 2",
        "You returned 3",
    ):
        assert words in said


def test_names_between_backticks_are_code():
    lost = question(results.TestResult("a", "failed", "`f` and <b> ` are odd"))
    page = student_page([result(lost), result(question(advice=[PADDING]))], {})
    assert "<code>f</code> and &lt;b&gt;" not in page  # an odd number: nothing is paired
    assert "`f` and &lt;b&gt; ` are odd" in page
    fine = question(results.TestResult("a", "failed", "`f<b>` is odd"))
    assert "<code>f&lt;b&gt;</code> is odd" in student_page([result(fine)], {})


def test_a_page_needs_nothing_else():
    for name, text in site([result()], {}):
        if name.endswith(".html"):
            page = Page(text)
            assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
            assert not {"link", "img", "iframe", "object", "base"} & set(page.tags)
            assert not {"style", "src", "srcset"} & page.attributes
            assert not any(name.startswith("on") for name in page.attributes)


# ---------------------------------------------------------------------------------- hostile texts


@TEXTS
def test_hostile_texts_make_no_tag_and_stay_short(text):
    class_ = [hostile(json_safe(text)), not_judged(json_safe(text) + "2")]
    plain = [hostile("a"), not_judged("a2")]
    for (name, made), (_, expected) in zip(site(class_, {}), site(plain, {}), strict=True):
        assert len(made) < len(expected) + 60 * 1100
        assert [c for c in made if not c.isprintable() and c != "\n"] == []
        if name.endswith(".html"):
            assert set(Page(made).tags) - {"code"} == set(Page(expected).tags) - {"code"}


@TEXTS
def test_hostile_texts_make_no_markdown(text):
    files = dict(site([hostile(json_safe(text)), not_judged(json_safe(text))], {}))
    (made,) = (text for name, text in files.items() if name.endswith(".md"))
    blocks = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(made)
    assert {block.type for block in blocks if "open" in block.type} <= {
        *("heading_open", "paragraph_open", "table_open", "thead_open", "tbody_open"),
        *("tr_open", "th_open", "td_open", "bullet_list_open", "list_item_open"),
    }
    inline = [child for block in blocks for child in block.children or ()]
    assert {token.type for token in inline} <= {
        *("text", "text_special", "html_inline", "strong_open", "strong_close", "softbreak"),
    }
    tags = {token.content for token in inline if token.type == "html_inline"}
    assert tags <= {"<code>", "</code>", "<!-- -->"}


def test_two_students_never_share_a_page():
    names = ["a", "A", "a.", "a/b", "a b", "..", "x" * 400, "x" * 401, "%61"]
    files = [name for name, _ in site([result(student=name) for name in names], {})]
    assert len(set(files)) == 1 + 2 * len(names)
    assert all(re.fullmatch(r"index.html|students/[^/]+\.(html|md)", name) for name in files)
