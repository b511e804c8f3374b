"""Edits of answers: scaled by what the call holds, turned, cut, of another type."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.diagnose.edits import Arguments, Edit

Change = Callable[[Any], Any]
Quantity = tuple[str, str, Callable[[Arguments], float | None]]  # name, words, from the arguments


def answer_edits(signature: inspect.Signature) -> Iterator[Edit]:
    """Edits of what a function with this signature answers, simplest first."""
    for slug, words, change in TENSORS:
        yield Edit(slug, words, answer=_on_tensors(change))
    for slug, words, change in OTHERS:
        yield Edit(slug, words, answer=lambda answer, _given, change=change: change(answer))
    for name in signature.parameters:
        for slug, words, quantity in _quantities(name):
            for verb, power in (("times", 1), ("divided by", -1)):
                yield Edit(
                    f"{verb.replace(' ', '_')}_{slug}",
                    f"{verb} {words}",
                    answer=lambda answer, given, quantity=quantity, power=power: _scaled(
                        answer, quantity(given), power
                    ),
                )


def _on_tensors(change: Callable[[Tensor], Tensor | None]) -> Callable[[Any, Arguments], Any]:
    """The change of each tensor of an answer; None where there is none, or it does not apply."""

    def changed(answer: Any) -> Any:
        if isinstance(answer, Tensor):
            return change(answer)
        if isinstance(answer, dict):
            return {key: changed(value) for key, value in answer.items()}
        if isinstance(answer, list | tuple):
            return type(answer)(changed(value) for value in answer)
        return answer

    return lambda answer, _given: changed(answer)


def _scaled(answer: Any, by: float | None, power: int) -> Any:
    if by is None or by == 0:
        return None
    factor = by if power > 0 else 1 / by
    if isinstance(answer, float):
        return answer * factor
    return _on_tensors(lambda x: x * factor if x.is_floating_point() else None)(answer, {})


def _quantities(name: str) -> Iterator[Quantity]:
    def of_pair(count: Callable[[float, float], float]) -> Callable[[Arguments], float | None]:
        def quantity(given: Arguments) -> float | None:
            value = given[name]
            if isinstance(value, bool) or not isinstance(value, int | tuple):
                return None
            return count(*value) if isinstance(value, tuple) else count(value, value)

        return quantity

    def of_float(count: Callable[[float], float]) -> Callable[[Arguments], float | None]:
        return lambda given: count(given[name]) if type(given[name]) is float else None

    def of_sizes(count: Callable[..., float], axes: int = 4) -> Callable[[Arguments], float | None]:
        def quantity(given: Arguments) -> float | None:
            value = given[name]
            fits = isinstance(value, Tensor) and value.ndim == axes
            return count(*value.shape) if fits else None

        return quantity

    yield name, name, of_float(lambda p: p)
    yield f"one_minus_{name}", f"1 - {name}", of_float(lambda p: 1 - p)
    yield f"area_of_{name}", f"the area of {name}", of_pair(lambda h, w: h * w)
    yield f"height_of_{name}", f"the height of {name}", of_pair(lambda h, _: h)
    yield f"width_of_{name}", f"the width of {name}", of_pair(lambda _, w: w)
    ratio = f"height * width of {name} and divided by height + width"
    yield f"area_over_sum_of_{name}", ratio, of_pair(lambda h, w: h * w / (h + w))
    yield (
        f"height_over_width_of_{name}",
        f"the height of {name} and divided by its width",
        of_pair(lambda h, w: h / w),
    )
    yield f"images_of_{name}", "the number of images", of_sizes(lambda n, c, h, w: n)
    yield f"channels_of_{name}", "the number of channels", of_sizes(lambda n, c, h, w: c)
    yield (
        f"pixels_of_{name}",
        "the number of pixels of an image",
        of_sizes(lambda n, c, h, w: h * w),
    )
    values = "the number of values of a channel, n * h * w"
    yield f"values_of_{name}", values, of_sizes(lambda n, c, h, w: n * h * w)
    yield (
        f"unbiased_{name}",
        "N and divided by N - 1, where N is n * h * w",
        of_sizes(lambda n, c, h, w: n * h * w / (n * h * w - 1)),
    )
    yield f"rows_of_{name}", f"the number of rows of {name}", of_sizes(lambda n, _: n, 2)


def _first_only(x: Tensor) -> Tensor | None:
    if x.ndim < 2 or len(x) < 2:
        return None
    return torch.cat([x[:1], torch.zeros_like(x[1:])])


def _no_border(x: Tensor) -> Tensor | None:
    if x.ndim < 2:
        return None
    inside = torch.zeros_like(x)
    inside[..., 1:-1, 1:-1] = 1
    return x * inside


def _floating(
    change: Callable[[Tensor], Tensor], axes: int = 0
) -> Callable[[Tensor], Tensor | None]:
    return lambda x: change(x) if x.is_floating_point() and x.ndim >= axes else None


TENSORS: tuple[tuple[str, str, Callable[[Tensor], Tensor | None]], ...] = (
    ("answer_has_the_wrong_sign", "but for the sign", _floating(lambda x: -x)),
    ("answer_is_turned", "with rows and columns exchanged", _floating(lambda x: x.transpose(-1, -2), 2)),
    ("answer_is_doubled", "times 2", _floating(lambda x: 2 * x)),
    ("answer_is_halved", "divided by 2", _floating(lambda x: x / 2)),
    ("first_image_only", "for the first image, and 0 for all others", _first_only),
    ("last_row_is_missing", "without the last row", _floating(lambda x: x[..., :-1, :], 2)),
    ("last_column_is_missing", "without the last column", _floating(lambda x: x[..., :-1], 2)),
    ("last_row_and_column_are_missing", "without the last row and the last column", _floating(lambda x: x[..., :-1, :-1], 2)),
    ("border_is_zero", "but for the cells at the border, which are 0", _no_border),
    ("answer_is_shifted", "shifted by one row and one column", _floating(lambda x: x.roll((1, 1), (-2, -1)), 2)),
    ("answer_is_mirrored", "mirrored from left to right", _floating(lambda x: x.flip(-1), 2)),
    ("answer_is_upside_down", "upside down", _floating(lambda x: x.flip(-2), 2)),
    ("answer_keeps_axes_of_one", "with two axes of size 1 behind it", lambda x: x[..., None, None]),
    ("answer_has_lost_axes_of_one", "without axes of size 1", lambda x: x.squeeze()),
    ("answer_is_flat", "in one long row", lambda x: x.reshape(-1)),
    ("answer_is_cut_off_below_zero", "with 0 in place of what is negative", _floating(lambda x: x.clamp(min=0))),
    ("answer_has_lost_its_sign", "without the sign", _floating(lambda x: x.abs())),
    ("answer_is_squared", "squared", _floating(lambda x: x * x)),
    ("answer_is_the_root", "under the square root", _floating(lambda x: x.sqrt())),
    ("answer_is_one_minus_it", "taken from 1", _floating(lambda x: 1 - x)),
    ("answer_went_through_softmax", "after a softmax that is too much", _floating(lambda x: x.softmax(1), 2)),
    ("answer_went_through_log_softmax", "after a log softmax that is too much", _floating(lambda x: x.log_softmax(1), 2)),
    ("answer_went_through_sigmoid", "after a sigmoid that is too much", _floating(lambda x: x.sigmoid())),
    ("answer_is_averaged_over_images", "averaged over the images", _floating(lambda x: x.mean(0, keepdim=True).expand_as(x), 2)),
    ("answer_is_detached", "but without a gradient", _floating(lambda x: x.detach())),
    ("answer_is_float32", "in float32, whatever came", _floating(lambda x: x.to(torch.float32))),
    ("answer_is_float64", "in float64, whatever came", _floating(lambda x: x.to(torch.float64))),
)  # fmt: skip


def _number(change: Callable[[Any], Any], *kinds: type) -> Change:
    """Of a number, or of each number of a tuple."""

    def changed(answer: Any) -> Any:
        if isinstance(answer, tuple | list) and answer and all(type(v) in kinds for v in answer):
            return type(answer)(change(value) for value in answer)
        return change(answer) if type(answer) in kinds else None

    return changed


OTHERS: tuple[tuple[str, str, Change], ...] = (
    ("answer_is_one_too_large", "plus 1", _number(lambda v: v + 1, int)),
    ("answer_is_one_too_small", "minus 1", _number(lambda v: v - 1, int)),
    ("answer_is_a_float", "as a float", _number(float, int)),
    ("answer_is_in_percent", "times 100", _number(lambda v: v * 100, float)),
    ("answer_is_the_rest", "taken from 1", _number(lambda v: 1 - v, float)),
    ("answers_are_exchanged", "in the other order", lambda v: v[::-1] if isinstance(v, tuple) else None),
    ("answer_is_a_list", "as a list", lambda v: v.tolist() if isinstance(v, Tensor) else None),
    ("answer_is_an_array", "as a NumPy array", lambda v: v.numpy() if isinstance(v, Tensor) and not v.requires_grad else None),
    ("answer_is_a_number", "as a Python number", lambda v: v.item() if isinstance(v, Tensor) and v.numel() == 1 else None),
    ("answer_is_a_tensor", "as a tensor", lambda v: torch.tensor(v) if isinstance(v, int | float) else None),
)  # fmt: skip
