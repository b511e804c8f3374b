"""Runs a hidden suite on many hand-ins: `python run_suite.py SUITE HANDIN ...`.

torch is imported once and each run is a fork, so that a hand-in costs what its tests cost. The last
line for each hand-in is `<pytest's exit status> <path>`.
"""

import os
import sys

import pytest
import torch

PLUGINS = ["-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "autograder.suite.plugin"]
PLUGINS += ["-p", "no:warnings"]  # as in a judge: a warning of a hand-in costs no points


def main(suite, *handins):
    torch.set_num_threads(1)  # before a fork: threads do not survive one
    x = torch.ones(1, requires_grad=True)
    torch.autograd.grad(x * 2, x, torch.ones(1))  # imports what every fork would import again
    for handin in handins:
        child = os.fork()
        if child == 0:
            status = pytest.main(["-q", "--no-header", *PLUGINS, suite, "--submission", handin])
            sys.stdout.flush()
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(status, handin, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
