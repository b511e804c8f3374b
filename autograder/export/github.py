"""GitHub Actions: results as annotations, and as the Markdown of a job summary.

docs.github.com, "Workflow commands for GitHub Actions": "Setting a notice message" and its like;
"Adding a job summary", "Step isolation and limits": 1 MiB for a step. github.com/actions/toolkit,
docs/problem-matchers.md, "Limitations": 10 errors, 10 warnings and 10 notices for a step.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from autograder.escape import NAME, markdown, one_line
from autograder.export.wording import advice, feedback, owner_of, points, share
from autograder.results import Result, handed_in, reason

PER_KIND = 10
SUMMARY = 1_000_000  # bytes: within 1 MiB, whatever else the step adds
_CUT = "\nThe rest is left out: a summary holds 1 MiB.\n"


def annotations(result: Result) -> Iterator[str]:
    """One line for the score, a warning per question that lost points, a notice per remark.

    What of the hand-in did not run is one notice.
    """
    if result.score is None:
        yield _command("error", f"{result.student}: not judged", reason(result))
        return
    score = f"{points(result.score)} / {points(result.points)}"
    yield _command("notice", f"{result.student}: {result.assignment}", score)
    for question in result.questions:
        if question.score < question.points:
            title = f"{result.student}: {question.title} {share(question)}"
            yield _command("warning", title, advice(question) or "points were lost")
        elif question.advice:
            yield _command("notice", f"{result.student}: {question.title}", advice(question))
    if told := handed_in(result):
        yield _command("notice", f"{result.student}: handed in", told)
    if result.notes:
        yield _command("notice", f"{result.student}: note", "; ".join(result.notes))


def within_limits(annotations: Iterable[str]) -> Iterator[str]:
    """At most ten of a kind; the tenth tells how many more there were."""
    lines = list(annotations)
    count = Counter(map(_kind, lines))
    printed = Counter[str]()
    for line in lines:
        kind = _kind(line)
        printed[kind] += 1
        if printed[kind] < PER_KIND or count[kind] == PER_KIND:
            yield line
        elif printed[kind] == PER_KIND:
            remark = f"{count[kind] - PER_KIND + 1} more; the job summary has all"
            yield _command(kind, "autograder", remark)


def summary(results: Sequence[Result]) -> str:
    """A table of the results and, as far as they fit, each student's questions."""
    judged = sum(result.score is not None for result in results)
    parts = [f"### {judged} graded, {len(results) - judged} not judged\n"]
    parts += ["\n| student | assignment | score |\n|---|---|---|\n"]
    parts += map(_row, results)
    parts += map(_section, results)
    return _fitting(parts)


def _row(result: Result) -> str:
    score = f"{points(result.score or 0)} / {points(result.points)}"
    shown = "not judged" if result.score is None else score
    return f"| {markdown(result.student, NAME)} | {markdown(result.assignment, NAME)} | {shown} |\n"


def _section(result: Result) -> str:
    if result.score is None:
        return (
            f"\n#### {markdown(owner_of(result), NAME)}\n\nNot judged: {markdown(reason(result))}\n"
        )
    items = [_item(title, text) for title, text in feedback(result)]
    return f"\n#### {markdown(owner_of(result), NAME)}\n\n{''.join(items)}" if items else ""


def _item(title: str, text: str) -> str:
    return f"- {markdown(title, NAME)} {markdown(text)}".rstrip() + "\n"


def _fitting(parts: Iterable[str]) -> str:
    """The parts up to the first that does not fit, and a word that there were more."""
    whole, size = [], 0
    for part in parts:
        size += len(part.encode())
        if size > SUMMARY - len(_CUT):
            return "".join([*whole, _CUT])
        whole.append(part)
    return "".join(whole)


def _kind(line: str) -> str:
    return line[2:].split(" ", 1)[0]


def _command(kind: str, title: str, message: str) -> str:
    return f"::{kind} title={_property(title)}::{_data(one_line(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25")  # line feeds are gone already


def _property(text: str) -> str:
    return _data(one_line(text, NAME)).replace(":", "%3A").replace(",", "%2C")
