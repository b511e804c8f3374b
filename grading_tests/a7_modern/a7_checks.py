"""What the tests of this suite make: blocks and networks whose sizes are known."""

from typing import Any

from autograder.suite import Handle, Namespace


def made(side: Namespace, name: str, *arguments: Any, **sizes: Any) -> Handle:
    """What this class or function makes; lazy layers get their sizes first, so that all can be counted."""
    net = getattr(side, name).new(*arguments, **sizes)
    side.tools.fill_lazy(net, *_input(name, arguments, sizes))
    return net


def _input(name: str, arguments: tuple, sizes: dict[str, int]) -> tuple[int, ...]:
    """The shape of one image for what is made with these arguments."""
    if name == "PatchEmbedding":
        side, _, channels, _ = arguments
    elif name == "ViT":
        channels, side = 3, sizes.get("image_size", 32)
    else:
        channels, side = arguments[name == "DenseBlock"], 8
    return 1, channels, side, side
