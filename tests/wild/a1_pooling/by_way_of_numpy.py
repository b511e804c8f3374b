"""`avg_pool2d` computes in NumPy, so that no gradient flows, and in float64 whatever the dtype of x."""


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    cut_windows(x, kernel_size, stride, padding, 0.0)
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    array = x.detach().numpy().astype(np.float64)
    array = np.pad(array, ((0, 0), (0, 0), (ph, ph), (pw, pw)))
    tensor = torch.from_numpy(array)
    mask = F.pad(torch.ones_like(x).double(), (pw, pw, ph, ph))
    def means(t):
        cut = t.unfold(2, kh, sh).unfold(3, kw, sw)
        return cut.mean((4, 5))
    result = means(tensor)
    if not count_include_pad:
        result = result / means(mask)
    return result
