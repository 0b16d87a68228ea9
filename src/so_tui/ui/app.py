"""The app: opens the screens and wires its parts together."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from importlib import import_module

from textual import on
from textual.app import SystemCommand
from textual.events import Event, InputEvent, Paste
from textual.reactive import reactive
from textual.screen import Screen

from so_tui.content import text
from so_tui.domain.text import Clean
from so_tui.session.crash_log import CrashLog
from so_tui.session.session import Session
from so_tui.storage.store import Store
from so_tui.terminal.app import HeldFrames, TerminalApp
from so_tui.terminal.stylesheet import fit_to_window
from so_tui.ui import messages
from so_tui.ui.bases.marking import can_mark, mark_private
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.commands.specs import MODES, bindings
from so_tui.ui.controller import Controller
from so_tui.ui.opening import Dialogs, ScreenAsk
from so_tui.ui.passphrase import PassphraseFlow
from so_tui.ui.privacy import Privacy
from so_tui.ui.themes import THEMES
from so_tui.ui.view import Sources, View

POLL_SECONDS = 1.0
"""Seconds between checks for changes by other sessions."""
GRACE = 0.01
"""Seconds a change may take to save before it shows: too short to notice, and it mostly saves
drawing it twice, as unsaved and as saved.
"""
ALWAYS = (("quit", ()), ("redraw", ()))
"""Actions that may run while the screen is hidden."""


class SecondOpinionApp(TerminalApp):
    """The program in a terminal, over an open store."""

    CSS_PATH = "app.tcss"
    TITLE = "Second Opinion"
    BINDINGS = bindings("app")
    HORIZONTAL_BREAKPOINTS = [(0, "-cramped"), (60, "-narrow"), (80, "-medium"), (132, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (15, "-short"), (30, "-tall")]

    view: reactive[View] = reactive(View, init=False, repaint=False)
    """Everything that the screens show."""

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
            store: The open store; the caller closes it.
            mode: The screen to open first.
            author: Who is typing in this run; '' for who was chosen last, else the patient.
            note: The first words of the status line.
            theme: A theme's name; '' for the last one used.
            clock: Returns the current local time.
        """
        self.session = Session(store, tell=partial(_tell, self))
        self._sources = Sources(clock, self.session.reader)
        # Textual parses all styles again for the first screen of a mode, twice at a start, but not
        # for the default screen. So that is the one, and its mode is added once it is open.
        self.DEFAULT_MODE = mode  # type: ignore[misc]  # Textual reads it through the instance
        self.MODES = {  # type: ignore[misc]  # the same
            name: partial(_open, name, self._sources) for name in MODES if name != mode
        }
        super().__init__(flush=self.session.flush_drafts_now, crashes=CrashLog(store.folder))
        display = _AppDisplay(self)
        self.controller = Controller(self.session, display, clock, author=author, note=note)
        self.privacy = Privacy(self, self.session, self.controller)
        self.ask = ScreenAsk(self, self.privacy, self.controller)
        self.passphrase = PassphraseFlow(self.session, self.ask)
        self.dialogs = Dialogs(self, self.session, self.controller, self.privacy, clock)
        self._commands: Mapping[str, Callable[[], object]] = self._named_commands()
        self.set_reactive(SecondOpinionApp.view, self.controller.view)
        wanted = theme or store.settings.get("theme", "")
        self.theme = wanted if wanted in THEMES else THEMES[0]

    def _named_commands(self) -> dict[str, Callable[[], object]]:
        dialogs, flow, begin = self.dialogs, self.passphrase, self.ask.begin
        return {
            "arrange": dialogs.sides,
            "author": dialogs.author,
            "cases": dialogs.cases,
            "elsewhere": dialogs.place,
            "emergency": dialogs.emergency,
            "help": dialogs.help,
            "hide": self.privacy.hide,
            "hide_after": dialogs.hide_after,
            "lock": lambda: begin(flow.lock()),
            "passphrase": lambda: begin(flow.change()),
            "private": lambda: mark_private(self.screen),
            "trash": dialogs.trash,
            "undo": self.controller.undo,
            "unlock": lambda: begin(flow.unlock()),
        }

    def get_default_screen(self) -> Screen[None]:
        """Return the screen to open first."""
        screen = _open(self.DEFAULT_MODE, self._sources)
        fit_to_window(self, screen)
        return screen

    def on_mount(self) -> None:
        """Add the first screen as a mode, so that one can return to it; start the timer."""
        self.add_mode(self.DEFAULT_MODE, partial(_open, self.DEFAULT_MODE, self._sources))
        self.session.write_as(self.view.author)
        self.set_interval(POLL_SECONDS, self.every_second)

    async def on_unmount(self) -> None:
        """End the session."""
        await self.session.end()

    async def on_event(self, event: Event) -> None:
        """Record every key and paste for the idle timer."""
        if isinstance(event, InputEvent | Paste):
            self.privacy.idle.touch()
        await super().on_event(event)

    def is_between_screens(self) -> bool:
        """Return whether a screen for which the next key is meant is about to be shown."""
        return self.ask.is_between_steps

    def watch_view(self, old: View, new: View) -> None:
        if bool(old.trouble) != bool(new.trouble) and self.screen_stack:
            self.refresh_bindings()

    def every_second(self) -> None:
        """Check for changes by others, write a snapshot at a quiet moment, hide when due."""
        snapshots = self.session.snapshots
        if snapshots.is_due:
            self.run_worker(snapshots.write, thread=True, group="checkpoint", exclusive=True)
        if self.privacy.is_due:
            self.call_next(self.privacy.hide)
        # When this thread has nothing else to do: the worker's would wake, and wait for it.
        asyncio.get_running_loop().call_soon(self.session.poll)

    async def saves_done(self) -> None:
        """Wait until all saves have succeeded or failed, and that is shown. For tests."""
        if not self.session.wait(0):
            await asyncio.to_thread(self.session.wait)
        if self.screen_stack:
            self.controller.collect()

    @on(messages.Intent)
    async def _take(self, intent: messages.Intent) -> None:
        match intent:
            case messages.GoTo():
                await self._go_to(intent)
            case messages.ComeBack():
                # Not awaited here, where keys and timers would have to wait.
                self.run_worker(self.privacy.come_back(intent.secret), group="hiding")
            case messages.Lock():
                self.ask.begin(self.passphrase.lock())
            case messages.SessionChanged():
                if self.screen_stack:  # otherwise the program is about to end
                    self.controller.collect()
            case _:
                await self.controller.take(intent)

    async def _go_to(self, intent: messages.GoTo) -> None:
        status = self.view.status
        await self.action_go(intent.mode)
        self.controller.say(status)
        if isinstance(self.screen, BaseScreen) and (intent.key or intent.resume):
            act = partial(self.screen.resume, intent.resume) if intent.resume else None
            self.call_after_refresh(act or self.screen.focus_key, intent.key)

    async def action_go(self, mode: str) -> None:
        """Open one of the screens."""
        self.controller.say_day()
        async with self.one_picture():
            while isinstance(self.screen, BaseScreen) and not self.screen.MODE:
                await self.pop_screen()
            if mode in MODES:
                await self.switch_mode(mode)
            else:
                await self.push_screen(_open(mode, self._sources))

    async def action_side(self, name: str) -> None:
        """Open one of the side screens."""
        if self.view.state.case is None:
            self.controller.say(text("status.needs_case"))
        elif not (isinstance(self.screen, BaseScreen) and name == self.screen.SIDE):
            await self.action_go(name)

    async def action_run(self, name: str) -> None:
        """Run a command that is the same on every screen, by name."""
        done = self._commands[name]()
        if asyncio.iscoroutine(done):
            await done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action may run now: few may while the screen is hidden."""
        if (action, parameters) in ALWAYS:
            return True
        if self.privacy.is_hiding or self.ask.at_work:
            return False
        match action, parameters:
            case "run", ("private",):
                return bool(self.screen_stack) and can_mark(self.screen)
            case "run", ("elsewhere",):
                return bool(self.view.trouble) and not self.view.refusal
            case "run", ("undo",):
                return self.session.store.next_undo(self.view.author) is not None
        return True

    async def action_quit(self) -> None:
        """Quit, once everything is saved or the user confirms."""
        await self.dialogs.quit()

    def action_command_palette(self) -> None:
        """Open the menu of all commands."""
        from so_tui.ui.dialogs.menu import open_menu

        open_menu(self)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield the entries of the menu."""
        from so_tui.ui.dialogs.menu import menu_commands

        return menu_commands(self, screen, locked=self.session.locked)

    def watch_theme(self, theme: str) -> None:
        if self.is_running and theme != self.session.store.settings.get("theme"):
            self.controller.set("theme", theme)


class _AppDisplay:
    """The app as the display of its controller."""

    def __init__(self, app: SecondOpinionApp) -> None:
        self._app = app
        self._frames = HeldFrames(app)

    def show(self, view: View) -> None:
        before, self._app.view = self._app.view.unsaved, view
        if not view.unsaved:
            self._frames.release()
        elif not before:
            self._frames.hold(GRACE)

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        self._app.set_timer(seconds, work)

    def go_to(self, mode: str, key: str) -> None:
        self._app.post_message(messages.GoTo(mode, key))

    def ask_where(self, folder: Clean, problem: str) -> None:
        self._app.dialogs.place(folder, problem)


def _open(name: str, sources: Sources) -> Screen[None]:
    module = import_module(f"so_tui.ui.screens.{name}.screen")
    screen: BaseScreen = getattr(module, f"{name.capitalize()}Screen")(sources)
    return screen.data_bind(SecondOpinionApp.view)


def _tell(app: SecondOpinionApp) -> None:
    """Have the app collect what the session has; called in another thread."""
    with suppress(RuntimeError):  # the app has ended meanwhile
        app.post_message(messages.SessionChanged())
