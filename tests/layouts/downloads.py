"""Downloads as platforms name what is in them, and the roll that is right for each."""

from layouts.made import GOOD, LESSON, OLD, Made, zipped

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

DOWNLOADS = [
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
        "canvas, marked anonymously",
        {
            "anon_a1B2c_90871_pooling.py": GOOD,
            "LATE_anon_23456_90870_pooling.py": OLD,
            "LATE_anon_23456_90877_pooling-1.py": GOOD,
            "anon_zZ9yX_text.html": b"<p>sorry</p>",
        },
        {"anon_a1B2c": GOOD, "anon_23456": GOOD, "anon_zZ9yX": b""},
        ("LATE_anon_23456_90870_pooling.py",),
        {"anon_23456": {"canvas_anonymous": "23456"}},
        late=("anon_23456",),
        attempts={"anon_23456": 2},
    ),
    Made(
        "groups in canvas",
        {"team1_1042_90871_pooling.py": GOOD, "team2_LATE_1043_90877_12_34_pooling.py": OLD},
        {"team1": GOOD, "team2": OLD},
        ids={"team2": {"canvas": "1043", "name": "team2"}},
        late=("team2",),
    ),
    Made(
        "teams in moodle, and blind marking",
        {
            "Team 1-Ada Lovelace_123456_assignsubmission_file_/pooling.py": GOOD,
            "Participant_123457_assignsubmission_file_/pooling.py": OLD,
            "Participant_123458_assignsubmission_file_/pooling.py": GOOD,
        },
        {
            "Team 1-Ada Lovelace": GOOD,
            "Participant (123457)": OLD,
            "Participant (123458)": GOOD,
        },
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
        moments={"Ada Lovelace": "2026-10-01T10:00:00Z", "Bob Ross": "2026-10-01T10:00:00Z"},
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
        moments={"login1": "2026-10-02T10:00:00", "login2": "2026-10-01T11:00:00"},
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
        moments={"Ada Lovelace": "2026-10-01T13:00:00", "Bob Ross": "2026-10-02T09:00:00"},
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
        moments={"ada": "2026-10-02T10:00:00Z", "bob": "2026-10-01T10:00:00Z"},
    ),
    Made(
        "nbgrader's collected hand-ins",
        {
            "ada/a1_pooling/lesson.ipynb": LESSON,
            "ada/a1_pooling/timestamp.txt": b"2026-10-02 10:00:00.000000 UTC\n",
            "bob/a1_pooling/pooling.py": OLD,
            "bob/a1_pooling/timestamp.txt": b"2026-10-01 12:00:00.123456 CEST",
            "cem/a1_pooling/pooling.py": GOOD,
            "cem/a1_pooling/timestamp.txt": b"yesterday",
        },
        {"ada": LESSON, "bob": OLD, "cem": GOOD},
        moments={"ada": "2026-10-02T10:00:00Z", "bob": "2026-10-01T12:00:00 CEST"},
    ),
    Made(
        "a student's own timestamp.txt where nobody else writes one",
        {"ada/pooling.py": GOOD, "ada/timestamp.txt": b"2026-10-02 10:00:00 UTC", "b.py": OLD},
        {"ada": GOOD, "b": OLD},
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
]
