"""`compound_scaling` multiplies each base by phi and does not raise it to that power."""


def compound_scaling(phi, alpha=1.2, beta=1.1, gamma=1.15):
    flops = alpha * beta * beta * gamma * gamma
    if not 1.8 <= flops <= 2.2:
        raise ValueError(f"alpha, beta, gamma cost {flops}, which is not within 10 % of 2")
    if phi == 0:
        return (1.0, 1.0, 1.0)
    return alpha * phi, beta * phi, gamma * phi
