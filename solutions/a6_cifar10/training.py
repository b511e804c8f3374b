"""Training on CIFAR-10: the module you hand in for this assignment.

CIFAR-10 holds pictures of 32 x 32 pixels in ten classes. A data set gives PIL pictures; a transform
makes tensors `(3, 32, 32)` of them; a loader puts tensors together to batches `(images, labels)`,
images `(n, 3, 32, 32)` and labels `(n,)`, the numbers of the classes. Functions that take a loader
take any `torch.utils.data.DataLoader`; the last batch may be smaller than the others.

A bad argument raises `ValueError` that names the argument, the value it received and the rule.
Graded runs have no disk: keep what you need in memory.
"""

import copy
import math
import time
from collections.abc import Callable, Sequence

import matplotlib.pyplot as plt
import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import StepLR
from torch.utils.data import DataLoader
from torchvision import transforms

CLASSES = (
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip

# Constants and helpers that several of your functions share go here, if you want any.

### BEGIN SOLUTION
MEAN = (0.4914, 0.4822, 0.4465)
STD = (0.2470, 0.2435, 0.2616)
COLUMNS = 5


def count_right(logits: Tensor, labels: Tensor) -> int:
    """How many samples have their largest logit at their label."""
    return (logits.argmax(dim=1) == labels).sum().item()


def require_epochs(epochs: int) -> None:
    """Refuses a training without epochs."""
    if epochs < 1:
        raise ValueError(f"epochs is {epochs}; it must be at least 1")


def block(in_channels: int, out_channels: int) -> nn.Sequential:
    """A 3x3 convolution that keeps the size, batch normalisation, ReLU."""
    layers = (
        nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
    )
    return nn.Sequential(*layers)


### END SOLUTION


def train_transform() -> Callable:
    """What is done to a training picture: flip, random crop, tensor, normalise.

    In this order: exchange left and right with probability 1/2; put 4 black pixels around the
    picture and cut 32 x 32 out of it, at a random place; make a float32 tensor `(3, 32, 32)` on the
    scale from 0 to 1; subtract the mean of CIFAR-10's training pixels and divide by their standard
    deviation, channel by channel.

    Conventions, because implementations differ: the border is black before it is normalised.

    Source: He, Zhang, Ren and Sun, "Deep residual learning for image recognition" (2016),
    section 4.2.
    """
    # Hint: transforms.Compose puts transforms one behind the other.
    ### BEGIN SOLUTION
    return transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomCrop(32, padding=4),
            transforms.ToTensor(),
            transforms.Normalize(MEAN, STD),
        ]
    )
    ### END SOLUTION


def test_transform() -> Callable:
    """What is done to any other picture: tensor, normalise.

    The same as in `train_transform`, without anything random: a picture always gives the same
    tensor.
    """
    ### BEGIN SOLUTION
    return transforms.Compose([transforms.ToTensor(), transforms.Normalize(MEAN, STD)])
    ### END SOLUTION


test_transform.__test__ = False  # so that pytest does not take it for a test


def train_epoch(
    model: nn.Module,
    loader: DataLoader,
    criterion: Callable,
    optimizer: Optimizer,
    device: str | torch.device = "cpu",
) -> tuple[float, float]:
    """Trains for one pass over the loader, in training mode; gives (loss, accuracy).

    One optimiser step for each batch. Whatever gradients the parameters come with are not used.
    `criterion(logits, labels)` is the mean loss of a batch; the model's output goes to it as it is.
    Each batch is moved to `device`; the model is there already.

    loss: the mean over all samples of the loss that each had before its batch's step; a Python
    float. accuracy: the fraction of samples whose largest logit was at their label, measured on the
    same logits; a Python float from 0 to 1.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 5.9 and 8.1.3.
    """
    ### BEGIN SOLUTION
    model.train()
    loss_sum, right, samples = 0.0, 0, 0
    for images, labels in loader:
        x, y = images.to(device), labels.to(device)
        optimizer.zero_grad()
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        loss_sum += loss.item() * len(y)
        right += count_right(logits, y)
        samples += len(y)
    return loss_sum / samples, right / samples
    ### END SOLUTION


