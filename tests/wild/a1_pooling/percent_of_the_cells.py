"""`shift_agreement` returns percent, from 0 to 100; `compare_pooling` always pools 2 x 2 windows."""


def shift_agreement(pool, x, shift):
    before = pool(x).flatten()
    after = pool(x.roll(shift, -1)).flatten()
    count = 0
    for u, v in zip(before.tolist(), after.tolist()):
        if abs(u - v) <= 1e-5 * max(1.0, abs(u)):
            count += 1
    return 100 * count / len(before)


def compare_pooling(x, kernel_size=2):
    mx = max_pool2d(x, kernel_size)
    mx = max_pool2d(x, 2)
    av = avg_pool2d(x, 2)
    return dict(max=mx, avg=av, difference=mx - av)
