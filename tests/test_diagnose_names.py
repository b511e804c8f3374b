"""The diagnosis: a mistake is named when it gives all of the student's answers, and never else."""

from types import ModuleType

import msgspec
import numpy as np
import pytest
import torch

from autograder.course.assignment import Assignment, Question
from autograder.diagnose import (
    Catalogue,
    Misconception,
    Room,
    Transcript,
    agree,
    catalogue,
    explain,
    instead_of,
)
from autograder.errors import AssignmentError
from autograder.protocol.steps import Lost, Raised, Step, Value
from autograder.protocol.wire import Ref, decode, encode
from autograder.suite import Namespace
from autograder.worker.answering import Local

ASSIGNMENT = Assignment(
    slug="a9_small",
    title="Small",
    module="small.py",
    questions=(
        Question("sums", "Sums", 2, ("total", "mean")),
        Question("nets", "Networks", 2, ("Net", "draw", "Box")),
        Question("boxes", "Boxes", 1, ("open_box",)),
    ),
)

CORRECT = """
import torch

def total(x): return x.sum()

def mean(x):
    if len(x) == 0:
        raise ValueError("x is empty; it must hold a value")
    return total(x) / len(x)

def draw(n): return torch.rand(n)

class Net(torch.nn.Module):
    def __init__(self, n):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.full((n,), 2.0))
        self.register_buffer("calls", torch.zeros(()))
    def forward(self, x):
        self.calls += 1
        return x * self.weight

class Box:
    def __init__(self, value): self.value = value
    def put(self, value): self.value = value
    def again(self): return self

def open_box(box): return box.value
"""

MISTAKES = """
import torch
from torch import nn
from autograder.suite import instead_of

@instead_of("total")
def only_the_first_value(x):
    \"\"\"All values count, not
    only the first.

    A second paragraph that nobody reads.\"\"\"
    return x[0]

@instead_of("total")
def squares_are_added(x):
    \"\"\"Values are added as they are.\"\"\"
    return (x * x).sum()

@instead_of("mean")
def one_value_too_few(x):
    \"\"\"Divide by the number of values.\"\"\"
    if len(x) == 0:
        raise ValueError("x is empty")
    return x.sum() / (len(x) - 1)

@instead_of("mean")
def no_value_has_a_mean(x):
    \"\"\"An empty x has no mean: refuse it.\"\"\"
    return x.sum() / max(1, len(x))

@instead_of("draw")
def draws_are_normal(n):
    \"\"\"Draw uniformly, not from a normal distribution.\"\"\"
    return torch.randn(n)

@instead_of("Net")
class weight_is_added(nn.Module):
    \"\"\"Multiply by the weight.\"\"\"
    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.full((n,), 2.0))
        self.register_buffer("calls", torch.zeros(()))
    def forward(self, x):
        self.calls += 1
        return x + self.weight

@instead_of("Net")
class calls_are_not_counted(nn.Module):
    \"\"\"Count each call.\"\"\"
    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.full((n,), 2.0))
        self.register_buffer("calls", torch.zeros(()))
    def forward(self, x):
        return x * self.weight

@instead_of("open_box")
def box_is_half_empty(box):
    \"\"\"Take all of it.\"\"\"
    return box.value / 2
"""


def module(source, name="misconceptions"):
    found = ModuleType(name)
    found.__file__ = f"{name}.py"
    exec(compile(source, found.__file__, "exec"), vars(found))
    return found


@pytest.fixture(scope="module")
def known():
    """The catalogue of these mistakes."""
    mistakes = module(MISTAKES)
    mistakes.correct = module(CORRECT, "small")
    return catalogue(mistakes, ASSIGNMENT)


def crossed(value):
    header, pieces = encode(value, 1 << 20)
    return decode(header, bytearray(b"".join(pieces)))


class Wired:
    """A target behind a wire, as a worker is."""

    def __init__(self, target):
        self.target = target

    def answer(self, step):
        answer = self.target.answer(Step(**crossed(msgspec.structs.asdict(step))))
        return Value(crossed(answer.value)) if isinstance(answer, Value) else answer


def transcript(source, test, wired=True, passed=False):
    """What a student with this code answers to a test, right elsewhere."""
    target = Local(vars(module(CORRECT + source, "small")), ("small.py",))
    found = Transcript()
    test(Namespace(Wired(target) if wired else target, found.record))
    found.passed = passed
    return found


