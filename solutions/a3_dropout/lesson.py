# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Dropout
#
# A network with many weights and few images can learn the images by heart. Its units come to rely
# on each other: this unit corrects that one for just these images. **Dropout** breaks such
# arrangements up. In each training step it switches off a random part of the units, other ones
# every time, so that no unit can rely on any single other one. For predictions, all units work.
#
# Dropout is a few lines of code, and there are more ways to get them wrong than lines. Most of the
# wrong ways run without an error. You will learn to see them.
#
# **How to work.** You write your code in the file `dropout.py`, in the folder of this notebook, and
# save it. That module is what is graded. The cells here explain, draw, and check what you have
# written so far; after each exercise, run its check cell. Work from top to bottom: later cells use
# the functions of earlier exercises.

# %%
# %load_ext autoreload
# %autoreload 2

# %%
import dropout  # your module; autoreload takes up what you save
import matplotlib.pyplot as plt
import torch
from checking import check  # the public tests, on your module as it is saved now
from torch import nn

torch.set_num_threads(1)  # what runs here is small, and faster without threads


# %% [markdown]
# ## 1. One layer by hand
#
# Take four outputs of a layer and $p = 0.75$. For each of them a die decides, on its own, whether it
# is dropped. Say the dice keep the first and the last:
#
# | | | | | |
# |---|---|---|---|---|
# | input $x$ | 2 | -1 | 4 | 3 |
# | mask $m$ | 1 | 0 | 0 | 1 |
# | $m \cdot x$ | 2 | 0 | 0 | 3 |
# | output $y = \dfrac{m \cdot x}{1 - p}$ | 8 | 0 | 0 | 12 |
#
# In symbols, for every element $i$:
#
# $$
# y_i = \frac{m_i \, x_i}{1 - p}, \qquad
# m_i = \begin{cases} 0 & \text{with probability } p \\ 1 & \text{with probability } 1 - p \end{cases}
# $$
#
# - $x_i$: the element that comes in; $y_i$: the one that goes out;
# - $p$: the probability to **drop** an element. Some texts and libraries call the probability to
#   *keep* one $p$. Here, as in PyTorch, $p = 0.1$ is a little dropout and $p = 0.9$ a lot;
# - $m_i$: the **mask**, 1 where the element is kept. Each $m_i$ has a draw of its own: what happens
#   to one element says nothing about another;
# - $1 - p$: the probability to keep an element. The next section says why it stands there.

# %% [markdown]
# ## 2. Why survivors are scaled
#
# The next layer adds up what it receives. With $p = 0.75$ three quarters of its inputs are missing
# in training, but none in prediction: without a correction it would see sums four times as large
# as those it was trained on. So the survivors are made larger. What comes out is then, on average,
#
# $$
# \mathbb{E}[y_i] = (1 - p) \cdot \frac{x_i}{1 - p} + p \cdot 0 = x_i ,
# $$
#
# where $\mathbb{E}$ is the mean over all masks: with probability $1 - p$ the element is kept and
# scaled, with probability $p$ it is 0. On average nothing has changed, so predictions need no
# correction at all. This is called **inverted dropout**. (The first papers scaled the other way
# round: nothing in training, times $1 - p$ in prediction.)
#
# Three wrong ways to scale, and what they do to the mean of $x = 1$. Look at $p = 0.5$:

# %%
draws = torch.rand(100_000, generator=torch.Generator().manual_seed(0))
print("mean of the output for x = 1     p = 0.1   p = 0.5   p = 0.9")
for title, scale in {
    "divided by 1 - p (right)": lambda p: 1 / (1 - p),
    "not scaled": lambda p: 1.0,
    "divided by p": lambda p: 1 / p,
    "multiplied by 1 - p": lambda p: 1 - p,
}.items():
    means = [((draws >= p) * scale(p)).mean().item() for p in (0.1, 0.5, 0.9)]
    print(f"{title:32}" + "".join(f"{mean:8.2f}  " for mean in means))

# %% [markdown]
# At $p = 0.5$, dividing by $p$ and by $1 - p$ are the same, and so are the probabilities to keep and
# to drop. **Never test dropout at 0.5 only.** The hidden tests use 0.1, 0.3 and 0.8.

