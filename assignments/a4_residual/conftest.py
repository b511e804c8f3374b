"""Makes a public test that fails say what was expected and what came. pytest loads it by itself.

There is nothing to do here. It changes the messages of failures only, never what passes.
"""

import importlib
import re
import sys
import traceback
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

ARRAYS = ("torch.Tensor", "numpy.ndarray")
ROWS, WIDE = 4, 120  # lines of a value that are shown, and characters of each
# where the two values stand in the functions that compare them
COMPARED = {"torch.testing": ("actual", "expected"), "numpy.testing": ("actual", "desired")}

_compared: list[tuple[Any, Any]] = []  # what the last `assert a == b` compared


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Give the failure its message before anybody prints it."""
    if call.excinfo is not None:
        explain(call.excinfo.value, item.path)
    _compared.clear()
    return (yield)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> None:
    """Keep what an `assert got == expected` compares; pytest shows it as ever."""
    if op == "==":
        _compared[:] = [(left, right)]


def explain(error: BaseException, tests: Path) -> None:
    """Put what was expected and what came ahead of the message that pytest shows."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    message, before = "\n".join(_message(error, frames, tests)), error.args
    if message:
        error.args = (message,)
        if str(error) != message:  # a KeyError, for one, makes its text itself
            error.args = before
    if message and isinstance(error, pytest.fail.Exception):
        error.msg = message  # it prints this, and not its arguments


def _message(error: BaseException, frames: list[FrameType], tests: Path) -> Iterator[str]:
    """The new message; nothing where the old one is good."""
    text = str(error)
    folder, last = tests.parent, _file(frames[-1]) if frames else tests
    if isinstance(error, pytest.fail.Exception):
        if refused := re.match(r"DID NOT RAISE (?:<class ')?([\w.]+)", text):
            yield f"expected a {refused[1]}, but nothing was raised"
    elif isinstance(error, AssertionError):
        yield from _wrong_values(text, frames, tests)
    elif isinstance(error, AttributeError) and isinstance(error.obj, ModuleType):
        if Path(error.obj.__file__ or "").parent == folder:
            yield f"{error.obj.__name__}.py has no {error.name}: write it under this name"
    elif "NoneType" in text and last == tests:
        yield "got None: does your function end without a return?"
        yield text
    elif not isinstance(error, NotImplementedError):
        yield from _place(text, error, folder, tests)


def _wrong_values(text: str, frames: list[FrameType], tests: Path) -> Iterator[str]:
    """What the author of the test says, then the two values that were compared."""
    written = (
        [] if text.startswith(("assert ", "Tensor-likes", "\nNot equal")) else text.splitlines()
    )
    pair = next(_pairs(frames, tests), None)
    lines = [] if pair is None else list(difference(*pair))
    if lines:
        yield from [*written[:1], *lines] if "\nassert " in text else lines


def _pairs(frames: list[FrameType], tests: Path) -> Iterator[tuple[Any, Any]]:
    """Got and expected: from a library's comparison, an `==`, or variables of those names."""
    for frame in frames:
        for library, names in COMPARED.items():
            within = str(frame.f_globals.get("__name__", "")).startswith(library)
            if within and all(name in frame.f_locals for name in names):
                yield frame.f_locals[names[0]], frame.f_locals[names[1]]
    yield from _compared
    for frame in reversed(frames):
        named = all(name in frame.f_locals for name in ("got", "expected"))
        if _file(frame) == tests and named:
            yield frame.f_locals["got"], frame.f_locals["expected"]


def difference(got: Any, expected: Any, prefix: str = "") -> Iterator[str]:
    """How an answer differs from what was expected, the most telling line first."""
    if _is(expected, *ARRAYS):
        yield from _arrays(got, expected, prefix)
    elif isinstance(expected, Mapping) and isinstance(got, Mapping):
        if got.keys() != expected.keys():
            yield f"{prefix}expected the keys {list(expected)}, got {list(got)}"[:WIDE]
        parts = ((got[key], expected[key], f"{prefix}[{key!r}] ") for key in expected if key in got)
        yield from next(filter(None, (list(difference(*part)) for part in parts)), [])
    elif _is_list(got) and _is_list(expected) and len(got) == len(expected) > 3:
        wrong = [i for i in range(len(got)) if got[i] != expected[i]]
        if wrong:
            first = f"the first at [{wrong[0]}]: {_values(got[wrong[0]], expected[wrong[0]])}"
            yield f"{prefix}{len(wrong)} of {len(got)} items differ; {first}"
    elif not _same(got, expected):
        values = _values(got, expected)
        shape = _is(got, "torch.Size")
        yield prefix + (values.replace("expected", "expected shape", 1) if shape else values)


