"""What a worker does otherwise than a computer at home, told once: code runs, and its author learns why."""

_TOLD: list[str] = []


def tell_once(text: str) -> None:
    """Note a sentence for the author of the hand-in."""
    if text not in _TOLD:
        _TOLD.append(text)


def take_told() -> list[str]:
    """The sentences since the last time."""
    told, _TOLD[:] = list(_TOLD), []
    return told
