"""Single small edits of a student's own source, likeliest first: where they are, and what is said of them.

Nothing here is run and nothing is judged: a source goes in, candidates come out.
"""

import ast
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, groupby
from typing import Any, NamedTuple

import msgspec

from autograder.diagnose.code_edits import CodeEdit, Replacement, Scope
from autograder.diagnose.code_table import TABLE
from autograder.diagnose.dependencies import uses
from autograder.diagnose.network_table import FIRST, LATER
from autograder.escape import one_line
from autograder.syntax import parsed

MOST_CANDIDATES = 400
MOST_BYTES = 64 << 10  # of a source that is read; hostile text can take long
SPREAD = 6  # candidates of a kind before the next kind has its turn
SHOWN = 60  # characters of the student's own code that are repeated
EDITS = (*FIRST, *TABLE, *LATER)
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_TEXTS = (ast.JoinedStr, ast.Raise, ast.arg, ast.alias, ast.Global, ast.Nonlocal)  # nothing to edit


class Span(NamedTuple):
    """Bytes of a source, from start to end, and what stands there instead."""

    start: int
    end: int
    text: str


class Candidate(msgspec.Struct, frozen=True):
    """One edit of a source, at one place or alike at several."""

    name: str  # the kind of mistake
    lines: tuple[int, ...]
    shown: str  # the student's own code there
    words: str
    spans: tuple[Span, ...]

    def applied(self, source: str) -> str:
        """The source with this edit."""
        edited = source.encode()
        for span in sorted(self.spans, reverse=True):
            edited = edited[: span.start] + span.text.encode() + edited[span.end :]
        return edited.decode()


class Place(NamedTuple):
    """What is to be repaired: names of a module, and what is known of how they fail."""

    names: Collection[str]
    others: Collection[str] = ()  # names of other questions, which stay as they are
    numbers: tuple[float, ...] = ()  # that the tests ask with
    raised_at: Collection[int] = ()  # lines from which errors came


def candidates(source: str, place: Place, own: Sequence[CodeEdit] = ()) -> list[Candidate]:
    """Edits of the functions with these names and of what they use, the likeliest first."""
    if len(source) > MOST_BYTES:
        return []
    try:
        text, rows = Text(source), (*own, *EDITS)
        ranked: list[tuple[tuple[float, ...], Candidate]] = []
        for is_helper, node in _definitions_of(parsed(source), source, place):
            for rank, edit in enumerate(rows):
                kind = list(_edits(edit, node, text, place))
                for number, candidate in enumerate((*kind, *_everywhere(kind))):
                    elsewhere = not {*candidate.lines} & {*place.raised_at}
                    key = elsewhere, is_helper, rank + number / SPREAD
                    ranked.append((key, candidate))
    except _UNREADABLE:
        return []
    ordered = [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])]
    return _each_once(ordered)[:MOST_CANDIDATES]


def _everywhere(kind: Sequence[Candidate]) -> Iterator[Candidate]:
    """The same edit of the same code at all its places at once."""

    def same(candidate: Candidate) -> tuple[str, str]:
        return candidate.shown, candidate.spans[0].text

    for _, group in groupby(sorted(kind, key=same), key=same):
        alike = list(group)
        if len(alike) > 1:
            lines = tuple(sorted({line for each in alike for line in each.lines}))
            spans = tuple(span for each in alike for span in each.spans)
            apart = sorted(spans)
            if all(a.end <= b.start for a, b in zip(apart, apart[1:], strict=False)):
                yield msgspec.structs.replace(alike[0], lines=lines, spans=spans)


def _each_once(ordered: Sequence[Candidate]) -> list[Candidate]:
    seen: dict[tuple[Span, ...], Candidate] = {}
    for candidate in ordered:
        seen.setdefault(candidate.spans, candidate)
    return list(seen.values())