def _arrays(got: Any, expected: Any, prefix: str) -> Iterator[str]:
    shape, kind = tuple(expected.shape), type(expected).__name__
    plain = "numpy.generic", "builtins.list", "builtins.float", "builtins.int"
    if _is(expected, "numpy.ndarray") and _is(got, *plain):
        got = _numpy().asarray(got)  # as numpy.testing does
    if not _is(got, *ARRAYS):
        yield f"{prefix}expected a {kind} of shape {shape}, got {_kind(got)}"
        return
    if tuple(got.shape) != shape and shape:
        yield f"{prefix}expected shape {shape}, got {tuple(got.shape)}"
    elif _is(expected, "torch.Tensor") and got.dtype != expected.dtype:
        yield f"{prefix}expected dtype {expected.dtype}, got {got.dtype}"
    elif wrong := list(_first_wrong(_numbers(got), _numbers(expected), prefix)):
        yield from wrong
    else:
        return
    yield from _rows("expected", expected)
    yield from _rows("got", got)


def _first_wrong(got: Any, expected: Any, prefix: str) -> Iterator[str]:
    np = _numpy()
    got, expected = np.broadcast_arrays(got, expected)
    wrong = ~np.isclose(got, expected, rtol=1e-5, atol=1e-6, equal_nan=True)
    wrong = wrong if wrong.any() else got != expected
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        at = f"; the first at {list(place)}" if place else ""
        count = f"{int(wrong.sum())} of {wrong.size} values differ"
        yield f"{prefix}{count}{at}: {_values(got[place].item(), expected[place].item())}"


def _numbers(value: Any) -> Any:
    return value.detach().cpu().double().numpy() if _is(value, "torch.Tensor") else value


def _rows(name: str, value: Any) -> Iterator[str]:
    """The first lines of a tensor or an array, the further ones under the first."""
    shown = _numpy().array2string(
        _numbers(value), precision=4, suppress_small=True, threshold=64, edgeitems=2
    )
    lines = [line[:WIDE] for line in shown.splitlines() if line.strip()]
    lines = [*lines[:ROWS], *(["..."] if len(lines) > ROWS else [])]
    for head, line in zip([f"{name}:", *[""] * len(lines)], lines, strict=False):
        yield f"  {head:<10}{line}"


def _values(got: Any, expected: Any) -> str:
    shown = [_short(expected), _short(got)]
    if shown[0] == shown[1]:
        shown = [f"{shown[0]} ({type(value).__name__})" for value in (expected, got)]
    return f"expected {shown[0]}, got {shown[1]}"


def _short(value: Any) -> str:
    if _is(value, "torch.Size"):
        value = tuple(value)
    if _is(value, *ARRAYS) and value.size != 1:
        return _kind(value)
    return f"{value:.6g}" if isinstance(value, float) else " ".join(repr(value).split())[:WIDE]


def _kind(value: Any) -> str:
    if value is None:
        return "None: does your function end without a return?"
    shape = f" of shape {tuple(value.shape)}" if hasattr(value, "shape") else ""
    return f"a {type(value).__name__}{shape}"


def _same(got: Any, expected: Any) -> bool:
    """Whether the values are equal, as far as they can tell."""
    equal = got == expected
    return got is expected or bool(equal.all() if hasattr(equal, "all") else equal)


def _is(value: Any, *names: str) -> bool:
    """Whether the value is of one of these classes, such as "torch.Tensor"; loads no library."""
    parts = (full.rpartition(".") for full in names)
    kinds = (getattr(sys.modules.get(module), name, ()) for module, _, name in parts)
    return any(isinstance(value, kind) for kind in kinds)


def _numpy() -> Any:
    """NumPy, which whoever has an array to compare has."""
    return importlib.import_module("numpy")


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple) and not _is(value, "torch.Size")


def _place(text: str, error: BaseException, folder: Path, tests: Path) -> Iterator[str]:
    """The line of the student's own that raised."""
    files = [(_file(frame), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    own = [f"{f.name}, line {line}" for f, line in files if f.parent == folder and f != tests]
    if own and type(error).__module__ == "builtins":
        yield f"{text.strip() or 'no message'} ({own[-1]})"


def _file(frame: FrameType) -> Path:
    return Path(frame.f_code.co_filename)
