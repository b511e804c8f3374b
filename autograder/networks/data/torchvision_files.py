"""CIFAR-10 as torchvision keeps it: five training batches, a test batch, names of the classes.

torchvision has the list of files with their MD5 sums, and unpickles nothing that does not agree with
its sum. It is imported only here, and only when such files are read: that takes seconds, and torch.
"""

import hashlib
import importlib
import tarfile
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from autograder.errors import DataError
from autograder.extras import require
from autograder.networks.data.arrays import Arrays, checked

FOLDER = "cifar-10-batches-py"
ARCHIVE = "cifar-10-python.tar.gz"


def read_folder(root: Path) -> Arrays:
    """The arrays of the folder `cifar-10-batches-py` in `root`."""
    _refuse_wrong_files(root)
    cifar10 = torchvisions_cifar10()
    with warnings.catch_warnings():  # the files pickle NumPy's types as of 2009
        warnings.simplefilter("ignore", np.exceptions.VisibleDeprecationWarning)
        sets = {"train": cifar10(root, train=True), "test": cifar10(root, train=False)}
    arrays: Arrays = {}
    for split, dataset in sets.items():
        arrays[f"{split}_images"] = np.ascontiguousarray(dataset.data.transpose(0, 3, 1, 2))
        arrays[f"{split}_labels"] = np.array(dataset.targets, dtype=np.int64)
    return checked(arrays, str(root / FOLDER))


def read_archive(archive: Path) -> Arrays:
    """The arrays of `cifar-10-python.tar.gz`, unpacked for a moment, not beside it."""
    _refuse_wrong_sum(archive, torchvisions_cifar10().tgz_md5)
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(archive) as tar:
                # its sum is CIFAR-10's; before Python 3.11.4 there is no filter
                tar.extraction_filter = getattr(tarfile, "data_filter", None)
                tar.extractall(folder)  # noqa: S202 - the filter is set above
        except (tarfile.TarError, EOFError) as error:
            raise DataError(f"{archive}: cannot be unpacked ({error})") from None
        return read_folder(Path(folder))


def download(parent: Path) -> Arrays:
    """The arrays from CIFAR-10's own site, by way of a folder in `parent` that is then gone."""
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix="download.") as folder:
        try:
            torchvisions_cifar10()(folder, download=True)
        except (OSError, RuntimeError, EOFError, tarfile.TarError) as error:
            raise DataError(
                f"CIFAR-10 could not be downloaded from {torchvisions_cifar10().url}: {error}. Get "
                f"{ARCHIVE} some other way and name its folder (--data DIR or CIFAR10_ROOT), or use "
                "the synthetic data, which need no file"
            ) from None
        return read_folder(Path(folder))


def torchvisions_cifar10() -> Any:
    """The class of torchvision that knows where the files come from and what they must be."""
    require("vision", "reading CIFAR-10's own files", "torchvision")
    importlib.import_module("autograder.networks.vision")  # first: torchvision beside any torch
    return importlib.import_module("torchvision.datasets").CIFAR10


def _refuse_wrong_files(root: Path) -> None:
    """`DataError` naming each file that is missing or not what it should be."""
    cifar10 = torchvisions_cifar10()
    checksums = [
        *cifar10.train_list,
        *cifar10.test_list,
        (cifar10.meta["filename"], cifar10.meta["md5"]),
    ]
    missing = [name for name, _ in checksums if not (root / FOLDER / name).is_file()]
    if missing:
        raise DataError(
            f"{root / FOLDER}: {len(missing)} of {len(checksums)} files missing: "
            f"{', '.join(missing)}; unpack {ARCHIVE} again"
        )
    for name, md5 in checksums:
        _refuse_wrong_sum(root / FOLDER / name, md5)


def _refuse_wrong_sum(path: Path, expected: str) -> None:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "md5").hexdigest()
    if digest != expected:
        raise DataError(
            f"{path}: its MD5 sum is {digest}, CIFAR-10's is {expected}: it is damaged, cut off or "
            f"another file; download {ARCHIVE} again"
        )
