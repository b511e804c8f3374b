"""The examples for CI: the script grades a commit of a repository, and the jobs that call it are sound."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
import yaml
from conftest import ROOT, environment
from needs import program

CI = ROOT / "examples/ci"
SCRIPTS = [
    ROOT / ".ci/setup.sh",
    ROOT / ".ci/run",
    CI / "grade.sh",
    *sorted((ROOT / "autograder/release/scripts").iterdir()),
]
HALF = "def double(x):\n    return x * x if x == 3 else 2 * x\n"
RIGHT = "def double(x):\n    return 2 * x\n"


class Job(NamedTuple):
    """What the script said and left."""

    status: int
    out: str
    folder: Path


def git(repository: Path, *arguments: str) -> str:
    who = ("-c", "user.name=ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    command = ["git", *who, "-C", repository, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A student's repository: half of it right, then all of it, then something not committed."""
    folder = tmp_path_factory.mktemp("students") / "ada"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    for text in (HALF, RIGHT):
        (folder / "doubling.py").write_text(text)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message=work")
    (folder / "doubling.py").write_text("not committed(")
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory, make_course):
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture
def grade(repository, course, tmp_path):
    """Run the script as a job does."""

    def run(**settings: str) -> Job:
        program = tmp_path / "autograder"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m autograder "$@"\n')
        program.chmod(0o755)
        job = {
            "AUTOGRADER": str(program),
            "COURSE": str(course),
            "SUBMITTED": str(repository),
            "ASSIGNMENT": "doubling",
            "GITHUB_ACTIONS": "",
            "GITHUB_STEP_SUMMARY": "",
        }
        done = subprocess.run(
            [CI / "grade.sh"],
            cwd=tmp_path,
            env=environment({**job, **settings}),
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        return Job(done.returncode, done.stdout + done.stderr, tmp_path / "graded")

    return run


@pytest.mark.slow
def test_on_github_a_commit_gets_points_annotations_and_a_summary(grade, repository, tmp_path):
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    first = git(repository, "rev-parse", "HEAD~1")
    job = grade(
        COMMIT=first,
        FAIL_UNDER="80",
        GITHUB_ACTIONS="true",
        GITHUB_STEP_SUMMARY=str(summary),
        REPOSITORY="course-2026/ada-lovelace",
    )
    assert job.status == 3, job.out
    assert f"grading ada-lovelace at {first}" in job.out
    commands = [line for line in job.out.splitlines() if line.startswith("::")]
    assert [line.split(" ")[0] for line in commands] == ["::notice", "::warning"]
    assert commands[0].endswith("::2 / 4")
    assert summary.read_text().startswith("before\n### 1 graded, 0 not judged")
    assert "2 / 4" in summary.read_text()


@pytest.mark.slow
def test_on_gitlab_the_newest_commit_gets_junit_and_a_report(grade):
    job = grade(FAIL_UNDER="80")
    assert job.status == 0, job.out
    suite = ET.parse(job.folder / "junit.xml").getroot().find("testsuite")
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == (
        "doubling: ada",
        "2",
        "0",
    )
    assert (job.folder / "report/students/ada.html").exists()
    assert "ada  4 / 4" in job.out


@pytest.mark.slow
def test_what_is_not_judged_fails_the_job_and_is_no_zero(grade, course, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(course, broken)
    test = "import pytest\n\n@pytest.mark.question('double')\ndef test_a(student):\n    1 / 0\n"
    (broken / "grading_tests/doubling/test_double.py").write_text(test)
    job = grade(COURSE=str(broken))
    assert job.status == 1, job.out
    assert "not judged: ada" in job.out
    suite = ET.parse(job.folder / "junit.xml").getroot().find("testsuite")
    assert suite.get("errors") == "1"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ASSIGNMENT": ""}, "ASSIGNMENT is not set"),
        ({"COMMIT": "--upload-pack=touch owned"}, "fatal: "),
        ({"SUBMITTED": "/nowhere"}, "/nowhere"),
    ],
)
def test_what_cannot_be_graded_stops_the_job(grade, settings, said):
    job = grade(**settings)
    assert job.status not in (0, 1, 3)
    assert said in job.out
    assert not list(job.folder.glob("results/*/*.json"))


