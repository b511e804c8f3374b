"""What a transform does, found out from its results on a picture that tells every pixel's place."""

import msgspec
import numpy as np
import props
import torch

from autograder.suite import check, fields, tensor
from reference.transforms import MEAN, STD

COPIED_STD = (0.2023, 0.1994, 0.2010)  # widely copied; the mean of the images' own deviations
ACCEPTED = {"the data set's": STD, "the widely copied": COPIED_STD}
PADDING = 4


class Found(msgspec.Struct, frozen=True):
    """What was done to one picture: `exact` where it was moved on black, and nothing else.

    `border` is what was uncovered: nothing (""), "flat" in one colour, or some "pattern".
    """

    flipped: bool
    upside_down: bool
    right: int
    down: int
    exact: bool
    border: str


def results(got: object, count: int) -> dict[str, torch.Tensor]:
    """The tensors that `props.draws` sent, or a failure that says what they should be."""
    names = ("picture", "black", "white")
    counts = (count, 8, 8)
    values = fields(got, *names, what="what the transform gives")
    return {
        name: tensor(value, (n, 3, 32, 32), "what the transform gives for so many pictures")
        for name, value, n in zip(names, values, counts, strict=True)
    }


def statistics(drawn: dict[str, torch.Tensor]) -> tuple[list[float], list[float]]:
    """The mean and the deviation that it normalises with, from black and white centre pixels."""
    black, white = (drawn[name][0, :, 16, 16].double() for name in ("black", "white"))
    std = 1 / (white - black)
    return (-black * std).tolist(), std.tolist()


def which_std(drawn: dict[str, torch.Tensor]) -> str:
    """Which of the accepted deviations it divides by; a failure where it is none of them."""
    mean, std = statistics(drawn)
    centred = np.allclose(mean, MEAN, atol=2e-4)
    check(centred, "the mean that it subtracts is not that of CIFAR-10's training pixels")
    names = [name for name, accepted in ACCEPTED.items() if np.allclose(std, accepted, atol=2e-4)]
    check(bool(names), "it does not divide by the standard deviation of CIFAR-10's training pixels")
    return names[0]


def found(drawn: dict[str, torch.Tensor]) -> list[Found]:
    """What was done in each result on the picture."""
    pixels = _pixels(drawn)
    check(bool(np.isfinite(pixels).all()), "what the transform gives is not finite")
    return [_found(one) for one in pixels]


def _pixels(drawn: dict[str, torch.Tensor]) -> np.ndarray:
    """The results back on the scale from 0 to 255, `(n, 32, 32, 3)`."""
    mean, std = (np.array(values).reshape(1, 3, 1, 1) for values in statistics(drawn))
    scaled = drawn["picture"].double().numpy() * std + mean
    return (scaled * 255).transpose(0, 2, 3, 1)


def _found(pixels: np.ndarray) -> Found:
    centre, beside, below = pixels[16, 16], pixels[16, 17], pixels[17, 16]
    flipped, upside_down = bool(beside[0] < centre[0]), bool(below[1] < centre[1])
    column, row = (int(np.clip(np.rint((value - 20) / 7), 0, 31)) for value in centre[:2])
    source = props.PICTURE[::-1] if upside_down else props.PICTURE
    source = source[:, ::-1] if flipped else source
    right = 16 - (31 - column if flipped else column)
    down = 16 - (31 - row if upside_down else row)
    expected = _moved(source, right, down)
    exact = bool(np.abs(pixels - expected).max() < 0.05)
    return Found(flipped, upside_down, right, down, exact, _border(pixels, expected))


def _border(pixels: np.ndarray, expected: np.ndarray) -> str:
    uncovered = pixels[expected.max(axis=-1) == 0]  # the picture has no black pixel
    if not len(uncovered):
        return ""
    return "flat" if np.ptp(uncovered, axis=0).max() < 0.05 else "pattern"


def _moved(pixels: np.ndarray, right: int, down: int) -> np.ndarray:
    """The picture moved on black."""
    padded = np.pad(pixels, ((32, 32), (32, 32), (0, 0)))
    return padded[32 - down : 64 - down, 32 - right : 64 - right].astype(float)