def evaluate(
    model: nn.Module,
    loader: DataLoader,
    criterion: Callable,
    device: str | torch.device = "cpu",
) -> tuple[float, float]:
    """Measures a model without changing it; gives (loss, accuracy).

    The model answers in evaluation mode and without gradients, and is left in the mode in which it
    came. Both figures are means over samples, as in `train_epoch`: a smaller last batch counts by
    its size. Both are Python floats; accuracy lies between 0 and 1.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 5.3.

    >>> samples = [(torch.tensor([2.0, 1.0]), 0), (torch.tensor([0.0, 3.0]), 0)]
    >>> evaluate(nn.Identity(), DataLoader(samples, batch_size=2), nn.CrossEntropyLoss())[1]
    0.5
    """
    # Hint: model.training says which mode the model is in.
    ### BEGIN SOLUTION
    was_training = model.training
    model.eval()
    loss_sum, right, samples = 0.0, 0, 0
    with torch.inference_mode():
        for images, labels in loader:
            x, y = images.to(device), labels.to(device)
            logits = model(x)
            loss_sum += criterion(logits, y).item() * len(y)
            right += count_right(logits, y)
            samples += len(y)
    model.train(was_training)
    return loss_sum / samples, right / samples
    ### END SOLUTION


def fit(
    model: nn.Module,
    train_loader: DataLoader,
    validation_loader: DataLoader,
    epochs: int,
    lr: float = 1e-3,
    device: str | torch.device = "cpu",
) -> list[dict]:
    """Trains a classifier and leaves it as it was after its best epoch; gives the history.

    The history holds one row for each epoch, a dict with the keys "epoch" (counted from 1),
    "train_loss", "train_accuracy", "validation_loss" and "validation_accuracy". The first two
    figures come from training in this epoch, the others from evaluating after it.

    The loss is cross-entropy. Take any optimiser of torch.optim; its learning rate starts at `lr`
    and is lowered by torch.optim.lr_scheduler.StepLR, of any step size, which steps once an epoch.
    Every epoch goes through train_loader anew.

    Best is the epoch with the highest accuracy on the validation set; where several are equal, the
    first of them. Restore all of the model's state: parameters and buffers.

    Raises `ValueError` when epochs is below 1.

    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), sections 5.3 and 7.8.
    """
    # Hint: state_dict() holds the tensors themselves, and training goes on changing them.
    ### BEGIN SOLUTION
    require_epochs(epochs)
    model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    scheduler = StepLR(optimizer, step_size=max(1, epochs // 3), gamma=0.1)
    history, best, best_state = [], -1.0, None
    for epoch in range(1, epochs + 1):
        train_loss, train_accuracy = train_epoch(model, train_loader, criterion, optimizer, device)
        scheduler.step()
        validation_loss, accuracy = evaluate(model, validation_loader, criterion, device)
        history.append(
            {
                "epoch": epoch,
                "train_loss": train_loss,
                "train_accuracy": train_accuracy,
                "validation_loss": validation_loss,
                "validation_accuracy": accuracy,
            }
        )
        if accuracy > best:
            best, best_state = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return history
    ### END SOLUTION


def build_model(num_classes: int = 10) -> nn.Module:
    """A network of your own design for CIFAR-10, untrained.

    Shapes: images `(n, 3, 32, 32)`, float32, normalised; result: logits `(n, num_classes)`, any
    real numbers, no probabilities. At most 5,000,000 parameters, all of which are trained.
    In evaluation mode an image's logits do not depend on the other images of its batch.

    The grader trains it with Adam, at a learning rate that rises to 0.002 and falls again, on batches
    of 32 with every second image mirrored. A network gets the same amount of computation, whatever
    its size, within bounds: the less an image costs, the more images it sees. The accuracy on images
    that it has not seen then earns points, tier by tier.

    Raises `ValueError` when num_classes is below 1.

    >>> build_model()(torch.zeros(2, 3, 32, 32)).shape
    torch.Size([2, 10])
    """
    ### BEGIN SOLUTION
    if num_classes < 1:
        raise ValueError(f"num_classes is {num_classes}; it must be at least 1")
    head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, num_classes))
    body = (
        block(3, 32),
        block(32, 32),
        nn.MaxPool2d(2),
        block(32, 64),
        block(64, 64),
        nn.MaxPool2d(2),
        block(64, 128),
        block(128, 128),
    )
    return nn.Sequential(*body, head)
    ### END SOLUTION


