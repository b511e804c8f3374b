"""How a hidden test talks to a module it never imports: `student.max_pool2d(x, kernel_size=2)`.

The same `Namespace` stands before a locked worker (the fixture `student`), before the reference
(`ref = local(pooling)`) and before a misconception. It records what was asked and answered.
"""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any
from weakref import WeakSet

import msgspec
import torch

from autograder.errors import CheckFailure, CourseError, ReferenceFault
from autograder.protocol.steps import Answer, Lost, Raised, Step, Target, Value, Verb
from autograder.protocol.wire import Ref
from autograder.suite.gradients import Gradients, gradients
from autograder.suite.reference import Reference
from autograder.worker.answering.trees import mapped

Record = Callable[[Step, Answer], None]


class NoAnswer(CheckFailure):
    """The student's code raised, is missing, is still to do, or ended; `answer` says which, `step` what was asked."""

    def __init__(self, step: Step, answer: Raised | Lost) -> None:
        super().__init__(_explanation(step, answer))
        self.step, self.answer = step, answer


class Namespace:
    """A module behind a target; every public attribute is a `Handle` to the name it spells."""

    def __init__(self, target: Target, record: Record | None = None, trusted: bool = False) -> None:
        self._talk = _Talk(target, record, trusted)

    def __getattr__(self, name: str) -> "Handle":
        if name.startswith("__"):
            raise AttributeError(name)
        return Handle(self._talk, None, name)


def local(module: ModuleType | Mapping[str, Any]) -> Namespace:
    """The reference, spoken to as a hand-in is; an exception in it is the course's fault."""
    namespace = vars(module) if isinstance(module, ModuleType) else module
    return Namespace(Reference(namespace), trusted=True)


def unrecorded(student: Namespace) -> Namespace:
    """Another conversation with the same target, of which nothing is kept to be replayed."""
    return Namespace(student._talk.target)


class Handle:
    """A name of the module, or of an object that the module made: call it, read it, go deeper."""

    def __init__(self, talk: "_Talk", root: Ref | None, path: str) -> None:
        self._talk, self._root, self._path = talk, root, path

    def __getattr__(self, name: str) -> "Handle":
        if name.startswith("__"):
            raise AttributeError(name)
        return Handle(self._talk, self._root, f"{self._path}.{name}" if self._path else name)

    __iter__ = None  # an index counts from either end, but nobody knows where it ends

    def __getitem__(self, index: int) -> "Handle":
        return Handle(self._talk, self._root, f"{self._path}.{index}")

    def __repr__(self) -> str:
        return f"<{self.says}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The value the call returns, objects as handles; `NoAnswer` where none comes."""
        return self._value("call", args, kwargs)

    @property
    def says(self) -> str:
        """The name as a reader would write it."""
        return self._step("get").says

    @property
    def type_name(self) -> str:
        """The class of the object behind this handle, as its side tells it."""
        return self._root.kind if self._root else "function"

    def get(self, path: str = "") -> Any:
        """The value of an attribute: `net.get("running_mean")`."""
        return (getattr(self, path) if path else self)._value("get")

    def new(self, *args: Any, **kwargs: Any) -> "Handle":
        """The object the call makes; `CheckFailure` where it returns data instead."""
        result = self(*args, **kwargs)
        if not isinstance(result, Handle):
            raise CheckFailure(f"`{self.says}` must make an object, it returned {article(result)}")
        return result

    def vjp(self, cotangent: Any, *args: Any, **kwargs: Any) -> Gradients:
        """Call, then pull `cotangent` (the shape of the output) back to all inputs."""
        answer = self._value("vjp", args, kwargs, cotangent)
        return gradients(answer)

    def changes(self, *args: Any, **kwargs: Any) -> list[str]:
        """Call, and name the arguments that the call did not leave as they were."""
        answer = self._value("changes", args, kwargs)
        return [str(name)[:50] for name in answer] if isinstance(answer, list) else ["?"]

    def attempt(self, *args: Any, **kwargs: Any) -> Answer:
        """Call, and give the answer itself, an exception included."""
        return self._talk.ask(self._step("call", args, kwargs))

    def no_answer(self, answer: Raised | Lost) -> Exception:
        """The error that a call would have raised on this answer."""
        return self._talk.error(self._step("call"), answer)

    def _value(
        self, verb: Verb, args: tuple = (), kwargs: Any = None, cotangent: Any = None
    ) -> Any:
        step = self._step(verb, args, kwargs, cotangent)
        answer = self._talk.ask(step)
        if not isinstance(answer, Value):
            raise self._talk.error(step, answer)
        return mapped(answer.value, {Ref: lambda ref: Handle(self._talk, ref, "")})

    def _step(
        self, verb: Verb, args: tuple = (), kwargs: Any = None, cotangent: Any = None
    ) -> Step:
        arguments = mapped((args, kwargs or {}, cotangent), {Handle: _object_behind})
        return Step(0, verb, self._path, self._root, *arguments)


class _Talk:
    """Numbers the steps of one conversation, so that every draw can be repeated."""

    def __init__(self, target: Target, record: Record | None, trusted: bool) -> None:
        self.target, self.record, self.trusted = target, record, trusted
        self.count = 0
        if trusted:
            _OF_REFERENCES.add(self)

    def ask(self, step: Step) -> Answer:
        self.count += 1
        step = msgspec.structs.replace(step, seed=self.count)
        answer = self.target.answer(step)
        if self.record:
            self.record(step, answer)
        return answer

    def error(self, step: Step, answer: Raised | Lost) -> Exception:
        if self.trusted:
            is_absent = isinstance(answer, Raised) and answer.kind == "missing"
            name = step.path if is_absent else ""
            return ReferenceFault(f"the reference: {_explanation(step, answer)}", name)
        return NoAnswer(step, answer)


_OF_REFERENCES: WeakSet[_Talk] = WeakSet()


def begin_test() -> None:
    """Have references draw in each test as in a first one, whatever was asked before."""
    for talk in _OF_REFERENCES:
        talk.count = 0


def _object_behind(handle: Handle) -> Ref:
    if handle._root is None or handle._path:
        raise CourseError(f"`{handle.says}` is passed as an argument: read it first, with .get()")
    return handle._root


def article(value: Any) -> str:
    """`a float`, `None`, `a tensor`: a value's type as a student calls it."""
    if value is None:
        return "None (is a `return` missing?)"
    if isinstance(value, Handle | Ref):
        kind = value.type_name if isinstance(value, Handle) else value.kind
        return f"an object of type {kind}"
    if isinstance(value, torch.Tensor):
        return "a tensor"
    name = {"ndarray": "NumPy array", "str": "string"}.get(type(value).__name__)
    name = name or type(value).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _explanation(step: Step, answer: Raised | Lost) -> str:
    name = f"`{step.says}`"
    if isinstance(answer, Lost):
        return f"{name} {answer.message}"
    if answer.kind == "todo":
        return f"{name} is still to do"
    if answer.kind == "missing":
        return f"{answer.message}; the task asks for it, spelled exactly so"
    if answer.kind in ("forbidden", "import"):
        return answer.message
    if answer.kind == "memory":
        return f"{name} ran out of memory"
    if answer.kind == "unsendable":
        return f"{name}: {answer.message}"
    location = f" ({answer.file}, line {answer.line})" if answer.line else ""
    location = location or (f" ({answer.file})" if answer.file else "")
    reason = f"; {answer.because}" if answer.because else ""
    return f"{name} raised {answer.error}: {answer.message}{location}{reason}"
