#!/bin/sh
# torch.utils.flop_counter on a CPU: what it counts for layers in groups, for attention and for an LSTM.
#
# Version: torch 2.13.0, CPU.
# One would expect:
#   - the weight gradient of a convolution in 8 groups to cost as much as its forward pass, as it does
#     without groups: each number of the gradient is a sum over images and places, in groups or not;
#   - scaled_dot_product_attention and nn.LSTM to cost their matrix products, as they do where torch
#     takes them step by step.
# Seen:
#   - the weight gradient in 8 groups is counted 8 times: the formula takes all input channels for each
#     filter, where a filter sees those of its group;
#   - attention fused for the CPU and LSTM layers of oneDNN have no formula, and count as 0.
#
# Prints the version and the counts; fails where the behaviour is another one. Needs Python 3.11 to
# 3.13 and pip; touches nothing but a temporary folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 numpy
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import sys

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode


def counts(run):
    """The operations of the forward pass, and of the backward pass."""
    with FlopCounterMode(display=False) as forward:
        made = run()
    with FlopCounterMode(display=False) as backward:
        (made[0] if isinstance(made, tuple) else made).sum().backward()
    return forward.get_total_flops(), backward.get_total_flops()


print("torch", torch.__version__)
x = torch.randn(2, 8, 6, 6)  # needs no gradient: the backward pass is the weight's alone
seen = {"no groups": counts(lambda: nn.Conv2d(8, 8, 3)(x))}
seen["8 groups"] = counts(lambda: nn.Conv2d(8, 8, 3, groups=8)(x))
q = torch.randn(2, 2, 5, 4, requires_grad=True)
attention = nn.functional.scaled_dot_product_attention
seen["attention, fused"] = counts(lambda: attention(q, q, q))
seen["attention, in steps"] = counts(lambda: attention(q, q, q, dropout_p=0.1))
steps = torch.randn(5, 2, 8)
seen["LSTM"] = counts(lambda: nn.LSTM(8, 6)(steps))
seen["LSTM cell, five steps"] = counts(
    lambda cell=nn.LSTMCell(8, 6): sum(cell(step)[0] for step in steps)
)
for name, (forward, backward) in seen.items():
    print(f"{name:24} forward {forward:>8,}   backward {backward:>8,}")
expected = {
    "weight gradient without groups": seen["no groups"][1] == seen["no groups"][0],
    "weight gradient in 8 groups is 8 times the forward pass":
        seen["8 groups"][1] == 8 * seen["8 groups"][0],
    "fused attention is free": seen["attention, fused"] == (0, 0),
    "attention in steps is not": min(seen["attention, in steps"]) > 0,
    "an LSTM layer is free": seen["LSTM"] == (0, 0),
    "an LSTM cell is not": min(seen["LSTM cell, five steps"]) > 0,
}
changed = [name for name, same in expected.items() if not same]
print("as before" if not changed else f"changed: {', '.join(changed)}")
sys.exit(bool(changed))
PROGRAM
