"""The app: opens screens, holds the state, applies changes. Wiring only."""

import gc
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from importlib import import_module

from textual import on
from textual.app import SystemCommand
from textual.reactive import reactive
from textual.screen import Screen

from so_tui import intents
from so_tui.commands import COMMANDS, MODES, bindings
from so_tui.content import say
from so_tui.domain.text import BLANK, Clean, clean_line
from so_tui.keeper import Keeper
from so_tui.runtime.steady import SteadyApp, run_steady
from so_tui.screens.base import BaseScreen
from so_tui.state import AppState, Change, Drop, Put
from so_tui.storage.codec import with_value
from so_tui.storage.drafts import Draft
from so_tui.storage.store import Store
from so_tui.themes import THEMES

DRAFT_SECONDS = 0.1
"""Unfinished text is durable this long after a key at the latest."""
RETRY_SECONDS = 5.0
"""How long to wait before trying again to save what could not be saved."""
LOOK_SECONDS = 1.0
"""How often to look for what other sessions have saved."""


def _open(name: str) -> Screen[None]:
    screen: BaseScreen = import_module(f"so_tui.screens.{name}").SCREEN()
    return screen.data_bind(
        SecondOpinionApp.state,
        SecondOpinionApp.today,
        SecondOpinionApp.author,
        SecondOpinionApp.said,
        SecondOpinionApp.trouble,
        SecondOpinionApp.drafts,
        SecondOpinionApp.clock,
    )


