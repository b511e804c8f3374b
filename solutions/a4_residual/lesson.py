# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Residual networks
#
# A deeper network can compute whatever a shallower one computes: let the extra layers do nothing,
# and hand their input on as it is. So more layers should never hurt. Yet they did: until 2015,
# networks much deeper than twenty layers trained *worse* than shallow ones, on the training data
# too. It was not overfitting; training itself failed.
#
# The **residual block** is the remedy, and a small one: it adds its input to its output. In this
# lesson you build one, stack it into a network of 2.8 million parameters, and measure what the
# addition does to gradients and to training.
#
# **How to work.** You write your code in the file `residual.py`, in the folder of this notebook, and
# save it. That module is what is graded. The cells here explain, draw, and check what you have
# written so far; after each exercise, run its check cell. Work from top to bottom: later cells use
# the classes of earlier exercises.

# %%
# %load_ext autoreload
# %autoreload 2

# %%
import matplotlib.pyplot as plt
import residual  # your module; autoreload takes up what you save
import torch
import torch.nn.functional as F
from checking import check  # the public tests, on your module as it is saved now
from torch import nn

torch.set_num_threads(1)  # the networks here are small: more threads would only wait for each other


# %% [markdown]
# ## 1. The idea
#
# Call the input of a few layers $x$ and what they should compute $H(x)$. If the best they can do is
# next to nothing, then $H(x) \approx x$. But "hand x on" is hard to learn for convolutions with
# ReLUs between them: all weights must take one particular value. "Compute zero" is easy: all
# weights near zero do it. So let the layers compute only what is to be *changed* about $x$,
#
# $$
# F(x) = H(x) - x, \qquad\text{and put}\qquad H(x) = F(x) + x .
# $$
#
# - $x$: the input of the block, a stack of feature maps $(n, c, h, w)$;
# - $F(x)$: what the block's layers compute, the **branch**, also called the **residual**;
# - the addition of $x$: the **shortcut**, **skip connection** or **identity**.

# %%
BLUE, GREY = "#c9dcf2", "#eeeeee"


def box(axis, x, y, text, color):
    """One step of a block."""
    style = {"boxstyle": "round,pad=0.35", "facecolor": color, "edgecolor": "0.4"}
    axis.text(x, y, text, ha="center", va="center", bbox=style, fontsize=9)


def arrow(axis, start, end, **style):
    """An arrow from one point to another."""
    axis.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": "0.3", **style})


STEPS = ["x", "conv1 (3x3)", "bn1", "ReLU", "conv2 (3x3)", "bn2"]
figure, axes = plt.subplots(1, 2, figsize=(7, 5.2), layout="constrained")
for axis, is_residual in zip(axes, (False, True), strict=True):
    steps = [*STEPS, *(["+"] if is_residual else []), "ReLU"]
    heights = [9 - 1.2 * number for number in range(len(steps))]
    for step, height, below in zip(steps, heights, [*heights[1:], heights[-1] - 1.1], strict=True):
        arrow(axis, (0, height - 0.3), (0, below + 0.35))
        box(axis, 0, height, step, BLUE if step.startswith("conv") else GREY)
    if is_residual:
        bent = {"connectionstyle": "angle,angleA=0,angleB=90,rad=0"}
        axis.plot([0.3, 2, 2], [9, 9, heights[6]], color="C3")
        arrow(axis, (2, heights[6]), (0.3, heights[6]), color="C3")
        axis.text(2.1, 5.4, "shortcut:\nx, or downsample(x)", color="C3", va="center", fontsize=9)
        axis.text(-1.2, 5.4, "branch\nF(x)", ha="right", va="center", fontsize=9)
    axis.set(xlim=(-2.6, 4.6), ylim=(-0.6, 9.6))
    axis.set_title("residual block" if is_residual else "plain block")
    axis.axis("off")
plt.show()

