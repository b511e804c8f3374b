"""The same hostile texts through everything that shows a result: each stays a text, and short."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import msgspec
import pytest
from made_results import HOSTILE, hostile, not_judged
from markdown_it import MarkdownIt
from rich.console import Console

from autograder import results
from autograder.cli.console import headline, plain, result_table
from autograder.escape import LOGGED, MESSAGE, NAME, cell, logged_json, one_line
from autograder.export.classroom50 import RunnerContext, classroom50
from autograder.export.github import annotations, summary
from autograder.export.gradescope import gradescope
from autograder.export.junit import junit
from autograder.export.moodle import Columns, moodle
from autograder.export.table import table
from autograder.export.worksheet import parse
from autograder.submission.names import json_safe

TEXTS = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
RUN = RunnerContext("cnn", "a1", "ada", "submit/1", "https://c", "https://r", "https://v")
FORMULA = tuple("=+-@＝＋－＠\t\r")


def runner(log):
    """The commands that a GitHub runner or an Azure agent finds in a log."""
    found = []
    for line in re.split("\r\n|\r|\n", log):
        at_start = re.match(r"\s*::([\w-]+)[^:]*.*?::", line)
        found += [at_start[1]] if at_start else re.findall(r"##(?:vso)?\[([\w.-]+)", line)
    return found


def visible(text):
    """What in a text is neither printable nor a line feed: none of it may be there."""
    return [c for c in text if not c.isprintable() and c != "\n"]


def formulas(row):
    """Cells that a spreadsheet would calculate, also one that splits at semicolons."""
    return [
        part for cell in row for part in cell.split(";") if part.lstrip(" ").startswith(FORMULA)
    ]


# --------------------------------------------------------------------------- the judges' own tests


def test_a_runner_sees_commands():
    assert runner("  ::error file=a::b\nx ::error::b\na ##[add-mask]b\n::c") == [
        "error",
        "add-mask",
    ]


def test_formulas_are_seen():
    assert formulas(["a", "=1", " +1", "a; -1", "'=1", "1"]) == ["=1", " +1", " -1"]


# ------------------------------------------------------------------------------------------- logs


@TEXTS
@pytest.mark.parametrize("width", [20, 80, 81])
def test_console(text, width):
    console = Console(width=width, highlight=False, force_terminal=False)
    found = hostile(text)
    found = msgspec.structs.replace(
        found,  # a title is the course's own, and fills its column
        questions=tuple(msgspec.structs.replace(q, title="Max") for q in found.questions),
    )
    with console.capture() as capture:
        console.print(headline(found))
        console.print(result_table(found))
        console.print(plain(text), soft_wrap=True)
    assert runner(capture.get()) == []
    assert visible(capture.get()) == []
    assert len(capture.get()) < 6 * LOGGED + 1000


@TEXTS
@pytest.mark.parametrize("make", [hostile, not_judged])
def test_workflow_commands(text, make):
    lines = list(annotations(make(text)))
    assert {name for line in lines for name in runner(line)} <= {"error", "warning", "notice"}
    assert [len(runner(line)) for line in lines] == [1] * len(lines)
    assert visible("".join(lines)) == []
    assert max(map(len, lines)) < 3 * (NAME + MESSAGE) + 100


@TEXTS
def test_result_json_in_a_log(text):
    encoded = msgspec.json.encode(hostile(json_safe(text)))
    assert runner(logged_json(encoded).decode()) == []
    assert json.loads(logged_json(encoded)) == json.loads(encoded)


# ------------------------------------------------------------------------------------------- data


@TEXTS
def test_result_file(text, tmp_path):
    found = hostile(json_safe(text))
    path = results.write(tmp_path, found)
    assert results.read(path) == found
    assert path.parent == tmp_path / "a1_pooling"
    assert json.loads(path.read_bytes())["questions"][0]["tests"][1]["message"] == json_safe(text)


@TEXTS
def test_csv(text):
    rows = list(csv.reader(io.StringIO(table([hostile(text), not_judged(text)]), newline="")))
    assert [len(row) for row in rows] == [len(rows[0])] * 3
    cells = [value for row in rows for value in row]
    assert formulas(cells) == []
    assert visible("".join(cells)) == []
    assert max(map(len, cells)) <= MESSAGE + 2
    assert rows[1][1] == cell(text, NAME)


@TEXTS
def test_junit(text):
    root = ET.fromstring(junit([hostile(text), not_judged(text)]))
    known = {"testsuites", "testsuite", "properties", "property", "testcase", "failure", "error"}
    assert {element.tag for element in root.iter()} == known
    said = [value for element in root.iter() for value in [*element.attrib.values(), element.text]]
    assert visible("".join(filter(None, said))) == []
    assert max(len(value or "") for value in said) <= MESSAGE
    assert len(root.findall(".//testcase")) == 7


@TEXTS
def test_gradescope(text):
    whole = json.loads(gradescope(hostile(text)))
    formats = [whole["output_format"], whole["test_output_format"], whole["test_name_format"]]
    formats += [test[key] for test in whole["tests"] for key in ("name_format", "output_format")]
    assert set(formats) == {"text"}
    said = [test[key] for test in whole["tests"] for key in ("name", "output")]
    assert visible("".join(said)) == []
    assert max(map(len, said)) < 5 * MESSAGE


@TEXTS
def test_classroom50(text):
    whole = json.loads(classroom50(hostile(text), RUN))
    said = [test[key] for test in whole["tests"] for key in ("test-name", "output")]
    assert visible("".join(said)) == []
    assert all(said)
    assert max(map(len, said)) <= MESSAGE


# ----------------------------------------------------------------------------------------- markup


def tokens(text):
    """The blocks of a Markdown text, and what is within its lines, as GitHub's parser sees it."""
    blocks = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    return blocks, [child for block in blocks for child in block.children or ()]


