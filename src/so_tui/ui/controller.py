"""The controller: carries out the screens' messages, saves the changes and updates the view."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from so_tui.content import text
from so_tui.domain.opinions import Mark
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.domain.text import BLANK, Clean, clean_line, first_line
from so_tui.session.session import Session
from so_tui.session.wording import undo_words, words_of
from so_tui.storage.documents.codec import BadDocument, with_value
from so_tui.storage.errors import CaseArchived, StoreError
from so_tui.ui import messages
from so_tui.ui.case_drafts import key_in, of_case
from so_tui.ui.view import Display, ShownDrafts, View, follow

DRAFT_SECONDS = 0.1
"""Longest time, in seconds, from a key until the draft is flushed."""
RETRY_SECONDS = 5.0
"""Seconds between attempts to save what could not be saved."""
OFFER = "lock_offer"
"""Name of the setting that is 'no' if a passphrase is not to be offered again."""


class Controller:
    """Receives the screens' messages, has the session carry them out, and updates the view.

    Args:
        author: Who is typing in this run; '' for who was chosen last, else the patient.
        note: The first words of the status line.
    """

    def __init__(
        self,
        session: Session,
        display: Display,
        clock: Callable[[], datetime],
        *,
        author: str = "",
        note: str = "",
    ) -> None:
        self._session = session
        self._display = display
        self._clock = clock
        self._flush_pending = False
        state = session.store.state()
        patient = state.case.patient if state.case else BLANK
        name = author or session.store.settings.get("author", "") or patient
        ready = "ready" if name == patient else "ready_as"
        self.view = View(
            today=clock().date(),
            author=clean_line(name),
            status=note or text(f"status.{ready}", name=clean_line(name)),
            found=session.found,
        )
        self.view = self._now()

    def _show(self, view: View) -> None:
        before, self.view = self.view, follow(self.view, view)
        if self.view is before:
            return
        self._display.show(self.view)
        if self.view.trouble and not before.trouble:
            self._display.later(RETRY_SECONDS, self.retry)

    async def take(self, intent: messages.Intent) -> None:
        """Carry out a message of a screen."""
        match intent:
            case messages.Drafted():
                self._draft(intent)
            case messages.Commit():
                self._commit(intent.changes, intent.label, intent.draft_key)
            case messages.Say():
                self.say(intent.text)
            case messages.Undo():
                await self.undo()
            case messages.Settle():
                self._settle(intent)
            case messages.OpenCase():
                self._open_case(intent)
            case messages.WriteAs():
                self._write_as(clean_line(intent.name))
            case messages.KeepIn():
                await self._keep_in(clean_line(intent.folder), Path(intent.folder))
            case messages.NoLockOffer():
                self.set(OFFER, "no")
                self.say(text("locking.no_offer"))

    def say(self, words: str) -> None:
        """Show words in the status line."""
        self._show(replace(self.view, status=words))

    def say_trouble(self, words: str = "") -> None:
        """Show what prevents saving: these words, or else the session's own.

        Saving is retried from then on.
        """
        self._show(replace(self.view, trouble=words or self._session.trouble))

    def say_day(self) -> None:
        """Show the current day, and clear the status line."""
        self._show(replace(self.view, today=self._clock().date(), status=""))

    # Changes

    def _commit(self, changes: tuple[Change, ...], label: str, draft_key: str = "") -> None:
        if self._refused():
            return
        before = self.view.state
        try:
            self._session.apply(changes, label, self.view.author, self._place(draft_key))
        except CaseArchived:
            self.say(text("storage.archived"))
        else:
            self._changed(label)
            self._say_clashes(before, changes)

    def _say_clashes(self, before: AppState, changes: tuple[Change, ...]) -> None:
        """Say what does not fit since a change, which is saved all the same."""
        from so_tui.logic.clashes import said_of

        if said := said_of(before, self.view.state, changes, self.view.today):
            self.say(f"{self.view.status} {said}")

    def _settle(self, intent: messages.Settle) -> None:
        conflict = intent.conflict
        kept = getattr(self.view.state, conflict.table).get(conflict.entity_id)
        changes: tuple[Change, ...] = (Drop(conflict),)
        if intent.other and kept is not None:
            with suppress(BadDocument):  # it no longer fits the field
                chosen = with_value(kept, conflict.field, conflict.value)
                if isinstance(chosen, Mark):
                    chosen = replace(chosen, marked_by=BLANK, marked_at=None)
                changes = (Put(chosen), *changes)
        self._commit(changes, text("status.settled"))

    async def undo(self) -> None:
        """Undo the last change."""
        if self._session.is_suspended:
            return
        try:
            undo = await self._session.undo(self.view.author)
        except CaseArchived:
            self.say(text("storage.archived"))
            return
        self._show_round_before()
        self._changed(text("status.nothing_to_undo") if undo is None else undo_words(undo))

    def _show_round_before(self) -> None:
        """Show the case that a round followed, if undoing has just taken that round away."""
        case, session = self.view.state.case, self._session
        if case and case.follows and not session.is_suspended:
            cases = session.store.state().cases
            if case.id not in cases and case.follows in cases:
                session.open_case(case.follows)

    def _open_case(self, intent: messages.OpenCase) -> None:
        if intent.changes and self._refused():
            return
        author, draft_key = self.view.author, self._place(intent.draft_key)
        self._session.apply(intent.changes, intent.label, author, draft_key)
        self._session.open_case(intent.case_id)
        self._changed(intent.label or self._opened_words(started=bool(intent.changes)))
        if intent.mode:
            self._display.go_to(intent.mode, intent.key)
        case = self.view.state.case
        if not self.view.author and case:
            self._show(replace(self.view, author=case.patient))

    def _opened_words(self, *, started: bool) -> str:
        if self._session.is_suspended:
            return ""
        case = self._session.store.state().case
        if started or case is None:
            return text("status.started")
        name = "opened" if case.closed is None else "opened_past"
        return text(f"status.{name}", title=first_line(case.name, 40))

    def _refused(self) -> bool:
        """Return whether nothing can be changed here; if so, say why."""
        refusal = self.view.refusal
        if refusal:
            self.say(refusal)
        return bool(refusal)

    def _changed(self, status: str) -> None:
        """Show the content of the store after a change."""
        if not self._session.is_suspended:  # otherwise when it is open again
            self._show(replace(self._now(), today=self._clock().date(), status=status))

    def _now(self) -> View:
        """Return the view with what the session has now."""
        session, state = self._session, self.view.state
        if not session.is_suspended:
            state = session.store.state()
            if session.store.drafts.has_finished:  # the next flush may settle it
                self._flush_soon()
        return replace(
            self.view,
            state=state,
            unsaved=session.waiting,
            others=session.others,
            drafts=self._drafts(state.case_id),
            trouble=session.trouble,
            refusal=self.view.refusal if session.is_suspended else session.refusal,
            offers_lock=self._offers_lock(state),
        )

    def _write_as(self, author: Clean) -> None:
        self._show(replace(self.view, author=author))
        self.set("author", author)
        self._session.write_as(author)
        self.say(text("status.writes", name=author))

    async def _keep_in(self, name: Clean, folder: Path) -> None:
        try:
            await self._session.relocate(folder)
        except StoreError as error:
            self._display.ask_where(name, " ".join(words_of(error)))
            return
        self._session.write_as(self.view.author)
        self._show(replace(self.view, found=self._session.found))
        self._changed(text("status.moved", folder=clean_line(str(self._session.folder))))

    def set(self, name: str, value: str) -> None:
        """Save a setting."""
        self._session.set(name, value)
        self.collect()

    def _offers_lock(self, state: AppState) -> bool:
        session, case = self._session, state.case
        if case is None or case.demo or session.locked or session.is_suspended:
            return False
        if session.store.read_only:
            return False
        return session.store.settings.get(OFFER) != "no"

    # Saving, and changes by others

    def collect(self) -> None:
        """Show what was saved and read meanwhile."""
        session, old = self._session, self.view
        session.collect()
        view = self._now()
        status, found = old.status, old.found if session.is_suspended else session.found
        if old.trouble and not view.trouble and not old.refusal:
            status = text("status.saved_again")
        if new := [sentence for sentence in found if sentence not in old.found]:
            status = " ".join(new)
        news = old.news if view.state is old.state else view.state
        self._show(replace(view, news=news, found=found, status=status))

    def resumed(self) -> None:
        """Show the content of the reopened store, with what others saved meanwhile."""
        self._session.write_as(self.view.author)
        self._show(replace(self._now(), today=self._clock().date()))

    def retry(self) -> None:
        """Retry what could not be saved, until it is."""
        if not self.view.trouble:
            return
        if not self._session.is_suspended:  # while the screen is hidden, the store may be closed
            self._session.apply()
            self._session.flush_drafts()
            self.collect()
        self._display.later(RETRY_SECONDS, self.retry)

    # Drafts

    def _draft(self, intent: messages.Drafted) -> None:
        by = self.view.author if intent.by is None else intent.by
        self._session.draft(self._place(intent.key), intent.text, by)
        if not intent.text:
            self._show_drafts()
        self._flush_soon()

    def _show_drafts(self) -> None:
        self._show(replace(self.view, drafts=self._drafts(self.view.state.case_id)))

    def _drafts(self, case_id: str) -> ShownDrafts:
        return ShownDrafts(lambda: of_case(self._session.drafts, case_id))

    def _place(self, key: str) -> str:
        """Return the key under which a draft of the open case is kept."""
        return key_in(self._session.drafts, self.view.state.case_id, key)

    def _flush_soon(self) -> None:
        if not self._flush_pending:
            self._flush_pending = True
            self._display.later(DRAFT_SECONDS, self.flush_drafts)

    def flush_drafts(self) -> None:
        """Have the drafts saved, and show them."""
        self._flush_pending = False
        self._session.flush_drafts()
        self._show_drafts()
