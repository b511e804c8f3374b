# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Training on CIFAR-10
#
# You have built layers and networks. This assignment is about what stands around them: preparing
# pictures, training, measuring, choosing, comparing. Most of the mistakes here raise no error. The
# program runs, the numbers look plausible, and they are wrong. So each section shows what its
# mistakes look like.
#
# **CIFAR-10** holds 60,000 photographs of $32 \times 32$ pixels in ten classes, 50,000 for training
# and 10,000 for testing.
#
# **How to work.** You write your code in the file `training.py`, in the folder of this notebook, and
# save it. That module is what is graded. The cells here explain, draw, and check what you have
# written so far; after each exercise, run its check cell. Work from top to bottom: later cells use
# the functions of earlier exercises. Besides PyTorch you need `pip install torchvision matplotlib`.

# %%
# %load_ext autoreload
# %autoreload 2

# %%
import matplotlib.pyplot as plt
import numpy as np
import shapes  # a small data set that is given to you
import torch
import training  # your module; autoreload takes up what you save
from checking import check  # the public tests, on your module as it is saved now
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import CIFAR10

torch.manual_seed(0)
torch.set_num_threads(1)  # these networks are too small to share


# %% [markdown]
# ## 1. The data
#
# The cell below can load the real CIFAR-10 (170 MB, once). So that the lesson runs anywhere in
# seconds, it takes a stand-in: `shapes.Shapes`, ten shapes on coloured ground. Both are used in the
# same way: item $i$ is a pair, a PIL picture and the number of its class.
#
# The training pictures are split: some are held back as a **validation set**. Section 5 says why.

# %%
REAL = False  # True downloads CIFAR-10


def data(transform, other_transform):
    """Training, validation and test set; the first with `transform`, the others without chance."""
    if REAL:
        order = torch.randperm(50_000, generator=torch.Generator().manual_seed(0)).tolist()
        first = CIFAR10("data", train=True, download=True, transform=transform)
        second = CIFAR10("data", train=True, download=True, transform=other_transform)
        test = CIFAR10("data", train=False, download=True, transform=other_transform)
        return Subset(first, order[:45_000]), Subset(second, order[45_000:]), test
    return (
        shapes.Shapes(1000, seed=1, transform=transform),
        shapes.Shapes(500, seed=2, transform=other_transform),
        shapes.Shapes(500, seed=3, transform=other_transform),
    )


CLASSES = training.CLASSES if REAL else shapes.NAMES
pictures, _, _ = data(None, None)  # without transforms: PIL pictures

figure, axes = plt.subplots(2, 10, figsize=(10, 2.4), layout="constrained")
for label, column in enumerate(axes.T):
    shown = [i for i in range(200) if pictures[i][1] == label][:2]
    for axis, i in zip(column, shown, strict=True):
        axis.imshow(pictures[i][0])
        axis.axis("off")
    column[0].set_title(CLASSES[label], fontsize=9)
plt.show()

# %% [markdown]
# ## 2. Transforms
#
# ### Normalise
#
# A network learns faster when its inputs have mean 0 and standard deviation 1. A pixel from 0 to 255
# is first divided by 255, then
#
# $$
# x'_{c,i,j} = \frac{x_{c,i,j} - \mu_c}{\sigma_c}
# $$
#
# - $x_{c,i,j}$: channel $c$ (red, green, blue) of the pixel in row $i$ and column $j$, from 0 to 1;
# - $\mu_c$, $\sigma_c$: mean and standard deviation of channel $c$ over **all pixels of all training
#   pictures**;
# - $x'_{c,i,j}$: what the network sees.
#
# | CIFAR-10 | red | green | blue |
# |---|---|---|---|
# | $\mu_c$ | 0.4914 | 0.4822 | 0.4465 |
# | $\sigma_c$ | 0.2470 | 0.2435 | 0.2616 |
#
# By hand, for a red of 200: $200 / 255 = 0.7843$, and $(0.7843 - 0.4914) / 0.2470 = 1.186$. Black
# becomes $(0 - 0.4914) / 0.2470 = -1.99$.
#
# Training and test pictures are normalised alike, with the statistics of the *training* pictures: a
# network that learned on one scale is lost on another.
#
# ### Two deviations
#
# In many programs you will find the deviations (0.2023, 0.1994, 0.2010). They are not those of
# CIFAR-10's pixels. Somebody took the standard deviation of each picture and averaged these. But
# pictures also differ from *each other*: some are dark, some bright. For the variance over all
# pixels, both parts count:
#
# $$
# \sigma^2 = \underbrace{\frac{1}{n} \sum_{k=1}^{n} \sigma_k^2}_{\text{inside the pictures}}
# + \underbrace{\frac{1}{n} \sum_{k=1}^{n} (\mu_k - \mu)^2}_{\text{between the pictures}}
# $$
#
# where $\mu_k$ and $\sigma_k$ are mean and deviation of picture $k$, and $n$ is the number of
# pictures. By hand: two pictures, one all black (0), one all white (1). Each has deviation 0, so the
# mean of the deviations is 0. The deviation of all pixels is $0.5$.

