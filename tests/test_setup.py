"""`make setup`: finds a Python, leaves alone what is up to date, and says in one line why it cannot go on."""

import errno
import re
import shlex
import signal
import subprocess
import sys
import time
import tomllib

import pytest
from ci_programs import ROOT, copy_programs, load_all, run, script

_, failures, _, _, packages, saying, setup, virtual = load_all()
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# ------------------------------------------------------------------------------ finding a Python


def run_setup_sh(folder, *stage, **variables):
    command = ["sh", folder / ".ci/setup.sh", *stage]
    return run(command, **{"PATH": "/usr/bin:/bin", "PYTHON": "", **variables})


def pretend(tmp_path, change):
    """A Python in which `change` is true: it runs the code that it is given after that line."""
    code = shlex.quote(f"import sys; {change}; exec(sys.argv[1])")
    return script(tmp_path / "python", f'exec {shlex.quote(sys.executable)} -c {code} "$2"')


def only_line(done):
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_an_old_python_is_refused_in_one_line(tmp_path):
    python = pretend(tmp_path, "sys.version_info = (3, 10, 4)")
    line = only_line(run_setup_sh(ROOT, PYTHON=str(python)))
    assert "is Python 3.10, and 3.11 or newer is needed" in line


def test_a_python_without_ensurepip_is_refused_in_one_line(tmp_path):
    python = pretend(tmp_path, "sys.modules['ensurepip'] = None")
    assert "venv or ensurepip is missing" in only_line(run_setup_sh(ROOT, PYTHON=str(python)))


def test_a_python_that_is_not_there_is_refused_in_one_line(tmp_path):
    line = only_line(run_setup_sh(ROOT, PYTHON=str(tmp_path / "python9")))
    assert "no working Python was found" in line
    assert "python9" in line


SHOW = '[ "$1" = -c ] || echo "$(basename "$0") $3"'  # as setup.sh calls it: -B setup.py STAGE


@pytest.mark.parametrize(("stage", "output"), [((), "dev"), (("grade",), "grade")])
def test_the_stage_is_handed_on(tmp_path, stage, output):
    python = script(tmp_path / "chosen", SHOW)
    assert run_setup_sh(ROOT, *stage, PYTHON=str(python)).stdout == f"chosen {output}\n"


def test_a_launcher_that_is_broken_is_passed_over(tmp_path):
    script(tmp_path / "bin/python3.13", "echo no such version >&2; exit 127")
    script(tmp_path / "bin/python3.12", SHOW)
    project = copy_programs(tmp_path / "project")
    done = run_setup_sh(project, PATH=f"{tmp_path}/bin:/usr/bin:/bin")
    assert (done.stdout, done.stderr) == ("python3.12 dev\n", "")


def test_an_environment_keeps_its_python(tmp_path):
    script(tmp_path / "bin/python3.13", SHOW)
    project = copy_programs(tmp_path / "project")
    script(project / ".venv/bin/python", SHOW)
    done = run_setup_sh(project, PATH=f"{tmp_path}/bin:/usr/bin:/bin")
    assert done.stdout == "python dev\n"


# ---------------------------------------------------------------------------------- what is asked


@pytest.fixture
def project(tmp_path):
    """A copy of the files that setup reads, with a finished environment as far as setup can tell."""
    copy_programs(tmp_path)
    for name in ("python", "autograder"):
        script(tmp_path / ".venv/bin" / name, "exit 1")
    finish(tmp_path)
    return tmp_path


def finish(project, stage="dev"):
    venv = project / ".venv"
    (venv / virtual.PLACE).write_text(virtual.interpreter(project) + "\n", encoding="utf-8")
    (venv / setup.STAMP.format(stage)).write_text(setup.stamp(project), encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["dev"], ["grade"]])
def test_an_unchanged_environment_is_left_alone(project, capsys, arguments):
    before = sorted((project / ".venv").rglob("*"))
    assert setup.main(arguments, project) == 0
    assert capsys.readouterr().out == "setup: .venv is up to date\n"
    assert sorted((project / ".venv").rglob("*")) == before


def test_what_grading_needs_is_not_all(project):
    (project / ".venv" / setup.STAMP.format("dev")).unlink()
    finish(project, "grade")
    assert setup.is_current(project, "grade")
    assert not setup.is_current(project, "dev")


@pytest.mark.parametrize("name", setup.DECIDE)
def test_a_changed_file_makes_the_environment_old(project, name):
    with (project / name).open("a") as file:
        file.write("# changed\n")
    assert not setup.is_current(project, "grade")
    setup.forget_old_stamps(project)
    assert not (project / ".venv" / setup.STAMP.format("dev")).exists()


@pytest.mark.parametrize("name", ["python", "autograder"])
def test_a_lost_program_makes_the_environment_old(project, name):
    (project / ".venv/bin" / name).unlink()
    assert not setup.is_current(project, "dev")


def test_an_environment_that_was_moved_is_old(project, tmp_path_factory):
    moved = tmp_path_factory.mktemp("elsewhere") / "project"
    project.rename(moved)
    assert not setup.is_current(moved, "dev")


def test_an_unknown_stage_is_refused(project, capsys):
    assert setup.main(["all"], project) == 2
    assert capsys.readouterr().err == "setup: all is no stage; the stages are: grade, dev\n"


