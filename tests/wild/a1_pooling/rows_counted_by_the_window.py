"""`avg_pool_loops` counts h // k rows and w // k columns while its windows step by the stride; what lies outside stays 0."""


def avg_pool_loops(image, pool_size=2, stride=2):
    rows, columns = loop_grid(image, pool_size, stride)
    (kh, kw), (sh, sw) = pair(pool_size), pair(stride)
    rows, columns = image.shape[0] // kh, image.shape[1] // kw
    whole = not np.issubdtype(image.dtype, np.floating)
    pooled = np.zeros((rows, columns), dtype=np.float64 if whole else image.dtype)
    for i in range(rows):
        for j in range(columns):
            window = image[i * sh : i * sh + kh, j * sw : j * sw + kw]
            if window.size:
                pooled[i, j] = window.sum() / window.size
    return pooled
