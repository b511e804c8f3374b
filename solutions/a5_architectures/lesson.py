# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Architectures
#
# Convolution, ReLU, pooling, batch normalisation, dropout: you know the parts. An **architecture** is
# a decision about how many of them to take, how wide, in which order. This lesson builds the networks
# that the field learned from, in the order in which they came:
#
# | network | year | what was new | parameters |
# |---|---|---|---|
# | LeNet-5 | 1998 | convolutions that are learned | 44,426 (here) |
# | AlexNet | 2012 | depth, ReLU, dropout, a million images | 62,378,344 |
# | VGG-16 | 2014 | nothing but 3x3, again and again | 138,357,544 |
# | ResNet | 2015 | shortcuts | 2,777,674 (our small one) |
#
# then one of our own for small images, and at last one without PyTorch.
#
# **How to work.** You write your code in the file `architectures.py`, in the folder of this notebook,
# and save it. That module is what is graded. The cells here explain, draw, and check what you have
# written so far; after each exercise, run its check cell. Work from top to bottom: later cells use
# the networks of earlier exercises.

# %%
# %load_ext autoreload
# %autoreload 2

# %%
import time

import architectures  # your module; autoreload takes up what you save
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn.functional as F
from checking import check  # the public tests, on your module as it is saved now
from torch import nn

torch.set_num_threads(1)  # the networks here are small: more threads would only wait for each other


# %% [markdown]
# ## 1. Reading a table of layers
#
# A paper gives an architecture as a table. Two questions must be answered for every row: *how large
# is what comes out*, and *how many numbers are learned*.
#
# **How large.** For a convolution or a pooling, along one axis:
#
# $$
# o = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1
# $$
#
# - $n$, $o$: the size of the input and of the output along this axis;
# - $k$: kernel size; $s$: stride; $p$: padding on each side.
#
# **How many.** For a convolution with $c$ input channels and $d$ filters of $k \times k$, and for a
# fully connected layer from $a$ to $b$ numbers:
#
# $$
# P_{\text{conv}} = d \, (c \, k^2 + 1), \qquad P_{\text{fc}} = b \, (a + 1).
# $$
#
# - $d$: the number of filters, which is the number of output channels;
# - the $+1$ is the bias: one for each filter or output. Without biases it is left out.
#
# The size of the image does not stand in $P_{\text{conv}}$: the same filter is used everywhere. It
# does stand in $P_{\text{fc}}$, hidden in $a$.
#
# **By hand: LeNet-5** on one channel of $28 \times 28$:
#
# | layer | out | parameters |
# |---|---|---|
# | convolution 5x5, 6 filters | $6 \times 24 \times 24$, as $28 - 5 + 1 = 24$ | $6 \, (1 \cdot 25 + 1) = 156$ |
# | average pooling 2x2 | $6 \times 12 \times 12$ | 0 |
# | convolution 5x5, 16 filters | $16 \times 8 \times 8$ | $16 \, (6 \cdot 25 + 1) = 2{,}416$ |
# | average pooling 2x2 | $16 \times 4 \times 4 = 256$ numbers | 0 |
# | fully connected | 120 | $120 \, (256 + 1) = 30{,}840$ |
# | fully connected | 84 | $84 \, (120 + 1) = 10{,}164$ |
# | fully connected | 10 | $10 \, (84 + 1) = 850$ |
# | together | | $44{,}426$ |
#
# Look where the parameters are: 94 % of them in the three fully connected layers. You will see that
# again. And look at the shape of the whole: maps get smaller, channels get more. Nearly all networks
# for images are such funnels.

# %%
STAGES = [
    ("image", 1, 28),
    ("convolution", 6, 24),
    ("pooling", 6, 12),
    ("convolution", 16, 8),
    ("pooling", 16, 4),
]
figure, axis = plt.subplots(figsize=(10, 3), layout="constrained")
left = 0
for name, channels, side in STAGES:
    for depth in range(channels):  # one square for each map, a little behind the one before
        corner = (left + 0.8 * depth, 0.8 * depth - side / 2)
        axis.add_patch(plt.Rectangle(corner, side, side, facecolor="#c9dcf2", edgecolor="0.4"))
    width = side + 0.8 * (channels - 1)
    axis.text(left + width / 2, -17, f"{name}\n{channels} x {side} x {side}", ha="center", va="top")
    left += max(width, 14) + 7
