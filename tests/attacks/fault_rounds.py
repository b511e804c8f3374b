"""One round: a run with a fault, what it left, and the run after it; whatever is wrong is a complaint."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec

from attacks.fault_acts import Stage
from attacks.fault_kinds import GRADED, KINDS, NOT_JUDGED, REFUSED, Kind
from attacks.fault_runs import SLUG, Ended, Grading, Seen, Undisturbed, facts, look
from autograder import results


class Round(msgspec.Struct, frozen=True):
    """What happened in one round; without complaints it went as it must."""

    kind: str
    seed: int
    in_time: bool
    status: int
    kept: int  # results that the first run left
    not_judged: int
    graded_again: int
    dates: tuple[str, ...]
    complaints: tuple[str, ...]


def play(name: str, seed: int, folder: Path, peace: Undisturbed) -> Round:
    """Let one fault happen, look, grade again, look again."""
    folder.mkdir()
    stage = Stage(folder, Random(seed), peace)
    kind = KINDS[name]
    try:
        kind.prepare(stage)
        return _played(name, seed, stage, peace)
    finally:
        if stage.disk:
            stage.disk.close()
        shutil.rmtree(folder, ignore_errors=True)


def _played(name: str, seed: int, stage: Stage, peace: Undisturbed) -> Round:
    kind, out = KINDS[name], stage.seen(stage.out)
    run = Grading(peace.handed_in, stage.out, stage.program)
    in_time = kind.act(stage, run)
    first, before = run.end(), look(out)
    kind.mend(stage)
    if kind.may_litter:
        _litter(out)
    again, after = Grading(peace.handed_in, stage.out, stage.program).end(), look(out)
    kept = {name for name, result in before.whole.items() if result.status == "graded"}
    fresh = {name for name in after.versions if after.versions[name] != before.versions.get(name)}
    moved = look(stage.out.with_name("moved"))
    complaints = [
        *_about_first(kind, first, before, moved, peace),
        *_about_folder("after the fault", before, peace),
        *_about_folder("in the folder moved away", moved, peace),
        *(f"left after the fault: {file}" for file in before.temporary if not kind.may_litter),
        *_about_rerun(again, after, peace),
        *_about_folder("after the rerun", after, peace),
    ]
    if fresh != peace.facts.keys() - kept:
        complaints.append(f"kept {sorted(kept)}, but the rerun wrote {sorted(fresh)}")
    lost = len(before.whole) - len(kept)
    dates = tuple(result.graded_at for result in after.whole.values())
    counts = (len(kept), lost, len(fresh))
    return Round(name, seed, in_time, first.status, *counts, dates, tuple(complaints))


def _litter(out: Path) -> None:
    """Few are killed while they write: leave what they would."""
    (out / SLUG).mkdir(parents=True, exist_ok=True)
    (out / SLUG / ".cut_off.part").write_bytes(b'{"schema": 1, ')


def _about_first(
    kind: Kind, first: Ended, before: Seen, moved: Seen, peace: Undisturbed
) -> Iterator[str]:
    found = {**moved.whole, **before.whole}
    judged = {name for name, result in found.items() if result.status == "graded"}
    yield from (f"still running after the fault: {line}" for line in first.left)
    if first.status not in kind.statuses:
        yield f"the status was {first.status}: {first.err}"
    if (first.status == GRADED) != (judged == peace.facts.keys()) and first.status >= 0:
        yield f"the status was {first.status} where {sorted(judged)} are graded"
    if first.status == NOT_JUDGED and found.keys() != peace.facts.keys():
        yield f"the status was {first.status}, but only {sorted(found)} have a result"
    if "Traceback" in first.err or (first.status == GRADED and first.err):
        yield f"the command printed {first.err}"
    if first.status > GRADED and not any(words in first.err for words in kind.says):
        yield f"no reason was given for status {first.status}: {first.err!r}"
    if first.status == REFUSED and len(first.err.splitlines()) != 1:
        yield f"more than one line: {first.err}"
    shown = first.shown()
    if len(shown) != len(set(shown)) or not set(shown) <= found.keys():
        yield f"{shown} were shown, {sorted(found)} were written"


def _about_folder(when: str, seen: Seen, peace: Undisturbed) -> Iterator[str]:
    yield from (f"{when}: not whole: {problem}" for problem in seen.broken)
    for student, result in seen.whole.items():
        if result.status == "graded" and facts(result) != peace.facts[student]:
            yield f"{when}: {student} has {result.score}: {msgspec.json.encode(result)[:2000]!r}"
        if result.status != "graded" and "ended before" not in results.reason(result):
            yield f"{when}: {student} is not judged, because of {results.reason(result)!r}"


def _about_rerun(again: Ended, after: Seen, peace: Undisturbed) -> Iterator[str]:
    yield from (f"still running after the rerun: {line}" for line in again.left)
    if (again.status, again.err) != (GRADED, ""):
        yield f"the rerun ended with {again.status}: {again.err}"
    if sorted(again.shown()) != sorted(peace.facts) or after.whole.keys() != peace.facts.keys():
        yield f"the rerun showed {again.shown()} and left {sorted(after.whole)}"
    yield from (f"left after the rerun: {file}" for file in after.temporary)
