"""How the engine's source is built, beside that of its peers: files, lines, functions, layers, names.

Peers are fetched from the package index into a temporary folder and read, never run. `--engine DIR`
reads another checkout's engine as well, for a table of before and after.
"""

import argparse
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from measure.source import Source, read_source, spread

COURSE = Path(__file__).resolve().parent.parent
PEERS = {  # requirement -> the package in it
    "httpx==0.28.1": "httpx",
    "check50==3.5.0": "check50",
    "nbgrader==0.9.6": "nbgrader",
    "otter-grader==6.1.6": "otter",
}
HEAD = "package | files | lines of code | of it imports | function median / p90 / max | file median / p90 / max | layers | names of two things"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--no-peers", action="store_true", help="need no network")
    options = parser.parse_args()
    print(HEAD, flush=True)
    for checkout in [COURSE, *options.engine]:
        source = read_source(_python_files(checkout / "autograder"))
        print(_row(f"autograder in {checkout.name}", source, str(_layers(checkout))), flush=True)
        print(f"  names of two things: {', '.join(source.twice) or 'none'}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for requirement, package in {} if options.no_peers else PEERS.items():
            root = _fetched(requirement, Path(folder) / package)
            print(_row(requirement, read_source(_python_files(root / package)), "-"), flush=True)


def _python_files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*.py")) if "tests" not in p.relative_to(folder).parts]


def _layers(checkout: Path) -> int:
    """How many layers the import rules of a checkout tell apart."""
    rules = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))
    contracts = rules["tool"]["importlinter"]["contracts"]
    return sum(len(contract.get("layers", ())) for contract in contracts)


def _row(name: str, source: Source, layers: str) -> str:
    cells = (
        name,
        str(source.files),
        f"{source.code:,}",
        f"{source.imports:.1%}",
        spread(source.functions),
        spread(source.file_lines),
        layers,
        str(len(source.twice)),
    )
    return " | ".join(cells)


def _fetched(requirement: str, folder: Path) -> Path:
    """The unpacked package; a source distribution is built into a wheel by pip."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    subprocess.run([*command, str(folder), requirement], check=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


if __name__ == "__main__":
    main()