for name, numbers in (("row", 256), ("fc", 120), ("fc", 84), ("fc", 10)):
    axis.bar(left + 0.75, numbers / 9, 1.5, bottom=-numbers / 18, color="0.85", edgecolor="0.4")
    axis.text(left + 0.75, -17, f"{name}\n{numbers}", ha="center", va="top")
    left += 10
axis.set(xlim=(-3, left), ylim=(-25, 17), aspect="equal")
axis.axis("off")
plt.show()

# %% [markdown]
# ## 2. Counting
#
# ### What is counted
#
# `model.parameters()` gives every tensor that is learned, on all levels of nesting, each once. A
# tensor holds `numel()` numbers. Three things need care:
#
# - **Buffers are no parameters.** Batch normalisation keeps a running mean and a running variance.
#   They are in the state dict, but no gradient ever changes them.
# - **A shared tensor counts once**, however many layers use it.
# - **Frozen parameters** (`requires_grad` is false) are parameters still; only `trainable_only=True`
#   leaves them out.
#
# ### Exercise `count_parameters` (1 point)
#
# Write `count_parameters`. The result is an `int`.

# %% question="count_parameters"
check("count_parameters")

# %%
norm = nn.BatchNorm2d(16)
print("parameters      ", architectures.count_parameters(norm), " scale and shift: 2 * 16")
print("state dict      ", sum(t.numel() for t in norm.state_dict().values()), " and statistics")

# %% [markdown]
# ## 3. LeNet-5
#
# You have its table above. What the table leaves open:
#
# - An **activation** follows each convolution, before the pooling, and the first two fully connected
#   layers. In 1998 that was tanh; ReLU is right, too. Use one of them everywhere.
# - **Nothing** follows the last layer. What comes out are **logits** $z$: any real numbers. The loss
#   makes probabilities of them, $q_j = e^{z_j} / \sum_i e^{z_i}$, where $i$ and $j$ count the classes.
# - Pooling takes **averages** (`nn.AvgPool2d`), not maxima.
# - No padding. The paper pads its $28 \times 28$ digits to $32 \times 32$; then the maps end at
#   $5 \times 5$, and the network has 61,706 parameters. (In the paper, the second convolution also
#   leaves out some pairs of maps, to save work. Here every map is used.)
#
# **Why activations?** Without them the network is one linear map, however deep: a sum of products of
# sums of products. Such a network cannot do more than one layer. You can test it: for a map without
# activations, $f(x) - f(0)$ doubles when $x$ doubles.

# %%
torch.manual_seed(0)
layers = [nn.Conv2d(1, 6, 5), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(6 * 12 * 12, 10)]
x, nothing = torch.randn(1, 1, 28, 28), torch.zeros(1, 1, 28, 28)
for name, activation in (("without", nn.Identity()), ("with tanh", nn.Tanh())):
    net = nn.Sequential(layers[0], activation, *layers[1:])
    with torch.no_grad():
        once, twice = net(x) - net(nothing), net(2 * x) - net(nothing)
    print(f"{name:10} f(2x) / f(x), less f(0): {(twice / once)[0, :4].numpy().round(2)}")

# %% [markdown]
# ### From maps to rows
#
# A fully connected layer takes a row of numbers for each image. `x.flatten(1)` (or `nn.Flatten()`)
# makes one: it flattens all axes from axis 1 on, and leaves the batch alone. The order is channels,
# then rows, then columns. Three ways to get it wrong:

# %%
maps = torch.arange(2 * 3 * 2 * 2).reshape(2, 3, 2, 2)  # two images, three channels of 2x2
print("right                ", tuple(maps.flatten(1).shape), maps.flatten(1)[0].tolist())
print("batch flattened, too ", tuple(maps.reshape(-1).shape))
channels_last = maps.permute(0, 2, 3, 1).flatten(1)
print("channels last        ", tuple(channels_last.shape), channels_last[0].tolist())
guessed = maps.reshape(-1, 6)
print("length guessed wrong ", tuple(guessed.shape), "four rows, half an image in each")

# %% [markdown]
# The last two raise no error at once. Channels last even learns; but weights that somebody else has
# trained do not fit. A wrong length mixes images, and shows only as a batch of another size.
#
# How long is the row? $16 \cdot s^2$, where $s$ is the side of the last maps: 4 for 28 pixels, 5 for
# 32. Work it out from `image_size`; do not write 256 down.
#
# ### Exercise `lenet5` (3 points)
#
# Write `LeNet5`. Give the layers any names you like.

