# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Batch normalisation
#
# A deep network is a chain of layers, and each layer learns on what the layers before it give. Let
# one of them give numbers that are ten times too small, and the next one gives numbers that are too
# small as well, and so on: after ten layers there is nothing left to learn from. And while the
# network trains, every layer changes under the feet of all layers behind it.
#
# **Batch normalisation** (Ioffe and Szegedy, 2015) puts a simple step between the layers: shift and
# scale every channel so that, over the batch, it has mean 0 and standard deviation 1. Then let the
# network choose a better mean and a better spread, by two learned numbers for each channel.
#
# In this lesson you will
#
# - write the step, and the layer with its two modes: training and evaluation;
# - work out its gradients by hand;
# - see what it does to activations and to training curves.
#
# **How to work.** You write your code in the file `batch_norm.py`, in the folder of this notebook,
# and save it. That module is what is graded. The cells here explain, draw, and check what you have
# written so far; after each exercise, run its check cell. Work from top to bottom: later cells use
# the functions of earlier exercises.

# %%
# %load_ext autoreload
# %autoreload 2

# %%
import batch_norm  # your module; autoreload takes up what you save
import matplotlib.pyplot as plt
import torch
from checking import check  # the public tests, on your module as it is saved now
from torch import nn

torch.set_num_threads(1)  # for networks as small as these, one thread is fastest


# %% [markdown]
# ## 1. What goes wrong without it
#
# Ten convolutions, each with ReLU, as PyTorch initialises them, and nothing learned yet. We send
# images through and measure the standard deviation of what each layer gives.

# %%
torch.manual_seed(0)
DEPTH, WIDTH = 10, 16


def stack(norm):
    """Ten convolutions with ReLU; `norm`, if given, makes what stands between the two."""
    layers = []
    for depth in range(DEPTH):
        layers.append(nn.Conv2d(WIDTH if depth else 3, WIDTH, kernel_size=3, padding=1))
        layers += [norm(WIDTH)] if norm else []
        layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def activations(net, x):
    """What each ReLU of the stack gives for x, in order."""
    given = []
    with torch.no_grad():
        for layer in net:
            x = layer(x)
            if isinstance(layer, nn.ReLU):
                given.append(x)
    return given


plain = stack(norm=None)
for depth, given in enumerate(activations(plain, torch.randn(16, 3, 12, 12)), start=1):
    print(f"layer {depth:2}: standard deviation {given.std():.5f}")

# %% [markdown]
# The numbers shrink from layer to layer, and what is left behind the last one hardly depends on the
# image any more. With other starting weights they would explode instead. A careful start helps, but
# training moves the weights, and the balance is lost again. Batch normalisation restores it at
# every step.

# %% [markdown]
# ## 2. Normalising a batch
#
# ### The formula
#
# A batch $x$ has $n$ images with $c$ channels of $h \times w$ pixels. Each channel $k$ holds
# $m = n \cdot h \cdot w$ values: all its pixels in all images. Over these, and for each channel on
# its own,
#
# $$
# \mu_k = \frac{1}{m} \sum_{i,r,q} x_{i,k,r,q}
# \qquad
# \sigma^2_k = \frac{1}{m} \sum_{i,r,q} (x_{i,k,r,q} - \mu_k)^2
# $$
#
# $$
# \hat{x}_{i,k,r,q} = \frac{x_{i,k,r,q} - \mu_k}{\sqrt{\sigma^2_k + \varepsilon}}
# \qquad
# y_{i,k,r,q} = \gamma_k \, \hat{x}_{i,k,r,q} + \beta_k
# $$
#
# - $x_{i,k,r,q}$: the value of image $i$, channel $k$, row $r$, column $q$;
# - $m$: how many values a channel has in the batch, $n \cdot h \cdot w$;
# - $\mu_k$, $\sigma^2_k$: mean and variance of channel $k$;
# - $\varepsilon$: a small number, `eps`; it stands **under the root**, so that a channel whose
#   values are all equal gives $0 / \sqrt{\varepsilon} = 0$ and not $0 / 0$;
# - $\hat{x}$: the normalised values, mean 0 and standard deviation (almost) 1;
# - $\gamma_k$, $\beta_k$: scale and shift of channel $k$, `gamma` and `beta`, learned like weights;
# - $y$: the result.
#
# Why $\gamma$ and $\beta$? With mean 0 and deviation 1 for ever, a ReLU behind it would always cut
# off about half of the values. With $\gamma$ and $\beta$ the network can take any level and any
# spread, even those it had before; but it takes them by two numbers that are easy to learn, not as
# a side effect of all weights in front.

