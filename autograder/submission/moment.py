"""The moment of a hand-in as a download tells it, in one form, with the zone only where it is told."""

import re

MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T_-](?P<hour>\d\d)[:_-](?P<minute>\d\d)[:_-](?P<second>\d\d)"
    r"(?:\.\d+)?[ _]?(?P<zone>[A-Za-z]{1,5}|[+-]\d\d:?\d\d)?"
)
UTC = ("Z", "UTC", "GMT")


def moment_in(text: str) -> str:
    """`2026-10-01T10:00:00Z`, without the Z where no zone is told; "" where the text is no moment.

    A zone that has a name only stays as it is: `2026-10-01T10:00:00 EST`.
    """
    parts = MOMENT.fullmatch(text.strip())
    if not parts:
        return ""
    moment = f"{parts['day']}T{parts['hour']}:{parts['minute']}:{parts['second']}"
    zone = parts["zone"] or ""
    if zone.upper() in UTC:
        return f"{moment}Z"
    return f"{moment} {zone}" if zone.isalpha() else moment + zone