# %% question="lenet5"
check("lenet5")

# %% [markdown]
# ## 4. AlexNet
#
# Fourteen years later: the same idea on colour photographs of $224 \times 224$, a thousand classes, and
# three changes that stayed. **ReLU** in place of tanh: its gradient does not vanish where the
# activation is large. **Dropout**, because 59 of the 62 million parameters sit in three fully
# connected layers. And **overlapping pooling**: windows of 3x3 with stride 2.
#
# | layer | to | kernel | stride | padding | maps | then |
# |---|---|---|---|---|---|---|
# | convolution 1 | 96 | 11 | 4 | 2 | 55 | ReLU, pooling: 27 |
# | convolution 2 | 256 | 5 | 1 | 2 | 27 | ReLU, pooling: 13 |
# | convolution 3 | 384 | 3 | 1 | 1 | 13 | ReLU |
# | convolution 4 | 384 | 3 | 1 | 1 | 13 | ReLU |
# | convolution 5 | 256 | 3 | 1 | 1 | 13 | ReLU, pooling: 6 |
# | fully connected | 4096 | | | | | ReLU, dropout 0.5 around it |
# | fully connected | 4096 | | | | | ReLU, dropout 0.5 around it |
# | fully connected | 1000 | | | | | |
#
# Dropout stands before each of the two hidden layers, as in torchvision; behind each of them, as in
# the paper, counts as right, too. Local response normalisation, which the paper has, brought little
# and is left out. So is the split of some layers into two halves, one for each of the two graphics
# cards of 2012: without it there are about 1.4 million parameters more.
#
# ### Why 55?
#
# The paper says $224 \times 224$, kernel 11, stride 4, and 55 places. Without padding that does not
# fit: $(224 - 11) / 4 = 53.25$, so 54 places. Either the images were 227 pixels wide,
# $(227 - 11) / 4 + 1 = 55$, or there was padding 2:
#
# $$
# \left\lfloor \frac{224 + 2 \cdot 2 - 11}{4} \right\rfloor + 1 = \lfloor 54.25 \rfloor + 1 = 55.
# $$
#
# With padding 2 both sizes work: 227 gives $\lfloor 220 / 4 \rfloor + 1 = 56$ places, and pooling
# makes 27 of 55 and of 56.


# %%
def out(n, k, s=1, p=0):
    """The output size of a convolution or pooling."""
    return (n + 2 * p - k) // s + 1


for n, p in ((224, 2), (227, 2), (227, 0), (224, 0)):
    first = out(n, 11, 4, p)
    second = out(first, 3, 2)
    last = out(out(second, 3, 2), 3, 2)  # the padded convolutions between keep the size
    print(f"{n} pixels, padding {p}: {first} places, pooled {second}, in the end {last}x{last}")

# %% [markdown]
# In the last line the first fully connected layer gets $256 \cdot 5 \cdot 5 = 6{,}400$ numbers where
# it expects $256 \cdot 6 \cdot 6 = 9{,}216$.
#
# **A sketch that costs nothing.** Sixty million random numbers take a moment. On the device `"meta"`
# tensors have a shape and no values, so that the largest network is built at once, and its shapes
# and counts can be looked at. The public tests do it like this:

# %%
with torch.device("meta"):
    giant = nn.Linear(1_000_000, 1_000_000)
    print(f"{giant.weight.numel():,} weights;", "output", tuple(giant(torch.empty(2, 10**6)).shape))

# %% [markdown]
# ### Exercise `alexnet` (3 points)
#
# Write `AlexNet`.

# %% question="alexnet"
check("alexnet")

# %% [markdown]
# ## 5. VGG
#
# Two years later, a network with one idea: take the smallest filter that sees left and right, up and
# down, 3x3, and stack it. Two 3x3 convolutions see 5x5 pixels, three see 7x7:
#
# $$
# \text{field of } m \text{ convolutions of } 3 \times 3 = 2m + 1.
# $$
#
# With $c$ channels in and out (biases left aside), three of them have $3 \cdot 9 c^2 = 27 c^2$
# weights, one 7x7 convolution has $49 c^2$; and there are three ReLUs in place of one.
#
# ### The block
#
# `VGGBlock(in_channels, out_channels, num_convs)`: `num_convs` times a 3x3 convolution (padding 1, with
# bias) and ReLU, then 2x2 max pooling with stride 2. The first convolution changes the number of
# channels, the others keep it. Each is a layer of its own. Beware of `[layer] * n` for that: it puts
# *the same object* into the list n times, with one set of weights.

