"""`max_pool_loops` takes one size for both axes: as many rows as columns."""


def max_pool_loops(image, pool_size=2, stride=2):
    oh, ow = loop_grid(image, pool_size, stride)
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    largest = np.zeros((ow, ow), dtype=image.dtype)
    for i in range(oh):
        for j in range(ow):
            largest[i, j] = np.max(image[i * sh : i * sh + kh, j * sw : j * sw + kw])
    return largest
