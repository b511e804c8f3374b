"""`calibration.toml`: measurements by profile, and nothing that follows from them by a rule."""

import math
import statistics
from pathlib import Path
from typing import Any

import msgspec

from autograder import atomic
from autograder.errors import AssignmentError

FILE = "calibration.toml"


class CalibratedNetwork(msgspec.Struct, frozen=True):
    """One way to build and train a network, and the test accuracy of every run, 0 to 1."""

    name: str
    correct: bool
    accuracies: tuple[float, ...]
    seconds: float  # of processor time, mean of the runs

    @property
    def n(self) -> int:
        """The number of runs."""
        return len(self.accuracies)

    @property
    def mean(self) -> float:
        """The mean accuracy."""
        return statistics.fmean(self.accuracies)

    @property
    def sd(self) -> float:
        """The standard deviation of the accuracy from run to run."""
        return statistics.stdev(self.accuracies) if self.n > 1 else math.nan


class Calibration(msgspec.Struct, frozen=True):
    """All measurements of one profile, and on what they were made."""

    device: str
    processor: str
    torch: str
    date: str
    recipe: dict[str, Any]
    subjects: tuple[CalibratedNetwork, ...] = ()

    def subject(self, name: str) -> CalibratedNetwork:
        """The subject of this name."""
        for subject in self.subjects:
            if subject.name == name:
                return subject
        raise AssignmentError(f"{name!r} was not measured; run `autograder calibrate` again")


def best_broken(subjects: tuple[CalibratedNetwork, ...]) -> CalibratedNetwork | None:
    """The broken training with the single best run."""
    broken = [subject for subject in subjects if not subject.correct]
    return max(broken, key=lambda subject: max(subject.accuracies), default=None)


def load(folder: Path, profile: str) -> Calibration:
    """The measurements of a profile beside a suite; `AssignmentError` where there are none."""
    path = folder / FILE
    try:
        profiles = _all(path)
    except FileNotFoundError:
        raise AssignmentError(f"{path} is missing: run `autograder calibrate`") from None
    if profile not in profiles:
        raise AssignmentError(f"{path}: profile {profile!r} was not measured")
    return profiles[profile]


def save(folder: Path, profile: str, calibration: Calibration) -> Path:
    """Put a profile's measurements in place of its earlier ones; the other profiles stay."""
    path = folder / FILE
    profiles = _all(path) if path.exists() else {}
    text = "".join(
        _table(name, measurements)
        for name, measurements in {**profiles, profile: calibration}.items()
    )
    note = "# Measured by `autograder calibrate`; not to be edited.\n"
    atomic.replace_file(path, f"{note}{text}".encode())
    return path


def _all(path: Path) -> dict[str, Calibration]:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, Calibration])
    except msgspec.MsgspecError as error:
        raise AssignmentError(f"{path}: {error}") from None


def _table(profile: str, calibration: Calibration) -> str:
    lines = [f"\n[{profile}]"]
    lines += [
        _line(name, getattr(calibration, name)) for name in ("device", "processor", "torch", "date")
    ]
    best = best_broken(calibration.subjects)
    if best:
        lines += [_line("best_broken", best.name), _line("best_broken_run", max(best.accuracies))]
    lines += [f"[{profile}.recipe]", *(_line(*item) for item in calibration.recipe.items())]
    for network in calibration.subjects:
        lines += [
            f"\n[[{profile}.subjects]]",
            _line("name", network.name),
            _line("correct", network.correct),
        ]
        lines += [_line("n", network.n), _line("mean", round(network.mean, 5))]
        lines += [_line("sd", round(network.sd, 5))] if network.n > 1 else []
        lines += [
            _line("minimum", min(network.accuracies)),
            _line("seconds", round(network.seconds, 2)),
        ]
        lines += [_line("accuracies", list(network.accuracies))]
    return "\n".join(lines) + "\n"


def _line(name: str, value: Any) -> str:
    return f"{name} = {msgspec.json.encode(value).decode()}"  # JSON's plain values are TOML's too