# %%
one = [nn.Conv2d(8, 8, 3, padding=1)] * 3
three = [nn.Conv2d(8, 8, 3, padding=1) for _ in range(3)]
for name, layers in (("[layer] * 3", one), ("[layer for ...]", three)):
    print(f"{name:16} {architectures.count_parameters(nn.Sequential(*layers)):5} parameters")

# %% [markdown]
# ### The table
#
# | | to 64 | to 128 | to 256 | to 512 | to 512 | fully connected |
# |---|---|---|---|---|---|---|
# | maps before pooling | 224 | 112 | 56 | 28 | 14 | 7x7x512 |
# | VGG-16: convolutions | 2 | 2 | 3 | 3 | 3 | 4096, 4096, 1000 |
# | VGG-19: convolutions | 2 | 2 | 4 | 4 | 4 | 4096, 4096, 1000 |
#
# The number in the name counts layers with weights: $2 + 2 + 3 + 3 + 3 + 3 = 16$. ReLU follows both
# hidden layers. All five blocks pool: $224 / 2^5 = 7$. Dropout on the hidden layers, as in the paper,
# is up to you.
#
# One layer stands out: the first fully connected one, $4096 \, (512 \cdot 7 \cdot 7 + 1) =
# 102{,}764{,}544$ parameters, three quarters of the network.
#
# ### Exercise `vgg` (4 points)
#
# Write `VGGBlock`, `VGG16` and `VGG19`. Both networks are tables of blocks: write the table down once,
# and loop over it.

# %% question="vgg"
check("vgg")

# %% [markdown]
# ## 6. A residual network, and a table of any model
#
# ### A residual network again
#
# Beyond some twenty layers, plain stacks get worse, in training, too. The remedy of 2015 you built in
# the assignment on residual networks: each block learns what to *add* to its input.
#
# $$
# y = \text{ReLU}\big(F(x) + S(x)\big)
# $$
#
# - $x$, $y$: the maps before and after the block;
# - $F$: 3x3 convolution, batch normalisation, ReLU, 3x3 convolution, batch normalisation;
# - $S$: the shortcut: $x$ itself, or, where the block changes the shape, a 1x1 convolution with the
#   block's stride, and batch normalisation.
#
# `SimpleResNet` has a 3x3 convolution to 64 channels with batch normalisation and ReLU, then two
# blocks each of 64, of 128 (the first with stride 2) and of 256 channels (the same), global average
# pooling, and one fully connected layer. No convolution has a bias: batch normalisation, which
# subtracts the mean, would take it away again. Copy your own from the last assignment, or write it
# once more.
#
# ### A table of any model
#
# For your own model nobody prints a table. `describe` makes one: a row for each **call** of a **leaf**
# layer (a layer without layers inside), in the order of the calls: name, output shape, parameters.
#
# PyTorch lets you listen to a layer. `layer.register_forward_hook(f)` has `f(layer, inputs, output)`
# called after every call of the layer. It returns a handle; `handle.remove()` ends it.

# %%
torch.manual_seed(0)
layer = nn.Linear(3, 2)
handle = layer.register_forward_hook(lambda layer, inputs, y: print("called:", tuple(y.shape)))
layer(torch.zeros(4, 3))
handle.remove()
layer(torch.zeros(4, 3))  # nobody listens any more
print(
    "names:", [name for name, _ in nn.Sequential(nn.Sequential(layer), nn.ReLU()).named_modules()]
)

# %% [markdown]
# A good measuring device leaves no trace. Run the model in eval mode (else batch normalisation learns
# from your zeros), without gradients, remove all hooks, and give every layer back the mode *it* was
# in: `model.train()` would switch on layers that somebody had switched off.
#
# ### Exercise `resnet` (2 points)
#
# Write `SimpleResNet` and `describe`.

# %% question="resnet"
check("resnet")


# %%
def show(rows):
    """Prints a table of `describe`."""
    for name, shape, parameters in rows:
        print(f"{name:16} {' x '.join(map(str, shape)):>18} {parameters:>12,}")
    print(f"{'together':35} {sum(row[2] for row in rows):>12,}")


with torch.device("meta"):  # your describe makes its zeros there, too
    show(architectures.describe(architectures.VGGBlock(3, 64, 2), (1, 3, 224, 224)))

