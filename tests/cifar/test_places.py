"""CIFAR-10 is read from where it is kept; a place without it says what was looked for."""

import subprocess
import sys

import numpy as np
import pytest
from cifar_files import few, holds, saved
from conftest import ROOT

from autograder.errors import UsageError
from autograder.networks.data import cifar10
from autograder.networks.data.torchvision_files import ARCHIVE, FOLDER

# --------------------------------------------------------------------------------- what can be read


@pytest.mark.parametrize("place", ["", FOLDER, ARCHIVE])
def test_the_files_of_torchvision_are_read_from_their_folder_or_archive(files, place):
    if not place:
        files.archive.unlink()
    splits = cifar10(files.root / place)
    assert holds(splits, files.data)
    assert splits.train.name == "CIFAR-10"
    assert splits.test.classes[0] == "airplane"
    assert (splits.train.images.dtype, splits.train.labels.dtype) == (np.uint8, np.int64)
    assert splits.train.images.flags["C_CONTIGUOUS"]


def test_a_folder_with_only_the_archive_is_read_and_stays_as_it_is(files, tmp_path):
    folder = tmp_path / "read only"
    folder.mkdir()
    files.archive.rename(folder / ARCHIVE)
    assert holds(cifar10(folder), files.data)
    assert [path.name for path in folder.iterdir()] == [ARCHIVE]


@pytest.mark.parametrize("place", ["", "jpeg.npz"])
@pytest.mark.parametrize("kind", [np.int64, np.uint8])
def test_a_npz_is_read_and_gives_its_name(tmp_path, place, kind):
    labels = {name: few()[name].astype(kind) for name in ("train_labels", "test_labels")}
    saved(tmp_path / "jpeg.npz", **labels)
    splits = cifar10(tmp_path / place)
    assert holds(splits, few())
    assert splits.test.name == "jpeg"
    assert splits.test.labels.dtype == np.int64


def test_a_place_that_is_named_comes_before_the_environment(tmp_path):
    named, other = saved(tmp_path / "named.npz"), saved(tmp_path / "other.npz")
    environment = {"CIFAR10_ROOT": str(other)}
    assert cifar10(named, environment=environment).train.name == "named"
    assert cifar10(environment=environment).train.name == "other"


def test_mean_and_deviation_are_cifar10s(tmp_path):
    train = cifar10(saved(tmp_path / "a.npz")).train
    assert (train.mean[0], train.std[2]) == (0.4914, 0.2616)


# ------------------------------------------------------------------------------------- wrong places


def test_a_place_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="^--data: there is no .*nowhere"):
        cifar10(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=r"^--data \(or CIFAR10_ROOT\): there is no .*nowhere"):
        cifar10(environment={"CIFAR10_ROOT": str(tmp_path / "nowhere")})


def test_a_folder_with_nothing_of_the_kind_says_what_was_looked_for(tmp_path):
    (tmp_path / "photo.jpg").touch()
    with pytest.raises(UsageError, match=rf"{FOLDER}/, {ARCHIVE} or one .npz .*found photo.jpg$"):
        cifar10(tmp_path)


def test_cifar100_is_recognised(tmp_path):
    (tmp_path / "cifar-100-python").mkdir()
    with pytest.raises(UsageError, match="that is CIFAR-100"):
        cifar10(tmp_path)


def test_two_files_in_a_folder_are_one_too_many(tmp_path):
    saved(tmp_path / "a.npz")
    saved(tmp_path / "b.npz")
    with pytest.raises(UsageError, match="more than one data set .*a.npz, b.npz"):
        cifar10(tmp_path)


def test_a_file_of_another_kind(tmp_path):
    (tmp_path / "cifar.zip").touch()
    with pytest.raises(UsageError, match="got .*cifar.zip"):
        cifar10(tmp_path / "cifar.zip")


# ------------------------------------------------------------------------------------ what it costs


def test_importing_the_package_loads_no_torch():
    code = (
        "import sys, autograder.networks.data; print({'torch', 'torchvision'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