# %% [markdown]
# ## 2. The block, step by step
#
# $$
# F(x) = \mathrm{bn}_2\big(w_2 * \mathrm{relu}(\mathrm{bn}_1(w_1 * x))\big), \qquad
# y = \mathrm{relu}\big(F(x) + x\big)
# $$
#
# - $w_1$, $w_2$: the weights of the two convolutions, 3x3 with padding 1, so that the size stays;
#   $*$ stands for convolution;
# - $\mathrm{bn}_1$, $\mathrm{bn}_2$: batch norm, each with statistics, scale and shift of its own;
# - $\mathrm{relu}(z) = \max(z, 0)$, number by number;
# - $y$: the output, of the same shape as $x$.
#
# Three decisions are in there, and most mistakes are about one of them:
#
# 1. **ReLU comes after the addition**, and there is none between $\mathrm{bn}_2$ and the addition.
#    If the branch went through ReLU first, a block could only ever *raise* values.
# 2. **The shortcut carries $x$ as it is**, negative values included.
# 3. **Convolutions have no bias**: batch norm subtracts the mean of each channel, and the bias with
#    it. Its own shift does the bias's work.
#
# (There are other orders. The one with batch norm and ReLU *before* each convolution is called
# pre-activation and came a year later. We build the original.)
#
# ### By hand
#
# Four numbers of $x$ and what the branch makes of them:
#
# | $x$ | $F(x)$ | $F(x) + x$ | right: relu of the sum | no ReLU | ReLU too early | addition forgotten |
# |---:|---:|---:|---:|---:|---:|---:|
# | $-2$ | $1$ | $-1$ | $0$ | $-1$ | $-1$ | $1$ |
# | $3$ | $-5$ | $-2$ | $0$ | $-2$ | $3$ | $0$ |
# | $4$ | $-1$ | $3$ | $3$ | $3$ | $4$ | $0$ |
# | $1$ | $2$ | $3$ | $3$ | $3$ | $3$ | $2$ |
#
# In the last row three of the four answers agree: with positive numbers many mistakes cannot be
# seen. The same in code:

# %%
x = torch.tensor([-2.0, 3.0, 4.0, 1.0])
branch = torch.tensor([1.0, -5.0, -1.0, 2.0])
for name, y in {
    "right": F.relu(branch + x),
    "no ReLU": branch + x,
    "ReLU too early": F.relu(branch) + x,
    "addition forgotten": F.relu(branch),
}.items():
    print(f"{name:20}", y.tolist())

# %% [markdown]
# A trick to test any block, whatever is inside: set the weights of all convolutions to zero. Then
# $F(x) = 0$, and what comes out must be $\mathrm{relu}(x)$. Counting parameters is a second test, but a
# weaker one: a block without its addition has exactly as many.
#
# How many? A 3x3 convolution from 64 to 64 channels has $64 \cdot 64 \cdot 9 = 36{,}864$ weights, a
# batch norm $64$ scales and $64$ shifts. Together
# $2 \cdot 36{,}864 + 2 \cdot 128 = 73{,}984$.
#
# ### Exercise `block` (5 points)
#
# Write `ResidualBlock`. Its arguments `stride` and `downsample` are explained in section 3; read on,
# if you like, and come back.

# %% question="block"
check("block")

# %% [markdown]
# ### Exercise `plain` (1 point)
#
# Write `PlainBlock`: the same layers, without the addition. It is what we shall compare with. It
# accepts `downsample` and ignores it, so that it fits wherever a residual block fits.

# %% question="plain"
check("plain")

