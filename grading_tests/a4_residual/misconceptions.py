"""The mistakes that this assignment can name, a file for each question.

Each class or function there stands where the student's would and is wrong in one way; its docstring
is what the student reads. Everything that it does not replace comes from `correct`.
"""

from a4_mistakes.block import *  # noqa: F403 - the catalogue is every mistake of these files
from a4_mistakes.bottleneck import *  # noqa: F403
from a4_mistakes.gradient_flow import *  # noqa: F403
from a4_mistakes.layer import *  # noqa: F403
from a4_mistakes.plain import *  # noqa: F403
from a4_mistakes.resnet import *  # noqa: F403

from reference import residual as correct  # noqa: F401 - the engine reads it
