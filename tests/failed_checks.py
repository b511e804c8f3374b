"""Values that tests of checks share, and the message of a check that fails."""

import pytest
import torch

from autograder.errors import CheckFailure

NAN, INF = float("nan"), float("inf")
FLOATS = [torch.float16, torch.bfloat16, torch.float32, torch.float64]


def message(call, *args, **kwargs):
    with pytest.raises(CheckFailure) as caught:
        call(*args, **kwargs)
    return str(caught.value)
