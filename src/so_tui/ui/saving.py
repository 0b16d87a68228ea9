"""The part of the app that holds the state: changes in, saved, shown; unfinished text kept."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from textual import on
from textual.message import Message
from textual.reactive import reactive

from so_tui.content import say
from so_tui.domain.entity import Entity
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.domain.text import BLANK, Clean, clean_line, first_line
from so_tui.session.crash_log import CrashLog
from so_tui.session.session import Keeper
from so_tui.storage.codec import BadDocument, with_value
from so_tui.storage.drafts import Draft
from so_tui.storage.errors import StoreError
from so_tui.storage.store import Store
from so_tui.storage.undo import Undo
from so_tui.terminal.steady import TerminalApp
from so_tui.ui import messages

DRAFT_SECONDS = 0.1
"""Unfinished text is durable this long after a key at the latest."""
RETRY_SECONDS = 5.0
"""How long to wait before trying again to save what could not be saved."""
LOOK_SECONDS = 1.0
"""How often to look for what other sessions have saved."""


class _Settled(Message):
    """Something was saved or read, or could not be."""


class SavingApp(TerminalApp):
    """An app over an open store: each intent becomes a change, is saved, and shows."""

    state: reactive[AppState] = reactive(AppState, init=False, repaint=False)
    """The open case and all that belongs to it."""
    today: reactive[date] = reactive(date.min, init=False, repaint=False)
    """The current day."""
    author: reactive[Clean] = reactive(BLANK, init=False, repaint=False)
    """Who is typing."""
    said: reactive[str] = reactive("", init=False, repaint=False)
    """What just happened."""
    trouble: reactive[str] = reactive("", init=False, repaint=False, bindings=True)
    """What stops the words from being saved, or ''."""
    refusal: reactive[str] = reactive("", init=False, repaint=False)
    """Why nothing can be changed here, in words; '' when changes are taken in."""
    unsaved: reactive[frozenset[str]] = reactive(frozenset(), init=False, repaint=False)
    """The ids of what has changed and is not saved yet."""
    news: reactive[AppState | None] = reactive(None, init=False, repaint=False)
    """The state that came by what somebody else did, if the newest one did."""
    others: reactive[str] = reactive("", init=False, repaint=False)
    """Who else has the notes open now, in words; '' for nobody."""
    found: reactive[tuple[str, ...]] = reactive((), init=False, repaint=False)
    """What the user should know of the notes' files, in sentences."""
    drafts: reactive[Mapping[str, Draft]] = reactive(dict, init=False, repaint=False)
    """Unfinished texts by key."""
    clock: reactive[Callable[[], datetime]] = reactive(
        lambda: datetime.now, init=False, repaint=False
    )
    """Gives the current local time."""
    everything: reactive[Callable[[], Sequence[Entity]]] = reactive(
        lambda: list, init=False, repaint=False
    )
    """Gives what is kept of all cases, past ones too."""

    def __init__(
        self, store: Store, *, author: str, note: str, clock: Callable[[], datetime]
    ) -> None:
        """Take over what the store holds.

        Args:
            store: Where everything is kept; it stays the caller's to close.
            author: Who types; '' for who typed last, else the patient.
            note: What the status line says at first.
            clock: Gives the current local time.
        """
        self._keeper = Keeper(store, tell=self._tell)
        super().__init__(flush=self._keeper.flush, crashes=CrashLog(store.folder))
        self._flush_pending = False
        state = store.state()
        patient = state.case.patient if state.case else BLANK
        self.set_reactive(SavingApp.clock, clock)
        self.set_reactive(SavingApp.everything, self._keeper.everything)
        self.set_reactive(SavingApp.state, state)
        self.set_reactive(SavingApp.today, clock().date())
        if author:
            self._keeper.set("author", clean_line(author))
        name = author or store.settings.get("author", "") or patient
        self.set_reactive(SavingApp.author, clean_line(name))
        self.set_reactive(SavingApp.said, note or say("status.ready"))
        self.set_reactive(SavingApp.found, self._keeper.found)
        self.set_reactive(SavingApp.drafts, self._keeper.shown_drafts())
        self.set_reactive(SavingApp.refusal, self._keeper.refusal)

    def on_mount(self) -> None:
        """Begin to look for what others save."""
        self._keeper.write_as(self.author)
        self.set_interval(LOOK_SECONDS, self.every_second)

    # Changes

    @on(messages.Commit)
    def _commit(self, intent: messages.Commit) -> None:
        if self._refused():
            return
        self._keeper.save(intent.changes, intent.said, self.author)
        self._show(intent.said)

    @on(messages.Settle)
    def _settle(self, intent: messages.Settle) -> None:
        if self._refused():
            return
        conflict = intent.conflict
        kept = getattr(self.state, conflict.table).get(conflict.entity_id)
        changes: tuple[Change, ...] = (Drop(conflict),)
        if intent.other and kept is not None:
            with suppress(BadDocument):  # it does not fit the field any more
                changes = (Put(with_value(kept, conflict.field, conflict.value)), *changes)
        said = say("status.settled")
        self._keeper.save(changes, said, self.author)
        self._show(said)

    @on(messages.Undo)
    async def action_undo(self) -> None:
        """Take back the last change."""
        if self._keeper.is_away:
            return
        undo = await self._keeper.take_back(self.author)
        self._show(say("status.nothing_to_undo") if undo is None else _undo_words(undo))

    @on(messages.OpenCase)
    def _open_case(self, intent: messages.OpenCase) -> None:
        if intent.changes and self._refused():
            return
        self._keeper.save(intent.changes, author=self.author)
        self._keeper.open_case(intent.case_id)
        self._show(self._opened_words(intent))
        if intent.mode:
            self.post_message(messages.GoTo(intent.mode, intent.key))
        if not self.author and self.state.case and self.state.case.patient:
            self.author = self.state.case.patient

    def _opened_words(self, intent: messages.OpenCase) -> str:
        if self._keeper.is_away:
            return ""
        case = self._keeper.store.state().case
        if intent.changes or case is None:
            return say("status.started")
        name = "opened" if case.closed is None else "opened_past"
        return say(f"status.{name}", title=first_line(case.title, 40))

    def _refused(self) -> bool:
        """Return whether nothing can be changed here, which is said."""
        if self.refusal:
            self.said = self.refusal
        return bool(self.refusal)

    def _show(self, said: str) -> None:
        """Show what the store holds now, after a change."""
        if self._keeper.is_away:  # it shows when the notes are open again
            return
        self.today = self.clock().date()
        self.unsaved = self._keeper.waiting
        self.state = self._keeper.store.state()
        self.said = said
        self.trouble = self._keeper.trouble

    @on(_Settled)
    def _settled(self) -> None:
        """Show what was saved and read meanwhile."""
        self._keeper.settle()
        if not self.screen_stack:  # the program is about to end
            return
        if not self._keeper.is_away and (state := self._keeper.store.state()) is not self.state:
            self.news = state
            self.state = state
        self.unsaved = self._keeper.waiting
        self.others = self._keeper.others
        if self._keeper.holds_finished:
            self._flush_soon()
        if self.trouble and not self._keeper.trouble and not self.refusal:
            self.said = say("status.saved_again")
        self.trouble = self._keeper.trouble
        self._find()

    def _find(self) -> None:
        """Say what was found out about the notes' files since the start."""
        found = self._keeper.found
        if new := [sentence for sentence in found if sentence not in self.found]:
            self.said = " ".join(new)
        self.found = found or self.found

    def _tell(self) -> None:
        """Have `_settled` run; called in another thread."""
        with suppress(RuntimeError):  # the app has ended meanwhile
            self.post_message(_Settled())

    async def saves_done(self) -> None:
        """Wait until all is saved, or could not be, and that shows. For tests."""
        if not self._keeper.wait(0):
            await asyncio.to_thread(self._keeper.wait)
        self._settled()

    @on(messages.WriteAs)
    def _write_as(self, intent: messages.WriteAs) -> None:
        self.author = clean_line(intent.name)
        self._set("author", self.author)
        self._keeper.write_as(self.author)
        self.said = say("status.writes", name=self.author)

    @on(messages.Say)
    def _say(self, intent: messages.Say) -> None:
        self.said = intent.text

    # What others save, and what could not be saved

    def every_second(self) -> None:
        """Look what other sessions have saved, and write a snapshot at a quiet moment."""
        self._keeper.look()
        if self._keeper.wants_checkpoint:
            self.run_worker(
                self._keeper.checkpoint, thread=True, group="checkpoint", exclusive=True
            )

    @on(messages.KeepIn)
    def _keep_in(self, intent: messages.KeepIn) -> None:
        try:
            self._keeper.move_to(Path(intent.folder))
        except StoreError as error:
            self.not_moved(clean_line(intent.folder), f"{error.what} {error.safe} {error.todo}")
            return
        self._keeper.write_as(self.author)
        self._show(say("status.moved", folder=clean_line(str(self._keeper.folder))))

    def not_moved(self, folder: Clean, why: str) -> None:
        """Say why the notes cannot be kept in a folder."""
        self.said = why

    def watch_trouble(self, before: str, now: str) -> None:
        """Keep trying to save, from the first failure on."""
        if now and not before:
            self.set_timer(RETRY_SECONDS, self._retry)

    def _retry(self) -> None:
        if not self.trouble:
            return
        if not self._keeper.is_away:  # with the screen hidden, the notes may be closed
            self._keeper.save()
            self._keeper.flush_drafts()
            self._settled()
        self.set_timer(RETRY_SECONDS, self._retry)

    # Unfinished text

    @on(messages.Drafted)
    def _drafted(self, intent: messages.Drafted) -> None:
        self._keeper.draft(intent.key, intent.text)
        if not intent.text and not self._keeper.is_away:
            self.drafts = self._keeper.shown_drafts()
        self._flush_soon()

    def _flush_soon(self) -> None:
        if not self._flush_pending:
            self._flush_pending = True
            self.set_timer(DRAFT_SECONDS, self._flush_drafts)

    def _flush_drafts(self) -> None:
        self._flush_pending = False
        if self._keeper.is_away:
            return
        self._keeper.flush_drafts()
        self.drafts = self._keeper.shown_drafts()

    def _set(self, name: str, value: str) -> None:
        self._keeper.set(name, value)
        self._settled()


def _undo_words(undo: Undo) -> str:
    """Return what was taken back, and what not, in words."""
    if undo.whole:
        return say("status.undone", said=undo.said)
    name = "undone_in_part" if undo.steps else "not_undone"
    by = say("status.changed_by", name=undo.by) if undo.by else say("status.changed")
    return say(f"status.{name}", said=undo.said.rstrip("."), changed=by)
