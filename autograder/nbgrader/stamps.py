"""When a hand-in came, as `timestamp.txt` says it: read right, or said to be in doubt.

nbgrader writes `%Y-%m-%d %H:%M:%S.%f %Z` and reads it with `parse_utc` (nbgrader 0.9.6, utils.py),
which takes `PST` for UTC and `-03` for three seconds. A name of a zone is what the course's own zone
is called at that time (`c.Exchange.timezone`, by which nbgrader wrote it), or else what all places of
that name share; `IST` alone is India, Ireland and Israel, so that nobody can tell who was late.
"""

import re
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from dateutil import parser
from nbgrader.utils import parse_utc

from autograder.escape import one_line

_NUMBER = re.compile(r"([+-])(\d{2}):?(\d{2})?")
_UTC = ("UTC", "GMT", "Z")


class Stamp(NamedTuple):
    """The moment in UTC, without a zone as nbgrader keeps it; None with what is wrong."""

    moment: datetime | None
    problem: str = ""


def read_stamp(text: str, course_zone: str = "") -> Stamp:
    """What a stamp says; `course_zone` is that of the course's exchange, such as Europe/Berlin."""
    words, shown = text.split(), repr(one_line(text, 60))
    try:
        if len(words) != 3 or not re.match(r"\d", words[1]):
            return Stamp(parse_utc(text.strip()))
        local = parser.parse(" ".join(words[:2]))
        if local.tzinfo:
            return Stamp(None, f"{shown} names two zones")
        offset = _offset(words[2], local, course_zone)
        if offset is not None:
            return Stamp(local - offset)
    except (ValueError, OverflowError):
        return Stamp(None, f"{shown} is no time")
    return Stamp(
        None,
        f"{shown} cannot be trusted: several places, or none, call their zone so; set "
        'c.Exchange.timezone = "Area/City" in nbgrader_config.py to the one that is meant',
    )


def _offset(zone: str, local: datetime, course_zone: str) -> timedelta | None:
    """How far a zone is ahead of UTC; None where its name does not tell."""
    if zone in _UTC:
        return timedelta(0)
    if number := _NUMBER.fullmatch(zone):
        ahead = timedelta(hours=int(number[2]), minutes=int(number[3] or 0))
        return ahead if number[1] == "+" else -ahead
    if "/" in zone:
        place = _place(zone)
        return local.replace(tzinfo=place).utcoffset() if place else None
    own = _named(zone, local, _place(course_zone))
    return own if own is not None else _everywhere(zone, local)


def _place(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _named(zone: str, local: datetime, place: ZoneInfo | None) -> timedelta | None:
    """The offset of a place where its zone is called so at that time, which may come twice."""
    for fold in (0, 1):
        moment = local.replace(tzinfo=place, fold=fold)
        if place and moment.tzname() == zone:
            return moment.utcoffset()
    return None


def _everywhere(zone: str, local: datetime) -> timedelta | None:
    """The offset that all places of the world have that call their zone so at that time."""
    offsets = {_named(zone, local, place) for place in _places()} - {None}
    return offsets.pop() if len(offsets) == 1 else None


@cache
def _places() -> tuple[ZoneInfo, ...]:
    return tuple(place for name in sorted(available_timezones()) if (place := _place(name)))
