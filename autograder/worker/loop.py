"""Answers the judge: first an order to import a hand-in, then one step after another.

Nothing this side says is believed by the judge; it only ever decodes plain data.
"""

from functools import partial
from types import ModuleType
from typing import Any

import msgspec
import torch

from autograder.protocol.order import REPLACED, Order
from autograder.protocol.steps import Answer, Raised, Step, Value
from autograder.protocol.wire import Caps, Unsendable, receive, send
from autograder.submission.notebook import where
from autograder.worker.answering import Direct, raised, unsendable
from autograder.worker.ban import ban_for
from autograder.worker.importer import Imported, import_handin, load_props, main_source
from autograder.worker.notes import explained, notes, places, reasons
from autograder.worker.refused import with_advice
from autograder.worker.told import told as otherwise

FIRST = "import"  # names the first import in its answer


def serve(fd: int, problem: str = "") -> None:
    """Import what the first frame orders, then answer steps until the judge hangs up.

    `problem` is what went wrong before, in the course's part.
    """
    order = Order(**receive(fd, Caps(header=1 << 20, body=1 << 28)))
    caps = Caps(body=order.answer_mb << 20)
    torch.set_num_threads(order.threads)
    props = _prepared(fd, order, caps, problem)
    handin = _imported(fd, FIRST, order, props, caps)
    while handin is not None:
        call, fields = _received(fd)
        if REPLACED in fields:
            order = msgspec.structs.replace(order, **fields[REPLACED])
            handin = _imported(fd, call, order, props, caps)
        else:
            handin.target.progress = partial(_send_progress, fd, call)
            _send_answer(fd, call, handin.answer(Step(**fields)), caps)


class _Handin:
    """A hand-in that was imported, and what answers for it."""

    def __init__(self, order: Order, imported: Imported, source: bytes) -> None:
        self.order, self.imported, self.source = order, imported, source
        self.place = places(order, source)
        reason_of = reasons(imported.left_out, order.file, self.place)
        names = {**imported.namespace, "__left_out__": reason_of}
        self.target = Direct(names, imported.files, catch=BaseException)

    def answer(self, step: Step) -> Answer:
        answer = with_advice(self.target.answer(step))
        return _placed(
            explained(answer, self.imported.left_out, self.place), self.order, self.source
        )


def _imported(fd: int, call: str, order: Order, props: ModuleType, caps: Caps) -> _Handin | None:
    """Import what is ordered, and tell the judge what was left out, or why there is nothing."""
    source = b""
    try:
        source, unread = main_source(order)
        handin = _Handin(order, import_handin(order, props, source), source)
        messages = [(f"{order.file}, {note}", "") for note in unread]
        messages += notes(handin.imported.left_out, handin.place)
        if call == FIRST:  # what is done otherwise, an edit of the source does not change
            messages += [(text, "") for text in otherwise((source, *order.files.values()))]
    except BaseException as error:  # noqa: BLE001 - the student's code runs in there: anything may come
        fault = raised(error, (order.file, *order.files))
        fault = _placed(msgspec.structs.replace(fault, kind="import"), order, source)
        _send_answer(fd, call, fault, caps)
        return None
    _send_answer(fd, call, Value(messages or None), caps)
    return handin


def _placed(answer: Answer, order: Order, source: bytes) -> Answer:
    """An error in a notebook names its cell, not a line of the module made of it."""
    if not isinstance(answer, Raised) or not order.cells or answer.file != order.file:
        return answer
    place = f"{order.file}, {where(source.decode(), answer.line)}"
    return msgspec.structs.replace(answer, file=place, line=0)


def _prepared(fd: int, order: Order, caps: Caps, problem: str) -> ModuleType:
    """Do what is the course's part, and tell the judge, before any line of the student's runs."""
    try:
        if problem:
            raise RuntimeError(problem)
        ban_for(order.question)
        props = load_props(order.props)
    except Exception as error:
        send(fd, f"{type(error).__name__}: {error}", caps)
        raise
    send(fd, None, caps)
    return props


def _received(fd: int) -> tuple[str, dict[str, Any]]:
    fields = receive(fd, Caps(header=1 << 20, body=1 << 28))
    return fields.pop("call"), fields


def _send_answer(fd: int, call: str, answer: Answer, caps: Caps) -> None:
    kind = "value" if isinstance(answer, Value) else "raised"
    fields = msgspec.structs.astuple(answer)
    try:
        send(fd, (call, kind, *fields), caps)
    except Unsendable as error:
        _send_unsendable(fd, call, str(error), caps)
    except Exception as error:  # noqa: BLE001 - a tensor subclass is the student's code too
        _send_unsendable(fd, call, f"the answer cannot be read ({type(error).__name__})", caps)


def _send_progress(
    fd: int, call: str, step: int, steps: int, loss: float, seconds_left: float
) -> None:
    send(fd, (call, "training", step, steps, loss, seconds_left), Caps())


def _send_unsendable(fd: int, call: str, message: str, caps: Caps) -> None:
    fields = msgspec.structs.astuple(unsendable(message))
    send(fd, (call, "raised", *fields), caps)