def named(known, question, source, *tests, wired=True):
    transcripts = [transcript(source, test, wired) for test in tests]
    return [found.name for found in explain(transcripts, known, question)]


def asks_total(student):
    student.total.attempt(torch.tensor([3.0, 4.0, 5.0]))


def asks_total_of_one(student):
    student.total.attempt(torch.tensor([3.0]))


def asks_mean(student):
    student.mean.attempt(torch.tensor([3.0, 4.0, 5.0]))


def asks_empty_mean(student):
    student.mean.attempt(torch.tensor([]))


FIRST = "\ndef total(x): return x[0]"


# ------------------------------------------------------------------------------ who is named


def test_a_mistake_is_named_by_its_answers(known):
    assert named(known, "sums", FIRST, asks_total) == ["only_the_first_value"]


def test_other_code_with_the_same_mistake_is_named(known):
    source = "\ndef total(x): return torch.stack([v * v for v in x]).sum()"
    assert named(known, "sums", source, asks_total) == ["squares_are_added"]


def test_a_mistake_in_another_order_of_rounding_is_named(known):
    source = "\ndef mean(x): return x.flip(0).sum() * (1 / (len(x) - 1))"
    assert named(known, "sums", source, asks_mean) == ["one_value_too_few"]


def test_an_unknown_mistake_is_met_with_silence(known):
    assert named(known, "sums", "\ndef total(x): return x.sum() + 1", asks_total) == []


def test_a_mistake_that_explains_only_some_answers_is_not_named(known):
    source = "\ndef total(x): return x[0] if len(x) > 1 else x.sum() + 1"
    assert named(known, "sums", source, asks_total) == ["only_the_first_value"]
    assert named(known, "sums", source, asks_total, asks_total_of_one) == []


def test_a_mistake_that_the_answers_cannot_tell_from_right_code_is_not_named(known):
    assert named(known, "sums", FIRST, asks_total_of_one) == []


def test_right_code_has_no_mistake(known):
    assert named(known, "sums", "", asks_total, asks_mean, asks_empty_mean) == []


def test_two_wrong_functions_of_a_question_have_two_names(known):
    source = f"{FIRST}\ndef mean(x): return x.sum() / max(1, len(x))"
    tests = asks_total, asks_mean, asks_empty_mean
    assert named(known, "sums", source, *tests) == ["only_the_first_value", "no_value_has_a_mean"]


def test_a_wrong_function_does_not_hide_the_mistake_in_another(known):
    source = f"{FIRST}\ndef mean(x): return torch.zeros(7)"
    assert named(known, "sums", source, asks_total, asks_mean) == ["only_the_first_value"]


def test_two_mistakes_that_the_answers_cannot_tell_apart_are_both_named(known):
    ask = lambda student: student.total(torch.tensor([0.5, 0.5]))  # noqa: E731
    assert named(known, "sums", FIRST, ask) == ["only_the_first_value", "squares_are_added"]


def test_a_test_that_passed_with_another_right_answer_is_passed_over(known):
    source = "\ndef total(x): return x[0] if len(x) > 1 else x.sum() + 0.1"
    transcripts = [
        transcript(source, asks_total_of_one, passed=True),
        transcript(source, asks_total),
    ]
    (found,) = explain(transcripts, known, "sums")
    assert found.name == "only_the_first_value"


def test_a_test_that_passed_with_the_references_answer_counts(known):
    source = "\ndef total(x): return x[0] if len(x) == 3 else x.sum()"
    ask = lambda student: student.total(torch.tensor([3.0, 4.0]))  # noqa: E731
    transcripts = [transcript(source, ask, passed=True), transcript(source, asks_total)]
    assert explain(transcripts, known, "sums") == []


def test_where_nothing_is_wrong_only_remarks_are_named():
    late = Misconception("late", ("total",), "Add sooner.", lambda x: x.sum() + 0.1, remark=True)
    early = Misconception("early", ("total",), "Add later.", lambda x: x.sum() + 0.1)
    known = Catalogue({"total": lambda x: x.sum()}, {"sums": (late, early)})
    source = "\ndef total(x): return x.sum() + 0.1"
    transcripts = [transcript(source, asks_total, passed=True)]
    assert explain(transcripts, known, "sums", wrong=False) == [late]


def test_a_question_without_mistakes_is_met_with_silence(known):
    assert explain([transcript(FIRST, asks_total)], known, "no_such") == []


def test_a_question_that_nothing_was_asked_of_is_met_with_silence(known):
    assert explain([], known, "sums") == []
    assert explain([Transcript([])], known, "sums") == []


