"""What hidden tests may demand: right answers pass, wrong ones fail with a sentence, odd ones never break."""

import math
from types import ModuleType

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import CheckFailure
from autograder.protocol.steps import Lost, Value
from autograder.protocol.wire import Ref, Seeded
from autograder.suite import (
    Namespace,
    NoAnswer,
    assert_close,
    assert_equal,
    assert_refuses,
    assert_unchanged,
    check,
    fields,
    local,
    number,
    tensor,
)
from autograder.worker.answering import Local

NAN, INF = float("nan"), float("inf")
FLOATS = [torch.float16, torch.bfloat16, torch.float32, torch.float64]
HANDLE = local({"f": object}).f()


def message(call, *args, **kwargs):
    with pytest.raises(CheckFailure) as caught:
        call(*args, **kwargs)
    return str(caught.value)


# ------------------------------------------------------------------------- messages of tensors


def test_a_wrong_type_is_named_first():
    assert message(assert_close, 3, torch.ones(2)) == "the output must be a tensor, got an int"


def test_nothing_asks_for_the_return():
    found = message(assert_close, None, torch.ones(2))
    assert found == "the output must be a tensor, got None (is a `return` missing?)"


def test_an_object_is_named_by_its_class():
    student = Namespace(Local({"Net": torch.nn.ReLU}))
    found = message(assert_close, student.Net(), torch.ones(2))
    assert found == "the output must be a tensor, got an object of type ReLU"


def test_a_wrong_shape_comes_before_a_wrong_dtype_and_wrong_values():
    got, expected = torch.zeros(2, 3), torch.ones(3, 2, dtype=torch.float64)
    assert message(assert_close, got, expected) == "the output has shape (2, 3), expected (3, 2)"


def test_a_wrong_dtype_comes_before_wrong_values():
    got, expected = torch.zeros(2), torch.ones(2, dtype=torch.float64)
    found = message(assert_close, got, expected, same_dtype=True)
    assert found == "the output has dtype torch.float32, expected torch.float64 (the input's)"


@pytest.mark.parametrize(
    ("got", "expected"), [(torch.float32, torch.float64), (torch.float64, torch.float32)], ids=str
)
def test_another_floating_dtype_is_compared_as_the_coarser_of_both(got, expected):
    right = torch.linspace(1, 2, 7, dtype=torch.float64)
    single = torch.finfo(torch.float32).eps
    assert_close((right + 50 * single).to(got), right.to(expected))
    found = message(assert_close, (right + 100 * single).to(got), right.to(expected))
    assert found.startswith("7 of 7 values of the output differ")


def test_many_summands_do_not_make_another_dtype_an_excuse():
    right = torch.ones(3, dtype=torch.float64)
    assert_close((right + 1e-4).float(), right, summands=10**6)
    message(assert_close, (right + 1e-2).float(), right, summands=10**6)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_precision_is_held_to_that_of_float32(dtype):
    message(assert_close, torch.tensor([1.001]).to(dtype), torch.tensor([1.001]))


@pytest.mark.parametrize(
    "dtype", [torch.int64, torch.bool, torch.complex64, torch.float8_e4m3fn], ids=str
)
def test_what_is_no_floating_number_is_refused_by_its_dtype(dtype):
    found = message(assert_close, torch.ones(2).to(dtype), torch.ones(2))
    assert found == f"the output has dtype {dtype}, expected torch.float32 (the input's)"


def test_the_dtype_is_asked_for_in_containers_too():
    got, expected = {"a": [torch.ones(2)]}, {"a": [torch.ones(2, dtype=torch.float64)]}
    assert_close(got, expected)
    message(assert_close, got, expected, same_dtype=True)


def test_wrong_values_are_counted_and_the_first_is_shown_with_its_place():
    expected = torch.arange(12.0).reshape(3, 4)
    got = expected.clone()
    got[1, 2] = -7.25
    got[2, 3] = 100
    assert message(assert_close, got, expected, what="the pooled image") == (
        "2 of 12 values of the pooled image differ; the first at [1, 2]: expected 6, got -7.25"
    )


def test_a_tensor_of_one_value_has_no_place():
    found = message(assert_close, torch.tensor(2.0), torch.tensor(3.0))
    assert found == "1 of 1 values of the output differ; the first: expected 3, got 2"


