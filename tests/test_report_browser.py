"""The pages of a report in a real browser: they sort, filter, link, can be used by all, and nothing acts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import DESKTOP, PHONE, chromium, opened, view
from made_results import HOSTILE, PADDING, hostile, not_judged, question, result
from needs import axe
from playwright.sync_api import Browser

from autograder.report.site import site
from autograder.results import Advice, Comparison, TestResult
from autograder.submission.names import json_safe

LOST = TestResult(
    "rounds_down[odd]",
    "failed",
    "3 of 4 values of the output differ; the first at [0, 1]: expected 2, got 3",
    places=(".9", ".."),
    comparison=Comparison("the output", "2", "3", "[0, 1]", 3, 4),
)
MORE = [
    TestResult(
        f"rounds[{i}]",
        "failed",
        f"the output is {i}, expected 0.5",
        comparison=Comparison("the output", "0.5", str(i)),
    )
    for i in range(9)
]
VIEWS = [
    pytest.param(DESKTOP, False, id="light"),
    pytest.param(DESKTOP, True, id="dark"),
    pytest.param(PHONE, False, id="phone"),
    pytest.param(PHONE, True, id="dark phone"),
]


def classmates():
    """Twelve students of two assignments: all that a page can show."""
    for i in range(1, 11):
        advice = [PADDING] if i % 2 else []
        tests = (LOST, *MORE, TestResult("late", "timeout", "`f` did not return within 5 s"))
        lost = question(*tests, score=0.5, advice=advice, measures={"accuracy": i / 20})
        stub = question(TestResult("a", "todo", "`g` is still to do"), id="g", score=0.0, title="G")
        yield result(lost, stub, question(id="full", score=2.0), student=f"s{i}", score=1.5 * i)
        if i > 1:
            yield result(student=f"s{i}", assignment="a2", score=float(20 - i), seconds=0.1 * i)
    yield not_judged("broken")
    yield result(student="Åsa 50% off/..", score=21.0)


def laid(found, folder: Path) -> Path:
    """Write a report into a folder."""
    for name, text in site(list(found), {"a1_pooling": "Pooling"}):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A report of the class."""
    return laid(classmates(), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser, made):
    """The class report, opened; at the end nothing it should not do was done."""
    with view(browser) as context:
        watched = opened(context, made / "index.html")
        yield watched.page
        assert watched.faults == []


def names(page):
    """The students that are shown, from top to bottom."""
    return page.locator("#table tbody tr:visible th").all_inner_texts()


def header(page, title):
    return page.locator("#table thead th").filter(has_text=title)


# ------------------------------------------------------------------------------------- the table


def test_the_table_sorts_by_a_column_and_tells_screen_readers(page):
    total = header(page, "Total")
    total.get_by_role("button").click()
    assert total.get_attribute("aria-sort") == "descending"
    assert names(page)[0] == "Åsa 50% off/.."
    assert names(page)[-1] == "broken"  # without a score, last whatever the order
    total.get_by_role("button").click()
    assert total.get_attribute("aria-sort") == "ascending"
    assert names(page)[-1] == "broken"
    assert page.locator("#table [aria-sort]").count() == 1


def test_names_sort_as_people_do(page):
    assert names(page)[:2] != ["s1", "s2"]
    header(page, "Student").get_by_role("button").click()
    header(page, "Student").get_by_role("button").click()
    assert [name for name in names(page) if name.startswith("s")] == [f"s{i}" for i in range(1, 11)]