def test_the_advice_is_the_first_paragraph_on_one_line(known):
    (found,) = explain([transcript(FIRST, asks_total)], known, "sums")
    assert found.advice == "All values count, not only the first."


def test_a_gradient_tells_a_mistake(known):
    source = "\ndef total(x): return x[0] + (x[1:] * 0).sum()"
    ask = lambda student: student.total.vjp(torch.tensor(1.0), torch.tensor([3.0, 4.0]))  # noqa: E731
    assert named(known, "sums", source, ask) == ["only_the_first_value"]


# ------------------------------------------------------------------------------------ errors


def test_a_refusal_agrees_with_a_refusal_in_other_words(known):
    source = """
def mean(x):
    if not len(x):
        raise ValueError("please give me something")
    return x.sum() / (len(x) - 1)"""
    assert named(known, "sums", source, asks_mean, asks_empty_mean) == ["one_value_too_few"]


def test_a_missing_refusal_is_told_from_a_refusal(known):
    source = "\ndef mean(x): return total(x) / max(1, len(x))"
    assert named(known, "sums", source, asks_mean, asks_empty_mean) == ["no_value_has_a_mean"]


def test_another_error_is_no_refusal(known):
    source = """
def mean(x):
    if not len(x):
        raise TypeError("x is empty")
    return x.sum() / (len(x) - 1)"""
    assert named(known, "sums", source, asks_mean, asks_empty_mean) == []


def test_a_stub_is_no_mistake(known):
    source = "\ndef total(x): raise NotImplementedError"
    assert named(known, "sums", source, asks_total) == []


REFUSED = Raised("raised", "ValueError", "a", ("ValueError", "Exception"))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(Raised("raised", "Bad", "b", ("Bad", "ValueError")), True, id="subclass"),
        pytest.param(Raised("raised", "TypeError", "a", ("TypeError",)), False, id="another"),
        pytest.param(Raised("todo", "E", "a", ("E", "ValueError")), False, id="another kind"),
        pytest.param(Value(None), False, id="an answer"),
        pytest.param(Lost("timeout", "late"), False, id="no answer"),
    ],
)
def test_errors_agree_by_their_kind(other, same):
    assert agree(REFUSED, other) is same
    assert agree(other, REFUSED) is same


def test_a_lost_worker_agrees_with_nothing():
    assert not agree(Lost("timeout", "late"), Lost("timeout", "late"))


# -------------------------------------------------------------------------------------- data

X = torch.tensor([1.0, 2.0])


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        pytest.param(X, X + 1e-6, True, id="rounding"),
        pytest.param(X, X + 1e-2, False, id="no rounding"),
        pytest.param(X, X.double(), False, id="dtype"),
        pytest.param(X, X.reshape(2, 1), False, id="shape"),
        pytest.param(X, X.tolist(), False, id="list"),
        pytest.param(X, X.numpy(), False, id="array"),
        pytest.param(X.bfloat16(), X.bfloat16(), True, id="bfloat16"),
        pytest.param(X / 0 * 0, X / 0 * 0, True, id="nan"),
        pytest.param(X.long(), X.long(), True, id="int"),
        pytest.param(X.long(), X.long() + 1, False, id="another int"),
        pytest.param(X > 1, X > 1, True, id="bool"),
        pytest.param(torch.complex(X, X), torch.complex(X, X + 1e-6), True, id="complex"),
        pytest.param(np.ones(2), np.ones(2) + 1e-14, True, id="arrays"),
        pytest.param(np.float32(1), np.ones((), np.float32), True, id="numpy scalar"),
        pytest.param(0.1 + 0.2, 0.3, True, id="float"),
        pytest.param(float("nan"), float("nan"), True, id="nan float"),
        pytest.param(3, 3.0, False, id="int and float"),
        pytest.param(1, True, False, id="int and bool"),
        pytest.param("a", "a", True, id="text"),
        pytest.param(None, None, True, id="nothing"),
        pytest.param([1, (X,)], (1, [X]), True, id="list and tuple"),
        pytest.param([1, 2], [1], False, id="length"),
        pytest.param({"a": X}, {"a": X.clone()}, True, id="dict"),
        pytest.param({"a": X}, {"b": X}, False, id="keys"),
        pytest.param({"a": X}, {"a": X + 1}, False, id="dict values"),
        pytest.param(Ref(3, "Net"), Ref(0, "Network"), True, id="objects"),
        pytest.param(Ref(3, "Net"), X, False, id="object and tensor"),
        pytest.param(float("inf"), float("inf"), True, id="infinity"),
        pytest.param(float("inf"), 1.0, False, id="infinity and one"),
    ],
)
def test_data_agrees_as_a_reader_sees_it(mine, theirs, same):
    assert agree(Value(mine), Value(theirs)) is same
    assert agree(Value(theirs), Value(mine)) is same


