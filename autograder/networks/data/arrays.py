"""One file of NumPy arrays without pickles for a whole data set; read in full and checked, or not.

The names are `train_images`, `train_labels`, `test_images`, `test_labels`. Each array's checksum is
in the file, and every read compares it.
"""

import zipfile
import zlib
from pathlib import Path

import numpy as np

from autograder import atomic
from autograder.errors import DataError

SIZES = {"train": 50_000, "test": 10_000}
IMAGE = (3, 32, 32)
CLASSES = 10

Arrays = dict[str, np.ndarray]
_UNREADABLE = (OSError, ValueError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error)


def read_arrays(path: Path) -> Arrays:
    """The four arrays of a `.npz`; `DataError` where it is damaged or holds something else."""
    try:
        with path.open("rb") as file:
            archive = np.load(file, allow_pickle=False)
            arrays = {name: archive[name] for name in archive.files}
    except _UNREADABLE as error:
        raise DataError(f"{path}: damaged, or no .npz of plain arrays ({error})") from None
    return checked(arrays, str(path))


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write all or nothing."""
    with atomic.replacing(path) as file:
        np.savez(file, **arrays)  # pyright: ignore[reportArgumentType] - no name is allow_pickle


def checked(arrays: Arrays, source: str) -> Arrays:
    """The arrays, labels as int64, if they have the sizes, types and classes of CIFAR-10."""
    names = {f"{split}_{kind}" for split in SIZES for kind in ("images", "labels")}
    missing = sorted(names - arrays.keys())
    if missing:
        present = ", ".join(sorted(arrays)) or "nothing"
        raise DataError(f"{source}: {', '.join(missing)} missing; it holds {present}")
    for split, n in SIZES.items():
        _refuse_wrong_images(arrays[f"{split}_images"], n, f"{source}: {split}_images")
        _refuse_wrong_labels(arrays[f"{split}_labels"], n, f"{source}: {split}_labels")
    return {
        name: arrays[name].astype(np.int64) if name.endswith("labels") else arrays[name]
        for name in sorted(names)
    }


def _refuse_wrong_images(images: np.ndarray, n: int, source: str) -> None:
    if images.dtype != np.uint8 or images.shape != (n, *IMAGE):
        raise DataError(
            f"{source}: expected {(n, *IMAGE)} of uint8 (channels first, pixels from 0 to 255), "
            f"got {images.shape} of {images.dtype}"
        )


def _refuse_wrong_labels(labels: np.ndarray, n: int, source: str) -> None:
    if labels.dtype.kind not in "iu" or labels.shape != (n,):
        raise DataError(
            f"{source}: expected ({n},) of an integer type, got {labels.shape} of {labels.dtype}"
        )
    counts = dict(zip(*np.unique(labels, return_counts=True), strict=True))
    expected = n // CLASSES
    if counts != dict.fromkeys(range(CLASSES), expected):
        listing = ", ".join(f"{label}: {count}" for label, count in list(counts.items())[:12])
        raise DataError(
            f"{source}: expected each label from 0 to {CLASSES - 1} {expected} times, got {listing}"
        )
