"""How near the last day of a document is."""

from datetime import date
from enum import StrEnum

NEAR_DAYS = 30
"""Days before its end from which a document 'ends soon': a new one takes weeks."""


class Expiry(StrEnum):
    """The expiry status of a document; a word, so that it reads without colour."""

    NONE = ""
    SOON = "ends soon"
    OVER = "ended"


def expiry(last_day: date | None, today: date) -> Expiry:
    """Return the status; on its last day a document is still valid."""
    if last_day is None:
        return Expiry.NONE
    days = (last_day - today).days
    if days < 0:
        return Expiry.OVER
    return Expiry.SOON if days <= NEAR_DAYS else Expiry.NONE
