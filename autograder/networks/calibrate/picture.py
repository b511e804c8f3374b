"""The measurements as a picture: a strip of runs for each subject, and a line for each threshold."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.networks.calibrate.store import CalibratedNetwork

RIGHT, BROKEN, LINE = "#0072b2", "#d55e00", "#555555"
APART = 14  # percent between two labels side by side; those that are closer are stacked


def draw(
    subjects: Sequence[CalibratedNetwork], thresholds: Mapping[str, float], path: Path
) -> None:
    """Write a PNG: right subjects above, broken ones below, each sorted by its mean."""
    rows = sorted(subjects, key=lambda subject: (subject.correct, subject.mean))
    figure = Figure(figsize=(8, 1.4 + 0.28 * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    for y, subject in enumerate(rows):
        colour = RIGHT if subject.correct else BROKEN
        xs = [100 * accuracy for accuracy in subject.accuracies]
        axes.plot(xs, [y] * len(xs), "o", color=colour, alpha=0.45, markersize=5, mec="none")
        axes.plot(100 * subject.mean, y, "|", color=colour, markersize=13, mew=2)
    names = [subject.name.replace("_", " ") for subject in rows]
    axes.set_yticks(range(len(rows)), names)
    _mark(axes, thresholds)
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xlabel("test accuracy of each run in %; the bar is the mean")
    axes.grid(axis="x", alpha=0.25)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for colour, label in ((RIGHT, "right"), (BROKEN, "broken")):
        axes.plot([], [], "o", color=colour, label=label)
    axes.legend(loc="upper left", frameon=False)
    figure.savefig(path, dpi=120)


def _mark(axes: Axes, thresholds: Mapping[str, float]) -> None:
    """A line for each threshold, its name above the picture."""
    previous, level = -100.0, 0
    for name, accuracy in sorted(thresholds.items(), key=lambda item: item[1]):
        x = 100 * accuracy
        level = level + 1 if x - previous < APART else 0
        previous = x
        axes.axvline(x, color=LINE, linestyle="--", linewidth=1, zorder=0)
        axes.annotate(
            f"{name.replace('_', ' ')} {accuracy:.1%}",
            (x, 1),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0, 3 + 13 * level),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8,
            arrowprops={"arrowstyle": "-", "color": LINE, "lw": 0.6} if level else None,
        )
