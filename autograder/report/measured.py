"""What the grader measured about a hand-in, such as an accuracy, in words."""


def in_words(name: str, value: float | None) -> str:
    """87.0 % for an accuracy, 11.2 s for seconds, 12,345 for a count."""
    if value is None:
        return "–"
    if name.endswith("accuracy"):
        return f"{100 * value:.1f} %"
    if name.endswith("seconds"):
        return f"{value:,.1f} s"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"
