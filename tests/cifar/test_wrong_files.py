"""A file that is damaged, hostile or of other data is named and never unpickled."""

import os
import pickle

import numpy as np
import pytest
from cifar_files import REAL_SIZES, few, saved, spoil

from autograder.errors import DataError
from autograder.networks.data import arrays, cifar10
from autograder.networks.data.arrays import read_arrays, write_arrays
from autograder.networks.data.torchvision_files import ARCHIVE


def test_missing_batches_are_all_named(files):
    (files.folder / "data_batch_2").unlink()
    (files.folder / "batches.meta").unlink()
    with pytest.raises(DataError, match="2 of 7 files missing: data_batch_2, batches.meta; unpack"):
        cifar10(files.root)


@pytest.mark.parametrize("damage", ["cut", "bit", "empty"])
@pytest.mark.parametrize("name", ["data_batch_4", "test_batch", "batches.meta"])
def test_a_damaged_batch_is_named_and_never_unpickled(files, name, damage):
    spoil(files.folder / name, damage)
    with pytest.raises(DataError, match=rf"{name}: its MD5 sum is .*, CIFAR-10's is .* download"):
        cifar10(files.root)


def test_a_hostile_pickle_is_never_run(files, tmp_path):
    class Hostile:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "owned"),)

    (files.folder / "data_batch_1").write_bytes(pickle.dumps(Hostile()))
    with pytest.raises(DataError, match="MD5"):
        cifar10(files.root)
    np.savez(tmp_path / "a.npz", train_images=np.array([Hostile()], dtype=object))
    with pytest.raises(DataError, match="no .npz of plain arrays"):
        cifar10(tmp_path / "a.npz")
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("damage", ["cut", "bit", "empty"])
def test_a_damaged_archive_is_named(files, damage):
    spoil(files.archive, damage)
    with pytest.raises(DataError, match=f"{ARCHIVE}: its MD5 sum"):
        cifar10(files.archive)


@pytest.mark.parametrize("damage", ["cut", "bit", "empty"])
def test_a_damaged_npz_is_named(tmp_path, damage):
    path = saved(tmp_path / "a.npz")
    spoil(path, damage)
    with pytest.raises(DataError, match="a.npz: damaged"):
        cifar10(path)


def test_a_single_array_is_no_data_set(tmp_path):
    with (tmp_path / "a.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(DataError, match="a.npz: damaged, or no .npz"):
        cifar10(tmp_path / "a.npz")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"test_labels": None}, "test_labels missing; it holds test_images, train_images"),
        ({"train_images": np.zeros((50, 32, 32, 3), np.uint8)}, r"\(50, 3, 32, 32\) of uint8 .* got \(50, 32, 32, 3\)"),
        ({"train_images": np.zeros((49, 3, 32, 32), np.uint8)}, r"got \(49, 3, 32, 32\) of uint8"),
        ({"train_images": np.zeros((50, 3, 32, 32), np.float32)}, "got .* of float32"),
        ({"train_labels": np.arange(50) % 10 + 1}, r"each label from 0 to 9 5 times, got 1: 5,"),
        ({"train_labels": np.zeros(50, np.int64)}, "got 0: 50"),
        ({"train_labels": np.zeros(50)}, r"\(50,\) of an integer type, got \(50,\) of float64"),
        ({"test_labels": np.arange(19) % 10}, r"test_labels: expected \(20,\)"),
    ],
    ids=["missing", "channels-last", "too-few", "floats", "from-1", "one-class", "float-labels", "short"],
)  # fmt: skip
def test_other_data_says_what_was_expected_and_what_came(tmp_path, change, message):
    with pytest.raises(DataError, match=message):
        cifar10(saved(tmp_path / "a.npz", **change))


def test_a_data_set_of_another_size_is_not_cifar10(tmp_path, monkeypatch):
    monkeypatch.setattr(arrays, "SIZES", REAL_SIZES)
    with pytest.raises(DataError, match=r"train_images: expected \(50000, 3, 32, 32\)"):
        cifar10(saved(tmp_path / "a.npz"))


def test_what_was_written_is_what_is_read(tmp_path):
    write_arrays(tmp_path / "deep" / "a.npz", few())
    found = read_arrays(tmp_path / "deep" / "a.npz")
    assert all(np.array_equal(found[name], value) for name, value in few().items())
