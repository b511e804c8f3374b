"""Results that tests of exports start from, and texts that want to be more than texts."""

from autograder.results import Advice, IsolationResult, QuestionResult, Result, TestResult

PASSED = TestResult("ones", "passed", "", 0.01)
FAILED = TestResult("ties", "failed", "1 of 4 values differ", 0.02)
BROKEN = TestResult("ties", "error", "the suite has no torch")
PADDING = Advice("zero_padding", "Pad with -inf.")

HOSTILE = {
    "colour": "\x1b[31mred\x1b[0m \x1b]0;title\x07",
    "script": "<script>alert(1)</script>",
    "picture": "<img src=x onerror=alert(1)>",
    "quotes": "\"'><b>bold</b>",
    "entity": "&lt;b&gt; &#60;i&#62; &copy;",
    "cdata": "]]> <![CDATA[ <!-- --> <?php ?>",
    "command": "::error::owned",
    "command below": "fine\n::error file=a.py,line=1::owned\r\n::add-mask::a",
    "command in the middle": "word " * 12 + "::stop-commands::token " + "word " * 9 + "::error::no",
    "command after a long word": "a" * 73 + "::error::owned" + "b" * 66 + "::add-mask::c",
    "old command": "seen ##[stop-commands]token and ##[add-mask]a ##vso[task.complete]b",
    "section": "\x1b[0Ksection_start:1:a\r\x1b[0Khidden",
    "equals": '=HYPERLINK("https://example.org/?"&A1;"here")',
    "plus": "+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab first": "\t=1+1",
    "return first": "\r=1+1",
    "line feed first": "\n=1+1",
    "space first": "  =1+1",
    "wide": "＝1+1",
    "after a semicolon": "a;=1+1;b",
    "after a comma": 'a","=1+1',
    "right to left": "\u202eabc\u2066def",
    "invisible": "a\u200bb\u00adc\ufeffd",
    "line separators": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "nul": "a\x00b",
    "not XML": "\x01\x08\x1f\x7f\ufffe\uffff",
    "surrogate": "a\ud800b\udfffc",
    "Markdown": "**bold** _it_ [a](https://example.org) ![b](https://example.org/c.png) `code` ~~no~~",
    "Markdown blocks": "# heading\n\n- item\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |",
    "pipes": "a | b \\| c \\\\| d",
    "addresses": "https://example.org www.example.org a@example.org @octocat #1 a/b#2 :smile:",
    "console markup": "[bold]a[/bold] [/] [link=https://example.org]b[/link] :warning:",
    "placeholders": "%s %(a)s {0} ${A} $(id) `id` %0A %25",
    "long": "x" * 1_000_000,
    "many lines": "line\n" * 100_000,
    "long and escaped": "\x00" * 1_000_000,
}


def failed(name, message, outcome="failed", **facts):
    return TestResult(name, outcome, message, **facts)


def question(
    *tests, id="max", title="Max pooling", score=1.0, points=2.0, advice=(), measures=None
):
    tests = tests or (PASSED, FAILED)
    return QuestionResult(id, title, score, points, tuple(advice), tests, measures or {})


def result(*questions, **changes):
    fields = {
        "schema": 1,
        "student": "ada",
        "assignment": "a1_pooling",
        "status": "graded",
        "score": 17.5,
        "points": 20.0,
        "isolation": IsolationResult("full", ("seccomp",)),
        "device": "cpu",
        "fingerprint": "f" * 64,
        "seconds": 0.4,
        "graded_at": "2026-11-21T10:00:00Z",
        "questions": questions or (question(),),
    }
    return Result(**{**fields, **changes})


def not_judged(student="bob", **changes):
    broken = question(BROKEN, score=0.0)
    return result(broken, student=student, status="not_judged", score=None, **changes)


def hostile(text):
    """A result that says `text` wherever a hand-in or a course can say something."""
    tests = (PASSED, TestResult(text, "failed", text), TestResult("late", "timeout", text))
    asked = QuestionResult("max", text, 1.0, 2.0, (Advice("pads", text),), tests)
    told = QuestionResult("avg", text, 0.0, 2.0, (), tests)
    return result(asked, told, student=text, notes=(text,))
