"""The measurements as a table, right subjects first, and the thresholds that follow from them."""

from collections.abc import Mapping

from rich.table import Table

from autograder.networks.calibrate.store import Calibration


def table(profile: str, calibration: Calibration, thresholds: Mapping[str, float]) -> Table:
    """A row for each subject: accuracies in percent over all runs, seconds of one core per run."""
    machine = f"{calibration.device}, {calibration.processor}, torch {calibration.torch}"
    title = f"{profile}: {machine}, {calibration.date}"
    rows = Table(title=title, title_justify="left")
    rows.add_column("subject", no_wrap=True)
    rows.add_column("")
    for name in ("runs", "mean %", "sd", "minimum", "maximum", "seconds"):
        rows.add_column(name, justify="right")
    rows.add_column("tiers its mean reaches", justify="right")
    for network in sorted(
        calibration.subjects, key=lambda network: (not network.correct, -network.mean)
    ):
        figures = (network.mean, network.sd, min(network.accuracies), max(network.accuracies))
        rows.add_row(
            network.name,
            "right" if network.correct else "broken",
            str(network.n),
            *(f"{100 * figure:.1f}" for figure in figures),
            f"{network.seconds:.1f}",
            str(sum(network.mean >= threshold for threshold in thresholds.values())),
        )
    return rows
