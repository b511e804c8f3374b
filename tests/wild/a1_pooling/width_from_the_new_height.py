"""`max_pool_loops` overwrites h by the output's height, and computes the output's width from it."""


def max_pool_loops(image, pool_size=2, stride=2):
    loop_grid(image, pool_size, stride)
    k1, k2 = pair(pool_size)
    s1, s2 = pair(stride)
    h, w = image.shape
    h = (h - k1) // s1 + 1
    w = (h - k2) // s2 + 1
    result = np.zeros((h, max(w, 0)), dtype=image.dtype)
    for row in range(h):
        for col in range(w):
            biggest = image[row * s1, col * s2]
            for a in range(k1):
                for b in range(k2):
                    if image[row * s1 + a, col * s2 + b] > biggest:
                        biggest = image[row * s1 + a, col * s2 + b]
            result[row, col] = biggest
    return result
