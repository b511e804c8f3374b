# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Modern architectures
#
# After VGG, networks got better mostly by spending their numbers more wisely: several views of one
# input side by side (**Inception**), old maps kept instead of computed again (**DenseNet**),
# convolutions split into cheap halves (**MBConv** of EfficientNet), all sizes grown together
# (**compound scaling**). And then one family left convolution out: the **vision transformer**, which
# reads an image as a sentence of patches.
#
# In this lesson you build one block of each, count what it costs, and train them against each other.
# **All of it is a bonus.** The exercises do not depend on each other.
#
# **How to work.** You write your code in the file `modern.py`, in the folder of this notebook, and
# save it. That module is what is graded. The cells here explain, draw, and check what you have
# written so far; after each exercise, run its check cell.

# %%
# %load_ext autoreload
# %autoreload 2

# %%
import matplotlib.pyplot as plt
import modern  # your module; autoreload takes up what you save
import torch
import torch.nn.functional as F
from checking import check  # the public tests, on your module as it is saved now
from torch import nn

torch.set_num_threads(1)  # the networks here are small: more threads would only wait for each other


def parameters(net):
    """How many numbers a network can learn."""
    return sum(parameter.numel() for parameter in net.parameters())


# %% [markdown]
# ## 1. Scaling all three together
#
# A network can grow in three ways: more layers (**depth**), more channels (**width**), larger images
# (**resolution**). What does it cost? The work of a convolution is
#
# $$
# \text{operations} = h \cdot w \cdot k^2 \cdot c_\text{in} \cdot c_\text{out} .
# $$
#
# - $h, w$: height and width of its output; $k$: its kernel size;
# - $c_\text{in}, c_\text{out}$: its channels.
#
# Twice the layers: twice the work. Twice the width: both $c_\text{in}$ and $c_\text{out}$ double, **four**
# times the work. Twice the resolution: both $h$ and $w$ double, again **four** times. Growing in
# all three ways by one number $\phi$,
#
# $$
# \text{depth} = \alpha^\phi, \quad \text{width} = \beta^\phi, \quad \text{resolution} = \gamma^\phi,
# \qquad \text{with}\quad \alpha \cdot \beta^2 \cdot \gamma^2 \approx 2,
# $$
#
# makes the work grow by about $2^\phi$: each step of $\phi$ doubles it. The authors found
# $\alpha = 1.2$, $\beta = 1.1$, $\gamma = 1.15$ by a small search.
#
# **By hand.** $\alpha \beta^2 \gamma^2 = 1.2 \cdot 1.21 \cdot 1.3225 = 1.920$, within 10 % of 2. For
# $\phi = 2$: depth $1.2^2 = 1.44$, width $1.1^2 = 1.21$, resolution $1.15^2 = 1.3225$.
#
# **Common mistakes.** Multiplying by $\phi$ instead of raising to it; forgetting the squares in the
# rule ($\alpha\beta\gamma = 1.518$ says nothing about cost); another order than depth, width,
# resolution; checking only the upper bound.
#
# ### Exercise `compound_scaling` (2 points, a bonus)

# %% question="compound_scaling"
check("compound_scaling")

# %%
steps = range(8)
factors = [modern.compound_scaling(phi) for phi in steps]
figure, axis = plt.subplots(figsize=(6, 3.4), layout="constrained")
for values, name in zip(zip(*factors, strict=True), ("depth", "width", "resolution"), strict=True):
    axis.semilogy(steps, values, "o-", label=name)
work = [depth * width**2 * resolution**2 for depth, width, resolution in factors]
axis.semilogy(steps, work, "s-", color="k", label="work")
axis.semilogy(steps, [2**phi for phi in steps], ":", color="0.5", label="2 to the power phi")
axis.set(xlabel="phi", ylabel="factor", title="small factors, large work")
axis.legend(fontsize=8)
plt.show()

