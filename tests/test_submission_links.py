"""Links, devices and files that may not be read lead out of no hand-in."""

import contextlib
import os
import tempfile
from pathlib import Path

import pytest
from layouts.made import POOLING, lay
from made_handins import CODE, among_good_ones, assert_problem, handed_in

from autograder.errors import UsageError
from autograder.submission.discover import discover


def test_a_linked_hand_in_is_a_problem(tmp_path):
    lay(tmp_path, {"secret.py": CODE, "all/abe.py": CODE, "all/bob.py": CODE})
    (tmp_path / "all/ada.py").symlink_to("../secret.py")
    assert_problem(among_good_ones(tmp_path / "all"), "is a link", "Hand in the file itself")


def test_a_linked_folder_is_a_problem(tmp_path):
    lay(tmp_path, {"secret/pooling.py": CODE, "all/abe.py": CODE, "all/bob.py": CODE})
    (tmp_path / "all/ada").symlink_to("../secret")
    assert_problem(among_good_ones(tmp_path / "all"), "is a link", "Hand in the file itself")


def test_a_linked_module_in_a_folder_is_a_problem(tmp_path):
    lay(tmp_path, {"secret.py": CODE, "all/ada/": b""})
    (tmp_path / "all/ada/pooling.py").symlink_to("../../secret.py")
    assert_problem(handed_in(tmp_path, {}), "pooling.py is a link", "Hand in the file itself")


def test_other_links_and_devices_are_ignored_with_a_note(tmp_path):
    lay(tmp_path, {"secret/x.py": CODE, "all/ada/": b""})
    (tmp_path / "all/ada/data").symlink_to("../../secret")
    (tmp_path / "all/ada/loop").symlink_to(".")
    os.mkfifo(tmp_path / "all/ada/pipe.py")
    submission = handed_in(tmp_path, {"pooling.py": CODE})
    assert submission.files == {"pooling.py": CODE}
    assert len(submission.notes) == 3
    assert "pipe.py was ignored: it is a device or a pipe, no ordinary file" in submission.notes


@contextlib.contextmanager
def ordinary_user():
    """A folder, and for root the rights of nobody: root may read everything."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        was = os.geteuid()
        with contextlib.ExitStack() as stack:
            if was == 0:
                stack.callback(os.seteuid, 0)
            yield Path(folder), (lambda: os.seteuid(65534) if was == 0 else None)


@pytest.mark.parametrize("closed", ["all/ada.py", "all/ada/pooling.py", "all/ada", "all/ada/src"])
def test_what_may_not_be_read_is_a_problem(closed):
    with ordinary_user() as (folder, become_nobody):
        files = {"all/abe.py": CODE, "all/bob.py": CODE}
        more = {"all/ada.py": CODE} if closed.endswith("ada.py") else {"all/ada/pooling.py": CODE}
        lay(folder, {**files, **more, **({"all/ada/src/": b""} if "src" in closed else {})})
        (folder / closed).chmod(0)
        become_nobody()
        assert_problem(
            among_good_ones(folder / "all"),
            "cannot be read (permission denied)",
            "Hand it in again",
        )


def test_a_folder_the_instructor_may_not_read_is_a_usage_error():
    with ordinary_user() as (folder, become_nobody):
        lay(folder, {"all/abe.py": CODE})
        (folder / "all").chmod(0)
        become_nobody()
        with pytest.raises(UsageError, match="permission denied"):
            discover(folder / "all", POOLING)