def test_a_message_holds_one_expected_value_and_no_more():
    expected = torch.arange(100, 200)
    found = message(assert_close, expected + 1000, expected)
    assert [str(value) in found for value in (100, 101, 150, 199)] == [True, False, False, False]


def test_an_item_of_a_container_is_named():
    expected = {"max": [torch.ones(1), torch.zeros(1)]}
    got = {"max": [torch.ones(1), torch.ones(1)]}
    assert "the output['max'][1] differ" in message(assert_close, got, expected)


def test_a_wrong_text_is_shown_shortened():
    found = message(assert_equal, "a" * 10_000, "b")
    assert len(found) < 120


# --------------------------------------------------------------------------------- tolerance


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_rounding_passes_and_a_little_more_fails(dtype):
    expected = torch.ones(3, dtype=torch.float64)
    eps = torch.finfo(dtype).eps
    assert_close((expected + 30 * eps).to(dtype), expected.to(dtype))
    message(assert_close, (expected + 36 * eps).to(dtype), expected.to(dtype))


@pytest.mark.parametrize("dtype", [torch.complex64, torch.complex128], ids=str)
def test_rounding_of_complex_numbers_passes_and_a_little_more_fails(dtype):
    expected = torch.ones(3, dtype=torch.complex128)
    eps = torch.finfo(dtype).eps
    assert_close((expected + 30j * eps).to(dtype), expected.to(dtype))
    message(assert_close, (expected + 36j * eps).to(dtype), expected.to(dtype))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_rounding_of_an_array_passes_and_a_little_more_fails(dtype):
    expected = np.ones(3)
    eps = float(np.finfo(dtype).eps)
    assert_close((expected + 30 * eps).astype(dtype), expected.astype(dtype))
    message(assert_close, (expected + 36 * eps).astype(dtype), expected.astype(dtype))


def test_the_tolerance_grows_with_the_summands():
    expected = torch.ones(1, dtype=torch.float64)
    got = expected + 300 * torch.finfo(torch.float64).eps
    message(assert_close, got, expected, summands=9)
    assert_close(got, expected, summands=10)


def test_the_tolerance_of_a_number_grows_with_the_summands_and_its_size():
    eps = float(np.finfo(np.float32).eps)
    assert_close(1 + 300 * eps, 1.0, summands=10)
    message(assert_close, 1 + 300 * eps, 1.0, summands=9)
    assert_close(10 + 300 * eps, 10.0)
    message(assert_close, 10 + 340 * eps, 10.0)


def test_the_tolerance_grows_with_the_largest_expected_value():
    eps = torch.finfo(torch.float64).eps
    got = torch.tensor([1 + 300 * eps, 10], dtype=torch.float64)
    assert_close(got, torch.tensor([1.0, 10.0], dtype=torch.float64))
    message(assert_close, got[:1], torch.ones(1, dtype=torch.float64))


def test_the_students_own_values_do_not_widen_the_tolerance():
    expected = torch.ones(2)
    message(assert_close, torch.tensor([1.01, 1e9]), expected)


def test_infinity_does_not_widen_the_tolerance():
    found = message(assert_close, torch.tensor([-INF, 1.5]), torch.tensor([-INF, 1.0]))
    assert found.startswith("1 of 2 values")


@pytest.mark.parametrize("kind", [torch.tensor, np.array], ids=["tensor", "array"])
def test_nan_and_infinity_equal_themselves(kind):
    values = kind([NAN, INF, -INF, 1.0])
    assert_close(values, kind([NAN, INF, -INF, 1.0]))


@pytest.mark.parametrize("got", [NAN, INF, -INF, 0.0])
@pytest.mark.parametrize("expected", [NAN, INF, -INF, 0.0])
def test_nan_and_infinity_equal_nothing_else(got, expected):
    same = got == expected or (math.isnan(got) and math.isnan(expected))
    for wrap in (torch.tensor, np.array):
        if same:
            assert_close(wrap([got]), wrap([expected]))
        else:
            message(assert_close, wrap([got]), wrap([expected]))


@pytest.mark.parametrize("got", [NAN, INF, -INF, 0.0])
@pytest.mark.parametrize("expected", [NAN, INF, -INF, 0.0])
def test_a_number_that_is_not_finite_equals_itself_only(got, expected):
    if got == expected or (math.isnan(got) and math.isnan(expected)):
        assert_close(got, expected)
    else:
        message(assert_close, got, expected)