# %% [markdown]
# ## 3. A mask
#
# `torch.rand(shape)` gives numbers spread evenly from 0 (included) to 1 (not included). A share $p$
# of them lies below $p$. So
#
# ```
# draws >= p
# ```
#
# is True with probability $1 - p$: a mask of what to keep. Other ways are as good: `torch.bernoulli`,
# or a comparison the other way round with the other probability. What is *not* as good:

# %%
p = 0.3
generator = torch.Generator().manual_seed(1)
uniform = torch.rand(100_000, generator=generator)
normal = torch.randn(100_000, generator=generator)
figure, axes = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
for axis, values, border, title in (
    (axes[0], uniform, p, "rand: dropped where draws < 0.3"),
    (axes[1], normal, 1 - p, "randn: kept where draws < 0.7"),
):
    dropped = values < border if values is uniform else values >= border
    edges = torch.linspace(values.min().item(), values.max().item(), 51).tolist()
    edges = sorted({*edges, border})
    axis.hist(values[~dropped], bins=edges, color="C0", label="kept")
    axis.hist(values[dropped], bins=edges, color="C3", label="dropped")
    axis.set(
        title=f"{title}\nshare dropped: {dropped.double().mean():.3f}", xlabel="draw", yticks=[]
    )
    axis.set_ylim(0, 1.4 * axis.get_ylim()[1])  # room for the legend
    axis.legend()
plt.show()

# %% [markdown]
# `randn` draws from the normal distribution: a share of 0.24 is dropped where it should be 0.3.
#
# **A draw for every element.** The mask has the whole shape of x. A mask of one row, repeated over
# the batch, drops the same units for all images; a mask of `(n, c, 1, 1)` drops whole channels. PyTorch
# has layers that do this on purpose (`nn.Dropout2d`); it is not what we build here. The figure shows
# what each does to a batch of images that are 1 everywhere.

# %%
SHAPE, KEEP = (4, 3, 8, 8), 0.7
generator = torch.Generator().manual_seed(5)
masks = {
    "a draw for every element": torch.rand(SHAPE, generator=generator),
    "one mask for all images": torch.rand(1, *SHAPE[1:], generator=generator),
    "one draw for each channel": torch.rand(*SHAPE[:2], 1, 1, generator=generator),
}
figure, axes = plt.subplots(1, 3, figsize=(10, 4.2), layout="constrained")
for axis, (title, drawn) in zip(axes, masks.items(), strict=True):
    mask = (drawn < KEEP).float().expand(SHAPE)
    board = torch.full((4 * 9 - 1, 3 * 9 - 1), 0.5)
    for image in range(4):
        for channel in range(3):
            rows = slice(image * 9, image * 9 + 8)
            board[rows, channel * 9 : channel * 9 + 8] = mask[image, channel]
    axis.imshow(board, cmap="gray", vmin=0, vmax=1)
    axis.set(title=title, xlabel="channels 0 to 2", ylabel="images 0 to 3", xticks=[], yticks=[])
plt.show()

# %% [markdown]
# White is kept, black is dropped. In the middle, all four images have the same holes.
#
# **Numbers, not truth values.** `draws >= p` is a tensor of True and False. Multiplying x by it is
# fine; dividing it in place (`mask /= 1 - p`) is an error. Where you turn it into numbers, take the
# dtype of x: a float64 input gives a float64 output. And leave x as it is: `x *= mask` would change
# the tensor of whoever called you.
#
# ### Both ends
#
# $p = 0$ drops nothing: the output is x. $p = 1$ drops everything: the output is 0. Here the formula
# divides $0$ by $0$; a `nan` in one layer makes everything behind it `nan`. So $p = 1$ is a case of
# its own. What is below 0 or above 1 is no probability: raise `ValueError`.

# %%
nothing_kept = torch.zeros(3)
print("0 / 0 in a tensor:", (nothing_kept / (1 - 1.0)).tolist())

# %% [markdown]
# ### The same mask again
#
# Random code is hard to test and to repeat. The usual way out is a **generator**: a source of random
# numbers with its own seed, which you hand to whoever draws.

# %%
for seed in (3, 3, 4):
    print(f"seed {seed}:", torch.rand(3, generator=torch.Generator().manual_seed(seed)).tolist())

