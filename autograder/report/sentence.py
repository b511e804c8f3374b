"""Names and numbers of a result, as a reader sees them: a hidden test's name says what was asked."""

from autograder.wording import in_words


def title(name: str) -> str:
    """A name in words, with a capital at the beginning."""
    shown = in_words(name)
    return shown[:1].upper() + shown[1:]


def asked(test: str) -> tuple[str, str]:
    """What a test asks, as a sentence, and in which case: `it_rounds_down[padded]`."""
    name, _, case = test.partition("[")
    return title(name), in_words(case.removesuffix("]"))


def measure_in_words(name: str, value: float | None) -> str:
    """A measured value: 87.0 % for an accuracy, 11.2 s for seconds, 12,345 for a count."""
    if value is None:
        return "–"
    if name.endswith("accuracy"):
        return f"{100 * value:.1f} %"
    if name.endswith("seconds"):
        return f"{value:,.1f} s"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"
