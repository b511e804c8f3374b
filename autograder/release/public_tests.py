"""Says which questions the public tests leave out, and which of them students would not find.

A check cell runs the tests that are marked with its question; the README tells students to run
`pytest -k test_QUESTION`. The tests are read, never run; of a mark from elsewhere, nothing is said.
"""

import ast
from collections.abc import Iterator
from pathlib import Path, PurePath

import msgspec

from autograder.course.assignment import Assignment
from autograder.suggest import did_you_mean
from autograder.syntax import parsed

_MARK = "pytest.mark.question"
_UNCLEAR = "?"  # a decorator that only running the file would explain


class _Test(msgspec.Struct, frozen=True):
    """A function's name, the line it begins in, and the question it is marked with; "" if with none."""

    name: str
    line: int
    question: str


def remarks(source: str, path: PurePath, assignment: Assignment) -> list[str]:
    """A sentence for each question without a public test, and for each test that is not found."""
    tests = list(_tests(parsed(source)))
    ids = [question.id for question in assignment.questions]
    sentences = [
        f"{path}:{test.line}: {test.name} {fault}" for test in tests if (fault := _fault(test, ids))
    ]
    marked = {test.question for test in tests if test.name.startswith("test")}
    untested = [] if _UNCLEAR in marked else [id for id in ids if id not in marked]
    return sentences + [
        f'{path}: no test is marked @pytest.mark.question("{id}"), so that the check cell of '
        f"{id!r} never passes: write one, and begin its name with test_{id}"
        for id in untested
    ]


def remarks_on(tests: Path, assignment: Assignment) -> list[str]:
    """What is to be said of `solutions/<slug>/test_public.py`."""
    return remarks(tests.read_text(encoding="utf-8"), PurePath(*tests.parts[-3:]), assignment)


def _fault(test: _Test, ids: list[str]) -> str:
    if test.question == _UNCLEAR:
        return ""
    if not test.question:
        return "belongs to no question: mark it with @pytest.mark.question(ID)"
    if test.question not in ids:
        hint = did_you_mean(test.question, ids)
        return f"is marked {test.question!r}; there are: {', '.join(ids)}{hint}"
    if not test.name.startswith(f"test_{test.question}"):
        return f"is not found by `pytest -k test_{test.question}`: begin its name with that"
    return ""


def _tests(tree: ast.Module) -> Iterator[_Test]:
    """The functions, and methods of classes, that are called or marked as tests."""
    marks = dict(_named_marks(tree))
    of_all = marks.get("pytestmark", "")
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        outer = node.decorator_list if isinstance(node, ast.ClassDef) else []
        for function in inner:
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            decorators = [*function.decorator_list, *outer]
            ids = [id for decorator in decorators if (id := _id_of(decorator, marks))]
            if function.name.startswith("test") or set(ids) - {_UNCLEAR}:
                yield _Test(
                    function.name, function.lineno, min(ids, key=_by_clarity, default=of_all)
                )


def _by_clarity(id: str) -> bool:
    return id == _UNCLEAR


def _named_marks(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What the module calls marks: `half = pytest.mark.question("half")`; other marks are ""."""
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        values = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
        if any(_text_of(value).startswith("pytest.") for value in values):
            id = next(filter(None, (_id_of(value, {}) for value in values)), "")
            yield from ((name.id, id) for name in node.targets if isinstance(name, ast.Name))


def _id_of(decorator: ast.expr, marks: dict[str, str]) -> str:
    """The question that a decorator names; "" where it is a mark or fixture of another kind."""
    if isinstance(decorator, ast.Name):
        return marks.get(decorator.id, _UNCLEAR)
    if not isinstance(decorator, ast.Call) or _text_of(decorator) != _MARK:
        return "" if _text_of(decorator).startswith("pytest.") else _UNCLEAR
    argument = decorator.args[0] if decorator.args else None
    return str(argument.value) if isinstance(argument, ast.Constant) else _UNCLEAR


def _text_of(expression: ast.expr) -> str:
    """What is called, without its arguments."""
    return ast.unparse(expression.func if isinstance(expression, ast.Call) else expression)
