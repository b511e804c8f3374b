"""The training reference against torchvision's transforms, torch's own arithmetic and hand counts."""

import copy
import io

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

import autograder.networks.vision  # noqa: F401 - makes torchvision importable beside any torch
from reference import training, transforms
from reference.cifar10_model import build_model
from reference.predictions import plot_predictions

PIXELS = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
PICTURE = Image.fromarray(PIXELS)


def torchvision_tail():
    from torchvision import transforms as theirs  # noqa: PLC0415 - only after autograder.networks.vision

    return theirs.Compose([theirs.ToTensor(), theirs.Normalize(transforms.MEAN, transforms.STD)])


def test_a_test_picture_is_what_torchvision_makes_of_it():
    torch.testing.assert_close(transforms.test_transform()(PICTURE), torchvision_tail()(PICTURE))


def test_training_pictures_are_all_that_torchvisions_flip_and_crop_can_make_and_no_others():
    tail = torchvision_tail()
    padded = np.pad(PIXELS, ((4, 4), (4, 4), (0, 0)))
    possible = {
        tail(Image.fromarray(np.ascontiguousarray(cut))).numpy().tobytes()
        for down in range(9)
        for across in range(9)
        for whole in [padded[down : down + 32, across : across + 32]]
        for cut in (whole, whole[:, ::-1])
    }
    transform = transforms.train_transform()
    drawn = {transform(PICTURE).numpy().tobytes() for _ in range(3000)}
    assert len(possible) == 162
    assert drawn == possible  # one is missing with probability below 162 * (161 / 162) ** 3000


def test_restoring_undoes_normalising():
    x = transforms.normalised(PIXELS)[None]
    expected = torch.from_numpy(PIXELS).permute(2, 0, 1)[None] / 255
    torch.testing.assert_close(transforms.restored(x), expected, atol=1e-6, rtol=0)


def data(n=7, features=3, classes=4):
    generator = torch.Generator().manual_seed(n)
    x = torch.randn(n, features, dtype=torch.float64, generator=generator)
    return x, torch.randint(classes, (n,), generator=generator)


def test_one_epoch_of_sgd_is_the_same_by_hand():
    x, y = data()
    model = nn.Linear(3, 4, dtype=torch.float64)
    w, b = model.weight.detach().clone(), model.bias.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    batches = DataLoader(TensorDataset(x, y), batch_size=3)
    loss, accuracy = training.train_epoch(model.eval(), batches, nn.CrossEntropyLoss(), optimizer)
    losses, right = 0.0, 0
    for part, labels in zip(x.split(3), y.split(3), strict=True):
        p = (part @ w.T + b).softmax(dim=1)
        losses -= p[torch.arange(len(part)), labels].log().sum().item()
        right += (p.argmax(dim=1) == labels).sum().item()
        error = (p - nn.functional.one_hot(labels, 4)) / len(part)  # gradient of cross-entropy
        w, b = w - 0.3 * error.T @ part, b - 0.3 * error.sum(dim=0)
    torch.testing.assert_close(model.weight.detach(), w)
    torch.testing.assert_close(model.bias.detach(), b)
    assert (loss, accuracy) == pytest.approx((losses / 7, right / 7))
    assert model.training


@pytest.mark.parametrize("mode", [True, False], ids=["training", "evaluation"])
def test_evaluation_is_that_of_one_large_batch_and_changes_nothing(mode):
    x, y = data(n=10)
    model = nn.Sequential(nn.BatchNorm1d(3), nn.Dropout(0.5), nn.Linear(3, 4)).double().train(mode)
    before = copy.deepcopy(model.state_dict())
    batches = DataLoader(TensorDataset(x, y), batch_size=4)
    loss, accuracy = training.evaluate(model, batches, nn.CrossEntropyLoss())
    assert model.training is mode
    torch.testing.assert_close(model.state_dict(), before, rtol=0, atol=0)
    logits = model.eval()(x)
    assert loss == pytest.approx(nn.functional.cross_entropy(logits, y).item())
    assert accuracy == (logits.argmax(dim=1) == y).double().mean().item()


def test_fit_leaves_the_best_epoch_by_validation_accuracy():
    torch.manual_seed(0)
    x, y = data(n=40)
    train = DataLoader(TensorDataset(x[:20], y[:20]), batch_size=6)
    validation = DataLoader(TensorDataset(x[20:], y[20:]), batch_size=6)
    model = nn.Sequential(nn.Linear(3, 16), nn.BatchNorm1d(16), nn.Linear(16, 4)).double()
    history = training.fit(model, train, validation, epochs=12, lr=0.1)
    accuracies = [row["validation_accuracy"] for row in history]
    assert accuracies[-1] < max(accuracies)  # or nothing would be restored
    loss, accuracy = training.evaluate(model, validation, nn.CrossEntropyLoss())
    best = history[accuracies.index(max(accuracies))]
    assert (loss, accuracy) == pytest.approx((best["validation_loss"], max(accuracies)))
    assert [row["epoch"] for row in history] == list(range(1, 13))


def test_a_comparison_reports_each_model_in_order():
    x, y = data(n=12)
    batches = DataLoader(TensorDataset(x, y), batch_size=5)
    models = {"wide": nn.Linear(3, 4).double(), "none": nn.Linear(3, 4, bias=False).double()}
    rows = training.compare_architectures(models, batches, batches, epochs=2)
    assert [(row["name"], row["parameters"]) for row in rows] == [("wide", 16), ("none", 12)]
    for row, model in zip(rows, models.values(), strict=True):
        accuracy = training.evaluate(model, batches, nn.CrossEntropyLoss())[1]
        assert row["test_accuracy"] == accuracy
        assert row["seconds_per_epoch"] > 0
        assert row["epochs_to_convergence"] in (1, 2)


def test_the_model_has_the_parameters_that_its_table_says():
    convolutions = 3 * 32 + 32 * 32 + 32 * 64 + 64 * 64 + 64 * 128 + 128 * 128
    norms = 2 * (32 + 32 + 64 + 64 + 128 + 128)
    count = sum(parameter.numel() for parameter in build_model().parameters())
    assert count == 9 * convolutions + norms + 128 * 10 + 10 == 288_746
    assert build_model(7)(torch.zeros(2, 3, 32, 32)).shape == (2, 7)


def test_a_grid_of_predictions_is_an_image_file():
    images, labels = torch.randn(6, 3, 32, 32), torch.arange(6) % 2
    model, file = nn.Sequential(nn.Flatten(), nn.Linear(3072, 2)), io.BytesIO()
    plot_predictions(model, images, labels, ("cat", "dog"), file)
    assert Image.open(file).format == "PNG"


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda net: training.fit(net, [], [], 0), id="fit"),
        pytest.param(lambda net: training.compare_architectures({}, [], [], 0), id="compare"),
        pytest.param(lambda net: build_model(0), id="build_model"),
        pytest.param(
            lambda net: plot_predictions(net, torch.zeros(1, 3, 2, 2), torch.zeros(2), "ab", "a"),
            id="plot_predictions",
        ),
    ],
)
def test_senseless_arguments_are_refused(call):
    with pytest.raises(ValueError, match="must be"):
        call(nn.Identity())
