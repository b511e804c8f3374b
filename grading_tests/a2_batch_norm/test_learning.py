"""The small network in training: that it learns, and that batch norm helps where steps are long."""

import pytest

from autograder.suite import Lesson, article, assert_learns, check, number, stripes, unrecorded

convergence = pytest.mark.question("convergence")

# Over 12 seeds for the solution and three right hand-ins in other styles (48 runs): all new images
# are told apart, with and without batch norm, where 0.8 is asked for. A network that makes a linear
# map stays at 0.5. The loss after long steps is 0.006, sd 0.004, at most 0.018; without batch norm it
# is 0.7 or above, or no number, for most hand-ins.
LESSON = Lesson(steps=30, learning_rate=1e-2, side=16)
STEPS, RATE = 20, 1.0  # of plain SGD
MOST = 0.3


@convergence
@pytest.mark.parametrize(
    "with_norm", [pytest.param(True, id="with_norm"), pytest.param(False, id="without_norm")]
)
def test_the_network_learns_stripes(student, with_norm):
    def make(side):
        return side.tools.bound(side.SmallCNN.get(), with_norm)

    assert_learns(student, make, LESSON)


@convergence
def test_with_batch_norm_even_long_steps_bring_the_loss_down(student):
    side = unrecorded(student)
    net = side.SmallCNN.new(True)
    side.tools.fill_lazy(net, 1, 3, LESSON.side, LESSON.side)
    curve = side.loss_curve(net, batches(), RATE)
    check(isinstance(curve, list | tuple), f"the curve must be a list, got {article(curve)}")
    check(len(curve) == STEPS, f"the curve has {len(curve)} values, expected {STEPS}")
    last = sum(number(loss, "a loss") for loss in curve[-5:]) / 5
    what = f"after {STEPS} steps with lr = {RATE:g} the loss is {last:.2g}"
    check(
        0 <= last < MOST, f"{what}; where batch norm is behind each convolution it is below {MOST}"
    )


def batches():
    """Two kinds of stripes, 16 images a batch."""
    pixels, y = stripes(LESSON, 16 * STEPS, seed=0)
    x = (pixels / 255 - 0.5) / 0.2
    return [list(pair) for pair in zip(x.split(16), y.split(16), strict=True)]
