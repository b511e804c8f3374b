"""The reference as a target. Its answers do not depend on the hand-in: each is worked out once.

A judge gives its suite a place that all its forks share, before it collects the suite. Without one every
answer is worked out. What is asked, decides: the same step of the same reference, seed included. Of an object
its history is a part of the question (see `histories`), so that a network whose answers are all known is never
built. A function or class of the reference itself, passed as an argument, counts as a name.
"""

import hashlib
import inspect
import struct
from collections.abc import Iterable, Mapping
from itertools import count
from types import ModuleType
from typing import Any, Protocol

import msgspec

from autograder.protocol.steps import Answer, Step, Value
from autograder.protocol.wire import Ref, Unsendable, decode, encode
from autograder.suite.histories import Histories, History, refs_in, with_refs
from autograder.worker.answering import Local, seed_everything, tool_of
from autograder.worker.answering.local import crossed
from autograder.worker.answering.settings import TorchSettings, put_back, settings
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
        self._histories = Histories()

    def answer(self, step: Step) -> Answer:
        """Look the answer up, or run the step; settings and the random state behind it are the same."""
        now = settings()
        touched = self._histories.touched(step)
        key = self._key(step, touched, now) if self._kept else None
        record = self._kept.find(key) if self._kept and key else None
        try:
            if key is None or record is None:
                return self._asked_now(step, touched, key, now)
            return self._looked_up(record, step, touched, key, now)
        finally:
            seed_everything(step.seed)

    def _looked_up(
        self, record: bytes, step: Step, touched: list[History], key: bytes, now: TorchSettings
    ) -> Answer:
        """The kept answer; what the step does to objects is left for later."""
        answer = _read(record)
        made = refs_in(answer.value)
        if not touched and not made:
            return answer
        history = self._histories.joined(touched, key)
        refs = self._histories.defer(history, _copied(step), now, [ref.kind for ref in made])
        return msgspec.structs.replace(answer, value=with_refs(answer.value, refs))

    def _asked_now(
        self, step: Step, touched: list[History], key: bytes | None, now: TorchSettings
    ) -> Answer:
        """Run the step, and before it whatever was left out of its objects' histories."""
        try:
            for deferred in self._histories.take_deferred(touched):
                put_back(deferred.settings)
                answer = self._worked_out(self._histories.on_real_objects(deferred.step))
                self._histories.note(deferred.makes, refs_in(getattr(answer, "value", None)))
            put_back(now)
            answer = self._worked_out(self._histories.on_real_objects(step))
        finally:
            put_back(now)
        made = refs_in(answer.value) if isinstance(answer, Value) else []
        if not touched and (key is None or not made):
            if key and isinstance(answer, Value) and answer.seconds > _LEAST_SECONDS:
                self._keep(key, answer)
            return answer
        history = self._histories.joined(touched, key)
        if not isinstance(answer, Value):
            return answer
        if key:
            self._keep(key, answer)
        refs = self._histories.adopt(history, made)
        return msgspec.structs.replace(answer, value=with_refs(answer.value, refs))

    def _worked_out(self, step: Step) -> Answer:
        answer = super().answer(step)
        if step.verb == "get" and step.root is None and isinstance(answer, Value):
            self._note(step.path, answer.value)
        return answer

    def _key(self, step: Step, touched: list[History], now: TorchSettings) -> bytes | None:
        """What decides the answer, in short; None where something does that nobody has kept."""
        if not (touched and step.root) and not self._is_decided_by_names(step):
            return None
        digests = [history.digest for history in touched]
        if None in digests:
            return None

        def named(ref: Ref) -> Ref:
            if ref in self._histories:
                return self._histories.name(ref, touched)
            return Ref(0, self._names[ref.id])

        try:
            root = step.root and named(step.root)
            arguments = mapped((step.args, step.kwargs, step.cotangent), {Ref: named})
            header, pieces = encode(arguments, _MAX_BYTES)
        except (KeyError, Unsendable):
            return None
        asked = repr((self._number, step.verb, step.path, root, step.seed, now, digests))
        digest = hashlib.blake2b(asked.encode(), digest_size=KEY_BYTES)
        for piece in (header, *pieces):
            digest.update(len(piece).to_bytes(8, "little"))
            digest.update(piece)
        return digest.digest()

    def _is_decided_by_names(self, step: Step) -> bool:
        if step.root is not None or step.verb == "get":
            return False
        name = step.path.partition(".")[0]
        return _has_no_state(self.direct.namespace.get(name)) or tool_of(step) is not None

    def _note(self, path: str, value: Any) -> None:
        if isinstance(value, Ref) and _has_no_state(self.direct.resolve(value)):
            self._names[value.id] = path

    def _keep(self, key: bytes, answer: Value) -> None:
        if self._kept:
            header, pieces = encode(answer.value, _MAX_BYTES)
            self._kept.add(key, [_HEAD.pack(answer.seconds, len(header)), header, *pieces])


def _has_no_state(value: Any) -> bool:
    return inspect.isroutine(value) or isinstance(value, type | ModuleType)


def _copied(step: Step) -> Step:
    """The step as it is now: a test may go on to change what it has passed."""
    args, kwargs, cotangent = crossed((step.args, step.kwargs, step.cotangent))
    return msgspec.structs.replace(step, args=args, kwargs=kwargs, cotangent=cotangent)


def _read(record: bytes) -> Value:
    seconds, size = _HEAD.unpack_from(record)
    end = _HEAD.size + size
    return Value(decode(record[_HEAD.size : end], bytearray(record[end:])), seconds)
