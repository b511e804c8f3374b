"""PatchEmbedding and ViT, judged by what they do: weights may be packed in many right ways."""

import a7_twins
import props
import pytest
import torch
from a7_checks import made

from autograder.suite import (
    Handle,
    Namespace,
    assert_close,
    assert_equal,
    assert_refuses,
    assert_refuses_each,
    check,
    local,
    tensor,
    unrecorded,
)
from grading_tests.network_checks import (
    SUMMANDS,
    assert_finite,
    assert_left_alone,
    images,
    in_eval_mode,
)
from reference import modern

ref = local({**vars(modern), "vit": a7_twins.vit, "props": props})
vit = pytest.mark.question("vit")

SMALL = {"image_size": 6, "patch_size": 2, "dim": 16, "depth": 2, "heads": 4, "num_classes": 5}
SHAPES = [16, 12, 9, 5]  # dim, numbers in a patch, patches, classes: see props.fill_by_shape
ROUNDING = 300  # float32 after a comparison in float64: room for another epsilon in the norms

PATCHES = pytest.mark.parametrize(
    "sizes",
    [pytest.param((6, 2, 3, 5), id="3x3_patches"), pytest.param((8, 4, 2, 7), id="2x2_patches")],
)


def embedding(student: Namespace, sizes: tuple) -> tuple[Handle, torch.Tensor, tuple[int, ...]]:
    """An embedding, three images for it, and the shape of their tokens."""
    side, patch, channels, dim = sizes
    net = in_eval_mode(student, made(student, "PatchEmbedding", *sizes))
    return net, images(3, channels, side, side), (3, (side // patch) ** 2, dim)


def filled(student: Namespace, **changes: int) -> tuple[Handle, Handle, bool]:
    """The student's network and the reference, with equal weights where `True` comes with them."""
    sizes = SMALL | changes
    net = in_eval_mode(student, made(student, "ViT", **sizes))
    twin = in_eval_mode(ref, a7_twins.vit_like(student, net, ref, **sizes))
    ref.props.fill_by_shape(twin, SHAPES, 1)
    return net, twin, student.props.fill_by_shape(net, SHAPES, 1) is True


def assert_near(got: object, expected: torch.Tensor, what: str = "the logits") -> None:
    """Equal up to float32's rounding."""
    got = assert_finite(got, tuple(expected.shape))
    assert_close(got.float(), expected.float(), ROUNDING, what=what)


@vit
@PATCHES
def test_patches_become_one_token_each(student, sizes):
    net, x, shape = embedding(student, sizes)
    assert_finite(net(x), shape)


@vit
def test_patches_go_through_one_linear_layer_with_bias(student):
    sizes = (6, 2, 3, 5)
    net, _, _ = embedding(student, sizes)
    _, patch, channels, dim = sizes
    expected = (channels * patch**2 + 1) * dim
    assert_equal(student.tools.parameter_count(net), expected, what="the number of parameters")


@vit
def test_patches_are_mapped_linearly(student):
    sizes = (6, 2, 3, 5)
    net, x, shape = embedding(student, sizes)
    y = images(*x.shape, seed=1)
    of_x, of_y, of_both, of_none = (assert_finite(net(z), shape) for z in (x, y, x + y, 0 * x))
    assert_close(of_both, of_x + of_y - of_none, SUMMANDS, what="the embedding of a sum")


@vit
@PATCHES
def test_patches_are_taken_row_by_row_with_all_their_pixels(student, sizes):
    net, x, shape = embedding(student, sizes)
    side, patch = sizes[:2]
    for token in range(shape[1]):
        cotangent = torch.zeros(shape, dtype=torch.float64)
        cotangent[:, token] = images(*shape, seed=2)[:, token]
        args = net.vjp(cotangent, x).args
        check(bool(args), "the gradient of x did not come back")
        gradient = tensor(args[0], x.shape, what="the gradient of x")
        row, column = divmod(token, side // patch)
        rows = slice(patch * row, patch * (row + 1))
        columns = slice(patch * column, patch * (column + 1))
        inside = torch.zeros(x.shape, dtype=torch.bool)
        inside[:, :, rows, columns] = True
        message = f"token {token} must depend on all pixels of patch {token}, and on no others"
        check(torch.equal(gradient != 0, inside), message)


@vit
def test_patches_are_all_mapped_by_the_same_weights(student):
    net, x, shape = embedding(student, (6, 2, 3, 5))
    tokens = assert_finite(net(x), shape).reshape(3, 3, 3, 5)
    rolled = assert_finite(net(x.roll((2, 4), dims=(2, 3))), shape).reshape(3, 3, 3, 5)
    what = "the tokens of the same patches in another order"
    assert_close(rolled, tokens.roll((1, 2), dims=(1, 2)), SUMMANDS, what=what)


@vit
def test_vit_gives_one_number_for_each_class(student):
    net = made(student, "ViT")
    net.eval()
    assert_finite(net(images(2, 3, 32, 32).float()), (2, 10))


@vit
def test_vit_takes_images_patches_and_classes_of_any_size(student):
    net = in_eval_mode(student, made(student, "ViT", **SMALL))
    assert_finite(net(images(3, 3, 6, 6)), (3, 5))


@vit
@pytest.mark.parametrize("sizes", [SMALL, SMALL | {"depth": 3, "dim": 24}], ids=["small", "deeper"])
def test_vit_has_the_parameters_it_needs_and_no_others(student, sizes):
    a7_twins.vit_like(student, made(student, "ViT", **sizes), ref, **sizes)


@vit
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"depth": 1}, id="one_block"),
        pytest.param({"depth": 3}, id="three_blocks"),
        pytest.param({"heads": 1}, id="one_head"),
        pytest.param({"heads": 2}, id="two_heads"),
    ],
)
def test_vit_computes_the_same_logits_under_equal_weights(student, changes):
    net, twin, equal = filled(student, **changes)
    x = images(3, 3, 6, 6)
    got, expected = assert_finite(net(x), (3, 5)), twin(x)
    if equal:  # else its weights have shapes of their own, as many as needed
        assert_near(got, expected)


