"""The mistakes that this assignment can name, a file for each question.

Each function or class below stands where the student's would and is wrong in one way; its docstring
is what the student reads. Everything that it does not replace comes from `correct`.
"""

from a6_mistakes.comparison import *  # noqa: F403 - the catalogue is every mistake of these files
from a6_mistakes.evaluate import *  # noqa: F403
from a6_mistakes.fit import *  # noqa: F403
from a6_mistakes.network import *  # noqa: F403
from a6_mistakes.predictions import *  # noqa: F403
from a6_mistakes.train_epoch import *  # noqa: F403
from a6_mistakes.transforms import *  # noqa: F403

from reference import training as correct  # noqa: F401 - the engine reads it
