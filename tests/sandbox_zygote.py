"""The zygote that `test_sandbox.py` talks to: JSON lines in, JSON lines out."""

import contextlib
import errno
import json
import os
import sys
import threading
import time
from pathlib import Path

from sandbox_acts import ACTS

from autograder.linux.syscalls import syscall
from autograder.worker import sandbox


def serve(root, modules):
    for module in modules:
        __import__(module)
    readable = sandbox.readable_paths()
    left_out = frozenset(("namespaces",) if root == "host" else ())
    if root == "refused":
        forbid_user_namespaces()
    namespaces, missing = sandbox.enter_namespaces(readable, left_out)
    for line in sys.stdin:
        request = json.loads(line)
        without = left_out | set(request["without"])
        if request["act"] == "quit":
            os._exit(7)
        prepared = sandbox.prepare(readable, namespaces, missing, without)
        print(json.dumps(in_worker(prepared, **request)), flush=True)
        for fd in prepared.descriptors[:-1]:
            os.close(fd)


def forbid_user_namespaces():
    """Do as some hosts do; where this host already does, there is nothing left to do."""
    user = os.geteuid()
    with contextlib.suppress(OSError):
        syscall("unshare", 0x10000000)
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/sys/user/max_user_namespaces").write_text("0")


def in_worker(prepared, act, bounds, threads, **_):
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        worker(prepared, act, sandbox.Bounds(**bounds), threads, theirs)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        lines = answer.read().splitlines()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    reply = {key: value for line in lines for key, value in json.loads(line).items()}
    return {"status": status, "value": None, "error": None, **reply}


def worker(prepared, act, bounds, threads, channel):
    def tell(**facts):
        os.write(channel, json.dumps(facts).encode() + b"\n")

    try:
        sandbox.close_all_but([1, channel, *prepared.descriptors])
        for _ in range(threads - 1):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        isolation = sandbox.lock_down(prepared, bounds)
        tell(level=isolation.level, mechanisms=isolation.mechanisms, missing=isolation.missing)
        tell(value=ACTS[act]())
    except OSError as error:
        tell(error=errno.errorcode.get(error.errno or 0, str(error)))
    except Exception as error:  # noqa: BLE001 - the stand-in for student code
        tell(error=type(error).__name__, message=str(error))
    finally:
        os._exit(0)
