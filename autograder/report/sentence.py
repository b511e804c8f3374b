"""Names in code, read as words: a hidden test's name says what was asked."""

from autograder.wording import in_words


def title(name: str) -> str:
    """A name in words, with a capital at the beginning."""
    shown = in_words(name)
    return shown[:1].upper() + shown[1:]


def asked(test: str) -> tuple[str, str]:
    """What a test asks, as a sentence, and in which case: `it_rounds_down[padded]`."""
    name, _, case = test.partition("[")
    return title(name), in_words(case.removesuffix("]"))
