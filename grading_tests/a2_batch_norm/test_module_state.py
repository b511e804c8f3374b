"""What the layer keeps: parameters, buffers, their start, and a state dict as torch's."""

import props
import pytest
import torch
from a2_checks import assert_same_state, trained
from a2_inputs import images, noise, scales, shifts

from autograder.suite import assert_close, assert_equal, check, fields, local, tensor
from reference import batch_norm

ref = local({**vars(batch_norm), "props": props})
module = pytest.mark.question("module")

STATE = {
    "weight": scales(3),
    "bias": shifts(3),
    "running_mean": torch.tensor([0.5, -3.0, 1.0]),
    "running_var": torch.tensor([0.5, 90.0, 0.1]),
    "num_batches_tracked": torch.tensor(7),
}


@module
def test_a_new_layer_changes_nothing_but_the_statistics(student):
    net, twin = (f.BatchNorm2d.new(3) for f in (student, ref))
    assert_same_state(student.props.state(net), ref.props.state(twin))


@module
def test_the_state_after_training_is_that_of_torchs_layer(student):
    batches = [images(2, 3, 3, 3, seed=seed) for seed in range(2)]
    net, twin = (trained(f, *batches) for f in (student, ref))
    assert_same_state(student.props.state(net), ref.props.state(twin))


@module
def test_the_state_goes_into_torchs_layer(student):
    net = trained(student, images(2, 3, 3, 3))
    fits = student.props.loads_into_torch(net, 3)
    check(fits is True, "torch.nn.BatchNorm2d does not accept the layer's state dict")


@module
@pytest.mark.parametrize(
    "shape",
    [pytest.param((1, 3, 4, 5), id="one_image"), pytest.param((3, 3, 1, 1), id="one_pixel")],
)
def test_a_state_of_torchs_layer_can_be_loaded_and_used(student, shape):
    net, twin = (f.BatchNorm2d.new(3) for f in (student, ref))
    for f, layer in ((student, net), (ref, twin)):
        f.props.load(layer, STATE)
        layer.eval()
    x = images(*shape)
    assert_close(net(x), twin(x), summands=32)


@module
def test_a_loaded_scale_and_shift_are_used_in_training(student):
    net, twin = (f.BatchNorm2d.new(3) for f in (student, ref))
    student.props.load(net, STATE)
    ref.props.load(twin, STATE)
    x = images(2, 3, 64, 64)
    assert_close(net(x), twin(x), summands=64)


@module
def test_scale_and_shift_are_parameters_and_the_statistics_are_not(student):
    names = student.props.learnable(student.BatchNorm2d.new(3))
    assert_equal(names, ["bias", "weight"], what="the list of parameters")


@module
@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("weight", 1.0, id="weight"),
        pytest.param("bias", 0.0, id="bias"),
        pytest.param("running_mean", 0.0, id="running_mean"),
        pytest.param("running_var", 1.0, id="running_var"),
    ],
)
def test_a_new_layer_starts_at_the_identity(student, name, value):
    got = tensor(student.BatchNorm2d.new(4).get(name), what=f"`{name}`")
    assert_close(got, torch.full((4,), value), what=f"`{name}`")


@module
def test_batches_are_counted_in_training_only(student):
    net = trained(student, *(images(2, 3, 3, 3, seed=seed) for seed in range(3)))
    net.eval()
    student.props.run(net, images(2, 3, 3, 3))
    (count,) = fields(student.props.state(net), "num_batches_tracked", what="the state dict")
    assert_equal(count, torch.tensor(3), what="num_batches_tracked")


@module
@pytest.mark.parametrize("name", ["running_mean", "running_var"])
def test_the_running_statistics_keep_no_graph(student, name):
    net = student.BatchNorm2d.new(3)
    keeps = student.props.keeps_a_graph(net, name, noise(2, 3, 4, 4))
    check(keeps is False, f"`{name}` requires a gradient: it keeps the graph of every batch")
