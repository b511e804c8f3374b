"""The mistakes that this assignment can name, a file for each kind of network.

Each function or class there stands where the student's would and is wrong in one way; its docstring
is what the student reads. Everything that it does not replace comes from `correct`.
"""

from a7_mistakes.convolutions import *  # noqa: F403 - the catalogue is every mistake of these files
from a7_mistakes.scaling import *  # noqa: F403
from a7_mistakes.vit import *  # noqa: F403

from reference import modern as correct  # noqa: F401 - the engine reads it
