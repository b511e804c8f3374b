"""Shows how far a batch is: a bar on a terminal, now and then a line elsewhere; always on stderr."""

import time
from collections import deque
from types import TracebackType
from typing import Self

from rich import progress as bars

from autograder.cli.console import errors
from autograder.escape import logged
from autograder.protocol.jobs import Job, Training
from autograder.results import Result

FEW = 20  # hand-ins up to which no line is needed
LINES = 20  # about as many for a whole batch
SILENT = 20.0  # seconds of a training after which it is worth a line
WINDOW = 30.0  # seconds: the rate is that of late, not of the start


class Rate:
    """Measures how many hand-ins a second were graded in the last half minute."""

    def __init__(self, now: float) -> None:
        self._seen: deque[tuple[float, int]] = deque([(now, 0)])

    def add(self, now: float, done: int) -> None:
        """Note how many are done; what is older than the window is forgotten."""
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] <= now - WINDOW:
            self._seen.popleft()

    @property
    def per_second(self) -> float:
        """0 while nothing is known."""
        (start, before), (end, done) = self._seen[0], self._seen[-1]
        return (done - before) / (end - start) if end > start else 0.0


class BatchProgress:
    """Counts results; those kept from an earlier run take no time and are no part of the rate."""

    def __init__(self, total: int) -> None:
        self.total, self.every = total, max(1, total // LINES)
        self.done = self.kept = self.failed = 0
        self.rate = Rate(time.monotonic())
        self.bar = bars.Progress(
            bars.TextColumn("{task.description}", markup=False),
            bars.BarColumn(),
            bars.MofNCompleteColumn(),
            bars.TextColumn("{task.fields[summary]}"),
            console=errors,
            disable=not errors.is_terminal,
            transient=True,
        )
        self.task = self.bar.add_task("grading", total=total, summary=self._summary())
        self._rows: dict[str, bars.TaskID] = {}  # of the trainings under way, by student
        self._last_lines: dict[str, float] = {}  # when there was a line last

    def advance(self, result: Result, kept: bool = False) -> None:
        """Count one more result; one that was kept prints no line."""
        self.done += 1
        self.kept += kept
        self.failed += result.status != "graded"
        self.rate.add(time.monotonic(), self.done - self.kept)
        self._forget(result.student)
        self.bar.update(self.task, completed=self.done, summary=self._summary())
        needs_line = self.total > FEW and not kept and not errors.is_terminal
        if needs_line and (self.done % self.every == 0 or self.done == self.total):
            line = f"{self.done} of {self.total} done, {self._summary()}"
            errors.print(line, markup=False, soft_wrap=True)

    def training(self, job: Job, training: Training) -> None:
        """Show how far a training is, in a row or a line of its own; any thread may call it."""
        label = logged(f"{job.student}: {training.question}")
        remaining = f"loss {training.loss:.3g}, {duration(training.seconds_left)} left"
        if not errors.is_terminal:
            if self.total <= FEW and self._is_due(job.student):
                line = f"{label}: step {training.step} of {training.steps}, {remaining}"
                errors.print(line, markup=False, soft_wrap=True)
            return
        if job.student not in self._rows:
            self._rows[job.student] = self.bar.add_task(
                label, total=training.steps, summary=remaining
            )
        row = self._rows[job.student]
        self.bar.update(
            row,
            description=label,
            completed=training.step,
            total=training.steps,
            summary=remaining,
        )
        if training.step == training.steps:
            self._forget(job.student)

    def _is_due(self, student: str) -> bool:
        """Whether a training has gone on for a while without a line."""
        now = time.monotonic()
        due = now - self._last_lines.setdefault(student, now) >= SILENT
        if due:
            self._last_lines[student] = now
        return due

    def _forget(self, student: str) -> None:
        self._last_lines.pop(student, None)
        row = self._rows.pop(student, None)
        if row is not None:
            self.bar.remove_task(row)

    def _summary(self) -> str:
        """Return the rate, the time left, and how many were not judged."""
        rate, remaining = self.rate.per_second, self.total - self.done
        speed = [pace(rate), f"{duration(remaining / rate)} left"] if rate and remaining else []
        return ", ".join([*speed, f"{self.failed} not judged"])

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bar.stop()


def pace(per_second: float) -> str:
    """A rate in words: `6.3 a second`, or `24 s each` where that is slower than one a second."""
    return f"{per_second:.1f} a second" if per_second >= 1 else f"{1 / per_second:.0f} s each"


def duration(seconds: float) -> str:
    """Hours, minutes and seconds, such as 1:02:03."""
    minutes, leftover = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{leftover:02}" if hours else f"{minutes}:{leftover:02}"