# %% [markdown]
# ## 2. MBConv
#
# A 3x3 convolution does two jobs at once: it looks at neighbours and mixes channels. Split the jobs:
#
# - a **depthwise** convolution looks at neighbours, each channel by itself (`groups=channels`): $k^2$
#   weights for each channel;
# - a **1x1** convolution mixes channels: $c_\text{in} \cdot c_\text{out}$ weights.
#
# With $c$ channels that is $9c + c^2$ weights in place of $9c^2$: for $c = 96$, 10,080 in place of 82,944.
# The saving pays for room inside. With $e = \text{expansion} \cdot c_\text{in}$ channels there:
#
# | step | layers | output |
# |---|---|---|
# | expand | 1x1, batch norm, SiLU | $e \times h \times w$ |
# | depthwise | $k \times k$ with the stride, batch norm, SiLU | $e \times h' \times w'$ |
# | squeeze-and-excite | see below | $e \times h' \times w'$ |
# | project | 1x1, batch norm, **no activation** | $c_\text{out} \times h' \times w'$ |
# | skip | plus $x$ where the stride is 1 and $c_\text{in} = c_\text{out}$ | the same |
#
# $\mathrm{SiLU}(z) = z \cdot \sigma(z)$ with the sigmoid $\sigma(z) = 1 / (1 + e^{-z})$. It is close to ReLU
# and smooth. The projection has no activation because the few channels that leave the block must not
# lose what they hold.
#
# **Squeeze-and-excite** lets the whole image decide which maps matter. With $m$ the vector of the $e$
# maps' means, $U$ and $V$ two linear layers with bias,
#
# $$
# s = \sigma\big(V\, \mathrm{SiLU}(U m)\big), \qquad \text{map}_i \leftarrow s_i \cdot \text{map}_i .
# $$
#
# $U$ reduces to $\max(1, \lfloor \text{ratio} \cdot c_\text{in} \rfloor)$ numbers: counted from the block's
# **input** channels, not from the $e$ inside.
#
# **By hand,** 16 channels to 16 with expansion 6 ($e = 96$, squeezed to 4):
#
# | step | weights and biases | batch norm |
# |---|---:|---:|
# | expand | $16 \cdot 96 = 1536$ | 192 |
# | depthwise | $96 \cdot 9 = 864$ | 192 |
# | $U$ and $V$ | $96 \cdot 4 + 4 + 4 \cdot 96 + 96 = 868$ | |
# | project | $96 \cdot 16 = 1536$ | 32 |
#
# Together 5,220. (Counted from $e$, $U$ would squeeze to 24 numbers: 3,860 parameters too many.)
#
# **Common mistakes.** `groups` forgotten; SiLU or ReLU after the projection; $x$ added where the stride
# is 2, or nowhere; no sigmoid at the end of squeeze-and-excite; means over the batch.
#
# ### Exercise `mbconv` (4 points, a bonus)

# %% question="mbconv"
check("mbconv")

# %%
widths = (8, 16, 32, 64, 128)
inside = [parameters(nn.Conv2d(6 * c, 6 * c, 3, bias=False)) for c in widths]
plain = [parameters(nn.Conv2d(c, c, 3, bias=False)) for c in widths]
blocks = [parameters(modern.MBConv(c, c)) for c in widths]
figure, axis = plt.subplots(figsize=(6, 3.4), layout="constrained")
axis.loglog(widths, inside, "o-", label="3x3 on 6c channels")
axis.loglog(widths, blocks, "s-", label="MBConv, 6c channels inside")
axis.loglog(widths, plain, "o:", label="3x3 on c channels")
axis.set(xlabel="c, channels of the input", ylabel="parameters", title="what a block costs")
axis.legend(fontsize=8)
plt.show()
for c, wide, block in zip(widths, inside, blocks, strict=True):
    print(
        f"{c:4} channels: MBConv {block:8,}, a 3x3 on its inner channels {wide / block:.0f} times"
    )

