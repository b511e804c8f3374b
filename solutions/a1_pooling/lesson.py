# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Pooling
#
# A convolutional layer answers, at every pixel: *how strongly is my pattern present here?* Its
# answers are called **feature maps**, one for each pattern. The next layers rarely need to know
# this for every single pixel. **Pooling** summarises each small window of a feature map by one
# number: the largest answer (**max pooling**) or the mean answer (**average pooling**).
#
# That does three things:
#
# - maps get smaller, so that the layers behind them cost less;
# - each number behind the pooling sees a larger part of the picture;
# - small movements of the picture change the result less. How much less, you will measure.
#
# Pooling has no weights: nothing in it is learned.
#
# **How to work.** You write your code in the file `pooling.py`, in the folder of this notebook, and
# save it. That module is what is graded. The cells here explain, draw, and check what you have
# written so far; after each exercise, run its check cell. Work from top to bottom: later cells use
# the functions of earlier exercises.

# %%
# %load_ext autoreload
# %autoreload 2

# %%
import matplotlib.pyplot as plt
import numpy as np
import pooling  # your module; autoreload takes up what you save
import torch
import torch.nn.functional as F
from checking import check  # the public tests, on your module as it is saved now

# %% [markdown]
# ## 1. One image by hand
#
# Take an image $x$ of $4 \times 4$ pixels and cut it into windows of $2 \times 2$:
#
# $$
# x = \left[ \begin{array}{cc|cc}
# 1 & 3 & 2 & 4 \\
# 0 & 2 & 5 & 6 \\ \hline
# 7 & 1 & 3 & 0 \\
# 2 & 4 & 1 & 8
# \end{array} \right]
# \qquad
# \text{max: } \begin{bmatrix} 3 & 6 \\ 7 & 8 \end{bmatrix}
# \qquad
# \text{average: } \begin{bmatrix} 1.5 & 4.25 \\ 3.5 & 3 \end{bmatrix}
# $$
#
# The window at the top right holds $\{2, 4, 5, 6\}$. Its maximum is $6$, its mean is
# $(2 + 4 + 5 + 6) / 4 = 17 / 4 = 4.25$.
#
# In symbols, for output cell $(i, j)$, counted from 0:
#
# $$
# y^{\max}_{i,j} = \max_{0 \le a, b < k} \; x_{is + a,\; js + b}
# \qquad\qquad
# y^{\text{avg}}_{i,j} = \frac{1}{k^2} \sum_{a=0}^{k-1} \sum_{b=0}^{k-1} x_{is + a,\; js + b}
# $$
#
# - $x_{r,q}$: the pixel in row $r$ and column $q$;
# - $k$: the side of the window, `kernel_size`;
# - $s$: the step from one window to the next, `stride` (above, $k = s = 2$);
# - $a$, $b$: row and column inside the window, from $0$ to $k - 1$;
# - $y_{i,j}$: the summary of window $(i, j)$, which covers the rows $is$ to $is + k - 1$ and the
#   columns $js$ to $js + k - 1$.
#
# A window may have different sides, $k_h$ rows by $k_w$ columns; the mean then has
# $1 / (k_h k_w)$ in front.

# %% [markdown]
# ### Two slips that stand in many texts
#
# **"The maximum of {2, 4, 5, 6} is 4."** Somebody looked at the first row of the window only. All
# $k^2$ cells take part.
#
# **"Average pooling sums over the rows $i$ to $i + k$."** Two things are wrong here. The rows from
# $i$ to $i + k$ are $k + 1$ rows, so that the window is one too large in each direction; the right
# range, at stride 1, is $i$ to $i + k - 1$. And a sum is no mean: without $1 / k^2$ the result lies
# far outside the range of the pixels. Look:

# %%
image = np.array(
    [
        [1.0, 3.0, 2.0, 4.0],
        [0.0, 2.0, 5.0, 6.0],
        [7.0, 1.0, 3.0, 0.0],
        [2.0, 4.0, 1.0, 8.0],
    ]
)
window = image[0:2, 2:4]
print("the window          ", window.flatten())
print("maximum of row one  ", window[0].max(), "  wrong: the second row is left out")
print("maximum             ", window.max())
print("sum                 ", window.sum(), " wrong: larger than any pixel of the image")
print("mean                ", window.mean())

k = 2
too_large = image[0 : k + 1, 0 : k + 1]
print("rows 0 to k         ", too_large.shape, "wrong: nine cells in a window of four")

# %% [markdown]
# ## 2. How many windows fit?
#
# Along one axis of $n$ cells, put $p$ extra cells (**padding**) at each end: $n + 2p$ cells. The
# first window takes $k$ of them. Each further window needs $s$ more cells. So the number of windows
# is
#
# $$
# o = \left\lfloor \frac{n + 2p - k}{s} \right\rfloor + 1
# $$
#
# - $n$: the size of the input along this axis; $o$: the size of the output;
# - $k$: `kernel_size`; $s$: `stride`; $p$: `padding`;
# - $\lfloor \cdot \rfloor$: rounded **down**, because a window that sticks out does not count.
#
# The same formula holds for convolutions. The first layer of AlexNet has $n = 224$, $k = 11$,
# $s = 4$, $p = 2$:
#
# $$
# \frac{224 + 4 - 11}{4} = \frac{217}{4} = 54.25, \qquad \lfloor 54.25 \rfloor + 1 = 55.
# $$
#
# Without the padding it would be $\lfloor 213 / 4 \rfloor + 1 = 54$.
#
# In the code, `//` rounds down and gives an `int`; `/` would give 55.25.
#
# The figure shows five cells, windows of two and stride two: the last cell fills no window.

# %%
figure, axes = plt.subplots(figsize=(6, 1.5))
for cell in range(5):
    axes.add_patch(plt.Rectangle((cell, 0), 1, 1, fill=False, edgecolor="0.6"))
    axes.text(cell + 0.5, 0.5, cell, ha="center", va="center")
for number, start in enumerate((0, 2)):
    axes.plot([start + 0.1, start + 1.9], [1.25, 1.25], linewidth=4, color=f"C{number}")
    axes.text(start + 1, 1.4, f"window {number}", ha="center", color=f"C{number}")
axes.text(4.5, 1.4, "left over", ha="center", color="0.4")
axes.set(xlim=(-0.1, 5.1), ylim=(-0.1, 1.9), title="n = 5, k = 2, s = 2, p = 0: two windows")
axes.axis("off")
plt.show()

# %% [markdown]
# ### Exercise `output_size` (2 points)
#
# In `pooling.py`, write `output_size` for one axis and `output_shape` for both. Raise `ValueError`
# when the window does not fit or a number makes no sense; say in the message which argument it is,
# what it was and what the rule is.

# %% question="output_size"
check("output_size")

# %% [markdown]
# ## 3. Loops first
#
# Before it is fast, it should be clear. One image, two loops over the windows, one line in the
# middle that cuts a window and summarises it.
#
# ### Exercise `loops` (3 points)
#
# Write `max_pool_loops` and `avg_pool_loops` for one NumPy image `(h, w)`. Window `(i, j)` starts
# at row `i * stride`, not at row `i`. Use your `output_shape`, so that odd sizes work.

# %% question="loops"
check("loops")

# %%
print(pooling.max_pool_loops(image), "largest values")
print(pooling.avg_pool_loops(image), "means")

# %% [markdown]
# ## 4. Batches of images: max pooling
#
# Networks work on tensors `(n, c, h, w)`: $n$ images with $c$ channels of $h \times w$ pixels. Each
# image and each channel is pooled **on its own**; $n$ and $c$ stay as they are.
#
# Loops over every window are slow in Python. Instead, cut all windows at once. `x.unfold(2, k, s)`
# cuts axis 2 into pieces of $k$ cells, one every $s$ cells, and puts the cells of a piece on a new
# last axis. It copies nothing.