def test_a_full_disk_is_refused_before_anything_is_removed(project, monkeypatch, capsys):
    (project / ".venv" / setup.STAMP.format("dev")).unlink()
    monkeypatch.setitem(setup.NEEDED_GB, "dev", 1e9)
    assert setup.main([], project) == 1
    line = capsys.readouterr().err
    assert re.search(
        r"setup: the disk of .* GB free and setup needs about 1e\+09 GB; make room", line
    )
    assert (project / ".venv/bin/python").exists()


def test_a_second_setup_waits_for_the_first(project):
    (project / ".venv" / setup.STAMP.format("dev")).unlink()
    command = [sys.executable, project / ".ci/setup.py"]
    with setup.only_one_at_a_time(project):
        second = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert second.stdout.readline() == "setup: waiting for another setup in this folder\n"
        finish(project)
    assert second.communicate(timeout=30) == ("setup: .venv is up to date\n", None)
    assert second.returncode == 0


def test_ctrl_c_is_told_in_one_line(project):
    with setup.only_one_at_a_time(project):
        second = subprocess.Popen(
            [sys.executable, project / ".ci/setup.py"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        second.stdout.readline()
        time.sleep(0.2)
        second.send_signal(signal.SIGINT)
        _, error = second.communicate(timeout=30)
    assert error == "setup: interrupted; the next run goes on from here\n"
    assert second.returncode == 130


def imported(path):
    """Names of packages that a file imports where it is read, not in its functions; it need not be right."""
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE)


def test_the_first_stage_brings_what_suites_and_examples_import():
    folders = [ROOT / name for name in ("examples/submitted", "grading_tests", "reference")]
    files = [path for folder in folders for path in folder.rglob("*.py")]
    names = {name for path in files for name in imported(path)} - set(sys.stdlib_module_names)
    own = {path.stem for path in files} | {path.parent.name for path in files}
    needs = [re.match(r"[A-Za-z0-9-]+", need)[0] for need in PYPROJECT["project"]["dependencies"]]
    brought = {*needs, *setup.EXAMPLES, "PIL"}  # matplotlib needs pillow
    assert names - own - {"autograder", "reference"} <= brought


# ---------------------------------------------------------------------------------- why it failed


def test_a_disk_that_fills_up_on_the_way_is_called_full():
    output = "Installing collected packages: torch\nERROR: [Errno 28] No space left on device\n"
    assert failures.explain_output(output).startswith("the disk is full")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_called_so_whoever_noticed_it(number):
    assert failures.explain_error(OSError(number, "full")).startswith("the disk is full")


def test_another_error_is_told_in_its_own_words():
    assert failures.explain_error(failures.SetupError("no")) == "no"


@pytest.mark.parametrize("sign", failures.NO_NETWORK)
def test_no_network_is_called_so(sign):
    assert failures.explain_output(f"WARNING: {sign}\n").startswith("no package index answers")


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("Collecting\nERROR: No match\n\nERROR: more\n", "ERROR: No match"),
        ("one\n two \n\n", "two"),
        ("\n", "it failed without a word"),
    ],
)
def test_any_other_failure_is_told_in_the_words_of_pip(output, line):
    assert failures.explain_output(output) == line


# ------------------------------------------------------------------------------- a sign of life


def tick(now):
    return lambda: now[0]


def test_a_silence_is_broken_when_it_is_due(capsys):
    now = [0.0]
    silence = saying.Silence(30, tick(now))
    now[0] = 29.0
    silence.break_it("unpacking")
    assert silence.wait() == 1.0
    now[0] = 31.0
    silence.break_it("unpacking")
    assert silence.wait() == 30.0
    now[0] = 90.0
    assert silence.wait() == 0.01
    silence.break_it("unpacking")
    out = capsys.readouterr().out
    assert out == "setup: still unpacking, for 31 s\nsetup: still unpacking, for 90 s\n"


PIP = """\
Looking in links: /wheels
Collecting torch==2
  Downloading torch-2-cp311-linux.whl.metadata (12 kB)
  Downloading https://index.example/torch-2-cp311-linux.whl (526.6 MB)
  Downloading six-1-py3.whl (11 kB)
Installing collected packages: six, torch
"""


def test_large_downloads_are_told_and_all_are_counted(capsys):
    lines = PIP.splitlines(keepends=True)
    assert list(packages.told(lines)) == lines
    assert capsys.readouterr().out == "setup: downloading torch 2 (526.6 MB)\n"
    assert sum(size for _, _, size in map(packages.download, lines)) == pytest.approx(526.623)


def test_what_pip_is_busy_with():
    steps = [packages.step(line) for line in PIP.splitlines()]
    assert steps[1] == "looking for torch==2"
    assert steps[3] == "downloading torch-2-cp311-linux.whl"
    assert (steps[0], steps[5]) == ("", "unpacking")


def test_a_slow_step_is_told_while_it_lasts(capsys):
    def slowly():
        yield "Installing collected packages: torch\n"
        time.sleep(1)
        yield "Successfully installed torch\n"

    assert len(list(packages.told(slowly(), saying.Silence(0.2)))) == 2
    assert "setup: still unpacking, for" in capsys.readouterr().out
