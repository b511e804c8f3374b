"""The reference as a target. Its answers do not depend on the hand-in: each is worked out once.

A judge gives its suite a place that all its forks share, before it collects the suite. Without one every
answer is worked out. What is asked, decides: the same step of the same reference, seed included. Objects
keep their state, so only what names and data alone decide is kept; a function or class of the reference
itself, passed as an argument, counts as a name.
"""

import hashlib
import inspect
import struct
from collections.abc import Iterable, Mapping
from itertools import count
from types import ModuleType
from typing import Any, Protocol

from autograder.protocol.steps import Answer, Step, Value
from autograder.protocol.wire import Ref, Unsendable, decode, encode
from autograder.worker.answering import Local, seed_everything, tool_of
from autograder.worker.answering.settings import settings
from autograder.worker.answering.trees import mapped

KEY_BYTES = 32
_LEAST_SECONDS = 100e-6  # what takes less is worked out as fast as it is looked up
_HEAD = struct.Struct("<dI")  # seconds it took, size of the header
_MAX_BYTES = 1 << 30


class Kept(Protocol):
    """Where answers are kept, as bytes by key."""

    def find(self, key: bytes) -> bytes | None:
        """The bytes under this key, or None."""
        ...

    def add(self, key: bytes, pieces: Iterable[bytes | memoryview]) -> bool:
        """Keep the bytes of the pieces; False where there is no room."""
        ...


class _Share:
    kept: Kept | None = None
    numbers = count()


def keep_answers(kept: Kept | None) -> None:
    """Have every reference that is made from now on keep its answers there; None ends that."""
    _Share.kept = kept


class Reference(Local):
    """Answers from the reference's names; what has been asked before is not worked out again."""

    def __init__(self, namespace: Mapping[str, Any]) -> None:
        super().__init__(namespace)
        self._kept, self._number = _Share.kept, next(_Share.numbers)
        self._names: dict[int, str] = {}  # of what the reference itself holds, by `Ref.id`

    def answer(self, step: Step) -> Answer:
        """Look the answer up, or run the step; the random state behind it is the same."""
        try:
            return self._answer(step)
        finally:
            seed_everything(step.seed)

    def _answer(self, step: Step) -> Answer:
        key = self._key(step) if self._kept else None
        if self._kept is None or key is None:
            return self._worked_out(step)
        record = self._kept.find(key)
        if record is not None:
            return _read(record)
        answer = self._worked_out(step)
        if isinstance(answer, Value) and answer.seconds > _LEAST_SECONDS:
            self._keep(self._kept, key, answer)
        return answer

    def _worked_out(self, step: Step) -> Answer:
        answer = super().answer(step)
        if step.verb == "get" and step.root is None and isinstance(answer, Value):
            self._note(step.path, answer.value)
        return answer

    def _key(self, step: Step) -> bytes | None:
        """What decides the answer, in short; None where an object's state does."""
        if step.root is not None or step.verb == "get":
            return None
        name = step.path.partition(".")[0]
        if not _has_no_state(self.direct.namespace.get(name)) and tool_of(step) is None:
            return None
        try:
            named = mapped((step.args, step.kwargs, step.cotangent), {Ref: self._name})
            header, pieces = encode(named, _MAX_BYTES)
        except (KeyError, Unsendable):
            return None
        asked = repr((self._number, step.verb, step.path, step.seed, settings()))
        digest = hashlib.blake2b(asked.encode(), digest_size=KEY_BYTES)
        for piece in (header, *pieces):
            digest.update(len(piece).to_bytes(8, "little"))
            digest.update(piece)
        return digest.digest()

    def _note(self, path: str, value: Any) -> None:
        if isinstance(value, Ref) and _has_no_state(self.direct.resolve(value)):
            self._names[value.id] = path

    def _name(self, ref: Ref) -> Ref:
        return Ref(0, self._names[ref.id])

    def _keep(self, kept: Kept, key: bytes, answer: Value) -> None:
        if _holds_object(answer.value):
            return
        header, pieces = encode(answer.value, _MAX_BYTES)
        kept.add(key, [_HEAD.pack(answer.seconds, len(header)), header, *pieces])


def _has_no_state(value: Any) -> bool:
    return inspect.isroutine(value) or isinstance(value, type | ModuleType)


def _holds_object(value: Any) -> bool:
    found: list[Ref] = []
    mapped(value, {Ref: found.append})
    return bool(found)


def _read(record: bytes) -> Value:
    seconds, size = _HEAD.unpack_from(record)
    end = _HEAD.size + size
    return Value(decode(record[_HEAD.size : end], bytearray(record[end:])), seconds)
