"""Why a typed date or time is not taken, and what it could mean."""

from datetime import date, time
from enum import StrEnum

MOST_YEARS = 40
"""Most years between a date and today; a date further away is taken for a typing mistake."""


class Doubt(StrEnum):
    """Why what was typed is not taken as a date or a time."""

    NOT_READ = "not_read"
    """It names none."""
    NO_SUCH_DAY = "no_such_day"
    """It names a day that no calendar has: 31 Feb."""
    TOO_FAR = "too_far"
    """It is more than `MOST_YEARS` away."""
    MANY = "many"
    """It names more than one day: next month."""
    WEEKDAY = "weekday"
    """Its day of the week is not that of its date."""
    WITH_TIME = "with_time"
    """It names a day and a time, where a day is asked for."""
    TWO = "two"
    """It can be read in more than one way: 3/12, or 2:30."""


class DateError(ValueError):
    """What was typed is no date or time, or could be several.

    Attributes:
        doubt: Why it is not taken.
        readings: What it could mean, the most likely first; empty if nothing.
    """

    def __init__(self, doubt: Doubt, *readings: date | time) -> None:
        super().__init__(doubt)
        self.doubt = doubt
        self.readings = readings