# %%
rows = torch.arange(5).reshape(1, 1, 5, 1)
print("five rows, pieces of 3, one every 2:", rows.unfold(2, 3, 2).flatten(2).tolist())

# %% [markdown]
# **Padding.** With padding $p$, the image gets a border of $p$ cells on each side before the
# windows are cut. What should stand in the border? For a maximum it must be $-\infty$: with zeros
# the border would win wherever all pixels of a window are negative, and the layer would report a
# pattern that is not there.

# %%
negative = torch.tensor([[-1.0, -2.0], [-3.0, -4.0]])
for border in (0.0, -float("inf")):
    padded = F.pad(negative, (1, 1, 1, 1), value=border)
    print(f"border {border:4}: largest value of the top left window is {padded[:2, :2].max()}")

# %% [markdown]
# ### Exercise `max_pool` (4 points)
#
# Write `max_pool2d`. PyTorch's own pooling operators are not allowed, by whatever route; autograd
# must be able to go through your function. Leave `x` as it is.

# %% question="max_pool"
check("max_pool")

# %% [markdown]
# ## 5. Batches of images: average pooling
#
# A padded cell is now a zero, and there are two conventions about it:
#
# - `count_include_pad=True`: divide by $k_h k_w$ always. Windows at the border come out smaller;
# - `count_include_pad=False`: divide by the number of cells that lie inside the image.
#
# For the image below, padding 1 and $k = s = 2$, each window holds one pixel and three padded cells:
#
# $$
# \begin{bmatrix} 4 & 8 \\ 12 & 16 \end{bmatrix}
# \;\to\; \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} \text{ (padding counted)}
# \qquad\text{or}\qquad
# \begin{bmatrix} 4 & 8 \\ 12 & 16 \end{bmatrix} \text{ (padding left out)}
# $$
#
# ### Exercise `avg_pool` (3 points)
#
# Write `avg_pool2d` with both conventions.

# %% question="avg_pool"
check("avg_pool")

# %% [markdown]
# ### What pooling does to feature maps
#
# We draw a picture, find its edges with four small filters (each looks for a step from dark to
# bright in one direction; ReLU sets the other direction to zero), and pool the maps.

# %%
SIZE = 96
down, across = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
picture = torch.full((SIZE, SIZE), 0.1)
picture[(down - 30) ** 2 + (across - 30) ** 2 < 18**2] = 0.9  # a disc
picture[58:84, 52:86] = 0.6  # a box
picture[((down + across) - 96).abs() < 2] = 1.0  # a thin line
picture = picture[None, None]

