"""The experiments on a handful of images: tables, files, figures that are numbers, pictures."""

import csv
import importlib
import json
import math

import pytest
import torch
from PIL import Image

from autograder.networks.train import Samples, Scale
from examples.experiments import figures, options

COLUMNS = {
    "batch_norm": ["network", "learning_rate", "last_loss", "test_accuracy"],
    "dropout": ["p", "train_accuracy", "test_accuracy", "gap", "train_loss"],
    "architectures": [
        "network",
        "parameters",
        "seconds_per_epoch",
        "test_accuracy",
        "epochs_to_converge",
    ],
    "predictions": ["true", "images", "accuracy", "taken_for"],
}
ROWS = {"batch_norm": 8, "dropout": 4, "architectures": 3, "predictions": 10}
TINY = ["--images", "64", "--epochs", "1", "--seed", "1"]
WORDS = ("network", "true", "taken_for")


@pytest.fixture(autouse=True)
def without_data(monkeypatch):
    monkeypatch.delenv("CIFAR10_ROOT", raising=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", COLUMNS)
def test_an_experiment_prints_a_table_and_saves_figures_and_a_picture(name, tmp_path, capsys):
    importlib.import_module(f"examples.experiments.{name}").main([*TINY, "--out", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "synthetic, 64 images, 1 epoch, seed 1" in " ".join(printed.split())
    rows = read_csv(tmp_path / f"{name}.csv", name)
    assert [list(row) for row in rows] == [COLUMNS[name]] * ROWS[name]
    saved = json.loads((tmp_path / f"{name}.json").read_text())
    assert [saved["experiment"], saved["data"], saved["options"]["images"]] == [
        name,
        "synthetic",
        64,
    ]
    assert len(saved["rows"]) == ROWS[name]
    with Image.open(tmp_path / f"{name}.png") as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 300
        assert len(picture.convert("RGB").getcolors(1 << 20)) > 10  # not blank


def read_csv(path, name):
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        numbers = [float(value) for key, value in row.items() if key not in WORDS]
        assert all(map(math.isfinite, numbers)), f"{name}: {row}"
    return rows


def test_an_epoch_has_converged_that_is_within_a_point_of_the_best():
    architectures = importlib.import_module("examples.experiments.architectures")
    training = importlib.import_module("examples.experiments.training")
    epochs = tuple(training.Epoch(1.0, 0.9, accuracy, 2.0) for accuracy in (0.5, 0.695, 0.7, 0.699))
    found = architectures.row(training.Run("net", 7, epochs))
    assert [found["epochs_to_converge"], found["test_accuracy"]] == [2, 0.699]
    assert found["seconds_per_epoch"] == 2.0


def test_a_class_is_told_with_what_it_is_mostly_taken_for():
    predictions = importlib.import_module("examples.experiments.predictions")
    labels = torch.tensor([0, 0, 0, 0, 2])
    samples = Samples(torch.zeros(5, 3, 4, 4).byte(), labels, Scale((0.0,), (1.0,)))
    images = options.Material("ours", ("a", "b", "c"), samples, samples)
    found = predictions.by_class(torch.tensor([0, 1, 1, 2, 2]), images)
    first, last = found  # no image shows b
    assert first == {"true": "a", "images": 4, "accuracy": 0.25, "taken_for": "b"}
    assert last == {"true": "c", "images": 1, "accuracy": 1.0, "taken_for": "-"}


def test_the_same_seed_gives_the_same_images_and_another_others():
    one, same, other = (
        options.material(options.read("", 1, 40, ["--seed", seed])) for seed in ("3", "3", "4")
    )
    assert torch.equal(one.train.images, same.train.images)
    assert not torch.equal(one.train.images, other.train.images)
    assert not torch.equal(one.train.images[:20], one.test.images[:20])


def test_a_place_without_data_ends_with_the_reason(tmp_path):
    given = options.read("", 1, 40, ["--data", str(tmp_path / "nowhere")])
    with pytest.raises(SystemExit, match="--data: there is no .*nowhere"):
        options.material(given)


@pytest.mark.parametrize("wrong", [["--images", "0"], ["--epochs", "-1"], ["--device", "tpu"]])
def test_options_that_make_no_sense_are_refused(wrong, capsys):
    with pytest.raises(SystemExit, match="2"):
        options.read("", 1, 40, wrong)
    assert wrong[1] in capsys.readouterr().err


def test_colours_are_apart():
    assert len(set(figures.COLOURS)) == len(figures.COLOURS) == len(set(figures.MARKERS))