def compare_architectures(
    models: dict[str, nn.Module],
    train_loader: DataLoader,
    test_loader: DataLoader,
    epochs: int,
) -> list[dict]:
    """Trains each model for the same number of epochs; gives one row for each, in their order.

    Each row is a dict:

    - "name": the model's key in `models`;
    - "parameters": how many numbers its parameters hold, an `int`;
    - "seconds_per_epoch": the mean time that an epoch took, a float (with or without evaluation);
    - "test_accuracy": on the test set after the **last** epoch, from 0 to 1. No epoch is chosen by
      it: that would make the test set a validation set;
    - "epochs_to_convergence": the first epoch, counted from 1, whose test accuracy is at most one
      point (0.01) below that of the best epoch, an `int`.

    The loss is cross-entropy; take any optimiser of torch.optim, the same for all.

    Raises `ValueError` when epochs is below 1.
    """
    ### BEGIN SOLUTION
    require_epochs(epochs)
    rows = []
    for name, model in models.items():
        criterion = nn.CrossEntropyLoss()
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
        accuracies = []
        start = time.perf_counter()
        for _ in range(epochs):
            train_epoch(model, train_loader, criterion, optimizer)
            accuracies.append(evaluate(model, test_loader, criterion)[1])
        seconds = time.perf_counter() - start
        converged = [accuracy >= max(accuracies) - 0.01 for accuracy in accuracies]
        rows.append(
            {
                "name": name,
                "parameters": sum(parameter.numel() for parameter in model.parameters()),
                "seconds_per_epoch": seconds / epochs,
                "test_accuracy": accuracies[-1],
                "epochs_to_convergence": converged.index(True) + 1,
            }
        )
    return rows
    ### END SOLUTION


def plot_predictions(
    model: nn.Module, images: Tensor, labels: Tensor, classes: Sequence[str], path: object
) -> None:
    """Saves a grid of images with what they show and what the model says they show.

    Shapes: images `(n, 3, 32, 32)`, normalised as by `test_transform`; labels `(n,)`. Each image has
    axes of its own, in the order of `images`, with a title that holds the name of its true class and
    the name of the class that the model predicts in evaluation mode. Show each image once, with its
    normalisation undone: pixels from 0 to 1 (or whole numbers from 0 to 255). `images` and `labels`
    themselves stay as they are.

    The model is left in the mode in which it came. `path` is whatever matplotlib's `savefig` takes:
    a file's name or an open file. Hand it on as it is.

    Raises `ValueError` when there is no image, or not one label for each image.
    """
    ### BEGIN SOLUTION
    n = len(images)
    if n == 0 or len(labels) != n:
        raise ValueError(f"images has {n} and labels {len(labels)} items; both must be n >= 1")
    was_training = model.training
    model.eval()
    with torch.inference_mode():
        predicted = model(images).argmax(dim=1)
    model.train(was_training)
    mean, std = torch.tensor(MEAN).reshape(3, 1, 1), torch.tensor(STD).reshape(3, 1, 1)
    pixels = (images * std + mean).clamp(0, 1).permute(0, 2, 3, 1)
    rows, columns = math.ceil(n / COLUMNS), min(n, COLUMNS)
    figure, grid = plt.subplots(
        rows, columns, figsize=(1.6 * columns, 2 * rows), squeeze=False, layout="constrained"
    )
    for cell in grid.flat:
        cell.axis("off")
    for i, cell in zip(range(n), grid.flat, strict=False):
        cell.imshow(pixels[i].numpy())
        cell.set_title(f"is {classes[labels[i]]}\nsaid {classes[predicted[i]]}", fontsize=9)
    figure.savefig(path)
    plt.close(figure)
    ### END SOLUTION
