"""A course made by `autograder nbgrader init`, through nbgrader's own commands from end to end."""

import csv
import json
import shutil
import sqlite3

import pytest
from conftest import ROOT
from nbgrader_course import Course, copied, edited, grade_id, outputs, with_code

SLUG = "a1_pooling"
SOLUTION = (ROOT / "solutions/a1_pooling/pooling.py").read_text("utf-8")
STUB = (ROOT / "assignments/a1_pooling/pooling.py").read_text("utf-8")
WRONG = (ROOT / "examples/submitted/pia/a1_pooling/pooling.py").read_text("utf-8")
PENALTIES = """
select s.student_id, n.late_submission_penalty from submitted_notebook n
join submitted_assignment s on s.id = n.assignment_id where n.late_submission_penalty > 0
"""
ANSWER = {"explain_pooling": "Only small shifts are forgiven: see experiment 3."}
QUESTIONS = {
    "output_size": 2.0,
    "loops": 3.0,
    "max_pool": 4.0,
    "avg_pool": 3.0,
    "global_avg_pool": 1.0,
    "backward": 4.0,
    "channel_pool": 2.0,
    "invariance": 1.0,
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course with a released assignment and its due date, nothing handed in."""
    course = Course(tmp_path_factory.mktemp("nbgrader") / "course")
    made = course.make(
        SLUG, "a4_residual", "--due", f"{SLUG}=2026-01-31T18:00+00:00", "--written-points", "2"
    )
    assert made.status == 0, made.err
    with (course.folder / "nbgrader_config.py").open("a") as settings:
        settings.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    done = course.nbgrader("generate_assignment", SLUG)
    assert done.status == 0, done.err
    return course


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """The same with hand-ins of every form, graded by `nbgrader autograde`."""
    course = copied(released, tmp_path_factory.mktemp("graded") / "course")
    book = course.released(SLUG)
    lesson = json.dumps(book)
    answered = edited(book, ANSWER)
    course.hand_in("ada", SLUG, {"pooling.py": SOLUTION, "lesson.ipynb": answered})
    course.hand_in("bob", SLUG, {"pooling.py": SOLUTION})
    course.hand_in("cem", SLUG, {"pooling.py": STUB, "lesson.ipynb": with_code(book, SOLUTION)})
    course.hand_in("dee", SLUG, {"pooling.py": STUB, "lesson.ipynb": lesson})
    course.hand_in("eva", SLUG, {"pooling.py": WRONG, "lesson.ipynb": with_code(book, SOLUTION)})
    late = {
        "pooling.py": SOLUTION,
        "lesson.ipynb": lesson,
        "timestamp.txt": "2026-02-01 10:00:00 UTC",
    }
    course.hand_in("fin", SLUG, late)
    done = course.nbgrader("autograde", SLUG)
    assert done.status == 0, done.err
    assert "SAWarning" not in done.err
    return course


def test_what_students_get_carries_points_and_nothing_hidden(released):
    folder = released.folder / "release" / SLUG
    names = {path.name for path in folder.iterdir()}
    assert {"lesson.ipynb", "pooling.py", "test_public.py", "assignment.toml"} <= names
    assert (folder / "pooling.py").read_text("utf-8") == STUB
    book = released.released(SLUG)
    points = {
        grade_id(cell): cell["metadata"]["nbgrader"]["points"]
        for cell in book["cells"]
        if grade_id(cell)
    }
    assert points == {**QUESTIONS, "explain_pooling": 2}
    assert "Which file counts" in "".join(book["cells"][0]["source"])


def test_it_is_released_fetched_handed_in_and_collected(released, tmp_path):
    course = copied(released, tmp_path / "course")
    student = Course(tmp_path / "home")
    (student.folder).mkdir()
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    options = (f"--Exchange.root={exchange}", f"--Exchange.cache={tmp_path / 'cache'}")
    for who, command in (
        (course, "release_assignment"),
        (student, "fetch_assignment"),
        (student, "submit"),
        (course, "collect"),
    ):
        done = who.nbgrader(command, SLUG, "--course", "course", *options)
        assert done.status == 0, done.err
    (folder,) = (course.folder / "submitted").glob(f"*/{SLUG}")
    assert {"lesson.ipynb", "pooling.py", "timestamp.txt"} <= {one.name for one in folder.iterdir()}


def test_a_bonus_counts_on_top(released):
    source = json.loads((released.folder / "source/a4_residual/lesson.ipynb").read_text("utf-8"))
    points = {
        grade_id(cell): cell["metadata"]["nbgrader"] for cell in source["cells"] if grade_id(cell)
    }
    assert points["bottleneck"]["points"] == 0
    assert points["resnet"]["points"] == 4


def test_the_gradebook_holds_the_points_of_each_question(graded):
    scores = graded.scores(SLUG)
    assert {name: score.auto for name, score in scores["ada"].items()} == {
        **QUESTIONS,
        "explain_pooling": None,
    }
    assert scores["ada"]["explain_pooling"].needs_a_person
    assert not scores["ada"]["max_pool"].needs_a_person


@pytest.mark.parametrize(
    ("student", "score"),
    [
        pytest.param("ada", 20.0, id="module and notebook"),
        pytest.param("bob", 20.0, id="module alone"),
        pytest.param("cem", 20.0, id="notebook, with the untouched module"),
        pytest.param("dee", 0.0, id="nothing written"),
    ],
)
def test_each_form_of_a_hand_in_gets_what_it_deserves(graded, student, score):
    assert graded.score(SLUG, student) == score


def test_a_module_counts_before_a_notebook(graded):
    assert 0 < graded.score(SLUG, "eva") < 20


def test_a_check_cell_shows_advice_and_one_number(graded):
    said, *_, number = outputs(graded.autograded("eva", SLUG), "output_size")
    assert said["output_type"] == "display_data"
    assert "size is not rounded" in "".join(said["data"]["text/html"])
    assert number["output_type"] == "execute_result"
    assert 0 < float("".join(number["data"]["text/plain"])) < 2


def test_a_late_hand_in_gets_the_penalty_that_the_course_wants(graded):
    assert graded.score(SLUG, "fin") == 20
    assert graded.query(PENALTIES) == [("fin", 20.0)]


def test_feedback_shows_advice_and_no_hidden_test(graded):
    done = graded.nbgrader("generate_feedback", SLUG)
    assert done.status == 0, done.err
    page = (graded.folder / "feedback/eva" / SLUG / "lesson.html").read_text("utf-8")
    assert "size is not rounded" in page
    assert "hidden tests: 14 of 19 pass" in page
    suite = "".join(path.read_text() for path in (ROOT / "grading_tests" / SLUG).glob("test_*.py"))
    secret = {line.strip() for line in suite.splitlines() if "assert_" in line and "(" in line}
    assert secret
    assert not [line for line in secret if line in page]


def test_export_writes_the_scores(graded):
    assert graded.nbgrader("export").status == 0
    with (graded.folder / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file) if row["assignment"] == SLUG}
    assert float(rows["ada"]["score"]) == 20
    assert float(rows["ada"]["max_score"]) == 22
    assert float(rows["fin"]["score"]) == 0


def test_manual_scores_and_comments_outlive_another_autograding(graded, tmp_path):
    course = copied(graded, tmp_path / "course")
    _grade_by_hand(course, "ada", "explain_pooling", 1.5, "Good, but which experiment?")
    done = course.nbgrader("autograde", SLUG, "--student", "ada", "--force")
    assert done.status == 0, done.err
    score = course.scores(SLUG)["ada"]["explain_pooling"]
    assert (score.manual, score.needs_a_person) == (1.5, True)
    assert course.query("select manual_comment from comment where manual_comment is not null") == [
        ("Good, but which experiment?",)
    ]
    assert course.score(SLUG, "ada") == 21.5


def test_graded_hand_ins_are_not_graded_again(graded, tmp_path):
    course = copied(graded, tmp_path / "course")
    done = course.nbgrader("autograde", SLUG)
    assert done.status == 0
    assert done.err.count("Skipping existing assignment") == 6
    assert "Autograding" not in done.err


def test_both_routes_are_equal_cell_by_cell(graded, tmp_path):
    course = copied(graded, tmp_path / "course")
    shutil.rmtree(course.folder / "autograded")
    (course.folder / "gradebook.db").unlink()
    made = course.make("a2_batch_norm", "--due", "a2_batch_norm=2026-01-31")  # a new gradebook
    assert made.status == 0, made.err
    _due(course, SLUG, "2026-01-31 18:00:00")
    out = tmp_path / "results"
    engine = course.engines(
        "grade", course.folder / "submitted", "--assignment", SLUG, "--out", out
    )
    assert engine.status == 0, engine.err
    done = course.engines("export", out, "--to", "nbgrader", "--out", course.folder)
    assert done.status == 0, done.err
    assert course.scores(SLUG) == graded.scores(SLUG)
    assert course.query(PENALTIES) == graded.query(PENALTIES)
    for student in graded.scores(SLUG):
        ours, theirs = (_cells(one.autograded(student, SLUG)) for one in (course, graded))
        assert ours == theirs


def _due(course, slug, when):
    with sqlite3.connect(course.folder / "gradebook.db") as book:
        facts = ("0" * 32, slug, "course", when)
        book.execute(
            "insert into assignment (id, name, course_id, duedate) values (?, ?, ?, ?)", facts
        )


def _cells(book):
    return [
        (cell["cell_type"], cell["metadata"], cell["source"], cell.get("outputs"))
        for cell in book["cells"]
    ]


def _grade_by_hand(course, student, cell, score, comment):
    ids = (
        "(select n.id from submitted_notebook n join submitted_assignment s "
        "on s.id = n.assignment_id where s.student_id = ?)"
    )
    with sqlite3.connect(course.folder / "gradebook.db") as book:
        of_cell = "cell_id in (select id from base_cell where name = ?)"
        book.execute(
            f"update grade set manual_score = ?, needs_manual_grade = 0 where notebook_id = {ids} and {of_cell}",
            (score, student, cell),
        )
        book.execute(
            f"update comment set manual_comment = ? where notebook_id = {ids} and {of_cell}",
            (comment, student, cell),
        )
