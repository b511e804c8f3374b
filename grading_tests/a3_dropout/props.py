"""What both sides can call by name, `student.props.NAME`: nothing in here is an answer to a task.

Networks and trainings stay where the student's code runs; what a test wants to know of them is
asked here, in facts that do not depend on how a student builds or trains.
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

# The function and the layer


def many(function: Callable, x: Tensor, p: float, times: int) -> Tensor:
    """The results of several calls with the same arguments, stacked."""
    return torch.stack([function(x, p) for _ in range(times)])


def going_on(function: Callable, x: Tensor, p: float, times: int, seed: int) -> Tensor:
    """The results of several calls that share one generator, stacked."""
    generator = torch.Generator().manual_seed(seed)
    return torch.stack([function(x, p, generator=generator) for _ in range(times)])


def seeded(function: Callable, x: Tensor, p: float, seeds: list[int]) -> Tensor:
    """The results of a call for each seed, with a generator of its own, stacked."""
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    return torch.stack([function(x, p, generator=generator) for generator in generators])


def passes(layer: Callable, x: Tensor, times: int) -> Tensor:
    """The results of several forward passes of the same input, stacked."""
    return torch.stack([layer(x) for _ in range(times)])


def inside(layer: nn.Module) -> nn.Module:
    """A network with this layer in it."""
    return nn.Sequential(nn.Identity(), nn.Sequential(layer))


def made_and_used(layer: Callable, p: float) -> None:
    """Make a layer and use it."""
    layer(p)(torch.ones(2, 3))


# The network: layers are told apart by their number of outputs, not by name or place

OUTPUTS = [64, 128, 512, 256]  # and then the classes


def shapes(net: nn.Module) -> list[list[int]]:
    """The shapes of all parameters, sorted."""
    return sorted(list(parameter.shape) for parameter in net.parameters())


def fill(net: nn.Module) -> None:
    """Give every parameter values that depend on its shape only."""
    with torch.no_grad():
        for parameter in net.parameters():
            generator = torch.Generator().manual_seed(parameter.shape[0] + parameter.ndim)
            drawn = torch.randn(min(9973, parameter.numel()), generator=generator)
            repeated = drawn.repeat(math.ceil(parameter.numel() / len(drawn)))
            inputs = max(1, parameter[0].numel())
            parameter.copy_(repeated[: parameter.numel()].view_as(parameter) * (2 / inputs) ** 0.5)


def send_ones(net: nn.Module, layer: int) -> None:
    """Let this layer (0 is the first convolution, 4 the last linear one) give 1 everywhere.

    Those behind it pass on what they get, input i to output i, so that only dropout shows.
    """
    with torch.no_grad():
        for parameter in net.parameters():
            size = len(parameter)
            place = OUTPUTS.index(size) if size in OUTPUTS else len(OUTPUTS)
            parameter.zero_()
            if parameter.ndim == 1:
                parameter.fill_(float(place == layer))
            elif place > layer:
                _pass_on(parameter)


def _pass_on(weight: Tensor) -> None:
    if weight.ndim == 4:
        weight[:, 0, weight.shape[2] // 2, weight.shape[3] // 2] = 1
    else:
        weight.copy_(torch.eye(*weight.shape))


def twice(net: nn.Module, x: Tensor) -> dict[str, Any]:
    """Whether two passes in the mode the network is in agree, and if so what they give."""
    with torch.no_grad():
        one, other = net(x), net(x)
    repeats = torch.equal(one, other)
    return {"repeats": repeats, "logits": one if repeats else None}


def unused(net: nn.Module, x: Tensor) -> int:
    """How many parameters no image reaches."""
    net(x).square().sum().backward()
    return sum(parameter.grad is None for parameter in net.parameters())


# The sweep: models that keep a record of how they are treated

GUESS, GUESS_IN_TRAINING, IS_TEST = range(3)  # the columns of x
KEYS = ("p", "trained", "trained_on_test", "trained_in_evaluation", "moved", "added_up")


class Recorded(nn.Module):
    """Counts images by mode; a pass in training mode that records gradients is a training."""

    def __init__(self, p: float, log: list[dict[str, Any]]) -> None:
        super().__init__()
        self.row: dict[str, Any] = {"p": p, "seen": 0, "trained": 0, "weights": [], "masks": []}
        self.row |= dict.fromkeys(KEYS[2:], False)
        log.append(self.row)
        self.weight = nn.Parameter(torch.zeros(2, 2))
        self.weight.register_hook(self.note_gradient)
        self.weight.register_post_accumulate_grad_hook(self.note_sum)
        self.batch_gradient: Tensor | None = None

    def note_gradient(self, gradient: Tensor) -> None:
        """Remember the gradient of one batch."""
        self.batch_gradient = gradient.detach().clone()
        self.row["trained_in_evaluation"] |= not self.training

    def note_sum(self, parameter: Tensor) -> None:
        """Compare what the optimiser will see with the gradient of one batch."""
        if parameter.grad is not None and self.batch_gradient is not None:
            same = torch.allclose(parameter.grad, self.batch_gradient, rtol=1e-4, atol=1e-7)
            self.row["added_up"] |= not same

    def forward(self, x: Tensor) -> Tensor:
        """The logits, after noting who is asked for them and how."""
        self.row["seen"] += len(x)
        self.row["moved"] |= bool(self.weight.detach().any())
        if self.training and torch.is_grad_enabled():
            self.row["trained"] += len(x)
            self.row["trained_on_test"] |= bool((x[:, IS_TEST] == 1).any())
        return self.logits(x)


class Fixed(Recorded):
    """Answers what x says, whatever its weights are; in training mode it answers otherwise."""

    def logits(self, x: Tensor) -> Tensor:
        """One class far ahead of the other, by more than the weights can change."""
        column = GUESS_IN_TRAINING if self.training else GUESS
        answer = nn.functional.one_hot(x[:, column].long(), 2).float()
        return 100 * answer + x[:, :2] @ self.weight.tanh()


class Learner(Recorded):
    """A linear model that starts at 0: one step in the right direction separates the classes."""

    def logits(self, x: Tensor) -> Tensor:
        """Class 0 where the weights are 0."""
        return x[:, :2] @ self.weight


class Random(Learner):
    """Draws when it is made, as for weights, and in each training pass, as for a mask."""

    def __init__(self, p: float, log: list[dict[str, Any]]) -> None:
        super().__init__(p, log)
        self.row["weights"].append(torch.rand(()).item())

    def logits(self, x: Tensor) -> Tensor:
        """The learner's logits; the draws are only noted."""
        if self.training:
            self.row["masks"].append(torch.rand(()).item())
        return super().logits(x)