# %% [markdown]
# ### By hand
#
# Two images of $1 \times 2$ pixels, two channels:
#
# | | image 0 | image 1 | mean | variance |
# |---|---|---|---|---|
# | channel 0 | 1, 3 | 5, 7 | $16 / 4 = 4$ | $(9 + 1 + 1 + 9) / 4 = 5$ |
# | channel 1 | 10, 10 | 30, 30 | $80 / 4 = 20$ | $(100 + 100 + 100 + 100) / 4 = 100$ |
#
# Channel 0 becomes $(-3, -1, 1, 3) / \sqrt{5} \approx (-1.34, -0.45, 0.45, 1.34)$; channel 1 becomes
# $(-10, -10, 10, 10) / 10 = (-1, -1, 1, 1)$. Different as they were, both channels are now alike in
# level and spread. With $\gamma_1 = 3$ and $\beta_1 = 5$, channel 1 becomes $(2, 2, 8, 8)$.

# %%
x = torch.tensor([[[[1.0, 3.0]], [[10.0, 10.0]]], [[[5.0, 7.0]], [[30.0, 30.0]]]])
print("shape (n, c, h, w):", tuple(x.shape))
print("means             :", x.mean(dim=(0, 2, 3)).tolist())
print("biased variances  :", x.var(dim=(0, 2, 3), correction=0).tolist())

# %% [markdown]
# ### Which values belong together?
#
# Most mistakes are made here. The figure shows a batch from above: a row for each image, a column
# for each channel, and in each cell all the pixels of that channel. Cells of one colour share a mean
# and a variance. Only the first panel is batch normalisation; the next two are its relatives (layer
# and instance normalisation), the last one is a plain mistake.

# %%
IMAGES_SHOWN, CHANNELS_SHOWN = 4, 5
row, column = torch.meshgrid(
    torch.arange(IMAGES_SHOWN), torch.arange(CHANNELS_SHOWN), indexing="ij"
)
PANELS = {
    "batch norm\naxes (0, 2, 3)": column,
    "layer norm\naxes (1, 2, 3)": row,
    "instance norm\naxes (2, 3)": row * CHANNELS_SHOWN + column,
    "all at once\nno axes given": torch.zeros_like(row),
}
figure, axes = plt.subplots(1, 4, figsize=(10, 2.9), layout="constrained")
for axis, (title, group) in zip(axes, PANELS.items(), strict=True):
    axis.imshow(group % 20, cmap="tab20", vmin=0, vmax=19)
    axis.set_xticks(torch.arange(CHANNELS_SHOWN + 1) - 0.5, [])
    axis.set_yticks(torch.arange(IMAGES_SHOWN + 1) - 0.5, [])
    axis.grid(color="white", linewidth=2)
    axis.tick_params(length=0)
    axis.set(title=title, xlabel="channels", ylabel="images")
plt.show()

# %% [markdown]
# Two more ways to get it wrong:
#
# - averaging over axis 0 alone gives every *pixel* its own mean; on images of $1 \times 1$ it is
#   right, and so the mistake hides;
# - `x.reshape(-1, c)` looks like a table with a column for each channel. It is not: the channels lie
#   on axis 1, so that reshaping cuts across them. Look:

# %%
print("wrong:", x.reshape(-1, 2).T.tolist())
print("right:", x.permute(0, 2, 3, 1).reshape(-1, 2).T.tolist())

# %% [markdown]
# ### One number for each channel
#
# $\mu$, $\sigma^2$, $\gamma$ and $\beta$ hold $c$ numbers. In arithmetic, PyTorch lines a tensor
# `(c,)` up with the **last** axis, the columns. So give them the shape `(1, c, 1, 1)` where they
# meet images: `mean(..., keepdim=True)` leaves axes of one, and `gamma.reshape(1, -1, 1, 1)` adds
# them. What you *return* or *keep* for each channel has the shape `(c,)`.
#
# ### Exercise `normalize` (3 points)
#
# Write `batch_norm2d`. PyTorch's own normalisation operators are not allowed, by whatever route;
# autograd must be able to go through your function, through mean and variance too. Leave `x` as it
# is.