def test_an_empty_tensor_equals_an_empty_tensor():
    assert_close(torch.empty(0, 3), torch.empty(0, 3))
    message(assert_close, torch.empty(0, 2), torch.empty(0, 3))


def test_a_gradient_does_not_matter():
    assert_close(torch.ones(2, requires_grad=True) * 2, torch.full((2,), 2.0))


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.bool], ids=str)
def test_integers_and_bools_are_exact(dtype):
    expected = torch.tensor([0, 1, 1]).to(dtype)
    assert_close(expected.clone(), expected)
    message(assert_close, torch.tensor([0, 1, 0]).to(dtype), expected)


# ------------------------------------------------------------------- types are told apart

RIGHT = {
    "int": 3,
    "float": 3.0,
    "bool": True,
    "text": "3",
    "none": None,
    "list": [3],
    "dict": {"a": 3},
    "tensor": torch.tensor([3.0]),
    "int tensor": torch.tensor([3]),
    "array": np.array([3.0]),
    "single array": np.array([3.0], dtype=np.float32),
}


@pytest.mark.parametrize("expected", RIGHT.values(), ids=RIGHT.keys())
@pytest.mark.parametrize("got", RIGHT.values(), ids=RIGHT.keys())
def test_equal_takes_its_own_type_only(got, expected):
    if got is expected:
        assert_equal(got, expected)
    else:
        message(assert_equal, got, expected)


@pytest.mark.parametrize("expected", RIGHT.values(), ids=RIGHT.keys())
@pytest.mark.parametrize("got", RIGHT.values(), ids=RIGHT.keys())
def test_close_takes_its_own_type_only_but_any_number_for_a_float(got, expected):
    one_value = isinstance(got, torch.Tensor | np.ndarray) or type(got) in (int, float)
    arrays = {id(RIGHT["array"]), id(RIGHT["single array"])}
    if (
        {id(got), id(expected)} <= arrays
        or (expected is RIGHT["float"] and one_value)
        or got is expected
    ):
        assert_close(got, expected)
    else:
        message(assert_close, got, expected)


@pytest.mark.parametrize("got", [2.5, 3.0, True, torch.tensor(3), np.int64(3), "3", 4], ids=repr)
def test_an_int_is_only_that_int(got):
    assert_equal(3, 3)
    message(assert_equal, got, 3)


def test_true_is_not_one():
    assert message(assert_equal, 1, True) == "the answer must be a bool, got an int"
    assert message(assert_close, True, 1.0) == "the output must be a number, got a bool"


@pytest.mark.parametrize("check", [assert_close, assert_equal])
def test_lists_and_tuples_are_alike(check):
    check([1, (2, 3)], (1, [2, 3]))
    check((1, [2, 3]), [1, (2, 3)])


@pytest.mark.parametrize("check", [assert_close, assert_equal])
def test_a_container_of_another_length_fails(check):
    assert "has 1 item, expected 2" in message(check, (1,), (1, 2))
    assert "has 3 items, expected 2" in message(check, (1, 2, 3), (1, 2))


@pytest.mark.parametrize("check", [assert_close, assert_equal])
def test_a_dict_is_compared_by_its_keys(check):
    expected = {"a": torch.ones(2), "b": 2}
    check({"b": 2, "a": torch.ones(2)}, expected)
    message(check, {"a": torch.zeros(2), "b": 2}, expected)
    message(check, {"a": torch.ones(2)}, expected)


def test_equal_tensors_are_equal_to_the_last_bit():
    expected = torch.tensor([1.0, NAN, INF])
    assert_equal(torch.tensor([1.0, NAN, INF]), expected)
    message(assert_equal, torch.tensor([1 + 2**-23, NAN, INF]), expected)


@pytest.mark.parametrize(
    "right", [np.float64(0.5), np.float32(0.5), np.True_, np.int64(3)], ids=repr
)
@pytest.mark.parametrize("check", [assert_close, assert_equal])
def test_a_numpy_number_equals_the_one_that_crossed_a_wire(check, right):
    got = float(right) if isinstance(right, float) else np.asarray(right)
    check(got, right)


# ------------------------------------------------------------------------------- small checks


def test_check_fails_with_its_message():
    check(True, "never")
    assert message(check, False, "the mean must be 0") == "the mean must be 0"


def test_fields_gives_the_values_in_order():
    assert fields({"avg": 2, "max": 1}, "max", "avg") == (1, 2)


