"""Question `transforms`: what training pictures go through, and what all others go through.

Random draws are judged by what no right transform misses: of 256 draws between 84 and 172 are
flipped (by Hoeffding's inequality a fair coin falls outside with probability below
2 exp(-2 * 44.5^2 / 256) = 4e-7), and each of nine shifts occurs (9 * (8/9)^256 = 7e-13 per axis).
"""

import pytest
import torch
from a6_draws import found, results, statistics, which_std

from autograder.suite import assert_close, check, tensor

transforms = pytest.mark.question("transforms")
COUNT = 256


def drawn(student, name, count):
    return results(student.props.draws(getattr(student, name).get(), count), count)


@transforms
@pytest.mark.parametrize("name", ["train_transform", "test_transform"])
def test_a_float32_tensor_of_three_channels_comes_out(student, name):
    one = tensor(drawn(student, name, 2)["picture"], (2, 3, 32, 32))
    check(one.dtype == torch.float32, f"`{name}` gives {one.dtype}, not torch.float32")
    check(bool(torch.isfinite(one).all()), f"`{name}` gives values that are not finite")


@transforms
def test_a_test_picture_is_normalised_with_the_statistics_of_cifar10(student):
    got = drawn(student, "test_transform", 2)
    which_std(got)
    seen = found(got)
    still = not any(one.flipped or one.upside_down or one.right or one.down for one in seen)
    check(still and all(one.exact for one in seen), "a pixel is not where, or what, it should be")


@transforms
def test_a_test_picture_always_gives_the_same_tensor(student):
    picture = drawn(student, "test_transform", 64)["picture"]
    check(bool(torch.isfinite(picture).all()), "what the transform gives is not finite")
    assert_close(picture, picture[:1].expand_as(picture), what="the tensors of one test picture")


@transforms
def test_a_training_picture_is_normalised_with_the_statistics_of_cifar10(student):
    which_std(drawn(student, "train_transform", 2))


@transforms
def test_training_and_test_pictures_are_normalised_alike(student):
    train = statistics(drawn(student, "train_transform", 2))
    test = statistics(drawn(student, "test_transform", 2))
    same = all(
        abs(a - b) < 1e-3
        for ours, theirs in zip(train, test, strict=True)
        for a, b in zip(ours, theirs, strict=True)
    )
    check(same, "black and white come out on two different scales")


@transforms
def test_about_half_of_the_training_pictures_are_mirrored(student):
    seen = found(drawn(student, "train_transform", COUNT))
    flipped = sum(one.flipped for one in seen)
    check(84 <= flipped <= 172, f"{flipped} of {COUNT} draws are mirrored, expected about half")
    check(not any(one.upside_down for one in seen), "a training picture stands upside down")


@transforms
def test_training_pictures_are_moved_by_up_to_four_pixels(student):
    seen = found(drawn(student, "train_transform", COUNT))
    for axis, steps in (
        ("sideways", {s.right for s in seen}),
        ("up or down", {s.down for s in seen}),
    ):
        expected = set(range(-4, 5))
        message = f"moved {axis} by {sorted(steps)} pixels in {COUNT} draws, expected -4 to 4"
        check(steps == expected, message)


@transforms
def test_what_a_training_picture_uncovers_is_black(student):
    seen = found(drawn(student, "train_transform", COUNT))
    check(any(one.right or one.down for one in seen), "no training picture is moved")
    wrong = sum(not one.exact for one in seen)
    check(not wrong, f"{wrong} of {COUNT} draws are not the picture, mirrored or moved, on black")
