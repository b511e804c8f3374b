"""Counts and names in code as a person reads them; knows nothing of grading."""


def counted(number: int, noun: str) -> str:
    """A number with its noun, such as "1 hand-in" or "2 hand-ins"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def in_words(name: str) -> str:
    """`zeros_around_the_image` as "zeros around the image"."""
    return name.replace("_", " ").strip()