# %% question="normalize"
check("normalize")

# %%
y = batch_norm.batch_norm2d(x, torch.tensor([1.0, 3.0]), torch.tensor([0.0, 5.0]))
print("channel 0:", [round(value, 2) for value in y[:, 0].flatten().tolist()])
print("channel 1:", [round(value, 2) for value in y[:, 1].flatten().tolist()])

# %% [markdown]
# ## 3. Statistics to keep
#
# At test time there may be no batch: one image comes, and the network must say what it shows. So
# the layer remembers, while it trains, what mean and variance usually are.
#
# ### Two variances
#
# The sum of squares can be divided by $m$ or by $m - 1$:
#
# $$
# \sigma^2 = \frac{1}{m} \sum (x - \mu)^2 \;\text{ (biased)}
# \qquad
# s^2 = \frac{1}{m - 1} \sum (x - \mu)^2 = \frac{m}{m - 1}\,\sigma^2 \;\text{ (unbiased)}
# $$
#
# where $x$ runs over the $m$ values of a channel, and $\mu$ is their mean.
#
# - $\sigma^2$ is the variance *of this batch*. Divided by its root, the batch has deviation exactly
#   1. So a batch is normalised with $\sigma^2$.
# - $s^2$ is the better guess at the variance *of all images there are*: a batch's values lie a little
#   closer to their own mean than to the true one, and $m - 1$ makes up for it. So `running_var`
#   takes in $s^2$.
#
# In both, $m = n \cdot h \cdot w$ counts **values, not images**. `x.var(...)` is unbiased unless you
# say `correction=0`. How much does it matter?

# %%
draws = torch.randn(4000, 64, generator=torch.Generator().manual_seed(0))
counts = (2, 4, 8, 16, 32, 64)
biased = [draws[:, :m].var(dim=1, correction=0).mean() for m in counts]
unbiased = [draws[:, :m].var(dim=1, correction=1).mean() for m in counts]
figure, axis = plt.subplots(figsize=(6, 3), layout="constrained")
axis.axhline(1.0, color="0.6", linewidth=1)
axis.plot(counts, biased, "o-", label="biased: divided by m")
axis.plot(counts, unbiased, "s-", label="unbiased: divided by m - 1")
axis.set_xscale("log", base=2)
axis.set(xlabel="values of a channel in the batch, m", ylabel="mean over 4000 batches")
axis.set(title="Guesses at a variance of 1", ylim=(0, 1.2))
axis.legend()
plt.show()

# %% [markdown]
# With few values the difference is large, with thousands it is nothing. That is why a mistake here
# hides: test with small batches.
#
# ### A batch of one
#
# One image of $4 \times 4$ pixels still has 16 values for each channel: it can be normalised in
# training, too. Only where $n = h = w = 1$ is there a single value; its variance is 0 and the
# unbiased one is $0 / 0$.

# %% [markdown]
# ## 4. The layer
#
# ### A memory
#
# After each batch in training,
#
# $$
# \text{running} \leftarrow (1 - a) \cdot \text{running} + a \cdot \text{new}
# $$
#
# - running: `running_mean` (starts at 0) or `running_var` (starts at 1);
# - new: this batch's mean $\mu$, or its unbiased variance $s^2$ (the variance itself, not its root);
# - $a$: `momentum`, 0.1 by default. Here it is the weight of the **new** value. (In optimisers, and
#   in some other libraries' batch norm, momentum is the weight of the old one.)
#
# For the worked example, channel 0: the mean becomes $0.9 \cdot 0 + 0.1 \cdot 4 = 0.4$. The unbiased
# variance is $20 / 3 \approx 6.67$, and so the variance becomes $0.9 \cdot 1 + 0.1 \cdot 6.67 = 1.57$.
#
# This is bookkeeping, not part of the network's function: no gradient should flow into it. Without
# `torch.no_grad()` or `x.detach()`, a running value would hold the graph of every batch so far, and
# memory would grow with each step.
#
# ### Exercise `running_stats` (3 points)
#
# Write `update_running_stats`. It returns new tensors and leaves the old ones as they are.

# %% question="running_stats"
check("running_stats")

