"""Measurements of accuracy: stored as they are, and one rule that makes thresholds of them."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch import nn

from autograder.errors import AssignmentError
from autograder.networks.calibrate import (
    CalibratedNetwork,
    Calibration,
    Overlap,
    load,
    threshold,
    threshold_of,
)
from autograder.networks.calibrate.broken import LOOPS
from autograder.networks.calibrate.measure import RunOrder, gathered, measured, plan_of
from autograder.networks.calibrate.picture import draw
from autograder.networks.calibrate.store import best_broken, save
from autograder.networks.calibrate.threshold import FALSE_FAIL, quantile, tail
from autograder.networks.data import synthetic
from autograder.networks.train import Recipe, Samples, Scale

ROOT = Path(__file__).resolve().parent.parent
SPREAD = (-0.02, -0.01, -0.01, 0.0, 0.0, 0.0, 0.0, 0.01, 0.01, 0.02)
PLAN = """
from torch import nn
from autograder.networks.calibrate import Plan, Profile
def net(): return nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
PLAN = Plan({"tiny": Profile(40, 20, 2, {"samples": 32})}, {"net": net}, {"same": net}, "net")
"""


def subject(name, mean, correct=True, spread=SPREAD):
    return CalibratedNetwork(name, correct, tuple(round(mean + d, 4) for d in spread), 1.0)


@pytest.mark.parametrize(
    ("freedom", "probability", "expected"),
    [(1, 0.975, 12.7062), (9, 0.999, 4.2968), (9, 0.975, 2.2622), (30, 0.95, 1.6973)],
)
def test_quantiles_are_those_of_the_printed_tables(freedom, probability, expected):
    assert quantile(probability, freedom) == pytest.approx(expected, abs=2e-4)


def test_the_tail_of_a_symmetric_distribution_is_a_half_at_zero():
    assert tail(0.0, 9) == pytest.approx(0.5, abs=1e-6)
    assert tail(-1.0, 9) == pytest.approx(1 - tail(1.0, 9), abs=1e-6)


def test_a_threshold_lies_where_the_weakest_right_network_seldom_falls():
    weak, strong, bad = subject("weak", 0.8), subject("strong", 0.9), subject("bad", 0.5, False)
    found = threshold([weak, strong], [bad])
    assert found.weakest == "weak"
    assert found.best_broken == "bad"
    assert found.accuracy == pytest.approx(0.745)  # 0.8 - 4.297 * 0.01155 * sqrt(1.1), down to 0.5
    assert 0 < found.false_fail < FALSE_FAIL
    assert found.distance == pytest.approx((0.745 - 0.5) / bad.sd)
    assert found.false_pass < 1e-6
    assert "normal" in found.assumption


def test_the_bounds_are_those_of_the_broken_training_that_passes_most_easily():
    near = subject("near", 0.7, False)
    wide = subject("wide", 0.3, False, spread=[10 * d for d in SPREAD])
    found = threshold([subject("net", 0.8)], [near, wide])
    assert found.best_broken == "near"
    assert found.distance == pytest.approx(min(0.045 / near.sd, 0.445 / wide.sd))
    alone = [threshold([subject("net", 0.8)], [one]).false_pass for one in (near, wide)]
    assert found.false_pass == max(alone)


def test_where_broken_runs_come_too_near_there_is_no_threshold():
    near = subject("no_activation", 0.73, correct=False)
    with pytest.raises(Overlap, match=r"net may earn .* broken no_activation"):
        threshold([subject("net", 0.8)], [near])


def test_a_single_lucky_run_of_a_broken_network_counts():
    lucky = subject("lucky", 0.1, correct=False, spread=(*[0.0] * 9, 0.66))
    with pytest.raises(Overlap, match="lucky"):
        threshold([subject("net", 0.8)], [lucky])


def test_few_runs_make_no_threshold():
    with pytest.raises(AssignmentError, match="net: 3 runs"):
        threshold([subject("net", 0.8, spread=SPREAD[:3])], [subject("bad", 0.1, correct=False)])


def test_measurements_are_read_as_they_were_stored(tmp_path):
    subjects = (subject("net", 0.8), subject("bad", 0.1, correct=False))
    one = Calibration("cpu", 'a "processor"', "2.13", "2026-01-02", {"samples": 32}, subjects)
    save(tmp_path, "synthetic", one)
    save(tmp_path, "gpu", one)
    assert load(tmp_path, "synthetic") == load(tmp_path, "gpu") == one
    assert one.subject("net").mean == pytest.approx(0.8)
    assert best_broken(subjects) == subjects[1]
    assert 'best_broken = "bad"' in (tmp_path / "calibration.toml").read_text()


def test_what_was_not_measured_is_named(tmp_path):
    with pytest.raises(AssignmentError, match="is missing"):
        load(tmp_path, "synthetic")
    save(tmp_path, "gpu", Calibration("cuda", "p", "2.13", "2026-01-02", {}))
    with pytest.raises(AssignmentError, match="'synthetic' was not measured"):
        load(tmp_path, "synthetic")
    with pytest.raises(AssignmentError, match="'net' was not measured"):
        load(tmp_path, "gpu").subject("net")


def small():
    return nn.Sequential(
        nn.Conv2d(3, 4, 3, 4), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(256, 10)
    )


@pytest.mark.parametrize("name", LOOPS)
def test_a_broken_training_gives_logits_and_gives_them_again(name):
    made = synthetic(64, 1)
    scale = Scale(made.mean, made.std)
    samples = Samples(torch.from_numpy(made.images), torch.from_numpy(made.labels), scale)
    recipe = Recipe(samples=128, batch=16)
    first, again = (LOOPS[name](small, samples, samples.images[:20], recipe) for _ in range(2))
    assert first.shape == (20, 10)
    assert torch.equal(first, again)


def test_runs_that_are_kept_are_not_made_again(tmp_path):
    (tmp_path / "calibration.py").write_text(PLAN)
    kept = tmp_path / "runs.jsonl"
    names = ["net", "same", *LOOPS]
    line = '{{"subject":"{}","seed":0,"accuracy":0.25,"seconds":1.0}}\n'
    cut = '{"subject":"same","seed":1,"accu'
    kept.write_text("".join(line.format(name) for name in names) + cut)
    runs = list(measured(RunOrder(str(tmp_path), "tiny", "cpu", 1), kept))
    assert {(run.subject, run.accuracy) for run in runs} == {(name, 0.25) for name in names}
    subjects = gathered(plan_of(tmp_path), "tiny", runs)
    assert [one.name for one in subjects] == names
    assert [one.correct for one in subjects] == [True] + [False] * (len(names) - 1)


def test_a_run_is_a_share_of_right_answers(tmp_path):
    (tmp_path / "calibration.py").write_text(PLAN)
    code = (
        "import sys; from autograder.networks.calibrate.measure import RunOrder, run;"
        "print(*(run(RunOrder(sys.argv[1], 'tiny', 'cpu', 1), n, 3).accuracy for n in ('net', 'same')))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    net, same = map(float, done.stdout.split())
    assert net == same
    assert 0 <= net <= 1


def test_an_assignment_without_a_plan_is_named(tmp_path):
    with pytest.raises(AssignmentError, match=r"calibration\.py is missing"):
        plan_of(tmp_path)


def test_a_picture_is_drawn(tmp_path):
    draw([subject("net", 0.8), subject("bad", 0.1, False)], {"good": 0.7}, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_the_course_breaks_training_in_many_ways():
    plan = plan_of(ROOT / "grading_tests" / "a6_cifar10")
    assert len(plan.broken) + len(LOOPS) >= 12
    assert plan.base in plan.correct


@pytest.mark.parametrize("profile", ["synthetic", "cpu"])
def test_the_courses_tiers_rise_and_a_higher_one_rejects_what_a_lower_one_does(profile):
    folder = ROOT / "grading_tests" / "a6_cifar10"
    found, tiers = load(folder, profile), plan_of(folder).profiles[profile].tiers
    limits = [threshold_of(tier, found).accuracy for tier in tiers]
    assert len(limits) == 4
    assert limits == sorted(set(limits))
    for low, high in itertools.pairwise(tiers):
        assert set(low.rejects) <= set(high.rejects)
        assert set(high.passes) <= set(low.passes)


def test_what_no_tier_rejects_is_known():
    """Other tests see it: softmax and ReLU by the logits, the mode in evaluation by a hand-in's loop."""
    plan = plan_of(ROOT / "grading_tests" / "a6_cifar10")
    assert {*plan.broken, *LOOPS} - set(plan.profiles["synthetic"].tiers[-1].rejects) == {
        *("softmax_before_cross_entropy", "course_network_softmax", "relu_on_the_logits"),
        *("dropout_0.9", "resnet_without_additions", "training_mode_in_evaluation"),
    }


def test_the_command_measures_stores_and_draws(tmp_path):
    suite = tmp_path / "grading_tests" / "tiny"
    suite.mkdir(parents=True)
    (tmp_path / "assignments").mkdir()
    (suite / "calibration.py").write_text(PLAN.replace('"tiny"', '"synthetic"'))
    question = '[[questions]]\nid = "q"\ntitle = "Q"\npoints = 1\nnames = ["f"]\n'
    (suite / "assignment.toml").write_text(f'title = "T"\nmodule = "m.py"\n{question}')
    command = [sys.executable, "-m", "autograder", "--course", str(tmp_path), "calibrate", "tiny"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    how = {"cwd": ROOT, "env": environment, "capture_output": True, "text": True}
    done = subprocess.run([*command, "--seeds", "2"], check=False, **how)
    assert done.returncode == 0, done.stderr
    found = load(suite, "synthetic")
    assert (found.device, found.recipe) == ("cpu", {"samples": 32})
    assert {one.n for one in found.subjects} == {2}
    assert (suite / "calibration-synthetic.png").stat().st_size > 1000
    unknown = subprocess.run([*command, "--profile", "moon"], check=False, **how)
    assert unknown.returncode == 2
    assert "no profile 'moon'" in unknown.stderr
