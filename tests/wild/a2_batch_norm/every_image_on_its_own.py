"""`batch_norm2d` normalises each image on its own, over its rows and columns."""


def batch_norm2d(x, gamma, beta, eps=1e-5):
    require_images(x)
    require_channels(x, gamma=gamma, beta=beta)
    shape = x.shape
    v = x.reshape(shape[0], shape[1], -1)
    m = v.mean(2, keepdim=True)
    d = v.sub(m)
    v = d / d.pow(2).mean(2, keepdim=True).add(eps).sqrt()
    v = v.reshape(shape)
    return v.mul(gamma.reshape(-1, 1, 1)).add(beta.reshape(-1, 1, 1))
