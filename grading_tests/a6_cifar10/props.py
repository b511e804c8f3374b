"""What both sides can call by name, `student.props.NAME`: nothing in here is an answer to a task.

Models, optimisers and loaders live where the student's code runs. Each function below takes one of
the student's, runs it on models that keep a diary, and tells what was returned and what was seen.
"""

import io
import time

import numpy as np
import torch
from matplotlib.figure import Figure
from PIL import Image
from torch import nn
from torch.optim.lr_scheduler import StepLR
from torch.optim.optimizer import register_optimizer_step_pre_hook
from torch.utils.data import DataLoader, TensorDataset

from autograder.worker.answering.tools import fill_lazy

_DOWN, _ACROSS = np.mgrid[:32, :32]
PICTURE = np.stack([20 + 7 * _ACROSS, 20 + 7 * _DOWN, 255 - 3 * (_ACROSS + _DOWN)], axis=-1)
PICTURE = PICTURE.astype(np.uint8)  # red tells the column, green the row; nowhere black


class Samples(TensorDataset):
    """Tensors by sample; a loader takes a batch of them at once, because collating is slow."""

    def __getitems__(self, indices):
        """The tensors of these samples."""
        return [tensor[indices] for tensor in self.tensors]


def loader(samples, size, **order):
    """A loader of samples in batches of `size`."""
    return DataLoader(samples, batch_size=size, collate_fn=tuple, **order)


# transforms


def draws(make_transform, count, again=8):
    """A transform's results: `count` on PICTURE, `again` on a black and on a white picture."""
    transform = make_transform()
    black = np.zeros_like(PICTURE)
    pictures = {"picture": PICTURE, "black": black, "white": black + 255}
    return {
        name: _stacked([transform(Image.fromarray(pixels)) for _ in range(number)])
        for (name, pixels), number in zip(pictures.items(), (count, again, again), strict=True)
    }


def _stacked(results):
    if all(isinstance(x, torch.Tensor) and x.shape == results[0].shape for x in results):
        return torch.stack(results)
    return results[0]


# train_epoch and evaluate


class Diary(nn.Module):
    """Logits are `x @ weight.T + bias`; training moves a running mean beside. Notes every call."""

    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(bias)
        self.register_buffer("running_mean", torch.zeros_like(weight[0]))
        self.calls = []

    def forward(self, x):
        """The logits `(n, k)` of `(n, d)`; they do not depend on the mode."""
        if self.training:
            self.running_mean = 0.9 * self.running_mean + 0.1 * x.detach().mean(dim=0)
        logits = x @ self.weight.T + self.bias
        batch = x.detach().clone(), logits.detach().clone()
        self.calls.append([self.training, torch.is_grad_enabled(), *batch])
        return logits


class Heard(nn.Module):
    """Like cross-entropy, but not just that; keeps the logits that it was given."""

    def __init__(self):
        super().__init__()
        self.given = []

    def forward(self, logits, labels):
        """A mean over the batch that no other criterion gives."""
        self.given.append(logits.detach().clone())
        return nn.functional.cross_entropy(logits, labels) + logits[:, 0].square().mean() / 2


def one_pass(function, data, training, learn=False, stale=0.0):
    """Call `train_epoch` (learn) or `evaluate` on batches of four; the answer and the diary."""
    weight, bias, x, y = data
    model, criterion = Diary(weight, bias), Heard()
    model.train(training)
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, stale) if stale else None
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    batches = loader(Samples(x, y), 4)
    rest = (criterion, optimizer) if learn else (criterion,)
    answer = function(model, batches, *rest)
    return {
        "answer": answer,
        "modes": [call[0] for call in model.calls],
        "with_gradients": [call[1] for call in model.calls],
        "seen": [call[2] for call in model.calls],
        "said": [call[3] for call in model.calls],
        "heard": criterion.given,
        "mode_after": model.training,
        "weight": model.weight.detach(),
        "bias": model.bias.detach(),
        "gradient": None if learn else model.weight.grad,  # training may clear it early or late
        "running_mean": model.running_mean,
    }