# %%
pixels = np.stack([np.asarray(pictures[i][0]) for i in range(1000)]) / 255  # (n, 32, 32, 3)
single = pixels.std(axis=(1, 2)).mean(axis=0)
between = pixels.mean(axis=(1, 2)).std(axis=0)
print("mean of the pictures' own deviations ", single.round(4), " wrong")
print("deviation between the pictures' means", between.round(4))
print("deviation of all pixels              ", pixels.std(axis=(0, 1, 2)).round(4), " right")

# %% [markdown]
# The slip does little harm: all inputs become larger by 22 to 30 %, in training and in testing alike.
# It costs no points, only a remark. But it is a good example of a number that everyone copies and
# nobody checks.
#
# ### Augmentation
#
# A mirrored cat is a cat, and so is a cat two pixels to the left. A training picture may therefore be
# changed at random each time it is drawn, and the network never sees quite the same picture twice:
#
# 1. **flip**: exchange left and right with probability $1/2$;
# 2. **random crop**: put 4 black pixels around it ($40 \times 40$), cut $32 \times 32$ out anywhere;
# 3. make a tensor;
# 4. normalise.
#
# The order matters. Cropping after normalising would put a border of *normalised* zeros around the
# picture: not black, but the mean colour.
#
# **Test pictures are not augmented**, nor are validation pictures. A measurement must not change when
# it is repeated.
#
# ### Exercise `transforms` (2 points)
#
# Write `train_transform` and `test_transform`.

# %% question="transforms"
check("transforms")

# %% [markdown]
# One picture, drawn eight times as a training picture and twice as a test picture (shown from 0 to 1
# again, so that you see the black border):

# %%
mean = torch.tensor([0.4914, 0.4822, 0.4465]).reshape(3, 1, 1)
std = torch.tensor([0.2470, 0.2435, 0.2616]).reshape(3, 1, 1)
picture = pictures[7][0]
augment, plain = training.train_transform(), training.test_transform()
drawn = [("training", augment(picture)) for _ in range(8)]
drawn += [("test", plain(picture)) for _ in range(2)]
figure, axes = plt.subplots(1, 10, figsize=(10, 1.4), layout="constrained")
for axis, (title, x) in zip(axes, drawn, strict=True):
    axis.imshow((x * std + mean).clamp(0, 1).permute(1, 2, 0))
    axis.set_title(title, fontsize=9)
    axis.axis("off")
plt.show()

# %% [markdown]
# ### Shuffle
#
# A `DataLoader` puts samples together to batches. `shuffle=True` draws a new order for every epoch.
# Training needs it: in sorted data a batch holds a single class, and each step unlearns what the last
# one taught. Measuring does not need it: a mean does not depend on the order.

# %%
train_set, validation_set, test_set = data(augment, plain)
train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
validation_loader = DataLoader(validation_set, batch_size=250)
test_loader = DataLoader(test_set, batch_size=250)
images, labels = next(iter(train_loader))
print("a batch:", tuple(images.shape), images.dtype, "labels", labels[:8].tolist(), "...")

# %% [markdown]
# ## 3. One epoch of training
#
# ### One step
#
# For each batch, in this order:
#
# 1. clear the gradients: `backward` *adds* to what is there;
# 2. forward: the logits, then the loss;
# 3. backward: the gradients;
# 4. the optimiser's step.
#
# With the learning rate $\eta$, SGD does $w \leftarrow w - \eta \, \partial L / \partial w$.
#
# **By hand.** One weight $w = 0$, the loss $L = (w - 1)^2$, so $\partial L / \partial w = 2 (w - 1)$,
# and $\eta = 0.1$:
#
# | | gradient | $w$ after step 1 | gradient | $w$ after step 2 |
# |---|---|---|---|---|
# | cleared before each step | $-2$ | $0.2$ | $-1.6$ | $0.36$ |
# | never cleared | $-2$ | $0.2$ | $-2 - 1.6 = -3.6$ | $0.56$ |
#
# It looks faster. Go on, and it shoots past the goal and swings for ever:

# %%
for clear in (True, False):
    w = torch.zeros((), requires_grad=True)
    sgd = torch.optim.SGD([w], lr=0.1)
    path = []
    for _ in range(40):
        if clear:
            sgd.zero_grad()
        (w - 1).square().backward()
        sgd.step()
        path.append(w.item())
    plt.plot(path, ".-", label="cleared before each step" if clear else "never cleared")
plt.axhline(1, color="0.7", zorder=0)
plt.gca().set(xlabel="step", ylabel="w", title="The goal is w = 1")
plt.ylim(-0.1, 2.9)
plt.gcf().set_size_inches(6, 2.6)
plt.legend(loc="upper right", ncols=2)
plt.show()

# %% [markdown]
# ### Logits
#
# The network's outputs $z_k$, one for each class $k$, are **logits**: any real numbers. Cross-entropy
# takes them as they are, because it contains the softmax:
#
# $$
# L = -\log \frac{e^{z_y}}{\sum_{k} e^{z_k}}
# $$
#
# where $y$ is the right class. If the network applies a softmax too, cross-entropy sees probabilities
# $0 \le z_k \le 1$ as logits. The best it can then see is a 1 at the right class and 0 elsewhere:
#
# $$
# L_{\min} = -\log \frac{e^1}{e^1 + 9 e^0} = -\log 0.232 = 1.461 \quad \text{for ten classes.}
# $$
#
# A loss that stops falling near 1.46 is the sign of it. (A *log*-softmax too many does no harm: it
# changes nothing the second time.)

# %%
certain = torch.zeros(1, 10)
certain[0, 3] = 1.0  # what a perfect softmax says
print(
    "softmax, then cross-entropy:",
    round(nn.CrossEntropyLoss()(certain, torch.tensor([3])).item(), 3),
)

# %% [markdown]
# ### Accuracy
#
# The predicted class of a sample is the place of the largest logit **in its row**: `argmax(dim=1)` for
# logits `(n, k)`. Along `dim=0` you would ask which *sample* is largest for a class; with as many
# samples as classes nobody complains, and the number is nonsense. Accuracy is the fraction of right
# predictions, from 0 to 1.
#
# ### Means over samples
#
# The last batch is often smaller. Take 10,000 samples in batches of 128: 78 full ones and a last one
# of 16. Suppose that all are right but the 16 of the last batch:
#
# - over samples: $(78 \cdot 128 + 0) / 10{,}000 = 9984 / 10{,}000 = 0.9984$;
# - over batches: $(78 \cdot 1 + 0) / 79 = 0.9873$.
#
# The 16 samples of the last batch counted as much as 128 others. The same goes for the loss: the
# criterion gives the *mean* of a batch, so
#
# $$
# \bar L = \frac{1}{N} \sum_{b} n_b L_b, \qquad N = \sum_b n_b
# $$
#
# where $L_b$ is the mean loss of batch $b$ and $n_b$ its size. Without the $n_b$, and divided by $N$
# all the same, the result is too small by the batch size.
#
# ### Plain numbers
#
# The loss is a tensor that holds on to its whole graph. Adding up such tensors keeps the graphs of all
# batches in memory. Take `.item()` of it before you add.
#
# ### Exercise `train_epoch` (4 points)
#
# Write `train_epoch`. A model that comes in evaluation mode must be trained in training mode.

# %% question="train_epoch"
check("train_epoch")

# %% [markdown]
# ## 4. Evaluation
#
# ### Two modes
#
# Dropout drops and batch norm uses the batch's own statistics **in training mode only**. In evaluation
# mode dropout does nothing, batch norm uses the running statistics, and nothing is changed. `train()`
# and `eval()` switch; `.training` tells. Whoever measures in the middle of training must switch back
# afterwards, and whoever is handed a model that was in evaluation mode must leave it so.
#
# What happens when one forgets? A network with batch norm, measured on batches that hold one class
# each (test sets are often sorted):