# %% [markdown]
# Do not set a seed *inside* your function: then every call would drop the same places, and dropout
# would be a smaller network, no more.
#
# ### Exercise `function` (4 points)
#
# Write `dropout`. Where `training` is False, return x as it is. PyTorch's own dropout operators are not
# allowed, by whatever route; its random numbers are. Autograd must be able to go through.

# %% question="function"
check("function")

# %%
x = torch.ones(100_000)
print("   p   share of zeros   values         mean")
for p in (0.0, 0.1, 0.3, 0.8, 1.0):
    y = dropout.dropout(x, p)
    kinds = ", ".join(f"{value:.3f}" for value in y.unique())
    print(f"{p:4.1f}   {(y == 0).double().mean():14.3f}   {kinds:12} {y.mean():6.3f}")

# %% [markdown]
# The share of zeros is not exactly $p$, and should not be. Of $n$ draws, $np$ are zeros on average, with
# a standard deviation of $\sqrt{n p (1 - p)}$. For $n = 100{,}000$ and $p = 0.3$ that is $145$, or
# $0.0014$ as a share. A share that is off by more than five of these is a mistake, not bad luck.

# %% [markdown]
# ## 4. Two modes
#
# Every PyTorch module has a mode, `self.training`. `net.train()` sets it to True and `net.eval()` to
# False, in the net and in every module inside it. Dropout is one of the few layers that look at it:
#
# - **training mode**: drop and scale;
# - **evaluation mode**: hand x on as it is. No dropping, *and no scaling*: the survivors were scaled
#   already.
#
# Your layer needs nothing but to look at `self.training` in `forward`, in every call. If your class
# is a subclass of `nn.Module`, `train()` and `eval()` work without a line of yours. (A layer that
# is made inside `forward` is new in every call, and always in training mode. Make layers in
# `__init__`.)
#
# p is a plain number, no parameter: an optimiser must not change it.
#
# ### Exercise `module` (2 points)
#
# Write `Dropout`. Use your function.

# %% question="module"
check("module")

# %%
net = nn.Sequential(nn.Linear(4, 3), dropout.Dropout(0.5), nn.Linear(3, 1))
x = torch.ones(1, 4)
for mode in (net.train, net.eval):
    mode()
    outputs = [f"{net(x).item():.3f}" for _ in range(5)]
    print(f"after {mode.__name__}():".ljust(15), "  ".join(outputs))

# %% [markdown]
# One image, five answers: a network in training mode gives random predictions. Forgetting `net.eval()`
# before measuring is the most common mistake with dropout; the result looks like a slightly worse network.

# %% [markdown]
# ## 5. Backwards
#
# Once the mask is drawn, dropout multiplies each element by a fixed number, $m_i / (1 - p)$. The chain
# rule multiplies the gradient by the same number:
#
# $$
# \frac{\partial L}{\partial x_i} = G_i \cdot \frac{m_i}{1 - p}, \qquad
# G_i = \frac{\partial L}{\partial y_i}
# $$
#
# - $L$: the loss; $G_i$: how it changes with the output $y_i$ (`grad_output`);
# - $m_i$: the mask **of the forward pass**. A dropped element had no influence on the loss, so its
#   gradient is 0. A new mask would send gradients to elements that took no part.
#
# By hand, with the mask of section 1 and $p = 0.75$: $G = (10, 20, 30, 40)$ gives
# $(10 \cdot 4,\ 0,\ 0,\ 40 \cdot 4) = (40, 0, 0, 160)$.
#
# ### Exercise `backward` (2 points)
#
# Write `dropout_backward`. The mask that you get is 1 or True where a value was kept.

# %% question="backward"
check("backward")

# %% [markdown]
# A trick to see a mask from outside: for $x = 1$ the output *is* $m / (1 - p)$. Then autograd, through
# your own function, and your formula must agree.

