"""What the hidden tests of this assignment ask of every network, whatever its layers are called.

Two networks get equal weights like this: their tensors are listed in the order in which the layers
are called (or, where that does not tell, registered), each weight with the vectors that follow it,
and such groups are paired by shape, in order. Where groups do not pair up, because all weights are
in one list and all biases in another, single tensors are paired by shape, in order.

Logits are compared up to one number per image: a log-softmax at the end changes nothing that
matters, so it costs nothing.
"""

from itertools import pairwise
from typing import Any

import props
import torch
from torch import nn

from autograder.suite import (
    CheckFailure,
    Namespace,
    assert_close,
    check,
    fields,
    is_real,
    local,
    number,
    tensor,
)
from reference import architectures_all
from reference.architectures.lenet5 import LeNet5


def lenet5_with_relu(**options: Any) -> nn.Module:
    """The other activation that a LeNet-5 may use."""
    return LeNet5(**options, activation=nn.ReLU)


ref = local({**vars(architectures_all), "props": props, "lenet5_with_relu": lenet5_with_relu})

Rows = list[list[Any]]  # [shape, is a parameter] of each tensor
Group = tuple[tuple[tuple[int, ...], bool], ...]  # a weight and the vectors behind it
Groups = list[tuple[Group, int]]  # and the place where each starts


