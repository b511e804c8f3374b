"""Results of a class that never was: real assignments, questions, tests and advice, drawn grades."""

import ast
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

from autograder.course.assignment import Assignment, Question, load
from autograder.results import (
    Advice,
    Comparison,
    IsolationResult,
    QuestionResult,
    Result,
    TestResult,
    question_score,
    total,
)

MEASURED = "accuracy"  # the question whose network is trained by the grader
CASES = ("padded", "strided", "one_image")
OUTPUT = "the output"
KINDS = ("values", "shape", "error", "number")


class Plan(msgspec.Struct, frozen=True):
    """What can be drawn for an assignment: its tests, and the advice on each name."""

    assignment: Assignment
    tests: tuple[str, ...]
    advice: tuple[tuple[str, Advice], ...]


def made_class(course: Path, students: int, seed: int = 0) -> Iterator[Result]:
    """A result of every student for every assignment; few of them not judged, or not handed in."""
    plans = [_plan(path.parent) for path in sorted(course.glob("grading_tests/*/assignment.toml"))]
    draw = random.Random(seed)
    for number in range(1, students + 1):
        skill = draw.betavariate(4, 1.6)
        for plan in plans:
            if draw.random() > 0.02:
                yield _result(plan, f"Student {number:04}", skill, draw)


def _plan(folder: Path) -> Plan:
    """Names of tests and docstrings of misconceptions, read and not run."""
    tests, advice = [], []
    for path in sorted(folder.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                tests.append(node.name.removeprefix("test_"))
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                advice += [(name, _advice(node)) for name in _replaced(node)]
    return Plan(load(folder), tuple(tests), tuple(advice))


def _replaced(node: ast.FunctionDef | ast.ClassDef) -> list[str]:
    """The names that `@instead_of(...)` gives."""
    calls = [call for call in node.decorator_list if isinstance(call, ast.Call)]
    ours = [call for call in calls if getattr(call.func, "id", "") == "instead_of"]
    arguments = [argument for call in ours for argument in call.args]
    constants = [argument.value for argument in arguments if isinstance(argument, ast.Constant)]
    return [name for name in constants if isinstance(name, str)]


def _advice(node: ast.FunctionDef | ast.ClassDef) -> Advice:
    text = " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
    return Advice(node.name, text)


def _result(plan: Plan, student: str, skill: float, draw: random.Random) -> Result:
    broken = draw.random() < 0.002
    questions = tuple(_question(plan, one, skill, draw) for one in plan.assignment.questions)
    if broken:
        fault = TestResult(
            "suite", "error", "the course's own test broke (KeyError at test_a.py:9)"
        )
        first = plan.assignment.questions[0]
        questions = (QuestionResult(first.id, first.title, 0.0, first.points, (), (fault,)),)
    return Result(
        schema=1,
        student=student,
        assignment=plan.assignment.slug,
        status="not_judged" if broken else "graded",
        score=None if broken else total(questions),
        points=plan.assignment.points,
        isolation=IsolationResult("full", ("namespaces", "landlock 7", "seccomp", "rlimits")),
        device="cpu",
        fingerprint=f"{draw.getrandbits(256):064x}",
        seconds=round(draw.lognormvariate(-0.4, 0.7), 3),
        graded_at="2026-11-21T10:00:00Z",
        questions=questions,
    )


def _question(plan: Plan, question: Question, skill: float, draw: random.Random) -> QuestionResult:
    """Full marks, an untouched stub, or a few tests lost, then often for a known reason."""
    luck = draw.random()
    names = [f"{name}[{case}]" for name in draw.sample(plan.tests, 6) for case in CASES]
    if luck < skill:
        tests = tuple(TestResult(name, "passed", "", 0.001) for name in names)
    elif luck > 0.97:
        message = f"`{question.names[0]}` is still to do"
        tests = tuple(TestResult(name, "todo", message) for name in names)
    else:
        lost = draw.randint(1, 12)
        tests = tuple(_test(name, i < lost, draw) for i, name in enumerate(names))
    score = question_score(question.points, tests)
    known = [advice for name, advice in plan.advice if name in question.names]
    explained = any(test.outcome == "failed" for test in tests) and known and draw.random() < 0.6
    # The square: some mistakes are made by many, most by few.
    advice = (known[int(len(known) * draw.random() ** 2)],) if explained else ()
    measures = _measures(skill, draw) if question.id == MEASURED else {}
    return QuestionResult(
        question.id, question.title, score, question.points, advice, tests, measures
    )


def _measures(skill: float, draw: random.Random) -> dict[str, float]:
    return {
        "accuracy": round(min(0.96, 0.55 + 0.35 * skill + draw.gauss(0, 0.03)), 4),
        "parameters": draw.randint(60, 900) * 1000 + 10,
        "training_seconds": round(draw.uniform(20, 70), 1),
    }


def _test(name: str, lost: bool, draw: random.Random) -> TestResult:
    if not lost:
        return TestResult(name, "passed", "", 0.001)
    if draw.random() < 0.02:
        return TestResult(name, "timeout", "`forward` did not return within 5 s", 5.0)
    kind, n, value = draw.choice(KINDS), draw.randint(1, 96), f"{draw.random():.6g}"
    if kind == "error":
        message = f"`forward` raised TypeError: expected Tensor, got int number {n}"
        return TestResult(name, "failed", message, 0.001)
    if kind == "shape":
        message = f"the output has shape ({n}, 3, 1, 1), expected (2, 3)"
        facts = Comparison(f"the shape of {OUTPUT}", "(2, 3)", f"({n}, 3, 1, 1)")
        return TestResult(name, "failed", message, 0.001, comparison=facts)
    if kind == "number":
        facts = Comparison(OUTPUT, "6", str(n))
        return TestResult(name, "failed", f"{OUTPUT} is {n}, expected 6", 0.001, comparison=facts)
    first = f"the first at [0, 1, 2, 0]: expected 0.532407, got {value}"
    places = tuple("".join(draw.choices("...49", k=8)) for _ in range(6))
    facts = Comparison(OUTPUT, "0.532407", value, "[0, 1, 2, 0]", n, 96)
    message = f"{n} of 96 values of {OUTPUT} differ; {first}"
    return TestResult(name, "failed", message, 0.001, places, facts)
