"""What both sides can call by name, `student.props.NAME`: nothing in here is an answer to a task.

Networks stay where the student's code runs, so what a test wants to know of one is asked here. How
a student names or builds the layers must not matter: the answers below are the same for every
right network, so that a mistake is recognised in any.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy

import torch
from torch import Tensor, nn

SHIFTS = ("bias", "beta", "shift", "offset")  # what a parameter that is added may be called


# The state of a layer


def run(net: nn.Module, *batches: Tensor) -> None:
    """Put these batches through the net; nobody looks at the outputs."""
    for batch in batches:
        net(batch)


def state(net: nn.Module) -> dict[str, Tensor]:
    """The layer's state dict, as plain tensors."""
    return {name: tensor.detach().clone() for name, tensor in net.state_dict().items()}


def load(net: nn.Module, values: dict[str, Tensor]) -> None:
    """Load a state dict that holds these values and no others."""
    net.load_state_dict(values)


def loads_into_torch(net: nn.Module, num_features: int) -> bool:
    """Whether torch's own layer accepts the layer's state dict."""
    try:
        nn.BatchNorm2d(num_features).load_state_dict(net.state_dict())
    except RuntimeError:
        return False
    return True


def learnable(net: nn.Module) -> list[str]:
    """The names of the parameters that a training moves, sorted."""
    return sorted(name for name, value in net.named_parameters() if value.requires_grad)


def keeps_a_graph(net: nn.Module, name: str, x: Tensor) -> bool:
    """Whether a running statistic remembers, for autograd, how it was computed from x."""
    net(x.requires_grad_())
    return getattr(net, name).requires_grad


# A block of any build


def fill(net: nn.Module) -> None:
    """Give every floating tensor values that depend on what it is for, not on its name or place."""
    parameters = {name for name, _ in net.named_parameters()}
    with torch.no_grad():
        for name, tensor in [*net.named_parameters(), *net.named_buffers()]:
            if tensor.is_floating_point():
                tensor.copy_(_values(_role(name, tensor, name in parameters), tensor.shape))


def _role(name: str, tensor: Tensor, is_parameter: bool) -> str:
    last = name.rpartition(".")[2]
    if tensor.ndim > 1:
        return "filters"
    if is_parameter:
        return "shift" if any(word in last for word in SHIFTS) else "scale"
    return "var" if "var" in last else "mean"


def _values(role: str, shape: torch.Size) -> Tensor:
    seeds = {"filters": 1, "scale": 2, "shift": 3, "mean": 4, "var": 5}
    generator = torch.Generator().manual_seed(seeds[role])
    drawn = torch.randn(shape, generator=generator, dtype=torch.float64)
    if role == "filters":
        return drawn / max(1, shape[1:].numel()) ** 0.5
    return {"scale": 1 + 0.3 * drawn, "shift": 0.3 * drawn, "mean": 0.3 * drawn}.get(
        role, 0.5 + drawn.abs()
    )


def parameter_shapes(net: nn.Module) -> list[list[int]]:
    """The shapes of all parameters, largest number of axes first, then by size."""
    shapes = [list(parameter.shape) for parameter in net.parameters()]
    return sorted(shapes, key=lambda shape: (-len(shape), shape))


def statistics(net: nn.Module) -> list[Tensor]:
    """The running mean and the running variance of a net with one batch normalisation."""
    buffers = [(name, tensor.clone()) for name, tensor in net.named_buffers() if tensor.ndim]
    return [tensor for _, tensor in sorted(buffers, key=lambda item: "var" in item[0])]


# A network of any architecture


def logits_shape(net: nn.Module, x: Tensor) -> list[int]:
    """The shape of what the network gives for these images."""
    return list(net(x).shape)


def gives_probabilities(net: nn.Module, x: Tensor) -> bool:
    """Whether what the network gives for each image adds up to 1."""
    return _close(_logits(net, x).sum(dim=1), torch.ones(len(x), dtype=torch.float64))


def mixes_images(net: nn.Module, x: Tensor) -> bool:
    """Whether the first image's logits depend on the images beside it, in training mode."""
    others = torch.cat([x[:1], x[1:].flip(0) * 2])
    return not _close(_logits(net, x)[0], _logits(net, others)[0])


def mixes_images_in_evaluation(net: nn.Module, x: Tensor) -> bool:
    """Whether they depend on them in evaluation mode."""
    evaluated = deepcopy(net).double().eval()
    with torch.no_grad():
        return not _close(evaluated(x.double())[0], evaluated(x[:1].double())[0])


def tracks_batches(net: nn.Module, x: Tensor) -> bool:
    """Whether a batch in training mode leaves its trace in the network's buffers."""
    trained = deepcopy(net).train()
    before = [buffer.clone() for buffer in trained.buffers()]
    trained(x)
    return any(not torch.equal(a, b) for a, b in zip(before, trained.buffers(), strict=True))


