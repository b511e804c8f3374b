"""Formats a result as one line: the student, the score, and in a few words what points were lost for."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from autograder import results
from autograder.cli.console import Hanging, plain, points, tests_in_words
from autograder.escape import NAME, one_line
from autograder.results import QuestionResult, Result
from autograder.wording import counted, in_words

NAMED = 3  # questions with the same loss, and losses, that are named; more are counted
WIDEST = 24  # cells that a name may take before the score
LONGEST = 160  # characters of a message
ENDED = {"crashed": "crashed", "timeout": "ran out of time", "memory": "ran out of memory"}


def width_of(students: Sequence[str]) -> int:
    """How wide the column of the names is."""
    return min(WIDEST, max(map(cell_len, students), default=0))


def line(result: Result, width: int, prefix: str = "", notes: Sequence[str] = ()) -> Hanging:
    """`hana  19.37/20  average pooling: padded cells always count`."""
    name = plain(one_line(result.student, NAME)).plain
    head = Text.assemble(prefix, (name if cell_len(name) > width else set_cell_size(name, width)))
    losses = list(_losses(result))
    if len(losses) > NAMED:
        losses[NAMED - 1 :] = [f"and {len(losses) - NAMED + 1} more"]
    losses_in_words = "; ".join([*losses, *(f"note: {note}" for note in notes)])
    if result.score is None:
        return Hanging(head.append(" "), plain(f"not judged: {results.reason(result)}"[:LONGEST]))
    most = points(result.points)
    share = f"{points(result.score)}/{most}".ljust(2 * len(most) + 4 if losses_in_words else 0)
    style = "green" if result.score >= result.points else "yellow" if result.score else "red"
    return Hanging(
        head.append(" ").append(share + " " * bool(losses_in_words), style), plain(losses_in_words)
    )


def _losses(result: Result) -> Iterator[str]:
    """What the questions lost points for, those with the same loss together."""
    questions = result.questions
    ends = {(test.outcome, test.message) for question in questions for test in question.tests}
    advised = any(question.advice for question in questions)
    kinds = {outcome for outcome, _ in ends}
    if kinds == {"todo"}:
        yield "untouched: all is still to do"
        return
    if len(ends) == 1 and not advised and kinds != {"passed"}:  # one cause, such as an import
        yield one_line(next(iter(ends))[1], LONGEST)
        return
    losses: dict[str, list[str]] = {}
    for question in questions:
        if question.score < question.points or question.advice:
            losses.setdefault(_loss(question), []).append(_title(question))
    for loss, titles in losses.items():
        many = counted(len(titles), "question")
        yield f"{', '.join(titles) if len(titles) <= NAMED else many}: {loss}"


def _loss(question: QuestionResult) -> str:
    """The misconception, or else how the tests ended."""
    if question.advice:
        return in_words(question.advice[0].misconception)
    kinds = {test.outcome for test in question.tests}
    for outcome, words in ENDED.items():
        if outcome in kinds:
            return words
    return "to do" if kinds <= {"passed", "todo"} else tests_in_words(question)


def _title(question: QuestionResult) -> str:
    """The title as it stands within a sentence: "max pooling", but "LeNet-5"."""
    first = question.title.partition(" ")[0]
    plain_word = first[:1] + first[1:].lower() == first and len(first) > 1
    return question.title[:1].lower() + question.title[1:] if plain_word else question.title
