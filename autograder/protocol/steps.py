"""The records of a conversation: a `Step` asks, an `Answer` tells, a `Target` does the answering.

A suite cannot tell one target from another: the reference, a misconception, the student's own run
and a locked worker all take the same steps.
"""

from typing import Any, Literal, Protocol

import msgspec

from autograder.protocol.wire import Ref

Verb = Literal["get", "call", "vjp", "changes"]
ErrorKind = Literal["raised", "todo", "missing", "forbidden", "memory", "unsendable", "import"]


class Step(msgspec.Struct, frozen=True):
    """One question: what to do (`verb`) with which name (`path`) of the module or of an object.

    `get` reads an attribute; `call` calls; `vjp` calls and pulls `cotangent` back to the arguments
    and to a module's parameters; `changes` calls and names the arguments that are not as before.
    """

    seed: int
    verb: Verb
    path: str
    root: Ref | None = None
    args: tuple = ()
    kwargs: dict[str, Any] = {}
    cotangent: Any = None

    @property
    def says(self) -> str:
        """The step as a reader would write it, without its arguments: `Net(...).eval`."""
        name = f"{self.root.kind}(...)" if self.root else ""
        return f"{name}.{self.path}" if name and self.path else name or self.path


class Value(msgspec.Struct, frozen=True):
    """Data, or `Ref`s to objects that stay with the target. For `vjp` a `Gradients` as a dict."""

    value: Any
    seconds: float = 0.0


class Raised(msgspec.Struct, frozen=True):
    """The code raised `error`; `bases` are its classes, `line` is one of the student's.

    `because` says which line of the hand-in did not run, where that is why.
    """

    kind: ErrorKind
    error: str
    message: str
    bases: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    because: str = ""


class Lost(msgspec.Struct, frozen=True):
    """No answer came: the worker ended (`crashed`, `memory`), overran (`timeout`) or cheated."""

    kind: Literal["crashed", "timeout", "memory"]
    message: str


Answer = Value | Raised | Lost


class Target(Protocol):
    """Answers steps; never raises for what the code behind it does."""

    def answer(self, step: Step) -> Answer:
        """What the code behind this target says to one step."""
        ...
