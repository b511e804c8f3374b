"""Answers steps from a namespace in this process: the hand-in's side of a conversation."""

import random
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import torch

from autograder.networks.train import Progress
from autograder.protocol.steps import Answer, Step, Value, Verb
from autograder.protocol.wire import Ref, Seeded, array_of
from autograder.worker.answering.faults import Missing, raised
from autograder.worker.answering.gradients import vjp
from autograder.worker.answering.registry import SPACE, tool_of
from autograder.worker.answering.settings import put_back, settings
from autograder.worker.answering.trees import mapped


class Direct:
    """Answers from `namespace`. Objects it makes stay here, behind `Ref`s.

    Arguments are used as they come: in a worker they have just crossed the wire. `files` are those
    whose lines an error may name; `catch` is what counts as the code's own failure.
    """

    def __init__(
        self,
        namespace: Mapping[str, Any],
        files: tuple[str, ...] = (),
        catch: type[BaseException] = Exception,
    ) -> None:
        self.namespace = namespace
        self.files = files
        self.catch = catch
        self.objects: list[Any] = []
        self.settings = settings()  # as the code left them when it was imported
        self.progress: Progress | None = None  # who wants to know how far a training is

    def answer(self, step: Step) -> Answer:
        """Run one step; every exception the code raises becomes `Raised`."""
        seed_everything(step.seed)
        try:
            subject = self._resolve(step)
            start = time.perf_counter()
            value = _VERBS[step.verb](subject, step, self._received)
            seconds = time.perf_counter() - start
            return Value(self._sendable(value), seconds)
        except self.catch as error:  # where the student's code runs: anything may come
            return raised(error, self.files)
        finally:
            put_back(self.settings)

    def resolve(self, ref: Ref) -> Any:
        """The object behind a reference."""
        return self.objects[ref.id]

    def _resolve(self, step: Step) -> Any:
        parts = [part for part in step.path.split(".") if part]
        if step.root is not None:
            subject = self.resolve(step.root)
        elif parts and parts[0] == SPACE:
            return self._tool(step)
        elif parts and parts[0] in self.namespace:
            subject = self.namespace[parts.pop(0)]
        else:
            raise Missing(self._absence(parts[0] if parts else step.path))
        for part in parts:
            subject = _member(subject, part)
        return subject

    def _tool(self, step: Step) -> Callable[..., Any]:
        tool = tool_of(step)
        if tool is None:
            raise Missing(f"there is no tool `{step.path.removeprefix(f'{SPACE}.')}`")
        if tool.counts_as_students_time:
            return tool.run
        return partial(tool.run, progress=self.progress)

    def _absence(self, name: str) -> str:
        """Why a name is not there; a notebook's module keeps the error of what it left out."""
        left_out = self.namespace.get("__left_out__")
        reason = left_out.get(name) if isinstance(left_out, dict) else None
        return f"there is no `{name}`" + (
            f": its definition failed with {reason}" if reason else ""
        )

    def _received(self, value: Any) -> Any:
        """Arguments with objects in place of references, in containers of their own."""
        return mapped(value, {Ref: self.resolve, Seeded: _generator})

    def _sendable(self, value: Any, depth: int = 0) -> Any:
        """The answer with a `Ref` in place of whatever is no data; what it holds is kept alive."""
        if value is None or isinstance(value, _PLAIN):
            return value
        if depth < 8 and type(value) in (list, tuple):
            return type(value)(self._sendable(item, depth + 1) for item in value)
        if depth < 8 and isinstance(value, dict) and all(map(_is_key, value)):
            return {key: self._sendable(item, depth + 1) for key, item in value.items()}
        if isinstance(value, tuple):  # torch.Size, named tuples
            return tuple(self._sendable(item, depth + 1) for item in value)
        self.objects.append(value)
        kind = type(value).__name__[:100]
        return Ref(len(self.objects) - 1, kind if kind.isidentifier() else "object")


_PLAIN = (bool, int, float, str, bytes, torch.Tensor, np.ndarray, np.generic, Ref)


def _is_key(key: Any) -> bool:
    return key is None or isinstance(key, bool | int | float | str)


def _member(subject: Any, name: str) -> Any:
    if name.removeprefix("-").isdigit() and hasattr(subject, "__getitem__"):
        return subject[int(name)]
    try:
        return getattr(subject, name)
    except AttributeError:
        raise Missing(f"`{type(subject).__name__}` has no attribute `{name}`") from None


def _generator(seeded: Seeded) -> torch.Generator:
    return torch.Generator().manual_seed(seeded.seed)


Receive = Callable[[Any], Any]


def _get(subject: Any, step: Step, receive: Receive) -> Any:  # noqa: ARG001 - one signature for all
    return subject


def _call(subject: Any, step: Step, receive: Receive) -> Any:
    return _callable(subject, step)(*receive(step.args), **receive(step.kwargs))


def _changes(subject: Any, step: Step, receive: Receive) -> list[str]:
    copiers = {torch.Tensor: torch.clone, np.ndarray: np.copy}
    args, kwargs = receive(mapped(step.args, copiers)), receive(mapped(step.kwargs, copiers))
    _callable(subject, step)(*args, **kwargs)
    pairs = [(str(i), a, b) for i, (a, b) in enumerate(zip(args, step.args, strict=True))]
    pairs += [(name, kwargs[name], before) for name, before in step.kwargs.items()]
    return [name for name, after, before in pairs if not _same(after, before)]


def _vjp(subject: Any, step: Step, receive: Receive) -> dict[str, Any]:
    return vjp(_callable(subject, step), receive(step.args), receive(step.kwargs), step.cotangent)


def _same(after: Any, before: Any) -> bool:
    if type(after) is not type(before) and not isinstance(before, Ref | Seeded):
        return False
    if isinstance(before, torch.Tensor):
        return after.shape == before.shape and _same_array(array_of(after), array_of(before))
    if isinstance(before, np.ndarray):
        return after.shape == before.shape and _same_array(after, before)
    if isinstance(before, list | tuple):
        return len(after) == len(before) and all(map(_same, after, before))
    if isinstance(before, dict):
        return after.keys() == before.keys() and all(_same(after[k], before[k]) for k in before)
    return isinstance(before, Ref | Seeded) or after is before or after == before


def _same_array(after: np.ndarray, before: np.ndarray) -> bool:
    return bool(np.array_equal(after, before, equal_nan=before.dtype.kind in "fc"))


def _callable(subject: Any, step: Step) -> Callable[..., Any]:
    if not callable(subject):
        kind = type(subject).__name__
        raise TypeError(f"`{step.says}` must be callable, it is of type {kind}")
    return subject


_VERBS: dict[Verb, Callable[[Any, Step, Receive], Any]] = {
    "get": _get,
    "call": _call,
    "vjp": _vjp,
    "changes": _changes,
}


def seed_everything(seed: int) -> None:
    """Make the next random draws of torch, NumPy and `random` the same wherever a step runs."""
    torch.default_generator.manual_seed(seed)
    if torch.cuda.is_initialized():  # `torch.manual_seed` would keep a stack trace for later: 1 ms
        torch.cuda.manual_seed_all(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 - hand-ins draw from the global generator
    random.seed(seed)