# %% [markdown]
# An MBConv is *not* smaller than a plain 3x3 convolution on as many channels as come in. It is far
# smaller than a convolution on as many channels as it has inside.
#
# ## 3. Inception
#
# Which kernel size is best? The Inception module of GoogLeNet takes them all and lets the next layer
# choose. Four branches see the same input; their maps are concatenated along the channels:
#
# | branch | layers | channels |
# |---|---|---:|
# | 1 | 1x1 | `c1` |
# | 2 | 1x1 to `c3[0]`, 3x3 | `c3[1]` |
# | 3 | 1x1 to `c5[0]`, 5x5 | `c5[1]` |
# | 4 | 3x3 max pooling with stride 1, 1x1 | `pool` |
#
# ReLU follows every convolution, the reducing ones too. All branches keep height and width: padding 0,
# 1, 2 for kernels 1, 3, 5, and 1 for the pooling.
#
# **By hand.** The first module of GoogLeNet is `Inception(192, 64, (96, 128), (16, 32), 32)`. A 5x5 from
# 192 to 32 channels would have $192 \cdot 32 \cdot 25 = 153{,}600$ weights. With the reduction to 16
# channels it is $192 \cdot 16 + 16 \cdot 32 \cdot 25 = 15{,}872$, a tenth. The whole module: 163,328
# weights and 368 biases, 163,696 parameters, for $64 + 128 + 32 + 32 = 256$ maps.
#
# **Common mistakes.** Another order of branches; no ReLU after a reduction, which makes two convolutions
# one linear map; means instead of maxima; a 3x3 where the 5x5 belongs (a well-known library has this
# slip); adding branches, which have different channels, instead of concatenating.
#
# ### Exercise `inception` (3 points, a bonus)

# %% question="inception"
check("inception")

# %% [markdown]
# ## 4. Dense blocks
#
# A residual block *adds* what it computes to its input. A dense layer *appends* it. With $[\cdot, \cdot]$ for
# concatenation along the channels, layer $l$ computes from everything before it:
#
# $$
# x_l = H_l\big([x_0, x_1, \dots, x_{l-1}]\big), \qquad
# H_l(z) = w_l * \mathrm{relu}(\mathrm{bn}_l(z)) .
# $$
#
# - $x_0$: the block's input with $c$ channels; $x_l$: the $k$ new maps of layer $l$;
# - $k$: the **growth rate**; $w_l$: a 3x3 convolution with padding 1, without bias;
# - the order is batch norm, ReLU, convolution: the stack itself is handed on as it is.
#
# The output is $[x_0, x_1, \dots, x_L]$ with $c + L k$ channels.
#
# **By hand.** `DenseBlock(2, 4, 3)`: layer 1 sees 4 channels: $4 \cdot 3 \cdot 9 = 108$ weights and a batch
# norm of 8. Layer 2 sees 7: $189$ and $14$. Together 319. Out come $4 + 2 \cdot 3 = 10$ channels.
#
# **Common mistakes.** Convolution first; returning only the new maps; putting them in front; an in-place
# ReLU or one on the stack, so that $x_0$ loses its negative values.
#
# ### Exercise `dense_block` (3 points, a bonus)

# %% question="dense_block"
check("dense_block")

# %% [markdown]
# ## 5. Patches
#
# A transformer reads a list of vectors, called **tokens**. To make tokens of an image, cut it into
# squares of $p \times p$ pixels and map each, by the same linear layer, to a vector of `dim` numbers:
#
# $$
# t = \left(\frac{s}{p}\right)^2 \text{ tokens}, \qquad
# z_i = E\, \mathrm{flat}(\text{patch}_i) + b .
# $$
#
# - $s$: the side of the image, $p$: the side of a patch;
# - $E$: a matrix of `dim` rows and $p^2 c$ columns, $b$: its bias; $c$: the channels.
#
# A convolution with kernel $p$ and **stride** $p$ is exactly this map. Its output $(n, \mathrm{dim}, s/p, s/p)$
# must then become $(n, t, \mathrm{dim})$: flatten the last two axes, then **exchange** axes. `reshape`
# does not exchange axes: it reads numbers on in memory, so that tokens mix patches. The same slip on the
# image itself cuts it into strips:

# %%
image = torch.arange(16).reshape(4, 4)
print("the image\n", image)
print("four patches\n", image.reshape(2, 2, 2, 2).permute(0, 2, 1, 3).reshape(4, 4))
print("just reshaped: rows, not squares\n", image.reshape(4, 4))

