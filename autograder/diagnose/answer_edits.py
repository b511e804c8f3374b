"""Edits of answers: scaled by what the call holds, turned, cut, of another type."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.diagnose.edits import Arguments, Change, Edit

Count = Callable[[Arguments], float | None]
Quantity = tuple[str, str, Count]  # name, words, from the arguments


def answer_edits(signature: inspect.Signature) -> Iterator[Edit]:
    """Edits of what a function with this signature answers, simplest first."""
    for slug, words, change in TENSORS:
        yield Edit(slug, words, answer=_on_tensors(change))
    for slug, words, change in OTHERS:
        yield Edit(slug, words, answer=lambda answer, _given, change=change: change(answer))
    for name in signature.parameters:
        for slug, words, quantity in _quantities(name):
            yield _scaling(f"times_{slug}", f"times {words}", quantity, 1)
            yield _scaling(f"divided_by_{slug}", f"divided by {words}", quantity, -1)
        for slug, words, quantity in _ratios(name):
            yield _scaling(slug, words, quantity, 1)


def _scaling(slug: str, words: str, quantity: Count, power: int) -> Edit:
    def scaled(answer: Any, given: Arguments) -> Any:
        return _scaled(answer, quantity(given), power)

    return Edit(slug, words, answer=scaled)


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


def _of_pair(name: str, count: Callable[[float, float], float]) -> Count:
    """Of a whole number, which stands for both axes, or of a pair."""

    def quantity(given: Arguments) -> float | None:
        value = given[name]
        if isinstance(value, bool) or not isinstance(value, int | tuple):
            return None
        return count(*value) if isinstance(value, tuple) else count(value, value)

    return quantity


def _of_float(name: str, count: Callable[[float], float]) -> Count:
    return lambda given: count(given[name]) if type(given[name]) is float else None


def _of_sizes(name: str, count: Callable[..., float], axes: int = 4) -> Count:
    def quantity(given: Arguments) -> float | None:
        value = given[name]
        fits = isinstance(value, Tensor) and value.ndim == axes
        return count(*value.shape) if fits else None

    return quantity


def _quantities(name: str) -> Iterator[Quantity]:
    yield name, name, _of_float(name, lambda p: p)
    yield f"one_minus_{name}", f"1 - {name}", _of_float(name, lambda p: 1 - p)
    yield f"area_of_{name}", f"height * width of {name}", _of_pair(name, lambda h, w: h * w)
    yield f"height_of_{name}", f"the height of {name}", _of_pair(name, lambda h, _: h)
    yield f"width_of_{name}", f"the width of {name}", _of_pair(name, lambda _, w: w)
    yield f"images_of_{name}", "the number of images", _of_sizes(name, lambda n, c, h, w: n)
    yield f"channels_of_{name}", "the number of channels", _of_sizes(name, lambda n, c, h, w: c)
    pixels, values = (
        "the number of pixels of an image",
        "the number of values of a channel, n * h * w",
    )
    yield f"pixels_of_{name}", pixels, _of_sizes(name, lambda n, c, h, w: h * w)
    yield f"values_of_{name}", values, _of_sizes(name, lambda n, c, h, w: n * h * w)
    yield f"rows_of_{name}", f"the number of rows of {name}", _of_sizes(name, lambda n, _: n, 2)


def _ratios(name: str) -> Iterator[Quantity]:
    """Two quantities at once: what is taken for the other one."""
    pairs: tuple[tuple[str, str, Callable[[float, float], float]], ...] = (
        ("height * width", "height + width", lambda h, w: h * w / (h + w)),
        ("height + width", "height * width", lambda h, w: (h + w) / (h * w)),
        ("height", "width", lambda h, w: h / w),
        ("width", "height", lambda h, w: w / h),
    )
    for times, divided, count in pairs:
        words = f"times the {times} of {name}, divided by its {divided}"
        slug = f"{divided}_of_{name}_for_{times}".replace(" * ", "_times_").replace(" + ", "_plus_")
        yield slug, words, _of_pair(name, count)
    count_of = "where N is n * h * w"
    yield (
        f"unbiased_by_{name}",
        f"times N, divided by N - 1, {count_of}",
        _of_sizes(name, lambda n, c, h, w: n * h * w / (n * h * w - 1)),
    )
    yield (
        f"biased_by_{name}",
        f"times N - 1, divided by N, {count_of}",
        _of_sizes(name, lambda n, c, h, w: (n * h * w - 1) / (n * h * w)),
    )


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
    ("answer_is_one_too_large", "plus 1", _number(lambda v: v + 1, int, float)),
    ("answer_is_one_too_small", "minus 1", _number(lambda v: v - 1, int, float)),
    ("answer_is_a_float", "as a float", _number(float, int)),
    ("answer_is_in_percent", "times 100", _number(lambda v: v * 100, float)),
    ("answer_is_the_rest", "taken from 1", _number(lambda v: 1 - v, float)),
    ("answers_are_exchanged", "in the other order", lambda v: v[::-1] if isinstance(v, tuple) else None),
    ("answer_is_a_list", "as a list", lambda v: v.tolist() if isinstance(v, Tensor) else None),
    ("answer_is_an_array", "as a NumPy array", lambda v: v.numpy() if isinstance(v, Tensor) and not v.requires_grad else None),
    ("answer_is_a_number", "as a Python number", lambda v: v.item() if isinstance(v, Tensor) and v.numel() == 1 else None),
    ("answer_is_a_tensor", "as a tensor", lambda v: torch.tensor(v) if isinstance(v, int | float) else None),
)  # fmt: skip