# fit and compare_architectures


class Scripted(nn.Module):
    """A model whose accuracy in each epoch is written beforehand, whatever it is trained with.

    A sample is `(kind, rank, label, number)`: kind 0 for training, 1 for held out, rank from 0 to 1.
    In epoch e the ranks below `script[e][kind]` are answered right, all others wrong. Its weight
    and its buffer move with training, so that a restored epoch can be told.
    """

    def __init__(self, script, strength, per_epoch, classes=4, pause=0.0):
        super().__init__()
        self.script, self.strength, self.per_epoch = script, strength, per_epoch
        self.classes, self.pause = classes, pause
        self.weight = nn.Parameter(torch.zeros(3))
        self.frozen = nn.Parameter(torch.zeros(2, 2), requires_grad=False)
        self.register_buffer("age", torch.zeros(()))
        self.trained, self.order, self.states, self.modes = 0, [], {}, []

    def forward(self, x):
        """The logits `(n, classes)` of samples `(n, 4)`, all of one kind."""
        kind = int(x[0, 0])
        epoch = (
            self.trained // self.per_epoch if kind == 0 else (self.trained - 1) // self.per_epoch
        )
        epoch = min(max(epoch, 0), len(self.script) - 1)
        self._note(kind, x)
        right = x[:, 1] < self.script[epoch][kind]
        label = torch.where(right, x[:, 2], (x[:, 2] + 1) % self.classes).long()
        logits = nn.functional.one_hot(label, self.classes) * self.strength[epoch]
        moving = self.weight.sum() - self.weight.sum().detach()  # 0, but its gradient is 1
        return logits + moving * (1 + torch.arange(self.classes))

    def _note(self, kind, x):
        self.modes.append([kind, self.training, torch.is_grad_enabled()])
        if kind:
            state = [self.weight.detach().clone(), self.age.clone()]
            self.states.setdefault(self.trained // self.per_epoch, state)
        elif torch.is_grad_enabled():
            time.sleep(self.pause)
            self.trained += 1
            self.age += 1
            self.order.append(x[:, 3].tolist())


def samples(kind, count, classes=4):
    """`count` samples for a scripted model, and their labels."""
    number = torch.arange(count)
    label = number % classes
    rank = (number * 7 % count + 0.5) / count  # 7 shares no factor with our counts
    x = torch.stack([torch.full((count,), float(kind)), rank, label.float(), number.float()], 1)
    return Samples(x, label)


def loaders(held_out, shuffle=False):
    """Three training batches, the last of them smaller, and the held-out samples."""
    generator = torch.Generator().manual_seed(5)
    train = loader(samples(0, 10), 4, shuffle=shuffle, generator=generator)
    return train, loader(samples(1, held_out), 32)


def fitted(fit, script, strength, held_out=40, shuffle=False, **options):
    """`fit` on a scripted model: the history, the state it left, and the state of each epoch."""
    model = Scripted(script, strength, per_epoch=3)
    with _Rates() as rates:
        answer = fit(model, *loaders(held_out, shuffle), len(script), **options)
    return {
        "answer": answer,
        "trained": model.trained,
        "order": model.order,
        "left": [model.weight.detach(), model.age],
        "states": model.states,
        "rates": rates.used,
        "schedulers": [scheduler.last_epoch for scheduler in rates.schedulers],
    }


class _Rates:
    """While it is open: the learning rate of every optimiser step, and every StepLR made."""

    def __enter__(self):
        self.used, self.schedulers, self.plain = [], [], StepLR.__init__
        self.hook = register_optimizer_step_pre_hook(self._note)

        def watched(scheduler, *args, **kwargs):
            self.plain(scheduler, *args, **kwargs)
            self.schedulers.append(scheduler)

        StepLR.__init__ = watched
        return self

    def _note(self, optimizer, *_):
        self.used.append(float(optimizer.param_groups[0]["lr"]))

    def __exit__(self, *_):
        StepLR.__init__ = self.plain
        self.hook.remove()


def learned(fit, x, y, epochs, **options):
    """`fit` on a linear model and data that it can learn: the history."""
    model = nn.Linear(x.shape[1], int(y.max()) + 1)
    nn.init.zeros_(model.weight)
    batches = loader(Samples(x, y), 8)
    return fit(model, batches, batches, epochs, **options)


def compared(compare, scripts, held_out=200, pause=0.0):
    """`compare_architectures` on one scripted model for each script; rows, and what was seen."""
    strength = [4.0] * len(scripts[0])
    models = {
        f"model {chr(122 - i)}": Scripted(script, strength, per_epoch=3, pause=pause)
        for i, script in enumerate(scripts)
    }
    start = time.perf_counter()
    answer = compare(models, *loaders(held_out), len(scripts[0]))
    return {
        "answer": answer,
        "seconds": time.perf_counter() - start,
        "trained": [model.trained for model in models.values()],
        "moved": [bool(model.weight.abs().sum() > 0) for model in models.values()],
        "modes": [model.modes for model in models.values()],
    }


# build_model


def turned(net, training):
    """The network itself, now in this mode."""
    return net.train(training)


def by_heart(build_model, x, y, steps):
    """The losses of a new network before each of at most `steps` Adam steps on one batch."""
    model = build_model()
    fill_lazy(model, *x.shape)
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        losses.append(loss.item())
        if loss < 0.4 * losses[0]:
            break
        loss.backward()
        optimizer.step()
    return losses


def neighbours(build_model, x):
    """The logits of images in evaluation mode: together, once more, and each on its own."""
    model = build_model().eval()
    fill_lazy(model, *x.shape)
    with torch.no_grad():
        alone = [model(image) for image in x.split(1)]
        return {"together": model(x), "again": model(x), "alone": alone}


def without_gradient(build_model, x, y):
    """How many parameters there are, and the names of those that a backward pass does not reach."""
    model = build_model()
    fill_lazy(model, *x.shape)
    nn.functional.cross_entropy(model(x), y).backward()
    named = list(model.named_parameters())
    return {"parameters": len(named), "missed": [name for name, p in named if p.grad is None]}


# plot_predictions


class Brightest(nn.Module):
    """Says which of its channels' means is largest in evaluation mode, the smallest in training."""

    def __init__(self):
        super().__init__()
        self.modes = []

    def forward(self, x):
        """Logits `(n, 3)` of images `(n, 3, h, w)`."""
        self.modes.append(self.training)
        means = x.mean(dim=(2, 3))
        return -means if self.training else means


def drawn(plot_predictions, images, labels, classes, training=False, save=False):
    """What was to be saved: of each axes with an image its texts and its image; with `save`, a file.

    Painting takes longest, so that it is left out where nobody looks at the file.
    """
    file, figures, before = io.BytesIO(), [], (images.clone(), labels.clone())
    model = Brightest().train(training)
    plain = Figure.savefig

    def savefig(figure, *args, **kwargs):
        figures.append(figure)
        return plain(figure, *args, **kwargs) if save else None

    Figure.savefig = savefig
    try:
        answer = plot_predictions(model, images, labels, classes, file)
    finally:
        Figure.savefig = plain
    axes = [a for figure in figures[-1:] for a in figure.axes if a.images]
    return {
        "answer": answer,
        "picture": _picture(file.getvalue()),
        "texts": [_texts(a) for a in axes],
        "images": [np.asarray(a.images[-1].get_array()) for a in axes],
        "layers": [len(a.images) for a in axes],
        "arguments_kept": torch.equal(images, before[0]) and torch.equal(labels, before[1]),
        "mode_after": model.training,
    }


def _texts(axes):
    titles = [axes.get_title(loc=place) for place in ("left", "center", "right")]
    return " ".join([*titles, axes.get_xlabel(), *(text.get_text() for text in axes.texts)])


def _picture(data):
    """Width and height of an image file."""
    return list(Image.open(io.BytesIO(data)).size) if data else []
