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
    class Loaders:
        def __len__(self):
            return 2

        def __getitem__(self, index):
            return os.getpid()

    options = {"num_workers": 1, "multiprocessing_context": "fork"}
    pids = torch.utils.data.DataLoader(Loaders(), **options)
    return any(int(pid) != os.getpid() for pid in pids)


for start in (by_process, by_executor, by_loader):
    with contextlib.suppress(OSError, RuntimeError):
        if start():
            LOOT.append(start.__name__)