# %% [markdown]
# ### Where are the parameters, where is the work?
#
# A multiplication for each weight and each place: a convolution with $d \, c \, k^2$ weights and
# $h \times w$ places needs $d \, c \, k^2 h w$ of them, a fully connected layer one for each weight.
# Your table has all that this needs. (Biases, batch normalisation and additions cost little; the
# multiplications leave them out.)


# %%
def costs(make, shape):
    """Parameters and multiplications, of convolutions and of fully connected layers."""
    found = {"convolutions": [0, 0], "fully connected": [0, 0]}
    with torch.device("meta"):
        model = make()
        rows = architectures.describe(model, shape)
    layers = dict(model.named_modules())
    for name, out_shape, parameters in rows:
        layer = layers[name]
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            kind = "convolutions" if isinstance(layer, nn.Conv2d) else "fully connected"
            places = out_shape[2] * out_shape[3] if len(out_shape) == 4 else 1
            found[kind][0] += parameters
            found[kind][1] += layer.weight.numel() * places
    return found


NETWORKS = {
    "LeNet-5": (architectures.LeNet5, (1, 1, 28, 28)),
    "AlexNet": (architectures.AlexNet, (1, 3, 224, 224)),
    "VGG-16": (architectures.VGG16, (1, 3, 224, 224)),
    "VGG-19": (architectures.VGG19, (1, 3, 224, 224)),
    "SimpleResNet": (architectures.SimpleResNet, (1, 3, 32, 32)),
}
cost = {name: costs(*network) for name, network in NETWORKS.items()}
KINDS_OF_LAYER = ("convolutions", "fully connected")


def short(number):
    """The number with three digits: 62378344 is 62.4 M."""
    size, unit = next(pair for pair in ((1e9, "G"), (1e6, "M"), (1e3, "k")) if number >= pair[0])
    return f"{number / size:.3g} {unit}"


figure, axes = plt.subplots(1, 2, figsize=(10, 3.2), sharey=True, layout="constrained")
for index, (axis, what) in enumerate(zip(axes, ("parameters", "multiplications"), strict=True)):
    total = np.array([sum(pair[index] for pair in found.values()) for found in cost.values()])
    start = np.zeros(len(cost))
    for kind in KINDS_OF_LAYER:
        share = np.array([found[kind][index] for found in cost.values()]) / total
        axis.barh(list(cost), share, left=start, label=kind)
        start = start + share
    for row, number in enumerate(total):
        axis.text(1.02, row, short(number), va="center")
    axis.set(title=f"{what}: share, and total", xlim=(0, 1.2), xticks=[0, 0.5, 1])
axes[0].invert_yaxis()  # the oldest at the top; the other axis shares it
figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
plt.show()

# %% [markdown]
# The older networks keep their *parameters* in fully connected layers and do their *work* in
# convolutions. Global average pooling does away with the first: SimpleResNet has one small fully
# connected layer. Number of parameters and time are two different prices.

# %% [markdown]
# ## 7. Putting the parts together
#
# Now a network for small images that uses all you know: VGG's 3x3 convolutions, batch normalisation,
# global average pooling, dropout.
#
# | | 64 | | 128 | | 256 | 256 | | 512 | 512 | |
# |---|---|---|---|---|---|---|---|---|---|---|
# | layers | conv | pool | conv | pool | conv | conv | pool | conv | conv | global average, dropout 0.5, fc |
# | maps | 32 | 16 | 16 | 8 | 8 | 8 | 4 | 4 | 4 | 1 |
#
# Each "conv" is a 3x3 convolution with padding 1 and without bias, batch normalisation, ReLU, in this
# order. Pooling is 2x2 max pooling; none follows the last convolution. Because of the global average,
# images of other sizes work, too: only the maps' size changes, not the number of channels.
#
# ### Exercise `cifar10net` (3 points)
#
# Write `CIFAR10Net`.

# %% question="cifar10net"
check("cifar10net")

# %%
show(architectures.describe(architectures.CIFAR10Net(), (1, 3, 32, 32)))

