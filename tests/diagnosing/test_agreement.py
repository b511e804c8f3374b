"""Two answers agree as a reader sees them: values up to rounding, errors by their kind."""

import numpy as np
import pytest
import torch
from small_mistakes import asks_total, transcript

from autograder.diagnose import Catalogue, Misconception, agree, explain
from autograder.protocol.steps import Lost, Raised, Value
from autograder.protocol.wire import Ref

# ------------------------------------------------------------------------------------------- errors


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


# --------------------------------------------------------------------------------------------- data


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
