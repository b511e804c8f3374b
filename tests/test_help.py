"""What the command says of itself: whole words at any width, and the name that was meant."""

import re

import pytest
from conftest import ROOT
from typer.main import get_command
from typer.testing import CliRunner

from autograder import __version__
from autograder.cli.app import app
from autograder.cli.formats import FORMATS
from autograder.cli.options import Device, IsolationOption, choice, listed
from autograder.errors import UsageError
from autograder.suggest import did_you_mean, no_such

SLUGS = ["a1_pooling", "a2_batch_norm", "a5_architectures", "a6_cifar10"]


def commands(command=None, path=()):
    """Each command with the words that lead to it, groups too."""
    command = command or get_command(app)
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


COMMANDS = list(commands())
NAMES = [" ".join(path) or "autograder" for path, _ in COMMANDS]


def words(command):
    """All that its help must show, cut at spaces as a terminal may."""
    texts = [command.help or ""]
    inner = getattr(command, "commands", {}).values()
    texts += [(one.help or "").split("\n\n")[0] for one in inner]
    texts += [getattr(parameter, "help", None) or "" for parameter in command.params]
    names = [name for parameter in command.params for name in parameter.opts if name[0] == "-"]
    metavars = [parameter.metavar for parameter in command.params if parameter.metavar]
    return {word for text in (*texts, *names, *metavars) for word in text.split()}


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=NAMES)
def test_help_cuts_no_word(path, command, width):
    done = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": str(width)})
    assert done.exit_code == 0
    assert max(map(len, done.output.splitlines())) <= width
    assert "…" not in done.output
    shown = set(re.sub("[│╭╮╰╯─]", " ", done.output).split())
    assert words(command) - shown == set()


@pytest.mark.parametrize(("option", "kind"), [("to", FORMATS), ("isolation", IsolationOption)])
def test_help_names_the_words_of_a_choice(option, kind):
    name = {"to": "export", "isolation": "grade"}[option]
    done = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "80"})
    assert [word for word in kind if word not in done.output] == []


def test_the_version_needs_no_command():
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.output) == (0, f"autograder {__version__}\n")


# ------------------------------------------------------------------------- what was meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("a1_poling", "a1_pooling"),
        ("a1pooling", "a1_pooling"),
        ("A1_Pooling", "a1_pooling"),
        ("pooling", "a1_pooling"),
        ("a2", "a2_batch_norm"),
        ("cifar", "a6_cifar10"),
        ("a5_architecture", "a5_architectures"),
        ("notes", ""),
        ("a", ""),
        ("", ""),
    ],
)
def test_the_name_that_was_meant_is_named(word, meant):
    assert did_you_mean(word, SLUGS) == (f"; did you mean {meant}?" if meant else "")


def test_what_there_is_is_listed():
    assert no_such("question", "dubble", ["double", "half"]) == (
        "there is no question 'dubble'; there are: double, half; did you mean double?"
    )
    assert no_such("question", "dubble", []) == "there is no question 'dubble'; there are: none"


def test_a_choice_takes_its_words_and_names_the_one_that_was_meant():
    parse = choice("--device", Device)
    assert parse("cuda") is Device.cuda
    assert parse(Device.cpu) is Device.cpu
    with pytest.raises(UsageError) as caught:
        parse("cudda")
    assert str(caught.value) == ("--device 'cudda': expected one of cpu, cuda; did you mean cuda?")
    assert listed(Device) == "cpu or cuda"


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("grde",), "grade"),
        (("grade", ".", "--assignment", "a1_poling", "--out", "out"), "a1_pooling"),
        (("grade", ".", "--assignment", "a1", "--out", "out", "--format", "jsn"), "json"),
        (("similar", ".", "--assignment", "a1_poling", "--out", "out"), "a1_pooling"),
        (("release", "a1_poling"), "a1_pooling"),
        (("selftest", "a1_poling"), "a1_pooling"),
        (("calibrate", "a6_cifar"), "a6_cifar10"),
        (("export", ".", "--to", "gradscope", "--out", "x"), "gradescope"),
        (("nbgrader", "init", "course", "a1_poling"), "a1_pooling"),
        (("nbgrader", "init", "course", "--due", "a1_poling=2027-01-31"), "a1_pooling"),
        (("check", "assignments/a1_pooling", "--question", "max_pol"), "max_pool"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_every_command_says_what_was_meant(monkeypatch, arguments, meant):
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code != 0
    assert re.search(f"[Dd]id you mean '?{meant}'?", f"{done.output}{done.exception}")
