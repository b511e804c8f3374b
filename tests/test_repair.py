"""Which small edits of a student's source are tried, in which order, and in which words."""

import ast

import pytest

from autograder.diagnose import Candidate, CodeEdit, Place, candidates
from autograder.diagnose.repair.candidates import EDITS, MOST_CANDIDATES
from autograder.judge.repair_words import Repair, repair_advice

# name of the edit, code of the student, the code that must be among what is tried
TABLE = [
    ("a_flag_is_false", "return x.sum(dim=1, keepdim=False)", "return x.sum(dim=1, keepdim=True)"),
    ("a_keyword_is_missing", "return x.mean(dim=1)", "return x.mean(dim=1, keepdim=True)"),
    ("a_keyword_is_missing", "return x.var(0)", "return x.var(0, unbiased=False)"),
    ("a_keyword_is_missing", "return nn.MaxPool2d(2)", "return nn.MaxPool2d(2, ceil_mode=True)"),
    ("axis_is_wrong", "return x.mean(dim=1)", "return x.mean(dim=(2, 3))"),
    ("axis_is_wrong", "return torch.cat(x, 0)", "return torch.cat(x, 1)"),
    ("axis_is_missing", "return x.sum()", "return x.sum(dim=1)"),
    ("function_is_wrong", "return x.mean(dim=1)", "return x.sum(dim=1)"),
    ("function_is_wrong", "return x.argmin()", "return x.argmax()"),
    ("border_is_wrong", "return F.pad(x, p, value=0.0)", "return F.pad(x, p, value=-float('inf'))"),
    ("padding_is_turned", "return F.pad(x, (p, p, 0, 0))", "return F.pad(x, (0, 0, p, p))"),
    ("dtype_is_missing", "return torch.zeros(3)", "return torch.zeros(3, dtype=x.dtype)"),
    ("graph_or_memory_is_shared", "return x", "return x.clone()"),
    ("graph_or_memory_is_shared", "y = x\n    return y", "y = x.detach()\n    return y"),
    ("a_return_is_missing", "y = x + p", "y = x + p\n    return y"),
    ("a_return_is_missing", "x + p", "return x + p"),
    ("returns_within_the_loop", "for y in x:\n        p += y\n        return p",
     "for y in x:\n        p += y\n        pass\n    return p"),
    ("comparison_is_wrong", "return x <= p", "return x < p"),
    ("operator_is_wrong", "return x + p", "return x - p"),
    ("operator_is_wrong", "return x // p", "return -(-x // p)"),
    ("replaced_and_not_added_up", "x[0] = p", "x[0] += p"),
    ("replaced_and_not_added_up", "x[0] += p", "x[0] = p"),
    ("written_in_place", "x += p\n    return x", "x = x + p\n    return x"),
    ("written_in_place", "return x.relu_()", "return x.relu()"),
    ("one_too_few", "return x[: p]", "return x[: p + 1]"),
    ("one_too_many", "return list(range(p))", "return list(range(p - 1))"),
    ("one_too_few", "return 2 * x", "return 3 * x"),
    ("names_are_mixed_up", "kh, kw = p\n    return x[kh]", "kh, kw = p\n    return x[kw]"),
    ("names_are_exchanged", "kh, kw = p\n    return x[kh, 0, kw]", "kh, kw = p\n    return x[kw, 0, kh]"),
    ("order_is_wrong", "return f(x, p)", "return f(p, x)"),
    ("order_is_wrong", "return x - p", "return p - x"),
    ("zero_is_taken_for_none", "return p or x", "return x if p is None else p"),
    ("brackets_are_wrong", "return x - p / 2", "return (x - p) / 2"),
    ("brackets_are_wrong", "return x / (p * 2)", "return x / p * 2"),
    ("term_is_misplaced", "return torch.sqrt(x) + p", "return torch.sqrt(x + p)"),
    ("term_is_misplaced", "return (x + p).sqrt()", "return x.sqrt() + p"),
    ("complement_is_needed", "return x * p", "return x * (1 - p)"),
    ("complement_is_needed", "return x * (1 - p)", "return x * p"),
    ("sign_is_wrong", "return -x", "return x"),
    ("argument_is_too_much", "return x.sum(0, keepdim=True)", "return x.sum(0)"),
    ("call_is_too_much", "return x.float()", "return x"),
    ("an_argument_is_unused", "return x.sqrt()", "return (x + p).sqrt()"),
    ("number_ignores_an_argument", "return x * 2.0", "return x * p"),
    ("statement_is_too_much", "x = x + 1\n    return x", "pass\n    return x"),
    ("number_is_wrong", "return x * 7", "return x * 11"),
    ("division_is_missing", "p = p + 1\n    return x.exp()",
     "p = p + 1\n    return x.exp() / p"),
    ("name_is_wrong", "return x", "return p"),
]  # fmt: skip
NETWORKS = [
    ("zero_grad_is_missing", "def f(optimizer, loss):\n    loss.backward()\n    optimizer.step()",
     "def f(optimizer, loss):\n    optimizer.zero_grad(); loss.backward()\n    optimizer.step()"),
    ("mode_is_not_set", "def f(model, x):\n    y = model(x)\n    return y",
     "def f(model, x):\n    y = model(x)\n    model.eval()\n    return y"),
    ("mode_is_not_asked", "class f:\n    def forward(self, x):\n        return g(x, True)",
     "class f:\n    def forward(self, x):\n        return g(x, self.training)"),
]  # fmt: skip


