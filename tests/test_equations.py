"""Equations: answers that are right for other arguments, or edited right answers, without a catalogue."""

import pytest
import torch

from autograder.diagnose import Budget, Catalogue, Reference, Search, Transcript, agree, equation
from autograder.diagnose.edits import marked_edit
from autograder.suite import Namespace, edit
from autograder.worker.answering import Local


def pool(x, kernel_size, stride=None, padding=0):
    """The right one: the largest value of each window."""
    k, s = kernel_size, kernel_size if stride is None else stride
    kh, kw = k if isinstance(k, tuple) else (k, k)
    sh, sw = s if isinstance(s, tuple) else (s, s)
    if x.ndim != 4 or padding > min(kh, kw) // 2:
        raise ValueError("x or padding")
    x = torch.nn.functional.pad(x, (padding,) * 4, value=-float("inf"))
    return x.unfold(2, kh, sh).unfold(3, kw, sw).amax(dim=(-2, -1))


def scaled(x, by=2.0):
    return x * by


class Layer(torch.nn.Module):
    def __init__(self, factor=2.0, shift=1.0):
        super().__init__()
        self.factor, self.shift = factor, shift

    def forward(self, x):
        return self.factor * x + self.shift


def images(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed)) - 0.5


X, WIDE = images(2, 3, 6, 6), images(1, 2, 5, 8, seed=1)
CALLS = [
    ((X, 2), {}),
    ((X, 3), {"stride": 1}),
    ((X, 3), {"stride": 2, "padding": 1}),
    ((WIDE, (2, 3)), {}),
    ((WIDE, 3), {"stride": (1, 2)}),
]


def said(student, calls=CALLS, name="pool", right=pool, again=True, edits=()):
    """The sentence for a student's function, each call a test that passes where it is right."""
    correct = {name: right}
    transcripts = []
    for args, kwargs in calls:
        kept = Transcript()
        target = Namespace(Local({name: student}), kept.record)
        answers = [getattr(target, name).attempt(*args, **kwargs)]
        kept.passed = agree(
            answers[0], getattr(Namespace(Local(correct)), name).attempt(*args, **kwargs)
        )
        transcripts.append(kept)
    ask = Local({name: student}).answer if again else None
    reference = Reference(Catalogue(correct, {}, edits))
    found = equation(Search(name, transcripts, reference, Budget(20), None, ask))
    return found and found[1]


EXACTLY = "Your `pool` gives exactly what is right "
CASES = [
    (lambda x, k, stride=None, padding=0: pool(x, k, None, padding), "without stride, whatever stride is given."),
    (lambda x, k, stride=None, padding=0: pool(x, k, 1 if stride is None else stride, padding), "if stride = 1 were meant where stride is left out."),
    (lambda x, k, stride=None, padding=0: pool(x, k, stride), "for padding = 0, whatever padding is given."),
    (lambda x, k, stride=None, padding=0: pool(x, k[::-1] if isinstance(k, tuple) else k, stride[::-1] if isinstance(stride, tuple) else stride, padding), "if all pairs were (width, height)."),
    (lambda x, k, stride=None, padding=0: pool(x.abs(), k, stride, padding), "for the absolute values of x."),
    (lambda x, k, stride=None, padding=0: pool(x[..., :-1, :], k, stride, padding), "for x without its last row."),
    (lambda x, k, stride=None, padding=0: torch.cat([pool(x, k, stride, padding)[:1], 0 * pool(x, k, stride, padding)[1:]]), "for the first image, and 0 for all others."),
    (lambda x, k, stride=None, padding=0: pool(x, k, stride, padding).transpose(2, 3), "with rows and columns exchanged."),
]  # fmt: skip


@pytest.mark.parametrize(("student", "words"), CASES, ids=[words for _, words in CASES])
def test_the_edit_that_gives_all_answers_is_said(student, words):
    assert said(student) == EXACTLY + words


def test_right_code_has_no_equation():
    assert said(pool) is None


def test_an_unknown_mistake_is_met_with_silence():
    assert said(lambda *args, **kwargs: pool(*args, **kwargs) ** 3 + 1) is None


def test_a_factor_is_named_by_what_it_is_made_of():
    def summed(x, by=2.0):
        return x * by * x.shape[0] * x.shape[2] * x.shape[3]

    calls = [((X,), {}), ((WIDE, 3.0), {}), ((images(3, 1, 2, 7), 0.5), {})]
    words = "times the number of values of a channel, n * h * w."
    assert (
        said(summed, calls, "scaled", scaled)
        == "Your `scaled` gives exactly what is right " + words
    )


