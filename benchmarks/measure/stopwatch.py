"""Where a judge's time goes: its own functions, timed in the judge's process.

The warm process is started with `code(file)` before its own; every judge that it forks then adds a line
of JSON, seconds by part, to that file for each hand-in.
"""

import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

PARTS = ("fork", "lock", "import", "questions", "reference")
REST, WHOLE = "pytest", "together"


def code(file: Path) -> str:
    """What to run in the warm process before its own code."""
    benchmarks = str(Path(__file__).resolve().parent.parent)
    return (
        f"import sys; sys.path[:0] = [sys.argv[1], {benchmarks!r}];"
        f"from measure.stopwatch import install; install({str(file)!r});"
    )


def install(file: str) -> None:
    """Have every judge that is forked from this process time itself."""
    from autograder import warm  # noqa: PLC0415 - in the warm process only

    run = warm._run

    def timed_if_a_judge(body: Callable[[], None]) -> None:
        if body.__name__ == "judge":  # the other is the workers' zygote
            _wind_up(file)
        run(body)

    warm._run = timed_if_a_judge


def _wind_up(file: str) -> None:
    from autograder.judge import job, worker_host, workers  # noqa: PLC0415
    from autograder.suite import checks  # noqa: PLC0415 - a judge's, as what follows
    from autograder.suite.reference import Reference  # noqa: PLC0415

    spent: defaultdict[str, float] = defaultdict(float)
    depth: Counter[str] = Counter()  # of calls within calls of the same part
    _time(spent, depth, "fork", worker_host.WorkerHost, "spawn")
    _time(spent, depth, "lock", workers.Worker, "_ready")
    _time(spent, depth, "import", workers.Worker, "load")
    _time(spent, depth, "questions", workers.Worker, "ask")
    _time(spent, depth, "reference", Reference, "answer")
    for check in ("assert_close", "assert_equal"):
        _time(spent, depth, "reference", checks, check)
    verdict_type: Any = job.Verdict
    start, report = verdict_type.start, verdict_type.report

    def started(verdict: Any, *given: Any) -> Any:
        spent.clear()  # what the judge did before it was forked is nobody's
        spent[WHOLE] -= time.perf_counter()
        return start(verdict, *given)

    def reported(verdict: Any, problem: str) -> Any:
        found = report(verdict, problem)
        spent[WHOLE] += time.perf_counter()
        spent["fork"] -= spent["lock"]  # a worker is ready when it is locked
        spent[REST] = spent[WHOLE] - sum(spent[part] for part in PARTS)
        with Path(file).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({**spent, "pid": os.getpid()}) + "\n")
        return found

    verdict_type.start, verdict_type.report = started, reported


def _time(
    spent: defaultdict[str, float], depth: Counter[str], part: str, owner: Any, name: str
) -> None:
    """Add up what a function takes, without what it calls of its own part."""
    inner = getattr(owner, name)

    def timed(*args: Any, **kwargs: Any) -> Any:
        depth[part] += 1
        start = time.perf_counter()
        try:
            return inner(*args, **kwargs)
        finally:
            depth[part] -= 1
            if not depth[part]:
                spent[part] += time.perf_counter() - start

    setattr(owner, name, timed)
