"""Runs every benchmark, or those named: `python benchmarks [NAME ...] [--out FILE]`.

Their findings stand in one file, by name; one that was not run keeps those it had.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NO_FIGURES = ("nbgrader_breaks", "structure")  # a table of words


def main() -> None:
    names = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(names)}")
    parser.add_argument("--out", type=Path, default=HERE / "results.json")
    options = parser.parse_args()
    for name in options.names or names:
        if name not in names:
            parser.error(f"there is no benchmark {name}; there are {', '.join(names)}")
        print(f"== {name}", flush=True)
        _run(name, options.out)


def _run(name: str, out: Path) -> None:
    """Run one, and put what it found beside what the others found."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "findings.json"
        told = [] if name in NO_FIGURES else ["--out", str(found)]
        command = [sys.executable, str(HERE / f"{name}.py"), *told]
        done = subprocess.run(command, check=False)
        if done.returncode:
            raise SystemExit(f"{name} ended with {done.returncode}")
        if found.exists():
            kept: dict[str, Any] = json.loads(out.read_text("utf-8")) if out.exists() else {}
            kept[name] = json.loads(found.read_text("utf-8"))
            out.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