# %%
x = torch.ones(1000, dtype=torch.float64, requires_grad=True)
y = dropout.dropout(x, 0.3)
upstream = torch.randn(1000, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
(by_autograd,) = torch.autograd.grad(y, x, upstream)
by_hand = dropout.dropout_backward(upstream, y.detach() != 0, 0.3)
print(f"largest difference {(by_hand - by_autograd).abs().max():.1e}")

# %% [markdown]
# ## 6. A network with dropout
#
# Dropout goes where most weights are, behind the hidden linear layers; what they learn by heart is
# most of what a network learns by heart. Layer by layer, for an image of $3 \times 32 \times 32$:
#
# | layer | output | weights and biases |
# |---|---|---|
# | convolution 3x3, padding 1; ReLU; max pooling 2x2 | 64 x 16 x 16 | 1,792 |
# | convolution 3x3, padding 1; ReLU; max pooling 2x2 | 128 x 8 x 8 | 73,856 |
# | flatten | 8192 | |
# | linear, ReLU, **dropout** | 512 | 4,194,816 |
# | linear, ReLU, **dropout** | 256 | 131,328 |
# | linear | 10 | 2,570 |
#
# Behind the last layer there is no dropout: it would strike out classes at random. And no softmax:
# the cross-entropy has one inside.
#
# ### Exercise `network` (2 points)
#
# Write `CNNWithDropout`. Both dropouts have the same p.

# %% question="network"
check("network")

# %%
network = dropout.CNNWithDropout(p=0.5)
images = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(0))
with torch.no_grad():
    in_training = torch.cat([network(images) for _ in range(200)])
    network.eval()
    answer = network(images)[0]
figure, axis = plt.subplots(figsize=(7, 3), layout="constrained")
axis.boxplot(in_training.numpy(), positions=range(10), showfliers=False)
axis.plot(range(10), answer, "C3o", label="evaluation mode: always the same")
axis.set(xlabel="class", ylabel="logit", title="one image, 200 passes in training mode")
axis.legend()
plt.show()

# %% [markdown]
# The boxes are 200 answers of networks with different units switched off; the dot is the one answer of
# all units together. It lies among them: dropout trains very many thin networks that share their
# weights, and predicts with something like their mean.

# %% [markdown]
# ## 7. A fair comparison
#
# Does dropout help against learning by heart? The sign of it is the **gap**: accuracy on the training
# images minus accuracy on images that the network has never seen. To compare several p, everything
# else must be the same:
#
# - **a fresh model for each p**. Training one model on and on would give the last p the most training;
# - **the same seed** for each p: `torch.manual_seed(seed)` *before* the model is made, because the first
#   weights are random, too;
# - train in training mode, on the training images only. For each batch: clear the gradients, compute the
#   loss, `backward()`, one step;
# - **measure both accuracies in evaluation mode, after training**. An accuracy that was added up during
#   training was measured with units switched off, and would make the gap look smaller than it is;
# - accuracy is a fraction of **all** images: right answers, added up over all batches, divided once. The
#   mean of the batches' accuracies is something else when the last batch is smaller:

# %%
right, sizes = [78, 0], [78, 2]
print("mean of the batches' accuracies:", sum(a / b for a, b in zip(right, sizes, strict=True)) / 2)
print("fraction of all images:         ", sum(right) / sum(sizes))

# %% [markdown]
# ### Exercise `sweep` (3 points)
#
# Write `dropout_sweep`.

# %% question="sweep"
check("sweep")

# %% [markdown]
# ### Experiment: the gap against p
#
# Small images of $8 \times 8$ pixels show one of four patterns, under noise. Four labels of ten were
# drawn at random, so three labels of ten are wrong. Who learns the rule gets about 0.7 of the labels
# right, on any images; who learns the images by heart gets all training labels right, the wrong ones
# included.

# %%
SIDE = 8
patterns = torch.zeros(4, SIDE, SIDE)
patterns[0, 3:5, :] = 1
patterns[1, :, 3:5] = 1
patterns[2] = torch.eye(SIDE)
patterns[3] = torch.eye(SIDE).flip(0)


def noisy_images(n, seed):
    """Batches of noisy images with their labels, of which three of ten are wrong."""
    generator = torch.Generator().manual_seed(seed)
    shown = torch.randint(4, (n,), generator=generator)
    x = patterns[shown][:, None] + torch.randn(n, 1, SIDE, SIDE, generator=generator)
    anything = torch.randint(4, (n,), generator=generator)
    y = torch.where(torch.rand(n, generator=generator) < 0.4, anything, shown)
    return list(zip(x.split(32), y.split(32), strict=True))


