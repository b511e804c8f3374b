"""One batch of hostile and honest hand-ins, graded once; tests look at what came of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from attacks import planted, traces, zoo
from attacks.grade_twice import Findings, Order
from attacks.planted import ROOT, SLUG
from autograder import results
from autograder.results import Result

SECONDS = 1500  # for the whole batch on a machine that does ten other things; alone, 100
GOT_THROUGH = "SUCCEEDED"
ATTACKS = zoo.attacks()
ATTACKERS = {planted.attack_name(number, one): one for number, one in enumerate(ATTACKS)}
HONEST = [planted.honest_name(n) for n in range(0, len(ATTACKS), planted.HONEST_EVERY)]
CALM = [planted.calm_name(number) for number in range(planted.CALM)]


class Batch:
    """One run of `grade_twice`, and the command that shows its results."""

    def __init__(self, folder: Path) -> None:
        self.secrets = planted.new_secrets()
        self.folder, self.out = folder, folder / "out"
        planted.plant_course(folder / "course", self.secrets)
        planted.plant_calm(folder / "calm")
        planted.plant_class(folder / "class", ATTACKS, self.secrets)
        self.before = self.look()
        self.findings, self.printed = self.grade()
        self.after = self.look()
        self.results = {result.student: result for result in map(results.read, self.paths())}

    def paths(self) -> list[Path]:
        """The result files."""
        return sorted((self.out / SLUG).glob("*.json"))

    def look(self) -> tuple[dict, set[str], set[str]]:
        """What lies where an attack might leave something."""
        sources = b"".join(one.source for one in ATTACKS).decode()
        names = {name for name in zoo.WORD.findall(sources) if len(name) > 3}
        places = {name: traces.files(self.folder / name) for name in ("course", "calm", "class")}
        return places, traces.shared_objects(), traces.public_files(names)

    def grade(self) -> tuple[Findings, str]:
        """Grade both classes; the findings, and what was printed."""
        names = ("course", "calm", "class", "out")
        order = msgspec.json.encode(Order(*(str(self.folder / name) for name in names)))
        found = self.folder / "findings.json"
        arguments = ("-m", "attacks.grade_twice", order.decode(), str(found))
        printed = self.run(*arguments, cwd=self.folder)
        return msgspec.json.decode(found.read_bytes(), type=Findings), printed

    def show(self, format: str) -> str:
        """What `autograder grade` prints of these results; it finds them all graded."""
        command = ("-m", "autograder", "--course", "course", "grade", "class", "--format", format)
        return self.run(*command, "--assignment", SLUG, "--out", "out", cwd=self.folder)

    def run(self, *arguments: str, cwd: Path) -> str:
        """A program of ours with a secret in its environment; what it prints."""
        paths = f"{ROOT}:{ROOT / 'tests'}"
        secret = {planted.VARIABLE: self.secrets.environment, "PYTHONPATH": paths}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=cwd,
            env=os.environ | secret,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stdout)
        return done.stdout

    def messages(self, student: str) -> list[str]:
        """All that a student is told."""
        result = self.results[student]
        tests = [test for question in result.questions for test in question.tests]
        return [*(test.message for test in tests), *result.notes]

    def honest(self) -> Iterator[Result]:
        """The results of those who stood between the attacks."""
        return (self.results[name] for name in HONEST)

    def score(self, student: str) -> float:
        """A student's points; the batch has no hand-in that is not judged."""
        return self.results[student].score or 0.0

    def leaks(self, text: str) -> bool:
        """Whether a token stands in a text."""
        return any(token in text for token in msgspec.structs.astuple(self.secrets))

    def outcome(self, student: str) -> str:
        """What an attack came to, in a word for the table."""
        expected, messages = ATTACKERS[student].entry.score, self.messages(student)
        if zoo.loot(messages) or any(map(self.leaks, messages)):
            return GOT_THROUGH
        if self.score(student) > self.score("base"):
            return GOT_THROUGH
        scored = self.score(student) == expected
        return "got nothing" if scored else f"lost: {expected:g} was expected"

    def table(self) -> list[tuple[str, ...]]:
        """A row for each attack."""
        rows: list[tuple[str, ...]] = [("attack", "stopped by", "outcome", "score")]
        for student, attack in ATTACKERS.items():
            score = f"{self.score(student):g}"
            rows.append((attack.name, attack.entry.stopped_by, self.outcome(student), score))
        return rows

    def growth(self) -> list[tuple[str, ...]]:
        """A row for each process that lives as long as the batch."""
        rows: list[tuple[str, ...]] = [
            ("process", "private MB before", "after", "descriptors before", "after")
        ]
        pairs = zip(self.findings.before, self.findings.after, strict=False)
        for name, (before, after) in enumerate(pairs, 1):
            memory = (f"{one.private_kb / 1024:.1f}" for one in (before, after))
            descriptors = (str(one.descriptors) for one in (before, after))
            rows.append((str(name), *memory, *descriptors))
        return rows
