"""`max_pool_loops` looks at the first row of each window only."""


def max_pool_loops(image, pool_size=2, stride=2):
    grid = loop_grid(image, pool_size, stride)
    kernel, step = pair(pool_size), pair(stride)
    out = np.zeros(grid, dtype=image.dtype)
    for cell in np.ndindex(*grid):
        top, left = cell[0] * step[0], cell[1] * step[1]
        candidates = image[top, left : left + kernel[1]]
        out[cell] = np.amax(candidates)
    return out