# %%
generator = torch.Generator().manual_seed(0)
figure, axis = plt.subplots(figsize=(7, 3), layout="constrained")
for momentum in (0.01, 0.1, 0.9):
    generator.manual_seed(0)
    mean, var, path = torch.zeros(1), torch.ones(1), []
    for _ in range(60):
        batch = 5 + 2 * torch.randn(4, 1, 2, 2, generator=generator)
        mean, var = batch_norm.update_running_stats(batch, mean, var, momentum)
        path.append(mean.item())
    axis.plot(range(1, 61), path, label=f"momentum {momentum}")
axis.axhline(5.0, color="0.6", linewidth=1)
axis.set(xlabel="batches seen", ylabel="running mean", title="The true mean is 5")
axis.legend()
plt.show()

# %% [markdown]
# Too small a momentum is slow to forget the start; too large a one follows the accidents of every
# batch.

# %% [markdown]
# ### Two modes
#
# | | in training, after `train()` | in evaluation, after `eval()` |
# |---|---|---|
# | normalises with | mean and biased variance of the batch | `running_mean`, `running_var` |
# | running statistics | move by `momentum` | stay as they are |
# | `num_batches_tracked` | goes up by 1 | stays |
# | `weight` ($\gamma$), `bias` ($\beta$) | used | used |
# | an image's result | depends on the rest of the batch | depends on the image alone |
#
# `net.eval()` sets `training` to `False` in every layer inside; ask for `self.training` in
# `forward`.
#
# ### The state of the layer
#
# `weight` and `bias` are **parameters**: `nn.Parameter`, trained by the optimiser; they start at 1
# and at 0. `running_mean`, `running_var` and `num_batches_tracked` are **buffers**: measured, not
# trained, but saved with the network and moved with it to another device. That is what
# `self.register_buffer(name, tensor)` is for. The first two have the shape `(c,)`; the third is a
# whole number without axes, `torch.tensor(0)`.
#
# ### Exercise `module` (5 points)
#
# Write `BatchNorm2d`. Its state dict is interchangeable with that of PyTorch's layer: the same names,
# shapes and dtypes. PyTorch's own normalisation operators are not allowed.

# %% question="module"
check("module")

# %%
layer = batch_norm.BatchNorm2d(2)
before = layer(x)
print("in training  :", [round(value, 2) for value in before[:, 1].flatten().tolist()])
layer.eval()
print("in evaluation:", [round(value, 2) for value in layer(x)[:, 1].flatten().tolist()])
print({name: value.tolist() for name, value in layer.state_dict().items()})

# %% [markdown]
# One batch has hardly moved the memory, so evaluation still gives something else than training.
# After many batches of the same kind both agree.

# %% [markdown]
# ## 5. A block
#
# Where does the layer go? Behind the convolution and before ReLU: **convolution, batch norm, ReLU**.
# (Behind ReLU there would be no negative values to centre.)
#
# The convolution needs **no bias**. It would add the same number to all values of a channel; the
# channel's mean goes up by just that number, and subtracting the mean takes it away again. $\beta$
# does its work. Count for a block from 3 to 8 channels: $8 \cdot 3 \cdot 3 \cdot 3 = 216$ weights of
# the filters, 8 of $\gamma$, 8 of $\beta$: 232 parameters.
#
# ### Exercise `conv_block` (2 points)
#
# Write `ConvBNReLU`.

# %% question="conv_block"
check("conv_block")

# %% [markdown]
# ### Experiment 1: activations, with and without
#
# The ten layers of section 1 again, beside ten of the same with your batch normalisation.

# %%
torch.manual_seed(0)
images = torch.randn(16, 3, 12, 12)
given = {
    "without batch norm": activations(plain, images),
    "with batch norm": activations(stack(batch_norm.BatchNorm2d), images),
}
figure, axes = plt.subplots(2, 4, figsize=(11, 4.6), sharex=True, layout="constrained")
for panels, (title, layers) in zip(axes, given.items(), strict=True):
    for axis, depth in zip(panels, (1, 3, 6, 10), strict=True):
        values = layers[depth - 1].flatten()
        axis.hist(values[values > 0], bins=60, range=(0, 3), color="C0" if "out" in title else "C1")
        axis.set(title=f"layer {depth}: deviation {values.std():.3f}", yticks=[])
    panels[0].set_ylabel(title)
for axis in axes[1]:
    axis.set_xlabel("values above 0")
plt.show()