def test_a_comparison_of_its_own_decides_for_a_mistake():
    looser = lambda mine, theirs: abs(mine - theirs) < 1  # noqa: E731
    assert agree(Value(1.0), Value(1.5), looser)
    assert not agree(Value(1.0), Value(2.5), looser)
    assert not agree(Value(1.0), Lost("timeout", "late"), looser)


@pytest.mark.parametrize("wrong", ["np.float64(7)", "np.float32(7)", "np.int64(7)", "np.bool_(1)"])
def test_a_numpy_number_agrees_with_the_one_that_crossed_a_wire(wrong):
    implementation = eval(f"lambda x: {wrong}", {"np": np})
    mistake = Misconception("seven", ("total",), "Not 7.", implementation)
    known = Catalogue({"total": lambda x: 8}, {"sums": (mistake,)})
    steps = transcript(f"\nimport numpy as np\ndef total(x): return {wrong}", asks_total)
    assert explain([steps], known, "sums") == [mistake]


# ---------------------------------------------------------------------------------- networks

ADDED = """
class Net(Net):
    def forward(self, x):
        self.calls += 1
        return self.weight + x
"""
UNCOUNTED = """
class Net(Net):
    def forward(self, x): return x * self.weight
"""


def asks_net(student):
    net = student.Net.new(2)
    net(torch.tensor([3.0, 4.0]))


def asks_calls(student):
    net = student.Net.new(2)
    net.get("calls")
    net(torch.ones(2)), net.eval(), net(torch.ones(2))
    net.get("calls")


@pytest.mark.parametrize("wired", [True, False], ids=["worker", "in this process"])
def test_a_mistake_in_a_network_is_named(known, wired):
    assert named(known, "nets", ADDED, asks_net, asks_calls, wired=wired) == ["weight_is_added"]


@pytest.mark.parametrize("wired", [True, False], ids=["worker", "in this process"])
def test_a_mistake_in_a_networks_state_is_named(known, wired):
    tests = asks_net, asks_calls
    assert named(known, "nets", UNCOUNTED, *tests, wired=wired) == ["calls_are_not_counted"]


def test_a_right_network_has_no_mistake(known):
    assert named(known, "nets", "", asks_net, asks_calls) == []


def test_a_mistake_is_told_by_the_gradients_of_parameters(known):
    ask = lambda student: student.Net.new(2).vjp(torch.ones(2), torch.ones(2) * 3)  # noqa: E731
    assert named(known, "nets", ADDED.replace("self.weight + x", "self.weight + x * 1"), ask) == [
        "weight_is_added"
    ]


def test_two_networks_of_one_test_are_kept_apart(known):
    def ask(student):
        small, large = student.Net.new(2), student.Net.new(3)
        large(torch.ones(3)), small(torch.ones(2)), large.get("calls"), small.get("calls")

    assert named(known, "nets", ADDED, ask) == ["weight_is_added"]


HALF = "\ndef open_box(box): return box.value * 0.5"


def test_an_object_that_a_wrong_function_gets_is_rebuilt(known):
    ask = lambda student: student.open_box(student.Box.new(8).again())  # noqa: E731
    assert named(known, "boxes", HALF, ask) == ["box_is_half_empty"]


def test_an_object_is_rebuilt_with_all_that_was_done_to_it(known):
    def ask(student):
        box = student.Box.new(8)
        box.put(6)
        student.open_box(box)

    assert named(known, "boxes", HALF, ask) == ["box_is_half_empty"]


def test_random_answers_are_compared_with_the_same_seed(known):
    def ask(student):
        student.total(torch.ones(1)), student.draw(3), student.draw(4)

    source = "\ndef draw(n): return torch.empty(n).normal_()"
    assert named(known, "nets", source, ask) == ["draws_are_normal"]


def test_random_answers_of_another_kind_are_met_with_silence(known):
    source = "\ndef draw(n): return torch.rand(n) * 2"
    assert named(known, "nets", source, lambda student: student.draw(3)) == []