# %% [markdown]
# ## 3. When shapes change
#
# $F(x) + x$ needs two tensors of one shape. But a network wants its maps smaller and its channels
# more, every few blocks. In the branch, the first convolution does both: it takes
# `in_channels` to `out_channels`, with a `stride`. The second keeps the shape.
#
# Then the shortcut must change $x$ in the same way. Its module is called `downsample`:
#
# $$
# y = \mathrm{relu}\big(F(x) + S(x)\big), \qquad
# S(x) = \begin{cases} x & \text{where the shape stays} \\
# \mathrm{bn}_s(w_s * x) & \text{where it changes} \end{cases}
# $$
#
# - $w_s$: a **1x1 convolution** without bias and with the block's stride, a **projection**. It mixes
#   the channels of each pixel; the branch already looks at neighbours;
# - $\mathrm{bn}_s$: batch norm, and no ReLU behind it.
#
# The shape changes where the **stride is not 1**, and also where the **channels differ**. Both must be
# asked for:
#
# | in | out | stride | $x$ is | $F(x)$ is | projection? |
# |---:|---:|---:|---|---|---|
# | 8 | 8 | 1 | $8 \times 6 \times 6$ | $8 \times 6 \times 6$ | no |
# | 8 | 8 | 2 | $8 \times 6 \times 6$ | $8 \times 3 \times 3$ | yes |
# | 8 | 16 | 1 | $8 \times 6 \times 6$ | $16 \times 6 \times 6$ | yes |
# | 8 | 16 | 2 | $8 \times 6 \times 6$ | $16 \times 3 \times 3$ | yes |
#
# Odd sizes fit, too: a 3x3 convolution with padding 1 and stride 2 takes $7$ to
# $\lfloor (7 + 2 - 3) / 2 \rfloor + 1 = 4$ pixels, a 1x1 convolution with stride 2 to
# $\lfloor (7 - 1) / 2 \rfloor + 1 = 4$. If *both* 3x3 convolutions had the stride, the branch would
# come out too small:

# %%
x = torch.zeros(1, 8, 7, 7)
once = nn.Conv2d(8, 8, 3, stride=2, padding=1)
print("branch, stride on the first convolution ", tuple(once(x).shape[2:]))
print("branch, stride on both                  ", tuple(once(once(x)).shape[2:]))
print("shortcut, 1x1 with stride 2             ", tuple(nn.Conv2d(8, 8, 1, stride=2)(x).shape[2:]))

# %% [markdown]
# ### Exercise `layer` (2 points)
#
# A **layer** of a residual network is a row of blocks. Only its first block changes the shape. Write
# `make_layer`: an `nn.Sequential` of `num_blocks` blocks, with a projection for the first block where
# it is needed, and nowhere else.
#
# From 64 to 128 channels the first block has $64 \cdot 128 \cdot 9 + 128 \cdot 128 \cdot 9 = 221{,}184$
# weights in its 3x3 convolutions, $64 \cdot 128 = 8{,}192$ in its projection, and three batch norms of
# $256$: $230{,}144$ together.

# %% question="layer"
check("layer")

# %% [markdown]
# ## 4. Why it helps: the gradient
#
# Backpropagation walks through the blocks from last to first and multiplies by each block's
# derivative. Take numbers in place of images, and leave ReLU and batch norm away. Block $l$ computes
# $w_l x$, plain, or $x + w_l x$, residual. Over $L$ blocks:
#
# $$
# \text{plain: } \frac{\partial y}{\partial x} = w_1 w_2 \cdots w_L
# \qquad\qquad
# \text{residual: } \frac{\partial y}{\partial x} = (1 + w_1)(1 + w_2) \cdots (1 + w_L)
# = 1 + \sum_l w_l + \dots
# $$
#
# A product of many numbers becomes tiny or huge, unless all are close to 1 in size. In the second
# product they *are* close to 1 while the $w_l$ are small. Multiply it out, and there is a 1 that
# belongs to no weight: the path along all shortcuts, on which the gradient comes back untouched.
#
# For $L = 20$: with all $w_l = 0.5$ the plain product is $0.5^{20} \approx 10^{-6}$ (it **vanishes**),
# with all $w_l = 1.5$ it is $1.5^{20} \approx 3{,}325$ (it **explodes**). With $w_l = \pm 0.1$, half of
# each sign, the residual product is $(1.1 \cdot 0.9)^{10} \approx 0.90$.
#
# ### What to measure
#
# Take the sum of all outputs as a loss: $\ell = \sum y$. For each block look at the gradient
# $G = \partial \ell / \partial w_1$ of its first convolution's weights and at its length, the
# **norm**
#
# $$
# \lVert G \rVert = \sqrt{\textstyle\sum_i G_i^2},
# $$
#
# where $i$ runs over all weights of that convolution. By hand: two blocks, each a single 1x1
# convolution, with weights 2 and 3, and an image of two pixels, $x = (1, 2)$. Then
# $\ell = 3 \cdot 2 \cdot 1 + 3 \cdot 2 \cdot 2 = 18$. The first block's gradient is
# $3 \cdot (1 + 2) = 9$, the second's $2 \cdot (1 + 2) = 6$.
#
# ### Exercise `gradient_flow` (3 points)
#
# Write `gradient_norms` and `compare_gradient_flow`. Seed *before* layers are made: they draw their
# weights when they are made. And clear old gradients first, since `backward` adds to them.

