"""The part of the app that hides the screen, and with a passphrase closes the store meanwhile."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.events import Event, InputEvent, Paste

from so_tui.content import say
from so_tui.storage.errors import StoreError
from so_tui.storage.lock_traces import is_locked
from so_tui.storage.seal import PLAIN
from so_tui.storage.store import Store
from so_tui.storage.vault_keys import WrongPassphrase
from so_tui.ui.idle import Idle, hide_after
from so_tui.ui.saving import SavingApp

if TYPE_CHECKING:
    from so_tui.ui.screens.hidden.screen import Hidden


class HidingApp(SavingApp):
    """An app whose screen can be cleared at once, by a key or after a time without one."""

    def __init__(
        self, store: Store, *, author: str, note: str, clock: Callable[[], datetime]
    ) -> None:
        """Take over what the store holds; the arguments are those of `SavingApp`."""
        super().__init__(store, author=author, note=note, clock=clock)
        self.idle = Idle()
        self.locked = is_locked(store.folder)
        """Whether the store has a passphrase."""
        self._hidden: Hidden | None = None
        self._at_work = False
        self._visible = asyncio.Event()
        self._visible.set()

    async def on_event(self, event: Event) -> None:
        """Take note of every key, wherever it goes."""
        if isinstance(event, InputEvent | Paste):
            self.idle.touch()
        await super().on_event(event)

    def every_second(self) -> None:
        """Look for what others save, and hide the screen when nobody has typed for long."""
        super().every_second()
        if self._hidden is None and not self._keeper.is_away:
            minutes = hide_after(self._keeper.store.settings, locked=self.locked)
            if self.idle.lasts(minutes):
                self.call_next(self.action_hide)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action may run now: with the notes out of sight, few may."""
        return action in ("quit", "redraw") or not (self._hidden or self._at_work)

    async def action_quit(self) -> None:
        """Leave; while there are words that are saved nowhere, only if that is what is wanted."""
        from so_tui.ui.dialogs.leaving import Leaving

        if await self._keeper.save_all():
            self.exit()
        elif self._hidden is not None:
            self._hidden.tell(say("hidden.not_saved"))
        elif not isinstance(self.screen, Leaving):
            self.trouble = self._keeper.trouble
            self.push_screen(Leaving(refused=bool(self.refusal)), self._left)

    async def _left(self, choice: str | None) -> None:
        if choice == "leave":
            self.exit(return_code=1)
        elif choice == "elsewhere":
            await self.run_action("elsewhere")

    async def action_hide(self) -> None:
        """Clear the screen at once; with a passphrase, close the store until it is typed."""
        if not self._keeper.is_away:
            await self._hide()

    async def _hide(self, words: str = "") -> None:
        from so_tui.ui.screens.hidden.screen import Hidden

        if self._hidden is not None:
            return
        self._flush_drafts()
        self._hidden = Hidden(locked=self.locked, words=words)
        self._visible.clear()
        await self.push_screen(self._hidden)
        if self.locked:
            self._hidden.call_after_refresh(self._put_away)

    async def _put_away(self) -> None:
        if self._hidden is not None and not await self._keeper.put_away():
            self._hidden.tell(say("hidden.not_saved"))

    def on_hidden_come_back(self, wish: "Hidden.ComeBack") -> None:
        """Show everything again, if what was typed opens it."""
        # Not here, where keys and timers would have to wait for it.
        self.run_worker(self._show_again(wish.secret), group="hiding")

    async def _show_again(self, secret: str) -> None:
        from so_tui.storage.vault import unlock

        hidden = self._hidden
        if hidden is None:
            return
        try:
            if self.locked:
                await self._put_away()
            if self._keeper.is_away:
                self._take_up(await asyncio.to_thread(open_again, self._keeper.folder, secret))
            elif self.locked:
                await asyncio.to_thread(unlock, self._keeper.folder, secret)
        except WrongPassphrase:
            hidden.tell(say("hidden.wrong"))
        except StoreError as error:
            hidden.tell(f"{error.what} {error.safe} {error.todo}")
        else:
            self._hidden = None
            await self.pop_screen()
            self._visible.set()

    def _take_up(self, store: Store) -> None:
        """Go on with the store that was opened again, and show what others saved meanwhile."""
        self._keeper.take_up(store, self.drafts)
        self.locked = is_locked(self._keeper.folder)
        self._keeper.write_as(self.author)
        self.today = self.clock().date()
        self.state = store.state()
        self.drafts = self._keeper.shown_drafts()
        self.trouble = self._keeper.trouble
        self.refusal = self._keeper.refusal

    def on_unmount(self) -> None:
        """Close the store, if it was opened here."""
        self._keeper.end()


def open_again(folder: Path, secret: str) -> Store:
    """Open the store, with the passphrase if it has one.

    Raises:
        WrongPassphrase: It is not the passphrase, nor the recovery key.
        StoreError: The store cannot be opened.
    """
    from so_tui.storage.vault import unlock

    return Store.open(folder, unlock(folder, secret) if is_locked(folder) else PLAIN)
