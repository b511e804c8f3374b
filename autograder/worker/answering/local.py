"""A target in this process that is no different from a worker: whatever passes is data.

It serves the reference, every misconception and the student's own run.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from autograder.protocol.steps import Answer, Step, Value
from autograder.protocol.wire import Unsendable, decode, encode
from autograder.worker.answering.direct import Direct
from autograder.worker.answering.faults import unsendable

MAX_BYTES = 1 << 30


class Local:
    """Answers from `namespace` as a worker would; arguments and answers cross as copies."""

    def __init__(
        self,
        namespace: Mapping[str, Any],
        files: tuple[str, ...] = (),
        catch: type[BaseException] = Exception,
    ) -> None:
        self.direct = Direct(namespace, files, catch)

    def answer(self, step: Step) -> Answer:
        """Run one step; every exception the code raises becomes `Raised`."""
        try:
            args, kwargs, cotangent = crossed((step.args, step.kwargs, step.cotangent))
        except Unsendable as error:
            return unsendable(str(error))
        crossed_step = msgspec.structs.replace(step, args=args, kwargs=kwargs, cotangent=cotangent)
        answer = self.direct.answer(crossed_step)
        if not isinstance(answer, Value):
            return answer
        try:
            return Value(crossed(answer.value), answer.seconds)
        except Unsendable as error:
            return unsendable(str(error))
        except self.direct.catch as error:
            return unsendable(f"the answer cannot be read ({type(error).__name__})")


def crossed(value: Any) -> Any:
    """The value as it would arrive on the other side of a wire."""
    header, pieces = encode(value, MAX_BYTES)
    return decode(header, bytearray(b"".join(pieces)))
