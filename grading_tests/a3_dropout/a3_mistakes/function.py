"""Mistakes in `dropout`: how survivors are scaled, what is drawn, which p are taken."""

import torch

from a3_mistakes.alike import same_statistics
from autograder.suite import instead_of
from reference.dropout import require_probability, scale

mistake = instead_of("dropout", alike=same_statistics)


def apply(x, mask, factor):
    """The kept values times a factor."""
    return x * mask.to(x.dtype) * factor


def uniform(x, generator):
    """A draw for each element."""
    return torch.rand(x.shape, generator=generator)


@mistake
def survivors_are_not_scaled(x, p=0.5, training=True, generator=None):
    """You do not scale the survivors, so the next layer sees smaller inputs in training than later.
    Divide them by 1 - p (section 2, "Why survivors are scaled").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) >= p, 1) if training else x


@mistake
def survivors_are_divided_by_p(x, p=0.5, training=True, generator=None):
    """You divide the survivors by p, the probability to drop. Divide by the probability to keep, 1 - p;
    only at p = 0.5 both are the same (section 2, "Why survivors are scaled").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) >= p, 1) / p if training else x


@mistake
def survivors_are_multiplied(x, p=0.5, training=True, generator=None):
    """You multiply the survivors by 1 - p, which makes them smaller still. Divide them by 1 - p (section
    2, "Why survivors are scaled").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) >= p, 1 - p) if training else x


@mistake
def p_is_taken_for_the_probability_to_keep(x, p=0.5, training=True, generator=None):
    """You take p for the probability to keep a value. Here p is the probability to drop it, and 1 - p
    the one to keep it (section 1, "One layer by hand").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) < p, 1) / p if training else x


@mistake
def kept_and_dropped_are_swapped(x, p=0.5, training=True, generator=None):
    """You keep a value with probability p and drop it with 1 - p: turn the comparison round. A draw
    from [0, 1) is below p with probability p; there the value is dropped (section 3, "A mask").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) < p, scale(p)) if training else x


@mistake
def draws_are_normal(x, p=0.5, training=True, generator=None):
    """Your share of zeros is not p: your draws come from the normal distribution (randn). Draw uniformly
    from 0 to 1 (rand), and a share p lies below p (section 3, "A mask").
    """
    require_probability(p)
    draws = torch.randn(x.shape, generator=generator)
    return apply(x, draws < 1 - p, scale(p)) if training else x


@mistake
def normal_draws_above_p_are_kept(x, p=0.5, training=True, generator=None):
    """You keep what draws more than p from the normal distribution (randn), which is not a share 1 - p.
    Draw uniformly from 0 to 1 (rand) (section 3, "A mask").
    """
    require_probability(p)
    draws = torch.randn(x.shape, generator=generator)
    return apply(x, draws > p, scale(p)) if training else x


@mistake
def evaluation_scales_too(x, p=0.5, training=True, generator=None):
    """You scale in training and again in evaluation. The survivors were scaled already: without training
    return x as it is (section 4, "Two modes").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) >= p, scale(p)) if training else x * (1 - p)


@mistake
def evaluation_scales_instead(x, p=0.5, training=True, generator=None):
    """You scale in evaluation instead of training. That is the older form; this assignment asks for
    inverted dropout: survivors are divided by 1 - p in training (section 4, "Two modes").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) >= p, 1) if training else x * (1 - p)


@mistake
def values_are_dropped_without_training(x, p=0.5, training=True, generator=None):
    """You never look at `training`, so that predictions stay random. Where it is False, return x as it is
    (section 4, "Two modes").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) >= p, scale(p))


@mistake
def input_is_overwritten(x, p=0.5, training=True, generator=None):
    """You change x itself: `*=`, `mul_` or an assignment into x. The caller, and autograd, still need it:
    make a new tensor (section 3, "A mask").
    """
    require_probability(p)
    if not training:
        return x
    x *= (uniform(x, generator) >= p).to(x.dtype) * scale(p)
    return x


@mistake
def two_axes_only(x, p=0.5, training=True, generator=None):
    """Your dropout works on tensors with two axes only. Draw a mask of x.shape, whatever it is
    (section 3, "A mask").
    """
    require_probability(p)
    if not training:
        return x
    n, features = x.shape
    return apply(x, torch.rand(n, features, generator=generator) >= p, scale(p))


@mistake
def mask_of_true_and_false_is_divided(x, p=0.5, training=True, generator=None):
    """You divide a mask of True and False in place, which no tensor of bools can do. Turn it into numbers
    of x's dtype first (section 3, "A mask").
    """
    require_probability(p)
    if not training:
        return x
    mask = uniform(x, generator) >= p
    mask /= 1 - p
    return x * mask


@mistake
def result_is_always_float32(x, p=0.5, training=True, generator=None):
    """Your result is float32 whatever x is. Give the mask the dtype of x (section 3, "A mask")."""
    require_probability(p)
    return apply(x.float(), uniform(x, generator) >= p, scale(p)) if training else x


@mistake
def p_1_gives_nan(x, p=0.5, training=True, generator=None):
    """At p = 1 you divide 0 by 0, and everything becomes NaN. Where p is 1 nothing is kept: return zeros
    (section 3, "Both ends").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) >= p, 1) / (1 - p) if training else x


@mistake
def p_1_divides_by_zero(x, p=0.5, training=True, generator=None):
    """At p = 1 your code computes 1 / 0 and stops. Where p is 1 nothing is kept: return zeros (section 3,
    "Both ends").
    """
    require_probability(p)
    return apply(x, uniform(x, generator) >= p, 1 / (1 - p)) if training else x


@mistake
def p_1_is_refused(x, p=0.5, training=True, generator=None):
    """You refuse p = 1. It is a probability: everything is dropped (section 3, "Both ends")."""
    if not 0 <= p < 1:
        raise ValueError("p must be below 1")
    return apply(x, uniform(x, generator) >= p, scale(p)) if training else x


@mistake
def both_ends_are_refused(x, p=0.5, training=True, generator=None):
    """You refuse p = 0 and p = 1. Both are probabilities: nothing is dropped, or everything (section 3,
    "Both ends").
    """
    if not 0 < p < 1:
        raise ValueError("p must be above 0 and below 1")
    return apply(x, uniform(x, generator) >= p, scale(p)) if training else x


@mistake
def p_is_not_checked(x, p=0.5, training=True, generator=None):
    """You accept a p that is no probability. Raise ValueError where p is below 0 or above 1 (section 3,
    "Both ends").
    """
    return apply(x, uniform(x, generator) >= p, scale(p)) if training else x
