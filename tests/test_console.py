"""Results on a terminal: points without needless zeros, texts of others as they are and inert."""

import msgspec
import pytest
from rich.console import Console

from autograder.cli.console import (
    Hanging,
    headline,
    next_step,
    outcome_sign,
    plain,
    points,
    result_table,
    tell,
)
from autograder.cli.line import line, width_of
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


def printed(renderable, width=100, colour=False, terminal=True):
    """What a terminal of this width would show, or what a program reads."""
    console = Console(
        width=width,
        highlight=False,
        force_terminal=terminal,
        color_system="standard" if colour else None,
    )
    with console.capture() as capture:
        tell(renderable, console)
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
        (["passed"], "✓", "1 test passes"),
        (["failed"], "✗", "1 of 1 test fails"),
        (["passed", "failed"], "✗", "1 of 2 tests fail"),
        (["todo", "todo"], "·", "2 tests still to do"),
        (["passed", "todo"], "·", "1 of 2 tests pass, 1 to do"),
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
    assert next_step(question("failed", advice=advice)).plain == "zero padding: Pad with -inf."


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


LONG = "A title of some length that nobody would cut"
KINDS = [("passed",), ("todo", "todo"), ("passed", "failed"), ("crashed",)]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_on_a_terminal_nothing_goes_on_in_the_first_column(width):
    questions = [question(*kinds, title=LONG[: 12 * n]) for n, kinds in enumerate(KINDS, 1)]
    lines = printed(result_table(result(*questions)), width).splitlines()
    assert max(map(len, lines)) <= width
    assert [text for text in lines if not text.startswith("  ")] == []
    assert sum(text[2] in "✓·✗" for text in lines) == len(questions)


def test_a_row_goes_on_in_its_own_column():
    lines = printed(result_table(result(question("passed", "todo"))), 52).splitlines()
    column = lines[0].index("1 of 2 tests")
    assert len(lines) == 2
    assert lines[1].startswith(" " * column + lines[1].strip()[0])


def test_what_no_terminal_reads_is_not_broken():
    words = " ".join(f"word{i}" for i in range(60))
    asked = QuestionResult("max", LONG, 0, 4, (), (TestResult("t", "failed", words),))
    lines = printed(result_table(result(asked)), 40, terminal=False).splitlines()
    assert [text.strip() for text in lines[1:]] == [words]
    assert len(lines) == 2


def test_what_has_no_head_goes_on_below():
    shown = printed(Hanging("", plain("aaaa " * 8)), 26)
    assert shown.splitlines() == ["aaaa aaaa aaaa aaaa", *["    aaaa aaaa aaaa aaaa"]]


def test_a_text_hangs_right_of_its_head():
    shown = printed(Hanging("note: ", plain("aaaa " * 10)), 26)
    assert shown.splitlines() == [
        "note: aaaa aaaa aaaa aaaa",
        *["      aaaa aaaa aaaa aaaa"],
        "      aaaa aaaa",
    ]


# ------------------------------------------------------------------------- a line for a hand-in

PADS = (Advice("zero_padding", "Pad with -inf."),)


@pytest.mark.parametrize(
    ("questions", "score", "words"),
    [
        pytest.param([question("passed", score=4.0)], 20.0, "ada 20/20", id="all right"),
        pytest.param(
            [question("failed", advice=PADS)], 17.5, "ada 17.5/20 max pooling: zero padding", id="advice"
        ),
        pytest.param([question("passed", "failed")], 1.0, "ada 1/20 max pooling: 1 of 2 tests fail", id="failed"),
        pytest.param([question("failed", "crashed"), question("passed", score=4.0)], 1.0, "ada 1/20 max pooling: crashed", id="crashed"),
        pytest.param([question("timeout"), question("passed", score=4.0)], 1.0, "ada 1/20 max pooling: ran out of time", id="timeout"),
        pytest.param([question("memory"), question("passed", score=4.0)], 1.0, "ada 1/20 max pooling: ran out of memory", id="memory"),
        pytest.param([question("todo")], 0.0, "ada 0/20 untouched: all is still to do", id="untouched"),
        pytest.param([question("passed", "todo")], 1.0, "ada 1/20 max pooling: to do", id="half done"),
        pytest.param([question("failed"), question("failed")], 0.0, "ada 0/20 message 0", id="one cause"),
        pytest.param(
            [question("passed", "todo", title=t) for t in ("LeNet-5", "VGG", "Skip", "More")], 1.0, "ada 1/20 4 questions: to do", id="many"
        ),
        pytest.param(
            [question(*["failed"] * n, title=t) for n, t in enumerate(("LeNet-5", "VGG", "Skip", "More"), 1)],
            1.0,
            "ada 1/20 LeNet-5: 1 of 1 test fails; VGG: 2 of 2 tests fail; and 2 more",
            id="many losses",
        ),
    ],
)  # fmt: skip
def test_a_line_says_what_points_were_lost_for(questions, score, words):
    if words.endswith("more"):  # each says something else
        questions = [
            msgspec.structs.replace(
                asked, tests=(*asked.tests[1:], TestResult("t", "failed", str(n)))
            )
            for n, asked in enumerate(questions)
        ]
    said = printed(line(result(*questions, score=score), 3))
    assert " ".join(said.split()) == words


def test_who_was_not_judged_is_said_in_the_line():
    said = printed(line(result(question("error", "failed"), score=None), 5))
    assert said.rstrip() == "ada   not judged: max: t0: message 0"


def test_scores_stand_in_a_column():
    names = ["ada", "池化", "a" * 40]
    assert width_of(names) == 24
    first, second, third = (
        printed(line(result(question("passed"), student=name), 24)) for name in names
    )
    assert first.index("17.5") == 25
    assert second.index("17.5") == 23  # two characters take four cells
    assert third.startswith("a" * 40 + " 17.5")


@pytest.mark.parametrize("text", ["[bold]a[/bold]", "a\x1b[31m", "::error::a"])
def test_a_line_of_a_hostile_hand_in_is_a_text(text):
    found = result(
        QuestionResult("max", "T", 0, 4, (), (TestResult("t", "failed", text),)), student=text
    )
    shown = printed(line(found, 3, notes=[text]), width=400)
    assert shown.count(plain(text).plain) == 3


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
