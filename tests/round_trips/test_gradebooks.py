"""From the names of a download to every row of the gradebook: nothing is retyped on the way.

What reads the export here goes by the rules of the system's own importer, named with its version.
"""

import re
import zipfile

import pytest
from gradebooks import (
    BLACKBOARD_BOOK,
    BRIGHTSPACE_BOOK,
    CANVAS_BOOK,
    CANVAS_NAMES,
    MOODLE_CLASS,
    MOODLE_SHEET,
    graded,
    table,
)

CANVAS_CLASS = {"lovelaceada": "1042", "turingalan": "1043", "núñezmaría": "1044"}


def test_canvas_fills_every_row(tmp_path, export):
    graded(tmp_path, {name: {"canvas": id, "name": name} for name, id in CANVAS_CLASS.items()})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    said, made = export("canvas", "--template", "book.csv", "--column", "Max pooling")
    assert said == "wrote made: 3 scores\n"
    assert [row["Max pooling (4711)"] for row in table(made)] == ["20.00", "1", "2", "3"]


def test_anonymous_hand_ins_are_told_to_be_downloaded_again(autograder, tmp_path):
    graded(tmp_path, {"anon_a1B2c": {"canvas_anonymous": "a1B2c"}})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    command = ["export", "out", "--out", "made", "--to", "canvas", "--template", "book.csv"]
    done = autograder(*command, "--column", "Max pooling", cwd=tmp_path)
    assert done.status == 1
    assert "anon_a1B2c (a1_pooling): was handed in anonymously; grade the download" in done.err
    assert "0 of 1 scores entered" in done.err


def test_canvas_takes_every_text_back_under_the_downloads_own_name(tmp_path, export):
    graded(tmp_path, {name: {"canvas": id, "name": name} for name, id in CANVAS_CLASS.items()})
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as download:
        for name in CANVAS_NAMES:
            download.writestr(name, "")
    said, made = export("canvas-feedback", "--template", "submissions.zip")
    assert said == "wrote made: 3 pages\n"
    with zipfile.ZipFile(made) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {*CANVAS_NAMES} - {CANVAS_NAMES[0]}
    users = {canvas_user(name): text for name, text in texts.items()}
    for n, user in enumerate(CANVAS_CLASS.values()):
        assert f": {n + 1} / 20" in users[user]


def canvas_user(name):
    """app/models/abstract_assignment.rb, `infer_comment_context_from_filename`."""
    user, file = [part for part in name.split("_") if re.fullmatch(r"\d+", part)][:2]
    assert any(f"_{user}_{file}_" in known for known in CANVAS_NAMES)
    return user


def test_moodle_fills_every_row_also_of_two_with_one_name(tmp_path, export):
    ids = {s: {"moodle": number, "name": name} for s, (name, number) in MOODLE_CLASS.items()}
    graded(tmp_path, ids)
    (tmp_path / "sheet.csv").write_text(MOODLE_SHEET, encoding="utf-8")
    said, made = export("moodle", "--template", "sheet.csv")
    assert said == "wrote made: 3 scores\n"
    assert [row["Grade"] for row in table(made)] == ["1", "2", "3"]


def test_moodle_takes_every_page_back(tmp_path, export):
    ids = {s: {"moodle": number, "name": name} for s, (name, number) in MOODLE_CLASS.items()}
    ids["odd"] = {"moodle": "123459", "name": "Anna_Maria 7_8 / O'Neil"}
    graded(tmp_path, ids)
    said, made = export("moodle-feedback", out="feedback.zip")
    assert said == "wrote feedback.zip: 4 pages\n"
    with zipfile.ZipFile(made) as archive:
        pages = {moodle_reads(name): archive.read(name).decode() for name in archive.namelist()}
    for n, known in enumerate(ids.values()):
        page = pages[known["moodle"], "feedback.html"]
        assert f"{n + 1}" in re.sub(r"<[^>]*>", " ", page)
    assert "Alan Turing" in pages["123457", "feedback.html"]
    assert "Lovelace" not in pages["123457", "feedback.html"]


def moodle_reads(path):
    """The participant and the file's name: `is_valid_filename_for_import` of importziplib.php."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) >= 4 and info[1].isdecimal():
            assert info[2:4] == ["assignsubmission", "file"]
            return info[1], "/".join([*filter(None, info[4:]), *parts])
    raise AssertionError(path)


def test_blackboard_fills_every_row(tmp_path, export):
    graded(tmp_path, {login: {"login": login} for login in ("ada01", "alan02")})
    (tmp_path / "book.csv").write_text(BLACKBOARD_BOOK, encoding="utf-8")
    said, made = export("blackboard", "--template", "book.csv")
    assert said == "wrote made: 2 scores\n"
    assert [row["a1_pooling [Total Pts: 20 Score] |664617"] for row in table(made)] == ["1", "2"]


def test_brightspace_fills_every_row_and_keeps_its_signs(tmp_path, export):
    names = {"Ada Lovelace": "12346", "Alan Turing": "12347"}
    graded(tmp_path, {name: {"brightspace": id, "name": name} for name, id in names.items()})
    (tmp_path / "book.csv").write_text(BRIGHTSPACE_BOOK, encoding="utf-8")
    _, made = export("brightspace", "--template", "book.csv", "--column", "Max pooling")
    assert made.read_text().splitlines()[1:] == [
        "#20067930,#ada01,Lovelace,Ada,1,#",
        "#20067931,#alan02,Turing,Alan,2,#",
    ]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("blackboard", "no gradebook of Blackboard: expected a column Username"),
        ("brightspace", "no gradebook of Brightspace: expected a column End-of-Line"),
    ],
)
def test_another_systems_gradebook_is_refused(autograder, tmp_path, to, why):
    graded(tmp_path, {"zoe": {}})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    command = ["export", "out", "--out", "made", "--to", to, "--template", "book.csv"]
    done = autograder(*command, cwd=tmp_path)
    assert (done.status, why in done.err) == (2, True)


def test_the_same_results_give_the_same_zip(tmp_path, export):
    graded(tmp_path, {"Alan Turing": {"moodle": "1", "name": "Alan Turing"}})
    _, made = export("moodle-feedback")
    first = made.read_bytes()
    export("moodle-feedback")
    assert made.read_bytes() == first


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["moodle-feedback"], "no page for zoe (a1_pooling): no participant's number is known"),
        (
            ["canvas-feedback", "--template", "down"],
            "no page for zoe (a1_pooling): no user's number",
        ),
    ],
)
def test_who_gets_no_page_is_told_and_no_empty_zip_is_written(autograder, tmp_path, more, why):
    graded(tmp_path, {"zoe": {}})
    (tmp_path / "down").mkdir()
    done = autograder("export", "out", "--out", "made", "--to", *more, cwd=tmp_path)
    assert (done.status, done.out) == (1, "")
    assert why in done.err
    assert "made was not written: it would hold no page" in done.err
    assert not (tmp_path / "made").exists()


def test_what_is_no_download_is_refused(autograder, tmp_path):
    graded(tmp_path, {"zoe": {}})
    (tmp_path / "book.csv").write_text(CANVAS_BOOK, encoding="utf-8")
    command = ["export", "out", "--out", "made", "--to", "canvas-feedback"]
    done = autograder(*command, "--template", "book.csv", cwd=tmp_path)
    assert (done.status, "book.csv is no zip or folder of hand-ins" in done.err) == (2, True)
    assert "the zip of hand-ins as downloaded" in autograder(*command, cwd=tmp_path).err
