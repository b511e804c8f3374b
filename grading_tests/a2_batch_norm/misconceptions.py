"""The mistakes that this assignment can name, a file for each kind of question.

Each function or class below stands where the student's would and is wrong in one way; its docstring
is what the student reads. Everything that it does not replace comes from `correct`.
"""

from a2_mistakes.backward import *  # noqa: F403 - the catalogue is every mistake of these files
from a2_mistakes.conv_block import *  # noqa: F403
from a2_mistakes.curves import *  # noqa: F403
from a2_mistakes.module_modes import *  # noqa: F403
from a2_mistakes.module_state import *  # noqa: F403
from a2_mistakes.module_values import *  # noqa: F403
from a2_mistakes.networks import *  # noqa: F403
from a2_mistakes.normalize import *  # noqa: F403
from a2_mistakes.running_stats import *  # noqa: F403

from reference import batch_norm as correct  # noqa: F401 - the engine reads it
