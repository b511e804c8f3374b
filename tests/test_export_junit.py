"""JUnit XML that parses, counts right, and has what pytest's schema knows."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_results import BROKEN, FAILED, PASSED, hostile, not_judged, question, result

from autograder.export.junit import junit
from autograder.results import TestResult

# github.com/pytest-dev/pytest, testing/example_scripts/junit-10.xsd; `error` as pytest writes it
SCHEMA = {
    "testsuites": ({"testsuite"}, {"name", "time", "tests", "failures", "errors"}),
    "testsuite": (
        {"properties", "testcase"},
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    ),
    "properties": ({"property"}, set()),
    "property": (set(), {"name", "value"}),
    "testcase": ({"failure", "error", "skipped"}, {"name", "time", "classname"}),
    "failure": (set(), {"type", "message"}),
    "error": (set(), {"type", "message"}),
    "skipped": (set(), {"type", "message"}),
}
NEEDED = {"testsuite": {"name", "tests", "failures", "errors"}, "testcase": {"name"}}
SECONDS = r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?"


def tree(*results):
    return ET.fromstring(junit(results))


def check(root):
    for element in root.iter():
        children, attributes = SCHEMA[element.tag]
        assert {child.tag for child in element} <= children
        assert set(element.attrib) <= attributes
        assert NEEDED.get(element.tag, set()) <= set(element.attrib)
        assert re.fullmatch(SECONDS, element.get("time", ""))
    for suite in [root, *root.findall("testsuite")]:
        for count, tag in {"tests": "testcase", "failures": "failure", "errors": "error"}.items():
            assert int(suite.get(count)) == len(suite.findall(f".//{tag}"))


def outcomes(*kinds):
    return question(*(TestResult(f"t{n}", kind, "why") for n, kind in enumerate(kinds)))


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("failed", "failure"),
        ("crashed", "failure"),
        ("timeout", "failure"),
        ("memory", "failure"),
        ("error", "error"),
        ("todo", "skipped"),
    ],
)
def test_every_outcome_has_its_element(kind, tag):
    root = tree(result(outcomes("passed", kind)))
    check(root)
    passed, other = root.iter("testcase")
    assert [child.tag for child in passed] == []
    assert [(child.tag, child.get("type"), child.text) for child in other] == [(tag, kind, "why")]


def test_a_suite_is_a_hand_in():
    root = tree(result(question(PASSED, FAILED)), not_judged())
    check(root)
    ada, bob = root
    assert ada.get("name") == "a1_pooling: ada"
    assert ada.get("timestamp") == "2026-11-21T10:00:00"
    facts = {fact.get("name"): fact.get("value") for fact in ada.iter("property")}
    assert facts == {"status": "graded", "score": "17.5", "points": "20", "isolation": "full"}
    assert "score" not in {fact.get("name") for fact in bob.iter("property")}


def test_a_class_names_assignment_student_and_question():
    case = next(tree(result()).iter("testcase"))
    assert (case.get("classname"), case.get("name")) == ("a1_pooling.ada.max", "ones")


def test_what_was_not_judged_is_an_error_also_without_tests():
    root = tree(not_judged(), result(question(PASSED), status="not_judged", score=None))
    check(root)
    assert [len(suite.findall(".//error")) for suite in root] == [1, 1]
    assert root.find(".//error").text == BROKEN.message


def test_no_results_are_an_empty_file():
    check(tree())


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text())
def test_any_text_gives_xml_that_parses(text):
    check(tree(hostile(text), not_judged(text)))


def test_line_feeds_stay_in_a_message():
    failed = TestResult("t", "failed", "first\nsecond")
    assert tree(result(question(failed))).find(".//failure").text == "first\nsecond"


def test_the_same_results_give_the_same_bytes_in_their_order():
    pair = [result(), not_judged()]
    assert junit(pair) == junit(pair)
    assert [suite.get("name") for suite in tree(*reversed(pair))] == [
        "a1_pooling: bob",
        "a1_pooling: ada",
    ]
