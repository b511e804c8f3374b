"""Mistakes in `compound_scaling`: the powers, their order, the rule."""

from autograder.suite import instead_of
from reference import modern as correct


@instead_of("compound_scaling")
def factors_are_multiplied_by_phi(phi, alpha=1.2, beta=1.1, gamma=1.15):
    """You multiply the bases by phi. Each step multiplies the size once more: alpha to the power phi
    (section 1, "Scaling all three together").
    """
    correct.compound_scaling(phi, alpha, beta, gamma)
    return alpha * phi, beta * phi, gamma * phi


@instead_of("compound_scaling")
def width_comes_before_depth(phi, alpha=1.2, beta=1.1, gamma=1.15):
    """You return the width first. The order is depth, width, resolution: alpha, beta, gamma (section 1,
    "Scaling all three together").
    """
    depth, width, resolution = correct.compound_scaling(phi, alpha, beta, gamma)
    return width, depth, resolution


@instead_of("compound_scaling")
def any_bases_are_taken(phi, alpha=1.2, beta=1.1, gamma=1.15):
    """You never check the bases. Raise ValueError unless alpha * beta^2 * gamma^2 is from 1.8 to 2.2
    (section 1, "Scaling all three together").
    """
    return alpha**phi, beta**phi, gamma**phi


@instead_of("compound_scaling")
def rule_has_no_squares(phi, alpha=1.2, beta=1.1, gamma=1.15):
    """You check alpha * beta * gamma. Width and resolution count twice: the cost of a step is
    alpha * beta^2 * gamma^2 (section 1, "Scaling all three together").
    """
    if abs(alpha * beta * gamma - 2) > 0.2:
        raise ValueError("alpha * beta * gamma is not about 2")
    return alpha**phi, beta**phi, gamma**phi


@instead_of("compound_scaling")
def rule_is_one_sided(phi, alpha=1.2, beta=1.1, gamma=1.15):
    """You refuse bases that cost too much, but not those that cost too little. Within 10 % of 2 means
    from 1.8 to 2.2 (section 1, "Scaling all three together").
    """
    if alpha * beta**2 * gamma**2 > 2.2:
        raise ValueError("alpha * beta^2 * gamma^2 is above 2.2")
    return alpha**phi, beta**phi, gamma**phi
