"""Time as a test needs it: never near midnight, and passing without a wait."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from itertools import count
from typing import Self

import pytest

_seconds = count()


class Hurried(datetime):
    """A clock on which a second passes each time one looks."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """Return the time."""
        return cls(2026, 11, 23, 14, 5, tzinfo=tz) + timedelta(seconds=next(_seconds))


def noon_zone(hour: int) -> str:
    """Return a value of TZ for which it is noon now.

    Args:
        hour: The hour of the day in UTC, from 0 to 23.
    """
    return f"NOON{hour - 12:+d}"  # POSIX counts to the west


@contextmanager
def in_greenwich() -> Iterator[None]:
    """Let this computer be in Greenwich, then where it was before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()
