"""`avg_pool_loops` sums over the rows i to i + k and the columns j to j + k, one too many of each, and `max_pool_loops` steps by one whatever the stride."""


def avg_pool_loops(image, pool_size=2, stride=2):
    oh, ow = loop_grid(image, pool_size, stride)
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    means = np.zeros((oh, ow), dtype=np.float32 if image.dtype == np.float32 else np.float64)
    for i in range(oh):
        for j in range(ow):
            window = image[i * sh : i * sh + kh + 1, j * sw : j * sw + kw + 1]
            means[i, j] = np.sum(window) / (kh * kw)
    return means


def max_pool_loops(image, pool_size=2, stride=2):
    oh, ow = loop_grid(image, pool_size, stride)
    kh, kw = pair(pool_size)
    sh, sw = 1, 1
    largest = np.zeros((oh, ow), dtype=image.dtype)
    for i in range(oh):
        for j in range(ow):
            largest[i, j] = image[i * sh :][:kh, j * sw :][:, :kw].max()
    return largest
