"""What the author of a hidden suite imports: `from autograder.suite import assert_close, local`."""

from autograder.diagnose import code_edit, edit, instead_of
from autograder.errors import CheckFailure
from autograder.suite.checks import (
    assert_close,
    assert_equal,
    assert_refuses,
    assert_refuses_each,
    assert_unchanged,
    check,
    fields,
    number,
    tensor,
)
from autograder.suite.differences import difference
from autograder.suite.gradients import Gradients, gradients
from autograder.suite.learning import (
    Lesson,
    accuracy_after,
    assert_batch_norm_trains,
    assert_learns,
    logits_after,
    stripes,
)
from autograder.suite.networks import rows, share_weights
from autograder.suite.rounding import is_real, tolerance
from autograder.suite.student import (
    Handle,
    Namespace,
    NoAnswer,
    article,
    local,
    unrecorded,
)
from autograder.worker.answering.tools import call_order, fill_lazy

__all__ = [
    "CheckFailure",
    "Gradients",
    "Handle",
    "Lesson",
    "Namespace",
    "NoAnswer",
    "accuracy_after",
    "article",
    "assert_batch_norm_trains",
    "assert_close",
    "assert_equal",
    "assert_learns",
    "assert_refuses",
    "assert_refuses_each",
    "assert_unchanged",
    "call_order",
    "check",
    "code_edit",
    "difference",
    "edit",
    "fields",
    "fill_lazy",
    "gradients",
    "instead_of",
    "is_real",
    "local",
    "logits_after",
    "number",
    "rows",
    "share_weights",
    "stripes",
    "tensor",
    "tolerance",
    "unrecorded",
]
