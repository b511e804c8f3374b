"""The synthetic pictures: a pure function, balanced, and nothing for a linear model."""

import numpy as np
import pytest

from autograder.networks.data import shuffled, synthetic
from autograder.networks.data.synthetic import SIGNS, TOGETHER


@pytest.fixture(scope="module")
def pictures():
    return synthetic(4000, 1)


@pytest.mark.parametrize("n", [1, 37, TOGETHER + 1])
def test_the_same_number_and_seed_give_the_same_bytes(n):
    one, again = synthetic(n, 5), synthetic(n, 5)
    assert one.images.tobytes() == again.images.tobytes()
    assert one.labels.tobytes() == again.labels.tobytes()


def test_other_draws_of_numpy_change_nothing():
    before = synthetic(20, 5)
    np.random.seed(1)  # noqa: NPY002 - the global generator is what must not matter
    assert np.array_equal(synthetic(20, 5).images, before.images)


def test_another_seed_gives_other_pictures(pictures):
    other = synthetic(400, 2)
    assert not np.array_equal(other.labels, pictures.labels[:400])
    assert not {image.tobytes() for image in other.images} & {
        image.tobytes() for image in pictures.images
    }


def test_no_picture_comes_twice(pictures):
    assert len({image.tobytes() for image in pictures.images}) == 4000


def test_types_and_shapes_are_those_of_cifar10(pictures):
    assert (pictures.images.shape, pictures.images.dtype) == ((4000, 3, 32, 32), np.uint8)
    assert (pictures.labels.shape, pictures.labels.dtype) == ((4000,), np.int64)
    assert pictures.classes == tuple(SIGNS)


@pytest.mark.parametrize("n", [10, 4000, 4003])
def test_signs_are_equally_frequent(n):
    counts = np.bincount(synthetic(n, 3).labels, minlength=10)
    assert counts.sum() == n
    assert counts.max() - counts.min() <= 1


def test_the_mean_and_the_deviation_are_those_of_the_pixels(pictures):
    pixels = pictures.images / 255
    assert np.allclose(pixels.mean(axis=(0, 2, 3)), pictures.mean, atol=0.01)
    assert np.allclose(pixels.std(axis=(0, 2, 3)), pictures.std, atol=0.01)


def test_few_pixels_are_cut_off_at_black_or_white(pictures):
    assert np.isin(pictures.images, (0, 255)).mean() < 0.05


def test_a_linear_model_stays_far_below_40_percent(pictures):
    test = synthetic(1000, 2)
    assert 0.1 < _ridge(pictures, test, strength=300.0) < 0.4


def _ridge(train, test, strength):
    """The accuracy of the linear model with the least squared error and small weights."""
    x, mean = _rows(train), _rows(train).mean(axis=0)
    targets = np.eye(10, dtype=np.float32)[train.labels]
    gram = (x - mean).T @ (x - mean) + strength * np.eye(x.shape[1], dtype=np.float32)
    weight = np.linalg.solve(gram, (x - mean).T @ targets)
    return np.mean(((_rows(test) - mean) @ weight).argmax(axis=1) == test.labels)


def _rows(dataset):
    """Pixels from 0 to 1, averaged over squares of 2 x 2: fewer weights, and less to learn by heart."""
    n = len(dataset.images)
    halved = dataset.images.reshape(n, 3, 16, 2, 16, 2).mean(axis=(3, 5), dtype=np.float32)
    return halved.reshape(n, -1) / 255


# ------------------------------------------------------------------------------- how they are sent


def test_a_shuffle_keeps_images_and_labels_together(pictures):
    label = {image.tobytes(): y for image, y in zip(pictures.images, pictures.labels, strict=True)}
    mixed = shuffled(pictures, 7)
    assert [label[image.tobytes()] for image in mixed.images] == mixed.labels.tolist()
    assert sorted(mixed.labels) == sorted(pictures.labels)


def test_only_the_seed_of_a_shuffle_tells_the_order(pictures):
    one, again, other = shuffled(pictures, 7), shuffled(pictures, 7), shuffled(pictures, 8)
    assert np.array_equal(one.images, again.images)
    assert not np.array_equal(one.labels, other.labels)
    assert not np.array_equal(one.labels, pictures.labels)


def test_a_shuffle_may_take_some_of_all(pictures):
    assert np.array_equal(shuffled(pictures, 7, 50).images, shuffled(pictures, 7).images[:50])


@pytest.mark.parametrize("n", [0, 4001])
def test_more_samples_than_there_are_cannot_be_taken(pictures, n):
    with pytest.raises(ValueError, match=f"{n} samples .* synthetic has 4000"):
        shuffled(pictures, 7, n)
