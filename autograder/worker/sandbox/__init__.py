"""Locks a process down before student code runs in it, and reports honestly how well. Linux only.

A zygote calls `readable_paths`, `enter_namespaces` and `prepare` once; each worker, a fresh fork,
closes every descriptor but its channel and `prepared.descriptors`, and calls `lock_down`.
"""

from autograder.protocol.isolation import LEVELS, Bounds, Isolation
from autograder.worker.sandbox.descriptors import close_all_but
from autograder.worker.sandbox.lock import Prepared, lock_down, prepare
from autograder.worker.sandbox.namespaces import enter_namespaces
from autograder.worker.sandbox.paths import readable_paths
from autograder.worker.sandbox.proc import measure_baseline, task_count
from autograder.worker.sandbox.scratch import live_in_scratch

__all__ = [
    "LEVELS",
    "Bounds",
    "Isolation",
    "Prepared",
    "close_all_but",
    "enter_namespaces",
    "live_in_scratch",
    "lock_down",
    "measure_baseline",
    "prepare",
    "readable_paths",
    "task_count",
]
