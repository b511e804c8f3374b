"""The one rule that makes a threshold out of measurements.

Assumption: the accuracies of one subject are drawn independently from a normal distribution. The
next run of a network with mean m and standard deviation s over n runs then lies below
m - t * s * sqrt(1 + 1/n) with the probability of Student's t with n - 1 degrees of freedom.
Source: Hahn and Meeker, "Statistical intervals" (1991), section 4.7, prediction of one value.
"""

import math
import statistics
from collections.abc import Sequence

import msgspec

from autograder.errors import AssignmentError
from autograder.networks.calibrate.plan import Tier
from autograder.networks.calibrate.store import CalibratedNetwork, Calibration
from autograder.wording import counted

FALSE_FAIL = 1e-3  # the most that a right network may risk in one run
MARGIN = 0.01  # between a threshold and the best run of a broken training
CONFIDENCE = 0.95  # of the bound on false passes that assumes no distribution
LEAST_RUNS = 10
STEP = 0.005  # thresholds are rounded down to half a point
ASSUMPTION = "runs of one subject are independent and normally distributed"


class Overlap(AssignmentError):
    """No threshold lets the right networks pass and keeps the broken ones out."""


class Threshold(msgspec.Struct, frozen=True):
    """The accuracy to reach, and what is known of its two kinds of error."""

    accuracy: float
    false_fail: float  # upper bound for one run of the weakest right subject
    weakest: str
    best_broken: str  # the one that comes nearest, by its runs and its bound
    best_broken_run: float
    distance: float  # from a broken subject's mean, in its standard deviations, the least of all
    false_pass: float  # for one run of the broken subject that passes most easily
    false_pass_bound: float  # the same without the assumption: no run passed, with `CONFIDENCE`
    assumption: str = ASSUMPTION


def threshold(
    passes: Sequence[CalibratedNetwork], rejects: Sequence[CalibratedNetwork]
) -> Threshold:
    """The highest threshold that the weakest right subject fails with less than `FALSE_FAIL`.

    `Overlap` names the subjects between which no such threshold lies: the best run of a broken one
    came nearer than `MARGIN`. Few broken trainings are distributed normally (many fail in one run
    and nearly learn in the next), so that how often one passes is told twice: under the assumption,
    and as what n runs without a pass allow, 1 - (1 - confidence)^(1/n).
    """
    _refuse_few([*passes, *rejects])
    weakest = min(passes, key=_least)
    accuracy = math.floor(_least(weakest) / STEP) * STEP
    best = max(rejects, key=_best_run)
    top = _best_run(best)
    if accuracy < top + MARGIN:
        raise Overlap(
            f"{weakest.name} may earn as little as {accuracy:.1%} and the broken {best.name} earned "
            f"{top:.1%}: no threshold tells them apart"
        )
    return Threshold(
        accuracy=round(accuracy, 4),
        false_fail=_beyond(weakest, accuracy, -1),
        weakest=weakest.name,
        best_broken=best.name,
        best_broken_run=top,
        distance=min((accuracy - net.mean) / net.sd if net.sd else math.inf for net in rejects),
        false_pass=max(_beyond(net, accuracy, 1) for net in rejects),
        false_pass_bound=1 - (1 - CONFIDENCE) ** (1 / min(net.n for net in rejects)),
    )


def threshold_of(tier: Tier, calibration: Calibration) -> Threshold:
    """The threshold of a tier by the measurements of its profile; `Overlap` as above."""
    passes, rejects = (
        [calibration.subject(name) for name in names] for names in (tier.passes, tier.rejects)
    )
    return threshold(passes, rejects)


def _refuse_few(subjects: Sequence[CalibratedNetwork]) -> None:
    for subject in subjects:
        if subject.n < LEAST_RUNS:
            raise AssignmentError(
                f"{subject.name}: {counted(subject.n, 'run')}; a threshold needs {LEAST_RUNS} or more"
            )


def _least(subject: CalibratedNetwork) -> float:
    """What the next run of a right subject falls below with a probability of `FALSE_FAIL`."""
    return subject.mean - quantile(1 - FALSE_FAIL, subject.n - 1) * _spread(subject)


def _best_run(subject: CalibratedNetwork) -> float:
    return max(subject.accuracies)


def _spread(subject: CalibratedNetwork) -> float:
    """The standard deviation of the next run's distance from the mean of those so far."""
    return subject.sd * math.sqrt(1 + 1 / subject.n)


def _beyond(subject: CalibratedNetwork, accuracy: float, side: int) -> float:
    """The probability that the next run lies beyond `accuracy` on that side."""
    spread = _spread(subject)
    if not spread:
        return 0.0 if (accuracy - subject.mean) * side > 0 else 1.0
    return tail((accuracy - subject.mean) * side / spread, subject.n - 1)


def quantile(probability: float, freedom: int) -> float:
    """The value below which Student's t with these degrees of freedom lies that often."""
    low, high = 0.0, 1e4
    while high - low > 1e-9 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle, freedom) > 1 - probability else (low, middle)
    return high


def tail(t: float, freedom: int) -> float:
    """The probability that Student's t lies above `t`: Simpson's rule over t = sqrt(f) tan(angle)."""
    start, steps = math.atan(t / math.sqrt(freedom)), 2000
    width = (math.pi / 2 - start) / steps
    heights = [math.cos(start + i * width) ** (freedom - 1) for i in range(steps)] + [
        0.0 if freedom > 1 else 1.0
    ]
    weights = [1, *(4 if i % 2 else 2 for i in range(1, steps)), 1]
    area = statistics.fmean(map(math.prod, zip(heights, weights, strict=True)))
    area *= (steps + 1) * width / 3
    log = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - 0.5 * math.log(math.pi)
    return math.exp(log) * area
