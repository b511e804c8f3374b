"""The name that was probably meant, for a message about one that does not exist."""

import difflib
from collections.abc import Iterable


def no_such(what: str, word: str, known: Iterable[str]) -> str:
    """`there is no question 'dubble'; there are: double, half; did you mean double?`"""
    names = list(known)
    listed = ", ".join(names) or "none"
    return f"there is no {what} {word!r}; there are: {listed}{did_you_mean(word, names)}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message: the only name that holds the word, or the most similar; else nothing."""
    names = {name.casefold(): name for name in known}
    wanted = word.casefold()
    similar = [name for name in names if wanted and wanted in name]
    if len(similar) != 1:
        similar = difflib.get_close_matches(wanted, names, 1)
    return f"; did you mean {names[similar[0]]}?" if similar else ""
