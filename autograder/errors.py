"""Every error the package raises on purpose, as one tree; the class says whose fault it is."""


class AutograderError(Exception):
    """Anything this package reports in one line instead of a traceback."""


class UsageError(AutograderError):
    """The command was called with something it cannot use: a missing folder, a bad option."""


class CourseError(AutograderError):
    """The course itself is wrong (assignment, suite, reference): stop and tell the teacher."""


class AssignmentError(CourseError):
    """`assignment.toml`, a suite or a list of misconceptions contradicts itself."""


class SubmissionError(AutograderError):
    """A hand-in cannot be read: the student's fault, so it becomes a score with this message."""


class DataError(AutograderError):
    """A data set is missing, incomplete, damaged, or another one than was asked for."""


class IsolationError(AutograderError):
    """This host cannot lock a worker down as far as was asked."""


class ProtocolError(AutograderError):
    """A worker sent something that is no valid frame; nothing of it is used."""


class CheckFailure(AssertionError):
    """An answer is not what a test asks for; the message is written for the student.

    Only `autograder.checks` raises it: any other exception in a hidden test is the course's fault.
    """