def images(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Seeded images with values on both sides of 0."""
    generator = torch.Generator().manual_seed(sum(shape))
    return torch.randn(shape, generator=generator, dtype=torch.float64).to(dtype)


def assert_count(student: Namespace, name: str, expected: int, **options: Any) -> None:
    """The network has as many parameters as it should."""
    make, shape = getattr(student, name).get(), _image(name, options)
    found = number(student.props.parameter_count(make, options, shape))
    check(found == expected, f"`{name}` has {found:,.0f} parameters, expected {expected:,}")


def _image(name: str, options: dict[str, Any]) -> list[int]:
    """The shape of one image for this network, should its lazy layers need one."""
    channels, side = 3, 32
    if name == "LeNet5":
        channels, side = options.get("in_channels", 1), options.get("image_size", 28)
    elif name == "VGGBlock":
        channels = options["in_channels"]
    elif name in ("AlexNet", "VGG16", "VGG19"):
        side = 224
    return [1, channels, side, side]


def assert_shape(
    student: Namespace, name: str, shape: list[int], expected: tuple[int, ...], **options: Any
) -> None:
    """Images of this shape give an output of that shape."""
    found = student.props.output_shape(getattr(student, name).get(), options, shape)
    good = isinstance(found, list | tuple) and tuple(found) == expected
    message = f"`{name}` turns images {tuple(shape)} into {_shown(found)}, expected {expected}"
    check(good, message)


def assert_stages(student: Namespace, name: str, shape: list[int], **options: Any) -> None:
    """Every convolution and fully connected layer gives maps of the right size, in order."""
    expected = ref.props.stages(getattr(ref, name).get(), options, shape)["stages"]
    answer = student.props.stages(getattr(student, name).get(), options, shape)
    found, error = fields(answer, "stages", "error", what="what the layers give")
    check(isinstance(found, list | tuple), "what the layers give could not be read")
    for i, wanted in enumerate(expected):
        place = f"layer {i + 1} with weights of `{name}`"
        end = f" ({_shown(error)})" if error else ""
        check(i < len(found), f"{place} does not run{end}; expected: {wanted}")
        same = isinstance(found[i], str) and found[i] == wanted
        check(same, f"{place} gives {_shown(found[i])}, expected {wanted}")
    check(len(found) == len(expected), f"`{name}` runs {len(found)} layers, not {len(expected)}")


def assert_trains(student: Namespace, name: str, shape: list[int], **options: Any) -> None:
    """A backward pass in training mode reaches every parameter."""
    left = number(student.props.without_gradient(getattr(student, name).get(), options, shape))
    message = f"{left:g} parameters of `{name}` get no gradient: layers that no image goes through"
    check(left == 0, message)


def assert_drops(
    student: Namespace, name: str, shape: list[int], *allowed: list[float], **options: Any
) -> None:
    """In training, the inputs of the fully connected layers are dropped with these fractions."""
    found = student.props.dropped(getattr(student, name).get(), options, shape)
    good = isinstance(found, list | tuple) and all(_is_pair(row) for row in found)
    check(good, "what is dropped could not be read")
    fractions = [row[0] for row in found]
    expected = " or ".join(str(fractions) for fractions in allowed)
    what = f"in training, the fully connected layers of `{name}` lose these parts of their inputs"
    check(fractions in allowed, f"{what}: {fractions}, expected {expected}")
    scales = [row[1] for row in found]
    good = scales == [1 / (1 - fraction) for fraction in fractions]
    check(good, "what dropout keeps must be divided by 1 - p")


def assert_same_outputs(
    student: Namespace,
    name: str,
    x: torch.Tensor,
    twin: str = "",
    summands: int = 100,
    **options: Any,
) -> None:
    """With equal weights, in eval mode, the network computes what the reference computes."""
    mine, theirs = _paired(student, name, twin or name, list(x.shape), options)
    expected = ref.props.outputs(getattr(ref, twin or name).get(), options, *theirs, x)
    got = student.props.outputs(getattr(student, name).get(), options, *mine, x)
    got = tensor(got, expected.shape)
    check(is_real(got), f"the output has dtype {got.dtype}, not the input's")
    assert_close(centred(got), centred(expected), summands, what=f"the output of `{name}`")


def assert_same_gradients(
    student: Namespace,
    name: str,
    x: torch.Tensor,
    twin: str = "",
    summands: int = 100,
    **options: Any,
) -> None:
    """With equal weights, the gradient of x and of every parameter is the reference's."""
    mine, theirs = _paired(student, name, twin or name, list(x.shape), options)
    make = getattr(ref, twin or name).get()
    shape = ref.props.output_shape(make, options, list(x.shape))
    # Sums to 0 for each image, so that what log-softmax subtracts takes no part.
    cotangent = centred(images(*shape, dtype=x.dtype))
    expected = ref.props.gradients(make, options, *theirs, x, cotangent)
    got = student.props.gradients(getattr(student, name).get(), options, *mine, x, cotangent)
    check(isinstance(got, list | tuple), "the gradients did not come back as tensors")
    check(len(got) == len(expected), "the gradients did not all come back")
    assert_close(got[0], expected[0], summands, what="the gradient of x")
    for gradient, (_, twin_gradient) in zip(
        got[1:], _in_their_order(mine, theirs, expected[1:]), strict=True
    ):
        assert_close(gradient, twin_gradient, summands, what="the gradient of a parameter")


def assert_left_alone(student: Namespace, name: str, x: torch.Tensor, **options: Any) -> None:
    """In eval mode and without gradients, the network leaves its images as they are."""
    mine, _ = _paired(student, name, name, list(x.shape), options)
    make = getattr(student, name).get()
    message = f"`{name}` changes its images in place; work on a copy or a new tensor"
    check(not student.props.outputs.changes(make, options, *mine, x), message)


def centred(values: torch.Tensor) -> torch.Tensor:
    """Each image's values less their mean; maps stay as they are."""
    return values - values.mean(dim=1, keepdim=True) if values.ndim == 2 else values


def _paired(student: Namespace, name: str, twin: str, shape: list[int], options: dict) -> Any:
    """`(order, fills)` for the student's network and for the reference: equal weights."""
    make = getattr(ref, twin).get()
    theirs = ref.props.tensors(make, options, shape)["called"]
    fills = [[role, i] for i, role in enumerate(ref.props.roles(make, options, shape))]
    found = student.props.tensors(getattr(student, name).get(), options, shape)
    called, registered = fields(found, "called", "registered", what="the network's parameters")
    readable = _are_rows(called) and _are_rows(registered)
    check(readable, "the network's parameters could not be read")
    for order, rows, split in (
        ("called", called, _groups),
        ("registered", registered, _groups),
        ("registered", registered, _single),
    ):
        twins = _twins(split(rows), split(theirs))
        if twins is not None:
            return (order, [fills[i] for i in twins]), ("called", fills)
    raise CheckFailure(_first_difference(max(called, registered, key=len), theirs))


def _twins(mine: Groups, theirs: Groups) -> list[int] | None:
    """For each of my tensors the place of its twin; None where they do not pair up."""
    left = list(theirs)
    places: list[int] = []
    for group, _ in mine:
        match = next((twin for twin in left if twin[0] == group), None)
        if match is None:
            return None
        left.remove(match)
        places += range(match[1], match[1] + len(group))
    return None if left else places


def _groups(rows: Rows) -> Groups:
    """Each weight with the vectors behind it, and the place where it starts."""
    starts = [i for i, (shape, _) in enumerate(rows) if len(shape) > 1 or i == 0]
    return [
        (tuple((tuple(shape), kind) for shape, kind in rows[start:end]), start)
        for start, end in pairwise([*starts, len(rows)])
    ]


def _single(rows: Rows) -> Groups:
    """Each tensor for itself."""
    return [(((tuple(shape), kind),), i) for i, (shape, kind) in enumerate(rows)]


def _first_difference(mine: Rows, theirs: Rows) -> str:
    shapes = [tuple(shape) for shape, _ in mine]
    for shape, _ in theirs:
        if tuple(shape) not in shapes:
            return f"among its parameters none (or one too few) has shape {tuple(shape)}"
        shapes.remove(tuple(shape))
    if shapes:
        return f"its parameters hold one too many of shape {shapes[0]}"
    return "its layers with weights do not follow each other as they should"


def _in_their_order(mine: Any, theirs: Any, gradients: list[Any]) -> list[Any]:
    """The reference's gradients, in the order of my parameters: `[(seed, gradient)]`."""
    statistics = ("running_mean", "running_var")
    parameters = [seed for role, seed in theirs[1] if role not in statistics]
    by_seed = dict(zip(parameters, gradients, strict=True))
    return [(seed, by_seed[seed]) for _, seed in mine[1] if seed in by_seed]


def _are_rows(rows: Any) -> bool:
    return isinstance(rows, list | tuple) and all(map(_is_row, rows))


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, list | tuple)
        and len(row) == 2
        and isinstance(row[0], list | tuple)
        and all(isinstance(size, int) for size in row[0])
        and isinstance(row[1], bool)
    )


def _is_pair(row: Any) -> bool:
    is_list = isinstance(row, list | tuple) and len(row) == 2
    return is_list and all(isinstance(value, float) for value in row)


def _shown(value: Any) -> str:
    return str(value)[:120]
