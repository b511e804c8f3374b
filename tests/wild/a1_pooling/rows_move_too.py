"""`shift_agreement` moves the image `shift` rows down, not `shift` columns to the right; `compare_pooling` takes the maximum from the mean."""


def shift_agreement(pool, x, shift):
    a = pool(x)
    b = pool(torch.roll(x, shifts=shift, dims=2))
    equal = (a - b).abs() <= 1e-6 * torch.maximum(a.abs(), b.abs()) + 1e-9
    return float(equal.sum()) / equal.numel()


def compare_pooling(x, kernel_size=2):
    result = {}
    result["max"] = max_pool2d(x, kernel_size, stride=kernel_size)
    result["avg"] = avg_pool2d(x, kernel_size, stride=kernel_size)
    result["difference"] = result["avg"] - result["max"]
    return result
