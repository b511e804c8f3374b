"""Dask's workers on this machine: `python -m measure.dask_workers COUNT FOLDER` prints an address.

It ends when its standard input does. The workers' own files go below FOLDER.
"""

import sys
from pathlib import Path

import dask.config
from distributed import LocalCluster


def main(count: int, folder: str) -> None:
    """Serve until nobody holds the other end of standard input."""
    root = Path(__file__).resolve().parent.parent.parent  # of `autograder`; workers inherit it
    sys.path.insert(0, str(root))
    with (
        dask.config.set({"temporary-directory": folder}),
        LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,  # pyright: ignore[reportArgumentType] - documented: no dashboard
            silence_logs=50,
        ) as cluster,
    ):
        print(cluster.scheduler_address, flush=True)  # pyright: ignore[reportAttributeAccessIssue] - typed as a coroutine
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
