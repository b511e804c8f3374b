"""A suite asks for a trained network's logits, and a training keeps no memory."""

import os
import subprocess
import sys

import msgspec
import pytest
import torch
from conftest import ROOT
from small_trainings import SCALE, SHORT, Constant, after_third, blobs, small

from autograder.networks.train import logits_after_training
from autograder.suite import Namespace, NoAnswer, local
from autograder.worker.answering import Local


def sent(recipe=SHORT):
    samples, test = blobs(60), blobs(9)
    plain = msgspec.to_builtins(recipe)
    return samples.images, samples.labels, plain, test.images, SCALE.mean, SCALE.std


def test_a_suite_asks_for_logits_of_a_trained_network():
    student = Namespace(Local({"build_model": small}))
    got = student.tools.train(student.build_model.get(), *sent())
    expected = logits_after_training(small, blobs(60), blobs(9).images, SHORT)
    assert torch.equal(got, expected)
    ref = local({"build_model": small})
    assert torch.equal(ref.tools.train(ref.build_model.get(), *sent()), expected)


def test_a_student_reads_at_which_step_it_went_wrong():
    student = Namespace(Local({"build_model": lambda: Constant(after_third)}))
    with pytest.raises(NoAnswer, match="step 3 of 12: the loss is nan"):
        student.tools.train(student.build_model.get(), *sent())


FAULTS = """
import resource, sys, torch
from torch import nn
from autograder.networks.train import Recipe, Samples, Scale, train, trainer
if sys.argv[1] == "as malloc likes":
    trainer.keep_freed_memory = lambda: None
images, labels = torch.zeros(64, 3, 32, 32, dtype=torch.uint8), torch.arange(64) % 10
samples = Samples(images, labels, Scale((0.5,) * 3, (0.2,) * 3))
net = nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))
recipe = Recipe(samples=320, batch=32)
train(net, samples, recipe)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
train(net, samples, recipe)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def test_memory_that_a_step_frees_serves_the_next_step():
    # A fixed threshold is what a fork of a large process has by chance: each activation is mapped anew.
    mapped = {**os.environ, "PYTHONPATH": str(ROOT), "MALLOC_MMAP_THRESHOLD_": "65536"}
    faults = {}
    for how in ("kept", "as malloc likes"):
        command = [sys.executable, "-c", FAULTS, how]
        done = subprocess.run(command, env=mapped, capture_output=True, text=True, check=True)
        faults[how] = int(done.stdout)
    assert faults["kept"] < faults["as malloc likes"] / 5, faults
