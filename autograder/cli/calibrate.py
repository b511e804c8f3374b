"""`autograder calibrate`: how far do right networks come, and broken ones?"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

import autograder
from autograder.cli.console import console
from autograder.cli.options import Device, choice, course_of, listed, refuse_missing_data
from autograder.course.find import find_assignment
from autograder.extras import require
from autograder.system import require_linux


def calibrate_command(
    context: typer.Context,
    slug: Annotated[
        str, typer.Argument(metavar="SLUG", help="The assignment; it has a calibration.py.")
    ],
    device: Annotated[
        Device,
        typer.Option(
            metavar="KIND",
            parser=choice("--device", Device),
            help=f"Where to train: {listed(Device)}.",
        ),
    ] = Device.cpu,
    profile: Annotated[
        str, typer.Option(metavar="NAME", help="Which data and recipe.")
    ] = "synthetic",
    data: Annotated[
        Path | None, typer.Option(metavar="PATH", help="CIFAR-10, for a profile that trains on it.")
    ] = None,
    seeds: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Runs of each, thresholds need 10; 0: show and draw."
        ),
    ] = 10,
) -> None:
    """Train right and broken networks; write calibration.toml and calibration-PROFILE.png."""
    require_linux("calibrate")
    require("lessons", "calibrate", "matplotlib")
    refuse_missing_data(data)
    course = course_of(context)
    folder = course / "grading_tests" / find_assignment(course, slug).slug
    order = {"folder": str(folder), "profile": profile, "device": device.value, "seeds": seeds}
    command = [
        sys.executable,
        "-m",
        "autograder.networks.calibrate",
        msgspec.json.encode(order).decode(),
    ]
    completed = subprocess.run(command, env=_environment(data), check=False)
    if completed.returncode == 0:
        picture = f"calibration-{profile}.png"
        files = f"calibration.toml and {picture}" if seeds else picture
        console.print(f"wrote {folder}/{files}", markup=False, soft_wrap=True)
    raise typer.Exit(completed.returncode)


def _environment(data: Path | None) -> dict[str, str]:
    """Ours, so that the engine is found and CUDA is repeatable, with the data that was named."""
    root = str(Path(autograder.__file__).resolve().parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
        **({"CIFAR10_ROOT": str(data.resolve())} if data else {}),
    }
