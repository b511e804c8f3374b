"""`assignment.toml`: what is right is read, and each contradiction is refused by its own sentence."""

import math

import pytest

from autograder.course.assignment import Limits, load
from autograder.course.settings_faults import KEYS
from autograder.errors import AssignmentError, CourseError

HEAD = 'title = "Pooling"\nmodule = "pooling.py"\n'
MAX = '[[questions]]\nid = "max"\ntitle = "Max"\npoints = 4\nnames = ["max_pool2d"]\n'
AVG = '[[questions]]\nid = "avg"\ntitle = "Avg"\npoints = 2.5\nnames = ["avg_pool2d"]\n'
EXTRA = AVG + "bonus = true\n"


@pytest.fixture
def read(tmp_path):
    """The assignment of a toml text."""

    def read(text, encoding="utf-8"):
        folder = tmp_path / "a1_pooling"
        folder.mkdir()
        (folder / "assignment.toml").write_text(text, encoding=encoding)
        return load(folder)

    return read


@pytest.fixture
def refusal(read):
    """The message that refuses a toml text."""

    def refusal(text, encoding="utf-8"):
        with pytest.raises(AssignmentError) as caught:
            read(text, encoding)
        return str(caught.value)

    return refusal


def test_an_assignment_is_named_by_its_folder(read):
    assignment = read(HEAD + MAX + AVG)
    assert (assignment.slug, assignment.title, assignment.module) == (
        "a1_pooling",
        "Pooling",
        "pooling.py",
    )


def test_questions_keep_their_order_and_their_fields(read):
    first, second = read(HEAD + MAX + 'forbidden = ["*max_pool*"]\n' + AVG).questions
    assert (first.id, first.points, first.names) == ("max", 4, ("max_pool2d",))
    assert (first.forbidden, first.bonus) == (("*max_pool*",), False)
    assert (second.id, second.points, second.forbidden) == ("avg", 2.5, ())


def test_points_are_those_of_the_questions_that_are_no_bonus(read):
    assert read(HEAD + MAX + EXTRA).points == 4


def test_points_add_up(read):
    assert read(HEAD + MAX + AVG).points == 6.5


def test_where_all_is_bonus_all_counts(read):
    assert read(HEAD + EXTRA).points > 0


def test_limits_that_are_not_given_have_defaults(read):
    assert read(HEAD + MAX).limits == Limits()


def test_limits_are_read(read):
    limits = read(f'{HEAD}[limits]\ncall_seconds = 2\npreload = ["scipy"]\n{MAX}').limits
    assert (limits.call_seconds, limits.preload, limits.memory_mb) == (2, ("scipy",), 1024)


def test_a_question_is_found_by_its_id(read):
    assert read(HEAD + MAX + AVG).question("avg").points == 2.5


def test_an_unknown_question_is_refused_with_those_that_there_are(read):
    with pytest.raises(AssignmentError, match="a1_pooling has no question 'min'; it has max, avg"):
        read(HEAD + MAX + AVG).question("min")


