"""How long nobody has touched the keyboard, and after how long the screen is hidden."""

import time
from collections.abc import Callable, Mapping

SETTING = "hide_after"
"""Name of the setting: minutes, '0' for never."""

CHOICES = (0, 2, 5, 10, 30)
"""Minutes to choose from; 0 is never."""

WITH_PASSPHRASE = 10
"""Minutes, for a store with a passphrase, until something else is set."""


def seconds_awake_or_asleep() -> float:
    """Return seconds of a clock that also runs while the computer sleeps, where there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Idle:
    """Measures how long ago the last key was."""

    def __init__(self, now: Callable[[], float] = seconds_awake_or_asleep) -> None:
        """Begin to measure.

        Args:
            now: Gives seconds from any fixed moment.
        """
        self.now = now
        self._last = now()

    def touch(self) -> None:
        """Take note of a key."""
        self._last = self.now()

    def lasts(self, minutes: int) -> bool:
        """Return whether so many minutes have gone by without a key; never for 0."""
        return minutes > 0 and self.now() - self._last >= 60 * minutes


def hide_after(settings: Mapping[str, str], *, locked: bool) -> int:
    """Return after how many minutes without a key the screen is hidden; 0 for never.

    Args:
        settings: What the user has set.
        locked: Whether the store has a passphrase.
    """
    chosen = settings.get(SETTING, "")
    if chosen.isdecimal() and int(chosen) in CHOICES:
        return int(chosen)
    return WITH_PASSPHRASE if locked else 0
