"""How far a network must come in the grader's training: each tier is a test, with its own threshold.

LeNet-5 is meant for the first tier only, the small networks for the first two, the course's own
network for all three. What a tier cannot reject is not among its `rejects`: other tests see it.
"""

from autograder.calibrate import Tier

# What learns nothing, whatever the network.
NO_LEARNING = (
    *("untrained", "labels_shuffled", "not_shuffled", "rate_by_100", "only_the_head"),
    *("layout_scrambled", "test_scaled_otherwise", "linear"),
)
# What learns badly.
LITTLE_LEARNING = ("sigmoid_for_relu", "dropout_0.9", "no_zero_grad", "two_layers")
# What learns, and would learn better if it were right.
LESS_LEARNING = (
    *("softmax_before_cross_entropy", "relu_on_the_logits", "no_activation", "no_batch_norm"),
    *("evaluation_mode_in_training", "training_mode_in_evaluation", "rate_times_100"),
)
SMALL = ("narrow_network", "strided_network", "course_network")
TIERS = (
    Tier("learns", ("lenet5", *SMALL), NO_LEARNING),
    Tier("sees_shapes", SMALL, (*NO_LEARNING, *LITTLE_LEARNING)),
    Tier("well_built", ("course_network",), (*NO_LEARNING, *LITTLE_LEARNING, *LESS_LEARNING)),
)
