"""Parses Python in threads, which some versions of Python cannot do side by side."""

import ast
import threading

_ONE_AT_A_TIME = threading.Lock()
_TRIES = 100  # against threads of others, which know nothing of our lock


def parsed(source: str | bytes) -> ast.Module:
    """The syntax tree; what `ast.parse` raises for what is no Python.

    Two threads that parse at once share a counter in CPython 3.11 and 3.12.0, and one of them gets a
    SystemError ("AST constructor recursion depth mismatch", python/cpython issue 106905).
    """
    for _ in range(_TRIES):
        with _ONE_AT_A_TIME:
            try:
                return ast.parse(source)
            except SystemError:
                continue
    return ast.parse(source)