def test_fields_says_which_key_is_missing():
    assert message(fields, {"max": 1}, "max", "avg") == "the answer has no key 'avg'"


def test_fields_says_what_is_no_dict():
    assert message(fields, [1], "max") == "the answer must be a dict, got a list"


@pytest.mark.parametrize(
    "got", [3, 3.0, torch.tensor(3.0), torch.tensor([[3]]), np.float32(3), np.array([3])], ids=repr
)
def test_number_takes_one_value_of_any_kind(got):
    found = number(got)
    assert (type(found), found) == (float, 3.0)


@pytest.mark.parametrize(
    "got",
    [
        None, "3", True, [3], {}, 3j, torch.ones(2), torch.empty(0), np.array([True]),
        torch.tensor(True), torch.tensor(3j), np.array(["3"]), np.array([None]),
    ],
    ids=lambda got: repr(got)[:20],
)  # fmt: skip
def test_number_refuses_all_else(got):
    assert message(number, got).startswith("the answer must be a number, got ")


def test_an_integer_over_all_floats_is_infinite():
    assert number(10**400) == INF
    assert number(-(10**400)) == -INF


def test_tensor_gives_the_tensor():
    x = torch.ones(2, 3)
    assert tensor(x, (2, 3)) is x
    assert tensor(x) is x


def test_tensor_says_the_shape():
    found = message(tensor, torch.ones(2), (2, 1), what="the mask")
    assert found == "the mask has shape (2,), expected (2, 1)"


def test_tensor_says_the_type():
    assert message(tensor, np.ones(2)) == "the output must be a tensor, got a NumPy array"


# --------------------------------------------------------------- calls that must be refused

SOURCE = """
class Bad(ValueError): pass
def value(x): raise ValueError("x is 3; it must be 1")
def subclass(x): raise Bad
def type_error(x): raise TypeError("no")
def returns(x): return x
def nothing(x): pass
def todo(x): raise NotImplementedError
def net(x): return Bad()
def spoil(x): x += 1
def sort(x): x.sort()
"""


@pytest.fixture
def student():
    module = ModuleType("refusals")
    exec(compile(SOURCE, "refusals.py", "exec"), vars(module))
    return Namespace(Local(vars(module), ("refusals.py",)))


@pytest.mark.parametrize("name", ["value", "subclass"])
def test_a_value_error_is_a_refusal(student, name):
    assert_refuses(getattr(student, name), 3)


def test_another_error_is_no_refusal(student):
    found = message(assert_refuses, student.type_error, 3, because="x is not 1")
    assert found == "`type_error` must raise ValueError where x is not 1; it raised TypeError"


def test_an_answer_is_no_refusal(student):
    found = message(assert_refuses, student.returns, 3)
    assert found == "`returns` must raise ValueError for this argument; it returned an int"


def test_an_object_is_no_refusal(student):
    assert message(assert_refuses, student.net, 3).endswith("it returned an object of type Bad")


def test_a_stub_is_no_refusal_but_still_to_do(student):
    with pytest.raises(NoAnswer) as caught:
        assert_refuses(student.todo, 3)
    assert caught.value.answer.kind == "todo"


def test_a_missing_function_is_no_refusal(student):
    with pytest.raises(NoAnswer, match="there is no `absent`"):
        assert_refuses(student.absent, 3)


def test_a_lost_worker_is_no_refusal():
    class Gone:
        def answer(self, _):
            return Lost("timeout", "did not return within 5 s")

    with pytest.raises(NoAnswer, match="did not return"):
        assert_refuses(Namespace(Gone()).f, 3)


def test_a_changed_argument_fails(student):
    assert_unchanged(student.returns, torch.ones(2))
    assert message(assert_unchanged, student.spoil, torch.ones(2)) == (
        "`spoil` changed an argument in place; work on a copy or a new tensor"
    )


# ------------------------------------------------------------------------------ odd answers