@TEXTS
def test_markdown(text):
    blocks, inline = tokens(summary([hostile(text), not_judged(text)]))
    plain_blocks, plain_inline = tokens(summary([hostile("a"), not_judged("a")]))
    assert [block.type for block in blocks] == [block.type for block in plain_blocks]
    assert {token.type for token in inline} == {"text", "html_inline"}
    assert {t.content for t in inline if t.type == "html_inline"} <= {
        "<code>",
        "</code>",
        "<!-- -->",
    }
    assert visible("".join(token.content for token in inline)) == []
    assert not any(re.search(r"\w@\w", token.content) for token in inline)
    assert plain_inline


@TEXTS
def test_markdown_shows_the_text_as_it_is(text):
    _, inline = tokens(summary([hostile(text)]))
    shown = "".join(token.content for token in inline if token.type == "text")
    assert one_line(text, NAME) in shown
    assert one_line(f"pads: {text}") in shown


class Tags(HTMLParser):
    """The tags and the text of a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.said = set(), ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag if not attributes else (tag, *attributes))

    def handle_data(self, data):
        self.said += data

    def handle_comment(self, data):
        self.tags.add(f"comment {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


@TEXTS
def test_moodle_comments(text):
    head = "Identifier,Full name,Grade,Feedback comments\nParticipant 1,"
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerow([text.replace("\n", " "), "", ""])
    template = parse(f"{head}{sheet.getvalue()}".encode("utf-8", "backslashreplace"), "a.csv")
    found = msgspec.structs.replace(hostile(text), student="Participant 1")
    made = moodle(
        [found], template, Columns(known_by=("Identifier",), feedback="Feedback comments")
    )
    row = list(csv.reader(io.StringIO(made.content.decode(), newline="")))[1]
    assert row[2] == "17.5"
    assert formulas([row[3]]) == []
    assert visible(row[3]) == []
    assert Tags(row[3]).tags == {"p", "ul", "li", "br"}
    assert one_line(text) in Tags(row[3]).said