# %% [markdown]
# Without it, the values of layer 10 are all but equal: the bars have moved into one place. With
# it, every layer gives the next one numbers of the same spread, whatever the weights are.

# %% [markdown]
# ## 6. Backwards, by hand
#
# In training, the layer receives $G_j = \partial L / \partial y_j$ for each value $j$ of a channel:
# how the loss $L$ changes with each output. Everything below is for one channel, so $\mu$,
# $\sigma^2$, $\gamma$, $\beta$ are single numbers, and $j$ runs over the $m = n h w$ values.
#
# ### Gamma and beta
#
# $y_j = \gamma \hat{x}_j + \beta$, for all $j$ with the same $\gamma$ and $\beta$. So their
# gradients collect a part from each value:
#
# $$
# \frac{\partial L}{\partial \gamma} = \sum_j G_j \hat{x}_j
# \qquad\qquad
# \frac{\partial L}{\partial \beta} = \sum_j G_j
# $$
#
# Sums, not means: where the loss is a mean over images, $G$ has been divided already.
#
# ### Three ways from x to y
#
# Write $g_j = \gamma G_j$ for the gradient of $\hat{x}_j$, and $S = \sqrt{\sigma^2 + \varepsilon}$.
# A change of $x_j$ reaches the outputs in three ways:
#
# 1. **directly**: $\hat{x}_j = (x_j - \mu) / S$ grows by $1 / S$;
# 2. **through the mean**: $\mu$ grows by $1 / m$, and with it *all* $\hat{x}$ fall by
#    $1 / (m S)$;
# 3. **through the variance**: $\sigma^2$ grows by $2 (x_j - \mu) / m$, and all $\hat{x}$ are
#    stretched a little less.
#
# Adding up the three,
#
# $$
# \frac{\partial L}{\partial x_j} = \frac{1}{S} \Big( g_j \;-\; \underbrace{\operatorname{mean}(g)}_{\text{through } \mu}
# \;-\; \underbrace{\hat{x}_j \cdot \operatorname{mean}(g \hat{x})}_{\text{through } \sigma^2} \Big)
# $$
#
# where mean runs over the $m$ values of the channel. (Work out the third part yourself once: the
# derivative of $1 / S$ with respect to $\sigma^2$ is $-\tfrac{1}{2} S^{-3}$.)
#
# **Read it.** The two means take from $g$ whatever would only shift or only stretch the channel:
# the layer undoes shifts and stretches, so they cannot change the loss. That gives a check of your
# code: over a channel, the gradients of $x$ **add up to 0**. Whoever takes $\mu$ and $\sigma^2$ for
# constants keeps only the first part, and the sum is not 0.
#
# **By hand.** Channel 1 of the worked example has $\hat{x} = (-1, -1, 1, 1)$ and $S \approx 10$.
# Take $\gamma = 1$ and $G = (2, 0, 0, 0)$: the first value only. Then $\operatorname{mean}(g) = 0.5$ and
# $\operatorname{mean}(g \hat{x}) = -0.5$, and so
#
# $$
# \frac{\partial L}{\partial x} = \frac{1}{10} \big( 2 - 0.5 - 0.5,\; 0 - 0.5 - 0.5,\; 0 - 0.5 + 0.5,\; 0 - 0.5 + 0.5 \big)
# = (0.1,\, -0.1,\, 0,\, 0).
# $$
#
# The sum is 0, as it must be.
#
# ### Exercise `backward` (4 points)
#
# Write `batch_norm2d_backward` without autograd. Leave `grad_output` as it is: `*=` would change the
# caller's tensor.

# %% question="backward"
check("backward")

# %% [markdown]
# Compare your three parts with what you would get from the first way alone:

# %%
torch.manual_seed(0)
values, upstream = torch.randn(4, 1, 3, 3), torch.randn(4, 1, 3, 3)
grad_x, grad_gamma, grad_beta = batch_norm.batch_norm2d_backward(upstream, values, torch.ones(1))
first_way = upstream / (values.var(correction=0) + 1e-5).sqrt()
print(f"all three ways: sum {grad_x.sum():9.6f}, largest {grad_x.abs().max():.3f}")
print(f"the first only: sum {first_way.sum():9.6f}, largest {first_way.abs().max():.3f}")

