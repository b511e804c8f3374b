"""What a worker does otherwise than a computer at home, told once: the code runs, its author learns why."""

import re
from collections.abc import Iterable

UNCOMPILED = "`torch.compile` does nothing in a graded run: the code runs as it is written"
UNSCRIPTED = (
    "`torch.jit` compiles nothing where operators are forbidden: the code runs as it is written"
)
ALONE = "a graded run starts no processes: a `DataLoader` loads as with `num_workers=0`"
_IN_SOURCES = {  # what is only used once a function is called, is told from the text
    UNCOMPILED: (b"compile", re.compile(rb"\btorch\.compile\b|\.compile\(\)")),
    ALONE: (b"num_workers", re.compile(rb"\bnum_workers\s*=\s*[1-9]")),
}
_TOLD: list[str] = []


def tell_once(text: str) -> None:
    """Note a sentence for the author of the hand-in."""
    if text not in _TOLD:
        _TOLD.append(text)


def told(sources: Iterable[bytes]) -> list[str]:
    """The sentences, and those on what the sources will do."""
    for source in sources:
        for text, (word, words) in _IN_SOURCES.items():
            if word in source and words.search(source):  # the first costs a thousandth
                tell_once(text)
    return list(_TOLD)
