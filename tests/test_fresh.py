"""`make fresh` says in one line what failed, and brings the caller's settings of pip into the bare root."""

import itertools
import os
import re
import shutil
import subprocess
import sys
import time

import pytest
from ci_programs import NOBODY, ROOT, load_all, run, script

bare, _, fresh, index_settings, *_ = load_all()
BWRAP = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"'  # runs it here


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A bare root whose programs are those of the host."""
    script(tmp_path / "bin/bwrap", BWRAP)
    monkeypatch.setattr(bare, "PATH", f"{tmp_path}/bin:{bare.PATH}")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    monkeypatch.setattr(fresh, "FOLDER", tmp_path)
    return bare.Root(tmp_path, "root")


def test_a_run_that_went_well_tells_its_first_result(root, capsys):
    done = fresh.run_there(root, "true && echo '[1/2] ada  20 / 20'")
    assert (done.status, done.name) == (0, "as root: echo '[1/2] ada  20 / 20'")
    assert done.note.startswith("first result after ")
    assert "ada" in capsys.readouterr().out


def test_a_student_of_a_class_is_the_first_result(root, monkeypatch):
    monkeypatch.setattr(fresh.time, "monotonic", itertools.count(100).__next__)
    done = fresh.run_there(root, "echo 'setup: done in 23 s, 18 MB'; echo 'dora   8.7/20   to do'")
    assert done.note == "first result after 1 s"


def test_a_run_that_failed_tells_what(root):
    done = fresh.run_there(
        root, "echo 'setup: no network'; echo 'make: *** [setup] Error 1'; exit 2"
    )
    assert done.status == 2
    assert "setup: no network (all of it: " in done.note
    assert "failed with status 2" in fresh.told(done)


# A bare root and its programs, of scripts that note what they were asked for.
PROGRAMS = {
    "mmdebstrap": 'mkdir -p "$0.d/etc" && tar -C "$0.d" -cf "$5" .',
    "bwrap": 'export TOP="$2" NOTES="$2/../notes"; while [ "$1" != -- ]; do shift; done; shift; cd "$TOP"; '
    """exec bash -c 'exec "${@//\\/head.bundle/$TOP/head.bundle}"' in "$@" """,
    "setpriv": 'while [ "$1" != --inh-caps=-all ]; do shift; done; shift; exec "$@"',
    "useradd": 'echo "useradd $*" >> "$NOTES"',
    "install": 'echo "install $*" >> "$NOTES"',
    "make": 'echo "[1/2] ada  20 / 20"; pwd >> "$NOTES"; echo \'=== 7 passed in 3.1s ===\'; '
    "[ $1 = grade ] || exit ${BROKEN:-0}",
}


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine on which bare roots are made, of scripts; its folder for them."""
    for name, text in PROGRAMS.items():
        script(tmp_path / "bin" / name, text)
    monkeypatch.setattr(bare, "PATH", f"{tmp_path}/bin:{bare.PATH}")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    monkeypatch.setattr(fresh, "FOLDER", tmp_path / "fresh")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("ROUND", raising=False)
    monkeypatch.delenv("FAST", raising=False)
    return tmp_path / "fresh"


def test_both_rounds_go_well_in_roots_that_are_removed(machine, capsys):
    assert fresh.main() == 0
    last = capsys.readouterr().out.splitlines()[-1]
    for who in ("root", "user"):
        assert f"as {who}: make grade went well after 0 s: first result after " in last
        assert f"as {who}: make test went well after 0 s: " in last
    notes = (machine / "notes").read_text().splitlines()
    assert [note.rpartition("/")[2] for note in notes[:2]] == ["autograder", "autograder"]
    assert notes[2].startswith("useradd --uid 1000 --create-home")
    assert notes[3] == "install -d -o 1000 -g 1000 /home/user/.config /home/user/.config/pip"
    assert sorted(path.suffix for path in machine.iterdir()) == ["", *[".log"] * 6, ".tar"]


@pytest.mark.usefixtures("machine")
def test_a_round_ends_with_the_command_that_failed(monkeypatch, capsys):
    monkeypatch.setattr(bare.Root, "environment", lambda _: {**os.environ, "BROKEN": "2"})
    monkeypatch.setenv("ROUND", "user")
    monkeypatch.setenv("FAST", "1")
    assert fresh.main() == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("fresh: as user: make test-fast failed with status 2 after 0 s: ")


def test_make_chooses_no_round_by_itself():
    """Make has variables of its own, such as AS and FC, that are set before anybody sets them."""
    unset = ["env", *(f"--unset={name}" for name in ("FAST", "ROUND", "MAKEFLAGS", "MAKELEVEL"))]
    printed = run([*unset, "make", "--directory", ROOT, "--dry-run", "--silent", "fresh"]).stdout
    assert printed.strip() == 'FAST="" ROUND="" python3 -B .ci/fresh.py'


def test_shared_memory_is_everybodys(tmp_path):
    command = bare.Root(tmp_path, "user").enter(["true"])
    i = command.index("--tmpfs")
    assert command[i - 2 : i + 2] == ["--perms", "1777", "--tmpfs", "/dev/shm"]


def test_what_failed_is_named_and_not_all_of_many():
    lines = ["setup: done", *(f"FAILED tests/test_a.py::test_{i}" for i in range(5)), "make: ***"]
    assert fresh.failures(lines) == [*lines[1:4], "and 2 more"]
    assert fresh.failures(["make: ***"]) == ["it failed without a word"]


