"""Workflow annotations: one command a line, ours, whatever stands in a name or a message."""

import re
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.export.github import annotations
from autograder.results import Advice, IsolationResult, QuestionResult, Result, TestResult


class Command(NamedTuple):
    """A workflow command as a runner reads it."""

    kind: str
    properties: dict[str, str]
    message: str


def unescaped(text):
    return re.sub("%(0D|0A|3A|2C|25)", lambda code: chr(int(code[1], 16)), text)


def commands(text):
    """What a runner makes of output: each line that begins with `::` is a command."""
    found = []
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            head, message = line.lstrip()[2:].split("::", 1)
            kind, _, properties = head.partition(" ")
            pairs = [pair.split("=", 1) for pair in properties.split(",") if pair]
            values = {name: unescaped(value) for name, value in pairs}
            found.append(Command(kind, values, unescaped(message)))
    return found


def question(score=1.0, message="1 of 4 values differ", advice=(), title="Max pooling"):
    tests = (TestResult("ones", "passed"), TestResult("ties", "failed", message))
    return QuestionResult("max", title, score, 2.0, advice, tests)


def result(*questions, student="ada", score=1.0, status="graded"):
    return Result(
        schema=1,
        student=student,
        assignment="a1_pooling",
        status=status,
        score=score,
        points=4.0,
        isolation=IsolationResult("full"),
        device="cpu",
        fingerprint="f",
        seconds=0.1,
        graded_at="2026-11-21T10:00:00Z",
        questions=questions,
    )


def said(*questions, **fields):
    return commands("\n".join(annotations(result(*questions, **fields))))


def test_the_score_is_a_notice():
    assert said(score=2.5) == [Command("notice", {"title": "ada: a1_pooling"}, "2.5 / 4")]


def test_a_question_that_lost_points_is_a_warning_with_its_first_message():
    _, warning = said(question())
    title = "ada: Max pooling 1 / 2"
    assert warning == Command("warning", {"title": title}, "1 of 4 values differ")


def test_advice_comes_before_a_message():
    _, warning = said(question(advice=(Advice("zero_padding", "Pad with -inf."),)))
    assert warning.message == "zero padding: Pad with -inf."


def test_a_question_with_all_its_points_is_no_warning():
    whole = QuestionResult("max", "Max", 2.0, 2.0, (), (TestResult("ones", "passed"),))
    assert len(said(whole)) == 1


def test_a_remark_on_a_question_with_all_its_points_is_a_notice():
    advice = (Advice("slow_loops", "Use fewer loops."),)
    whole = QuestionResult("max", "Max", 2.0, 2.0, advice, (TestResult("ones", "passed"),))
    assert said(whole)[1] == Command(
        "notice", {"title": "ada: Max"}, "slow loops: Use fewer loops."
    )


def test_a_question_that_is_still_to_do_says_that_points_were_lost():
    stub = QuestionResult("max", "Max", 0.0, 2.0, (), (TestResult("ones", "todo", "to do"),))
    assert said(stub)[1].message == "points were lost"


def test_a_hand_in_that_was_not_judged_is_one_error_with_its_reason():
    broken = QuestionResult("max", "Max", 0, 2, (), (TestResult("ones", "error", "it broke"),))
    assert said(broken, score=None, status="not_judged") == [
        Command("error", {"title": "ada: not judged"}, "max: ones: it broke")
    ]


HOSTILE = [
    "\n::error::owned",
    "\r\n::add-mask::a",
    "\r::error::owned",
    "::stop-commands::x",
    "a::b",
    "a,file=/etc/passwd,line=1",
    "a=b,c=d",
    "100%0A::error::owned",
    "%25%0A%3A",
    "\x0b::error::owned",
    "\x0c::error::owned",
    "\x85::error::owned",
    "\u2028::error::owned",
    "\x1b[31mred",
    "\x00",
    "\u202eright to left",
    "\ud800",
    "##[error]old",
    "",
    "\n" * 5000,
    "%" * 5000,
    ":" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
@pytest.mark.parametrize("place", ["student", "title", "message", "advice", "name"])
def test_a_text_of_others_stays_inside_its_own_command(text, place):
    advice = {
        "advice": (Advice("m", text),),
        "name": (Advice(text, "a"),),
    }.get(place, ())
    asked = question(
        title=text if place == "title" else "T",
        message=text if place == "message" else "M",
        advice=advice,
    )
    student = text if place == "student" else "ada"
    lines = list(annotations(result(asked, student=student)))
    assert [len(line.splitlines()) for line in lines] == [1, 1]
    found = commands("\n".join(lines))
    assert [(c.kind, list(c.properties)) for c in found] == [
        ("notice", ["title"]),
        ("warning", ["title"]),
    ]


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text(), st.text(), st.text(), st.booleans())
def test_no_text_makes_a_command_of_its_own(student, title, message, judged):
    asked = QuestionResult("q", title, 0, 2, (), (TestResult("t", "error", message),))
    score, status = (0.0, "graded") if judged else (None, "not_judged")
    found = result(asked, student=student, score=score, status=status)
    lines = list(annotations(found))
    assert all(len(line.splitlines()) == 1 and line.isprintable() for line in lines)
    kinds = [command.kind for command in commands("\n".join(lines))]
    assert kinds == (["notice", "warning"] if judged else ["error"])
    assert all(list(command.properties) == ["title"] for command in commands("\n".join(lines)))


@pytest.mark.parametrize(
    "text",
    ["a::b", "a: 1, 2", "50%", "100%0A::error::owned", "%25%3A%2C", "a,file=b,line=1", "Zoë"],
)
def test_a_readable_text_arrives_as_it_is(text):
    notice, warning = said(question(title=text, message=text), student=text)
    assert notice.properties["title"] == f"{text}: a1_pooling"
    assert warning == Command("warning", {"title": f"{text}: {text} 1 / 2"}, text)


def test_a_long_text_is_cut():
    assert len(said(question(message="a" * 10_000), student="b" * 10_000)[1].message) == 1000


def test_a_cut_never_splits_an_escape():
    for length in range(995, 1005):
        message = said(question(message="a" * length + "%%%%%"))[1].message.removesuffix("...")
        assert "%" not in message.rstrip("%")