# %% question="gradient_flow"
check("gradient_flow")

# %% [markdown]
# ### Experiment 1: gradient norms against depth
#
# It is often said that gradients vanish in deep plain networks. Do they, in yours? On the left: 30
# blocks of each kind, block by block. On the right: the gradient that reaches the *first* block, for
# stacks of growing depth; there we add blocks of our own that have no batch norm.

# %%
DEPTH = 30
DEPTHS = (1, 2, 4, 8, 16)


class Bare(nn.Module):
    """Two convolutions without batch norm; the shortcut is optional."""

    def __init__(self, channels, skip):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.skip = skip

    def forward(self, x):
        """The branch, and x where there is a shortcut."""
        out = self.conv2(F.relu(self.conv1(x)))
        return F.relu(out + x if self.skip else out)


def bare_norms(depth, skip):
    """The norms for a stack of blocks without batch norm."""
    torch.manual_seed(0)
    x = torch.randn(4, 16, 8, 8)
    return residual.gradient_norms(nn.Sequential(*[Bare(16, skip) for _ in range(depth)]), x)


figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.8), layout="constrained")
by_block = residual.compare_gradient_flow(DEPTH)
at_depth = [residual.compare_gradient_flow(depth) for depth in DEPTHS]
for kind, color in (("plain", "C0"), ("residual", "C1")):
    left.semilogy(range(1, DEPTH + 1), by_block[kind], "o-", color=color, markersize=3, label=kind)
    first = [norms[kind][0] for norms in at_depth]
    right.semilogy(DEPTHS, first, "o-", color=color, label=kind)
    bare = [bare_norms(depth, skip=kind == "residual")[0] for depth in DEPTHS]
    right.semilogy(DEPTHS, bare, "x:", color=color, label=f"{kind}, no batch norm")
    print(f"{kind:9} first block / last block = {by_block[kind][0] / by_block[kind][-1]:.3g}")
    print(
        f"{kind:9} first block of {DEPTHS[-1]} = {first[-1]:.3g}, without batch norm {bare[-1]:.3g}"
    )
left.set(title=f"{DEPTH} blocks", xlabel="block (1 is next to the input)", ylabel="gradient norm")
right.set(title="the first block of ...", xlabel="... so many blocks")
for axis in (left, right):
    axis.legend(fontsize=8)
plt.show()

# %% [markdown]
# Look closely.
#
# - **Left.** With batch norm the plain gradients do not vanish, they **explode**: from the last block to
#   the first they grow by about 1.4 at each block, more than ten-thousandfold over all. That is no
#   accident of your code. Batch norm brings the forward signal back to a fixed size at each layer by
#   dividing it by its standard deviation, and in the backward pass the same division enlarges what
#   comes back. The authors of the residual network say it themselves (section 4.1): their plain
#   networks have batch norm, and vanishing gradients were *not* likely to be their trouble.
# - **Right.** Without batch norm (dotted) vanishing is real: sixteen plain blocks leave next to nothing
#   of the gradient. The signal shrinks on its way forward, the gradient on its way back.
# - **Both.** A plain stack multiplies, so that its line is steep on a logarithmic axis, up or down.
#   With shortcuts the lines are much flatter.
#
# So read "residual blocks cure vanishing gradients" as: **they keep gradients of one size over the
# depth**, whichever way the plain ones would run.

# %% [markdown]
# ### Experiment 2: does it matter for training?
#
# Four kinds of noisy stripes, to be told apart: an easy task. We train four networks of 8 channels on
# it, with 4 and with 30 blocks, plain and residual; everything else is the same.


