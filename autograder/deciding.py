"""Which modules of this package can change a grade, read from who imports whom.

What only shows, exports or releases is not among them: a new word in a report regrades nobody.
"""

import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "autograder"
# Where grading starts: the command, the warm process, a judge; and what suites import by themselves.
STARTS = (
    *("grading.batch", "grading.host", "warm", "judge.session"),
    *("suite", "suite.accuracy", "networks.data", "networks.vision"),
)
_IMPORT = re.compile(
    r"^\s*(?:from|import)\s+(autograder[\w.]*)(?:\s+import\s+(\([^)]*\)|.*))?", re.MULTILINE
)


def deciding_files(root: Path) -> dict[str, bytes]:
    """Module name to source, of all that grading may import; `root` is the package's folder."""
    found: dict[str, bytes] = {}
    waiting = [f"{PACKAGE}.{start}" for start in STARTS]
    while waiting:
        module = waiting.pop()
        path = _file(root, module)
        if module in found or path is None:
            continue
        found[module] = path.read_bytes()
        waiting += [*_parents(module), *_imported(found[module].decode())]
    return found


def _file(root: Path, module: str) -> Path | None:
    """A module's file; None where the name is no module but something in one."""
    place = root.joinpath(*module.split(".")[1:])
    candidates = (place / "__init__.py", place.with_name(f"{place.name}.py"))
    return next((path for path in candidates if path.is_file()), None)


def _parents(module: str) -> Iterator[str]:
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def _imported(source: str) -> Iterator[str]:
    """Every name that may be a module's: `from a.b import c` may import `a.b.c`."""
    for module, names in _IMPORT.findall(source):
        yield module
        yield from (f"{module}.{name}" for name in re.findall(r"\w+", names.partition("#")[0]))
