"""How near the last day of a paper is."""

from datetime import date
from enum import StrEnum

NEAR_DAYS = 30
"""The end of a paper is called near from this many days before it: a new one takes weeks."""


class Expiry(StrEnum):
    """How a paper stands against its last day; a word, so that it reads without colour."""

    NONE = ""
    SOON = "ends soon"
    OVER = "ended"


def expiry(last_day: date | None, today: date) -> Expiry:
    """Return how near the last day is; on that day itself the paper is still good."""
    if last_day is None:
        return Expiry.NONE
    days = (last_day - today).days
    if days < 0:
        return Expiry.OVER
    return Expiry.SOON if days <= NEAR_DAYS else Expiry.NONE
