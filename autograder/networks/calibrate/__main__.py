"""`python -m autograder.networks.calibrate ORDER`: measures, and writes `calibration.toml` and its picture."""

import datetime as dt
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch
from rich.console import Console
from rich.progress import track

from autograder.errors import AutograderError, UsageError
from autograder.networks.calibrate.measure import (
    RunOrder,
    file_of_runs,
    gathered,
    measured,
    plan_of,
    subjects_of,
)
from autograder.networks.calibrate.picture import draw
from autograder.networks.calibrate.plan import Plan, Tier
from autograder.networks.calibrate.store import CalibratedNetwork, Calibration, load, save
from autograder.networks.calibrate.table import table
from autograder.networks.calibrate.threshold import CONFIDENCE, threshold_of
from autograder.networks.data.cifar10 import default_cache
from autograder.suggest import no_such
from autograder.wording import counted

console = Console(stderr=True, highlight=False)


def main(order: RunOrder) -> None:
    """Measure all subjects and store them (with 0 seeds: take what is stored); tell and draw them."""
    folder = Path(order.folder)
    plan = plan_of(folder)
    if order.profile not in plan.profiles:
        raise UsageError(f"{folder.name}: {no_such('profile', order.profile, plan.profiles)}")
    if order.device == "cuda" and not torch.cuda.is_available():
        raise UsageError("--device cuda: torch finds no CUDA device here")
    if order.seeds:
        _measure(order, plan)
    calibration = load(folder, order.profile)
    thresholds = _thresholds(plan.profiles[order.profile].tiers, calibration)
    draw(calibration.subjects, thresholds, folder / f"calibration-{order.profile}.png")
    Console(width=None if sys.stdout.isatty() else 130).print(
        table(order.profile, calibration, thresholds)
    )


def _measure(order: RunOrder, plan: Plan) -> None:
    """Train, and store what came of it."""
    stream = measured(order, file_of_runs(order, default_cache()))
    total = len(subjects_of(plan, order.profile)) * order.seeds
    runs = list(track(stream, "training", total=total, console=console))
    subjects = gathered(plan, order.profile, runs)
    recipe = plan.profiles[order.profile].recipe
    save(Path(order.folder), order.profile, _calibration(order.device, recipe, subjects))


def _calibration(device: str, recipe: dict, subjects: tuple[CalibratedNetwork, ...]) -> Calibration:
    name = torch.cuda.get_device_name() if device == "cuda" else _processor()
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return Calibration(device, name, str(torch.__version__), today, recipe, subjects)


def _thresholds(tiers: Sequence[Tier], calibration: Calibration) -> dict[str, float]:
    """The tiers' thresholds; a tier without one is named and has none in the picture."""
    thresholds: dict[str, float] = {}
    for tier in tiers:
        try:
            threshold = threshold_of(tier, calibration)
        except AutograderError as error:
            console.print(f"{tier.name}: {error}", style="red", markup=False)
            continue
        thresholds[tier.name] = threshold.accuracy
        console.print(
            f"{tier.name}: {threshold.accuracy:.1%}; a right network fails with "
            f"p = {threshold.false_fail:.2g}, a broken one passes with "
            f"p = {threshold.false_pass:.2g} at most, {threshold.distance:.1f} sd away "
            f"(assumption: {threshold.assumption}; without it, "
            f"p is at most {threshold.false_pass_bound:.2g} with {CONFIDENCE:.0%} confidence)"
        )
    return thresholds


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return (
        f"{names[0] if names else platform.machine()}, {counted(os.cpu_count() or 1, 'processor')}"
    )


if __name__ == "__main__":
    try:
        main(msgspec.json.decode(sys.argv[1], type=RunOrder))
    except AutograderError as error:
        console.print(f"autograder: {error}", style="red", markup=False, soft_wrap=True)
        sys.exit(2)
