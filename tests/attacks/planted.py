"""A course and a class with secrets planted in them, for attacks to find."""

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from attacks.zoo import Attack

ROOT = Path(__file__).resolve().parent.parent.parent
SLUG = "a1_pooling"
VARIABLE = "GRADING_SECRET"  # in the environment of the process that grades
LIMITS = """\
[limits]
import_seconds = {}
call_seconds = {}
total_seconds = {}
memory_mb = 1024
"""
SHORT = (4, 2.5, 25)  # seconds of an import, a call and all, so that a hang is cheap
PATIENT = (10, 5, 60)  # for attacks that hang nobody
HONEST_EVERY = 8
CALM = 8


class Secrets(msgspec.Struct, frozen=True):
    """A token for each place, so that one which turns up tells where it was read."""

    disk: str
    neighbour: str
    environment: str
    reference: str
    suite: str


def new_secrets() -> Secrets:
    """Tokens that nobody has seen."""
    return Secrets(*(f"{place}-{secrets.token_hex(6)}" for place in Secrets.__struct_fields__))


def honest_source() -> bytes:
    """A hand-in that earns full marks."""
    return (ROOT / "solutions" / SLUG / "pooling.py").read_bytes()


def plant_course(course: Path, planted: Secrets, seconds: Sequence[float] = SHORT) -> Path:
    """A copy of the course with other deadlines and a token in every file that judges."""
    for part in (f"grading_tests/{SLUG}", "reference", f"assignments/{SLUG}"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, course / part, ignore=ignored)
    _limit(course / "grading_tests" / SLUG / "assignment.toml", LIMITS.format(*seconds))
    for folder, token in (("grading_tests", planted.suite), ("reference", planted.reference)):
        for path in (course / folder).rglob("*.py"):
            path.write_text(path.read_text("utf-8") + f'\nPLANTED = "{token}"\n', "utf-8")
    (course / "secret.txt").write_text(planted.disk)
    return course


def _limit(path: Path, limits: str) -> None:
    """Put limits in the place of those there, which stand in a paragraph of their own."""
    head, _, tail = path.read_text("utf-8").partition("[limits]\n")
    path.write_text(head + limits + tail[tail.index("\n[[") :], "utf-8")


def plant_class(folder: Path, attacks: list[Attack], planted: Secrets) -> Path:
    """Everyone's hand-in, an honest one after every few attacks."""
    for number, attack in enumerate(attacks):
        if number % HONEST_EVERY == 0:
            _hand_in(folder, honest_name(number), honest_source(), planted)
        _hand_in(folder, attack_name(number, attack), attack.source)
    return folder


def plant_calm(folder: Path) -> Path:
    """Honest hand-ins only, and the one that attacks build upon."""
    for number in range(CALM):
        _hand_in(folder, calm_name(number), honest_source())
    _hand_in(folder, "base", (Path(__file__).parent / "base.py").read_bytes())
    return folder


def honest_name(number: int) -> str:
    """A student of whom nothing but good is known."""
    return f"{number:03}-honest"


def calm_name(number: int) -> str:
    """A student of the class that has no attackers."""
    return f"calm{number}"


def attack_name(number: int, attack: Attack) -> str:
    """The student who hands in an attack."""
    return f"{number:03}-{attack.name}"


def _hand_in(folder: Path, student: str, source: bytes, planted: Secrets | None = None) -> None:
    place = folder / student
    place.mkdir(parents=True)
    if planted:
        source += f'\nMINE = "{planted.neighbour}"\n'.encode()
        (place / "notes.txt").write_text(planted.neighbour)
    (place / "pooling.py").write_bytes(source)