class SecondOpinionApp(SteadyApp):
    """The program in a terminal, over an open store."""

    CSS_PATH = "app.tcss"
    TITLE = "Second Opinion"
    MODES = {mode: partial(_open, mode) for mode in MODES}
    BINDINGS = bindings("app")
    HORIZONTAL_BREAKPOINTS = [(0, "-cramped"), (60, "-narrow"), (80, "-medium"), (132, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (15, "-short"), (30, "-tall")]

    state: reactive[AppState] = reactive(AppState, init=False, repaint=False)
    """The open case and all that belongs to it."""
    today: reactive[date] = reactive(date.min, init=False, repaint=False)
    """The current day."""
    author: reactive[Clean] = reactive(BLANK, init=False, repaint=False)
    """Who is typing."""
    said: reactive[str] = reactive("", init=False, repaint=False)
    """What just happened."""
    trouble: reactive[str] = reactive("", init=False, repaint=False)
    """What stops the words from being saved, or ''."""
    drafts: reactive[Mapping[str, Draft]] = reactive(dict, init=False, repaint=False)
    """Unfinished texts by key."""
    clock: reactive[Callable[[], datetime]] = reactive(
        lambda: datetime.now, init=False, repaint=False
    )
    """Gives the current local time."""

    def __init__(
        self,
        store: Store,
        *,
        mode: str = "home",
        author: str = "",
        note: str = "",
        theme: str = "",
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        """Make the app.

        Args:
            store: Where everything is kept; it stays the caller's to close.
            mode: The screen to open first.
            author: Who types; '' for who typed last, else the patient.
            note: What the status line says at first.
            theme: A theme's name; '' for the one used last.
            clock: Gives the current local time.
        """
        self._keeper = Keeper(store)
        self.DEFAULT_MODE = mode  # type: ignore[misc]  # Textual reads it through the instance
        super().__init__(flush=self._keeper.flush, log_dir=store.folder)
        self.set_reactive(SecondOpinionApp.clock, clock)
        self._store = store
        state = store.state()
        patient = state.case.patient if state.case else BLANK
        self.set_reactive(SecondOpinionApp.state, state)
        self.set_reactive(SecondOpinionApp.today, clock().date())
        if author:
            self._keeper.set("author", clean_line(author))
        name = author or store.settings.get("author", "") or patient
        self.set_reactive(SecondOpinionApp.author, clean_line(name))
        self.set_reactive(SecondOpinionApp.said, note or say("status.ready"))
        self.set_reactive(SecondOpinionApp.drafts, dict(store.drafts.all()))
        wanted = theme or store.settings.get("theme", "")
        self.theme = wanted if wanted in THEMES else THEMES[0]
        self._flush_pending = False

    @on(intents.Commit)
    def _commit(self, intent: intents.Commit) -> None:
        saved = self._keeper.save(intent.changes, intent.said, self.author)
        self._show(saved, intent.said)

    @on(intents.Settle)
    def _settle(self, intent: intents.Settle) -> None:
        conflict = intent.conflict
        kept = getattr(self.state, conflict.table).get(conflict.entity_id)
        changes: tuple[Change, ...] = (Drop(conflict),)
        if intent.other and kept is not None:
            changes = (Put(with_value(kept, conflict.field, conflict.value)), *changes)
        said = say("status.settled")
        self._show(self._keeper.save(changes, said, self.author), said)

    @on(intents.Undo)
    def action_undo(self) -> None:
        """Take back the last change."""
        said = self._keeper.next_undo(self.author)
        if said is None:
            self.said = say("status.nothing_to_undo")
        else:
            self._show(self._keeper.take_back(self.author), say("status.undone", said=said))

    @on(intents.OpenCase)
    def _open_case(self, intent: intents.OpenCase) -> None:
        saved = self._keeper.save(intent.changes, author=self.author)
        self._show(saved, say("status.started"))
        if not self.author and self.state.case and self.state.case.patient:
            self.author = self.state.case.patient

    def _show(self, saved: bool, said: str) -> None:
        """Show what the store holds now, after a change."""
        self.today = self.clock().date()
        self.state = self._store.state()
        self.said = said
        self.trouble = self._keeper.trouble
        if not saved:
            self.set_timer(RETRY_SECONDS, self._retry)

    def on_mount(self) -> None:
        super().on_mount()
        self._store.write_as(self.author)
        self.set_interval(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        """Show what other sessions have saved, and write a snapshot at a quiet moment."""
        if self._keeper.look():
            self.state = self._store.state()
        if self._keeper.wants_checkpoint:
            self.run_worker(
                self._keeper.checkpoint, thread=True, group="checkpoint", exclusive=True
            )

    def _retry(self) -> None:
        if self.trouble and self._keeper.save() and self._keeper.flush_drafts():
            self.trouble = ""
            self.said = say("status.saved_again")
        elif self.trouble:
            self.trouble = self._keeper.trouble
            self.set_timer(RETRY_SECONDS, self._retry)

    @on(intents.Say)
    def _say(self, intent: intents.Say) -> None:
        self.said = intent.text

    @on(intents.Drafted)
    def _drafted(self, intent: intents.Drafted) -> None:
        self._keeper.draft(intent.key, intent.text)
        if not intent.text:
            self._flush_drafts()  # what is saved must not come back as unfinished
        elif not self._flush_pending:
            self._flush_pending = True
            self.set_timer(DRAFT_SECONDS, self._flush_drafts)

    def _flush_drafts(self) -> None:
        self._flush_pending = False
        if not self._keeper.flush_drafts():
            self.trouble = self._keeper.trouble
            self.set_timer(RETRY_SECONDS, self._retry)
        self.drafts = dict(self._store.drafts.all())

    @on(intents.WriteAs)
    def _write_as(self, intent: intents.WriteAs) -> None:
        self.author = clean_line(intent.name)
        self._set("author", self.author)
        self._store.write_as(self.author)
        self.said = say("status.writes", name=self.author)

    @on(intents.GoTo)
    async def _go_to(self, intent: intents.GoTo) -> None:
        said = self.said
        await self.action_go(intent.mode)
        self.said = said
        if isinstance(self.screen, BaseScreen) and (intent.key or intent.resume):
            act = partial(self.screen.resume, intent.resume) if intent.resume else None
            self.call_after_refresh(act or self.screen.focus_key, intent.key)

    async def action_go(self, mode: str) -> None:
        """Open one of the screens."""
        self.today = self.clock().date()
        self.said = ""
        while isinstance(self.screen, BaseScreen) and not self.screen.MODE:
            await self.pop_screen()
        if mode in MODES:
            await self.switch_mode(mode)
        else:
            await self.push_screen(_open(mode))

    async def action_people(self) -> None:
        """Open the list of doctors, visits and companions."""
        if self.state.case is None:
            self.said = say("status.needs_case")
        elif type(self.screen).__name__ != "PeopleScreen":
            await self.push_screen(_open("people"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "undo" or self._keeper.next_undo(self.author) is not None

    def action_author(self) -> None:
        """Ask who is typing."""
        from so_tui.screens.forms.people import author_form

        def write_as(name: Clean | None) -> None:
            if name:
                self.post_message(intents.WriteAs(name))

        self.push_screen(author_form(self.author, self.drafts), write_as)

    def action_command_palette(self) -> None:
        """Open the menu: every command by its name."""
        from so_tui.screens.dialogs.menu import open_menu

        open_menu(self)

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from so_tui.screens.dialogs.help import Help

        self.push_screen(Help(self.screen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the menu offers: what works now, and the themes."""
        for active in screen.active_bindings.values():
            command = COMMANDS.get(active.binding.id or "")
            hidden = command is None or command.id.endswith("_digit")
            if command is not None and not hidden and active.enabled:
                run = partial(self.run_action, active.binding.action, active.node)
                yield SystemCommand(command.title, command.help, run)
        for theme in THEMES:
            title = say("commands.app.theme", name=theme)
            help_ = say("commands.app.theme_help")
            yield SystemCommand(title, help_, partial(setattr, self, "theme", theme))

    def watch_theme(self, theme: str) -> None:
        if self.is_running and theme != self._store.settings.get("theme"):
            self._set("theme", theme)

    def _set(self, name: str, value: str) -> None:
        self._keeper.set(name, value)
        self.trouble = self._keeper.trouble


def run(
    store: Store,
    *,
    mode: str = "home",
    author: str = "",
    kept: bool = True,
    mouse: bool = True,
    theme: str = "",
) -> int:
    """Run the program in this terminal and return its exit code.

    Args:
        store: Where everything is kept.
        mode: The screen to open first.
        author: Who types; '' for who typed last.
        kept: False when the store is thrown away at the end.
        mouse: Whether the terminal's mouse is used.
        theme: A theme's name; '' for the one used last.
    """
    state = store.state()
    note = " ".join(store.notices)
    if state.case is not None and state.case.demo:
        note = say("status.demo_kept" if kept else "status.demo")
    app = SecondOpinionApp(store, mode=mode, author=author, note=note, theme=theme)
    gc.freeze()  # what was read stays: looking through it for garbage would only hold up keys
    return run_steady(app, mouse=mouse)
