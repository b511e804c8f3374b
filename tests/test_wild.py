"""Wrong hand-ins with their bug in a sentence: each loses points, and what is said of it is as written down.

A file of tests/wild is put behind the solution; `said.toml` beside it has the names of what is said. Who
reads a sentence and these names can judge whether they say the same.
"""

import json
import tomllib

import pytest
from conftest import ROOT

WILD = ROOT / "tests" / "wild"
MODULES = {
    "a1_pooling": "pooling.py",
    "a2_batch_norm": "batch_norm.py",
    "a3_dropout": "dropout.py",
    "a4_residual": "residual.py",
    "a7_modern": "modern.py",
}
EVERY = 5  # of the hand-ins of an assignment, one in so many is graded; with --long all are
AT_A_TIME = 16  # hand-ins of one command
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def said(slug):
    """What is said of the hand-ins of an assignment: by name, its wrong questions and their advice."""
    return tomllib.loads((WILD / slug / "said.toml").read_text("utf-8"))


def written(slug):
    """The files of an assignment's wrong hand-ins."""
    return sorted((WILD / slug).glob("*.py"))


def chosen(slug, long):
    """The files of those that are graded."""
    return written(slug)[:: 1 if long else EVERY]


SAID = {slug: said(slug) for slug in MODULES}


def pytest_generate_tests(metafunc):
    """A test for each hand-in that is graded."""
    if "name" in metafunc.fixturenames:
        long = metafunc.config.getoption("--long")
        pairs = [(slug, path.stem) for slug in MODULES for path in chosen(slug, long)]
        metafunc.parametrize(("slug", "name"), pairs)


@pytest.fixture(scope="module")
def graded(tmp_path_factory, autograder, request):
    """Grade the batch of a hand-in once; the hand-in's result."""
    known, long = {}, request.config.getoption("--long")

    def result(slug, name):
        paths = chosen(slug, long)
        number = [path.stem for path in paths].index(name) // AT_A_TIME
        if (slug, number) not in known:
            batch = paths[AT_A_TIME * number : AT_A_TIME * (number + 1)]
            known[slug, number] = grade(slug, batch, tmp_path_factory.mktemp("wild"), autograder)
        return known[slug, number][name]

    return result


def grade(slug, paths, root, autograder):
    """The results of wrong hand-ins, each put behind the solution."""
    solution = (ROOT / "solutions" / slug / MODULES[slug]).read_text("utf-8")
    for path in paths:
        folder = root / "submitted" / path.stem
        folder.mkdir(parents=True)
        (folder / MODULES[slug]).write_text(f"{solution}\n\n{path.read_text('utf-8')}", "utf-8")
    done = autograder("grade", root / "submitted", "--assignment", slug, "--out", root / "out")
    assert done.status == 0, done.err
    results = (root / "out" / slug).glob("*.json")
    return {path.stem: json.loads(path.read_text("utf-8")) for path in results}


@pytest.mark.parametrize("slug", MODULES)
def test_every_wrong_hand_in_has_its_row(slug):
    assert [path.stem for path in written(slug)] == sorted(SAID[slug])


def test_what_is_said_of_a_wrong_hand_in_is_what_is_written_here(graded, slug, name):
    result = graded(slug, name)
    wrong = [q for q in result["questions"] if q["score"] < q["points"]]
    told = {q["id"]: [advice["misconception"] for advice in q["advice"]] for q in wrong}
    assert told == SAID[slug][name]
    assert not result.get("for_the_course")