def code(body):
    return f"def f(x, p=0):\n    {body}\n"


def tried(source, **place):
    return candidates(source, Place(("f",), **place))


def same(a, b):
    return ast.dump(ast.parse(a)) == ast.dump(ast.parse(b))


@pytest.mark.parametrize(("name", "wrong", "right"), TABLE)
def test_an_edit_of_a_kind_is_tried(name, wrong, right):
    found = [each for each in tried(code(wrong), numbers=(11,)) if each.name == name]
    assert any(same(each.applied(code(wrong)), code(right)) for each in found)


@pytest.mark.parametrize(("name", "wrong", "right"), NETWORKS)
def test_an_edit_of_a_network_is_tried(name, wrong, right):
    found = [each for each in tried(wrong) if each.name == name]
    assert any(same(each.applied(wrong), right) for each in found)


def test_every_kind_has_a_row_in_these_tables():
    shown = {name for name, *_ in (*TABLE, *NETWORKS)}
    assert {edit.name for edit in EDITS} - shown == {"a_flag_is_true"}


def test_all_that_is_tried_is_python():
    for _, wrong, _ in TABLE:
        for each in tried(code(wrong)):
            compile(each.applied(code(wrong)), "small.py", "exec")


def test_the_same_code_in_several_places_is_edited_in_all_of_them_at_once():
    source = "def f(x):\n    a = nn.Conv2d(3, 3, 1)\n    b = nn.Conv2d(3, 3, 1)\n    return a, b\n"
    (both,) = [e for e in tried(source) if e.lines == (2, 3) and "bias=False" in e.spans[0].text]
    assert both.applied(source).count("bias=False") == 2


def test_a_keyword_is_added_to_all_calls_of_a_kind_at_once():
    source = "def f(x):\n    a = nn.Conv2d(3, 4, 1)\n    b = nn.Conv2d(4, 3, kernel_size=1)\n    return a, b\n"
    (both,) = [e for e in tried(source) if e.lines == (2, 3) and "bias=False" in e.spans[0].text]
    assert both.applied(source).count("bias=False") == 2


def test_only_the_definition_that_counts_and_what_it_uses_are_edited():
    source = (
        "def f(x):\n    return x + 1\n\ndef f(x):\n    return g(x) + other(x)\n\n"
        "def g(x):\n    return 2 * x\n\ndef other(x):\n    return 3 * x\n\ndef unused(x):\n    return x\n"
    )
    found = tried(source, others=("other",))
    assert {line for each in found for line in each.lines} == {5, 8}
    assert found[0].lines == (5,)