def test_a_missing_file_is_refused_by_its_path(tmp_path):
    with pytest.raises(AssignmentError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"{tmp_path}/assignment.toml is missing: every assignment needs one"


def test_a_refusal_is_the_courses_fault(tmp_path):
    with pytest.raises(CourseError):
        load(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("title = ", "Invalid value", id="no toml"),
        pytest.param(MAX, "missing required field `title`", id="no title"),
        pytest.param('title = "a"\nmodule = "a.py"\n', "missing required field", id="no questions"),
        pytest.param(HEAD + "questions = []\n", "question", id="empty questions"),
        pytest.param(f"{HEAD}speed = 1\n{MAX}", "unknown field `speed`", id="an unknown field"),
        pytest.param(f"{HEAD}{MAX}point = 3\n", "unknown field `point`", id="a misspelt field"),
        pytest.param(f"{HEAD}[limits]\ncalls = 3\n{MAX}", "unknown field `calls`", id="a misspelt limit"),
        pytest.param(HEAD + MAX.replace("4", '"4"'), "question 'max': points must be a number, such as points = 4; it is '4'", id="points as text"),
        pytest.param(HEAD + MAX + MAX.replace("max_pool2d", "b"), "question 'max' stands twice", id="an id twice"),
        pytest.param(HEAD + MAX + AVG.replace("avg_pool2d", "max_pool2d"), "name 'max_pool2d' stands twice", id="a name twice"),
        pytest.param(HEAD + MAX.replace('"max_pool2d"', '"f", "f"'), "name 'f' stands twice", id="a name twice in a question"),
        pytest.param(HEAD + MAX.replace('"max_pool2d"', ""), "question 'max' names nothing", id="no names"),
        pytest.param(HEAD + MAX.replace("points = 4", "points = 0"), "'max' has 0.0 points", id="no points"),
        pytest.param(HEAD + MAX.replace("points = 4", "points = -1"), "'max' has -1.0 points", id="negative points"),
        pytest.param(HEAD + MAX.replace("points = 4", "points = nan"), "'max' has nan points", id="points that are none"),
        pytest.param(HEAD + MAX.replace("points = 4", "points = inf"), "'max' has inf points", id="endless points"),
        pytest.param(HEAD.replace("pooling.py", "pooling") + MAX, "module 'pooling' must be a file name", id="no .py"),
        pytest.param(HEAD.replace("pooling.py", "src/pooling.py") + MAX, "must be a file name", id="a folder"),
        pytest.param(HEAD.replace("pooling.py", ".py") + MAX, "must be a file name", id="no name"),
        pytest.param(HEAD.replace("pooling.py", "a.b.py") + MAX, "must be a file name", id="a dotted module"),
        pytest.param(f"{HEAD}[limits]\ncall_seconds = 0\n{MAX}", "call_seconds", id="no time"),
        pytest.param(f"{HEAD}[limits]\ntotal_seconds = -1\n{MAX}", "total_seconds", id="negative time"),
        pytest.param(f"{HEAD}[limits]\nimport_seconds = nan\n{MAX}", "import_seconds", id="a time that is none"),
        pytest.param(f"{HEAD}[limits]\nthreads = 0\n{MAX}", "threads", id="no threads"),
        pytest.param(f"{HEAD}[limits]\nmemory_mb = 0\n{MAX}", "memory_mb", id="no memory"),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused_with_its_reason(refusal, text, says):
    found = refusal(text)
    assert "assignment.toml: " in found
    assert says in found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(HEAD + MAX.replace("points", "ponts"), "question 'max': unknown field `ponts`; allowed are id, title, points, names, forbidden, bonus; did you mean points?", id="a key of a question"),
        pytest.param(HEAD + MAX.replace('id = "max"', 'Id = "max"'), "question 1: unknown field `Id`; allowed are id, title, points, names, forbidden, bonus; did you mean id?", id="a question's id"),
        pytest.param(f"{HEAD}[limit]\nthreads = 1\n{MAX}", "unknown field `limit`; allowed are title, module, questions, limits, counts, packages; did you mean limits?", id="a table"),
        pytest.param(f"{HEAD}[limits]\ncall_second = 1\n{MAX}", "[limits]: unknown field `call_second`; allowed are import_seconds, call_seconds, training_seconds, total_seconds, memory_mb, answer_mb, threads, preload; did you mean call_seconds?", id="a limit"),
        pytest.param(HEAD + MAX.replace("points = 4\n", ""), "question 'max': missing required field `points`; write it as in: points = 4", id="no points"),
        pytest.param(HEAD + MAX.replace('["max_pool2d"]', '"max_pool2d"'), """question 'max': names must be a list of texts, such as names = ["max_pool2d"]; it is 'max_pool2d'""", id="a name for a list"),
        pytest.param(HEAD + MAX + 'bonus = "yes"\n', "question 'max': bonus must be true or false, such as bonus = true; it is 'yes'", id="a text for a truth"),
        pytest.param(f'counts = "both"\n{HEAD}{MAX}', """counts must be "module" or "notebook", such as counts = "notebook"; it is 'both'""", id="a choice"),
        pytest.param(f'{HEAD}[limits]\nthreads = 1.5\n{MAX}', "[limits]: threads must be a whole number, such as threads = 1; it is 1.5", id="half a thread"),
        pytest.param(f'{HEAD}[questions]\nid = "max"\n', "questions must be tables, one for each question, such as [[questions]]; it is {'id': 'max'}", id="one pair of brackets"),
        pytest.param(f"limits = 3\n{HEAD}{MAX}", "limits must be a table, such as [limits]; it is 3", id="no table"),
        pytest.param("title = Pooling\n", """this is no TOML: Invalid value (at line 1, column 9); a line is written: title = "Pooling\"""", id="no quotes"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_its_key_what_is_allowed_and_an_example(refusal, text, says):
    assert refusal(text).partition("assignment.toml: ")[2] == says


def test_every_key_has_an_example_that_is_read(read):
    given = {example for _, example in KEYS.values() if "[" not in example or "=" in example}
    limits = [line for line in given if line.split()[0] in Limits.__struct_fields__]
    question = ["id", "points", "names", "forbidden", "bonus"]
    of_question = [line for line in given if line.split()[0] in question]
    top = sorted(given - {*limits, *of_question})
    parts = [*top, "[limits]", *limits, "[[questions]]", 'title = "Max"', *of_question]
    assert len(given) == len(KEYS) - 2
    assert read("\n".join(parts)).question("max_pool").bonus


def test_a_file_that_is_no_text_is_refused(refusal):
    assert "utf-8" in refusal('title = "Pr\xfcfung"', "latin-1")


def test_the_points_of_a_loaded_assignment_are_finite(read):
    assert math.isfinite(read(HEAD + MAX + AVG).points)


def test_packages_are_named_as_pip_knows_them(read):
    text = f'packages = ["matplotlib", "scikit-learn", "ruamel.yaml"]\n{HEAD}{MAX}'
    assert read(text).packages == ("matplotlib", "scikit-learn", "ruamel.yaml")


@pytest.mark.parametrize("name", ["", "torch>=2.11", "a b", "-r", "x[y]", "https://x.example/y"])
def test_what_is_no_name_of_a_package_is_refused(refusal, name):
    message = refusal(f'packages = ["{name}"]\n{HEAD}{MAX}')
    assert f"{name!r} in packages is no package's name" in message
