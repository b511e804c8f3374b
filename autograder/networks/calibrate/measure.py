"""Runs every subject with every seed, in two processes of one thread each.

A run that is finished is kept in a file of its own line; an interrupted measurement goes on from there.
"""

import hashlib
import importlib.util
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

import msgspec
import torch

from autograder.errors import AssignmentError
from autograder.linux.privileges import PR_SET_PDEATHSIG
from autograder.linux.syscalls import prctl
from autograder.networks.calibrate.broken import LOOPS, Loop
from autograder.networks.calibrate.plan import NetworkFactory, Plan
from autograder.networks.calibrate.samples import given
from autograder.networks.calibrate.store import CalibratedNetwork
from autograder.networks.train import Recipe, TrainingError, budgeted, logits_after_training

PROCESSES = 2
FILE = "calibration.py"


class RunOrder(msgspec.Struct, frozen=True):
    """What to measure: where the plan is, and how to train."""

    folder: str
    profile: str
    device: str
    seeds: int


class Run(msgspec.Struct, frozen=True):
    """One finished training."""

    subject: str
    seed: int
    accuracy: float
    seconds: float


def plan_of(folder: Path) -> Plan:
    """The course's plan; `AssignmentError` where the assignment has none."""
    sys.path[:0] = [
        path for path in (str(folder), str(folder.parent.parent)) if path not in sys.path
    ]
    spec = importlib.util.spec_from_file_location("calibration", folder / FILE)
    if spec is None or spec.loader is None or not (folder / FILE).exists():
        raise AssignmentError(f"{folder / FILE} is missing: it names what to measure")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    plan = getattr(module, "PLAN", None)
    if not isinstance(plan, Plan):
        raise AssignmentError(f"{folder / FILE} has no PLAN")
    return plan


def subjects_of(plan: Plan, profile: str) -> list[str]:
    """The names of all subjects that are measured under a profile, right ones first."""
    names = (*plan.correct, *plan.broken, *LOOPS)
    return [name for name in names if name not in plan.profiles[profile].without]


def measured(order: RunOrder, runs_file: Path) -> Iterator[Run]:
    """All runs, those that `runs_file` holds first."""
    names = subjects_of(plan_of(Path(order.folder)), order.profile)
    pairs = [(name, seed) for seed in range(order.seeds) for name in names]
    finished = {(record.subject, record.seed): record for record in _kept(runs_file)}
    yield from (finished[key] for key in pairs if key in finished)
    remaining = [key for key in pairs if key not in finished]
    runs_file.parent.mkdir(parents=True, exist_ok=True)
    processes = 1 if order.device == "cuda" else PROCESSES
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _end_with_parent)
    with pool, runs_file.open("ab") as file:
        running = [pool.submit(run, order, *key) for key in remaining]
        for future in as_completed(running):
            record = future.result()
            file.write(msgspec.json.encode(record) + b"\n")
            file.flush()
            yield record


def _end_with_parent() -> None:
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run(order: RunOrder, name: str, seed: int) -> Run:
    """Train one subject once; a network that cannot be trained earns what guessing earns."""
    torch.set_num_threads(1)
    plan = plan_of(Path(order.folder))
    profile = plan.profiles[order.profile]
    data = given(profile, seed)
    recipe = msgspec.convert({**profile.recipe, "device": order.device, "seed": seed}, Recipe)
    start = time.process_time()
    make, loop = _subject(plan, name)
    try:
        recipe = budgeted(make, data.samples, recipe)
        accuracy = data.accuracy(loop(make, data.samples, data.test_images, recipe))
    except TrainingError:
        accuracy = 1 / recipe.classes
    return Run(name, seed, round(accuracy, 5), time.process_time() - start)


def gathered(plan: Plan, profile: str, runs: list[Run]) -> tuple[CalibratedNetwork, ...]:
    """The runs by subject, in the order of the plan."""
    networks = []
    for name in subjects_of(plan, profile):
        subject_runs = sorted(
            (run for run in runs if run.subject == name), key=lambda run: run.seed
        )
        seconds = sum(run.seconds for run in subject_runs) / len(subject_runs)
        accuracies = tuple(run.accuracy for run in subject_runs)
        networks.append(CalibratedNetwork(name, name in plan.correct, accuracies, seconds))
    return tuple(networks)


def file_of_runs(order: RunOrder, cache: Path) -> Path:
    """Where finished runs are kept: another plan, torch or device is another file.

    A plan is `calibration.py` and what it may import from beside it, so all but the tests.
    """
    files = sorted(Path(order.folder).glob("*.py"))
    plan = b"".join(file.read_bytes() for file in files if not file.name.startswith("test_"))
    key = plan + f"{order.profile} {order.device} {torch.__version__}".encode()
    name = f"{Path(order.folder).name}-{hashlib.sha256(key).hexdigest()[:12]}.jsonl"
    return cache / "calibrate" / name


def _subject(plan: Plan, name: str) -> tuple[NetworkFactory, Loop]:
    """The network, and how it is trained."""
    if name in LOOPS:
        return plan.correct[plan.base], LOOPS[name]
    return {**plan.correct, **plan.broken}[name], logits_after_training


def _kept(path: Path) -> list[Run]:
    """The runs of an earlier measurement; a last line that was cut short is no run."""
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    return [msgspec.json.decode(line, type=Run) for line in lines if line.endswith(b"\n")]
