"""`autograder doctor`: what this machine can do, and what is missing."""

import platform
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer
from rich.markup import escape
from rich.table import Table

from autograder import __version__
from autograder.cli.console import console
from autograder.cli.packages import Package, packages
from autograder.course.find import find_assignment, find_course, slugs
from autograder.course.packages import require_packages
from autograder.errors import AutograderError
from autograder.protocol.jobs import Probe
from autograder.system import INSTEAD, is_linux, processors

SAFE = ("full", "strong")


def doctor_command(context: typer.Context) -> None:
    """Show versions, the course, how far workers are locked down, and whether it can grade.

    Exit status: 0 ready to grade, 1 not: something is missing, or isolation is below `strong`.
    """
    course = _course(context)
    found = packages()
    obstacles = _obstacles(found)
    probe = None if obstacles else _probe(course)
    console.print(_table(course, found, probe))
    if probe and probe.level not in SAFE:
        obstacles = [f"isolation is {probe.level}, below strong: {'; '.join(probe.missing)}"]
    console.print(_verdict(probe, course, obstacles), markup=False, soft_wrap=True)
    raise typer.Exit(1 if obstacles else 0)


def _obstacles(found: Sequence[Package]) -> list[str]:
    """What keeps this machine from grading, apart from its isolation."""
    if not is_linux():
        return [f"grading needs Linux: {INSTEAD}; `check`, `report` and `export` work here"]
    lacking = [package for package in found if package.needed_for == "grading"]
    return [
        f"{package.name} {'is broken' if package.version else 'is missing'}: {package.command}"
        for package in lacking
        if not package.works
    ]


def _verdict(probe: Probe | None, course: Path | None, obstacles: Sequence[str]) -> str:
    if probe is None or obstacles:
        return f"not ready to grade: {'; '.join(obstacles)}"
    where = "" if course else ", once there is a course: go to its folder, or give --course DIR"
    return f"ready to grade at {probe.level}{where}"


def _probe(course: Path | None) -> Probe:
    from autograder.grading.host import Warm  # noqa: PLC0415 - imports what only Linux has

    with Warm(course or Path.cwd()) as warm:
        return warm.probe()


def _table(course: Path | None, found: Sequence[Package], probe: Probe | None) -> Table:
    table = Table(show_header=False)
    table.add_row("autograder", __version__)
    table.add_row("Python", f"{platform.python_version()} on {platform.platform()}")
    table.add_row("processors", str(processors()))
    for package in found:
        table.add_row(package.name, _state(package))
        for lack in probe.torch_lacks if probe and package.name == "torch" else ():
            table.add_row("", f"[yellow]lacks[/] {escape(lack)}")
    table.add_row("course", escape(str(course)) if course else "none found from here")
    if course:
        table.add_row("assignments", ", ".join(slugs(course)) or "none")
        for slug, lack in _lacking(course):
            table.add_row(slug, f"[yellow]cannot be graded[/] {escape(lack)}")
    free = shutil.disk_usage(Path.cwd()).free / 2**30
    table.add_row("free disk", f"{free:.1f} GiB")
    if probe:
        _add_isolation(table, probe)
    return table


def _state(package: Package) -> str:
    if not package.version:
        needed = escape(f"(needed for {package.needed_for}: {package.command})")
        return f"[yellow]missing[/] {needed}"
    if package.fault:
        return f"{package.version} [red]is broken[/]: {escape(package.fault)}"
    return package.version


def _add_isolation(table: Table, probe: Probe) -> None:
    style = "green" if probe.level == "full" else "yellow" if probe.level in SAFE else "red"
    table.add_row("isolation", f"[{style}]{probe.level}[/]")
    table.add_row("", ", ".join(probe.mechanisms))
    for missing in probe.missing:
        table.add_row("", f"[yellow]missing[/] {escape(missing)}")


def _lacking(course: Path) -> Iterator[tuple[str, str]]:
    """Each assignment that cannot be graded here, and why."""
    for slug in slugs(course):
        try:
            require_packages(find_assignment(course, slug))
        except AutograderError as error:
            yield slug, str(error)


def _course(context: typer.Context) -> Path | None:
    try:
        return find_course(context.obj, Path.cwd())
    except AutograderError:
        if context.obj is not None:
            raise
        return None
