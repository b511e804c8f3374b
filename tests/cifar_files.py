"""CIFAR-10's files with few images in them, and a server that gives them."""

import contextlib
import functools
import hashlib
import pickle
import tarfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from autograder.networks.data import arrays
from autograder.networks.data.torchvision_files import ARCHIVE, FOLDER, torchvisions_cifar10

BATCHES = ("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5")
REAL_SIZES, SIZES = arrays.SIZES, {"train": 50, "test": 20}


def few(seed=1):
    """A data set like CIFAR-10 with 50 and 20 images."""
    draws = np.random.default_rng(seed)
    found = {}
    for split, n in SIZES.items():
        found[f"{split}_images"] = draws.integers(0, 256, (n, 3, 32, 32), dtype=np.uint8)
        found[f"{split}_labels"] = draws.permutation(np.arange(n) % 10)
    return found


class OldType:
    """Pickles as NumPy pickled its types when CIFAR-10 was made."""

    def __reduce__(self):
        return np.dtype, ("u1", 0, 1)


class Files:
    """torchvision's files with `few()` in them, and the sums of these files in torchvision's lists."""

    def __init__(self, root, server, monkeypatch):
        self.root, self.folder = root, root / FOLDER
        self.data = few()
        self.folder.mkdir(parents=True)
        for i, name in enumerate(BATCHES):
            self._write(name, "train", slice(10 * i, 10 * i + 10))
        self._write("test_batch", "test", slice(0, 20))
        self._dump("batches.meta", {"label_names": [f"kind {i}" for i in range(10)]})
        kind = torchvisions_cifar10()
        sums = {name: self._md5(self.folder / name) for name in (*BATCHES, "test_batch")}
        self.lists = {
            "train_list": [[name, sums[name]] for name in BATCHES],
            "test_list": [["test_batch", sums["test_batch"]]],
            "meta": {**kind.meta, "md5": self._md5(self.folder / "batches.meta")},
        }
        self.archive = root / ARCHIVE
        with tarfile.open(self.archive, "w:gz") as tar:
            tar.add(self.folder, FOLDER)
        self.lists |= {"tgz_md5": self._md5(self.archive), "url": f"{server}/{ARCHIVE}"}
        for name, value in self.lists.items():
            monkeypatch.setattr(kind, name, value)

    def _write(self, name, split, part):
        rows = self.data[f"{split}_images"][part].reshape(-1, 3072)
        labels = self.data[f"{split}_labels"][part].tolist()
        self._dump(name, {"data": rows, "labels": labels, "type": OldType()})

    def _dump(self, name, value):
        (self.folder / name).write_bytes(pickle.dumps(value, protocol=2))

    def _md5(self, path):
        return hashlib.md5(path.read_bytes()).hexdigest()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def holds(splits, data):
    """Whether both splits hold these arrays."""
    pairs = [(splits.train, "train"), (splits.test, "test")]
    return all(
        np.array_equal(found.images, data[f"{split}_images"])
        and np.array_equal(found.labels, data[f"{split}_labels"])
        for found, split in pairs
    )


def saved(path, **changes):
    path.parent.mkdir(exist_ok=True)
    given = {**few(), **changes}
    np.savez(path, **{name: value for name, value in given.items() if value is not None})
    return path


def spoil(path, damage):
    data = bytearray(path.read_bytes())
    if damage == "bit":
        data[len(data) // 2] ^= 4
    path.write_bytes({"cut": data[: len(data) // 2], "bit": data, "empty": b""}[damage])


@contextlib.contextmanager
def served(root, monkeypatch):
    """The files, in a folder from which a server on this machine gives the archive."""
    handler = functools.partial(Quiet, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield Files(root, f"http://127.0.0.1:{server.server_port}", monkeypatch)
        server.shutdown()
        thread.join()
