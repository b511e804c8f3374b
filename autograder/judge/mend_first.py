"""Which other question is to be mended before this one, because this one uses its wrong names."""

from collections.abc import Mapping, Sequence

from autograder.course.assignment import Question
from autograder.diagnose import Transcript, Uses
from autograder.results import Advice


def wrong_roots(
    wrong: Mapping[str, str], question: Question, asked: Sequence[Transcript], reach: Uses
) -> dict[str, list[str]]:
    """By question, the wrong names of others that a question uses and that rest on no wrong one.

    `wrong` tells the question of each name that gave wrong answers, `reach` what each name rests on.
    """
    own = [name for name, id in wrong.items() if id == question.id]
    used = {other for name in own for other in reach.get(name, ())} | _asked_beside(asked)
    blamed = [name for name, id in wrong.items() if name in used and id != question.id]
    roots = [name for name in blamed if not reach.get(name, frozenset()) & {*blamed}]
    by_question: dict[str, list[str]] = {}
    for name in roots or blamed:
        by_question.setdefault(wrong[name], []).append(name)
    return by_question


def _asked_beside(asked: Sequence[Transcript]) -> set[str]:
    """Names that failed tests ask themselves, of other questions, too."""
    return {
        step.path.split(".")[0]
        for transcript in asked
        if not transcript.passed
        for step, _ in transcript.steps
        if step.root is None
    }


def mend_first(other: Question, names: Sequence[str]) -> Advice:
    """What a student is told of a question whose wrong names this one uses."""
    listed = " and ".join(f"`{name}`" for name in names)
    verb = "gives" if len(names) == 1 else "give"
    text = (
        f"This question uses {listed} of “{other.title}”, which {verb} wrong answers. Mend that "
        "question first; what is left here may then be right."
    )
    return Advice(f"mend_{other.id}_first", text)
