"""The seconds of one hand-in: its own, and those of the grader's trainings of it."""

from autograder.course.assignment import Limits


class TimeLeft:
    """What is left to a hand-in. Trainings have seconds of their own, which end for all of them together.

    How long a training takes is the machine's business: a number of samples ends it, and its bound is
    there against hanging. A network that is slow on purpose gets no more than the bound of two.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.own = limits.total_seconds
        self.trainings = limits.trainings_seconds

    @property
    def whole(self) -> float:
        """All that is left, in seconds."""
        return max(self.own, 0) + max(self.trainings, 0)

    def bound(self, *, trains: bool) -> float:
        """The seconds that the next step may take."""
        if trains:
            return min(self.limits.training_seconds, self.trainings)
        return min(self.limits.call_seconds, self.own)

    def spend(self, seconds: float, *, trains: bool) -> None:
        """Note what a step took."""
        if trains:
            self.trainings -= seconds
        else:
            self.own -= seconds

    def used_up(self, *, trains: bool) -> str:
        """Why the next step is not made, or nothing."""
        if self.own <= 0:
            return f"was not called: the hand-in had used up its {self.limits.total_seconds:g} s"
        if trains and self.trainings <= 0:
            seconds = self.limits.trainings_seconds
            return f"was not trained: trainings of the hand-in had used up their {seconds:g} s"
        return ""
