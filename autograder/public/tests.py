"""The public tests of a folder, run by the engine: what is handed out beside them may be missing."""

from pathlib import Path

from autograder.public.checking import PublicTest, run

TESTS = "test_public.py"
_EXPLAINED = ("-p", "autograder.public.explain")


def public_tests(folder: Path, question: str | None = None) -> list[PublicTest]:
    """What the public tests say of the module in a folder, as its notebook's `check` says it."""
    explained = (folder / "conftest.py").exists()  # by what was handed out
    return run(folder / TESTS, question, () if explained else _EXPLAINED)
