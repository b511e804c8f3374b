"""Wrong hand-ins with their bug in a sentence: each loses points, and what is said of it is as written here.

A file of tests/wild is put behind the solution. Who reads its sentence and the names below can judge
whether they say the same.
"""

import json

import pytest
from conftest import ROOT

WILD = ROOT / "tests" / "wild"
MODULES = {"a1_pooling": "pooling.py"}
SAID = {
    "average_over_one_side": {"avg_pool": ["height_plus_width_of_kernel_size_for_height_times_width"],
                              "invariance": ["mend_avg_pool_first"]},
    "gradient_not_shared": {"backward": ["height_plus_width_of_kernel_size_for_height_times_width"]},
    "ignored_stride_and_zeros_as_padding": {"max_pool": ["stride_is_ignored", "zeros_around_the_image"]},
    "largest_is_cut_off_and_float32": {"max_pool": ["maximum_starts_at_zero", "result_is_always_float32"],
                                       "invariance": ["mend_max_pool_first"]},
    "mean_of_means_over_images": {"global_avg_pool": ["images_are_averaged_together"]},
    "only_the_first_image": {"max_pool": ["first_image_only"], "invariance": ["mend_max_pool_first"]},
    "padding_is_halved": {"avg_pool": ["padding_is_halved"]},
    "size_by_the_window_step_by_the_stride": {"max_pool": []},
    "windows_read_as_width_and_height": {"max_pool": ["pairs_are_read_as_width_and_height"]},
    "wrong_size_below_everything": {"output_size": ["padding_counts_once"], "max_pool": ["mend_output_size_first"]},
}  # fmt: skip
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def results(tmp_path_factory, autograder):
    """The results of the wrong hand-ins of a1, by name."""
    root, found = tmp_path_factory.mktemp("wild"), {}
    for slug, module in MODULES.items():
        solution = (ROOT / "solutions" / slug / module).read_text("utf-8")
        for path in (WILD / slug).glob("*.py"):
            folder = root / slug / path.stem
            folder.mkdir(parents=True)
            (folder / module).write_text(f"{solution}\n\n{path.read_text('utf-8')}", "utf-8")
        done = autograder("grade", root / slug, "--assignment", slug, "--out", root / "out")
        assert done.status == 0, done.err
        for path in (root / "out" / slug).glob("*.json"):
            found[path.stem] = json.loads(path.read_text("utf-8"))
    return found


def test_every_wrong_hand_in_has_its_row(results):
    assert sorted(results) == sorted(SAID)


@pytest.mark.parametrize("name", sorted(SAID))
def test_what_is_said_of_a_wrong_hand_in_is_what_is_written_here(results, name):
    wrong = [q for q in results[name]["questions"] if q["score"] < q["points"]]
    said = {q["id"]: [advice["misconception"] for advice in q["advice"]] for q in wrong}
    assert said == SAID[name]
    assert not results[name].get("for_the_course")
