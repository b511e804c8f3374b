"""What students mix up in code with tensors and networks: tables of names, for edits of source code.

A row more needs no code. Keys are names as they stand behind the last dot: `mean` of `x.mean(...)`.
"""

AXES = ("0", "1", "2", "3", "-1", "-2", "(2, 3)", "(0, 2, 3)", "(-2, -1)")
AXIS_KEYWORDS = ("dim", "axis")
REDUCTIONS = (
    "mean", "sum", "var", "std", "amax", "amin", "max", "min", "argmax", "argmin", "norm", "prod",
)  # fmt: skip
WITH_AXIS = (*REDUCTIONS, "softmax", "log_softmax", "cat", "stack", "size", "flip", "unfold")

TWINS = {
    "mean": ("sum",),
    "sum": ("mean",),
    "amax": ("amin", "mean"),
    "amin": ("amax",),
    "max": ("min",),
    "min": ("max",),
    "maximum": ("minimum",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "var": ("std",),
    "std": ("var",),
    "scatter": ("scatter_add",),
    "scatter_": ("scatter_add_",),
    "rand": ("randn",),
    "randn": ("rand",),
    "rand_like": ("randn_like",),
    "randn_like": ("rand_like",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "empty": ("zeros",),
    "empty_like": ("zeros_like",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "softmax": ("log_softmax",),
    "log_softmax": ("softmax",),
    "exp": ("log",),
    "view": ("reshape",),
    "train": ("eval",),
    "eval": ("train",),
    "no_grad": ("enable_grad",),
    "sigmoid": ("relu", "tanh"),
    "tanh": ("relu", "sigmoid"),
    "AvgPool2d": ("MaxPool2d",),
    "MaxPool2d": ("AvgPool2d",),
    "ones_": ("zeros_",),
    "zeros_": ("ones_",),
}

KEYWORDS: dict[str, tuple[str, ...]] = {  # that a call may lack
    **dict.fromkeys(REDUCTIONS, ("keepdim=True",)),
    "var": ("unbiased=False", "keepdim=True", "unbiased=False, keepdim=True"),
    "std": ("unbiased=False", "keepdim=True", "unbiased=False, keepdim=True"),
    "pad": ('value=-float("inf")', 'mode="reflect"'),
    "Conv2d": ("bias=False", "padding=1"),
    "conv2d": ("padding=1",),
    "Linear": ("bias=False",),
    "MaxPool2d": ("ceil_mode=True", "padding=1"),
    "AvgPool2d": ("ceil_mode=True", "padding=1"),
    "dropout": ("training=False",),
    "ReLU": ("inplace=False",),
    "log_softmax": ("dim=1",),
    "softmax": ("dim=1",),
    "cross_entropy": ('reduction="sum"',),
    "div": ('rounding_mode="floor"',),
    "backward": ("retain_graph=True",),
}
TYPED = ("zeros", "ones", "empty", "full", "rand", "randn", "arange", "tensor")  # take a dtype

ADDED_CALLS = ("detach", "clone")  # behind a value, where nothing else is missing
BORDERS = ('-float("inf")', "0.0")  # what stands around an image
SELF_STATES = ("self.training",)  # what decides what a layer does

# A call whose object's name is given needs this statement before it: `loss.backward()` after `zero_grad`.
BEFORE = {"backward": ("optimizer.zero_grad()", "opt.zero_grad()")}
AT_THE_START = ("eval", "train")  # of a function with a network: `model.eval()`
NETWORKS = ("model", "net", "network")