def undoes_the_scale_of_its_filters(
    net: nn.Module, x: Tensor, first_only: bool, num_classes: int = 0
) -> bool:
    """Whether the logits, in training mode, stay when its convolutions give 8 times as much.

    All of them, or the first only; one with an output for each class makes the logits and is left
    as it is.
    """
    scaled = deepcopy(net)
    for convolution in filter(_has_filters, scaled.modules()):
        outputs, inputs = next(w.shape[:2] for w in own(convolution) if w.ndim == 4)
        wanted = outputs != num_classes and (inputs == 3 or not first_only)
        with torch.no_grad():
            for parameter in own(convolution) if wanted else ():
                parameter.mul_(8)
    # eps may show where a channel varies little; a scale that counts shows eightfold
    return _close(_logits(net, 1e3 * x), _logits(scaled, 1e3 * x), within=0.05)


def _has_filters(module: nn.Module) -> bool:
    return any(parameter.ndim == 4 for parameter in own(module))


def own(module: nn.Module) -> list[nn.Parameter]:
    """The parameters of this layer itself, not of those inside it."""
    return list(module.parameters(recurse=False))


def normalises_its_logits(net: nn.Module, x: Tensor, num_classes: int) -> bool:
    """Whether the logits, in training mode, stay when the layer that makes them gives 8 times as much.

    That layer is the one with as many outputs as classes.
    """
    scaled = deepcopy(net)
    with torch.no_grad():
        for parameter in scaled.parameters():
            if parameter.ndim > 1 and len(parameter) == num_classes:
                parameter.mul_(8)
    # eps may show where a channel varies little; a scale that counts shows eightfold
    return _close(_logits(net, 1e3 * x), _logits(scaled, 1e3 * x), within=0.05)


def has_a_norm_in_two_places(net: nn.Module, x: Tensor) -> bool:
    """Whether one forward pass goes through a layer with running statistics more than once."""
    calls: list[nn.Module] = []
    watched = deepcopy(net)
    for layer in watched.modules():
        if any(buffer.ndim for buffer in layer.buffers(recurse=False)):
            layer.register_forward_hook(lambda layer, *_: calls.append(layer))
    watched(x)
    return len(calls) > len(set(calls))


def convolutions_without_statistics(net: nn.Module) -> int:
    """How many convolutions, up to 2, have no running variance of their width to themselves."""
    widths = [w.shape[0] for w in net.parameters() if w.ndim == 4]
    for name, buffer in net.named_buffers():
        if "var" in name and buffer.ndim == 1 and len(buffer) in widths:
            widths.remove(len(buffer))
    return min(2, len(widths))


def same_weights_but_norm(net: nn.Module, other: nn.Module) -> bool:
    """Whether both have the same filters and matrices."""
    shapes = [[s for s in parameter_shapes(n) if len(s) > 1] for n in (net, other)]
    return shapes[0] == shapes[1]


def learns_everywhere(net: nn.Module, x: Tensor) -> bool:
    """Whether every parameter takes part in the logits."""
    trained = deepcopy(net)
    trained(x).square().sum().backward()
    return all(parameter.grad is not None for parameter in trained.parameters())


def learns(loss_curve: Callable, net: nn.Module, x: Tensor, y: Tensor) -> bool:
    """Whether ten steps on one batch bring its loss down."""
    curve = loss_curve(net, [(x, y)] * 10, 0.05)
    return len(curve) == 10 and curve[-1] < curve[0]


def _logits(net: nn.Module, x: Tensor) -> Tensor:
    with torch.no_grad():
        return deepcopy(net).double().train()(x.double())


def _close(a: Tensor, b: Tensor, within: float = 1e-3) -> bool:
    return a.shape == b.shape and bool(((a - b).abs() <= within * b.abs().max()).all())


# Something to train


def tiny_net(with_norm: bool, old_gradient: float | None = None) -> nn.Module:
    """A network of ours in float64 for images with two channels; the same on every side.

    With an old gradient, that number stands in the gradient of every parameter.
    """
    torch.manual_seed(3)
    norm = [nn.BatchNorm2d(3)] if with_norm else []
    layers = [nn.Conv2d(2, 3, 3), *norm, nn.ReLU(), nn.Flatten(), nn.Linear(3 * 2 * 3, 4)]
    net = nn.Sequential(*layers).double()
    for parameter in net.parameters() if old_gradient is not None else ():
        parameter.grad = torch.full_like(parameter, old_gradient)
    return net


def stream(batches: list) -> Iterator:
    """The batches, one after the other, once."""
    return iter(batches)


def parameters(net: nn.Module) -> dict[str, Tensor]:
    """The values of all parameters."""
    return {name: value.detach().clone() for name, value in net.named_parameters()}
