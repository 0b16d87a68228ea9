"""Hides the screen, by a key or after a time; with a passphrase, closes the notes too."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual.app import App

from so_tui.content import say
from so_tui.session.session import Session
from so_tui.storage.errors import StoreError
from so_tui.storage.vault_keys import WrongPassphrase
from so_tui.ui.controller import Controller

if TYPE_CHECKING:
    from so_tui.ui.screens.hidden.screen import Hidden

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


class Privacy:
    """Clears the screen at once; with a passphrase, closes the store until that is typed.

    Args:
        app: Where it is hidden.
        session: The open store.
        controller: Shows what the store holds when it is opened again.

    Attributes:
        idle: How long ago the last key was.
        visible: Set while nothing is hidden.
    """

    def __init__(self, app: App[Any], session: Session, controller: Controller) -> None:
        self._app = app
        self._session = session
        self._controller = controller
        self._hidden: Hidden | None = None
        self.idle = Idle()
        self.visible = asyncio.Event()
        self.visible.set()

    @property
    def is_hiding(self) -> bool:
        """Whether nothing of the notes shows now."""
        return self._hidden is not None

    @property
    def minutes(self) -> int:
        """After how many minutes without a key the screen is hidden; 0 for never."""
        return hide_after(self._session.store.settings, locked=self._session.locked)

    @property
    def is_due(self) -> bool:
        """Whether nobody has typed for so long that the screen is to be hidden."""
        if self._hidden is not None or self._session.is_away:
            return False
        return self.idle.lasts(self.minutes)

    async def hide(self) -> None:
        """Clear the screen at once, unless the notes are closed just now."""
        if not self._session.is_away:
            await self.cover()

    async def cover(self, words: str = "") -> None:
        """Show nothing but how to come back, and these words."""
        from so_tui.ui.screens.hidden.screen import Hidden

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
        """Say, where nothing else shows, that some words are saved nowhere."""
        if self._hidden is not None:
            self._hidden.tell(say("hidden.not_saved"))

    async def come_back(self, secret: str) -> None:
        """Show everything again, if what was typed opens it."""
        hidden = self._hidden
        if hidden is None:
            return
        try:
            if self._session.locked:
                await self._close_notes()
            if self._session.is_away:
                await self._session.resume(secret)
                self._controller.resumed()
            elif self._session.locked:
                await self._session.check(secret)
        except WrongPassphrase:
            hidden.tell(say("hidden.wrong"))
        except StoreError as error:
            hidden.tell(f"{error.what} {error.safe} {error.todo}")
        else:
            self._hidden = None
            await self._app.pop_screen()
            self.visible.set()
