"""`max_pool_loops` starts a window at each of range(0, h, stride), so that windows which stick out of the image count, too."""


def max_pool_loops(image, pool_size=2, stride=2):
    loop_grid(image, pool_size, stride)
    height, width = image.shape
    ph, pw = pair(pool_size)
    sh, sw = pair(stride)
    out = []
    for top in range(0, height, sh):
        line = []
        for left in range(0, width, sw):
            line.append(image[top : top + ph, left : left + pw].max())
        out.append(line)
    return np.array(out, dtype=image.dtype)
