"""What both sides can call by name, `student.props.NAME`: nothing in here is an answer to a task.

`make` is a class or factory of a network, `options` its keyword arguments. Nothing here tells a
layer's name: two hand-ins that differ only in names give the same answers.

Networks of a hundred million weights should cost little. Where only shapes and counts matter, they
are made on the "meta" device, which computes shapes and no values; where values matter, the memory
is taken but not initialised, because it is filled anyway. Code that this cannot serve, such as a
constructor that reads a tensor's values, gets a network built the usual way.
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from autograder.worker.answering.tools import call_order, fill_lazy

BIG = 20_000_000  # parameters; below, building a network the usual way costs less than thinking
BLOCK = 100_003  # values drawn per tensor; a larger one repeats them, out of step with its rows
KINDS = {
    "convolution": "convolution",
    "addmm": "fully connected",
    "mm": "fully connected",
    "linear": "fully connected",
}  # ATen's name -> ours

Make = Callable[..., Any]
Options = dict[str, Any]


# ------------------------------------------------------------------------- what a network looks like


def parameter_count(make: Make, options: Options, shape: list[int]) -> int:
    """How many numbers the network for images of `shape` can learn."""

    def look(net: nn.Module, device: str) -> int:
        return sum(parameter.numel() for parameter in net.parameters())

    return _on_sketch(make, options, shape, look)


def output_shape(make: Make, options: Options, shape: list[int]) -> list[int]:
    """The shape that comes out in eval mode where zeros of `shape` go in."""

    def look(net: nn.Module, device: str) -> list[int]:
        with torch.no_grad():
            return list(_tensor(net.eval()(torch.zeros(shape, device=device))).shape)

    return _on_sketch(make, options, shape, look)


def stages(make: Make, options: Options, shape: list[int]) -> dict[str, Any]:
    """Every convolution and fully connected layer as it runs, and the error that ended the run."""
    recorder = _Recorder()

    def look(net: nn.Module, device: str) -> dict[str, Any]:
        recorder.rows.clear()
        with torch.no_grad(), recorder:
            net.eval()(torch.zeros(shape, device=device))
        return {"stages": [f"{kind} {out}" for kind, _, out in recorder.rows], "error": ""}

    try:
        return _on_sketch(make, options, shape, look)
    except NotImplementedError:
        raise
    except Exception as error:  # noqa: BLE001 - the student's code runs in there
        seen = [f"{kind} {out}" for kind, _, out in recorder.rows]
        return {"stages": seen, "error": f"{type(error).__name__}: {error}"[:200]}


def tensors(make: Make, options: Options, shape: list[int]) -> dict[str, list[Any]]:
    """`[shape, is a parameter]` of every floating tensor, as "called" and as "registered"."""

    def look(net: nn.Module, device: str) -> dict[str, list[Any]]:
        parameters = {name for name, _ in net.named_parameters()}
        held = _floating(net)
        return {
            order: [[list(held[name].shape), name in parameters] for name in names]
            for order, names in _orders(net, shape, device).items()
        }

    return _on_sketch(make, options, shape, look)


def roles(make: Make, options: Options, shape: list[int]) -> list[str]:
    """What each tensor is for, in the order of calls: the last part of its name."""

    def look(net: nn.Module, device: str) -> list[str]:
        return [name.split(".")[-1] for name in _orders(net, shape, device)["called"]]

    return _on_sketch(make, options, shape, look)


# ----------------------------------------------------------------------------- what a network computes


def outputs(make: Make, options: Options, order: str, fills: list[Any], x: torch.Tensor) -> Any:
    """What the network makes of x in eval mode, its tensors filled by `fills`: `[role, seed]`."""

    def run(net: nn.Module, names: list[str]) -> Any:
        _fill(net.to(x.dtype).eval(), names, fills)
        torch.manual_seed(0)  # whoever draws at random here, draws alike
        with torch.no_grad():
            return net(x)

    return _on_body(make, options, order, list(x.shape), run)


def gradients(
    make: Make,
    options: Options,
    order: str,
    fills: list[Any],
    x: torch.Tensor,
    cotangent: torch.Tensor,
) -> list[torch.Tensor | None]:
    """The gradient of x, then of each parameter in `order`, for a gradient of the output."""

    def run(net: nn.Module, names: list[str]) -> list[torch.Tensor | None]:
        _fill(net.to(x.dtype).eval(), names, fills)
        held = dict(net.named_parameters())
        wanted = [x.requires_grad_(), *(held[name] for name in names if name in held)]
        output = _tensor(net(x))
        return list(torch.autograd.grad(output, wanted, cotangent, allow_unused=True))

    return _on_body(make, options, order, list(x.shape), run)


def without_gradient(make: Make, options: Options, shape: list[int]) -> int:
    """How many parameters a step of training would leave as they are."""

    def train(net: nn.Module, device: str) -> int:
        output = _tensor(net.train()(torch.ones(shape, device=device)))
        output.square().sum().backward()
        return sum(parameter.grad is None for parameter in net.parameters())

    return _on_sketch(make, options, shape, train)


def dropped(make: Make, options: Options, shape: list[int]) -> list[list[float]]:
    """For each fully connected layer in training: the fraction of its inputs that are 0, and the
    largest input. All weights are 0 and all biases 1, so that every input is 1 unless dropped.

    The fraction is rounded to one decimal.
    """
    recorder = _Recorder()

    def run(net: nn.Module, _names: list[str]) -> list[list[float]]:
        with torch.no_grad():
            for tensor in _floating(net).values():
                tensor.fill_(0.0 if tensor.dim() > 1 else 1.0)
            recorder.rows.clear()
            with recorder:
                net.train()(torch.ones(shape))
        return [found for kind, found, _ in recorder.rows if kind == "fully connected"]

    return _on_body(make, options, "registered", shape, run)


# --------------------------------------------------------------------------- models to be looked at


def conv_norm_linear() -> nn.Module:
    """A convolution with batch normalisation, and a linear layer: nested, with buffers."""
    features = nn.Sequential(nn.Conv2d(3, 5, 3), nn.BatchNorm2d(5), nn.ReLU())
    return nn.Sequential(features, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(5, 7))


def plain() -> nn.Module:
    """Layers with weights in one row, no buffers, no nesting."""
    return nn.Sequential(
        nn.Conv2d(2, 3, (3, 2)), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, 4)
    )


def half_frozen() -> nn.Module:
    """`conv_norm_linear` with only its linear layer left to train."""
    net = conv_norm_linear()
    for parameter in net[0].parameters():
        parameter.requires_grad = False
    return net


def all_frozen() -> nn.Module:
    """Nothing left to train."""
    return plain().requires_grad_(False)


class _Tied(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.into, self.out = nn.Linear(6, 6), nn.Linear(6, 6)
        self.out.weight = self.into.weight


def tied() -> nn.Module:
    """Two linear layers that share one weight."""
    return _Tied()


class _Crossed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(4, 2)  # registered first, called last
        self.norm = nn.BatchNorm2d(4)
        self.body = nn.Sequential(nn.Conv2d(2, 4, 3, padding=1), nn.ReLU())
        self.again = nn.Conv2d(4, 4, 3, padding=1, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.again(self.norm(self.body(x)))
        x = self.again(x)
        return self.head(x.mean(dim=(2, 3)))


def crossed() -> nn.Module:
    """Registered in another order than called; one layer is called twice."""
    return _Crossed()


def after_describe(describe: Callable[[nn.Module, tuple[int, ...]], Any]) -> dict[str, Any]:
    """The table of a model, and what a look at it must leave as it was.

    The model is in training mode, but for its batch normalisation.
    """
    net = crossed().train()
    net.norm.eval()
    rows = describe(net, (2, 2, 4, 6))
    after = {
        "modes": [layer.training for layer in net.modules()],
        "running mean": net.norm.running_mean,
        "hooks": sum(len(layer._forward_hooks) for layer in net.modules()),
        "frozen": sum(not parameter.requires_grad for parameter in net.parameters()),
    }
    return {"rows": rows, "after": after}


# ------------------------------------------------------------------------------------------ building


def _on_sketch(
    make: Make, options: Options, shape: list[int], look: Callable[[nn.Module, str], Any]
) -> Any:
    """`look(net, device)` on a large network without memory, or on a real one."""
    sketch = _sketch(make, options, shape)
    if sketch is not None:
        try:
            return look(sketch, "meta")
        except Exception:  # noqa: BLE001, S110 - a real one says whether this is the student's error
            pass
    return look(_network(make(**options), shape), "cpu")


def _on_body(
    make: Make,
    options: Options,
    order: str,
    shape: list[int],
    run: Callable[[nn.Module, list[str]], Any],
) -> Any:
    """`run(net, names)` on a network whose values do not matter yet; names in this order."""
    sketch = _sketch(make, options, shape)
    if sketch is not None:
        try:
            names = _orders(sketch, shape, "meta")[order]
            return run(sketch.to_empty(device="cpu"), names)
        except Exception:  # noqa: BLE001 - as above
            del sketch
    with _Undrawn():
        net = _network(make(**options), shape)
    return run(net, _orders(net, shape, "cpu")[order] if order == "called" else _registered(net))


def _sketch(make: Make, options: Options, shape: list[int]) -> nn.Module | None:
    """A large network on the meta device; None for a small one, or where that cannot be."""
    try:
        with torch.device("meta"):
            net = _network(make(**options), shape)
        large = sum(parameter.numel() for parameter in net.parameters()) > BIG
    except Exception:  # noqa: BLE001 - the student's code runs in there; a real build will tell
        return None
    # What else a network holds, such as indices, would lose its values.
    bare = all(p.device.type == "meta" for p in net.parameters()) and not [*net.buffers()]
    return net if large and bare else None


def _network(made: Any, shape: list[int]) -> nn.Module:
    """What was made, if it is a network; lazy layers get their sizes by images of this shape."""
    if not isinstance(made, nn.Module):
        raise TypeError(f"expected a network (an nn.Module), got {type(made).__name__}")
    fill_lazy(made, *shape)
    return made


def _tensor(output: Any) -> torch.Tensor:
    if not isinstance(output, torch.Tensor):
        raise TypeError(f"expected one tensor as the output, got {type(output).__name__}")
    return output


def _floating(net: nn.Module) -> dict[str, torch.Tensor]:
    held = [*net.named_parameters(), *net.named_buffers()]
    return {name: tensor for name, tensor in held if tensor.is_floating_point()}


def _registered(net: nn.Module) -> list[str]:
    """The names of all floating tensors, layer by layer."""
    held, names = _floating(net), []
    for name, layer in net.named_modules():
        own = [*layer.named_parameters(recurse=False), *layer.named_buffers(recurse=False)]
        names += [f"{name}.{last}" if name else last for last, _ in own]
    return [name for name in names if name in held]


def _orders(net: nn.Module, shape: list[int], device: str) -> dict[str, list[str]]:
    dtype = next((p.dtype for p in net.parameters()), torch.float32)
    x = torch.zeros(shape, device=device, dtype=dtype)
    return {"called": call_order(net.eval(), x), "registered": _registered(net)}


def _fill(net: nn.Module, names: list[str], fills: list[Any]) -> None:
    held = _floating(net)
    with torch.no_grad():
        for name, (role, seed) in zip(names, fills, strict=True):
            _fill_one(held[name], role, seed)


def _fill_one(tensor: torch.Tensor, role: str, seed: int) -> None:
    """Weights so large that signals keep their size through ReLU; scales around 1, the rest 0."""
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randn(min(tensor.numel(), BLOCK), generator=generator, dtype=torch.float64)
    if tensor.dim() > 1:
        drawn *= math.sqrt(2 / math.prod(tensor.shape[1:]))
    elif role == "running_var":
        drawn = 0.5 + drawn.abs()
    else:
        drawn = 0.3 * drawn + (1.0 if role == "weight" else 0.0)
    drawn = drawn.to(tensor.dtype)  # once, not with every piece
    values = tensor if tensor.is_contiguous() else torch.empty(tensor.shape, dtype=tensor.dtype)
    flat = values.view(-1)
    for start in range(0, tensor.numel(), BLOCK):  # in pieces: no second copy of a large tensor
        piece = flat[start : start + BLOCK]
        piece.copy_(drawn[: len(piece)])
    if values is not tensor:
        tensor.copy_(values)


class _Undrawn(TorchFunctionMode):
    """Parameters keep what their memory holds: they are filled before anybody looks."""

    DRAWS = (torch.Tensor.uniform_, torch.Tensor.normal_)

    def __torch_function__(
        self, function: Any, _types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        if function in self.DRAWS and isinstance(args[0], nn.Parameter):
            return args[0]
        return function(*args, **(kwargs or {}))


class _Recorder(TorchDispatchMode):
    """Notes the layers with weights as they run: kind, what is dropped of the input, shape."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[float], tuple[int, ...]]] = []

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        # torch would import its compiler first, which takes 0.8 s and needs a folder to write to.
        return False

    def __torch_dispatch__(
        self, operator: Any, _types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        result = operator(*args, **(kwargs or {}))
        name = operator.overloadpacket.__name__
        if name in KINDS:
            x = args[1] if name == "addmm" else args[0]
            self.rows.append((KINDS[name], _dropped(x), tuple(result.shape)))
        return result


def _dropped(x: torch.Tensor) -> list[float]:
    if x.device.type == "meta":
        return []
    zeros = (x == 0).double().mean().item()
    return [round(zeros, 1), round(x.max().item(), 3)]