# ----------------------------------------------------------------------------------- what is read


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_have_no_fault_that_shellcheck_knows(script):
    done = subprocess.run(
        [program("shellcheck"), script], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)


def actionlint(workflow: Path) -> str:
    """What actionlint has to say of a workflow; shellcheck reads the scripts in it."""
    program = Path(sys.executable).parent / "actionlint"
    command = [program, "-no-color", "-oneline", workflow]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def test_the_github_job_has_no_fault_that_actionlint_knows():
    assert actionlint(CI / "github/grade.yml") == ""


def test_an_action_whose_runtime_is_gone_would_be_noticed(tmp_path):
    text = (CI / "github/grade.yml").read_text("utf-8")
    for number, action in enumerate(("checkout@v4", "setup-python@v5", "upload-artifact@v4")):
        name = action.partition("@")[0]
        old = tmp_path / f"{number}.yml"
        old.write_text(re.sub(rf"{name}@v\d+", action, text))
        assert f'update the version of action "actions/{action}"' in actionlint(old)


def gitlab_schema(job: Path) -> subprocess.CompletedProcess[str]:
    """The verdict of GitLab's own schema on a job."""
    options = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]
    command = [sys.executable, "-m", "check_jsonschema", *options, job]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_gitlab_job_is_one_by_gitlabs_schema(tmp_path):
    job = CI / "gitlab/grade.yml"
    verdict = gitlab_schema(job)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(job.read_text("utf-8").replace("when: always", "when: ever"))
    assert "$.grade.artifacts.when: 'ever' is not one of" in gitlab_schema(wrong).stdout


def github():
    text = (CI / "github/grade.yml").read_text("utf-8")
    return yaml.safe_load(text.replace("\non:", '\n"on":'))  # YAML 1.1 takes `on` for true


def test_the_github_job_checks_out_both_and_keeps_no_token():
    job = github()["jobs"]["grade"]
    checkouts = [step["with"] for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert [one["path"] for one in checkouts] == ["course", "submitted"]
    assert {one["persist-credentials"] for one in checkouts} == {False}
    assert github()["permissions"] == {"contents": "read"}
    (script,) = [step for step in job["steps"] if "grade.sh" in step.get("run", "")]
    assert "STUDENTS_TOKEN" not in str(script)
    assert {"COURSE", "SUBMITTED", "ASSIGNMENT", "FAIL_UNDER"} <= set(script["env"])


def test_the_github_job_puts_no_input_into_a_command():
    steps = github()["jobs"]["grade"]["steps"]
    assert not any("${{" in step.get("run", "") for step in steps)
    assert set(github()["on"]) == {"workflow_dispatch"}  # nothing that a student can start


def test_the_gitlab_job_forgets_its_token_before_it_grades():
    job = yaml.safe_load((CI / "gitlab/grade.yml").read_text("utf-8"))["grade"]
    assert job["before_script"][-1] == "unset STUDENTS_TOKEN"
    assert job["script"] == ["examples/ci/grade.sh"]
    assert job["artifacts"]["reports"]["junit"] == "graded/junit.xml"
    assert job["artifacts"]["when"] == "always"


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_a_job_uses_what_the_script_reads(name):
    script = (CI / "grade.sh").read_text("utf-8")
    text = (CI / name / "grade.yml").read_text("utf-8")
    for variable in ("COURSE", "SUBMITTED", "ASSIGNMENT", "REPOSITORY", "FAIL_UNDER", "OUT"):
        assert variable in text, variable
        assert variable in script, variable
    assert (ROOT / "examples/ci/grade.sh").stat().st_mode & 0o111


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_a_job_installs_what_every_assignment_needs(name):
    """tests/test_packages.py compares the extra with the assignments."""
    text = (CI / name / "grade.yml").read_text("utf-8")
    (line,) = [line for line in text.splitlines() if "pip install" in line]
    assert '[grading]"' in line
    assert "--constraint" in line
