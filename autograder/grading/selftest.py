"""Tests a suite as a suite tests a student: who must pass passes, who must fail is caught and named."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from pathlib import Path

import msgspec

from autograder.course.assignment import Assignment
from autograder.grading.grader import Grader
from autograder.protocol.jobs import Job, Report, Subject, Suite
from autograder.results import QuestionResult, total

# Kinds of `autograder.judge.nonsense`, which loads torch: in place of all answers, ...
ODD = (
    "none", "text", "empty_text", "bytes", "minus_one", "nan", "nothing_in_a_tuple", "empty_dict",
    "other_keys", "an_object", "scalar_tensor", "empty_tensor", "other_shape", "wrapped", "deep",
    "longer", "shorter", "not_finite", "complex", "integer", "boolean", "half", "bfloat16",
    "negative", "zero", "underflowing", "huge", "huge_integer", "none_inside", "text_inside",
    "objects_inside",
)  # fmt: skip
# ... and in place of data only: objects stay, so that what a network gives is odd.
# Not wrong in every respect: a test of shapes or of signs may pass them, and none may break.
PLAUSIBLE = (
    "integer", "boolean", "half", "bfloat16", "negative", "zero", "underflowing", "huge", "huge_integer",
    "longer", "shorter",
)  # fmt: skip
ODD_FROM_OBJECTS = tuple(
    f"{kind}_from_objects"
    for kind in ("complex", "integer", "bfloat16", "scalar_tensor", "underflowing", "empty_tensor")
)


BROKE = "broke"  # a test did, and not the answer under it
SHOWN = 3  # tests of a question that a fault names


class Finding(msgspec.Struct, frozen=True):
    """One subject's verdict; `fault` is empty where the suite did as it should.

    `earned`, of an odd answer, is what each question came to: a share of its points, or `BROKE`.
    """

    subject: str
    question: str
    score: float
    points: float
    named: tuple[str, ...] = ()
    fault: str = ""
    earned: dict[str, str] = {}


Check = Callable[[Report], Finding]


def selftest(
    grader: Grader, assignment: Assignment, plan: Sequence[tuple[Job, Check]]
) -> Iterator[Finding]:
    """Run every subject the suite must tell apart, in any order, and judge the suite by it."""
    running = {grader.submit(assignment, job): check for job, check in plan}
    for future in as_completed(running):
        yield running[future](future.result())


def plan(
    suite: Suite,
    assignment: Assignment,
    solution: bytes,
    stub: bytes,
    questions: tuple[str, ...] = (),
) -> Iterator[tuple[Job, Check]]:
    """The subjects, each with what judges its report; on all questions unless some are named."""
    yield _handin(assignment, solution, questions), _solution
    yield _handin(assignment, stub, questions), _stub
    for kind in (*ODD, *ODD_FROM_OBJECTS):
        yield Job(Subject(odd=kind), questions), lambda report, kind=kind: _odd(report, kind)
    for question, names in suite.misconceptions.items():
        for name in names if question in questions or not questions else ():
            job = Job(Subject(misconception=name), (question,))
            free = name in suite.remarks
            yield job, lambda report, name=name, free=free: _misconception(report, name, free)


def _handin(assignment: Assignment, source: bytes, questions: tuple[str, ...]) -> Job:
    return Job(Subject({assignment.module: source}, assignment.module), questions)


def _solution(report: Report) -> Finding:
    fault = _broken(report)
    for question in report.questions:
        for test in question.tests:
            if test.outcome != "passed" and not fault:
                fault = f"{question.id}: {test.name}: {test.message}"
    return _finding("the solution", report, fault)


def _stub(report: Report) -> Finding:
    outcomes = {test.outcome for question in report.questions for test in question.tests}
    fault = _broken(report)
    if not fault and outcomes != {"todo"}:
        fault = f"its tests must all be `todo`, some are {', '.join(sorted(outcomes - {'todo'}))}"
    return _finding("the untouched stub", report, fault)


def _odd(report: Report, kind: str) -> Finding:
    fault = _broken(report)
    earners = [_paid(question) for question in report.questions if question.score]
    if not fault and earners and kind in ODD and kind not in PLAUSIBLE:
        fault = f"it earns points in {'; in '.join(earners)}"
    finding = _finding(f"odd answers: {kind.replace('_', ' ')}", report, fault)
    return msgspec.structs.replace(finding, earned=_earned(report))


def _paid(question: QuestionResult) -> str:
    """The question, and the tests that pass where none should."""
    names = [test.name for test in question.tests if test.outcome == "passed"]
    remainder = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    verb = "passes" if len(names) == 1 else "pass"
    return f"{question.id}: {', '.join(names[:SHOWN])}{remainder} {verb}"


def _earned(report: Report) -> dict[str, str]:
    broken = {fault.partition(": ")[0] for fault in report.faults}
    return {
        question.id: BROKE
        if question.id in broken or any(test.outcome == "error" for test in question.tests)
        else f"{question.score / question.points:.0%}"
        for question in report.questions
    }


def _misconception(report: Report, name: str, free: bool) -> Finding:
    if _broken(report) or not report.questions:
        return _finding(name, report, _broken(report) or "no test ran")
    question = report.questions[0]
    named = tuple(advice.misconception for advice in question.advice)
    fault = ""
    if free and question.score < question.points:
        fault = f"it is a remark and loses points: {_failures(question)}"
    elif not free and question.score >= question.points:
        fault = "it loses no points"
    elif name not in named:
        fault = f"it is not named: {_failures(question)}"
    elif named != (name,):
        fault = f"others are named with it: {', '.join(set(named) - {name})}"
    return msgspec.structs.replace(_finding(name, report, fault), named=named)


def _broken(report: Report) -> str:
    """The first thing in which the suite itself failed on this subject."""
    return report.problem or next(iter(report.faults), "")


def _failures(question: QuestionResult) -> str:
    failed = [test for test in question.tests if test.outcome != "passed"]
    return "; ".join(f"{test.name}: {test.message}" for test in failed[:2])


def _finding(subject: str, report: Report, fault: str) -> Finding:
    questions = report.questions
    question = questions[0].id if len(questions) == 1 else ""
    points = sum(question.points for question in questions)
    return Finding(subject, question, total(questions), points, (), fault)


def sources(course: Path, assignment: Assignment) -> tuple[bytes, bytes]:
    """The solution's and the stub's module."""
    module = assignment.module
    solution = course / "solutions" / assignment.slug / module
    stub = course / "assignments" / assignment.slug / module
    return solution.read_bytes(), stub.read_bytes()
