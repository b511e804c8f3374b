"""Starts processes by what Python and torch offer for it: Process, pools, a DataLoader."""
import contextlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

fork = multiprocessing.get_context("fork")


def by_process():
    process = fork.Process(target=int)
    process.start()
    process.join(2)
    return process.exitcode == 0


def by_executor():
    with ProcessPoolExecutor(1, fork) as pool:
        return pool.submit(int).result(2) == 0


def by_loader():
    loader = torch.utils.data.DataLoader([1, 2], num_workers=1, multiprocessing_context="fork")
    return len(list(loader))


for start in (by_process, by_executor, by_loader):
    with contextlib.suppress(OSError, RuntimeError):
        if start():
            LOOT.append(start.__name__)