class Unfriendly:
    """An object that answers every question with an error."""

    def __eq__(self, other):
        raise RuntimeError

    __hash__ = None

    def __len__(self):
        raise RuntimeError

    def __bool__(self):
        raise RuntimeError


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=5)
)
DTYPES = st.sampled_from([*FLOATS, torch.complex64, torch.bool, torch.uint8, torch.int64])
NUMPY_DTYPES = st.sampled_from(
    ["f2", "f4", "f8", ">f8", "g", "c8", "?", "u1", "i8", "U3", "O", "M8[s]"]
)
SHAPES = st.lists(st.integers(0, 3), max_size=3)
TENSORS = st.builds(lambda shape, dtype: torch.ones(shape).to(dtype), SHAPES, DTYPES)
ARRAYS = st.builds(np.zeros, SHAPES, NUMPY_DTYPES)
NUMPY_SCALARS = st.sampled_from(
    [np.float64(1), np.float32(NAN), np.int8(1), np.True_, np.str_("a"), np.complex64(1j)]
)
OBJECTS = st.builds(
    lambda make: make(),
    st.sampled_from([object, Unfriendly, set, lambda: range(3), lambda: HANDLE]),
)
ODD = st.recursive(
    SCALARS | TENSORS | ARRAYS | NUMPY_SCALARS | OBJECTS | st.builds(Seeded, st.integers(0, 9)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.sampled_from(["a", "b", 1]), inner, max_size=3)
    ),
    max_leaves=6,
)
EXPECTED = st.sampled_from(
    [
        None, 3, 3.5, NAN, INF, True, "ab", torch.ones(2, 3), torch.ones(2, dtype=torch.int64),
        torch.ones(()), torch.ones(1, dtype=torch.bfloat16), torch.ones(2, dtype=torch.complex64),
        torch.tensor([True]), np.ones((2, 3)), np.ones(2, dtype=np.int64), np.float64(1.5),
        [1, 2.5], (torch.ones(2), "a"), {"a": torch.ones(2), "b": 1}, {"a": {"b": [np.ones(2)]}}, {},
    ]
)  # fmt: skip


def fails_at_most(call, *args, **kwargs):
    """Run a check; any exception but `CheckFailure` comes through."""
    try:
        call(*args, **kwargs)
    except CheckFailure as failure:
        return str(failure)
    return ""


@settings(max_examples=600, deadline=None, derandomize=True, database=None)
@given(got=ODD, expected=EXPECTED)
def test_an_odd_answer_is_never_more_than_a_failed_comparison(got, expected):
    for compare in (assert_close, assert_equal):
        said = fails_at_most(compare, got, expected)
        assert len(said) < 400


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(got=ODD)
def test_an_odd_answer_is_never_more_than_a_failed_check(got):
    fails_at_most(number, got)
    fails_at_most(tensor, got)
    fails_at_most(tensor, got, (2, 3))
    fails_at_most(fields, got, "a", "b")


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(got=ODD)
def test_an_odd_answer_is_never_a_refusal_or_unchanged_by_accident(got):
    class Odd:
        def answer(self, _):
            return Value(got)

    odd = Namespace(Odd())
    assert fails_at_most(assert_refuses, odd.f, 1)
    fails_at_most(assert_unchanged, odd.f, 1)
    fails_at_most(odd.f.vjp, torch.ones(1), 1)
    fails_at_most(odd.f.new)


@pytest.mark.parametrize("expected", [3, 2.5, "a", None, {"a": 1}, [1]], ids=repr)
def test_a_tensor_inside_a_container_is_never_more_than_a_failure(expected):
    for got in ({"a": torch.ones(2)}, [torch.ones(2)], {"a": np.ones(2)}, torch.ones(2)):
        assert fails_at_most(assert_equal, got, expected)
        assert fails_at_most(assert_close, got, expected)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: torch.ones(1).to_sparse(), id="sparse"),
        pytest.param(lambda: torch.ones(1, device="meta"), id="meta"),
        pytest.param(lambda: torch.ones(1, dtype=torch.float8_e4m3fn), id="float8"),
    ],
)
def test_a_tensor_that_no_wire_would_bring_is_never_more_than_a_failure(make):
    assert fails_at_most(assert_close, make(), torch.full((1,), 2.0))
    fails_at_most(number, make())


@pytest.mark.parametrize("got", [10**400, -(10**5000)], ids=["large", "huge"])
@pytest.mark.parametrize("expected", [3, 3.5, "a", torch.ones(1)], ids=repr)
def test_a_huge_integer_is_never_more_than_a_failure(got, expected):
    assert fails_at_most(assert_close, got, expected)
    assert fails_at_most(assert_equal, got, expected)


def test_a_reference_is_never_shown_as_one():
    class Odd:
        def answer(self, _):
            return Value([Ref(0, "Net")])

    found = message(assert_close, Namespace(Odd()).f(), [torch.ones(2)])
    assert found == "the output[0] must be a tensor, got an object of type Net"
