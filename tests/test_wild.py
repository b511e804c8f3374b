"""Wrong hand-ins with their bug in a sentence: each loses points, and what is said of it is as written here.

A file of tests/wild is put behind the solution. Who reads its sentence and the names below can judge
whether they say the same.
"""

import json

import pytest
from conftest import ROOT

WILD = ROOT / "tests" / "wild"
MODULES = {
    "a1_pooling": "pooling.py",
    "a2_batch_norm": "batch_norm.py",
    "a3_dropout": "dropout.py",
    "a4_residual": "residual.py",
}
SAID = {
    "a1_pooling": {
        "average_over_one_side": {
            "avg_pool": ["height_plus_width_of_kernel_size_for_height_times_width"],
            "invariance": ["mend_avg_pool_first"],
        },
        "gradient_not_shared": {
            "backward": ["height_plus_width_of_kernel_size_for_height_times_width"],
        },
        "gradient_replaced_not_added": {
            "backward": ["last_window_overwrites"],
        },
        "ignored_stride_and_zeros_as_padding": {
            "max_pool": ["stride_is_ignored", "zeros_around_the_image"],
        },
        "largest_is_cut_off_and_float32": {
            "max_pool": ["maximum_starts_at_zero", "result_is_always_float32"],
            "invariance": ["mend_max_pool_first"],
        },
        "mean_of_means_over_images": {
            "global_avg_pool": ["images_are_averaged_together"],
        },
        "one_size_for_both_axes": {
            "loops": ["names_are_mixed_up"],
        },
        "only_the_first_image": {
            "max_pool": ["first_image_only"],
            "invariance": ["mend_max_pool_first"],
        },
        "padding_cropped_on_the_wrong_axes": {
            "backward": ["names_are_exchanged"],
        },
        "padding_is_halved": {
            "avg_pool": ["padding_is_halved"],
        },
        "size_by_the_window_step_by_the_stride": {
            "max_pool": [],
        },
        "whole_gradient_to_every_tie": {
            "backward": ["tied_cells_all_get_the_whole"],
        },
        "width_from_the_overwritten_height": {
            "avg_pool": [],
            "invariance": ["mend_avg_pool_first"],
        },
        "window_one_too_short": {
            "loops": ["one_too_many"],
        },
        "windows_read_as_width_and_height": {
            "max_pool": ["pairs_are_read_as_width_and_height"],
        },
        "winner_decoded_with_the_height": {
            "backward": ["names_are_mixed_up"],
        },
        "wrong_size_below_everything": {
            "output_size": ["padding_counts_once"],
            "max_pool": ["mend_output_size_first"],
        },
    },
    "a2_batch_norm": {
        "biased_memory_and_no_detach": {
            "module": ["MemoryOfBiasedVariance"],
            "conv_block": ["mend_module_first"],
        },
        "eps_left_out_in_evaluation": {
            "module": ["an_argument_is_unused"],
        },
        "eps_outside_in_the_gradient_of_gamma": {
            "backward": ["term_is_misplaced"],
        },
        "eps_outside_the_root": {
            "normalize": ["eps_outside_the_root"],
            "module": ["mend_normalize_first"],
        },
        "grad_enabled_for_training": {
            "module": ["ModesAreIgnored"],
            "conv_block": ["mend_module_first"],
            "convergence": ["mend_module_first"],
        },
        "gradients_of_parameters_are_averaged": {
            "backward": ["gradients_of_parameters_are_averaged"],
        },
        "mean_without_its_axis": {
            "normalize": ["a_keyword_is_missing"],
            "module": ["mend_normalize_first"],
            "conv_block": ["mend_normalize_first"],
            "convergence": ["mend_normalize_first"],
        },
        "memory_the_wrong_way_round": {
            "running_stats": ["momentum_is_reversed"],
            "module": ["mend_running_stats_first"],
            "conv_block": ["mend_running_stats_first"],
        },
        "scaled_before_it_is_centred": {
            "normalize": ["brackets_are_wrong"],
            "module": ["mend_normalize_first"],
            "conv_block": ["mend_normalize_first"],
            "convergence": ["mend_normalize_first"],
        },
    },
    "a3_dropout": {
        "drops_what_should_stay": {
            "function": ["kept_and_dropped_are_swapped"],
            "module": ["mend_function_first"],
            "network": ["mend_function_first"],
        },
        "gradient_of_what_was_dropped": {
            "backward": ["operator_is_wrong"],
        },
        "layer_ignores_p": {
            "module": ["HalfIsAlwaysDropped"],
            "network": ["mend_module_first"],
        },
        "layer_keeps_with_p": {
            "module": ["KeepsWithProbabilityP"],
            "network": ["mend_module_first"],
        },
        "mask_divided_by_p": {
            "function": ["complement_is_needed"],
            "module": ["mend_function_first"],
            "network": ["mend_function_first"],
        },
    },
    "a4_residual": {
        "added_into_the_output_of_relu": {
            "block": ["term_is_misplaced"],
            "layer": ["mend_block_first"],
            "resnet": ["mend_block_first"],
        },
        "bias_is_left_on": {
            "block": ["convolutions_have_a_bias"],
            "layer": ["mend_block_first"],
            "resnet": ["mend_block_first"],
        },
        "no_first_batch_norm": {
            "block": ["names_are_mixed_up"],
            "layer": ["mend_block_first"],
            "resnet": ["mend_block_first"],
        },
        "no_relu_behind_the_addition": {
            "block": ["relu_before_the_addition"],
            "layer": ["mend_block_first"],
            "resnet": ["mend_block_first"],
        },
    },
}  # fmt: skip
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def graded(tmp_path_factory, autograder):
    """Grade the wrong hand-ins of an assignment once; their results by name."""
    root, known = tmp_path_factory.mktemp("wild"), {}

    def results(slug):
        if slug not in known:
            known[slug] = grade(slug, root, autograder)
        return known[slug]

    return results


def grade(slug, root, autograder):
    """The results of an assignment's wrong hand-ins, each put behind the solution."""
    solution = (ROOT / "solutions" / slug / MODULES[slug]).read_text("utf-8")
    for path in (WILD / slug).glob("*.py"):
        folder = root / slug / path.stem
        folder.mkdir(parents=True)
        (folder / MODULES[slug]).write_text(f"{solution}\n\n{path.read_text('utf-8')}", "utf-8")
    done = autograder("grade", root / slug, "--assignment", slug, "--out", root / "out")
    assert done.status == 0, done.err
    paths = (root / "out" / slug).glob("*.json")
    return {path.stem: json.loads(path.read_text("utf-8")) for path in paths}


@pytest.mark.parametrize("slug", MODULES)
def test_every_wrong_hand_in_has_its_row(slug):
    assert sorted(path.stem for path in (WILD / slug).glob("*.py")) == sorted(SAID[slug])


@pytest.mark.parametrize(("slug", "name"), [(slug, name) for slug in SAID for name in SAID[slug]])
def test_what_is_said_of_a_wrong_hand_in_is_what_is_written_here(graded, slug, name):
    result = graded(slug)[name]
    wrong = [q for q in result["questions"] if q["score"] < q["points"]]
    said = {q["id"]: [advice["misconception"] for advice in q["advice"]] for q in wrong}
    assert said == SAID[slug][name]
    assert not result.get("for_the_course")