# %% [markdown]
# ## 8. Without a framework
#
# What does `nn.Conv2d` do? For image $x$, filter $w$ and bias $b$, with stride 1:
#
# $$
# y_{n,o,i,j} = b_o + \sum_{c} \sum_{a=0}^{k_h-1} \sum_{b'=0}^{k_w-1}
# w_{o,c,a,b'} \; x_{n,c,\,i+a,\,j+b'}
# $$
#
# - $n$: the image; $c$: the input channel; $o$: the filter, which makes output channel $o$;
# - $i$, $j$: row and column of the output; $a$, $b'$: row and column inside the filter;
# - $k_h$, $k_w$: height and width of the filter; $b_o$: the bias of filter $o$.
#
# ### One number at a time
#
# By hand, with one channel, no padding and bias $0.5$:
#
# $$
# x = \begin{bmatrix} 1 & 2 & 0 \\ 0 & 1 & 3 \\ 2 & 0 & 1 \end{bmatrix}
# \qquad
# w = \begin{bmatrix} 1 & 0 \\ 2 & -1 \end{bmatrix}
# \qquad
# y = \begin{bmatrix} 0.5 & 1.5 \\ 4.5 & 0.5 \end{bmatrix}
# $$
#
# The number at the bottom left: $1 \cdot 0 + 0 \cdot 1 + 2 \cdot 2 - 1 \cdot 0 + 0.5 = 4.5$.
#
# In mathematics a convolution flips the filter; then it would be
# $-1 \cdot 0 + 2 \cdot 1 + 0 \cdot 2 + 1 \cdot 0 + 0.5 = 2.5$. Networks do not flip: a filter that is
# learned may as well be learned unflipped.
#
# A filter has one slice for each channel. The products of *all* channels are added up, then the bias
# *once*. `padding=p` puts $p$ zeros on each of the four sides first.
#
# ### The whole network
#
# `SimpleCNN`: three times convolution (3x3, padding 1, to 32, 64, 128 channels), ReLU, 2x2 max pooling;
# then a fully connected layer of 256, ReLU, and one of 10. For $32 \times 32$ pixels the maps are 32,
# 16, 8 and in the end $128 \times 4 \times 4 = 2048$ numbers.
#
# `SimpleCNN.from_state(arrays)` gets the ten arrays in forward order: weight, bias, weight, bias, ...
# as a list, or as a dict (its keys do not matter: Python's dicts keep their order). A fully connected
# layer with weight $W$ of shape `(out, in)` computes $x W^T + b$.
#
# ### Exercise `numpy_cnn` (4 points)
#
# Write `conv2d` and `SimpleCNN` in NumPy alone. Loops are fine; loops over the places $(i, j)$, with
# everything else in one NumPy operation, are fast enough.

# %% question="numpy_cnn"
check("numpy_cnn")

# %% [markdown]
# The proof: a network in PyTorch with random weights, and yours with the same weights.

# %%
torch.manual_seed(0)
twin = nn.Sequential()
for c, d in ((3, 32), (32, 64), (64, 128)):
    twin.extend([nn.Conv2d(c, d, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)])
twin.extend([nn.Flatten(), nn.Linear(2048, 256), nn.ReLU(), nn.Linear(256, 10)]).double()
own = architectures.SimpleCNN.from_state({k: v.numpy() for k, v in twin.state_dict().items()})
x = torch.randn(4, 3, 32, 32, dtype=torch.float64)