# %% [markdown]
# ## 6. The encoder
#
# **Attention** lets each token ask all others. From the tokens $Z$ (one a row), three linear layers make
# queries $Q$, keys $K$ and values $V$, in each of several **heads**:
#
# $$
# \mathrm{head}(Z) = \mathrm{softmax}\!\left(\frac{Q K^\top}{\sqrt{d}}\right) V .
# $$
#
# - $d = \mathrm{dim} / \mathrm{heads}$: the numbers in one head's query;
# - $Q K^\top$: a score for each pair of tokens; softmax makes each row positive with sum 1, so that
#   every token takes a weighted mean of all values. Without $\sqrt{d}$ scores grow with $d$, and softmax
#   picks a single token.
#
# The heads' outputs are concatenated and go through one more linear layer. A block is then, **pre-norm**,
#
# $$
# Z \leftarrow Z + \mathrm{attention}(\mathrm{norm}_1(Z)), \qquad
# Z \leftarrow Z + \mathrm{mlp}(\mathrm{norm}_2(Z)),
# $$
#
# with $\mathrm{mlp}$ = Linear to $4 \cdot \mathrm{dim}$, GELU, Linear back. The layer norms stand *inside* the
# branches: the path along the additions stays free, as in a residual network.
#
# **By hand.** Two tokens, one head, $d = 1$, $Q = K = (0, 2)$, $V = (1, 3)$. The scores of the second token
# are $(0, 4)$, softmax makes $(0.018, 0.982)$ of them, and out comes $0.018 \cdot 1 + 0.982 \cdot 3 = 2.96$. The
# first token scores $(0, 0)$: it takes the plain mean, 2.
#
# `nn.TransformerEncoderLayer` does all of it, but its defaults differ in five points: post-norm, ReLU,
# dropout 0.1, a width of 2048, and the batch as *second* axis. `nn.MultiheadAttention` shares the last.

# %%
scores = torch.tensor([[0.0, 0.0], [0.0, 4.0]])
print(scores.softmax(dim=1) @ torch.tensor([1.0, 3.0]))

# %% [markdown]
# ## 7. The whole network
#
# 1. The patches' tokens, with a learned **class token** before them: a blank sheet on which the
#    attention collects what matters for the decision.
# 2. Plus learned **positions**, one vector for each of the $t + 1$ tokens. Attention takes means, and a
#    mean does not know the order: without positions shuffled patches give the same logits.
# 3. `depth` encoder blocks.
# 4. One last layer norm (nothing else bounds a sum of branches); then the class token *alone* goes through
#    a linear layer. No softmax: cross-entropy has it inside.
#
# With the defaults ($32 \times 32$, $p = 4$, dim 64, depth 2): patches $48 \cdot 64 + 64 = 3{,}136$, class token
# 64, positions $65 \cdot 64 = 4{,}160$, two blocks of $49{,}984$, last norm 128, linear layer 650. Together
# 108,106.
#
# ### Exercise `vit` (5 points, a bonus)

# %% question="vit"
check("vit")

# %% [markdown]
# ### What patches see of each other
#
# The image on the left has one bright patch. On the right: how much the logits of your (untrained)
# network depend on each pixel, the size of their gradient. Already in its first layer every patch reaches
# the class token; a stack of 3x3 convolutions sees 31 pixels only after fifteen layers.
# The bright patch counts least: layer norm divides a large token by its size, and its gradient with it.

# %%
torch.manual_seed(0)
image = torch.rand(1, 3, 32, 32) * 0.5
image[:, :, 8:12, 20:24] += 0.5
image.requires_grad_()
net = modern.ViT()
net(image).square().sum().backward()
figure, axes = plt.subplots(1, 2, figsize=(7, 3.4), layout="constrained")
axes[0].imshow(image.detach()[0].permute(1, 2, 0))
axes[0].set_title("64 patches of 4x4 pixels")
drawn = axes[1].imshow(image.grad[0].abs().sum(0), cmap="magma")
axes[1].set_title("how much each pixel counts")
figure.colorbar(drawn, ax=axes[1], shrink=0.8)
for axis in axes:
    axis.set_xticks([c - 0.5 for c in range(0, 33, 4)], [])
    axis.set_yticks([r - 0.5 for r in range(0, 33, 4)], [])
    axis.grid(color="w", linewidth=0.5)