brighter_right = torch.tensor([[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]) / 4
brighter_below = brighter_right.T
FILTERS = {
    "brighter to the right": brighter_right,
    "brighter to the left": -brighter_right,
    "brighter below": brighter_below,
    "brighter above": -brighter_below,
}
weight = torch.stack(list(FILTERS.values()))[:, None]
border = F.pad(picture, (1, 1, 1, 1), mode="replicate")  # no edge along the frame
maps = F.relu(F.conv2d(border, weight))
print("picture", tuple(picture.shape), "-> feature maps", tuple(maps.shape))


def show(panels, columns, width=2.6):
    """Draws (title, image) pairs, `columns` a row, all on one scale from 0 to the largest value."""
    rows = -(-len(panels) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(width * columns, width * rows), squeeze=False, layout="constrained"
    )
    top = max(panel.max().item() for _, panel in panels)
    for axis, (title, panel) in zip(axes.flat, panels, strict=True):
        axis.imshow(panel, cmap="gray", vmin=0, vmax=top, interpolation="nearest")
        axis.set_title(f"{title}\n{panel.shape[0]} x {panel.shape[1]}", fontsize=9)
        axis.axis("off")
    plt.show()


largest, means = pooling.max_pool2d(maps, 4), pooling.avg_pool2d(maps, 4)
show(
    [
        ("picture", picture[0, 0]),
        *[(title, maps[0, index]) for index, title in enumerate(list(FILTERS)[:3])],
    ],
    columns=4,
)
show(
    [
        *[("max, 4 x 4 windows", largest[0, index]) for index in range(3)],
        *[("average, 4 x 4 windows", means[0, index]) for index in range(3)],
    ],
    columns=3,
)

# %% [markdown]
# The upper row of the second figure is as bright as the maps before: a maximum keeps an edge's
# full strength, however thin the edge is. The lower row is dim: an edge that fills two of four columns
# of a window keeps half its strength or less. Both are sixteen times smaller than before.

# %% [markdown]
# ## 6. Global average pooling
#
# The extreme case: one window as large as the map. Each channel becomes one number, its mean:
#
# $$
# g_{n,c} = \frac{1}{h w} \sum_{r=0}^{h-1} \sum_{q=0}^{w-1} x_{n,c,r,q}
# $$
#
# where $g_{n,c}$ is the mean of channel $c$ of image $n$, and $r$, $q$ count the rows and columns of
# the map. Networks use it just before the last layer, instead of flattening. With maps of
# $512 \times 7 \times 7$ and 1000 classes, a layer on the flattened maps has
# $512 \cdot 7 \cdot 7 \cdot 1000 = 25{,}088{,}000$ weights; after global average pooling it has
# $512 \cdot 1000 = 512{,}000$. It also takes images of any size.
#
# ### Exercise `global_avg_pool` (1 point)
#
# Write `global_avg_pool2d`. The result is `(n, c)`, not `(n, c, 1, 1)`.

# %% question="global_avg_pool"
check("global_avg_pool")

# %%
for title, mean in zip(FILTERS, pooling.global_avg_pool2d(maps)[0], strict=True):
    print(f"{title:22} {mean:.4f}")

# %% [markdown]
# ## 7. Backwards, by hand
#
# In training, a layer receives $G_{i,j} = \partial L / \partial y_{i,j}$: how the loss $L$ changes
# with each of its outputs. It must hand back $\partial L / \partial x_{r,q}$: how the loss changes
# with each of its inputs.
#
# **Max pooling.** Raise the winner of a window a little, and the output rises by as much. Raise any
# other cell a little, and nothing happens. So the winner gets all:
#
# $$
# \frac{\partial L}{\partial x_{r,q}} = \sum_{(i,j) \,\ni\, (r,q)} G_{i,j} \cdot
# \begin{cases} 1 & \text{if } (r,q) \text{ won window } (i,j) \\ 0 & \text{otherwise} \end{cases}
# $$
#
# **Average pooling.** Every cell of a window moves the mean by $1 / k^2$ of its own movement:
#
# $$
# \frac{\partial L}{\partial x_{r,q}} = \sum_{(i,j) \,\ni\, (r,q)} \frac{G_{i,j}}{k^2}
# $$
#
# Both sums run over all windows $(i, j)$ that contain the cell $(r, q)$. With overlapping windows
# there are several, and their parts **add up**.
#
# **By hand.** Windows of $2 \times 2$ at stride 1 overlap; all four hold the middle cell.
#
# $$
# x = \begin{bmatrix} 1 & 2 & 0 \\ 3 & 9 & 4 \\ 5 & 6 & 7 \end{bmatrix}
# \qquad
# G = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
# $$
#
# Max: the 9 wins all four windows and gets $1 + 2 + 3 + 4 = 10$; every other cell gets 0.
# Average: the top left cell is in one window and gets $1/4$; the cell right of it is in two and
# gets $(1 + 2)/4$; the middle cell is in all four and gets $10/4$; and so on.
#
# In both cases the gradients of $x$ add up to $10$, the sum of $G$. That is a good check of your
# own code, as long as nothing is padded.
#
# **Ties.** Where two cells of a window are equally large, the maximum has no derivative, and
# implementations choose. Here any tied cell may get the gradient, or they may share it; but the
# parts must add up to the whole. Ties are common: after ReLU many windows hold nothing but zeros.
#
# ### Exercise `backward` (4 points)
#
# Write `max_pool2d_backward` and `avg_pool2d_backward` without autograd. Padding: compute the
# gradient of the padded image, then cut the border off.

# %% question="backward"
check("backward")

# %%
x = torch.tensor([[1.0, 2.0, 0.0], [3.0, 9.0, 4.0], [5.0, 6.0, 7.0]])[None, None]
upstream = torch.tensor([[1.0, 2.0], [3.0, 4.0]])[None, None]
gradients = {
    "gradient of max pooling": pooling.max_pool2d_backward(upstream, x, 2, stride=1)[0, 0],
    "gradient of average pooling": pooling.avg_pool2d_backward(upstream, x, 2, stride=1)[0, 0],
}
figure, axes = plt.subplots(1, 3, figsize=(8, 2.9), layout="constrained")
for axis, (title, values) in zip(axes, {"x": x[0, 0], **gradients}.items(), strict=True):
    axis.imshow(values, cmap="Blues", vmin=0, vmax=16)
    for (row, column), value in np.ndenumerate(values.numpy()):
        axis.text(column, row, f"{value:g}", ha="center", va="center")
    axis.set(title=title, xticks=[], yticks=[])
plt.show()
print({title: values.sum().item() for title, values in gradients.items()})

# %% [markdown]
# A second check, for any input: autograd, through your own forward pass, must say the same.

# %%
generator = torch.Generator().manual_seed(0)
x = torch.randn(2, 3, 7, 8, dtype=torch.float64, generator=generator, requires_grad=True)
for name, forward, backward in (
    ("max", pooling.max_pool2d, pooling.max_pool2d_backward),
    ("average", pooling.avg_pool2d, pooling.avg_pool2d_backward),
):
    y = forward(x, 3, stride=2, padding=1)
    upstream = torch.randn(y.shape, dtype=torch.float64, generator=generator)
    (by_autograd,) = torch.autograd.grad(y, x, upstream)
    by_hand = backward(upstream, x.detach(), 3, stride=2, padding=1)
    print(f"{name:8} largest difference {(by_hand - by_autograd).abs().max():.1e}")

# %% [markdown]
# ## 8. Pooling over channels
#
# Nothing says that a window must lie in the plane. **Channel pooling** takes the maximum over groups
# of consecutive channels, pixel by pixel; height and width stay:
#
# $$
# y_{n,g,r,q} = \max_{0 \le m < M} \; x_{n,\; gM + m,\; r,\; q}
# $$
#
# - $M$: `group_size`; $g$: the number of the group, from $0$ to $c / M - 1$;
# - $m$: the channel inside its group; $n$, $r$, $q$: image, row and column.
#
# What for? Where the plane's windows forgive a *shift* of a pattern, groups of channels forgive any
# *change between the patterns of a group*. Our four maps come in pairs: brighter to the right or to
# the left, brighter below or above. The maximum of a pair says: there is an upright (or a level)
# edge here, whichever side is bright.
#
# ### Exercise `channel_pool` (2 points)
#
# Write `channel_max_pool`. Refuse a group size that does not divide the number of channels.

# %% question="channel_pool"
check("channel_pool")

# %%
pairs = pooling.channel_max_pool(maps, 2)
show(
    [
        *[(title, maps[0, index]) for index, title in enumerate(FILTERS)],
        ("upright edges: max of the first two", pairs[0, 0]),
        ("level edges: max of the last two", pairs[0, 1]),
    ],
    columns=3,
)

# %% [markdown]
# ## 9. Experiments
#
# ### Exercise `invariance` (1 point)
#
# Write `compare_pooling` and `shift_agreement`.
#
# - `compare_pooling` pools the same maps both ways; "difference" is max minus average.
# - `shift_agreement` pools an image, moves the image, pools again, and says which fraction of the
#   pooled cells is the same as before.

# %% question="invariance"
check("invariance")

# %% [markdown]
# ### Experiment 1: an edge map, both ways
#
# The strength of an edge, whatever its direction, is the largest of our four maps.

# %%
edges = pooling.channel_max_pool(maps, 4)
compared = pooling.compare_pooling(edges, kernel_size=4)
show(
    [
        ("edge map", edges[0, 0]),
        ("max", compared["max"][0, 0]),
        ("average", compared["avg"][0, 0]),
        ("max minus average", compared["difference"][0, 0]),
    ],
    columns=4,
)
on_edge = compared["max"] > 0.1  # flat ground is not exactly 0: the filters round
kept = (compared["avg"][on_edge] / compared["max"][on_edge]).mean()
print(f"where there is an edge, the average keeps {kept:.0%} of what the maximum keeps")
print("strongest edge: before", f"{edges.max():.2f},", end=" ")
print(", ".join(f"{name} {compared[name].max():.2f}" for name in ("max", "avg")))

# %% [markdown]
# The difference is large where a window is *mixed*: a strong edge beside flat ground. Max pooling
# answers "is the pattern somewhere in here?", average pooling "how much of the pattern is in here?".
# For sparse features, such as edges, the first answer is mostly the useful one; for noise, which the
# mean smooths and the maximum picks up, it is the other way round.

# %% [markdown]
# ### Experiment 2: how far may a dot move?
#
# It is often said that max pooling makes a network invariant to translation. Look at one bright dot
# and windows of $4 \times 4$. The dot moves to the right, a pixel at a time.

# %%
SHIFTS = range(6)
dot = torch.zeros(1, 1, 8, 8)
dot[0, 0, 1, 0] = 1.0
figure, axes = plt.subplots(2, len(SHIFTS), figsize=(10, 3.6), layout="constrained")
for shift, (above, below) in zip(SHIFTS, axes.T, strict=True):
    moved = torch.roll(dot, shift, dims=-1)
    agreement = pooling.shift_agreement(lambda x: pooling.max_pool2d(x, 4), dot, shift)
    above.imshow(moved[0, 0], cmap="gray_r")
    above.axhline(3.5, color="C0")
    above.axvline(3.5, color="C0")
    above.set_title(f"shift {shift}", fontsize=10)
    below.imshow(pooling.max_pool2d(moved, 4)[0, 0], cmap="gray_r", vmin=0, vmax=1)
    below.set_title(f"agreement {agreement:g}", fontsize=10)
    for axis in (above, below):
        axis.set(xticks=[], yticks=[])
axes[0, 0].set_ylabel("image")
axes[1, 0].set_ylabel("max pooled")
plt.show()

# %% [markdown]
# Shifts of 1, 2 and 3 leave the dot in its window: the pooled image does not change at all. At
# shift 4 the dot crosses the border of the window, and two of the four cells change. So the
# invariance is real, but it ends at the window's border; a dot that started in the last column of
# its window would not survive a shift of 1.
#
# ### Experiment 3: agreement against shift
#
# One dot is a kind picture: most of it is flat. Noise is the hardest: every pixel is different, so
# that a cell stays equal only if its winner stays in the window and no larger pixel comes in. That
# can be worked out by hand. A window of $k$ columns, before and after a shift of $d < k$ columns,
# covers $k + d$ columns together and shares $k - d$ of them. The cell stays equal exactly when the
# largest of all covered pixels lies in the shared part. Each pixel is the largest with the same
# probability, so
#
# $$
# \text{agreement}(d) = \frac{k - d}{k + d} \quad (d < k), \qquad 0 \quad (d \ge k),
# $$
#
# where $d$ is the shift in columns and $k$ the side of the window (stride $k$). Already at $d = 1$
# a $2 \times 2$ window keeps only a third. Measure it:

# %%
noise = torch.rand(32, 1, 64, 64, generator=torch.Generator().manual_seed(1))
shifts = range(11)


def curve(pool, x):
    """The agreement for each of the shifts."""
    return [pooling.shift_agreement(pool, x, shift) for shift in shifts]


figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), sharey=True, layout="constrained")
for index, size in enumerate((2, 4, 8)):
    by_hand = [max(0.0, (size - shift) / (size + shift)) for shift in shifts]
    measured = curve(lambda x, size=size: pooling.max_pool2d(x, size), noise)
    left.plot(shifts, by_hand, color=f"C{index}", linewidth=1)
    left.plot(shifts, measured, "o", color=f"C{index}", label=f"max, {size} x {size}")