# %%
BLOCKS = ((3, 16), (16, 32), (32, 64))


def small_network():
    """Three convolutions with stride 2, batch norm and ReLU; the map's maximum; ten logits."""
    layers = []
    for before, after in BLOCKS:
        convolution = nn.Conv2d(before, after, 3, stride=2, padding=1, bias=False)
        layers += [convolution, nn.BatchNorm2d(after), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(64, 10))


torch.manual_seed(0)
net, cross_entropy = small_network(), nn.CrossEntropyLoss()
adam = torch.optim.Adam(net.parameters(), lr=5e-3)
for epoch in range(1, 6):
    loss, accuracy = training.train_epoch(net, train_loader, cross_entropy, adam)
    print(f"epoch {epoch}: loss {loss:.3f}, accuracy {accuracy:.3f}")

by_class = sorted(range(len(validation_set)), key=lambda i: validation_set[i][1])
sorted_batches = [
    torch.stack([validation_set[i][0] for i in by_class[k : k + 50]]) for k in range(0, 500, 50)
]
sorted_labels = torch.tensor([validation_set[i][1] for i in by_class])
for mode in (True, False):
    net.train(mode)
    with torch.no_grad():
        said = torch.cat([net(batch) for batch in sorted_batches]).argmax(dim=1)
    fraction = (said == sorted_labels).double().mean().item()
    print("training mode:  " if mode else "evaluation mode:", f"accuracy {fraction:.3f}")

# %% [markdown]
# ### No gradients
#
# Measuring needs no gradients. Under `torch.no_grad()` no graph is built, which saves memory and time.
#
# ### Exercise `evaluate` (3 points)
#
# Write `evaluate`. It changes nothing: neither parameters, nor buffers, nor the mode.

# %% question="evaluate"
check("evaluate")

# %%
print("validation:", training.evaluate(net, validation_loader, cross_entropy))

# %% [markdown]
# ## 5. Training and choosing
#
# ### Three sets
#
# | set | what it is for | how often you look |
# |---|---|---|
# | training | the gradients | always |
# | validation | to choose: the epoch, the learning rate, the network | as often as you choose |
# | test | to report | once, at the end |
#
# ### Keeping the best
#
# After each epoch, measure on the validation set. At the end, go back to the epoch with the highest
# validation accuracy; where several are equal, the first. Two traps:
#
# - `state_dict()` holds the tensors *themselves*. Training goes on changing them, and your "best" state
#   is always the last one. Make a deep copy.
# - the state is more than the parameters: batch norm's running statistics are **buffers**, and belong
#   to it.

# %%
layer = nn.Linear(1, 1)
kept = layer.state_dict()
before = kept["weight"].item()
with torch.no_grad():
    layer.weight += 1
print(f"kept {before:.3f}, and after training went on it is {kept['weight'].item():.3f}")

# %% [markdown]
# ### The learning rate
#
# Large steps get near the goal, small steps hit it. `torch.optim.lr_scheduler.StepLR(optimizer,
# step_size, gamma)` multiplies the learning rate by `gamma` after every `step_size` epochs, so it
# must step once an **epoch**, after the optimiser's steps. With $\eta_0$ at first, step size $s$ and
# factor $\gamma$, epoch $e = 1, 2, \dots$ has
#
# $$
# \eta_e = \eta_0 \, \gamma^{\lfloor (e - 1) / s \rfloor}
# $$
#
# With $\eta_0 = 0.01$, $s = 2$, $\gamma = 0.1$: epochs 1 and 2 have 0.01, epochs 3 and 4 have 0.001.
# If the scheduler steps with every *batch* instead, all is over after a few batches.
#
# ### Exercise `fit` (3 points)
#
# Write `fit`.

# %% question="fit"
check("fit")

# %%
torch.manual_seed(1)
net = small_network()
history = training.fit(net, train_loader, validation_loader, epochs=12, lr=5e-3)
epochs = [row["epoch"] for row in history]
figure, axes = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
for axis, figure_name in zip(axes, ("loss", "accuracy"), strict=True):
    for part in ("train", "validation"):
        axis.plot(epochs, [row[f"{part}_{figure_name}"] for row in history], ".-", label=part)
    axis.set(xlabel="epoch", title=figure_name)
    axis.legend()
