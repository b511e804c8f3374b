"""Which column of a gradebook is an assignment's: by its title, its number, or both.

Signs and spaces of a title count only in doubt: `A1: Pooling` is a1_pooling's where no other is.
"""

import re
from collections.abc import Callable, Sequence

from autograder.errors import UsageError
from autograder.escape import one_line
from autograder.export.worksheet import Worksheet
from autograder.suggest import did_you_mean


def column_names(slugs: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """What the column of each assignment is called."""
    names = {slug: slug for slug in slugs}
    for option in columns:
        slug, _, name = option.partition("=")
        if slug in names and name:
            names[slug] = name
        elif len(slugs) == len(columns) == 1:
            names[slugs[0]] = option
        else:
            listed = ", ".join(slugs)
            hint = did_you_mean(slug, slugs)
            raise UsageError(
                f"--column {option!r}: expected SLUG=COLUMN with a slug of {listed}{hint}"
            )
    return names


def titled(sheet: Worksheet, slug: str, name: str, title: re.Pattern[str]) -> int:
    """The one column called `name`; `title` finds the groups title and id in a header."""
    fitting: list[int] = []
    for text in (str.casefold, _letters):
        fitting = [
            place
            for place, header in enumerate(sheet.header)
            if (parts := title.fullmatch(header)) and text(name) in _spellings(parts, text)
        ]
        if len(fitting) == 1:
            return fitting[0]
    titles = [one_line(header, 60) for header in sheet.header if title.fullmatch(header)]
    raise UsageError(
        f"which column is {slug}'s? {len(fitting)} are called {name!r}; say --column "
        f"'{slug}=TITLE' with one of: {', '.join(titles) or 'none there'}"
    )


def _spellings(parts: re.Match[str], text: Callable[[str], str]) -> set[str]:
    return {text(parts[0]), text(parts["title"]), parts.groupdict().get("id") or parts[0]}


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