left.plot(shifts, curve(lambda x: pooling.avg_pool2d(x, 4), noise), "kx", label="average, 4 x 4")
left.set(title="noise: measured (marks), by hand (lines)", ylabel="agreement")

right.plot(shifts, curve(lambda x: pooling.max_pool2d(x, 4), edges), "o-", label="max, 4 x 4")
right.plot(shifts, curve(lambda x: pooling.avg_pool2d(x, 4), edges), "x-", label="average, 4 x 4")
right.plot(shifts, curve(lambda x: x, edges), ".:", color="0.4", label="no pooling")
right.set(title="the edge map of our picture")
for axis in (left, right):
    axis.set(xlabel="shift in columns", ylim=(-0.05, 1.05))
    axis.legend()
plt.show()

# %% [markdown]
# Read the plots before you go on:
#
# - Only shifts that are small against the window are forgiven, and on noise not even those
#   entirely. From $d = k$ on, nothing is left.
# - The mean of noise changes with every shift; but it changes *little*. Agreement counts equal
#   cells, it does not say how far apart the others are.
# - On the edge map all curves are high, the one without pooling too: flat ground agrees with flat
#   ground. Compare curves with the dotted one, not with 1. Where pooled windows cover edges, there is
#   *less* flat ground than before, which is why pooling does not always win by this measure. Max
#   pooling agrees more often than average pooling, because a mean notices every edge that moves.
#
# A network that should recognise a thing wherever it stands needs more than one pooling layer:
# convolutions, which move their maps along with the picture, several poolings, and pictures in which
# the thing stands in many places.