def make_model(p):
    """Two hidden layers with dropout: 25,000 weights for 320 images."""
    return nn.Sequential(
        nn.Flatten(),
        *(nn.Linear(SIDE * SIDE, 128), nn.ReLU(), dropout.Dropout(p)),
        *(nn.Linear(128, 128), nn.ReLU(), dropout.Dropout(p)),
        nn.Linear(128, 4),
    )


train, test = noisy_images(320, seed=1), noisy_images(2000, seed=2)
figure, axes = plt.subplots(1, 6, figsize=(9, 2), layout="constrained")
for axis, image, label in zip(axes, train[0][0], train[0][1], strict=False):
    axis.imshow(image[0], cmap="gray")
    axis.set(title=f"label {label}", xticks=[], yticks=[])
plt.show()

# %%
PS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9)
sweeps = [
    dropout.dropout_sweep(make_model, train, test, ps=PS, epochs=30, seed=seed)
    for seed in (0, 1, 2)
]
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
for axis, names in ((left, ("train_accuracy", "test_accuracy")), (right, ("gap",))):
    for color, name in enumerate(names):
        table = torch.tensor([[found[p][name] for p in PS] for found in sweeps])
        axis.plot(PS, table.mean(dim=0), "o-", color=f"C{color}", label=name)
        axis.fill_between(PS, table.amin(dim=0), table.amax(dim=0), color=f"C{color}", alpha=0.2)
    axis.set(xlabel="p", title=", ".join(names))
left.axhline(0.7, color="0.6", linestyle=":", label="right labels: 0.7")
right.axhline(0, color="0.6", linewidth=1)
left.legend()
plt.show()
for p in PS:
    row = sweeps[0][p]
    print(f"p {p:.1f}  train {row['train_accuracy']:.3f}  test {row['test_accuracy']:.3f}", end="")
    print(f"  gap {row['gap']:+.3f}")

# %% [markdown]
# The lines are means over three seeds, the bands go from the smallest to the largest. Read them before
# you go on:
#
# - Without dropout the network gets every training label right, the wrong ones included: it has learned
#   them by heart, and does badly on new images.
# - With more dropout the gap closes from both sides: the training accuracy falls, because wrong labels are
#   no longer learned, and the test accuracy rises, slowly at first. The best p here, 0.8, is far above the
#   usual 0.5, because so many labels are wrong.
# - Too much is too much: at the right end both fall. Too few units are left to learn anything in the
#   time. A small gap alone is no success: a network that guesses has none. Look at the test accuracy.
# - We looked at *test* accuracies to find the best p. To choose p for real, take a validation set, apart
#   from both.

# %% [markdown]
# ## 8. When it does not work
#
# | what you see | what is often the reason |
# |---|---|
# | right at p = 0.5, wrong at 0.1 | divided by p; keep and drop swapped |
# | mean of the output is not that of the input | survivors not scaled, or by the wrong number |
# | share of zeros is 0.24 at p = 0.3 | `randn` for `rand` |
# | all images lose the same units | mask drawn without the batch axis |
# | each call drops the same places | a seed is set inside the function, or the mask is kept |
# | `nan` at p = 1 | 0 / 0 |
# | error: result type Float can't be cast to Bool | a mask of True and False divided in place |
# | predictions change from call to call | `eval()` forgotten, or F.dropout without `training` |
# | predictions too small | scaled in evaluation, too |
# | gradients for dropped elements | a new mask in the backward pass |
# | x is different after the call | `x *= mask` |

# %% [markdown]
# ## 9. In your own words
#
# A friend trains with dropout and reports: "My training accuracy is *below* my test accuracy, so my test
# set must be too easy." In three to five sentences: what else can be the reason, which line of code would
# you ask to see, and how would you measure it right? Write in the cell below; it is read by a person.

# %% [markdown] written="explain_dropout" points=0
# *Your answer here.*

# %% [markdown]
# ## Hand in
#
# Run `pytest` in this folder once more. Then hand in `dropout.py`; it is what is graded. Hand in this
# notebook with it, for your answer in section 9.
