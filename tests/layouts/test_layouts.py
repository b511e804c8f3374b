"""Each way in which hand-ins arrive: the right roll, from a tree and from a zip of it."""

import pytest

from autograder.errors import UsageError
from layouts.made import GOOD, LESSON, OLD, STUB, Made, call, graded, lay, zipped

SUBMITTERS = b"""\
submission_201:
  :submitters:
  - :name: Ada Lovelace
    :sid: '7'
    :email: ada@uni.example
  - :name: Bob Ross
    :sid: '8'
    :email: bob@uni.example
  :created_at: 2026-10-01 10:00:00.000000000 Z
  :score: 3.0
  :results:
    tests:
    - :name: Not A Student
      :email: nobody@uni.example
submission_202:
  :submitters:
  - :name: Cem Ince
    :sid:
    :email: cem@uni.example
  :status: processed
"""
BLACKBOARD_NOTE = b"Name: Ada Lovelace (login1)\nAssignment: Pooling\n"

MADE = [
    Made(
        "one folder wraps the students",
        {"download/s1/pooling.py": GOOD, "download/s2/pooling.py": OLD},
        {"s1": GOOD, "s2": OLD},
    ),
    Made(
        "several folders wrap the students",
        {f"a/b/c/{s}/pooling.py": GOOD for s in ("s1", "s2")},
        {"s1": GOOD, "s2": GOOD},
    ),
    Made(
        "a wrapper beside which a text lies",
        {"README.md": b"#", "all/s1/pooling.py": GOOD, "all/s2/pooling.py": GOOD},
        {"s1": GOOD, "s2": GOOD},
        ("README.md",),
    ),
    Made(
        "files of a class",
        {"s1.py": GOOD, "s2.py": OLD, "s3.ipynb": LESSON, "grades.csv": b"1"},
        {"s1": GOOD, "s2": OLD, "s3": LESSON},
        ("grades.csv",),
    ),
    Made(
        "files of a class beside the stub",
        {"pooling.py": STUB, "s1.py": GOOD, "s2.py": OLD, "s3.py": GOOD},
        {"s1": GOOD, "s2": OLD, "s3": GOOD},
        ("pooling.py",),
    ),
    Made(
        "copies of a file as a class",
        {"pooling.py": GOOD, "pooling (1).py": OLD, "pooling (2).py": GOOD},
        {"pooling": GOOD, "pooling (1)": OLD, "pooling (2)": GOOD},
        layout="class",
    ),
    Made(
        "a stray notebook beside a class",
        {"s1/pooling.py": GOOD, "s2/pooling.py": OLD, "lesson.ipynb": LESSON, "README": b"#"},
        {"s1": GOOD, "s2": OLD},
        ("README", "lesson.ipynb"),
    ),
    Made(
        "nbgrader's tree with a name in capitals",
        {
            "s1/a1_pooling/pooling.py": GOOD,
            "s2/A1_Pooling/pooling.py": OLD,
            "s3/pooling/pooling.py": GOOD,
            "s4/a2_conv/conv.py": GOOD,
        },
        {"s1": GOOD, "s2": OLD},
        ("s3/", "s4/"),
    ),
    Made(
        "sections",
        {"section 1/s1/pooling.py": GOOD, "section 2/s2/pooling.py": OLD, "notes.txt": b""},
        {"s1": GOOD, "s2": OLD},
        ("notes.txt",),
    ),
    Made("one student in a class", {"s1/pooling.py": GOOD}, {"s1": GOOD}, zipped=False),
    Made(
        "canvas",
        {
            "lastfirst_1042_90871_pooling.py": GOOD,
            "lastfirst_1042_90872_helpers.py": b"x = 1",
            "otherfirst_LATE_1043_90870_pooling.py": OLD,
            "otherfirst_LATE_1043_90877_pooling-1.py": GOOD,
            "thirdfirst_1044_text.html": b"<p>sorry</p>",
        },
        {"lastfirst": GOOD, "otherfirst": GOOD, "thirdfirst": b""},
        ("otherfirst_LATE_1043_90870_pooling.py",),
        {"lastfirst": {"canvas": "1042", "name": "lastfirst"}},
        late=("otherfirst",),
        attempts={"otherfirst": 2},
    ),
    Made(
        "canvas with zips of students",
        {
            "lastfirst_1042_90871_work.zip": zipped({"work/pooling.py": GOOD}),
            "otherfirst_1043_90877_pooling.py": OLD,
        },
        {"lastfirst": GOOD, "otherfirst": OLD},
    ),
    Made(
        "two students of one name in canvas",
        {"lastfirst_1042_90871_pooling.py": GOOD, "lastfirst_1043_90877_pooling.py": OLD},
        {"lastfirst (1042)": GOOD, "lastfirst (1043)": OLD},
    ),
    Made(
        "moodle",
        {
            "Ada Lovelace_123456_assignsubmission_file_/pooling.py": GOOD,
            "Ada Lovelace_123456_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
            "Bob Ross_123457_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
            "Cem Ince_123458_assignsubmission_file_/work.zip": zipped({"pooling.py": OLD}),
        },
        {"Ada Lovelace": GOOD, "Bob Ross": b"", "Cem Ince": OLD},
        ("Ada Lovelace_123456_assignsubmission_onlinetext_/",),
        {"Ada Lovelace": {"moodle": "123456", "name": "Ada Lovelace"}},
    ),
    Made(
        "moodle, flat",
        {
            "Ada Lovelace_123456_assignsubmission_file_pooling.py": GOOD,
            "Ada Lovelace_123456_assignsubmission_file_helpers.py": b"x = 1",
            "Bob Ross_123457_assignsubmission_file_lesson.ipynb": LESSON,
        },
        {"Ada Lovelace": GOOD, "Bob Ross": LESSON},
    ),
    Made(
        "gradescope",
        {
            "assignment_9_export/submission_metadata.yml": SUBMITTERS,
            "assignment_9_export/submission_201/pooling.py": GOOD,
            "assignment_9_export/submission_202/src/pooling.py": OLD,
        },
        {"Ada Lovelace": GOOD, "Bob Ross": GOOD, "Cem Ince": OLD},
        ("assignment_9_export/submission_metadata.yml",),
        {
            "Bob Ross": {
                "name": "Bob Ross",
                "sid": "8",
                "mail": "bob@uni.example",
                "gradescope": "201",
            },
            "Cem Ince": {"name": "Cem Ince", "mail": "cem@uni.example", "gradescope": "202"},
        },
    ),
    Made(
        "blackboard",
        {
            "Pooling_login1_attempt_2026-10-01-10-00-00_pooling.py": OLD,
            "Pooling_login1_attempt_2026-10-02-10-00-00_pooling.py": GOOD,
            "Pooling_login1_attempt_2026-10-02-10-00-00.txt": BLACKBOARD_NOTE,
            "Pooling_login2_attempt_2026-10-01-11-00-00_pooling.py": OLD,
        },
        {"login1": GOOD, "login2": OLD},
        (
            "Pooling_login1_attempt_2026-10-01-10-00-00_pooling.py",
            "Pooling_login1_attempt_2026-10-02-10-00-00.txt",
        ),
        {"login1": {"login": "login1", "name": "Ada Lovelace"}, "login2": {"login": "login2"}},
    ),
    Made(
        "brightspace",
        {
            "index.html": b"<p>",
            "12346-67890 - Ada Lovelace - Oct 1, 2026 1100 AM/pooling.py": OLD,
            "12346-67890 - Ada Lovelace - Oct 1, 2026 100 PM/pooling.py": GOOD,
            "12347-67890 - Bob Ross - Oct 2, 2026 900 AM/pooling.py": OLD,
        },
        {"Ada Lovelace": GOOD, "Bob Ross": OLD},
        ("12346-67890 - Ada Lovelace - Oct 1, 2026 1100 AM/", "index.html"),
        {"Bob Ross": {"brightspace": "12347", "name": "Bob Ross"}},
    ),
    Made(
        "autolab",
        {
            "login@uni.example_3_pooling.py": OLD,
            "login@uni.example_12_pooling.py": GOOD,
            "o_ther@uni.example_1_pooling.py": OLD,
        },
        {"login@uni.example": GOOD, "o_ther@uni.example": OLD},
        ("login@uni.example_3_pooling.py",),
        {"o_ther@uni.example": {"mail": "o_ther@uni.example", "login": "o_ther"}},
        attempts={"login@uni.example": 12, "o_ther@uni.example": 1},
    ),
    Made(
        "nbgrader's exchange",
        {
            "ada+a1_pooling+2026-10-01 10:00:00.000000 UTC+x1/lesson.ipynb": OLD,
            "ada+a1_pooling+2026-10-02 10:00:00.000000 UTC+x2/pooling.py": GOOD,
            "bob+a1_pooling+2026-10-01 10:00:00.000000 UTC/pooling.py": OLD,
            "bob+a2_conv+2026-10-01 10:00:00.000000 UTC/conv.py": GOOD,
        },
        {"ada": GOOD, "bob": OLD},
        (
            "ada+a1_pooling+2026-10-01 10:00:00.000000 UTC+x1/",
            "bob+a2_conv+2026-10-01 10:00:00.000000 UTC/",
        ),
        {"ada": {"login": "ada"}},
    ),
    Made(
        "clones of GitHub Classroom",
        {
            "a1-pooling-submissions/a1-pooling-ada-l/pooling.py": GOOD,
            "a1-pooling-submissions/a1-pooling-bob/pooling.py": OLD,
        },
        {"ada-l": GOOD, "bob": OLD},
        ids={"bob": {"login": "bob", "github": "bob"}},
    ),
    Made(
        "clones of another name",
        {
            "lab-one-ada/.git/HEAD": b"ref",
            "lab-one-ada/pooling.py": GOOD,
            "lab-one-bob/.git/HEAD": b"ref",
            "lab-one-bob/pooling.py": OLD,
        },
        {"ada": GOOD, "bob": OLD},
    ),
    Made(
        "a zip for each student",
        {"ada.zip": zipped({"pooling.py": GOOD}), "bob.zip": zipped({"w/pooling.py": OLD})},
        {"ada": GOOD, "bob": OLD},
    ),
    Made(
        "the download's zip in a folder",
        {"all.zip": zipped({"s1/pooling.py": GOOD, "s2/pooling.py": OLD})},
        {"s1": GOOD, "s2": OLD},
    ),
]


@pytest.mark.parametrize("form", ["tree", "zip", "zip with a folder"])
@pytest.mark.parametrize("made", MADE, ids=lambda made: made.id)
def test_the_roll(tmp_path, made, form):
    if form != "tree" and not made.zipped:
        assert form.startswith("zip")  # a zip of one folder is one student's, who is its name
        return
    path = lay(tmp_path / "submitted", made.files)
    top = "" if form != "zip with a folder" else "submitted/"
    if form != "tree":
        path = tmp_path / "submitted.zip"
        path.write_bytes(zipped({top + name: content for name, content in made.files.items()}))
    roll = call(path, layout=made.layout)
    by_name = {one.student: one for one in roll.submissions}
    assert graded(roll) == made.roll
    assert sorted(left.path.removeprefix(top) for left in roll.left_out) == sorted(made.left_out)
    assert {name: by_name[name].ids for name in made.ids} == made.ids
    assert {name for name, one in by_name.items() if one.late} == set(made.late)
    assert {name: one.attempt for name, one in by_name.items() if one.attempt} == made.attempts


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
