"""Names in code, read as words: a hidden test's name says what was asked."""


def words(name: str) -> str:
    """`zeros_around_the_image` as "zeros around the image"."""
    return name.replace("_", " ").strip()


def title(name: str) -> str:
    """As `words`, with a capital at the beginning."""
    shown = words(name)
    return shown[:1].upper() + shown[1:]


def asked(test: str) -> tuple[str, str]:
    """What a test asks, as a sentence, and in which case: `it_rounds_down[padded]`."""
    name, _, case = test.partition("[")
    return title(name), words(case.removesuffix("]"))