def test_lines_from_which_errors_came_have_their_turn_first():
    source = "def f(x):\n    a = x < 1\n    b = x < 2\n    return a, b\n"
    assert tried(source)[0].lines == (2,)
    assert tried(source, raised_at=(3,))[0].lines == (3,)


def test_messages_docstrings_and_annotations_are_left_as_they_are():
    source = 'def f(x: int = 0) -> bool:\n    """0"""\n    if x:\n        raise ValueError("x", 3)\n    return x\n'
    touched = {each.shown for each in tried(source)}
    assert touched
    assert not touched & {'"""0"""', '"x"', "3", "int", "bool", 'ValueError("x", 3)'}


@pytest.mark.parametrize("source", ["def f(:", "def f(x): return '\0'", "x = " + "(" * 500, ""])
def test_what_cannot_be_read_is_not_edited(source):
    assert tried(source) == []


def test_there_is_an_end_to_what_is_tried_and_to_what_is_read():
    lines = "".join(f"    a{i} = x + {i} * p - a{i - 1}[{i}]\n" for i in range(60))
    assert len(tried(f"def f(x, p, a0):\n{lines}")) == MOST_CANDIDATES
    assert tried(f"def f(x):\n    return x + 1\n\n# {'long ' * 20_000}") == []


def test_a_course_adds_edits_that_are_tried_first():
    own = CodeEdit("radius_for_diameter", "with the radius", lambda node, scope: ["r"] if
                   isinstance(node, ast.Name) and node.id == "d" else [])  # fmt: skip
    found = candidates("def f(d):\n    return d * 3.14\n", Place(("f",)), (own,))
    assert found[0].name == "radius_for_diameter"


def test_letters_beyond_ascii_do_not_shift_an_edit():
    source = 'def f(größe):\n    "Höhe"; return größe < 1\n'
    found = [each.applied(source) for each in tried(source) if each.name == "comparison_is_wrong"]
    assert 'def f(größe):\n    "Höhe"; return (größe <= 1)\n' in found


def repaired(*lines, gained=3, name="one_too_few"):
    edit = Candidate(name, lines, "x[:n]", "with 1 more", ())
    return Repair(edit, gained)


@pytest.mark.parametrize(
    ("repairs", "text"),
    [
        ([repaired(4)], "Line 4: `x[:n]`; with 1 more, all 3 failed tests pass."),
        ([repaired(4), repaired(4)], "Line 4: `x[:n]`; with 1 more, all 3 failed tests pass."),
        ([repaired(4, 6)], "Lines 4 and 6: `x[:n]`; with 1 more, all 3 failed tests pass."),
        ([repaired(4), repaired(4, 6)], "Line 4: `x[:n]`; with 1 more, all 3 failed tests pass."),
        ([repaired(4, gained=2)],
         "Line 4: `x[:n]`; with 1 more, 2 of 3 failed tests pass, and none is lost."),
        ([repaired(4), repaired(9)],
         "Line 4 or line 9: with one small change at one of these places, all 3 failed tests pass."),
    ],
)  # fmt: skip
def test_what_is_said_is_what_was_seen(repairs, text):
    assert repair_advice(repairs, 3, "", is_notebook=False).text == text


def test_too_many_places_are_not_told():
    assert repair_advice([repaired(line) for line in range(1, 5)], 3, "", is_notebook=False) is None
    assert repair_advice([], 3, "", is_notebook=False) is None


def test_a_notebook_is_told_its_cells():
    source = "# cell 7, line 3\ndef f(x, n):\n    return x[:n]\n"
    advice = repair_advice([repaired(3)], 3, source, is_notebook=True)
    assert advice.text == "Cell 7, line 4: `x[:n]`; with 1 more, all 3 failed tests pass."