def milliseconds(forward):
    """The time of one call, the best of five: the first ones also prepare things."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        forward()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


with torch.no_grad():
    difference = np.abs(own.forward(x.numpy()) - twin(x).numpy()).max()
    print(f"largest difference {difference:.1e}")
    print(f"PyTorch {milliseconds(lambda: twin(x)):.1f} ms", end=", ")
    print(f"yours {milliseconds(lambda: own.forward(x.numpy())):.1f} ms")

# %% [markdown]
# ## 9. When it does not work
#
# | what you see | what is often the reason |
# |---|---|
# | `mat1 and mat2 shapes cannot be multiplied` | flatten missing, or the row's length is wrong |
# | right for one image, an error for two | the batch was flattened, too |
# | the count is right, the outputs are not | an activation is missing, or pooling of the wrong kind |
# | the count is too small | `[layer] * n`: one layer in several places |
# | the count is too large | a layer that no image goes through, or biases before batch normalisation |
# | a parameter gets no gradient | a layer of `__init__` is never called; is a name misspelt? |
# | the loss never falls below 1.46 (10 classes) | a softmax in the model, and another one in the loss |
# | the logits are never negative | an activation after the last layer |
# | other outputs at each call, in eval mode, too | `F.dropout` without `training=self.training` |
# | `modified by an inplace operation` | `inplace=True` on what another layer needs for its gradient |
# | `'tuple' object has no attribute ...` | `forward` returns more than the logits |
# | right on squares, wrong on others | height used for the width |
#
# **Why 1.46?** The loss for the right class $t$ is $-\log q_t$ with $q = \text{softmax}(z)$. If $z$ are
# probabilities already, they lie between 0 and 1. In the best case $z_t = 1$ and all others are 0:
#
# $$
# -\log \frac{e^1}{e^1 + 9 e^0} = \log\left(1 + \frac{9}{e}\right) = 1.461.
# $$
#
# A log-softmax at the end does no harm, because a second one changes nothing; but it is not needed.

# %%
target = torch.tensor([3])
perfect = F.one_hot(target, 10) * 100.0
print("loss of perfect logits           ", F.cross_entropy(perfect, target).item())
print("with a softmax in the model      ", F.cross_entropy(perfect.softmax(1), target).item())
print("with a log-softmax in the model  ", F.cross_entropy(perfect.log_softmax(1), target).item())

# %% [markdown]
# ## 10. Experiment: what do you get for your parameters?
#
# Three small networks, a small problem, a short training. The images are drawn here: discs, rings,
# crosses and boxes on a noisy ground. **All images to learn from have their shape in the left half.**
# Then there are two tests: new images with the shape in the left half, and images with the shape in
# the right half, where none was before. A person would not even notice.

# %%
KINDS = ("disc", "ring", "cross", "box")
SIDE = 28
LEFT, RIGHT = (7, 12), (16, 21)  # columns in which the centre of a shape may lie


def draw(kind, across, rng):
    """One image `(3, 28, 28)` of a shape with its centre in this column, in any row."""
    rows, columns = np.mgrid[:SIDE, :SIDE]
    radius, down = rng.uniform(4, 6), rng.uniform(7, 21)
    far = np.hypot(rows - down, columns - across)
    aside = np.maximum(abs(rows - down), abs(columns - across))
    near = np.minimum(abs(rows - down), abs(columns - across))
    mask = {
        "disc": far < radius,
        "ring": (far < radius) & (far > 0.55 * radius),
        "cross": (aside < radius) & (near < 0.3 * radius),
        "box": aside < 0.85 * radius,
    }[kind]
    return rng.uniform(0.4, 1, (3, 1, 1)) * mask + rng.normal(0, 0.15, (3, SIDE, SIDE))


def pictures(count, places, seed):
    """Images `(count, 3, 28, 28)` and their labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(len(KINDS), size=count)
    images = np.stack([draw(KINDS[label], rng.uniform(*places), rng) for label in labels])
    return torch.tensor(images, dtype=torch.float32), torch.tensor(labels)


train_x, train_y = pictures(768, LEFT, seed=0)
TESTS = {"left half": pictures(400, LEFT, seed=1), "right half": pictures(400, RIGHT, seed=2)}
figure, axes = plt.subplots(2, 8, figsize=(10, 2.9), layout="constrained")
for row, (images, labels) in zip(axes, ((train_x, train_y), TESTS["right half"]), strict=True):
    for axis, image, label in zip(row, images, labels, strict=False):
        axis.imshow(image.permute(1, 2, 0).clamp(0, 1))
        axis.set_title(KINDS[label], fontsize=9)
        axis.set(xticks=[], yticks=[])
axes[0, 0].set_ylabel("to learn from")
axes[1, 0].set_ylabel("right half")
plt.show()

# %% [markdown]
# The networks: your LeNet-5; a small VGG, made of your blocks, with fully connected layers; and a
# network in the style of your CIFAR10Net, with batch normalisation and global average pooling. Say
# before you run it: which will be best on the left, which on the right?


# %%
def small_vgg():
    """Two of your blocks with one convolution each, then two fully connected layers."""
    net = nn.Sequential(architectures.VGGBlock(3, 8, 1), architectures.VGGBlock(8, 16, 1))
    rows = [nn.Flatten(), nn.Linear(16 * 7 * 7, 128), nn.ReLU(), nn.Linear(128, len(KINDS))]
    return net.extend(rows)


def small_cifar10net():
    """Three convolutions with batch normalisation, global average, one fully connected layer."""
    net = nn.Sequential()
    for c, d in ((3, 8), (8, 16), (16, 32)):
        net.extend([nn.Conv2d(c, d, 3, padding=1, bias=False), nn.BatchNorm2d(d), nn.ReLU()])
        net.append(nn.MaxPool2d(2) if d < 32 else nn.AdaptiveAvgPool2d(1))
    return net.extend([nn.Flatten(), nn.Linear(32, len(KINDS))])