def test_the_table_sorts_with_the_keyboard_alone(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the table of students"
    page.keyboard.press("Enter")
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.tagName + document.activeElement.id"))
        if seen[-1] == "BUTTON":
            break
    assert seen[:2] == ["INPUTname", "SELECTgroup"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert header(page, "Total").get_attribute("aria-sort") == "descending"


def test_the_table_filters_by_name(page):
    page.get_by_label("Name").fill("S1")
    assert names(page) == ["s1", "s10"]
    assert page.get_by_role("status").inner_text() == "2 of 12 students"
    page.get_by_label("Name").fill("nobody")
    assert names(page) == []


def test_the_table_filters_by_group_and_by_name_at_once(page):
    page.get_by_label("Show").select_option("unjudged")
    assert names(page) == ["broken"]
    page.get_by_label("Show").select_option("below")
    assert set(names(page)) == {f"s{i}" for i in range(1, 7)}
    page.get_by_label("Name").fill("3")
    assert names(page) == ["s3"]


def test_a_misconception_shows_its_students(page):
    page.get_by_role("link", name="5 of 11 students").click()
    assert set(names(page)) == {"s1", "s3", "s5", "s7", "s9"}
    assert page.evaluate("location.hash") == "#students"


@pytest.mark.slow
def test_every_link_leads_to_a_page(page, made):
    links = page.locator("a[href]")
    places = {link.get_attribute("href") for link in links.all()}
    inside = {place[1:] for place in places if place.startswith("#")}
    assert all(page.locator(f"[id='{id}']").count() == 1 for id in inside)
    for place in places - {f"#{id}" for id in inside}:
        page.goto((made / "index.html").as_uri())
        page.locator(f"a[href='{place}']").first.click()
        page.wait_for_url(f"**/{place}")
        assert page.title().startswith("Feedback for ")
    assert len(places - {f"#{id}" for id in inside}) == 12


def test_a_page_without_scripts_is_whole(browser, made):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((made / "index.html").as_uri())
    assert len(names(page)) == 12
    assert not page.locator("#filter").is_visible()
    context.close()


def test_the_leaderboard_is_ranked(page):
    places = page.locator("table.board tbody tr").all_inner_texts()
    assert places[0].split() == ["1", "s10", "50.0", "%"]
    assert len(places) == 10


def test_feedback_opens_what_is_more(browser, made):
    with view(browser) as context:
        watched = opened(context, made / "students/s3.html")
        page = watched.page
        more = page.get_by_text("6 more cases")
        assert not page.get_by_text("8", exact=True).last.is_visible()
        more.click()
        assert page.get_by_text("8", exact=True).last.is_visible()
        assert page.get_by_role("heading", level=1).inner_text() == "s3"
        assert watched.faults == []


# --------------------------------------------------------------------------------- for everybody


@pytest.mark.slow
@pytest.mark.parametrize(("size", "dark"), VIEWS)
@pytest.mark.parametrize("name", ["index.html", "students/s3.html", "students/broken.html"])
def test_axe_finds_nothing(browser, made, name, size, dark):
    with view(browser, size, dark) as context:
        watched = opened(context, made / name)
        watched.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        watched.page.evaluate(axe())
        found = watched.page.evaluate("axe.run()")
        said = [f"{v['impact']}: {v['id']}: {v['nodes'][0]['html']}" for v in found["violations"]]
        assert said == []
        assert watched.faults == []


@pytest.mark.parametrize("name", ["index.html", "students/s3.html"])
def test_a_phone_never_scrolls_the_page_sideways(browser, made, name):
    with view(browser, PHONE) as context:
        page = opened(context, made / name).page
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


@pytest.mark.parametrize("name", ["index.html", "students/s3.html"])
def test_dark_is_dark(browser, made, name):
    def brightness(dark):
        with view(browser, DESKTOP, dark) as context:
            page = opened(context, made / name).page
            shown = page.evaluate("getComputedStyle(document.body).backgroundColor")
            return sum(map(int, re.findall(r"\d+", shown)[:3]))

    assert brightness(dark=True) < 120
    assert brightness(dark=False) > 700


# ---------------------------------------------------------------------------------- hostile texts


def bad(text):
    """A class in which one student says `text` wherever something can be said."""
    yield hostile(text)
    odd = TestResult(
        "odd",
        "failed",
        f"3 of 4 values of {text[:50]} differ; the first: expected {text[:20]}, got {text}",
        places=(text, text),
        comparison=Comparison(text, text, text, text, 3, 4),
    )
    yield result(question(odd), student=text + "4")
    yield not_judged(text + "2")
    measured = question(advice=[Advice(text, text)], measures={"accuracy": 0.5, text[:50]: 1.0})
    yield result(measured, student=text + "3")


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_acts(browser, tmp_path, text):
    laid(bad(json_safe(text)), tmp_path)
    plain = json.dumps(json_safe(text))
    with view(browser, PHONE) as context:
        watched = opened(context, tmp_path / "index.html")
        page = watched.page
        header(page, "Total").get_by_role("button").click()
        page.get_by_label("Name").fill("a")
        page.get_by_label("Name").fill("")
        assert len(names(page)) == 4, plain
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page.locator("#table tbody th a").first.click()
        page.wait_for_url("**/students/*")
        assert page.title().startswith("Feedback for ")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert page.locator("script, img, iframe, b, i").count() == 0
        assert watched.faults == []


def test_the_policy_would_stop_a_script_and_a_style_that_came_in(browser, tmp_path):
    laid(classmates(), tmp_path)
    page = tmp_path / "students/s1.html"
    bad = "<script>document.title = 'owned'</script><p style='color: red' onclick='1'></p>"
    page.write_text(page.read_text("utf-8").replace("<main", bad + "<main"), encoding="utf-8")
    with view(browser) as context:
        watched = opened(context, page)
        assert watched.page.title() == "Feedback for s1"
        assert len(watched.faults) >= 2
        assert all("Content Security Policy" in fault for fault in watched.faults)


def test_without_chromium_it_is_said_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", "true")  # elsewhere such a test may be left out
    with pytest.raises(pytest.fail.Exception, match="apt install chromium"), chromium():
        pass
