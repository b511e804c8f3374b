"""The platforms whose downloads are known; a new one is a file beside this one, and a row here."""

from autograder.submission.layouts.autolab import AUTOLAB
from autograder.submission.layouts.blackboard import BLACKBOARD
from autograder.submission.layouts.brightspace import BRIGHTSPACE
from autograder.submission.layouts.canvas import CANVAS
from autograder.submission.layouts.classroom import CLASSROOM
from autograder.submission.layouts.exchange import EXCHANGE
from autograder.submission.layouts.gradescope import GRADESCOPE
from autograder.submission.layouts.moodle import MOODLE

PLATFORMS = (
    CANVAS,
    MOODLE,
    GRADESCOPE,
    BLACKBOARD,
    BRIGHTSPACE,
    AUTOLAB,
    EXCHANGE,
    CLASSROOM,
)
