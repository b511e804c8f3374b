"""An error of the student's becomes a small plain record, and the target answers on."""

import pytest
import torch
from direct_target import COUNTER, FILE, fault, step, student, value

from autograder.protocol.steps import Raised
from autograder.worker.answering import Local


def test_an_error_names_its_kind_its_bases_and_the_students_line():
    target = student("\n\ndef f():\n    return g()\ndef g():\n    raise KeyError('no such')\n")
    assert fault(target, step("f")) == Raised(
        "raised",
        "KeyError",
        "'no such'",
        ("KeyError", "LookupError", "Exception", "BaseException", "object"),
        FILE,
        6,
    )


def test_an_error_inside_a_library_names_the_line_that_called_it():
    found = fault(student("import torch\ndef f():\n    torch.ones(2) @ torch.ones(3)"), step("f"))
    assert (found.file, found.line) == (FILE, 3)


def test_an_error_without_a_line_of_the_students_names_none():
    found = fault(Local({"f": lambda: 1 / 0}, (FILE,)), step("f"))
    assert (found.error, found.file, found.line) == ("ZeroDivisionError", "", 0)


def test_a_syntax_error_of_the_students_file_names_its_line():
    target = student("def f(): compile('x = 1\\ny = (', 'pooling.py', 'exec')")
    found = fault(target, step("f"))
    assert (found.error, found.file, found.line) == ("SyntaxError", FILE, 2)


def test_the_bases_of_a_subclass_tell_what_it_is():
    target = student("class Bad(ValueError): pass\ndef f(): raise Bad")
    assert fault(target, step("f")).bases[:2] == ("Bad", "ValueError")


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("raise NotImplementedError", "todo"),
        ("raise NotImplementedError('later')", "todo"),
        ("raise MemoryError", "memory"),
        ('raise RuntimeError("DefaultCPUAllocator: can\'t allocate memory")', "memory"),
        ("assert False", "raised"),
        ("return f()", "raised"),
        ("return None.shape", "raised"),
    ],
)
def test_an_error_is_of_a_kind(statement, kind):
    assert fault(student(f"def f():\n    {statement}"), step("f")).kind == kind


def test_a_missing_name_is_missing():
    found = fault(student("def max_pool(x): pass"), step("max_pool2d", torch.ones(1)))
    assert (found.kind, found.message) == ("missing", "there is no `max_pool2d`")


def test_a_name_that_a_notebook_lost_says_why():
    target = Local({"__left_out__": {"max_pool2d": "NameError: no x"}})
    found = fault(target, step("max_pool2d", torch.ones(1)))
    assert found.message == ("there is no `max_pool2d`: its definition failed with NameError: no x")


@pytest.mark.parametrize("left_out", [None, [], "text", {"g": "no x"}], ids=repr)
def test_an_odd_list_of_lost_names_is_no_reason(left_out):
    found = fault(Local({"__left_out__": left_out}), step("f"))
    assert found.message == "there is no `f`"


def test_a_missing_attribute_is_missing_and_names_its_class():
    target = student(COUNTER)
    made = value(target, step("Counter"))
    found = fault(target, step("reset", root=made))
    assert (found.kind, found.message) == ("missing", "`Counter` has no attribute `reset`")


def test_an_index_past_the_end_is_an_error_of_the_students():
    assert fault(Local({"a": [1]}), step("a.1", verb="get")).error == "IndexError"


def test_an_attribute_error_in_a_function_is_not_a_missing_name():
    assert fault(student("def f(x): return x.nothing"), step("f", 1)).kind == "raised"


@pytest.mark.parametrize("name", ["SystemExit", "KeyboardInterrupt", "GeneratorExit"])
def test_no_exception_leaves_a_target_that_catches_all(name):
    target = student(f"def f(): raise {name}", catch=BaseException)
    assert fault(target, step("f")).error == name


def test_an_interrupt_leaves_a_target_of_the_courses_own_code():
    with pytest.raises(KeyboardInterrupt):
        student("def f(): raise KeyboardInterrupt").answer(step("f"))


HOSTILE = {
    "str raises": "class E(Exception):\n    def __str__(self): raise SystemExit",
    "str is no text": "class E(Exception):\n    def __str__(self): return 5",
    "str is endless": "class E(Exception):\n    def __str__(self): return 'a' * 10**7",
    "str is a subclass": """
class Text(str):
    def __getitem__(self, key): return self
class E(Exception):
    def __str__(self): return Text('a' * 10**6)""",
    "repr raises": "class E(Exception):\n    def __repr__(self): raise SystemExit",
    "class raises": """
class E(Exception):
    @property
    def __class__(self): raise SystemExit""",
    "name raises": """
class Meta(type):
    @property
    def __name__(cls): raise SystemExit
class E(Exception, metaclass=Meta): pass""",
    "name is long": "E = type('E' * 10**6, (Exception,), {})",
    "bases are many": "E = Exception\nfor i in range(50): E = type(f'E{i}', (E,), {})",
    "a false line": """
class E(SyntaxError):
    filename, lineno = 'pooling.py', 'many'""",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_exception_becomes_a_small_plain_record(source):
    target = student(f"{source}\ndef f(): raise E", catch=BaseException)
    try:
        found = fault(target, step("f"))
    except BaseException:  # noqa: BLE001 - pytest breaks on such an exception itself
        found = None
    assert found is not None, "the exception escaped"
    texts = [found.error, found.message, found.file, *found.bases]
    assert {type(text) for text in texts} == {str}
    assert len(found.bases) <= 12
    assert sum(map(len, texts)) < 3000


def test_a_target_answers_on_after_a_fault():
    target = student("def f(): raise SystemExit\ndef g(): return 1", catch=BaseException)
    fault(target, step("f"))
    assert value(target, step("g")) == 1
