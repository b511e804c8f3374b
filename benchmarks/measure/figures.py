"""A benchmark's findings: a table for people and a JSON file, with a verdict where one is asked."""

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

_LINE = "{:44} {:>8} {:>8} {:>8} {:5} {:>4}  {}"


class Machine(msgspec.Struct, frozen=True):
    """Where the figures were taken; they mean little without it."""

    cores: int
    model: str
    python: str
    torch: str


class Figure(msgspec.Struct, frozen=True):
    """The median of `samples` measurements and their spread; `target` is the most it may be.

    With `least` it is the least that it may be.
    """

    name: str
    unit: str
    median: float
    lowest: float
    highest: float
    samples: int
    target: float | None = None
    verdict: str = ""
    least: bool = False


class Findings(msgspec.Struct, frozen=True):
    """One run of one benchmark."""

    benchmark: str
    machine: Machine
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()


def figure(
    name: str, unit: str, values: Sequence[float], target: float | None = None, worst: bool = False
) -> Figure:
    """A figure of these values; the target is for their median, or with `worst` for all of them."""
    rounded = [round(value, 4) for value in values]
    middle, highest = statistics.median(rounded), max(rounded)
    verdict = ""
    if target is not None:
        verdict = "PASS" if (highest if worst else middle) <= target else "short of target"
    return Figure(name, unit, middle, min(rounded), highest, len(rounded), target, verdict)


def at_least(name: str, unit: str, values: Sequence[float], target: float) -> Figure:
    """A figure whose median should reach the target."""
    plain = figure(name, unit, values)
    verdict = "PASS" if plain.median >= target else "short of target"
    return msgspec.structs.replace(plain, target=target, verdict=verdict, least=True)


def this_machine() -> Machine:
    """The processors that this process may use, and the versions that ran."""
    cores = len(os.sched_getaffinity(0))
    return Machine(cores, _model(), platform.python_version(), version("torch"))


def tell(findings: Findings, out: Path | None) -> None:
    """Print the findings, and write them where asked."""
    machine = findings.machine
    print(
        f"{machine.cores} cores, {machine.model}, Python {machine.python}, torch {machine.torch}\n"
    )
    print(_LINE.format("", "median", "lowest", "highest", "unit", "of", ""))
    for one in findings.figures:
        numbers = [f"{value:.2f}" for value in (one.median, one.lowest, one.highest)]
        print(_LINE.format(one.name, *numbers, one.unit, one.samples, _against_target(one)))
    print("", *findings.notes, sep="\n")
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(msgspec.json.format(msgspec.json.encode(findings), indent=1) + b"\n")
        print(f"written to {out}")


def _against_target(one: Figure) -> str:
    bound = "at least" if one.least else "at most"
    return f"{bound} {one.target:g}: {one.verdict}" if one.verdict else ""


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
