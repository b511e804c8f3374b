"""The mistakes that this assignment can name, a file for each kind of question.

Each function below stands where the student's would and is wrong in one way; its docstring is what
the student reads. Everything that it does not replace comes from `correct`.
"""

from a1_mistakes.avg_pool import *  # noqa: F403 - the catalogue is every mistake of these files
from a1_mistakes.backward_avg import *  # noqa: F403
from a1_mistakes.backward_max import *  # noqa: F403
from a1_mistakes.backward_winner import *  # noqa: F403
from a1_mistakes.channels import *  # noqa: F403
from a1_mistakes.invariance import *  # noqa: F403
from a1_mistakes.loops import *  # noqa: F403
from a1_mistakes.max_pool import *  # noqa: F403
from a1_mistakes.max_pool_gradient import *  # noqa: F403
from a1_mistakes.output_size import *  # noqa: F403

from reference import pooling as correct  # noqa: F401 - the engine reads it
