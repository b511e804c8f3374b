"""Calls made in a process in which operators are banned.

A ban poisons the process it is made in, so every ban here has a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = '"Pooling" is yours to write: '

PRELUDE = """
import gc, json, sys, threading, warnings
warnings.simplefilter("ignore")
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode, _disable_current_modes

torch.manual_seed(1)
x = torch.randn(1, 2, 4, 6)
wide = torch.randn(1, 2, 4, 4, 4)
quantised = torch.quantize_per_tensor(x, 0.1, 0, torch.quint8)

def scripted(image: torch.Tensor):
    return torch.max_pool2d(image, [2, 2])

def scripted_mean(image: torch.Tensor):
    return F.avg_pool2d(image, [2, 2])

def scripted_grad(total: torch.Tensor, image: torch.Tensor):
    return torch.autograd.grad([total], [image])

def scripted_backward(total: torch.Tensor):
    total.backward()

def forward_mode():
    with torch.autograd.forward_ad.dual_level():
        dual = torch._VF._make_dual(x, torch.ones_like(x), level=0)
        return torch._VF._unpack_dual(dual * dual, level=0)[1]

def out(*shape):
    return torch.empty(*shape), torch.empty(*shape, dtype=torch.long)

def in_a_thread(call):
    found = []
    def work():
        try:
            found.append((call(), None))
        except BaseException as error:
            found.append((None, error))
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if found[0][1] is not None:
        raise found[0][1]
    return found[0][0]

class Outside(TorchDispatchMode):
    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        with _disable_current_modes():
            return function(*args, **(kwargs or {}))

class Disguised(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        with torch._C.DisableTorchFunctionSubclass():
            return function(*args, **(kwargs or {}))

def within(context, call):
    with context:
        return call()
"""


def child(source, tmp_path):
    """What this source prints last, as JSON, in a process of its own."""
    file = tmp_path / "routes.py"  # TorchScript reads the source of what it compiles
    file.write_text(source)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(file)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def outcomes(patterns, routes, tmp_path):
    """By route: `answer`, or the error that came instead; all in one process."""
    calls = "\n".join(f"    {name!r}: lambda: {call}," for name, call in routes.items())
    return child(
        f"""{PRELUDE}
y = x.clone().requires_grad_()
from autograder.worker.ban import ban, ban_for
ban_for("Pooling")
ban({patterns!r})
found = {{}}
for name, call in {{
{calls}
}}.items():
    try:
        call()
        found[name] = "answer"
    except Exception as error:
        found[name] = f"{{type(error).__name__}}: {{error}}"
print(json.dumps(found))
""",
        tmp_path,
    )
