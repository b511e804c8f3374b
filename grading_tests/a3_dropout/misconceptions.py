"""The mistakes that this assignment can name, a file for each kind of question.

Each function or class below stands where the student's would and is wrong in one way; its docstring
is what the student reads. Everything that it does not replace comes from `correct`.
"""

from a3_mistakes.backward import *  # noqa: F403 - the catalogue is every mistake of these files
from a3_mistakes.draws import *  # noqa: F403
from a3_mistakes.function import *  # noqa: F403
from a3_mistakes.layer import *  # noqa: F403
from a3_mistakes.network import *  # noqa: F403
from a3_mistakes.sweep import *  # noqa: F403

from reference import dropout as correct  # noqa: F401 - the engine reads it
