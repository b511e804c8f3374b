"""Says what is wrong in a table of `assignment.toml`: the key, what is allowed there, an example."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from autograder.suggest import did_you_mean

# Key -> what it must be, and how it is written.
KEYS = {
    "title": ("a text", 'title = "Pooling"'),
    "module": ("the name of a file", 'module = "pooling.py"'),
    "questions": ("tables, one for each question", "[[questions]]"),
    "limits": ("a table", "[limits]"),
    "counts": ('"module" or "notebook"', 'counts = "notebook"'),
    "packages": ("a list of texts", 'packages = ["matplotlib"]'),
    "id": ("a text", 'id = "max_pool"'),
    "points": ("a number", "points = 4"),
    "names": ("a list of texts", 'names = ["max_pool2d"]'),
    "forbidden": ("a list of texts", 'forbidden = ["*max_pool*"]'),
    "bonus": ("true or false", "bonus = true"),
    "import_seconds": ("a number", "import_seconds = 10"),
    "call_seconds": ("a number", "call_seconds = 5"),
    "training_seconds": ("a number", "training_seconds = 300"),
    "total_seconds": ("a number", "total_seconds = 60"),
    "memory_mb": ("a whole number", "memory_mb = 1024"),
    "answer_mb": ("a whole number", "answer_mb = 64"),
    "threads": ("a whole number", "threads = 1"),
    "preload": ("a list of texts", 'preload = ["torchvision"]'),
}


def fault_in(settings: Mapping[str, Any], kind: type[msgspec.Struct], place: str = "") -> str:
    """The first fault of this table as a record of `kind`, tables inside it first; "" if there is none.

    `place` names the table where it is not the whole file: `question 'max'`.
    """
    before = f"{place}: " if place else ""
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key in settings:
        if key not in fields:
            hint = did_you_mean(key, fields)
            return f"{before}unknown field `{key}`; allowed are {', '.join(fields)}{hint}"
    for name, field in fields.items():
        if field.required and name not in settings:
            _, example = KEYS[name]
            return f"{before}missing required field `{name}`; write it as in: {example}"
    inner = next(filter(None, _inner_faults(settings, fields)), "")
    return inner or next(filter(None, _wrong_values(settings, fields, before)), "")


def _inner_faults(settings: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[str]:
    for name, value in settings.items():
        kind = fields[name].type
        if isinstance(value, dict) and _is_record(kind):
            yield fault_in(value, kind, f"[{name}]")
        kinds = [part for part in getattr(kind, "__args__", ()) if _is_record(part)]
        for number, row in enumerate(value if kinds and isinstance(value, list) else (), 1):
            if isinstance(row, dict):
                yield fault_in(row, kinds[0], f"question {row.get('id', number)!r}")


def _wrong_values(
    settings: Mapping[str, Any], fields: Mapping[str, Any], before: str
) -> Iterator[str]:
    for name, value in settings.items():
        try:
            msgspec.convert(value, fields[name].type)
        except msgspec.ValidationError:
            expected, example = KEYS[name]
            yield f"{before}{name} must be {expected}, such as {example}; it is {_shown(value)}"


def _is_record(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
