"""What torch needs inside a worker, works: at import and in calls, whatever the suite preloads.

Each snippet gets a fresh worker, so that it is the first to use what it uses.
"""

import inspect
from collections.abc import Iterator

import pytest
import torch_snippets
from real_workers import Workers

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SOURCE = inspect.getsource(torch_snippets)
SNIPPETS = [
    name
    for name, function in vars(torch_snippets).items()
    if inspect.isfunction(function) and not inspect.signature(function).parameters
]
SLOW = {"dynamo_for_real", "linearize", "pyplot", "pyplot_use"}  # import a thousand modules
PRELOADED = ("autograder.vision", "torch.optim", "torch.utils.data", "matplotlib.pyplot")
POOLING = ("*max_pool*", "*avg_pool*", "amax")
USES_AUTOGRAD = (
    "optim",
    "func",
    "grad",
    "scheduler",
    "checkpoint",
    "anomaly",
    "deterministic_conv",
)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as workers:
        yield workers


@pytest.fixture(scope="module")
def preloaded() -> Iterator[Workers]:
    with Workers(PRELOADED) as workers:
        yield workers


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_works_at_import_and_in_calls(workers: Workers, snippet: str):
    source = f"{SOURCE}\nAT_IMPORT = {snippet}()\n\ndef at_import():\n    return AT_IMPORT\n"
    reply = workers.run(source, "at_import", snippet, seconds=60 if snippet in SLOW else 20)
    assert (reply["level"], reply["import"]) == ("full", None), reply
    assert reply["answers"] == [True, True]


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_works_where_a_suite_preloads(preloaded: Workers, snippet: str):
    assert preloaded.run(SOURCE, snippet, seconds=60)["answers"] == [True]


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_works_while_pooling_is_banned(workers: Workers, snippet: str):
    assert workers.run(SOURCE, snippet, forbidden=POOLING, seconds=60)["answers"] == [True]


@pytest.mark.parametrize(
    "snippet", [name for name in SNIPPETS if not any(word in name for word in USES_AUTOGRAD)]
)
def test_a_snippet_without_gradients_works_while_autograd_is_banned(workers: Workers, snippet: str):
    assert workers.run(SOURCE, snippet, forbidden=("autograd",), seconds=60)["answers"] == [True]
