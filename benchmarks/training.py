"""Images per second in training: the grader's trainer against the loop that every tutorial shows.

Same network, batch, optimiser and augmentation (flips, and shifts by up to four pixels), and the same
machine: the usual loop trains one network with two workers and as many threads as torch takes, the
grader as many networks at a time as there are processors, with one thread each, as `grade` does.
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # `reference` is in no package

from measure.figures import Figure, Findings, at_least, figure, tell, this_machine
from measure.networks import NETWORKS, Timed
from measure.usual_loop import LEAST_STEPS, WORKERS, Pictures, Speed, cpu_clock, usual_loop

from autograder.networks.data import Dataset, synthetic
from autograder.networks.train import Recipe, Samples, Scale, train
from autograder.networks.train.modes import has_bf16

SHIFT = 4
WARM = 320  # images before the clock starts, for the grader as for the loop
IMAGES = 6000, 1  # how many, and the seed
IN_BF16 = 2.5  # times as fast as the usual loop, where the processor computes in it
SIDE_BY_SIDE = len(os.sched_getaffinity(0))


def main() -> None:
    options = _options()
    images = synthetic(*IMAGES)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(SIDE_BY_SIDE, spawn) as pool:
        figures = [one for timed in NETWORKS for one in _figures(timed, images, options, pool)]
    notes = (
        f"the usual loop: {WORKERS} workers, {torch.get_num_threads()} threads, one training; "
        f"the grader: {SIDE_BY_SIDE} trainings side by side, 1 thread each, their images added up",
        "alone: one training of the grader's, so that all processors but one are idle",
        "processor time saved: the usual loop's per image, workers included, over the grader's",
        f"batch {options.batch}; flips and shifts by up to {SHIFT} pixels in both",
    )
    tell(Findings("training", this_machine(), tuple(figures), notes), options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of the loop, then the grader")
    parser.add_argument("--part", type=float, default=1.0, help="of the images of a round")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--out", type=Path, help="write the figures there as JSON")
    return parser.parse_args()


def _figures(
    timed: Timed, images: Dataset, options: argparse.Namespace, pool: ProcessPoolExecutor
) -> Iterator[Figure]:
    """The figures of one network; in each round all ways take their turn."""
    n = max(int(timed.images * options.part), LEAST_STEPS * options.batch)
    part = Dataset("part", images.images[:n], images.labels[:n], (), images.mean, images.std)
    pictures = Pictures(part, SHIFT)
    plain = Recipe(n, batch=options.batch, shift=SHIFT)
    fast = msgspec.structs.replace(plain, precision="bf16")
    usual, ours, alone, bf16 = [], [], [], []
    for _ in range(options.rounds):
        usual.append(usual_loop(timed.make(), pictures, options.batch))
        ours.append(_together(pool, timed, plain, SIDE_BY_SIDE))
        alone.append(_together(pool, timed, plain, 1))
        if has_bf16("cpu"):
            bf16.append(_together(pool, timed, fast, SIDE_BY_SIDE))
    yield figure(f"{timed.name}: the usual loop", "1/s", [one.per_second for one in usual])
    yield figure(f"{timed.name}: the grader", "1/s", [one.per_second for one in ours])
    yield at_least(f"{timed.name}: times as fast", "times", _faster(usual, ours), timed.target)
    yield figure(f"{timed.name}: times as fast alone", "times", _faster(usual, alone))
    yield figure(f"{timed.name}: processor time saved", "times", _cheaper(usual, ours))
    if bf16:
        target = max(timed.target, IN_BF16)
        yield at_least(
            f"{timed.name}: times as fast in bf16", "times", _faster(usual, bf16), target
        )
        yield figure(f"{timed.name}: processor time in bf16", "times", _cheaper(usual, bf16))


def _together(pool: ProcessPoolExecutor, timed: Timed, recipe: Recipe, n: int) -> Speed:
    """`n` trainings at a time: the sum of their images per second, the mean of their cost."""
    found = list(pool.map(_graders, [timed] * n, [recipe] * n))
    cost = sum(one.cpu_seconds for one in found) / n
    return Speed(sum(one.per_second for one in found), cost)


def _graders(timed: Timed, recipe: Recipe) -> Speed:
    """One training in its own process; a short one before it prepares what starts once."""
    torch.set_num_threads(1)
    images = synthetic(*IMAGES)
    scale = Scale(images.mean, images.std)
    samples = Samples(torch.from_numpy(images.images), torch.from_numpy(images.labels), scale)
    train(timed.make(), samples, msgspec.structs.replace(recipe, samples=WARM), torch.channels_last)
    net = timed.make()
    start, before = time.perf_counter(), cpu_clock()
    train(net, samples, recipe, torch.channels_last)
    count = recipe.steps * recipe.batch
    return Speed(count / (time.perf_counter() - start), (cpu_clock() - before) / count)


def _faster(usual: list[Speed], ours: list[Speed]) -> list[float]:
    return [b.per_second / a.per_second for a, b in zip(usual, ours, strict=True)]


def _cheaper(usual: list[Speed], ours: list[Speed]) -> list[float]:
    return [a.cpu_seconds / b.cpu_seconds for a, b in zip(usual, ours, strict=True)]


if __name__ == "__main__":
    main()
