"""Names of a new assignment: what a slug and a question's id may be, and what follows from them."""

import keyword
import re
import sys
from collections.abc import Sequence

import msgspec

from autograder.errors import UsageError

WORD = re.compile(r"[a-z][a-z0-9]*(_+[a-z0-9]+)*")
NUMBER = re.compile(r"[a-z]+[0-9]+_+(?=[a-z])")  # `a1_` of a1_pooling, whose module is pooling.py
TAKEN = frozenset(  # modules that the new one would hide from its own tests
    (
        "autograder", "checking", "conftest", "grading_tests", "lesson", "misconceptions", "numpy",
        "props", "pytest", "reference", "solutions", "test_public", "torch",
    )
)  # fmt: skip
NO_QUESTION = frozenset(("np", "props", "tools"))  # numpy, and what a suite reaches by these names
FIRST = "first"  # the question of an assignment for which none is named


class Names(msgspec.Struct, frozen=True):
    """A new assignment's slug and questions, each question's function named as its id."""

    slug: str
    questions: tuple[str, ...]

    @property
    def module(self) -> str:
        """What students write, without `.py`: the slug without its number."""
        return NUMBER.sub("", self.slug, count=1)

    @property
    def title(self) -> str:
        """The title to begin with."""
        return as_title(self.module)


def names(slug: str, questions: Sequence[str]) -> Names:
    """The names of a new assignment; `UsageError` says what is wrong with one."""
    _refuse_no_word("SLUG", slug, "a1_pooling")
    chosen = Names(slug, tuple(questions) or (FIRST,))
    if chosen.module in TAKEN | sys.stdlib_module_names or keyword.iskeyword(chosen.module):
        raise UsageError(
            f"SLUG {slug}: its module would be {chosen.module}.py, a name that Python or the engine "
            "uses itself; choose another one"
        )
    for id in chosen.questions:
        _refuse_no_word("--question", id, "max_pool")
        if id in NO_QUESTION or keyword.iskeyword(id):
            raise UsageError(f"--question {id}: no function can have this name; choose another one")
        if chosen.questions.count(id) > 1:
            raise UsageError(f"--question {id} is given twice; give each question its own id")
    return chosen


def as_title(name: str) -> str:
    """`max_pool` as "Max pool"."""
    return re.sub("_+", " ", name).capitalize()


def _refuse_no_word(what: str, word: str, example: str) -> None:
    if WORD.fullmatch(word):
        return
    meant = re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_")
    hint = f"; did you mean {meant}?" if WORD.fullmatch(meant) else ""
    raise UsageError(
        f"{what} {word!r}: expected lower-case letters and digits, words joined by _, such "
        f"as {example}, because it names files and functions{hint}"
    )