# %% [markdown]
# ## 10. When it does not work
#
# | what you see | what is often the reason |
# |---|---|
# | sizes such as `2.5`, or `2.0` where `2` is expected | `/` in place of `//` |
# | one window too many on odd sizes | rounded up |
# | right for $k = s$, wrong for $k = 3$, $s = 2$ | window starts at `i`, not at `i * stride`; or the size is taken as `h / k` |
# | right on squares, wrong on $6 \times 8$ | `h` used where `w` belongs |
# | negative inputs give 0 | the maximum starts at 0, or the padding is 0 |
# | all channels come out equal | the maximum went over the channels, too |
# | averages near the border are too large or too small | the other `count_include_pad` |
# | gradient too small where windows overlap | `=` where parts must add up, `+=` |
# | gradient too large on images with flat parts | every tied cell got the whole gradient |
# | gradient of the average too large | $1 / k^2$ forgotten |
# | `x` is different after the call | an in-place operation on a view of `x` |

# %% [markdown]
# ## 11. In your own words
#
# "Max pooling makes a network invariant to translation." In three to five sentences: what is right
# about this, what is not, and which of your three experiments shows it? Write in the cell below; it
# is read by a person.

# %% [markdown] written="explain_pooling" points=0
# *Your answer here.*

# %% [markdown]
# ## Hand in
#
# Run `pytest` in this folder once more. Then hand in `pooling.py`; it is what is graded. Hand in this
# notebook with it, for your answer in section 11.
