"""Each way in which hand-ins arrive: the right roll, from a tree and from a zip of it."""

import pytest

from autograder.errors import UsageError
from layouts.classes import CLASSES
from layouts.downloads import DOWNLOADS
from layouts.made import GOOD, OLD, call, graded, lay, zipped

FORMS = [
    pytest.param(made, form, id=f"{made.id}, {form}")
    for made in [*CLASSES, *DOWNLOADS]
    for form in ("tree", *(("zip", "zip with a folder") if made.zipped else ()))
]


@pytest.mark.parametrize(("made", "form"), FORMS)
def test_the_roll(tmp_path, made, form):
    path = lay(tmp_path / "submitted", made.files)
    top = "" if form != "zip with a folder" else "submitted/"
    if form != "tree":
        path = tmp_path / "submitted.zip"
        path.write_bytes(zipped({top + name: content for name, content in made.files.items()}))
    roll = call(path, layout=made.layout)
    by_name = {submission.student: submission for submission in roll.submissions}
    assert graded(roll) == made.roll
    assert sorted(left.path.removeprefix(top) for left in roll.left_out) == sorted(made.left_out)
    assert {name: by_name[name].ids for name in made.ids} == made.ids
    assert {name for name, submission in by_name.items() if submission.late} == set(made.late)
    assert {
        name: submission.attempt for name, submission in by_name.items() if submission.attempt
    } == made.attempts
    assert {
        name: submission.submitted_at
        for name, submission in by_name.items()
        if submission.submitted_at
    } == made.moments


@pytest.mark.parametrize(
    ("files", "words"),
    [
        pytest.param(
            {"pooling.py": GOOD, "pooling (1).py": OLD},
            ["one hand-in, for the sake of pooling.py", "pooling (1).py", "--layout one"],
            id="a copy beside the module",
        ),
        pytest.param(
            {"pooling.py": GOOD, "s1/pooling.py": GOOD, "s2/pooling.py": GOOD},
            ["a hand-in in each of s1/ and s2/", "--student NAME", "--layout class"],
            id="a module beside folders",
        ),
        pytest.param(
            {"x/hers/pooling.py": GOOD, "y/his/pooling.py": GOOD},
            ["x/ and y/ are students", "hers/ and his/", "--layout sections"],
            id="folders in folders",
        ),
        pytest.param(
            {"lastfirst_1042_90871_pooling.py": GOOD, "ada.py": GOOD},
            ["as a download from Canvas", "after ada.py", "--layout canvas"],
            id="a stranger in a download",
        ),
    ],
)
def test_two_readings_are_refused_with_both_and_the_option_that_decides(tmp_path, files, words):
    lay(tmp_path / "all", files)
    with pytest.raises(UsageError) as refusal:
        call(tmp_path / "all")
    assert all(word in str(refusal.value) for word in words), refusal.value


def test_the_options_decide(tmp_path):
    lay(tmp_path / "all", {"pooling.py": GOOD, "pooling (1).py": OLD})
    assert graded(call(tmp_path / "all", layout="one")) == {"all": GOOD}
    assert graded(call(tmp_path / "all", student="ada")) == {"ada": GOOD}
    assert graded(call(tmp_path / "all", layout="class")) == {"pooling": GOOD, "pooling (1)": OLD}


def test_a_layout_that_is_not_there_is_refused(tmp_path):
    lay(tmp_path / "all", {"ada.py": GOOD, "bob.py": GOOD})
    with pytest.raises(UsageError, match="--layout canvas: all holds nothing that is named so"):
        call(tmp_path / "all", layout="canvas")


def test_the_first_attempt_counts_where_it_is_asked_for(tmp_path):
    files = {"a@uni.example_1_pooling.py": OLD, "a@uni.example_2_pooling.py": GOOD}
    lay(tmp_path / "all", {**files, "b@uni.example_1_pooling.py": GOOD})
    (first, _) = call(tmp_path / "all", attempt="first").submissions
    assert (first.files[first.main], first.attempt) == (OLD, 1)
    assert "the first of 2 attempts counts" in first.notes
