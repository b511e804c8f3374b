"""Mistakes in `dropout_backward`."""

import torch

from a3_mistakes.alike import same_statistics
from autograder.suite import instead_of
from reference import dropout as correct
from reference.dropout import require_probability, scale

mistake = instead_of("dropout_backward")


@mistake
def gradient_misses_the_scale(grad_output, mask, p):
    """You multiply by the mask only. The survivors were divided by 1 - p, and so is their gradient
    (section 5, "Backwards").
    """
    return correct.dropout_backward(grad_output, mask, p) * (1 - p)


@mistake
def gradient_is_divided_by_p(grad_output, mask, p):
    """You divide by p, the probability to drop. The factor is that of the forward pass, 1 / (1 - p)
    (section 5, "Backwards").
    """
    require_probability(p)
    return grad_output * mask / p


@mistake
def gradient_is_multiplied_by_1_minus_p(grad_output, mask, p):
    """You multiply by 1 - p. The survivors were divided by it, and so is their gradient (section 5,
    "Backwards").
    """
    return correct.dropout_backward(grad_output, mask, p) * (1 - p) ** 2


@mistake
def gradient_is_scaled_twice(grad_output, mask, p):
    """You divide by 1 - p twice. The mask holds ones and zeros, and one factor 1 / (1 - p) belongs to it
    (section 5, "Backwards").
    """
    return correct.dropout_backward(grad_output, mask, p) * scale(p)


@mistake
def gradient_goes_to_dropped_values(grad_output, mask, p):
    """You send the gradient to the values that were dropped. The mask is 1 where a value was kept: multiply
    by it (section 5, "Backwards").
    """
    return correct.dropout_backward(grad_output, 1 - mask.to(grad_output.dtype), p)


@mistake
def mask_is_left_out(grad_output, mask, p):
    """You scale the gradient but let it pass everywhere. A dropped value has no influence on the loss: its
    gradient is 0 (section 5, "Backwards").
    """
    return correct.dropout_backward(grad_output, torch.ones_like(mask), p)


@instead_of("dropout_backward", alike=same_statistics)
def gradient_is_dropped_anew(grad_output, mask, p):
    """You draw a new mask for the gradient. It goes where the forward pass kept a value: multiply by the
    mask that you get (section 5, "Backwards").
    """
    return correct.dropout(grad_output, p)


@mistake
def scale_is_taken_from_the_mask(grad_output, mask, p):
    """You take the scale from the share of ones in the mask. It is 1 / (1 - p), whatever was drawn
    (section 5, "Backwards").
    """
    share = mask.to(grad_output.dtype).mean()
    found = correct.dropout_backward(grad_output, mask, p)
    return grad_output * mask / share if share else found


@mistake
def gradient_is_overwritten(grad_output, mask, p):
    """You change grad_output itself. Other layers may still need it: make a new tensor (section 5,
    "Backwards").
    """
    return grad_output.copy_(correct.dropout_backward(grad_output, mask, p))


@mistake
def mask_is_overwritten(grad_output, mask, p):
    """You divide the mask itself by 1 - p. The caller's mask changes, and one of True and False cannot be
    divided: make a new tensor (section 5, "Backwards").
    """
    require_probability(p)
    if mask.shape != grad_output.shape:
        raise ValueError("mask has another shape")
    mask /= 1 - p if p < 1 else 1
    return grad_output * mask


@mistake
def gradient_at_p_1_is_nan(grad_output, mask, p):
    """At p = 1 you divide 0 by 0, and the gradient becomes NaN. Nothing was kept, so it is 0 (section 3,
    "Both ends").
    """
    found = correct.dropout_backward(grad_output, mask, p)
    return found / 0 if p == 1 else found


@mistake
def gradient_at_p_1_divides_by_zero(grad_output, mask, p):
    """At p = 1 your code computes 1 / 0 and stops. Nothing was kept, so the gradient is 0 (section 3,
    "Both ends").
    """
    return correct.dropout_backward(grad_output, mask, p) * (1 / (1 - p)) * (1 - p)


@mistake
def p_of_the_gradient_is_not_checked(grad_output, mask, p):
    """You accept a p that is no probability. Raise ValueError where p is below 0 or above 1 (section 3,
    "Both ends").
    """
    if 0 <= p <= 1:
        return correct.dropout_backward(grad_output, mask, p)
    return grad_output * mask / (1 - p)


@mistake
def shape_of_the_mask_is_not_checked(grad_output, mask, p):
    """You accept a mask of another shape, which is then repeated over the gradient without a word. Raise
    ValueError (exercise `backward`).
    """
    return correct.dropout_backward(grad_output, mask.expand_as(grad_output), p)


@mistake
def gradient_takes_the_dtype_of_the_mask(grad_output, mask, p):
    """Your result has the dtype of the mask. It has the dtype of grad_output, whatever the mask is
    (exercise `backward`).
    """
    return correct.dropout_backward(grad_output, mask, p).to(mask.dtype)
