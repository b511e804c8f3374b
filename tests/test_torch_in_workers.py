"""What torch needs inside a worker, works: at import and in calls, whatever the suite preloads."""

import inspect
from collections.abc import Iterable, Iterator

import pytest
import torch_snippets
from real_workers import Workers

from autograder.worker.told import ALONE, UNCOMPILED

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SOURCE = inspect.getsource(torch_snippets)
SNIPPETS = [
    name
    for name, function in vars(torch_snippets).items()
    if inspect.isfunction(function) and not inspect.signature(function).parameters
]
PRELOADED = ("autograder.networks.vision", "torch.optim", "torch.utils.data", "matplotlib.pyplot")
POOLING = ("*max_pool*", "*avg_pool*", "amax")
WITH_GRADIENTS = ("anomaly", "checkpoint", "clip", "deterministic_conv", "func", "grad", "linear")
WITH_GRADIENTS += ("optim", "scheduler", "dynamo_for_real")  # it refuses a torch that lacks any
SETTINGS = """
import torch
def change():
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    return True
def look():
    x = torch.ones(1)
    deterministic = torch.are_deterministic_algorithms_enabled()
    return [str(x.dtype), x.device.type, torch.is_grad_enabled(), deterministic]
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as workers:
        yield workers


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_snippet_works_first_at_import_and_then_in_a_call(workers: Workers, snippet: str):
    source = f"{SOURCE}\nAT_IMPORT = {snippet}()\n\ndef at_import():\n    return AT_IMPORT\n"
    reply = workers.run(source, "at_import", snippet, seconds=60)
    assert reply["level"] == "full"
    assert reply["import"] is None or set(reply["import"]["notes"]) <= {UNCOMPILED, ALONE}
    assert reply["answers"] == [True, True]


def test_all_of_them_work_in_one_worker_where_a_suite_preloads():
    with Workers(PRELOADED) as workers:
        assert wrong(workers, SNIPPETS) == {}


def test_all_of_them_work_while_pooling_is_banned(workers: Workers):
    assert wrong(workers, SNIPPETS, forbidden=POOLING) == {}


def test_those_without_gradients_work_while_autograd_is_banned(workers: Workers):
    plain = [name for name in SNIPPETS if not any(word in name for word in WITH_GRADIENTS)]
    assert len(plain) > 80
    assert wrong(workers, plain, forbidden=("autograd",)) == {}


def test_what_a_call_sets_for_the_process_is_put_back_for_the_next(workers: Workers):
    after_a_call = workers.run(SETTINGS, "change", "look")["answers"][1]
    assert after_a_call == ["torch.float32", "cpu", True, False]
    at_import = SETTINGS + "torch.set_default_dtype(torch.float64)\n"
    assert workers.run(at_import, "change", "look")["answers"][1][0] == "torch.float64"


REFUSED = {
    "open('/usr/lib/x', 'w')": "writes to its working folder only",
    "open('full', 'wb').write(bytes(70 << 20))": "holds 64 MB and 1,000 files",
    "torch.save(x, '/etc/x.pt')": "writes to its working folder only",
    "open('data/train.csv')": "no other file",
    "torch.hub.load('pytorch/vision', 'resnet18')": "no network",
    "torch.hub.load_state_dict_from_url('https://x.example/x.pth')": "no network",
    "__import__('torchvision').models.resnet18(weights='DEFAULT')": "`weights=None`",
    "__import__('subprocess').run(['ls'])": "starts no processes",
    "torch.multiprocessing.get_context('fork').Process(target=len).start()": "`num_workers=0`",
}


@pytest.mark.parametrize("refused", REFUSED)
def test_what_is_refused_says_what_there_is_instead(workers: Workers, refused: str):
    source = f"import torch\nx = torch.ones(1)\ndef f():\n    {refused}\n"
    (answer,) = workers.run(source, "f", seconds=60)["answers"]
    assert REFUSED[refused] in answer


def test_what_is_done_otherwise_is_told_once(workers: Workers):
    source = "import torch\n@torch.compile\ndef f(x):\n    return x\n"
    source += "g = torch.compile(f, mode='max-autotune')\n"
    source += "def load(data):\n    return torch.utils.data.DataLoader(data, num_workers=4)\n"
    assert workers.run(source)["import"] == {"notes": {UNCOMPILED: "", ALONE: ""}}


def wrong(workers: Workers, snippets: Iterable[str], forbidden: tuple[str, ...] = ()) -> dict:
    """What went wrong, one after the other in one worker."""
    reply = workers.run(SOURCE, *snippets, forbidden=forbidden, seconds=60, cpu_seconds=200)
    answers = dict(zip(snippets, reply["answers"], strict=True))
    return {name: answer for name, answer in answers.items() if answer is not True}
