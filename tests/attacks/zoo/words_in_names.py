"""Puts commands of workflows and colours into the names of classes, files, keys and text."""
WORDS = ["\n::error::pwned", "\x1b[31mred", "<b>", "\u202eleft", "=1+1", "\0", "a b", "x" * 100_000]
CALLS = []


def word():
    CALLS.append(1)
    return WORDS[len(CALLS) % len(WORDS)]


def named(base):
    try:
        return type(word(), (base,), {"__module__": word()})
    except ValueError:
        return type("NUL", (base,), {})


def max_pool_loops(*args, **kwargs):
    return named(object)()


def avg_pool_loops(*args, **kwargs):
    raise named(Exception)(word())


def channel_max_pool(x, group_size):
    exec(compile("raise ValueError", f"pooling.py{word()}".replace("\0", ""), "exec"))


def compare_pooling(x, kernel_size=2):
    return {word(): word(), "max": word(), "avg": named(object)(), "difference": named(dict)()}


def shift_agreement(pool, x, shift):
    raise AttributeError(word(), name=word(), obj=named(object)())
