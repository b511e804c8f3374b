"""How figures leave an experiment: a table to look at, CSV and JSON to go on with, one way to plot."""

import csv
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from rich.console import Console
from rich.table import Table

from examples.experiments.options import Material, Options

# Okabe and Ito's colours, apart for every kind of eye; markers tell lines apart in print.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
MARKERS = ("o", "s", "^", "D", "v", "P")
GUESS = "#777777"

Row = Mapping[str, Any]
console = Console(highlight=False)


class Column(msgspec.Struct, frozen=True):
    """A key of every row: how it reads at the head of a column, and how its values read below."""

    key: str
    heading: str
    form: str = "{}"


def tell(
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    options: Options,
    material: Material,
    more: Any = None,
) -> None:
    """Print the rows, and save them as `<name>.csv` and, with how they came about, `<name>.json`."""
    table = Table(title=f"{name.replace('_', ' ')}, {describe(options, material)}")
    for column in columns:
        left = isinstance(rows[0][column.key], str)
        table.add_column(column.heading, justify="left" if left else "right")
    for row in rows:
        table.add_row(*(column.form.format(row[column.key]) for column in columns))
    console.print(table)
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [column.key for column in columns], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    whole = {
        "experiment": name,
        "data": material.name,
        "options": {**msgspec.structs.asdict(options), "out": None, "data": None},
        "torch": str(torch.__version__),
        "rows": rows,
        "more": more,
    }
    text = msgspec.json.format(msgspec.json.encode(whole), indent=1)
    (options.out / f"{name}.json").write_bytes(text + b"\n")


def describe(options: Options, material: Material) -> str:
    """On what, and for how long."""
    images = f"{material.name}, {len(material.train.labels):,} images"
    epochs = f"{options.epochs} epoch{'s' if options.epochs > 1 else ''}"
    return f"{images}, {epochs}, seed {options.seed}"


def picture(title: str, panels: int, width: float = 4.6, height: float = 3.8) -> Any:
    """A figure with this title, and its panels side by side."""
    figure = Figure(figsize=(width * panels, height), layout="constrained")
    figure.suptitle(title, fontsize=11)
    axes = figure.subplots(1, panels, squeeze=False)[0]
    for panel in axes:
        panel.grid(alpha=0.25)
        for side in ("top", "right"):
            panel.spines[side].set_visible(False)
    return figure, axes


def percent(axes: Axes, classes: int) -> None:
    """An axis of accuracies from 0 to 100 %, with a line where guessing is."""
    axes.set_ylim(0, 100)
    axes.set_ylabel("accuracy in %")
    axes.axhline(100 / classes, color=GUESS, linestyle=":", linewidth=1.2)
    axes.annotate(
        "guessing",
        (0.5, 100 / classes),
        xycoords=("axes fraction", "data"),
        xytext=(0, -2),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=8,
        color=GUESS,
    )


def whole_epochs(axes: Axes, epochs: int) -> None:
    """An axis of epochs, marked at whole numbers."""
    axes.set_xlabel("epoch")
    axes.set_xticks(range(1, epochs + 1, max(1, -(-epochs // 10))))


def save(figure: Figure, name: str, options: Options) -> None:
    """Write the PNG, and say where the files are."""
    figure.savefig(options.out / f"{name}.png", dpi=130)
    console.print(f"{options.out / name}.csv, .json and .png")
