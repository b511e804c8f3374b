"""Results on a terminal: points without needless zeros, texts of others as they are and inert."""

import pytest
from rich.console import Console

from autograder.cli.console import headline, next_step, outcome_sign, plain, points, result_table
from autograder.results import Advice, IsolationResult, QuestionResult, Result, TestResult


def outcomes(*kinds):
    return tuple(TestResult(f"t{i}", kind, f"message {i}") for i, kind in enumerate(kinds))


def question(*kinds, title="Max pooling", score=1.0, advice=()):
    return QuestionResult("max", title, score, 4.0, advice, outcomes(*kinds))


def result(*questions, student="ada", score=17.5):
    return Result(
        schema=1,
        student=student,
        assignment="a1_pooling",
        status="graded" if score is not None else "not_judged",
        score=score,
        points=20.0,
        isolation=IsolationResult("full"),
        device="cpu",
        fingerprint="f",
        seconds=0.42,
        graded_at="2026-11-21T10:00:00Z",
        questions=questions,
    )


def printed(renderable, width=100, colour=False):
    """What a terminal of this width would show."""
    console = Console(
        width=width,
        highlight=False,
        force_terminal=colour,
        color_system="standard" if colour else None,
    )
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


@pytest.mark.parametrize(
    ("value", "text"),
    [(4.0, "4"), (2.5, "2.5"), (0.33, "0.33"), (0.0, "0"), (10.0, "10"), (100.0, "100"), (0.1 + 0.2, "0.3"), (1e6, "1000000")],
)  # fmt: skip
def test_points_have_no_needless_zeros(value, text):
    assert points(value) == text


def test_the_headline_has_the_student_the_score_and_the_level():
    assert headline(result()).plain == "ada  17.5 / 20  0.4 s, isolation full"


def test_the_headline_of_a_hand_in_that_was_not_judged_has_no_score():
    assert headline(result(score=None)).plain == "ada  not judged  0.4 s, isolation full"


def test_a_line_has_the_question_its_points_and_its_tests():
    shown = printed(result_table(result(question("passed", "failed", "failed"))))
    first, second = shown.splitlines()
    assert " ".join(first.split()) == "✗ Max pooling 1 / 4 2 of 3 tests fail"
    assert second.strip() == "message 1"


def test_questions_stand_in_columns():
    lines = printed(
        result_table(
            result(question("passed", title="A"), question("passed", title="A long title"))
        )
    ).splitlines()
    assert len({line.index("/") for line in lines}) == 1


def test_wide_characters_keep_the_columns():
    wide, narrow = (question("passed", title=title) for title in ("池化", "ab"))
    lines = printed(result_table(result(wide, narrow))).splitlines()
    assert lines[0].index("/") + 2 == lines[1].index("/")  # two characters take four cells


@pytest.mark.parametrize(
    ("kinds", "sign", "words"),
    [
        (["passed", "passed"], "✓", "2 tests pass"),
        (["passed", "failed"], "✗", "1 of 2 tests fail"),
        (["todo", "todo"], "·", "0 of 2 tests pass, the rest is still to do"),
        (["passed", "todo"], "·", "1 of 2 tests pass, the rest is still to do"),
        (["failed", "todo"], "✗", "2 of 2 tests fail"),
        (["crashed", "timeout", "memory"], "✗", "3 of 3 tests fail"),
        (["error", "failed"], "!", "2 of 2 tests fail"),
    ],
)
def test_a_sign_and_words_say_how_the_tests_ended(kinds, sign, words):
    line = printed(result_table(result(question(*kinds)))).splitlines()[0]
    assert line.split()[0] == sign
    assert line.strip().endswith(words)
    assert outcome_sign(set(kinds))[0] == sign


def test_the_next_step_is_the_advice():
    advice = (Advice("zero_padding", "Pad with -inf."), Advice("other", "No."))
    assert next_step(question("failed", advice=advice)).plain == "zero_padding: Pad with -inf."


def test_the_next_step_is_else_the_first_test_that_did_not_pass():
    assert next_step(question("passed", "todo", "crashed", "failed")).plain == "message 2"


@pytest.mark.parametrize("kinds", [["passed"], ["todo"], ["passed", "todo"], []])
def test_there_is_no_next_step_where_nothing_is_wrong(kinds):
    assert next_step(question(*kinds)).plain == ""


def test_a_long_message_is_wrapped_and_not_cut():
    words = " ".join(f"word{i}" for i in range(60))
    long = QuestionResult("max", "Max", 0, 4, (), (TestResult("t", "failed", words),))
    lines = printed(result_table(result(long)), width=60).splitlines()
    assert max(map(len, lines)) <= 60
    assert " ".join(" ".join(lines[1:]).split()) == words


HOSTILE = [
    "[bold]loud[/bold]",
    "[/]",
    "[/nothing]",
    "[link=https://example.org]here[/link]",
    ":warning:",
    "a [optional] title",
    "\\[red]",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["student", "title", "message", "advice", "name"])
def test_markup_in_a_text_is_shown_as_it_stands(text, place):
    advice = {"advice": (Advice("m", text),), "name": (Advice(text, "a"),)}.get(place, ())
    message = text if place == "message" else "m"
    asked = QuestionResult(
        "max",
        text if place == "title" else "T",
        0,
        4,
        advice,
        (TestResult("t", "failed", message),),
    )
    found = result(asked, student=text if place == "student" else "ada")
    assert text in printed(headline(found)) + printed(result_table(found))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\x00\x07", "\\x00\\x07"),
        ("\u202eabc", "\\u202eabc"),
        ("\ud800", "\\ud800"),
        ("naïve 卷积", "naïve 卷积"),
    ],
)
def test_control_characters_are_spelled_out(text, shown):
    assert plain(text).plain == shown


@pytest.mark.parametrize("place", ["student", "message", "advice"])
def test_no_text_of_a_students_steers_the_terminal(place):
    text = "a\x1b]0;owned\x07\x1b[2J\u202eb"
    advice = (Advice("m", text),) if place == "advice" else ()
    asked = QuestionResult("max", "T", 0, 4, advice, (TestResult("t", "failed", text),))
    found = result(asked, student=text if place == "student" else "ada")
    shown = printed(headline(found), colour=True) + printed(result_table(found), colour=True)
    assert [steer for steer in ("\x1b]", "\x1b[2J", "\x07", "\u202e") if steer in shown] == []
