"""`compound_scaling` gives width before depth, and refuses only a cost below 1.8, none above 2.2."""


def compound_scaling(phi, alpha=1.2, beta=1.1, gamma=1.15):
    if alpha * beta**2 * gamma**2 < 1.8:
        raise ValueError("alpha * beta^2 * gamma^2 must be about 2")
    depth, width, resolution = (base**phi for base in (alpha, beta, gamma))
    return width, depth, resolution
