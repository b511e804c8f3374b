"""Mistakes in `dropout`: which values share a draw, and where the draws and gradients come from."""

import torch

from a3_mistakes.alike import same_statistics
from autograder.suite import instead_of
from reference import dropout as correct
from reference.dropout import require_probability, scale

mistake = instead_of("dropout", alike=same_statistics)


def shared(x, p, training, generator, shape):
    """Dropout with a mask of another shape, which is repeated over x."""
    require_probability(p)
    if not training:
        return x
    mask = torch.rand(shape, generator=generator) >= p
    return x * mask.to(x.dtype) * scale(p)


@mistake
def one_mask_for_all_samples(x, p=0.5, training=True, generator=None):
    """You draw one mask and use it for every sample of the batch. Draw for each element: the mask has
    the whole shape of x (section 3, "A mask").
    """
    return shared(x, p, training, generator, (1, *x.shape[1:]) if x.ndim > 1 else x.shape)


@mistake
def one_mask_for_all_channels(x, p=0.5, training=True, generator=None):
    """You use one mask for all channels or features of a sample. Draw for each element: the mask has the
    whole shape of x (section 3, "A mask").
    """
    shape = (len(x), 1, *x.shape[2:]) if x.ndim > 1 else x.shape
    return shared(x, p, training, generator, shape)


@mistake
def whole_channels_are_dropped(x, p=0.5, training=True, generator=None):
    """You drop whole channels, as Dropout2d does. Here each element has a draw of its own: the mask has
    the whole shape of x (section 3, "A mask").
    """
    shape = (*x.shape[:2], *[1] * (x.ndim - 2))
    return shared(x, p, training, generator, shape)


@mistake
def whole_samples_are_dropped(x, p=0.5, training=True, generator=None):
    """You make one draw for each sample and drop all of it or nothing. Draw for each element: the mask
    has the whole shape of x (section 3, "A mask").
    """
    shape = (len(x), *[1] * (x.ndim - 1))
    return shared(x, p, training, generator, shape)


@mistake
def one_draw_for_everything(x, p=0.5, training=True, generator=None):
    """You make a single draw and drop all of x or nothing. Draw for each element: the mask has the whole
    shape of x (section 3, "A mask").
    """
    return shared(x, p, training, generator, (1,) * x.ndim)


@mistake
def exact_share_is_dropped(x, p=0.5, training=True, generator=None):
    """You always drop the same number of values. Each value is dropped with probability p, whatever
    happens to the others, so that their number varies (section 3, "A mask").
    """
    require_probability(p)
    if not training:
        return x
    order = torch.randperm(x.numel(), generator=generator).reshape(x.shape)
    return x * (order >= round(p * x.numel())).to(x.dtype) * scale(p)


@mistake
def generator_is_ignored(x, p=0.5, training=True, generator=None):
    """You never use the generator, so its seed repeats nothing. Pass it on to the function that draws
    (section 3, "The same mask again").
    """
    return correct.dropout(x, p, training)


@mistake
def every_call_starts_from_one_seed(x, p=0.5, training=True, generator=None):
    """You set a seed inside the function, so that every call drops the same places. Draw without seeding;
    who wants to repeat a result passes a generator (section 3, "The same mask again").
    """
    if generator is None:
        torch.manual_seed(0)
    return correct.dropout(x, p, training, generator)


@mistake
def generator_starts_over_in_every_call(x, p=0.5, training=True, generator=None):
    """You set the generator back to its seed in every call, so that it drops the same places again and
    again. Just draw from it (section 3, "The same mask again").
    """
    if generator is not None:
        generator.manual_seed(generator.initial_seed())
    return correct.dropout(x, p, training, generator)


@mistake
def one_seed_for_all_generators(x, p=0.5, training=True, generator=None):
    """You give the generator a seed of your own, so that all seeds give the same result. Just draw from
    it (section 3, "The same mask again").
    """
    if generator is not None:
        generator.manual_seed(0)
    return correct.dropout(x, p, training, generator)


@mistake
def gradient_is_cut_off(x, p=0.5, training=True, generator=None):
    """Your values are right, but autograd finds no way back to x: detach, .data, .item() or NumPy cut
    it. Compute with tensors from x to the result (section 5, "Backwards").
    """
    return correct.dropout(x.detach(), p, training, generator)


@mistake
def gradient_passes_everywhere(x, p=0.5, training=True, generator=None):
    """Your gradient passes where values were dropped, too. Multiply x by the mask; then autograd
    multiplies the gradient by it (section 5, "Backwards").
    """
    return x + (correct.dropout(x, p, training, generator) - x).detach()


@mistake
def gradient_is_not_scaled(x, p=0.5, training=True, generator=None):
    """Your gradient passes where values pass, but without the factor 1 / (1 - p). The chain rule
    multiplies by it again (section 5, "Backwards").
    """
    dropped = correct.dropout(x, p, training, generator)
    passed = x * (dropped != 0).to(x.dtype)
    return passed + (dropped - passed).detach()


class NewMask(torch.autograd.Function):
    """Forward and backward draw each for themselves."""

    @staticmethod
    def forward(context, x, p, generator):
        context.p, context.generator = p, generator
        return correct.dropout(x, p, True, generator)

    @staticmethod
    def backward(context, grad_output):
        return correct.dropout(grad_output, context.p, True, context.generator), None, None


@mistake
def backward_draws_a_new_mask(x, p=0.5, training=True, generator=None):
    """Your backward pass draws a mask of its own. The gradient goes where the forward pass kept a value:
    keep that mask (section 5, "Backwards").
    """
    require_probability(p)
    return NewMask.apply(x, p, generator) if training else x
