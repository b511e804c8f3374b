"""CIFAR-10 from wherever it is: whole and right, or an error that says what to do."""

import functools
import hashlib
import os
import pickle
import subprocess
import sys
import tarfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from autograder.errors import DataError, UsageError
from autograder.networks.data import arrays, cifar10
from autograder.networks.data.arrays import read_arrays, write_arrays
from autograder.networks.data.cifar10 import CACHED, default_cache
from autograder.networks.data.torchvision_files import ARCHIVE, FOLDER, torchvisions_cifar10

ROOT = Path(__file__).resolve().parent.parent
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


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The files, in a folder from which a server on this machine gives the archive."""
    root = tmp_path / "files"
    handler = functools.partial(Quiet, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield Files(root, f"http://127.0.0.1:{server.server_port}", monkeypatch)
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch):
    monkeypatch.setattr(arrays, "SIZES", SIZES)


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


# -------------------------------------------------------------------------------- what can be read


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


# --------------------------------------------------------------------------------------- the cache


def test_what_is_downloaded_is_cached_as_one_file_and_not_downloaded_again(files, tmp_path):
    cache = tmp_path / "cache"
    assert holds(cifar10(cache=cache, environment={}), files.data)
    assert [path.name for path in cache.iterdir()] == [CACHED]
    files.archive.unlink()
    assert holds(cifar10(cache=cache, environment={}), files.data)


@pytest.mark.usefixtures("files")
def test_the_cache_holds_plain_arrays(tmp_path):
    cifar10(cache=tmp_path, environment={})
    with np.load(tmp_path / CACHED, allow_pickle=False) as file:
        assert {name: file[name].dtype.name for name in file.files} == {
            "train_images": "uint8",
            "train_labels": "int64",
            "test_images": "uint8",
            "test_labels": "int64",
        }


@pytest.mark.parametrize("damage", ["cut", "bit", "empty"])
def test_a_damaged_cache_is_made_anew(files, tmp_path, damage):
    cache = tmp_path / "cache"
    cifar10(cache=cache, environment={})
    spoil(cache / CACHED, damage)
    assert holds(cifar10(cache=cache, environment={}), files.data)
    assert holds(cifar10(cache=cache, environment={}), files.data)


def test_without_network_an_error_says_what_to_do_and_leaves_nothing(files, tmp_path):
    files.archive.unlink()
    cache = tmp_path / "cache"
    with pytest.raises(DataError, match=r"could not be downloaded .* \(--data DIR .* synthetic"):
        cifar10(cache=cache, environment={})
    assert list(cache.iterdir()) == []


def test_without_network_a_damaged_cache_is_named(files, tmp_path):
    cifar10(cache=tmp_path, environment={})
    spoil(tmp_path / CACHED, "cut")
    files.archive.unlink()
    with pytest.raises(
        DataError, match="could not be downloaded .*the cache cannot be used: .*damaged"
    ):
        cifar10(cache=tmp_path, environment={})


def test_a_download_with_a_wrong_sum_is_no_cache(files, tmp_path):
    spoil(files.archive, "bit")
    cache = tmp_path / "cache"
    with pytest.raises(DataError, match="could not be downloaded"):
        cifar10(cache=cache, environment={})
    assert list(cache.iterdir()) == []


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = saved(tmp_path / "a.npz")
    before = path.read_bytes()

    def fail(file, **_):
        file.write(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(np, "savez", fail)
    with pytest.raises(OSError, match="disk full"):
        write_arrays(path, few(2))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


WRITER = """
import sys
from pathlib import Path
import numpy as np
from autograder.networks.data import arrays
arrays.SIZES = {"train": 500, "test": 20}
mine, cache = int(sys.argv[1]), Path(sys.argv[2])
images = {split: np.full((n, 3, 32, 32), mine, np.uint8) for split, n in arrays.SIZES.items()}
labels = {split: np.arange(n) % 10 for split, n in arrays.SIZES.items()}
given = {f"{split}_images": images[split] for split in images}
given |= {f"{split}_labels": labels[split] for split in labels}
print("ready", flush=True)
sys.stdin.readline()
for _ in range(40):
    arrays.write_arrays(cache, given)
    found = arrays.read_arrays(cache)
    print(*{int(value) for name in images for value in np.unique(found[name + "_images"])})
"""


def test_two_processes_at_once_each_read_a_whole_data_set(tmp_path):
    cache = tmp_path / CACHED
    commands = [[sys.executable, "-c", WRITER, number, str(cache)] for number in ("1", "2")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with (
        subprocess.Popen(commands[0], **pipes) as one,
        subprocess.Popen(commands[1], **pipes) as other,
    ):
        assert one.stdout.readline() == other.stdout.readline() == "ready\n"
        for process in (one, other):
            process.stdin.write("go\n")
            process.stdin.close()
        said = [process.stdout.read().split("\n") for process in (one, other)]
    assert (one.returncode, other.returncode) == (0, 0)
    assert [len(lines) for lines in said] == [41, 41]
    assert set(said[0] + said[1]) <= {"1", "2", ""}  # all of one writer, never some of each
    assert list(tmp_path.iterdir()) == [cache]


def test_the_cache_lies_where_the_user_keeps_caches(tmp_path):
    assert default_cache({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "autograder"
    assert default_cache({}) == Path.home() / ".cache" / "autograder"


# ------------------------------------------------------------------------------------ wrong places


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


# ------------------------------------------------------------------------------------- wrong files


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


def spoil(path, damage):
    data = bytearray(path.read_bytes())
    if damage == "bit":
        data[len(data) // 2] ^= 4
    path.write_bytes({"cut": data[: len(data) // 2], "bit": data, "empty": b""}[damage])


# ------------------------------------------------------------------------------------- what it costs


def test_importing_the_package_loads_no_torch():
    code = (
        "import sys, autograder.networks.data; print({'torch', 'torchvision'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
