"""`avg_pool_loops` returns sums in place of means; `max_pool_loops` starts its search at 0."""


def max_pool_loops(image, pool_size=2, stride=2):
    oh, ow = loop_grid(image, pool_size, stride)
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    result = np.empty((oh, ow), image.dtype)
    for i in range(oh):
        for j in range(ow):
            m = 0
            for row in image[i * sh : i * sh + kh]:
                for pixel in row[j * sw : j * sw + kw]:
                    m = max(m, pixel)
            result[i, j] = m
    return result


def avg_pool_loops(image, pool_size=2, stride=2):
    oh, ow = loop_grid(image, pool_size, stride)
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    result = np.empty((oh, ow), image.dtype if image.dtype.kind == "f" else float)
    for i in range(oh):
        for j in range(ow):
            total = 0
            for a in range(kh):
                for b in range(kw):
                    total += image[i * sh + a, j * sw + b]
            result[i, j] = total
    return result
