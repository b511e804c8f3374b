"""The measurements as a table, right subjects first, and the thresholds that follow from them."""

from collections.abc import Mapping

from rich.table import Table

from autograder.networks.calibrate.store import Calibration


def table(profile: str, found: Calibration, thresholds: Mapping[str, float]) -> Table:
    """A row for each subject: accuracies in percent over all runs, seconds of one core per run."""
    title = f"{profile}: {found.device}, {found.processor}, torch {found.torch}, {found.date}"
    rows = Table(title=title, title_justify="left")
    rows.add_column("subject", no_wrap=True)
    rows.add_column("")
    for name in ("runs", "mean %", "sd", "minimum", "maximum", "seconds"):
        rows.add_column(name, justify="right")
    rows.add_column("tiers its mean reaches", justify="right")
    for one in sorted(found.subjects, key=lambda one: (not one.correct, -one.mean)):
        figures = (one.mean, one.sd, min(one.accuracies), max(one.accuracies))
        rows.add_row(
            one.name,
            "right" if one.correct else "broken",
            str(one.n),
            *(f"{100 * figure:.1f}" for figure in figures),
            f"{one.seconds:.1f}",
            str(sum(one.mean >= least for least in thresholds.values())),
        )
    return rows
