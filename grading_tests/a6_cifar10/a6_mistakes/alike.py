"""When two hand-ins make the same mistake although their answers are not the same numbers.

Optimisers, networks, pictures and random draws are each student's own. What is compared are facts:
a plain value that says what a record shows. A record may hold anything; what cannot be read is no
fact, and agrees with nothing.
"""

import math
from collections.abc import Callable
from typing import Any

import a6_draws
import numpy as np
import torch
from a6_scripts import BATCHES

HISTORY = ("epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy")
ROW = ("name", "parameters", "test_accuracy", "epochs_to_convergence")


def same(facts: Callable[[Any], Any]) -> Callable[[Any, Any], bool]:
    """Compares two answers by their facts; handles, None and the like by their type."""

    def alike(a: Any, b: Any) -> bool:
        if type(a) is not type(b):
            return False
        try:
            return facts(a) == facts(b)
        except Exception:  # noqa: BLE001 - a record may hold anything, and break any computation
            return False

    return alike


def of_draws(value: Any) -> Any:
    """The scale, and whether the picture was never, always or mostly moved, mirrored and so on."""
    if not isinstance(value, dict):
        return None
    count = len(value["picture"])
    drawn = a6_draws.results(value, count)
    scale = [[round(number, 3) for number in numbers] for numbers in a6_draws.statistics(drawn)]
    facts = [str(drawn["picture"].dtype), scale]
    if count < 64:  # too few to tell rare from never
        return facts
    seen = a6_draws.found(drawn)
    shares = [
        _share([getattr(one, name) for one in seen]) for name in ("flipped", "upside_down", "exact")
    ]
    borders = {one.border for one in seen} - {""}
    return [*facts, shares, {one.right for one in seen}, {one.down for one in seen}, borders]


def of_fit(value: Any) -> Any:
    """The history, which epoch was left, and how the learning rate went."""
    if isinstance(value, list):  # a history whose figures depend on the optimiser
        return [row["epoch"] for row in value]
    if not isinstance(value, dict):
        return None
    scale = value["rates"][0] or 1.0  # a first rate of 0 is a rate, too
    rates = [rate / scale for rate in value["rates"]]
    steady = all(rates[i] == rates[i - i % BATCHES] for i in range(len(rates)))
    left = [
        [e for e, state in value["states"].items() if torch.equal(state[i], value["left"][i])][:1]
        for i in (0, 1)
    ]
    shown = [[_rounded(row[key]) for key in HISTORY] for row in value["answer"]]
    order = [sorted(batch) for batch in value["order"]]
    first = round(value["rates"][0], 6)
    return [shown, value["trained"], left, order, first, steady, sorted(value["schedulers"])]


def of_network(value: Any) -> Any:
    """What a network's answers have in common with those of others that make the same mistake."""
    if isinstance(value, torch.Tensor):
        return _of_logits(value)
    if isinstance(value, list):
        return value[-1] < 0.5 * value[0]
    if isinstance(value, dict) and "missed" in value:
        return bool(value["missed"])
    if isinstance(value, dict):
        together, again, alone = value["together"], value["again"], value["alone"]
        if not isinstance(together, torch.Tensor):
            return type(together).__name__
        return torch.equal(together, again), torch.allclose(together, torch.cat(alone), atol=1e-4)
    return value > 5_000_000 if isinstance(value, int) else type(value).__name__


def of_comparison(value: Any) -> Any:
    """The table, where a time is only: possible for one epoch, or not."""
    if not isinstance(value, dict):
        return None
    rows = [[_rounded(row[key]) for key in ROW] for row in value["answer"]]
    seconds = sum(row["seconds_per_epoch"] for row in value["answer"])
    epochs = value["trained"][0] / BATCHES
    possible = 0 < seconds * epochs <= 1.01 * value["seconds"]
    modes = {tuple(mode) for model in value["modes"] for mode in model}
    return [rows, possible, value["trained"], value["moved"], modes]


def of_drawing(classes: tuple[str, ...]) -> Callable[[Any], Any]:
    """Which classes each text names, what the pixels are like on average, and what was saved."""

    def facts(value: Any) -> Any:
        if not isinstance(value, dict):
            return None
        named = [[name in text for name in classes] for text in value["texts"]]
        whole = [image / 255 if image.dtype.kind in "iu" else image for image in value["images"]]
        pixels = [_likeness(image) for image in whole]
        after = value["layers"], value["mode_after"], value["arguments_kept"]
        return [bool(value["picture"]), named, pixels, *after]

    return facts


def _likeness(image: np.ndarray) -> Any:
    """The colour on average, and whether the right and the lower half are brighter."""
    columns, rows = image.mean(axis=(0, 2)), image.mean(axis=(1, 2))
    brighter = [side[16:].mean() - side[:16].mean() > 0.02 for side in (columns, rows)]
    return [np.round(image.mean(axis=(0, 1)), 1).tolist(), brighter]


def _share(values: list[bool]) -> str:
    often = sum(values)
    return "never" if not often else "always" if often == len(values) else "sometimes"


def _of_logits(logits: torch.Tensor) -> Any:
    wide = logits.double()
    inside = bool((wide >= 0).all())
    return [
        tuple(logits.shape),
        str(logits.dtype),
        inside and torch.allclose(wide.sum(-1), torch.ones(()).double(), atol=1e-4),  # softmax
        inside and bool((wide == 0).any()) and bool((wide > 0).any()),  # ReLU
        torch.allclose(wide.logsumexp(-1), torch.zeros(()).double(), atol=1e-4),  # log-softmax
    ]


def _rounded(figure: Any) -> Any:
    """A figure to nine digits, so that the order of a sum does not matter."""
    return float(f"{figure:.9g}") if type(figure) is float and math.isfinite(figure) else figure
