"""Hiding the screen, by a key or when idle; with a passphrase, the store is closed too."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.app import App

from so_tui.content import text
from so_tui.session.session import Session
from so_tui.session.wording import words_of
from so_tui.storage.errors import StoreError
from so_tui.storage.seals.vault_keys import WrongPassphrase
from so_tui.ui.controller import Controller

if TYPE_CHECKING:
    from so_tui.ui.dialogs.locking import Hidden

SETTING = "hide_after"
"""Name of the setting: idle minutes until the screen is hidden, '0' for never."""

CHOICES = (0, 2, 5, 10, 30)
"""Choices in minutes; 0 is never."""

WITH_PASSPHRASE = 10
"""Default minutes for a store with a passphrase."""


def seconds_awake_or_asleep() -> float:
    """Return the seconds of a clock that also runs during sleep, if there is one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Idle:
    """The time since the last key."""

    def __init__(self, now: Callable[[], float] = seconds_awake_or_asleep) -> None:
        """Start measuring with a clock that returns seconds since any fixed moment."""
        self.now = now
        self._last = now()

    def touch(self) -> None:
        """Record a key."""
        self._last = self.now()

    def lasts(self, minutes: int) -> bool:
        """Return whether this many minutes have passed without a key; never for 0."""
        return minutes > 0 and self.now() - self._last >= 60 * minutes


def hide_after(settings: Mapping[str, str], *, locked: bool) -> int:
    """Return the idle minutes after which the screen is hidden; 0 for never.

    By default, that depends on whether the store has a passphrase.
    """
    chosen = settings.get(SETTING, "")
    if chosen.isdecimal() and int(chosen) in CHOICES:
        return int(chosen)
    return WITH_PASSPHRASE if locked else 0


class Privacy:
    """Hides the screen at once; with a passphrase, closes the store until it is typed.

    Attributes:
        idle: The time since the last key.
        visible: Set while nothing is hidden.
    """

    def __init__(self, app: App[Any], session: Session, controller: Controller) -> None:
        self._app = app
        self._session = session
        self._controller = controller
        self._hidden: Hidden | None = None
        self._opening = asyncio.Lock()
        self.idle = Idle()
        self.visible = asyncio.Event()
        self.visible.set()

    @property
    def is_hiding(self) -> bool:
        """Whether the screen is hidden."""
        return self._hidden is not None

    @property
    def minutes(self) -> int:
        """Idle minutes after which the screen is hidden; 0 for never."""
        return hide_after(self._session.store.settings, locked=self._session.locked)

    @property
    def is_due(self) -> bool:
        """Whether the screen has been idle long enough to be hidden."""
        if self._hidden is not None or self._session.is_suspended:
            return False
        return self.idle.lasts(self.minutes)

    async def hide(self) -> None:
        """Hide the screen at once, unless the store is closed."""
        if not self._session.is_suspended:
            await self.cover()

    async def cover(self, words: str = "") -> None:
        """Show only how to come back, and these words."""
        from so_tui.ui.dialogs.locking import Hidden

        if self._hidden is not None:
            return
        self._controller.flush_drafts()
        self._hidden = Hidden(locked=self._session.locked, words=words)
        self.visible.clear()
        await self._app.push_screen(self._hidden)
        if self._session.locked:
            self._hidden.call_after_refresh(self._close_notes)

    async def _close_notes(self) -> None:
        if self._hidden is not None and not await self._session.suspend():
            self.tell_unsaved()

    def tell_unsaved(self) -> None:
        """Say on the hidden screen that something is not saved."""
        if self._hidden is not None:
            self._hidden.tell(text("hidden.not_saved"))

    async def come_back(self, secret: str) -> None:
        """Show the screen again, if the passphrase is right."""
        async with self._opening:  # Enter may be pressed twice
            if self._hidden is not None:
                await self._open(self._hidden, secret)

    async def _open(self, hidden: "Hidden", secret: str) -> None:
        from so_tui.storage.vault.vault import unlock

        try:
            if self._session.locked:
                await self._close_notes()
            if self._session.is_suspended:
                await self._session.resume(secret)
                self._controller.resumed()
            elif self._session.locked:
                await asyncio.to_thread(unlock, self._session.folder, secret)
        except WrongPassphrase:
            hidden.tell(text("hidden.wrong"))
        except StoreError as error:
            hidden.tell(" ".join(words_of(error)))
        else:
            self._hidden = None
            await self._app.pop_screen()
            self.visible.set()