# %% [markdown]
# ## 7. An experiment
#
# Does it train better? Two networks that differ in nothing but batch normalisation see the same
# batches in the same order.
#
# ### One step
#
# Plain stochastic gradient descent (SGD) moves each parameter $\theta$ against its gradient:
#
# $$
# \theta \leftarrow \theta - \eta \, \frac{\partial L}{\partial \theta}
# $$
#
# where $\eta$ is the learning rate, `lr`, and $L$ the mean cross-entropy of the batch. In code, for
# each batch: compute the loss of the logits in training mode; **clear** the old gradients, which
# would be added otherwise; go backwards; step. Note the loss *before* the step, as a float:
# `loss.item()`. A tensor would keep its graph alive. Cross-entropy has a softmax inside, so the
# network ends with the logits.
#
# ### Exercise `convergence` (3 points)
#
# Write `SmallCNN` and `loss_curve`. With `batch_norm`, every convolution has a batch normalisation of
# its own behind it; without, there is none; nothing else differs. Images may have any size from 8,
# so take the mean over rows and columns before the last, linear layer.

# %% question="convergence"
check("convergence")

# %% [markdown]
# ### Experiment 2: loss curves
#
# The images are stripes in noise; the class is the direction of the stripes. Both networks start
# from the same seed.

# %%
CLASSES, SIDE, BATCH, STEPS = 6, 16, 32, 90


def stripes(count, generator):
    """Images `(count, 3, 16, 16)` of coloured stripes in noise, and the number of their direction."""
    labels = torch.randint(CLASSES, (count,), generator=generator)
    angle = labels * torch.pi / CLASSES
    down, across = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    along = angle.cos()[:, None, None] * across + angle.sin()[:, None, None] * down
    phase = 6.28 * torch.rand(count, 1, 1, generator=generator)
    colour = 0.4 + 0.6 * torch.rand(count, 3, 1, 1, generator=generator)
    pictures = colour * torch.sin(1.3 * along + phase)[:, None]
    return pictures + 0.6 * torch.randn(pictures.shape, generator=generator), labels


def batches():
    """The same batches, in the same order, whenever it is called."""
    generator = torch.Generator().manual_seed(1)
    return [stripes(BATCH, generator) for _ in range(STEPS)]


pictures, labels = batches()[0]
figure, axes = plt.subplots(1, 6, figsize=(10, 2), layout="constrained")
for axis, picture, label in zip(axes, pictures, labels, strict=False):
    axis.imshow(((picture + 2) / 4).clamp(0, 1).permute(1, 2, 0))
    axis.set(title=f"class {label}", xticks=[], yticks=[])
plt.show()


# %%
def train(with_norm, lr):
    """The loss curve of a new network, and the network."""
    torch.manual_seed(0)
    model = batch_norm.SmallCNN(with_norm, CLASSES)
    return batch_norm.loss_curve(model, batches(), lr), model


def smooth(curve, window=8):
    """The mean of each value and those just before it."""
    starts = [max(0, i + 1 - window) for i in range(len(curve))]
    return [sum(curve[s : i + 1]) / (i + 1 - s) for i, s in enumerate(starts)]


RATES = (0.01, 0.1, 0.5)
runs = {(with_norm, lr): train(with_norm, lr) for with_norm in (False, True) for lr in RATES}
figure, axes = plt.subplots(1, 3, figsize=(11, 3.2), sharey=True, layout="constrained")
for axis, lr in zip(axes, RATES, strict=True):
    for with_norm, colour in ((False, "C0"), (True, "C1")):
        curve = runs[with_norm, lr][0]
        name = "with" if with_norm else "without"
        axis.plot(curve, color=colour, alpha=0.25)
        axis.plot(smooth(curve), color=colour, label=f"{name} batch norm")
    axis.set(title=f"learning rate {lr}", xlabel="step", ylim=(0, 2.6))
axes[0].set_ylabel("loss")
axes[0].legend(loc="lower left")
plt.show()
for (with_norm, lr), (curve, _) in runs.items():
    name = "with   " if with_norm else "without"
    print(
        f"{name} batch norm, lr {lr:4}: mean loss of the last ten steps {sum(curve[-10:]) / 10:.3f}"
    )