@vit
def test_vit_sends_the_same_gradient_to_the_image(student):
    net, twin, equal = filled(student)
    x, cotangent = images(2, 3, 6, 6), 30 * images(2, 5, seed=1)
    args, expected = net.vjp(cotangent, x).args, twin.vjp(cotangent, x).args
    check(bool(args), "the gradient of x did not come back")
    got = assert_finite(args[0], (2, 3, 6, 6))
    if equal:
        assert_near(got, expected[0], what="the gradient of x")


@vit
def test_vit_reads_each_image_by_itself(student):
    net, _, _ = filled(student)
    x = images(3, 3, 6, 6)
    whole = assert_finite(net(x), (3, 5))
    assert_near(net(x[:1]), whole[:1], what="the logits for one image of three")


@vit
def test_vit_has_no_dropout(student):
    net, _, _ = filled(student)
    x = images(2, 3, 6, 6)
    calm = assert_finite(net(x), (2, 5))
    net.train()
    assert_near(net(x), calm, what="the logits in training mode")


@vit
def test_vit_answers_the_same_twice_while_training(student):
    net, _, _ = filled(student)
    net.train()
    x = images(2, 3, 6, 6)
    first = assert_finite(net(x), (2, 5))
    assert_near(net(x), first, what="the second answer in training mode")


@vit
def test_vit_knows_where_a_patch_is(student):
    net, _, _ = filled(student)
    x = images(2, 3, 6, 6)
    here = assert_finite(net(x), (2, 5))
    there = assert_finite(net(x.roll(2, dims=3)), (2, 5))
    far = bool(((here - there).abs().amax(dim=1) > 1e-6).all())
    check(far, "the same patches in another order give the same logits: positions are missing")


@vit
def test_vit_looks_at_every_pixel(student):
    net, _, _ = filled(student)
    args = net.vjp(images(2, 5, seed=1), images(2, 3, 6, 6)).args
    check(bool(args), "the gradient of x did not come back")
    gradient = assert_finite(args[0], (2, 3, 6, 6))
    check(bool((gradient != 0).all()), "some pixels have no influence on the logits")


@vit
def test_vit_uses_each_of_its_layers(student):
    net, _, _ = filled(student)
    parameters = net.vjp(images(2, 5, seed=1), images(2, 3, 6, 6)).parameters
    check(bool(parameters), "there are no parameters")
    for name, gradient in parameters.items():
        used = isinstance(gradient, torch.Tensor)
        # the bias of the keys moves all scores alike, so that its gradient is zero
        used = used and (gradient.dim() == 1 or bool(gradient.any()))
        check(used, f"the parameter {name!r} gets no gradient: its layer is not used")


@vit
def test_vit_and_its_patches_leave_the_images_unchanged(student):
    net, x, shape = embedding(student, (6, 2, 3, 5))
    assert_finite(net(x), shape)
    assert_left_alone(student, net, x)
    whole = in_eval_mode(student, made(student, "ViT", **SMALL))
    assert_finite(whole(x), (3, 5))
    assert_left_alone(student, whole, x)


@vit
def test_patches_that_do_not_fill_the_image_are_refused(student):
    net, x, shape = embedding(student, (6, 2, 3, 5))
    assert_finite(net(x), shape)
    cases = {"patch_size does not divide image_size": (6, 4, 3, 5)}
    assert_refuses_each(student, "PatchEmbedding", cases)


@vit
def test_vit_refuses_patches_and_heads_that_do_not_fit(student):
    made(student, "ViT", **SMALL)
    side = unrecorded(student).ViT
    assert_refuses(
        side, **SMALL | {"patch_size": 4}, because="patch_size does not divide image_size"
    )
    assert_refuses(side, **SMALL | {"heads": 3}, because="heads does not divide dim")
