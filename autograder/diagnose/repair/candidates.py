"""Single small edits of a student's own source, likeliest first: where they are, and what is said of them.

Nothing here is run and nothing is judged: a source goes in, candidates come out.
"""

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import Any, NamedTuple

import msgspec

from autograder.diagnose.dependencies import uses
from autograder.diagnose.repair.code_edits import CodeEdit, Replacement
from autograder.diagnose.repair.of_networks import FIRST, LATER
from autograder.diagnose.repair.source_text import Text, definitions
from autograder.diagnose.repair.table import TABLE
from autograder.escape import one_line
from autograder.syntax import parsed

MOST_CANDIDATES = 400
MOST_BYTES = 64 << 10  # of a source that is read; hostile text can take long
MOST_NODES = 4000  # of a definition that is edited
MOST_OF_A_KIND = 60  # in one definition, each
MOST_TEXT = 4000  # bytes of what one edit puts in a place
SPREAD = 3  # candidates of a kind before the next kind has its turn
HELPERS_LATER, ELSEWHERE_LATER = 8, 4  # kinds that have their turn before helpers, other lines
SHOWN = 60  # characters of the student's own code that are repeated
EDITS = (*FIRST, *TABLE, *LATER)
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


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
    if len(source) > MOST_BYTES or "\r" in source.replace("\r\n", ""):  # that ends lines, too
        return []
    try:
        tree, rows = parsed(source), (*own, *EDITS)
        text = Text(source, tree)
        ranked: list[tuple[float, Candidate]] = []
        for is_helper, node in _definitions_of(tree, source, place):
            for rank, edit in enumerate(rows):
                kind = list(islice(_edits(edit, node, text, place), MOST_OF_A_KIND))
                everywhere = list(_everywhere(kind, text))
                for number, candidate in [*enumerate(kind), *enumerate(everywhere)]:
                    later = HELPERS_LATER * is_helper + ELSEWHERE_LATER * _is_elsewhere(
                        candidate, place
                    )
                    ranked.append((rank + number / SPREAD + later, candidate))
    except _UNREADABLE:
        return []
    ordered = [candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0])]
    return _each_once(ordered)[:MOST_CANDIDATES]


def _is_elsewhere(candidate: Candidate, place: Place) -> bool:
    return not {*candidate.lines} & {*place.raised_at}


def _everywhere(kind: Sequence[Candidate], text: Text) -> Iterator[Candidate]:
    """The same edit at all its places at once: of the same code, or the same added to calls."""

    def same(candidate: Candidate) -> tuple[str, str]:
        return candidate.shown, candidate.spans[0].text

    def added(candidate: Candidate) -> str:
        (span,) = candidate.spans
        call = text.content[span.start : span.end].decode()
        is_added = call.endswith(")") and span.text.startswith(call[:-1])
        return span.text[len(call) - 1 :] if is_added else ""

    yield from _at_once(kind, same)
    yield from _at_once([each for each in kind if added(each)], added)


def _at_once(kind: Sequence[Candidate], key: Callable[[Candidate], Any]) -> Iterator[Candidate]:
    for _, group in groupby(sorted(kind, key=key), key=key):
        alike = list(group)
        if len(alike) > 1:
            lines = tuple(sorted({line for each in alike for line in each.lines}))
            spans = tuple(span for each in alike for span in each.spans)
            apart = sorted(spans)
            if all(a.end <= b.start for a, b in pairwise(apart)):
                yield msgspec.structs.replace(alike[0], lines=lines, spans=spans)


def _each_once(ordered: Sequence[Candidate]) -> list[Candidate]:
    seen: dict[tuple[Span, ...], Candidate] = {}
    for candidate in ordered:
        seen.setdefault(candidate.spans, candidate)
    return list(seen.values())


def _definitions_of(tree: ast.Module, source: str, place: Place) -> Iterator[tuple[bool, ast.AST]]:
    """The definitions that count of these names, then those of the module that they rest on."""
    last = {node.name: node for node in definitions(tree.body)}
    reach = uses([source])
    rest = {name for wanted in place.names for name in reach.get(wanted, ())}
    helpers = rest - {*place.names, *place.others}
    chosen = [(False, last[name]) for name in place.names if name in last]
    chosen += [(True, node) for name, node in last.items() if name in helpers]
    yield from ((is_helper, node) for is_helper, node in chosen if _is_small(node))


def _is_small(node: ast.AST) -> bool:
    return len(list(islice(ast.walk(node), MOST_NODES + 1))) <= MOST_NODES


def _edits(edit: CodeEdit, node: ast.AST, text: Text, place: Place) -> Iterator[Candidate]:
    for function in ast.walk(node) if isinstance(node, ast.ClassDef) else (node,):
        if isinstance(function, _FUNCTIONS):
            nodes, scope = text.read(function, place.numbers)
            for part in nodes:
                for replacement in edit.change(part, scope):
                    candidate = _candidate(edit, part, replacement, text)
                    if len(candidate.spans[0].text) <= MOST_TEXT:
                        yield candidate


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