def _definitions_of(tree: ast.Module, source: str, place: Place) -> Iterator[tuple[bool, ast.AST]]:
    """The definitions that count of these names, then those of the module that they rest on."""
    last = {node.name: node for node in _definitions(tree.body)}
    reach = uses([source])
    rest = {name for wanted in place.names for name in reach.get(wanted, ())}
    yield from ((False, last[name]) for name in place.names if name in last)
    helpers = rest - {*place.names, *place.others}
    yield from ((True, node) for name, node in last.items() if name in helpers)


def _definitions(body: Sequence[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node
        elif isinstance(node, ast.If | ast.Try):
            yield from _definitions([*node.body, *node.orelse])


def _edits(edit: CodeEdit, node: ast.AST, text: "Text", place: Place) -> Iterator[Candidate]:
    for function in ast.walk(node) if isinstance(node, ast.ClassDef) else (node,):
        if isinstance(function, _FUNCTIONS):
            nodes, scope = text.read(function, place)
            for part in nodes:
                for replacement in edit.change(part, scope):
                    yield _candidate(edit, part, replacement, text)


def _nodes(function: Any) -> Iterator[ast.AST]:
    """All parts that an edit may change, in the order of the source."""
    stack: list[ast.AST] = list(
        reversed([*function.args.defaults, *function.args.kw_defaults, *function.body])
    )
    while stack:
        node = stack.pop()
        if node is None or isinstance(node, _TEXTS):
            continue
        if hasattr(node, "end_col_offset"):
            yield node
        children = [
            child
            for child in ast.iter_child_nodes(node)
            if child is not getattr(node, "annotation", None)
        ]
        stack += reversed(children)


class Text:
    """A source, and where its parts stand in it."""

    def __init__(self, source: str) -> None:
        self.content = source.encode()
        sizes = (len(line) + 1 for line in self.content.split(b"\n"))
        self.offsets = [0, *accumulate(sizes)]
        self.functions: dict[ast.AST, tuple[list[ast.AST], Scope]] = {}

    def of(self, node: ast.AST) -> str:
        """A part, as the student wrote it."""
        start, end = self.bytes(node)
        return self.content[start:end].decode()

    def bytes(self, node: Any) -> tuple[int, int]:
        """Where a part begins and ends."""
        start = self.offsets[node.lineno - 1] + node.col_offset
        return start, self.offsets[node.end_lineno - 1] + node.end_col_offset

    def read(self, function: Any, place: Place) -> tuple[list[ast.AST], Scope]:
        """The parts of a function that an edit may change, and what is known of it."""
        if function not in self.functions:
            nodes, arguments = list(_nodes(function)), function.args
            parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            names = tuple(parameter.arg for parameter in parameters)
            stored = [
                node.id
                for node in nodes
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            ]
            variables = tuple(dict.fromkeys(name for name in stored if name not in names))
            parents = {
                child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)
            }
            scope = Scope(function, names, variables, place.numbers, self.of, parents)
            self.functions[function] = nodes, scope
        return self.functions[function]


def _candidate(edit: CodeEdit, node: Any, new: Replacement, text: Text) -> Candidate:
    span = Span(*text.bytes(node), _code(node, new))
    shown = one_line(text.of(node).split("\n")[0], SHOWN)
    return Candidate(edit.name, (node.lineno,), shown, edit.words, (span,))


def _code(node: ast.AST, new: Replacement) -> str:
    """The text of what is new; in brackets where it is an expression that others may tear apart."""
    text = new if isinstance(new, str) else ast.unparse(new)
    whole = isinstance(
        new,
        ast.Constant
        | ast.Name
        | ast.Attribute
        | ast.Call
        | ast.Subscript
        | ast.Tuple
        | ast.List
        | ast.stmt,
    )
    plain = isinstance(new, str) and (new.isidentifier() or new.replace(".", "").isalnum())
    slices = isinstance(node, ast.Tuple) and isinstance(new, str)
    if whole or plain or slices or not isinstance(node, ast.expr):
        if not isinstance(new, ast.stmt):
            return text
        return text.replace("\n", f"\n{' ' * node.col_offset}")  # type: ignore[attr-defined]
    return f"({text})"