MODELS = {"fixed": Fixed, "learner": Learner}


def swept(sweep: Callable, kind: str, train: list, test: list, **arguments: Any) -> dict[str, Any]:
    """What a sweep over models of this kind gives, and by p what the models saw that it used."""
    log: list[dict[str, Any]] = []
    answer = sweep(lambda p: MODELS[kind](p, log), train, test, **arguments)
    rows = sorted([row[key] for key in KEYS] for row in log if row["seen"])
    return {"answer": answer, "models": [dict(zip(KEYS, row, strict=True)) for row in rows]}


def swept_twice(sweep: Callable, train: list, test: list, seeds: list[int]) -> dict[str, bool]:
    """Whether two sweeps with these seeds draw the same numbers for weights, and for masks."""
    logs: list[list[dict[str, Any]]] = [[], []]
    for seed, log, before in zip(seeds, logs, (11, 12), strict=True):
        torch.manual_seed(before)
        sweep(lambda p, log=log: Random(p, log), train, test, ps=(0.0, 0.3), epochs=2, seed=seed)
    draws = {
        key: [[draw for row in log for draw in row[key]] for log in logs]
        for key in ("weights", "masks")
    }
    same = {f"same_{key}": one == other for key, (one, other) in draws.items()}
    return {**same, "drawn": all(one and other for one, other in draws.values())}


# What a training shows


def two_layers(layer: Callable[[float], nn.Module], p: float) -> nn.Sequential:
    """A network of ours for images of 1x8x8, with the student's dropout before both layers."""
    first, second = nn.Linear(64, 128), nn.Linear(128, 10)
    return nn.Sequential(nn.Flatten(), layer(p), first, nn.ReLU(), layer(p), second)


LABELS = 48


class Memory(nn.Module):
    """A weight for each image and class, drawn small; what is learned of one tells none of another."""

    def __init__(self) -> None:
        super().__init__()
        drawn = torch.randn(LABELS, 2, generator=torch.Generator().manual_seed(5))
        self.weight = nn.Parameter(0.025 * drawn)

    def forward(self, x: Tensor) -> Tensor:
        """The logits of images that are rows of zeros with a single 20."""
        return x @ self.weight


def learned_by_heart(sweep: Callable, epochs: int) -> float:
    """The share of labels that a sweep teaches a network of ours, asked by us."""
    x, y = 20 * torch.eye(LABELS), torch.arange(LABELS) // 3 % 2
    batches = list(zip(x.split(8), y.split(8), strict=True))
    models: list[Memory] = []

    def make_model(p: float) -> nn.Module:
        models.append(Memory())
        return models[-1]

    sweep(make_model, batches, batches[:1], ps=(0.5,), epochs=epochs)
    shares = [float((model(x).argmax(dim=1) == y).float().mean()) for model in models]
    return max(shares, default=0.0)