best = max(history, key=lambda row: row["validation_accuracy"])
axes[1].axvline(best["epoch"], color="0.7", zorder=0)
plt.show()
loss, accuracy = training.evaluate(net, validation_loader, cross_entropy)
print(f"best epoch {best['epoch']}: {best['validation_accuracy']:.3f}; restored: {accuracy:.3f}")

# %% [markdown]
# The grey line is the epoch that was kept. The training curve is measured *while* the weights change
# and on augmented pictures, so it may lie below the validation curve.
#
# ## 6. Your own network
#
# ### Your network
#
# Design a network for pictures `(n, 3, 32, 32)` that gives logits `(n, num_classes)`. What has proved
# itself: pairs of $3 \times 3$ convolutions with batch norm and ReLU, pooling between them, more
# channels as the maps get smaller, global average pooling before the last layer, no softmax and no
# ReLU behind it. Flatten from axis 1 on, so that axis 0 stays the batch. Use every layer you build.
#
# ### Counting parameters
#
# A convolution from $c$ to $c'$ channels with a $k \times k$ window has $c' c k^2$ weights (and $c'$
# biases); a linear layer from $d$ to $d'$ numbers has $d' d$ (and $d'$). At most 5,000,000 are
# allowed. Linear layers behind large maps eat them up: from $128 \times 8 \times 8 = 8192$ numbers to
# 1024 it is $8192 \cdot 1024 = 8{,}388{,}608$; from 64 to 128 channels a convolution has
# $128 \cdot 64 \cdot 9 = 73{,}728$.
#
# ### Exercise `accuracy` (8 points)
#
# Write `build_model`. Try it on eight pictures: a network that cannot learn eight pictures by heart
# has a mistake in it.
#
# The grader trains your network itself and asks it about pictures that it has not seen. Some points are
# for learning at all, some for what only convolutions find wherever it lies, some for a network that
# is as good as the course's own. The training is short, and every network gets the same number of
# multiplications (within bounds): one whose pictures cost little sees more of them. So spend them well.
# Where are most of them spent, in the first layers or in the last?

# %% question="accuracy"
check("accuracy")

# %%
torch.manual_seed(0)
yours = training.build_model()
print(f"{sum(p.numel() for p in yours.parameters()):,} parameters")
images, labels = next(iter(DataLoader(validation_set, batch_size=8)))
adam = torch.optim.Adam(yours.parameters(), lr=2e-3)
eight = [(images, labels)]
losses = [training.train_epoch(yours, eight, cross_entropy, adam)[0] for _ in range(15)]
print("loss on eight pictures:", [round(loss, 2) for loss in losses])

# %% [markdown]
# ## 7. Comparing
#
# ### Convergence
#
# A fair comparison trains every network alike and reports more than one number: parameters, seconds
# per epoch, test accuracy after the last epoch, and how soon it got there. We say that a network has
# converged in the first epoch whose test accuracy is at most one point (0.01) below its best.
#
# For the accuracies 0.50, 0.84, 0.90, 0.895, 0.70 the best is 0.90, so an epoch needs 0.89: epoch 3 is
# the first. For 0.60, 0.875, 0.88, 0.86 it is epoch 2, although epoch 3 is a little better.
#
# ### Exercise `compare` (3 points)
#
# Write `compare_architectures`.

# %% question="compare"
check("compare")

# %%
torch.manual_seed(2)
models = {
    "linear": nn.Sequential(nn.Flatten(), nn.Linear(3072, 10)),
    "one hidden layer": nn.Sequential(
        nn.Flatten(), nn.Linear(3072, 64), nn.ReLU(), nn.Linear(64, 10)
    ),
    "three convolutions": small_network(),
}
print(f"{'':20}{'parameters':>12}{'s / epoch':>11}{'accuracy':>10}{'converged':>11}")
for row in training.compare_architectures(models, train_loader, test_loader, epochs=4):
    print(
        f"{row['name']:20}{row['parameters']:12,}{row['seconds_per_epoch']:11.2f}"
        f"{row['test_accuracy']:10.3f}{row['epochs_to_convergence']:11}"
    )

