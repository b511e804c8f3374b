"""Every error the package raises on purpose, as one tree; the class says whose fault it is."""


class AutograderError(Exception):
    """Anything this package reports in one line instead of a traceback."""


class UsageError(AutograderError):
    """The command was called with something it cannot use: a missing folder, a bad option."""


class CourseError(AutograderError):
    """The course itself is wrong (assignment, suite, reference): stop and tell the teacher."""


class AssignmentError(CourseError):
    """`assignment.toml`, a suite or a list of misconceptions contradicts itself."""


class ReferenceFault(CourseError):
    """The reference raised where a test asked it, maybe with a hand-in's answer as its argument.

    `name` is what the test asked for, where the reference has no such name; "" for every other fault.
    """

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class SubmissionError(AutograderError):
    """A hand-in cannot be read: the student's fault, so it becomes a score with this message."""


class DataError(AutograderError):
    """A data set is missing, incomplete, damaged, or another one than was asked for."""


class IsolationError(AutograderError):
    """This host cannot lock a worker down as far as was asked."""


class TorchChanged(AutograderError):
    """The installed torch lacks a private name that some part of grading needs."""


class WorkerLost(AutograderError):
    """The process in which a hand-in was graded died, on this machine or on another one."""


class ProtocolError(AutograderError):
    """A worker sent something that is no valid frame; nothing of it is used."""


class CheckFailure(AssertionError):
    """An answer is not what a test asks for; the message is written for the student.

    `places` is where the wrong values lie, as `autograder.suite.places` draws it. Only `autograder.suite.checks`
    raises it: whose fault any other exception in a hidden test is, `autograder.grading.settle` decides.
    """

    def __init__(self, message: str, places: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.places = places