def test_what_pytest_counted():
    lines = ["x", "===== 9 passed, 2 skipped in 3.14s (0:00:03) =====", "== 1 failed in 1.0s =="]
    assert fresh.counts(lines) == ["9 passed, 2 skipped", "1 failed"]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"ROUND": "guest"}, "ROUND=guest is no round"),
        ({"ROUND": "user", "PATH": "/nowhere"}, "needs mmdebstrap, bwrap, git, tar: apt install"),
    ],
)
def test_a_host_that_cannot_is_told_in_one_line(variables, said):
    done = run([sys.executable, "-B", ROOT / ".ci/fresh.py"], **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_who_is_not_root_is_told_in_one_line(tmp_path):
    for name in bare.NEEDED:
        script(tmp_path / name, "exit 0")
    unshare = shutil.which(NOBODY[0])
    command = [unshare, *NOBODY[1:], sys.executable, "-B", ROOT / ".ci/fresh.py"]
    done = run(command, PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs root" in done.stderr


# ------------------------------------------------------------------------------ the bare root


def mmdebstrap(folder, text, monkeypatch):
    script(folder / "bin/mmdebstrap", text)
    monkeypatch.setenv("PATH", f"{folder}/bin:{os.environ['PATH']}")


def test_a_bare_root_is_made_once_a_week(tmp_path, monkeypatch):
    mmdebstrap(tmp_path, 'echo "$@" >> "$(dirname "$5")/notes"; : > "$5"', monkeypatch)
    tar = bare.pristine(tmp_path)
    assert bare.pristine(tmp_path) == tar
    assert len((tmp_path / "notes").read_text().splitlines()) == 1
    old = time.time() - 8 * 86400
    os.utime(tar, (old, old))
    assert bare.pristine(tmp_path) == tar
    notes = (tmp_path / "notes").read_text().splitlines()
    assert len(notes) == 2
    assert "--include=python3,python3-venv,make,git,ca-certificates" in notes[0]


def test_a_bare_root_that_cannot_be_made_says_why(tmp_path, monkeypatch):
    mmdebstrap(tmp_path, "echo E: no mirror >&2; exit 25", monkeypatch)
    with pytest.raises(bare.BareError, match="E: no mirror"):
        bare.pristine(tmp_path)
    assert not list(tmp_path.glob("*.tar"))


def test_a_root_has_names_of_hosts(tmp_path):
    (tmp_path / "tree/etc").mkdir(parents=True)
    (tmp_path / "tree/etc/resolv.conf").symlink_to("/nowhere")
    subprocess.run(["tar", "-C", tmp_path / "tree", "-cf", tmp_path / "bare.tar", "."], check=True)
    (tmp_path / "root").mkdir()
    root = bare.make_root(tmp_path / "bare.tar", tmp_path / "root", "root")
    assert "localhost" in (root.folder / "etc/hosts").read_text()
    assert not (root.folder / "etc/resolv.conf").is_symlink()


def test_a_user_works_in_a_home_without_rights(tmp_path):
    command = bare.Root(tmp_path, "user").enter(["make"])
    assert command[-8:-3] == ["setpriv", "--reuid", "1000", "--regid", "1000"]
    assert command[-3:] == ["--clear-groups", "--inh-caps=-all", "make"]
    assert command[command.index("--chdir") + 1] == "/home/user"


# --------------------------------------------------------------------------- settings of pip


def test_settings_of_pip_and_what_they_name_come_along(tmp_path, monkeypatch):
    for name in ("wheels", "index/simple", "home/.config/pip"):
        (tmp_path / name).mkdir(parents=True)
    own = tmp_path / "home/.config/pip/pip.conf"
    own.write_text(f"[global]\nfind-links = {tmp_path}/wheels /nowhere\nno-color = yes\n")
    monkeypatch.setattr(index_settings, "OF_ALL", ())
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for name in index_settings.variables():
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", f"file://{tmp_path}/index/simple")
    monkeypatch.setenv("PIP_TARGET", str(tmp_path))
    options = index_settings.binds("/home/user")
    places = [("index", f"{tmp_path}/index"), ("wheels", f"{tmp_path}/wheels")]
    expected = [o for name, place in places for o in ("--ro-bind", f"{tmp_path}/{name}", place)]
    expected += ["--ro-bind", str(own), "/home/user/.config/pip/pip.conf"]
    assert options[options.index("--ro-bind") :] == expected
    made = options[: options.index("--ro-bind")]
    assert made[:4] == ["--perms", "0755", "--dir", "/home"]
    assert made[3::4] == sorted(made[3::4])
    assert {"/home/user/.config/pip", str(tmp_path)} <= set(made[3::4])
    assert list(index_settings.variables()) == ["PIP_EXTRA_INDEX_URL"]


# --------------------------------------------------------------------------------------- CI

MAKE = 'echo "CI=$CI PYTHONPATH=$PYTHONPATH"; echo "=== 1 failed, 2 passed in 3.1s ==="; echo end; exit '


@pytest.mark.parametrize(
    ("status", "last"), [(0, "end"), (2, "=== 1 failed, 2 passed in 3.1s ===")]
)
def test_ci_runs_the_test_command_and_ends_as_it_does(tmp_path, status, last):
    script(tmp_path / "make", f"{MAKE}{status}")
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = run(["bash", ROOT / ".ci/run"], PATH=path, PYTHONPATH="/elsewhere", CI="")
    lines = done.stdout.splitlines()
    assert (done.returncode, lines[-1]) == (status, last)
    assert lines[0] == "CI=true PYTHONPATH="


def test_the_scripts_name_no_machine():
    texts = [
        path.read_text(encoding="utf-8") for path in (ROOT / ".ci").iterdir() if path.is_file()
    ]
    assert [text for text in texts if re.search(r"https?://", text)] == []
