"""Which hand-ins a person should look at, and why: what their results already say, in a few words.

It is told to the instructor and never changes a score. A hand-in that caught its own error after
reaching for something says nothing here: what is on the list is no proof, and neither is its absence.
"""

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from autograder.escape import one_line
from autograder.results import Result, TestResult

LONGEST = 160  # characters of a reason
_OTHER_FILE = re.compile(
    r"graded .+ as (?:it was handed out|\S+\.py\b)|graded .+: no other file defines"
    r"|.+ (?:was read as .+|is a notebook, and was read as one|is as it was handed out; .+)"
)
_REACHES = {  # what an error says -> what the hand-in reached for
    r"No module named '(?:grading_tests|reference|solutions|autograder)\b": (
        "imports what belongs to the course"
    ),
    r"\[Errno \d+\][^']*'[^']*(?:grading_tests|solutions|reference/|assignment\.toml|test_\w+\.py)": (
        "looked for the course's tests or solutions"
    ),
    r"\[Errno \d+\][^']*'[^']*(?:/etc/|/proc/|/root\b|\.ssh|\.netrc|\.aws|\.git\b|id_rsa|passw|secret|token)": (
        "looked for files of the grading machine"
    ),
    r"urlopen error|getaddrinfo|Name or service not known|name resolution|no internet connection"
    r"|Network is unreachable|graded run has no network": (
        "asked for the network, or to start a process"
    ),
}


class Look(msgspec.Struct, frozen=True):
    """A result that needs a look, and why."""

    result: Result
    reason: str


def needs_a_look(results: Iterable[Result]) -> list[Look]:
    """The results of a class that a person should look at, in their order; not judged ones are not."""
    return [Look(result, why) for result in results if (why := why_look(result))]


def why_look(result: Result) -> str:
    """Why a person should look at a hand-in, or ""."""
    if result.score is None:
        return ""
    told = (*result.chosen, *result.notes)
    tests = [test for question in result.questions for test in question.tests]
    reasons = [_whole(tests), *_ended(tests), *_reached(tests, told), _other_file(told)]
    return one_line("; ".join(filter(None, reasons)), LONGEST)


def _whole(tests: Sequence[TestResult]) -> str:
    """What is wrong with the hand-in as a whole."""
    if not tests:
        return ""
    if all(test.outcome == "todo" for test in tests):
        return "untouched: all is still to do"
    messages = {test.message for test in tests}
    if len(messages) > 1:
        return ""
    message = messages.pop()
    if all(test.name == "hand_in" and test.outcome == "failed" for test in tests):
        return f"could not be read: {message}"
    return message if " cannot be imported: " in message else ""


def _ended(tests: Sequence[TestResult]) -> list[str]:
    """How often its process ended by itself."""
    words = {"crashed": "crashed", "memory": "ran out of memory"}
    counts = {kind: sum(test.outcome == kind for test in tests) for kind in words}
    return [
        f"{words[kind]} in {count} of {len(tests)} tests" for kind, count in counts.items() if count
    ]


def _reached(tests: Sequence[TestResult], notes: Sequence[str]) -> list[str]:
    """What it reached for that a graded run has not; each once."""
    texts = {*notes, *(test.message for test in tests if test.outcome != "passed")}
    return [what for words, what in _REACHES.items() if any(map(_search(words), texts))]


def _search(words: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(words).search


def _other_file(notes: Sequence[str]) -> str:
    """Which file counted, where it is not the one that was asked for."""
    return next((note for note in notes if _OTHER_FILE.match(note)), "")
