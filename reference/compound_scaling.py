"""Compound scaling: how much deeper, wider and finer a network of a family becomes, by one number.

Source: Tan and Le, "EfficientNet: rethinking model scaling for convolutional neural networks"
(2019), section 3.3, equation 3.
"""


def compound_scaling(
    phi: float, alpha: float = 1.2, beta: float = 1.1, gamma: float = 1.15
) -> tuple[float, float, float]:
    """Factors of depth, width and resolution: alpha, beta and gamma to the power phi.

    Each step of phi costs about twice as much: `ValueError` unless alpha * beta^2 * gamma^2 is
    within 10 % of 2, from 1.8 to 2.2.
    """
    cost = alpha * beta**2 * gamma**2
    if not 1.8 <= cost <= 2.2:
        raise ValueError(f"alpha * beta^2 * gamma^2 is {cost:.3f}; it must be from 1.8 to 2.2")
    return alpha**phi, beta**phi, gamma**phi