plt.show()

# %% [markdown]
# ## 8. Experiment: parameters against accuracy
#
# Very noisy stripes in four directions, 16x16 pixels, 60 steps of training for each network. Each step
# draws new images, so that data is not scarce.


# %%
def stripes(count, generator):
    """Noisy stripes, `(count, 3, 16, 16)`, and their directions, 0 to 3."""
    direction = torch.randint(4, (count,), generator=generator)
    down, across = torch.meshgrid(torch.arange(16.0), torch.arange(16.0), indexing="ij")
    along = torch.stack([down, across, down + across, down - across])[direction]
    phase = 6.28 * torch.rand(count, 1, 1, generator=generator)
    noise = torch.randn(count, 3, 16, 16, generator=generator)
    return torch.sin(1.2 * along + phase)[:, None] + 2.5 * noise, direction


def classifier(channels, *blocks):
    """The blocks, the mean of each map, and a linear layer to four classes."""
    stem = [nn.Conv2d(3, 8, 3, padding=1), nn.ReLU()]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 4)]
    return nn.Sequential(*stem, *blocks, *head)


def train(net, steps=60):
    """The accuracy after each ten steps, on 400 images never trained on."""
    generator, right = torch.Generator().manual_seed(0), []
    x_test, y_test = stripes(400, torch.Generator().manual_seed(1))
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3)
    for step in range(1, steps + 1):
        x, y = stripes(64, generator)
        loss = F.cross_entropy(net.train()(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 10 == 0:
            with torch.no_grad():
                right.append((net.eval()(x_test).argmax(1) == y_test).float().mean().item())
    return right


makers = {
    "two 3x3": lambda: classifier(
        24, nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 24, 3, padding=1), nn.ReLU()
    ),
    "MBConv": lambda: classifier(16, modern.MBConv(8, 16, 4), modern.MBConv(16, 16, 4)),
    "Inception": lambda: classifier(32, modern.Inception(8, 8, (8, 12), (4, 6), 6)),
    "DenseBlock": lambda: classifier(32, modern.DenseBlock(3, 8, 8)),
    "ViT": lambda: modern.ViT(16, 4, dim=32, depth=2, heads=4, num_classes=4),
}
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
for name, make in makers.items():
    torch.manual_seed(0)
    net = make()
    accuracies = train(net)
    left.plot(range(10, 61, 10), accuracies, "o-", label=name)
    right.plot(parameters(net), accuracies[-1], "o", markersize=9, label=name)
    print(f"{name:11} {parameters(net):6,} parameters, accuracy {accuracies[-1]:.2f}")
left.axhline(0.25, color="0.5", linestyle=":")
left.set(xlabel="step", ylabel="accuracy on new images", title="training")
right.set(
    xlim=(0, None),
    ylim=(0.2, 1.03),
    xlabel="parameters",
    ylabel="accuracy after 60 steps",
    title="what parameters buy",
)
left.legend(fontsize=8)
plt.show()

# %% [markdown]
# Parameters alone do not order the networks. The ViT, with by far the most, starts fastest: one look
# takes in the whole image, and that suits stripes. The MBConvs reach as far with a fifth of its
# parameters, and the plain convolutions, no smaller than the MBConvs, are slower. The single Inception
# module, the smallest, has hardly begun: it has no batch norm, and one layer of depth.
#
# What this does *not* show: a convolution knows that neighbours belong together and that a pattern is the
# same wherever it lies; a ViT must learn both from data. Where images are scarce, that counts. Its authors
# needed many millions of images before it passed convolutional networks. One seed and sixty steps prove
# little: run other seeds, and other numbers of images, before you believe a difference of a few points.

# %% [markdown]
# ## 9. In your own words
#
# A friend replaces every convolution by a ViT "because it is modern", with 2,000 training images. In three
# to five sentences: what do you expect, why, and which part of this lesson supports you? Write in the cell
# below; it is read by a person.

# %% [markdown] written="explain_modern" points=0
# *Your answer here.*

# %% [markdown]
# ## Hand in
#
# Run `pytest` in this folder once more. Then hand in `modern.py`; it is what is graded. Hand in this
# notebook with it, for your answer in section 9.
