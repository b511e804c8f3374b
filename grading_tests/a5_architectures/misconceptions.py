"""The mistakes that this assignment can name, a file for each question.

Each function below stands where the student's would and is wrong in one way; its docstring is what
the student reads. Everything that it does not replace comes from `correct`.
"""

from a5_mistakes.alexnet import *  # noqa: F403 - the catalogue is every mistake of these files
from a5_mistakes.cifar10net import *  # noqa: F403
from a5_mistakes.convolution import *  # noqa: F403
from a5_mistakes.count import *  # noqa: F403
from a5_mistakes.describe import *  # noqa: F403
from a5_mistakes.lenet5 import *  # noqa: F403
from a5_mistakes.lenet5_values import *  # noqa: F403
from a5_mistakes.simple_cnn import *  # noqa: F403
from a5_mistakes.simple_resnet import *  # noqa: F403
from a5_mistakes.vgg import *  # noqa: F403
from a5_mistakes.vgg_block import *  # noqa: F403

from reference import architectures_all as correct  # noqa: F401 - the engine reads it
