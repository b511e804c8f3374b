"""What is downloaded is cached whole, or an error says what to do."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from cifar_files import few, holds, saved, spoil
from conftest import ROOT

from autograder.errors import DataError
from autograder.networks.data import cifar10
from autograder.networks.data.arrays import write_arrays
from autograder.networks.data.cifar10 import CACHED, default_cache


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
