"""Counts what nobody looks at: hidden files and what tools leave behind, in folders and zips alike."""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack, suppress

from autograder.errors import SubmissionError
from autograder.escape import one_line
from autograder.submission import caps
from autograder.submission.archive import opened
from autograder.submission.kinds import suffix
from autograder.submission.node import FileNode, is_clutter
from autograder.wording import counted

NAMED = 5  # kinds that are told by name
APPLE = ".ds_store"


def hidden_in(root: FileNode) -> Counter[str]:
    """How many of each kind lie at or below a node; nothing is counted inside of what is not looked at."""
    kinds = Counter[str]()
    for node in _below(root):
        if is_clutter(node):
            kinds[_kind(node)] += 1
    return kinds


def in_words(kinds: Counter[str]) -> str:
    """`3 of __MACOSX, 2 of .git, 4 hidden files`, the commonest first; "" where there are none."""
    common = sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))
    words = [
        counted(count, "hidden file") if not kind else f"{count} of {one_line(kind, 40)}"
        for kind, count in common[:NAMED]
    ]
    rest = sum(count for _, count in common[NAMED:])
    return ", ".join([*words, *([f"{rest} of other kinds"] if rest else [])])


def _kind(node: FileNode) -> str:
    """The name of a folder, `*.pyc`, or "" for a hidden file of any name."""
    name = node.name.lower()
    if name.endswith(".pyc"):
        return "*.pyc"
    return node.name if node.kind == "folder" or name == APPLE else ""


def _below(root: FileNode) -> Iterator[FileNode]:
    """The node's entries, and theirs, but none of what is not looked at; a zip's as a folder's."""
    folders = deque([(root, 0)])
    count = 0
    with ExitStack() as stack:
        while folders and count <= caps.ENTRIES:
            folder, depth = folders.popleft()
            for node in _entries(folder, stack):
                count += 1
                yield node
                may_hold = node.kind == "folder" or _is_zip(node)
                if may_hold and not is_clutter(node) and depth < caps.DEPTH:
                    folders.append((node, depth + 1))


def _entries(node: FileNode, stack: ExitStack) -> list[FileNode]:
    with suppress(SubmissionError):  # what cannot be opened is a hand-in whose problem says so
        if node.kind == "folder":
            return list(node.children())
        if _is_zip(node):
            return list(stack.enter_context(opened(node)).children())
    return []


def _is_zip(node: FileNode) -> bool:
    return node.kind == "file" and suffix(node.name) == "zip"
