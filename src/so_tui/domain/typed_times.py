"""Reading times of day as people type them."""

import re
from datetime import time

from so_tui.domain.typed_dates import DateError, Doubt

NIGHT = range(1, 7)
"""Hours that without 'am' or 'pm' mean the afternoon as often as the night."""


def parse_time(text: str) -> time | None:
    """Return the time of day that `text` names; None for ''.

    Reads '14:30', '14.30', '1430', '02:30', '9', '2 pm', '2:30pm', 'noon'.

    Raises:
        DateError: It names no time, or one that may be in the afternoon or at night: '2:30'.
    """
    word = "".join(text.lower().split()).replace(".", ":")
    if not word:
        return None
    if word in ("noon", "midday"):
        return time(12)
    match = re.fullmatch(r"(\d{1,2})(?:[:h]?(\d{2}))?(am|pm|a:m:?|p:m:?)?", word, re.ASCII)
    if match is None:
        raise DateError(Doubt.NOT_READ)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise DateError(Doubt.NOT_READ)
    if half:
        return time(hour % 12 + (12 if half == "p" else 0), minute)
    if hour in NIGHT and len(match[1]) == 1:
        raise DateError(Doubt.TWO, time(hour + 12, minute), time(hour, minute))
    return time(hour, minute)