# %% [markdown]
# ### The leak
#
# Why does the row hold the accuracy after the *last* epoch, and not after the best? And why is the best
# epoch of `fit` chosen on a validation set? Many texts keep the checkpoint with the best **test**
# accuracy and report just that accuracy. It is the largest of several noisy numbers, and the largest is
# mostly one that was lucky. The test set has become a second validation set, and nothing is left to
# report.
#
# Let us measure how much is gained by cheating. We train once and keep what the network says after each
# epoch of 1,500 *fresh* pictures. Then, 2,000 times, we draw 100 of them as validation set and 100
# others as test set, and choose the best epoch by the one or by the other. What is the chosen epoch
# worth on all fresh pictures?

# %%
fresh_set = shapes.Shapes(1500, seed=9, transform=plain)
fresh = list(DataLoader(fresh_set, batch_size=500))  # kept: `plain` draws nothing
fresh_labels = torch.cat([y for _, y in fresh])
torch.manual_seed(3)
net = small_network()
adam = torch.optim.Adam(net.parameters(), lr=1e-2)
right = []
for _ in range(10):
    training.train_epoch(net, train_loader, cross_entropy, adam)
    net.eval()
    with torch.no_grad():
        said = torch.cat([net(x) for x, _ in fresh]).argmax(dim=1)
    right.append((said == fresh_labels).numpy())
right = np.array(right[4:], dtype=float)  # the later epochs, all about equally good

generator = np.random.default_rng(0)
report = {"the test set": [], "a validation set": []}
for _ in range(2000):
    order = generator.permutation(1500)
    validation, test = right[:, order[:100]].mean(axis=1), right[:, order[100:200]].mean(axis=1)
    for by, accuracies in (("the test set", test), ("a validation set", validation)):
        epoch = accuracies.argmax()
        report[by].append((test[epoch], right[epoch].mean()))

figure, axis = plt.subplots(figsize=(6, 2.6), layout="constrained")
for place, (by, pairs) in enumerate(report.items()):
    reported, true = np.mean(pairs, axis=0)
    print(f"epoch chosen by {by:17} reported {reported:.3f}, worth {true:.3f}")
    error = 100 * (np.array(pairs)[:, 0] - np.array(pairs)[:, 1])
    axis.hist(error, bins=np.arange(-10.5, 11), alpha=0.6, label=f"chosen by {by}")
    axis.axvline(error.mean(), color=f"C{place}", linewidth=2)
axis.axvline(0, color="0.3", linewidth=1)
axis.set(xlabel="reported minus true accuracy, in points", yticks=[])
axis.legend()
plt.show()

# %% [markdown]
# Chosen on a validation set, the report is right on average. Chosen on the test set, it is too high, by
# choosing among six epochs of one network only. Try hundreds of settings, and the leak grows.
#
# ## 8. Predictions
#
# ### Back to pixels
#
# A picture of what the network says is the best check of all. Undo the normalisation first, in the
# opposite order: times $\sigma_c$, plus $\mu_c$. matplotlib wants `(h, w, channels)`: that is
# `permute(1, 2, 0)`.
#
# A slip that stands in many programs: the image is drawn with its normalisation undone, and then the
# normalised image is drawn **over it** in the same axes. All one sees is the second one, with
# everything below 0 cut off to black:

# %%
x = plain(pictures[7][0])
figure, axes = plt.subplots(1, 2, figsize=(4, 2.1), layout="constrained")
for axis in axes:
    axis.imshow((x * std + mean).clamp(0, 1).permute(1, 2, 0))
    axis.axis("off")
axes[1].imshow(x.clamp(0, 1).permute(1, 2, 0))  # the slip: over the right one
axes[0].set_title("drawn once")
axes[1].set_title("drawn over")
plt.show()

# %% [markdown]
# ### Exercise `predictions` (1 point)
#
# Write `plot_predictions`.

# %% question="predictions"
check("predictions")

# %%
images, labels = next(iter(DataLoader(test_set, batch_size=15)))
training.plot_predictions(net, images, labels, CLASSES, "predictions.png")
figure, axis = plt.subplots(figsize=(8, 6))
axis.imshow(plt.imread("predictions.png"))
axis.axis("off")
plt.show()

# %% [markdown]
# ## 9. In your own words
#
# A friend trains ten networks with ten learning rates, keeps for each the epoch with the best test
# accuracy, and reports the best of the ten. Which of these choices leak? What should your friend have
# done with the same pictures, and would the number that is reported then be higher or lower? (This
# question gives no points; it is worth an answer all the same.)

# %% [markdown] written="explain_the_leak" points=0
# *Your answer here.*
