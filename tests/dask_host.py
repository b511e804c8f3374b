"""Dask workers on this machine, and a small class that they grade."""

import subprocess
import sys
from pathlib import Path

from attacks.processes import WARM, Tree, command_line
from conftest import environment
from distributed import Client
from distributed.exceptions import WorkerStartTimeoutError

ROOT = Path(__file__).parent.parent
RIGHT = "def double(x):\n    return x + x\n"
SQUARE = "def double(x):\n    return x * x\n"
CLASS = {"ada.py": RIGHT, "bob.py": SQUARE, "cem.py": "def double(x):\n    exit()\n"}
SLUG = ("--assignment", "doubling")


class Host:
    """Two Dask workers on this machine."""

    def __init__(self, folder, workers=2):
        self.command = [sys.executable, "-m", "measure.dask_workers", str(workers), str(folder)]
        self._start()

    def _start(self):
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT / "benchmarks",
            env=environment({"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}),  # tests, too
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("tcp://")

    def warm(self):
        """The warm processes, by the Dask worker that holds each."""
        others = Tree(self.process.pid).below(self.process.pid)
        holders = [pid for pid in others if WARM not in command_line(pid)]
        return {warm: pid for pid in holders for warm in Tree(pid).find("warm")}

    def wait_for_both(self):
        """A killed worker comes back, or Dask gave it up; who comes next expects two."""
        try:
            with Client(self.address) as client:
                client.wait_for_workers(2, timeout=100)
        except WorkerStartTimeoutError:
            self.close()
            self._start()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(60)
