"""Which distributions a set of modules comes from, and which ones a distribution needs."""

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import msgspec
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def used(modules: Path) -> set[str]:
    """The distributions of the modules named in a JSON file; the standard library is in none."""
    owners = packages_distributions()
    names = msgspec.json.decode(modules.read_bytes(), type=list[str])
    return {canonicalize_name(owner) for name in names for owner in owners.get(name, ())}


def needed_by(names: Iterable[str]) -> set[str]:
    """These distributions and all that they need here, extras left out."""
    found: set[str] = set()
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _requirements(name)
    return found


def _requirements(name: str) -> list[str]:
    try:
        texts = requires(name) or []
    except PackageNotFoundError:  # named for another platform
        return []
    wanted = map(Requirement, texts)
    return [
        canonicalize_name(one.name)
        for one in wanted
        if one.marker is None or one.marker.evaluate({"extra": ""})
    ]
