"""nbgrader's own formgrader in a browser: grading by hand works, and hand-ins do not act there."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from browser import chromium, view
from conftest import ROOT
from nbgrader_course import Course, edited
from nbgrader_course import environment_of_commands as environment
from nbgrader_hostile import MODULE, TAGS, notebook

SLUG = "a1_pooling"
ANSWER = {"explain_pooling": "Shifts **inside a window** are forgiven: $d < k$."}
SOLUTION = (ROOT / "solutions/a1_pooling/pooling.py").read_text("utf-8")
TOKEN = "letmein"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Two hand-ins, not graded."""
    course = Course(tmp_path_factory.mktemp("formgrader") / "course")
    assert course.make(SLUG, "--written-points", "2").status == 0
    assert course.nbgrader("generate_assignment", SLUG).status == 0
    book = course.released(SLUG)
    course.hand_in("ada", SLUG, {"pooling.py": SOLUTION, "lesson.ipynb": edited(book, ANSWER)})
    course.hand_in("mallory", SLUG, {"pooling.py": MODULE, "lesson.ipynb": notebook(book)})
    return course


@pytest.fixture(scope="module")
def address(course, tmp_path_factory):
    """A Jupyter server in the course's folder, with nbgrader's extension."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser"]
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    runtime = {"JUPYTER_RUNTIME_DIR": str(tmp_path_factory.mktemp("runtime"))}
    with subprocess.Popen(
        [*command, *options, f"--IdentityProvider.token={TOKEN}"],
        cwd=course.folder,
        env={**environment(), **runtime},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        _wait_for(f"http://127.0.0.1:{port}/api", process)
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def page(address):
    """A page whose requests elsewhere are refused and noted."""
    with chromium() as browser, view(browser) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.elsewhere = []
        page.dialogs = []
        page.on("dialog", lambda dialog: (page.dialogs.append(dialog.message), dialog.dismiss()))

        def answer(route):
            if route.request.url.startswith((address, "data:", "file:")):
                route.continue_()
            else:
                page.elsewhere.append(route.request.url)
                route.abort()

        context.route("**/*", answer)
        page.goto(f"{address}/login?next=/formgrader/manage_submissions/{SLUG}")
        page.fill("input[name=password]", TOKEN)
        page.click("button[type=submit]")
        yield page


def test_submissions_are_listed_and_graded_by_the_button(page, address, course):
    page.wait_for_selector("text=mallory")
    names = page.locator("td.student-id").all_inner_texts()
    assert sorted(name.strip() for name in names) == ["ada", "mallory"]
    for name in ("ada", "mallory"):
        _press_autograde(page, address, name)
    assert course.score(SLUG, "ada") == 20
    assert course.score(SLUG, "mallory") == 0


def test_a_score_and_a_comment_are_given_by_hand(page, address, course):
    where = f"{address}/formgrader/submissions/{_submission(course, 'ada')}/"
    page.goto(where, wait_until="networkidle")  # its script fetches the scores, then listens
    written = page.locator(".nbgrader_cell", has=page.locator("text=inside a window"))
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT"):
        written.locator("input.score").fill("1.5")
        written.locator("input.score").press("Tab")
    with page.expect_response(lambda r: "/api/comment/" in r.url and r.request.method == "PUT"):
        written.locator("textarea.comment").fill("Which experiment shows it?")
        written.locator("textarea.comment").press("Tab")
    score = course.scores(SLUG)["ada"]["explain_pooling"]
    assert (score.auto, score.manual, score.needs_a_person) == (None, 1.5, False)
    assert course.query("select manual_comment from comment where manual_comment is not null") == [
        ("Which experiment shows it?",)
    ]


def test_the_button_keeps_what_was_given_by_hand(page, address, course):
    _press_autograde(page, address, "ada")
    assert course.scores(SLUG)["ada"]["explain_pooling"].manual == 1.5
    assert course.score(SLUG, "ada") == 21.5


def test_feedback_is_viewed(page, course):
    done = course.nbgrader("generate_feedback", SLUG)
    assert done.status == 0, done.err
    page.goto((course.folder / "feedback/ada" / SLUG / "lesson.html").as_uri())
    text = page.inner_text("body")
    assert "Score: 21.5 / 22.0" in text
    assert "Which experiment shows it?" in text
    assert "hidden tests: 26 of 26 pass" in text


@pytest.mark.parametrize("where", ["formgrader", "feedback"])
def test_a_hand_in_does_not_act_where_it_is_shown(page, address, course, where):
    shown = {
        "formgrader": f"{address}/formgrader/submissions/{_submission(course, 'mallory')}/",
        "feedback": (course.folder / "feedback/mallory" / SLUG / "lesson.html").as_uri(),
    }
    page.elsewhere.clear()
    page.goto(shown[where])
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    assert page.evaluate("window.owned") is None
    assert page.dialogs == []
    assert not [url for url in page.elsewhere if "example.org" in url]
    assert page.locator("a[href^='javascript:']").count() == 0
    assert page.locator("iframe, svg, [onerror], [onload], [ontoggle]").count() == 0
    assert page.is_visible("body")
    assert "output_size" in page.inner_text("body")


def test_pages_of_its_are_not_empty(course):
    """Graded on the command line here: without chromium no earlier test has pressed a button."""
    assert course.nbgrader("autograde", SLUG, "--student", "mallory", "--force").status == 0
    cells = course.autograded("mallory", SLUG)["cells"]
    sources = "".join("".join(cell["source"]) for cell in cells)
    assert "onerror" in sources
    assert len(cells) > len(TAGS)
    assert not json.dumps(cells).count("application/javascript")


def _press_autograde(page, address, student):
    page.goto(f"{address}/formgrader/manage_submissions/{SLUG}")
    row = page.locator("tr", has=page.locator("td.student-id", has_text=student))
    row.locator("td.autograde a").click()
    done = f"text=Successfully autograded '{SLUG}' for student '{student}'"
    page.wait_for_selector(done, timeout=60_000)


def _submission(course, student):
    ((found,),) = course.query(
        "select n.id from submitted_notebook n join submitted_assignment s on s.id = n.assignment_id "
        "where s.student_id = ?",
        student,
    )
    return found


def _wait_for(url, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except urllib.error.HTTPError:  # it answers; it wants the token
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"no Jupyter server at {url}: {process.poll()}")
