"""What runs inside a locked worker: the hand-in's modules, and the loop that answers the judge."""

from autograder.worker.loop import serve
from autograder.worker.order import Order

__all__ = ["Order", "serve"]
