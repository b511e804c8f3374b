"""Hand-ins that tamper with the grader's training: none earns more than its network does honestly.

The network is linear, so that it cannot see signs: an accuracy above what such a network reaches in
any honest training would have come from somewhere else.
"""

from pathlib import Path

import pytest

from autograder.course.find import find_assignment
from autograder.grading.host import Warm
from autograder.networks.calibrate import load
from autograder.protocol.jobs import Job, Subject

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SLUG, QUESTION = "a6_cifar10", "accuracy"
ATTACKS = sorted(path.stem for path in (HERE / "trainings").glob("*.py"))
GENERATOR = ("dataset.py", "synthetic.py")
NOISE = 5  # standard deviations of an honest training, from run to run
LEAST_NOISE = 0.02
TIER = "the_accuracy_is_that_of"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
]  # a training may take its time, not for ever


def source(name):
    text = (HERE / "trainings_base.py").read_text() + (
        HERE / "trainings" / f"{name}.py"
    ).read_text()
    if name == "draws_the_test_set":
        files = [(ROOT / "autograder/networks/data" / file).read_text() for file in GENERATOR]
        text += "\n".join(files).replace(
            "from autograder.networks.data.dataset import Dataset\n", ""
        )
    return text.encode()


@pytest.fixture(scope="module")
def judge():
    assignment = find_assignment(ROOT, SLUG)
    with Warm(ROOT, assignment.limits.preload) as warm:
        yield warm.judge(SLUG, assignment.limits)


@pytest.fixture(scope="module")
def honest():
    """What the linear network earned in the calibration."""
    return load(ROOT / "grading_tests" / SLUG, "synthetic").subject("linear")


@pytest.fixture(scope="module")
def told(report, honest):
    """Rows of the table that is printed at the end."""
    rows = [("tampered training", "accuracy", "tests of tiers passed")]
    yield rows
    rows.append(("honest, ten runs", f"{honest.mean:.1%} +- {honest.sd:.1%}", "0"))
    report.add("trainings that a hand-in tampers with", rows)


def question(judge, text):
    report = judge.grade(Job(Subject({"training.py": text}, "training.py"), (QUESTION,)))
    assert report.problem == ""
    return report.questions[0]


def noise(honest):
    return max(NOISE * honest.sd, LEAST_NOISE)


def test_the_honest_part_earns_what_was_measured(judge, honest):
    found = question(judge, (HERE / "trainings_base.py").read_bytes())
    assert abs(found.measures["accuracy"] - honest.mean) < noise(honest)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_earns_no_more_than_its_network(judge, honest, told, name):
    found = question(judge, source(name))
    tiers = [test for test in found.tests if TIER in test.name]
    passed = sum(test.outcome == "passed" for test in tiers)
    reached = found.measures.get("accuracy")
    told.append((name, "no logits" if reached is None else f"{reached:.1%}", str(passed)))
    assert tiers
    assert passed == 0
    assert reached is None or reached < honest.mean + noise(honest)
