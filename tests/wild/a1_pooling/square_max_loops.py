"""`max_pool_loops` takes the window's height for its width."""


def max_pool_loops(image, pool_size=2, stride=2):
    oh, ow = loop_grid(image, pool_size, stride)
    kh = pair(pool_size)[0]
    kw = kh
    sh, sw = pair(stride)
    return np.array(
        [[image[i * sh : i * sh + kh, j * sw : j * sw + kw].max() for j in range(ow)] for i in range(oh)]
    )
