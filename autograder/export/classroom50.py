"""Classroom 50: `result.json` of the schema `classroom50/result/v1` for one hand-in.

github.com/foundation50/classroom50: wiki, "Advanced Autograding", "The result.json contract";
schemas/result-v1.schema.json; and the checks that the schema cannot express, `validate_result` in
cli/gh-teacher/skeleton/dotgithub/scripts/runner.py. Scores there are integers, ours are hundredths
of a point: 17.5 of 20 points are given as 1750 of 2000, for every hand-in, so that nothing is lost
and all compare. A bonus makes up for lost points, but no score exceeds the maximum.
"""

from collections.abc import Mapping

import msgspec

from autograder.errors import UsageError
from autograder.escape import MESSAGE, NAME, one_line
from autograder.export.wording import advice
from autograder.results import QuestionResult, Result

SCHEMA = "classroom50/result/v1"


class RunnerContext(msgspec.Struct, frozen=True):
    """What the runner tells an autograder about the hand-in, in its environment."""

    classroom: str
    assignment: str
    owner: str
    submission: str  # the tag, submit/...
    commit: str
    release: str
    review: str
    assignment_type: str = "individual"


def run_of(environment: Mapping[str, str]) -> RunnerContext:
    """The run that the environment describes; `UsageError` names what is missing in it."""
    needed = ("CLASSROOM", "ASSIGNMENT", "OWNER", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL")
    variables = {"OWNER": environment.get("USERNAME", ""), **environment}
    missing = [name for name in needed if not variables.get(name)]
    if missing:
        raise UsageError(
            f"{', '.join(missing)} not set: expected the environment of Classroom 50's runner; call autograder export there, or "
            "set them"
        )
    return RunnerContext(
        *(variables[name] for name in needed),
        review=variables.get("REVIEW_URL") or variables["COMMIT_URL"],
        assignment_type=variables.get("ASSIGNMENT_TYPE") or "individual",
    )


def classroom50(result: Result, run: RunnerContext) -> bytes:
    """One result as `result.json`; `UsageError` where there is no score to give."""
    if result.score is None:
        raise UsageError(
            "a hand-in that was not judged has no result.json, which would be a zero: expected a "
            "score; mend the suite and grade it again with autograder grade"
        )
    highest = _hundredths(result.points)
    whole = {
        "schema": SCHEMA,
        **msgspec.structs.asdict(run),
        "datetime": result.graded_at,  # the runner replaces it by the commit's
        "graded_at": result.graded_at,
        "score": min(_hundredths(result.score), highest),
        "max-score": highest,
        "tests": [_test(question) for question in result.questions],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _test(question: QuestionResult) -> dict[str, object]:
    return {
        "test-name": one_line(question.title, NAME) or question.id,
        "passed": question.score >= question.points,
        "score": _hundredths(question.score),
        "max-score": _hundredths(question.points),
        "output": one_line(advice(question), MESSAGE),
    }


def _hundredths(value: float) -> int:
    return round(100 * value)
