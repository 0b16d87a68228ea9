"""The passphrase flow: locking the store step by step. No Textual: `ask` shows the steps."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from functools import partial
from typing import Protocol

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.session.session import Session
from so_tui.session.wording import sentence_of, words_of
from so_tui.storage.errors import Notice, StoreError
from so_tui.storage.seals.vault_keys import groups_of
from so_tui.ui import passphrase_steps as steps


class Ask(Protocol):
    """Shows the steps of the flow, each once the screen is visible, and their outcome."""

    async def __call__(self, step: steps.PassphraseStep) -> steps.Typed | None:
        """Show a step; return what was typed, or None if the user goes back."""

    def working(self) -> AbstractAsyncContextManager[None]:
        """During the block, show only that something takes a moment."""

    async def visible(self) -> None:
        """Wait until the screen is visible; the store may be closed until then."""

    def say(self, words: str) -> None:
        """Show what was done."""

    def say_trouble(self, words: str) -> None:
        """Show what prevents saving."""

    def resumed(self) -> None:
        """Show the reopened store."""

    async def cover(self, words: str) -> None:
        """Hide the closed notes behind these words and the way to open them."""


@dataclass(frozen=True, slots=True)
class PassphraseFlow:
    """Guides the user through locking the store, and changing or removing the passphrase."""

    _session: Session
    _ask: Ask

    async def lock(self) -> None:
        """Lock the store with a passphrase."""
        from so_tui.storage.vault import vault

        if await self._is_in_the_way() or await self._ask(steps.step("why")) is None:
            return
        choose = steps.step("choose", "passphrase", "again", check=steps.same_twice)
        chosen = await self._ask(choose)
        if not chosen:
            return
        passphrase, key = chosen[0], vault.new_recovery_key()
        if not await self._written_down(key):
            self._ask.say(text("locking.nothing_done"))
            return
        notices: list[Notice] = []

        def switch_on() -> None:
            folder = self._session.folder
            notices.extend(vault.switch_on(folder, passphrase, key, sentence_of))

        if await self._remake(switch_on, passphrase):
            self._ask.say(text("locking.locked"))
            told = "\n".join(map(sentence_of, notices))
            await self._ask(steps.PassphraseStep(text("locking.locked"), told))

    async def _written_down(self, key: str) -> bool:
        """Show the recovery key until two of its groups were typed back; False if cancelled."""
        import random

        groups = groups_of(key)
        while await self._ask(steps.show_key(groups)) is not None:
            asked = sorted(random.sample(range(len(groups) - 1), 2))
            if await self._ask(steps.check_key(groups, asked)):
                return True
        return False

    async def change(self) -> None:
        """Change the passphrase."""
        from so_tui.storage.vault import vault

        step = steps.step("change", "old", "new", "again", check=steps.same_twice)
        while typed := await self._ask(step):
            old, new, _ = typed
            try:
                async with self._ask.working():
                    folder = self._session.folder
                    await asyncio.to_thread(vault.change_passphrase, folder, old, new)
            except StoreError as error:
                step = replace(step, words=" ".join(words_of(error)))
            else:
                self._ask.say(text("locking.changed"))
                return

    async def unlock(self) -> None:
        """Remove the passphrase."""
        from so_tui.storage.vault import vault

        step = steps.step("take_off", "passphrase")
        while not await self._is_in_the_way():
            typed = await self._ask(step)
            if not typed:
                return
            try:
                async with self._ask.working():
                    seal = await asyncio.to_thread(vault.unlock, self._session.folder, typed[0])
            except StoreError as error:
                step = replace(step, words=" ".join(words_of(error)))
                continue
            off = partial(vault.switch_off, self._session.folder, seal, sentence_of)
            if await self._remake(off, typed[0]):
                self._ask.say(text("locking.unlocked"))
            return

    async def _remake(self, work: Callable[[], object], passphrase: str) -> bool:
        """Close the store, have its files rewritten in another thread, and reopen it.

        Returns whether it succeeded; if not, the problem is shown.
        """
        problem = ""
        async with self._ask.working():
            if not await self._session.suspend():
                self._ask.say_trouble(self._session.trouble or text("status.saving"))
                return False
            try:
                await asyncio.to_thread(work)
            except StoreError as error:
                problem = " ".join(words_of(error))
            try:
                await self._session.resume(passphrase)
                self._ask.resumed()
            except StoreError as error:
                problem = " ".join(words_of(error))
                await self._session.look_for_lock()
        if self._session.is_suspended:
            await self._ask.cover(problem)  # at once: no key may reach the closed notes
        elif problem:
            await self._not_done(problem)
        return not problem

    async def _is_in_the_way(self) -> bool:
        """Return whether the files cannot be rewritten now; if so, say why."""
        self._session.poll()
        await asyncio.to_thread(self._session.wait)
        await self._ask.visible()
        store = self._session.store
        if not (store.read_only or store.log.others):
            return False
        await self._not_done(text("locking.read_only" if store.read_only else "locking.others"))
        return True

    async def _not_done(self, why: str) -> None:
        """Show why nothing was done."""
        await self._ask(steps.PassphraseStep(text("locking.not_done"), why))