# %%
def stripes(count, generator):
    """Noisy stripes of 12x12 pixels, `(count, 1, 12, 12)`, and their directions, 0 to 3."""
    direction = torch.randint(4, (count,), generator=generator)
    down, across = torch.meshgrid(torch.arange(12.0), torch.arange(12.0), indexing="ij")
    along = torch.stack([down, across, down + across, down - across])[direction]
    phase = 6.28 * torch.rand(count, 1, 1, generator=generator)
    noise = torch.randn(count, 12, 12, generator=generator)
    return (torch.sin(1.2 * along + phase) + 0.8 * noise)[:, None], direction


def train(block, depth, steps=80):
    """The training loss of each step for a network of `depth` blocks of one kind."""
    torch.manual_seed(0)
    stem = [nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU()]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 4)]
    net = nn.Sequential(*stem, *[block(8, 8) for _ in range(depth)], *head)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.02, momentum=0.9)
    generator, losses = torch.Generator().manual_seed(0), []
    for _ in range(steps):
        pictures, labels = stripes(32, generator)
        loss = F.cross_entropy(net(pictures), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


pictures, labels = stripes(8, torch.Generator().manual_seed(1))
figure, axes = plt.subplots(1, 8, figsize=(10, 1.6), layout="constrained")
for axis, picture, label in zip(axes, pictures, labels, strict=True):
    axis.imshow(picture[0], cmap="gray")
    axis.set_title(f"direction {label}", fontsize=8)
    axis.axis("off")
plt.show()

figure, axes = plt.subplots(1, 2, figsize=(10, 3.4), sharey=True, layout="constrained")
for axis, depth in zip(axes, (4, 30), strict=True):
    for kind, block in (("plain", residual.PlainBlock), ("residual", residual.ResidualBlock)):
        losses = train(block, depth)
        axis.plot(losses, label=kind)
        last = sum(losses[-10:]) / 10
        print(f"{depth:3} blocks, {kind:9} loss over the last ten steps {last:.2f}")
    axis.axhline(torch.tensor(4.0).log(), color="0.5", linestyle=":", label="guessing")
    axis.set(title=f"{depth} blocks", xlabel="step")
    axis.legend()
axes[0].set_ylabel("training loss")
plt.show()

# %% [markdown]
# Four plain blocks learn, only later than residual ones. Thirty plain blocks stay near the dotted line,
# the loss of blind guessing, $\ln 4 \approx 1.39$, for many steps and are far behind at the end; thirty
# residual blocks learn nearly as fast as four. Both have the same number of parameters, and this is
# the loss on *training* pictures that the network sees for the first time, so overfitting has no part
# in it.

# %% [markdown]
# ## 5. The network
#
# `SimpleResNet` for pictures of 32x32 pixels:
#
# | part | what it is | output | parameters |
# |---|---|---|---:|
# | stem | 3x3 convolution, batch norm, ReLU | $64 \times 32 \times 32$ | 1,856 |
# | layer 1 | two blocks, stride 1 | $64 \times 32 \times 32$ | 2 · 73,984 |
# | layer 2 | two blocks, stride 2 first | $128 \times 16 \times 16$ | 230,144 + 295,424 |
# | layer 3 | two blocks, stride 2 first | $256 \times 8 \times 8$ | 919,040 + 1,180,672 |
# | pooling | global average: the mean of each map | $256$ | 0 |
# | linear | one number for each class | $10$ | 2,570 |
#
# That is 2,777,674 in all. Note what is *not* there: no 7x7 stem with stride and no max pooling, as
# in networks for pictures of 224 pixels; they would leave too little of 32. And no softmax: the loss
# function, cross-entropy, has it inside.
#
# ### Exercise `resnet` (4 points)
#
# Write `SimpleResNet` with your `make_layer`. The stem's convolution has no bias, the linear layer
# has one.

# %% question="resnet"
check("resnet")

# %%
net = residual.SimpleResNet()
shapes = []
hooks = [
    layer.register_forward_hook(lambda layer, given, out: shapes.append(tuple(out.shape[1:])))
    for layer in net.modules()
    if isinstance(layer, residual.ResidualBlock)
]
with torch.no_grad():
    net(torch.zeros(1, 3, 32, 32))
print("after each block:", *shapes, sep="\n  ")
print(f"{sum(parameter.numel() for parameter in net.parameters()):,} parameters")

# %% [markdown]
# ## 6. When it does not work
#
# | what you see | what is often the reason |
# |---|---|
# | negative numbers come out of a block | the ReLU after the addition is missing |
# | a block with zero convolutions gives 0 | the addition is forgotten |
# | it gives right values for positive inputs only | an in-place ReLU has overwritten the shortcut, or the shortcut goes through ReLU |
# | "modified by an inplace operation" in `backward` | `x += out` writes into the block's input; write `out + x` |
# | the block adds the branch to itself | `x` was given a new value on the way: keep the input as `identity` |
# | sizes differ at the addition | the stride is on both convolutions, or not on the shortcut; or `padding=1` is missing |
# | channels differ at the addition | the projection is made only where the stride is not 1 |
# | right with stride 2, wrong with stride 1 | the same |
# | 2,776,906 parameters, 768 too few | the two projections have no batch norm |
# | 2,779,914 parameters, 2,240 too many | the convolutions have biases (those of all fifteen) |
# | far too few parameters | blocks were made, but not appended; or one block is repeated |
# | some parameter has no gradient | its layer is made, but not called: one batch norm used twice, a layer left out |
# | training is fine, evaluation is not | one batch norm for two convolutions: their statistics mix |
#
# Two tests find nearly all of these: convolutions set to zero, with an input of both signs; and a look
# at which parameters have no gradient after `backward`:

# %%
block = residual.ResidualBlock(4, 4)
block(torch.randn(2, 4, 5, 5)).sum().backward()
unused = [name for name, parameter in block.named_parameters() if parameter.grad is None]
print("parameters without a gradient:", unused or "none")

# %% [markdown]
# ## 7. Bottlenecks
#
# Deep networks have many channels, and 3x3 convolutions between many channels are expensive. The
# **bottleneck block** narrows first, looks around in few channels, and widens again:
#
# $$
# F(x) = \mathrm{bn}_3\big(w_3 * \mathrm{relu}(\mathrm{bn}_2(w_2 * \mathrm{relu}(\mathrm{bn}_1(w_1 *
# x))))\big), \qquad y = \mathrm{relu}\big(F(x) + S(x)\big)
# $$
#
# - $w_1$: 1x1, from `in_channels` to `width` channels;
# - $w_2$: 3x3 with padding 1, `width` to `width`, with the block's stride;
# - $w_3$: 1x1, from `width` to $4 \cdot$ `width` channels;
# - $S$: the shortcut of section 3. It is $x$ where the stride is 1 and `in_channels` equals
#   $4 \cdot$ `width`, a projection everywhere else.
#
# With 256 channels in and out and width 64, the weights are
# $256 \cdot 64 + 64 \cdot 64 \cdot 9 + 64 \cdot 256 = 69{,}632$. Two 3x3 convolutions of 256 channels
# would have $2 \cdot 256 \cdot 256 \cdot 9 = 1{,}179{,}648$: seventeen times as many.
#
# In the first edition of the paper the stride stood on $w_1$, which then never looks at three pixels
# of four. With the stride on $w_2$, which sees 3x3 neighbours, each pixel counts. That is what most
# implementations do, and what we ask for.
#
# ### Exercise `bottleneck` (3 points, a bonus)
#
# Write `Bottleneck`.

# %% question="bottleneck"
check("bottleneck")

# %% [markdown]
# ## 8. In your own words
#
# "Residual networks work because they stop gradients from vanishing." In three to five sentences: what
# is right about this, what is not, and which of your measurements shows it? Write in the cell below;
# it is read by a person.

# %% [markdown] written="explain_residual" points=0
# *Your answer here.*

# %% [markdown]
# ## Hand in
#
# Run `pytest` in this folder once more. Then hand in `residual.py`; it is what is graded. Hand in this
# notebook with it, for your answer in section 8.
