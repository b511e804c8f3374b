"""Public tests that fail in every way, work of a student's for them, and what each must say."""

TESTS = """\
import numpy as np
import pytest
import torch
import work

torch_values = pytest.mark.question("torch_values")
EXPECTED = torch.tensor([[3.0, 6.0], [7.0, 8.0]])


def same(got, expected):
    assert got.shape == expected.shape
    assert torch.allclose(got, expected)


def test_close():
    torch.testing.assert_close(work.values(), EXPECTED)


def test_a_shape():
    torch.testing.assert_close(work.shape(), EXPECTED)


def test_a_dtype():
    torch.testing.assert_close(work.dtype(), EXPECTED)


def test_nothing_returned():
    torch.testing.assert_close(work.nothing(), EXPECTED)


def test_nothing_used():
    same(work.nothing(), EXPECTED)


def test_same_values():
    same(work.values(), EXPECTED)


def test_same_shape():
    same(work.shape(), EXPECTED)


def test_a_dict():
    got = {"mean": EXPECTED, "var": work.values()}
    torch.testing.assert_close(got, {"mean": EXPECTED, "var": EXPECTED})


def test_arrays():
    np.testing.assert_allclose(np.array([1.0, 2.0]), [1.0, 3.0])


def test_arrays_of_another_shape():
    np.testing.assert_allclose(np.zeros((2, 3)), np.zeros((3, 2)))


def test_a_list():
    np.testing.assert_allclose([1.0, 2.0], [1.0, 3.0])


def test_a_number():
    assert work.number() == 55


def test_a_number_with_a_word():
    assert work.number() == 55, "round down"


def test_a_type():
    assert type(work.number()) is float


def test_an_output_shape():
    assert work.values().shape == (2, 7)


def test_about():
    assert work.number() == pytest.approx(0.5)


def test_other_comparisons():
    assert abs(work.number()) < 0.5


def test_rows():
    assert [1, 2, 3, 4] == [1, 2, 4, 3]


def test_refuses():
    with pytest.raises(ValueError):
        work.number()


def test_missing():
    work.gone()


def test_raising():
    work.raising()


def test_a_missing_key():
    work.keys()


def test_to_do():
    work.to_do()


def test_arguments():
    work.number(3)


def test_parts(subtests):
    for i in range(3):
        with subtests.test(i=i):
            assert i == 0


def test_part_to_do(subtests):
    with subtests.test():
        work.to_do()


@pytest.mark.skip(reason="later")
def test_skipped():
    raise AssertionError


@pytest.mark.xfail
def test_expected_to_fail():
    raise AssertionError


@pytest.mark.xfail(strict=True)
def test_that_passes_all_the_same():
    pass


def test_right():
    assert work.number() == 54
"""
WORK = """\
import torch

def values():
    return torch.tensor([[3.0, 4.0], [7.0, 8.5]])

def shape():
    return torch.zeros(1, 2)

def dtype():
    return torch.tensor([[3, 6], [7, 8]])

def nothing():
    pass

def number():
    return 54

def raising():
    return torch.zeros(2) @ torch.zeros(3)

def keys():
    return {}["mean"]

def to_do():
    raise NotImplementedError
"""
WRONG = "2 of 4 values differ; the first at [0, 1]: expected 6, got 4"
RETURN = "does your function end without a return?"
FIRST = {
    "close": WRONG,
    "a_shape": "expected shape (2, 2), got (1, 2)",
    "a_dtype": "expected dtype torch.float32, got torch.int64",
    "nothing_returned": f"expected a Tensor of shape (2, 2), got None: {RETURN}",
    "nothing_used": f"AttributeError: got None: {RETURN}",
    "same_values": WRONG,
    "same_shape": "expected shape (2, 2), got (1, 2)",
    "a_dict": f"['var'] {WRONG}",
    "arrays": "1 of 2 values differ; the first at [1]: expected 3, got 2",
    "arrays_of_another_shape": "expected shape (3, 2), got (2, 3)",
    "a_list": "1 of 2 values differ; the first at [1]: expected 3, got 2",
    "a_number": "expected 55, got 54",
    "a_number_with_a_word": "round down",
    "a_type": "assert <class 'int'> is float",
    "an_output_shape": "expected shape (2, 7), got (2, 2)",
    "about": "expected 0.5 ± 5.0e-07, got 54",
    "other_comparisons": "assert 54 < 0.5",
    "rows": "2 of 4 items differ; the first at [2]: expected 4, got 3",
    "refuses": "expected a ValueError, but nothing was raised",
    "missing": "AttributeError: work.py has no gone: write it under this name",
    "raising": "RuntimeError: inconsistent tensor size, expected tensor [2] and src [3] to have the"
    " same number of elements, but got 2 and 3 elements respectively (work.py, line 19)",
    "a_missing_key": "KeyError: 'mean'",
    "to_do": "still to do",
    "arguments": "TypeError: number() takes 0 positional arguments but 1 was given",
    "parts": "expected 0, got 1",
    "part_to_do": "still to do",
    "skipped": "",
    "expected_to_fail": "",
    "that_passes_all_the_same": "[XPASS(strict)] ",
    "right": "",
}
