"""JUnit XML: a suite for each result, a case for each hidden test.

The elements and attributes are those that pytest writes and Jenkins' schema knows
(github.com/pytest-dev/pytest, testing/example_scripts/junit-10.xsd). GitLab ignores a second case
with the same class and name (docs.gitlab.com, "Unit test reports", "File requirements"): the class
of a case therefore names assignment, student and question.

`failed`, `crashed`, `timeout` and `memory` are failures, with the outcome as type; `error`, the
course's fault, is an error; `todo` is skipped.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from autograder.escape import NAME, lines, one_line
from autograder.export.wording import points
from autograder.results import QuestionResult, Result, TestResult, reason

_TAGS = {"error": "error", "todo": "skipped"}  # every other outcome but `passed` is a failure
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def junit(results: Sequence[Result]) -> bytes:
    """The results as one JUnit file, in the order given."""
    root = ET.Element("testsuites", name="autograder")
    for result in results:
        root.append(_suite(result))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", f"{sum(result.seconds for result in results):.3f}")
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _suite(result: Result) -> ET.Element:
    suite = ET.Element("testsuite", name=one_line(f"{result.assignment}: {result.student}", NAME))
    properties = ET.SubElement(suite, "properties")
    for name, value in _facts(result).items():
        ET.SubElement(properties, "property", name=name, value=one_line(value, NAME))
    suite.extend(_case(result, q, test) for q in result.questions for test in q.tests)
    if result.score is None and suite.find(".//error") is None:
        suite.append(_not_judged(result))
    suite.set("tests", str(len(suite.findall("testcase"))))
    for count, tag in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items():
        suite.set(count, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("time", f"{result.seconds:.3f}")
    moment = _MOMENT.match(result.graded_at)
    if moment:
        suite.set("timestamp", moment[0])
    return suite


def _facts(result: Result) -> dict[str, str]:
    score = {} if result.score is None else {"score": points(result.score)}
    isolation = result.isolation.level
    return {
        "status": result.status,
        **score,
        "points": points(result.points),
        "isolation": isolation,
    }


def _case(result: Result, question: QuestionResult, test: TestResult) -> ET.Element:
    class_name = f"{result.assignment}.{result.student}.{question.id}"
    case = ET.Element(
        "testcase", classname=one_line(class_name, 2 * NAME), name=one_line(test.name)
    )
    case.set("time", f"{test.seconds:.3f}")
    if test.outcome != "passed":
        _say(case, _TAGS.get(test.outcome, "failure"), test.outcome, test.message)
    return case


def _not_judged(result: Result) -> ET.Element:
    class_name = one_line(f"{result.assignment}.{result.student}", 2 * NAME)
    case = ET.Element("testcase", classname=class_name, name="judged", time="0.000")
    _say(case, "error", "not_judged", reason(result))
    return case


def _say(case: ET.Element, tag: str, kind: str, message: str) -> None:
    element = ET.SubElement(case, tag, type=kind, message=one_line(message, NAME))
    element.text = lines(message)