def test_an_input_that_is_not_contiguous_does_not_hide_a_mistake():
    def flattened(x):
        return x.view(-1) * 2  # needs a contiguous tensor, which a wire always brings

    mistake = Misconception("flattened", ("total",), "Keep the rows.", flattened)
    known = Catalogue({"total": lambda x: x.reshape(-1)}, {"sums": (mistake,)})
    ask = lambda student: student.total.attempt(torch.arange(6.0).reshape(2, 3).t())  # noqa: E731
    source = "\ndef total(x): return x.view(-1) * 2"
    assert explain([transcript(source, ask)], known, "sums") == [mistake]


# ----------------------------------------------------------------------------- the catalogue


def build(source, correct=CORRECT):
    mistakes = module("from autograder.diagnose import instead_of\n" + source)
    if correct is not None:
        mistakes.correct = module(correct, "small")
    return catalogue(mistakes, ASSIGNMENT)


def refusal(source, correct=CORRECT):
    with pytest.raises(AssignmentError) as caught:
        build(source, correct)
    return str(caught.value)


def test_a_catalogue_sorts_mistakes_by_question(known):
    names = {id: [m.name for m in found] for id, found in known.by_question.items()}
    assert names == {
        "sums": [
            "only_the_first_value",
            "squares_are_added",
            "one_value_too_few",
            "no_value_has_a_mean",
        ],
        "nets": ["draws_are_normal", "weight_is_added", "calls_are_not_counted"],
        "boxes": ["box_is_half_empty"],
    }


def test_a_mistake_stands_in_for_all_its_names():
    found = build('@instead_of("total", "mean")\ndef zero(x):\n    """Not 0."""\n    return 0')
    namespace = found.namespace(found.by_question["sums"][0])
    assert (namespace["total"](5), namespace["mean"](5)) == (0, 0)
    assert namespace["Box"] is found.correct["Box"]


def test_a_class_may_hold_the_code_of_each_name():
    source = """
@instead_of("total", "mean")
class off:
    \'\'\'Not these.\'\'\'
    def total(x): return 1
    def mean(x): return 2"""
    found = build(source)
    namespace = found.namespace(found.by_question["sums"][0])
    assert (namespace["total"](5), namespace["mean"](5)) == (1, 2)


def test_helpers_without_a_mark_are_no_mistakes():
    assert build("def helper(x): return x").by_question == {}


def test_a_subclass_of_a_mistake_is_no_mistake_of_its_own():
    found = build('@instead_of("Net")\nclass A:\n    """Advice."""\nclass B(A):\n    """More."""')
    assert [m.name for m in found.by_question["nets"]] == ["A"]


def test_a_mistake_of_an_unknown_name_is_refused():
    source = '@instead_of("totals")\ndef zero(x):\n    """Not 0."""'
    assert refusal(source) == (
        "misconceptions.py: misconception 'zero' replaces ['totals'], which no question asks for"
    )


def test_a_mistake_of_no_name_is_refused():
    assert "replaces nothing" in refusal('@instead_of()\ndef zero(x):\n    """Not 0."""')


@pytest.mark.parametrize("advice", ["", '"""   """'])
def test_a_mistake_without_advice_is_refused(advice):
    assert "'zero' has no advice" in refusal(
        f'@instead_of("total")\ndef zero(x):\n    {advice}\n    return 0'
    )


def test_a_mistake_of_two_questions_is_refused():
    source = '@instead_of("total", "Box")\ndef zero(x):\n    """Not 0."""'
    assert "replaces names of two questions" in refusal(source)


def test_a_catalogue_without_right_answers_is_refused():
    assert "`correct` must be the module" in refusal("x = 1", correct=None)


def test_a_mapping_may_hold_the_right_answers():
    mistakes = module("")
    mistakes.correct = {"total": sum}
    assert catalogue(mistakes, ASSIGNMENT).correct == {"total": sum}


def test_a_marked_function_still_works():
    @instead_of("total")
    def first(x):
        return x[0]

    assert first([7, 8]) == 7


def test_a_transcript_keeps_no_more_than_there_is_room_for():
    kept = Transcript(room=Room(100))
    small, large = Value(np.zeros(10)), Value({"a": [torch.zeros(1000)], "b": b"raw"})
    for answer in (small, large):
        kept.record(Step(1, "call", "f", args=(1,)), answer)
    (_, first), (step, second) = kept.steps
    assert first is small
    assert (step.args, second.kind) == ((), "memory")
    assert kept.room.left == 20
