"""How far a network must come in the grader's training: each tier is a test, with its own threshold.

What a tier cannot reject is not among its `rejects`: other tests see it (logits that are probabilities
or cut off at 0, statistics of batches in evaluation), or it is no mistake of a network but of a loop.
"""

from autograder.suite.accuracy import Tier

# What learns nothing, whatever the network.
NO_LEARNING = (
    *("untrained", "labels_shuffled", "not_shuffled", "rate_by_100", "only_the_head"),
    *("layout_scrambled", "linear", "lenet5_without_activation", "lenet5_with_sigmoid"),
)
GOOD = ("course_network", "cifar10net", "vgg16")
FAIR = (*GOOD, "resnet", "strided_network", "lenet5")

# Drawn signs: what has no convolution, or cannot use its own, stays behind.
BLIND = (
    *("two_layers", "test_scaled_otherwise", "no_zero_grad", "course_network_without_activation"),
    "course_network_with_sigmoid",
)
UNSTEADY = ("sigmoid_for_relu", "no_batch_norm", "course_network_without_norm")
POOR = ("no_activation", "evaluation_mode_in_training", "rate_times_100")
SYNTHETIC_TIERS = (
    Tier("learns", (*FAIR, "cnn_with_dropout", "lenet5_tanh"), NO_LEARNING),
    Tier("sees_shapes", (*FAIR, "cnn_with_dropout"), (*NO_LEARNING, *BLIND)),
    Tier("sees_details", FAIR, (*NO_LEARNING, *BLIND, *UNSTEADY)),
    Tier("is_well_built", GOOD, (*NO_LEARNING, *BLIND, *UNSTEADY, *POOR)),
)

# CIFAR-10: a short training of LeNet-5 hardly beats one of two layers, and max pooling is nonlinear.
DEAD = (*NO_LEARNING, "no_zero_grad", "test_scaled_otherwise", "rate_times_100")
FLAT = ("two_layers", "no_batch_norm", "evaluation_mode_in_training")
WORSE = ("softmax_before_cross_entropy", "dropout_0.9", "resnet_without_additions")
CPU_TIERS = (
    Tier("learns", (*FAIR, "cnn_with_dropout", "lenet5_tanh"), DEAD),
    Tier("sees_shapes", (*GOOD, "strided_network"), (*DEAD, *FLAT)),
    Tier("sees_details", GOOD, (*DEAD, *FLAT, "sigmoid_for_relu")),
    Tier(
        "is_well_built",
        ("course_network", "cifar10net"),
        (*DEAD, *FLAT, "sigmoid_for_relu", *WORSE),
    ),
)