def mean(x, size):
    """The mean of each window, side by side."""
    kh, kw = size
    return x.unfold(2, kh, kh).unfold(3, kw, kw).mean(dim=(-2, -1))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda h, w: h * w / (h + w), "times the height * width of size, divided by its height + width."),
        (lambda h, w: (h + w) / (h * w), "times the height + width of size, divided by its height * width."),
        (lambda h, w: h / w, "times the height of size, divided by its width."),
        (lambda h, w: h * w, "times height * width of size."),
        (lambda h, w: 1 / (h * w), "divided by height * width of size."),
    ],
)  # fmt: skip
def test_a_factor_of_two_quantities_is_said_as_it_is(wrong, words):
    student = lambda x, size: mean(x, size) * wrong(*size)  # noqa: E731
    calls = [((X, (2, 3)), {}), ((WIDE, (3, 2)), {}), ((X, (3, 3)), {})]
    assert said(student, calls, "mean", mean) == "Your `mean` gives exactly what is right " + words


def test_two_edits_at_once_are_said_together():
    def both(x, k, stride=None, padding=0):  # noqa: ARG001 - it is ignored
        return pool(x.abs(), k, None, padding)

    calls = [*CALLS, ((X.abs(), 3), {"stride": 1}), ((X.abs(), 2), {"stride": 1})]
    words = said(both, calls)
    assert "without stride, whatever stride is given" in words
    assert "for the absolute values of x" in words


def test_what_holds_on_the_recorded_calls_only_is_not_said():
    def first_two(x, k, stride=None, padding=0):
        return pool(x, k, stride, padding) if len(x) > 2 else pool(x, k, None, padding)

    assert said(first_two, again=False) == EXACTLY + CASES[0][1]
    assert said(first_two) is None


def test_edits_that_these_tests_cannot_tell_apart_are_all_said():
    calls = [((X, 2), {"padding": 1}), ((X, 3), {"padding": 1})]

    def halved(x, k, stride=None, padding=0):
        return pool(x, k, stride, padding // 2)

    assert said(halved, calls) == EXACTLY + "for padding // 2."
    assert "These tests cannot tell which." in said(halved, calls, again=False)


def test_a_layer_is_explained_by_the_arguments_that_made_it():
    def ask(student):
        calls = []
        for arguments in ({}, {"factor": 3.0}, {"shift": 2.0}):
            kept = Transcript()
            layer = Namespace(Local({"Layer": student}), kept.record).Layer.new(**arguments)
            layer(X)
            kept.passed = not arguments
            calls.append(kept)
        return calls

    class Fixed(Layer):
        def __init__(self, factor=2.0, shift=1.0):  # noqa: ARG002 - it is ignored
            super().__init__(2.0, shift)

    tests = ask(Fixed)
    tests[2].passed = True
    reference = Reference(Catalogue({"Layer": Layer}, {}))
    found = equation(Search("Layer", tests, reference, Budget(20)))
    assert found is not None
    assert "for factor = 2.0, whatever factor is given" in found[1]


def test_an_edit_of_the_course_is_tried_as_well():
    @edit("for the values of x in steps of a tenth")
    def values_are_rounded(given):
        return {"x": (given["x"] * 10).round() / 10}

    own = marked_edit("values_are_rounded", values_are_rounded)
    assert own is not None

    def student(x, k, stride=None, padding=0):
        return pool((x * 10).round() / 10, k, stride, padding)

    assert said(student) is None
    assert said(student, edits=(own,)) == EXACTLY + "for the values of x in steps of a tenth."


def test_an_edit_of_answers_has_two_parameters():
    @edit("in thousandths")
    def answer_in_thousandths(answer, _given):
        return answer * 1000

    own = marked_edit("answer_in_thousandths", answer_in_thousandths)
    student = lambda *args, **kwargs: pool(*args, **kwargs) * 1000  # noqa: E731
    assert said(student, edits=(own,)) == EXACTLY + "in thousandths."


def test_answers_without_information_have_no_equation():
    calls = [((X, 2), {})]
    assert said(lambda x, k: torch.zeros(2, 3, 3, 3), calls) is None


def test_without_processor_time_nothing_is_said():
    kept = Transcript()
    Namespace(Local({"pool": lambda x, k: -pool(x, k)}), kept.record).pool(X, 2)
    search = Search("pool", [kept], Reference(Catalogue({"pool": pool}, {})), Budget(-1))
    assert equation(search) is None


@pytest.mark.parametrize("kind", [tuple, list])
def test_arguments_may_hold_tensors_of_several_sizes(kind):
    def backward(grad, cache):
        x, scale = cache
        return grad * x.sum() * scale[0]

    calls = [((X[0, 0], kind((images(4, seed=i), images(5, seed=i)))), {}) for i in range(3)]
    assert said(lambda grad, cache: None, calls, "backward", backward) is None
    wrong = said(lambda grad, cache: -backward(grad, cache), calls, "backward", backward)
    assert wrong == "Your `backward` gives exactly what is right for -grad."


def test_a_missing_return_costs_no_search():
    asked = []

    def right(x, by=2.0):
        asked.append(by)
        return x * by

    calls = [((X,), {"by": float(by)}) for by in range(3)]
    assert said(lambda x, by=2.0: None, calls, "scaled", right) is None
    assert len(asked) == 2 * len(calls)  # by the tests, and once more beside their answers
