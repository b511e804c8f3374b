"""Reads a CSV as gradebooks write it: by comma, semicolon or tab, which its first line tells."""

import csv
import io

from autograder.errors import UsageError


def read_rows(text: str, name: str) -> tuple[list[list[str]], str]:
    """The rows and the delimiter; `UsageError`, which begins with `name`, where it is no CSV."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))  # a hand-in may stand in a cell
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return list(rows), delimiter
    except csv.Error as error:
        raise UsageError(
            f"{name} is no CSV file: {error}; expected cells by comma, semicolon or tab: export it "
            "again and give it with the same option, as --template or --roster"
        ) from None