# %% [markdown]
# - At equal learning rate, the network with batch normalisation learns in fewer steps.
# - It also works over a wide range of learning rates. Without it, a small rate does nothing in so few
#   steps.
# - With batch normalisation the large rate is the best of the three; without it, the loss jumps.
# - All start near $\ln 6 \approx 1.79$, the loss of guessing among six classes.
#
# *Why* it helps is still argued about. The first explanation was that inputs of a layer no longer
# drift while it trains ("internal covariate shift"). Later measurements (Santurkar and others, 2018)
# speak for another one: the loss changes more smoothly with the weights, so that larger steps are
# safe. One part is plain arithmetic: behind a batch normalisation the *scale* of a convolution's
# weights does not matter, so a badly scaled start cannot hurt.

# %% [markdown]
# ### Experiment 3: two modes, one mistake
#
# What happens when you forget `eval()`? We ask the trained network for the classes of new images,
# in evaluation mode and in training mode, in mixed batches, in batches of one class, and one by one.

# %%
_, model = runs[True, 0.1]
test_images, test_labels = stripes(192, torch.Generator().manual_seed(2))
by_class = test_labels.argsort()
WAYS = {
    "batches of 32, mixed": (32, torch.arange(192)),
    "batches of 32, sorted by class": (32, by_class),
    "one by one": (1, torch.arange(192)),
}
accuracy = {"evaluation mode": [], "training mode": []}
state = {name: value.clone() for name, value in model.state_dict().items()}
for mode, rights in accuracy.items():
    for size, order in WAYS.values():
        model.load_state_dict(state)  # training mode has moved the statistics
        model.train(mode == "training mode")
        with torch.no_grad():
            logits = torch.cat([model(test_images[part]) for part in order.split(size)])
        rights.append((logits.argmax(dim=1) == test_labels[order]).float().mean().item())

figure, axis = plt.subplots(figsize=(8, 2.8), layout="constrained")
for offset, (mode, rights) in zip((-0.2, 0.2), accuracy.items(), strict=True):
    places = [place + offset for place in range(len(WAYS))]
    bars = axis.barh(places, rights, height=0.38, label=mode)
    axis.bar_label(bars, fmt="%.2f", padding=3)
axis.set_yticks(range(len(WAYS)), list(WAYS))
axis.invert_yaxis()
axis.set(xlabel="accuracy", xlim=(0, 1.1))
figure.legend(loc="outside upper right", ncols=2)
plt.show()

# %% [markdown]
# In evaluation mode the way the images come makes no difference: each is judged alone. In training
# mode an image is normalised together with its neighbours. That goes well with mixed batches, like
# those it was trained on, and badly with batches of one class: normalising removes just what
# these images have in common. A single image is normalised by its own pixels alone. Whoever tests
# with shuffled batches may never notice the mistake.

# %% [markdown]
# ## 8. When it does not work
#
# | what you see | what is often the reason |
# |---|---|
# | right on large batches, wrong on small ones | the wrong one of the two variances |
# | wrong where values hardly vary, or NaN | `eps` outside the root, or missing |
# | right for $h = w = 1$ only | mean over axis 0 alone |
# | channels come out with different levels | one mean for everything |
# | channels mixed | `reshape(-1, c)` without `permute` |
# | error, or a pattern along the columns | `gamma` not reshaped to `(1, c, 1, 1)` |
# | running mean jumps with each batch | momentum reversed |
# | good in training, bad after `eval()` | running statistics never moved, or not yet settled |
# | test results change with the batch size | still in training mode |
# | statistics are gone after loading a saved network | attributes instead of buffers |
# | memory grows with every step | running statistics keep the graph, or losses are tensors |
# | gradients of $x$ do not add up to 0 | mean or variance taken for constants |
# | right for one value per image, wrong for images | divided by $n$ where $n h w$ belongs |
# | the loss falls, then jumps about | gradients never cleared |

# %% [markdown]
# ## 9. In your own words
#
# A friend trains a network with batch normalisation and gets 90 % right. The next day the same
# network, loaded from disk, is asked about single images, one by one, and gets 20 %. In three to five
# sentences: name two different mistakes in the code that would explain this, and for each a test
# that would have shown it. Write in the cell below; it is read by a person.

# %% [markdown] written="explain_batch_norm" points=0
# *Your answer here.*

# %% [markdown]
# ## Hand in
#
# Run `pytest` in this folder once more. Then hand in `batch_norm.py`; it is what is graded. Hand in
# this notebook with it, for your answer in section 9.
