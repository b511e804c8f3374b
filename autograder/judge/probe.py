"""Spawns one worker without a hand-in, to tell how far this host can lock one down."""

import socket

import msgspec

from autograder.judge.worker_host import WorkerHost
from autograder.protocol.isolation import Bounds
from autograder.protocol.jobs import Probe, send_record
from autograder.torch_internals import missing_internals


def run_probe(jobs: socket.socket, requests: socket.socket) -> None:
    """Answer every request with the isolation that a fresh worker reached, and what torch lacks."""
    while True:
        request, fds, _, _ = socket.recv_fds(jobs, 16, 1)
        if not request:
            return
        worker = WorkerHost(requests).spawn(Bounds(cpu_seconds=5, memory_bytes=1 << 28))
        worker.end()
        lacks = tuple(
            f"{internal.name}, needed for {internal.part}" for internal in missing_internals()
        )
        send_record(fds[0], Probe(*msgspec.structs.astuple(worker.isolation), torch_lacks=lacks))
