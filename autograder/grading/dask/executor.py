"""A Dask cluster as a `concurrent.futures.Executor`, with words of ours for what can go wrong."""

import logging
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import partial
from typing import Any

from distributed import Client, KilledWorker, Scheduler, SchedulerPlugin
from distributed.comm.addressing import resolve_address

from autograder.errors import UsageError, WorkerLost
from autograder.fingerprint import digest_of_engine
from autograder.grading.dask.bundle import Bundle
from autograder.grading.dask.remote_judge import with_bundle

ANSWER_SECONDS = 5
WORKER_SECONDS = 20  # for one to come, or to come back
TASK = "autograder-handin"


class OneDeath(SchedulerPlugin):
    """Has Dask tell of a worker's death at once, for our tasks only; as a rule it tries three more.

    Then the hand-ins that were on that worker can be tried again one by one, and only the one at
    fault meets a second death.
    """

    name = "autograder-one-death"
    idempotent = True  # one for all commands; it looks at our tasks only

    def update_graph(self, scheduler: Scheduler, *, tasks: list[Any], **_: Any) -> None:
        """Use up the deaths that new tasks of ours may see."""
        for key in tasks:
            if str(key).startswith(TASK):
                scheduler.tasks[key].suspicious = scheduler.allowed_failures or 0


class ClusterExecutor(Executor):
    """Runs calls on Dask's workers, each where the bundle lies unpacked."""

    def __init__(self, client: Client, bundle: Bundle) -> None:
        self.address = client.scheduler.address if client.scheduler else "?"
        # pure=True would hand back the grade of an earlier hand-in
        self._dask = client.get_executor(pure=False)
        self._bundle = client.submit(  # a task, so that Dask can make it again where it is lost
            Bundle, bundle.files, bundle.digest, key=f"autograder-bundle-{bundle.digest}"
        )

    def submit(self, call: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        """The call's future; `WorkerLost` where the Dask worker died under it."""
        bound = partial(call, *args, **options)  # one value to Dask, which looks into containers
        key = f"{TASK}-{uuid.uuid4().hex}"
        dask_future = self._dask.submit(
            with_bundle, self._bundle, digest_of_engine(), bound, key=key
        )
        future: Future[Any] = Future()
        future.add_done_callback(lambda _: dask_future.cancel() if future.cancelled() else None)
        dask_future.add_done_callback(partial(self._pass_on, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; those that wait are given up."""
        self._dask.shutdown(wait=wait and not cancel_futures)

    def _pass_on(self, future: Future[Any], dask_future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(dask_future.result())
        except KilledWorker as death:
            address = death.last_worker.address
            future.set_exception(WorkerLost(f"the Dask worker {address} died while it graded this"))
        except CancelledError:
            message = f"the Dask scheduler {self.address} is gone; what is done is kept"
            future.set_exception(UsageError(message))
        except Exception as error:  # noqa: BLE001 - whatever the call raised, over there, is raised here
            future.set_exception(error)


@contextmanager
def cluster(address: str, bundle: Bundle) -> Iterator[ClusterExecutor]:
    """The cluster behind a scheduler's address; `UsageError` where nobody answers or works."""
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we say what matters ourselves
    with _client(address) as client:
        executor = ClusterExecutor(client, bundle)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        resolve_address(address)  # a client that cannot would say so at length, and late
        client = Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        raise UsageError(
            f"--scheduler {address}: nobody answers there ({error}). Start one with "
            f"`dask scheduler`, and workers with `dask worker {address}`"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError:
            raise UsageError(
                f"--scheduler {address} has no workers: start some with `dask worker {address}`"
            ) from None
        _prepare(client, address)
        yield client


def _prepare(client: Client, address: str) -> None:
    try:
        client.register_plugin(OneDeath())
    except Exception as error:  # noqa: BLE001 - whatever loading our code raised over there
        raise UsageError(
            f"--scheduler {address} cannot load this autograder ({type(error).__name__}: {error}): "
            "install the same one there, and on all machines with workers"
        ) from None