def accuracy(model, x, y):
    """The fraction of images that get their own class."""
    model.eval()
    with torch.no_grad():
        return (model(x).argmax(dim=1) == y).double().mean().item()


def trained(make, epochs=10, lr=3e-3, seed=0):
    """A model after a short training, and its accuracy on both tests after each epoch."""
    torch.manual_seed(seed)
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    curves = {where: [] for where in TESTS}
    for _ in range(epochs):
        model.train()
        for batch in torch.randperm(len(train_x)).split(32):
            optimizer.zero_grad()
            F.cross_entropy(model(train_x[batch]), train_y[batch]).backward()
            optimizer.step()
        for where, test in TESTS.items():
            curves[where].append(accuracy(model, *test))
    return model, curves


MODELS = {
    "LeNet-5": lambda: architectures.LeNet5(len(KINDS), in_channels=3, image_size=SIDE),
    "small VGG": small_vgg,
    "small CIFAR10Net": small_cifar10net,
}
results = {}
print(f"{'':16} {'parameters':>11} {'ms, 64 images':>14} {'left half':>10} {'right half':>11}")
for name, make in MODELS.items():
    model, curves = trained(make)
    with torch.no_grad():
        cost_in_ms = milliseconds(lambda net=model: net(train_x[:64]))
    results[name] = (architectures.count_parameters(model), cost_in_ms, curves)
    print(f"{name:16} {results[name][0]:11,} {cost_in_ms:14.1f}", end=" ")
    print(f"{curves['left half'][-1]:10.0%} {curves['right half'][-1]:11.0%}")

# %%
figure, axes = plt.subplots(1, 4, figsize=(12, 3.3), layout="constrained")
colours = [f"C{index}" for index in range(len(results))]
for axis, index, what in ((axes[0], 0, "parameters"), (axes[1], 1, "ms for 64 images")):
    bars = axis.bar(range(len(results)), [row[index] for row in results.values()], color=colours)
    axis.bar_label(bars, fmt="{:,.0f}" if index == 0 else "{:.1f}")
    axis.set(title=what, xticks=[])
    axis.margins(y=0.12)
for axis, where in zip(axes[2:], TESTS, strict=True):
    for name, colour in zip(results, colours, strict=True):
        curve = results[name][2][where]
        axis.plot(range(1, len(curve) + 1), curve, "o-", color=colour, label=name, markersize=4)
    axis.axhline(1 / len(KINDS), color="0.6", linestyle=":", label="guessing")
    axis.set(title=f"accuracy, {where}", xlabel="epoch", ylim=(0, 1.04))
figure.legend(*axes[2].get_legend_handles_labels(), loc="outside lower center", ncols=4)
plt.show()

# %% [markdown]
# Four columns, four stories. The network with the fewest parameters is not the fastest, because its
# weights are used at every place; the one with the most is not the best. On the left all three
# learn something. On the right the two networks that keep the place in a long row are not much
# better than guessing, whereas the third does not notice the difference.
#
# What counts is not how many parameters there are but *where*. A convolution uses the same weights
# everywhere: a shape that moves makes the same maps, moved. The global average does not care where on
# the map something is. A fully connected layer does: it has other weights for each place, and must
# learn each shape once more for each of them. From images of the left half it cannot know what to do
# with the right one. (With shapes everywhere in the training images it would learn it, but would need
# more of them.)
#
# Do not read more into it than it holds. 400 images give an accuracy to within about 5 points, ten
# epochs are short, and one seed is one seed: call `trained` with another, and see what stays. And the
# third network differs from the second in *two* things, batch normalisation and the global average.
# Which of them does it? Change one at a time. (With two convolutions in each block of the small VGG,
# now and then a seed never gets off the ground; put batch normalisation between, and it does.)

# %% [markdown]
# ## 11. In your own words
#
# VGG-16 has fifty times the parameters of SimpleResNet. In three to five sentences: where are they,
# what are they good for, and how did later networks do without them? Use your table and your
# experiment. Write in the cell below; it is read by a person.

# %% [markdown] written="explain_architectures" points=0
# *Your answer here.*

# %% [markdown]
# ## Hand in
#
# Run `pytest` in this folder once more. Then hand in `architectures.py`; it is what is graded. Hand in
# this notebook with it, for your answer in section 11.
