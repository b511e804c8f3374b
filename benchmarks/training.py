"""Images per second in training: the grader's trainer against the loop that every tutorial shows.

Same network, batch, optimiser and augmentation (flips, and shifts by up to four pixels). The usual
loop has two workers and as many threads as torch takes; the grader has one thread.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # `reference` is in no package

from measure.figures import Figure, Findings, at_least, figure, tell, this_machine
from measure.networks import NETWORKS, Timed
from measure.usual_loop import WORKERS, Pictures, Speed, cpu_clock, usual_loop

from autograder.data import Dataset, synthetic
from autograder.train import Recipe, Samples, Scale, train
from autograder.train.modes import has_bf16

SHIFT = 4
WARM = 320  # images before the clock starts, for the grader as for the loop


def main() -> None:
    options = _options()
    images = synthetic(4000, 1)
    figures = [one for timed in NETWORKS for one in _figures(timed, images, options)]
    notes = (
        f"the usual loop: {WORKERS} workers and {torch.get_num_threads()} threads; the grader: 1",
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


def _figures(timed: Timed, images: Dataset, options: argparse.Namespace) -> Iterator[Figure]:
    """The figures of one network; in each round all ways take their turn."""
    n = max(int(timed.images * options.part), 2 * WARM)
    samples = Samples(
        torch.from_numpy(images.images[:n]),
        torch.from_numpy(images.labels[:n]),
        Scale(images.mean, images.std),
    )
    part = Dataset("part", images.images[:n], images.labels[:n], (), images.mean, images.std)
    pictures = Pictures(part, SHIFT)
    usual, ours, bf16 = [], [], []
    for _ in range(options.rounds):
        usual.append(usual_loop(timed.make(), pictures, options.batch))
        ours.append(_graders(timed, samples, Recipe(n, options.batch, shift=SHIFT)))
        if has_bf16("cpu"):
            recipe = Recipe(n, options.batch, shift=SHIFT, precision="bf16")
            bf16.append(_graders(timed, samples, recipe))
    yield figure(f"{timed.name}: the usual loop", "1/s", [one.per_second for one in usual])
    yield figure(f"{timed.name}: the grader", "1/s", [one.per_second for one in ours])
    yield at_least(f"{timed.name}: times as fast", "times", _faster(usual, ours), timed.target)
    yield figure(f"{timed.name}: processor time saved", "times", _cheaper(usual, ours))
    if bf16:
        yield figure(f"{timed.name}: times as fast in bf16", "times", _faster(usual, bf16))
        yield figure(f"{timed.name}: processor time in bf16", "times", _cheaper(usual, bf16))


def _graders(timed: Timed, samples: Samples, recipe: Recipe) -> Speed:
    """One training; a short one before it prepares what starts once."""
    short = msgspec.structs.replace(recipe, samples=WARM)
    train(timed.make(), samples, short, torch.channels_last)
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
