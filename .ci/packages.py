"""Runs pip in `.venv` under our constraints, and tells its large downloads and that it still lives."""

import os
import queue
import re
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from failures import SetupError, explain_output
from saying import Silence, say

LOG = "autograder-setup.log"
LARGE_MB = 10.0
MB = {"kB": 1e-3, "MB": 1.0, "GB": 1e3, "bytes": 1e-6}
DOWNLOAD = re.compile(r"\s*Downloading (?:.*/)?([^-/]+)-([^-\s]+)\S* \(([\d.]+) (kB|MB|GB|bytes)\)")
STEPS = {"Collecting": "looking for {}", "Downloading": "downloading {}", "Installing": "unpacking"}
# Compiled only for the other targets: a locked worker does not import them.
RARE = r"/(tests?|testing/_internal|_inductor|onnx|_export)/"


def install(root: Path, *what: str) -> float:
    """Install, and tell how; the MB that were downloaded. pip's whole output goes to a log where it fails."""
    venv = root / ".venv"
    options = ["--disable-pip-version-check", "--no-input", "--no-compile"]
    limits = ["--constraint", "constraints.txt", *constraint_of_torch(venv)]
    command = [str(venv / "bin/python"), "-m", "pip", "install", *options, *limits, *what]
    with subprocess.Popen(
        command,
        cwd=root,
        env=pip_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        output = list(told(process.stdout or ()))
    if process.returncode:
        text = "".join(output)
        (venv / LOG).write_text(text, encoding="utf-8")
        raise SetupError(f"{explain_output(text)} (pip's own words: .venv/{LOG})")
    return sum(size for _, _, size in map(download, output))


def constraint_of_torch(venv: Path) -> list[str]:
    """Keep the build of torch that is installed: an old pip may otherwise look for another one, of gigabytes."""
    for folder in venv.glob("lib/python*/site-packages/torch-*.dist-info"):
        version = folder.name.removeprefix("torch-").removesuffix(".dist-info")
        path = venv / "autograder-setup-torch.txt"
        path.write_text(f"torch==={version}\n", encoding="utf-8")
        return ["--constraint", str(path)]
    return []


def told(lines: Iterable[str], silence: Silence | None = None) -> Iterator[str]:
    """Pass pip's lines on; say what is large, and every now and then what takes so long."""
    silence = silence or Silence()
    waiting: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=forward, args=(lines, waiting), daemon=True).start()
    doing = "starting pip"
    while True:
        try:
            line = waiting.get(timeout=silence.wait())
        except queue.Empty:
            silence.break_it(doing)
            continue
        if line is None:
            return
        doing = step(line) or doing
        name, version, megabytes = download(line)
        if megabytes >= LARGE_MB:
            silence.tell(f"downloading {name} {version} ({megabytes:.1f} MB)")
        else:
            silence.break_it(doing)
        yield line


def forward(lines: Iterable[str], waiting: queue.Queue[str | None]) -> None:
    """Put each line into a queue as it comes, then None."""
    try:
        for line in lines:
            waiting.put(line)
    finally:
        waiting.put(None)


def step(line: str) -> str:
    """What pip does from this line on, where the line tells."""
    word, _, rest = line.strip().partition(" ")
    subject = rest.split("/")[-1].split(" ")[0]
    return STEPS[word].format(subject) if word in STEPS else ""


def download(line: str) -> tuple[str, str, float]:
    """Name, version and MB of a download that pip starts; of other lines, nothing."""
    match = DOWNLOAD.match(line)
    if match is None:
        return "", "", 0.0
    name, version, size, unit = match.groups()
    return name, version, float(size) * MB[unit]


def pip_environment() -> dict[str, str]:
    """The caller's environment, with its pip settings, less what would install somewhere else."""
    elsewhere = {"PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PIP_USER", "PYTHONHOME", "PYTHONPATH"}
    return {name: value for name, value in os.environ.items() if name not in elsewhere}


def pins(root: Path, *names: str) -> list[str]:
    """The lines of constraints.txt for these packages: pip names a missing one better than a range."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    lines_by_name = {line.partition("==")[0]: line for line in lines}
    return [lines_by_name[name] for name in names]


def forget_half_installed(venv: Path) -> None:
    """Remove the notes of packages whose installation was cut short: pip would believe that they are there."""
    for folder in venv.glob("lib/python*/site-packages/*.dist-info"):
        if not (folder / "RECORD").exists():
            say(f"{folder.name.removesuffix('.dist-info')} is half installed; installing it again")
            shutil.rmtree(folder)
    for folder in venv.glob("lib/python*/site-packages/~*"):  # pip's name for what it was removing
        shutil.rmtree(folder)


def compile_all(venv: Path, all_of_it: bool) -> None:
    """Compile what was installed, on all processors; pip itself would use one.

    What cannot be compiled (for another Python, say) is compiled by nobody: pip takes it as well.
    """
    say("compiling " + ("all packages" if all_of_it else "the packages that grading imports"))
    folders = [str(folder) for folder in venv.glob("lib/python*/site-packages")]
    leave_out = [] if all_of_it else ["-x", RARE]
    command = [venv / "bin/python", "-m", "compileall", "-qq", "-j", "0", *leave_out, *folders]
    subprocess.run(command, capture_output=True, check=False)
