"""The part of the app that locks the notes with a passphrase, step by step."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.reactive import reactive

from so_tui.content import say
from so_tui.storage.errors import StoreError
from so_tui.storage.lock_traces import is_locked
from so_tui.storage.vault_keys import groups_of
from so_tui.ui import idle, messages
from so_tui.ui.privacy import HidingApp, open_again
from so_tui.ui.widgets.layout import Row

if TYPE_CHECKING:
    from textual.worker import Worker

    from so_tui.ui.dialogs.locking import Step

OFFER = "lock_offer"
"""Name of the setting that is 'no' when a passphrase is not to be offered again."""


class LockingApp(HidingApp):
    """An app that can lock its store, change the passphrase, and take it off again."""

    offers_lock: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether Home offers a passphrase."""

    _flow: "Worker[None] | None" = None
    """What takes the user through the steps now, or did so last."""

    def on_mount(self) -> None:
        """Offer a passphrase, if there is something to lock."""
        self._offer()

    def watch_state(self) -> None:
        self._offer()

    def _offer(self) -> None:
        case = self.state.case
        if case is None or case.demo or self.locked or self._keeper.is_away:
            self.offers_lock = False
        else:
            store = self._keeper.store
            self.offers_lock = not store.read_only and store.settings.get(OFFER) != "no"

    @on(messages.NoLockOffer)
    def _no_offer(self) -> None:
        self._set(OFFER, "no")
        self.said = say("locking.no_offer")
        self._offer()

    @on(messages.Lock)
    def action_lock(self) -> None:
        """Lock the notes with a passphrase."""
        self._go(self._lock())

    def action_passphrase(self) -> None:
        """Change the passphrase."""
        self._go(self._change())

    def action_unlock(self) -> None:
        """Take the passphrase off."""
        self._go(self._unlock())

    def action_hide_after(self) -> None:
        """Choose after how long the screen hides by itself."""
        from so_tui.ui.dialogs.pick import Pick

        def choose(key: str | None) -> None:
            if key:
                self._set(idle.SETTING, key)
                self.said = say("locking.hides", when=_minutes(int(key)).lower())

        now = idle.hide_after(self._keeper.store.settings, locked=self.locked)
        rows = [Row(str(minutes), (_minutes(minutes),)) for minutes in idle.CHOICES]
        self.push_screen(Pick(say("locking.hide_after"), rows, start=str(now)), choose)

    def _go(self, flow: Coroutine[None, None, None]) -> None:
        self._flow = self.run_worker(flow, group="locking", exclusive=True)

    def is_between_screens(self) -> bool:
        """Return whether the next step is on its way: what is typed now is no note."""
        if self._flow is None or self._flow.is_finished or not self._visible.is_set():
            return False
        from so_tui.ui.dialogs.locking import Step, Working

        return not any(isinstance(screen, Step | Working) for screen in self.screen_stack)

    async def _step(self, step: "Step") -> tuple[str, ...] | None:
        """Show a step when the screen is not hidden, and return its outcome."""
        await self._visible.wait()
        return await self.push_screen_wait(step)

    async def _lock(self) -> None:
        from so_tui.storage import vault
        from so_tui.ui.dialogs import locking as steps

        if await self._is_in_the_way() or await self._step(steps.why()) is None:
            return
        chosen = await self._step(steps.choose())
        if not chosen:
            return
        passphrase, key = chosen[0], vault.new_recovery_key()
        if not await self._written_down(key):
            self.said = say("locking.nothing_done")
            return
        notices: list[str] = []

        def switch_on() -> None:
            notices.extend(vault.switch_on(self._keeper.folder, passphrase, key))

        if await self._remake(switch_on, passphrase):
            self.said = say("locking.locked")
            await self._step(steps.Step(say("locking.locked"), "\n".join(notices)))

    async def _written_down(self, key: str) -> bool:
        """Show the recovery key until two groups of it were typed back; False to give up."""
        import random

        from so_tui.ui.dialogs import locking as steps

        groups = groups_of(key)
        while await self._step(steps.show_key(groups)) is not None:
            asked = sorted(random.sample(range(len(groups) - 1), 2))
            if await self._step(steps.check_key(groups, asked)):
                return True
        return False

    async def _change(self) -> None:
        from so_tui.storage import vault
        from so_tui.ui.dialogs import locking as steps

        words = ""
        while typed := await self._step(steps.change(words)):
            old, new, _ = typed
            try:
                async with self._working():
                    await asyncio.to_thread(vault.change_passphrase, self._keeper.folder, old, new)
            except StoreError as error:
                words = _sentences(error)
            else:
                self.said = say("locking.changed")
                return

    async def _unlock(self) -> None:
        from so_tui.storage import vault
        from so_tui.ui.dialogs import locking as steps

        words = ""
        while not await self._is_in_the_way():
            typed = await self._step(steps.take_off(words))
            if not typed:
                return
            try:
                async with self._working():
                    seal = await asyncio.to_thread(vault.unlock, self._keeper.folder, typed[0])
            except StoreError as error:
                words = _sentences(error)
                continue
            if await self._remake(partial(vault.switch_off, self._keeper.folder, seal), typed[0]):
                self.said = say("locking.unlocked")
            return

    async def _remake(self, work: Callable[[], object], passphrase: str) -> bool:
        """Close the store, have its files made anew, and open it again.

        Args:
            work: Makes them, in a thread of its own.
            passphrase: What opens the store before or afterwards.

        Returns:
            Whether it was done; what was in the way is told.
        """
        problem = ""
        async with self._working():
            if not await self._keeper.put_away():
                self.trouble = self._keeper.trouble or say("status.saving")
                return False
            try:
                await asyncio.to_thread(work)
            except StoreError as error:
                problem = _sentences(error)
            try:
                self._take_up(await asyncio.to_thread(open_again, self._keeper.folder, passphrase))
            except StoreError as error:
                problem = _sentences(error)
        if self._keeper.is_away:
            self.locked = is_locked(self._keeper.folder)
            await self._hide(problem)
        elif problem:
            await self._not_done(problem)
        self._offer()
        return not problem

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[None]:
        """Show nothing, during the block, but that something takes a moment."""
        from so_tui.ui.dialogs.locking import Working

        await self._visible.wait()
        self._at_work = True
        await self.push_screen(Working())
        try:
            yield
        finally:
            await self.pop_screen()
            self._at_work = False

    async def _is_in_the_way(self) -> bool:
        """Return whether something speaks against changing all files now, which is said."""
        self._keeper.look()
        await asyncio.to_thread(self._keeper.wait)
        await self._visible.wait()  # before that the notes may be closed
        store = self._keeper.store
        if not (store.read_only or store.others):
            return False
        words = say("locking.read_only") if store.read_only else say("locking.others")
        await self._not_done(words)
        return True

    async def _not_done(self, why: str) -> None:
        """Say why nothing was done."""
        from so_tui.ui.dialogs.locking import Step

        await self._step(Step(say("locking.not_done"), why))


def _sentences(error: StoreError) -> str:
    return f"{error.what} {error.safe} {error.todo}"


def _minutes(minutes: int) -> str:
    return say("locking.minutes", count=minutes) if minutes else say("locking.never")
