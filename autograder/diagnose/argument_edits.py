"""Edits of arguments: ignored, exchanged, read in another way. Names come from the signature."""

import inspect
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

import torch
from torch import Tensor

from autograder.diagnose.edits import Arguments, Change, Edit


def argument_edits(signature: inspect.Signature) -> Iterator[Edit]:
    """Edits of the arguments of a function with this signature, simplest first."""
    parameters = {
        name: parameter.default
        for name, parameter in signature.parameters.items()
        if name != "self"
        and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    }
    for name, default in parameters.items():
        if default is not inspect.Parameter.empty:
            yield _ignored(name, default)
            if default is None:
                yield from (_left_out(name, value) for value in (1, 0))
    for one, other in permutations(parameters, 2):
        yield Edit(
            f"{other}_is_used_for_{one}",
            f"if {one} always were {other}",
            lambda given, one=one, other=other: _taken(given, one, other),
        )
    yield Edit("pairs_are_read_as_width_and_height", "if all pairs were (width, height)", _turned)
    for name in parameters:
        for slug, words, change in (*NUMBERS, *TENSORS):
            yield Edit(
                f"{name}_{slug}",
                words.format(name),
                lambda given, name=name, change=change: _replaced(given, name, change),
            )


def _ignored(name: str, default: Any) -> Edit:
    words = f"without {name}" if default is None else f"for {name} = {default}"
    return Edit(
        f"{name}_is_ignored",
        f"{words}, whatever {name} is given",
        lambda given: {name: default},
    )


def _left_out(name: str, value: int) -> Edit:
    return Edit(
        f"{name}_left_out_is_{value}",
        f"if {name} = {value} were meant where {name} is left out",
        lambda given: {name: value} if given[name] is None else None,
    )


def _taken(given: Arguments, one: str, other: str) -> Arguments | None:
    a, b = given[one], given[other]
    tensors = isinstance(a, Tensor), isinstance(b, Tensor)
    if b is None or tensors[0] != tensors[1] or isinstance(a, bool) != isinstance(b, bool):
        return None
    fits = a.shape == b.shape if isinstance(a, Tensor) else isinstance(b, int | float | tuple)
    return {one: b} if fits else None


def _turned(given: Arguments) -> Arguments:
    return {name: value[::-1] for name, value in given.items() if _is_pair(value)}


def _replaced(given: Arguments, name: str, change: Change) -> Arguments | None:
    value = change(given[name])
    return None if value is None else {name: value}


def _is_pair(value: Any) -> bool:
    return isinstance(value, tuple | list) and len(value) == 2


def _each(change: Callable[[int], int]) -> Change:
    """Of a whole number, or of both numbers of a pair."""

    def changed(value: Any) -> Any:
        if _is_pair(value):
            return tuple(change(number) for number in value)
        return change(value) if type(value) is int else None

    return changed


def _of_float(change: Callable[[float], float]) -> Change:
    return lambda value: change(value) if type(value) is float else None


def _of_pair(change: Callable[[Any], Any]) -> Change:
    return lambda value: change(value) if _is_pair(value) else None


def _of_tensor(change: Callable[[Tensor], Tensor], axes: int = 0) -> Change:
    def changed(value: Any) -> Any:
        fits = isinstance(value, Tensor) and value.is_floating_point() and value.ndim >= axes
        return change(value) if fits else None

    return changed


NUMBERS: tuple[tuple[str, str, Change], ...] = (
    ("is_read_as_width_and_height", "if {0} were (width, height)", _of_pair(lambda v: v[::-1])),
    ("counts_by_its_first_number", "if the first number of {0} counted for both axes", _of_pair(lambda v: (v[0], v[0]))),
    ("counts_by_its_second_number", "if the second number of {0} counted for both axes", _of_pair(lambda v: (v[1], v[1]))),
    ("is_one_too_large", "for {0} + 1", _each(lambda v: v + 1)),
    ("is_one_too_small", "for {0} - 1", _each(lambda v: v - 1)),
    ("counts_twice", "for 2 * {0}", _each(lambda v: 2 * v)),
    ("is_halved", "for {0} // 2", _each(lambda v: v // 2)),
    ("is_one_at_most", "for {0} = 1 wherever it is larger", _each(lambda v: min(v, 1))),
    ("is_read_as_one_minus_it", "for 1 - {0}", _of_float(lambda v: 1 - v)),
    ("is_doubled", "for 2 * {0}", _of_float(lambda v: 2 * v)),
    ("is_divided_by_two", "for {0} / 2", _of_float(lambda v: v / 2)),
    ("is_squared", "for {0} squared", _of_float(lambda v: v * v)),
    ("is_zero", "for {0} = 0, whatever {0} is", _of_float(lambda v: 0.0)),
    ("is_negated", "for the opposite of {0}", lambda v: (not v) if isinstance(v, bool) else None),
)  # fmt: skip
TENSORS: tuple[tuple[str, str, Change], ...] = (
    ("is_detached", "but {0} gets no gradient", _of_tensor(lambda x: x.detach())),
    ("is_cut_off_below_zero", "if negative values of {0} were 0", _of_tensor(lambda x: x.clamp(min=0))),
    ("has_lost_its_sign", "for the absolute values of {0}", _of_tensor(lambda x: x.abs())),
    ("has_the_wrong_sign", "for -{0}", _of_tensor(lambda x: -x)),
    ("is_shifted_to_zero", "if the smallest value of {0} were taken off it first", _of_tensor(lambda x: x - x.min())),
    ("is_turned", "if rows and columns of {0} were exchanged", _of_tensor(lambda x: x.transpose(-1, -2), 2)),
    ("is_mirrored", "for {0} mirrored from left to right", _of_tensor(lambda x: x.flip(-1), 2)),
    ("is_upside_down", "for {0} upside down", _of_tensor(lambda x: x.flip(-2), 2)),
    ("has_lost_its_last_row", "for {0} without its last row", _of_tensor(lambda x: x[..., :-1, :], 2)),
    ("has_lost_its_last_column", "for {0} without its last column", _of_tensor(lambda x: x[..., :-1], 2)),
    ("has_lost_its_last_row_and_column", "for {0} without its last row and column", _of_tensor(lambda x: x[..., :-1, :-1], 2)),
    ("is_one_image", "for the first image of {0} alone", _of_tensor(lambda x: x[:1], 4)),
    ("is_one_channel", "for the first channel of {0} alone", _of_tensor(lambda x: x[:, :1], 4)),
    ("is_averaged_over_images", "if every image of {0} were the mean of all", _of_tensor(lambda x: x.mean(0, keepdim=True).expand_as(x), 4)),
    ("is_averaged_over_channels", "if every channel of {0} were the mean of all", _of_tensor(lambda x: x.mean(1, keepdim=True).expand_as(x), 4)),
    ("is_scaled_to_one", "for {0} divided by its largest magnitude", _of_tensor(lambda x: x / x.abs().max())),
    ("is_rounded_to_float32", "for {0} as float32", _of_tensor(lambda x: x.to(torch.float32))),
    ("is_made_float64", "for {0} as float64", _of_tensor(lambda x: x.to(torch.float64))),
)  # fmt: skip
