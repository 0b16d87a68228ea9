"""The app: opens screens and dialogs, and knows the looks. Wiring only."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from importlib import import_module

from textual import on
from textual.app import SystemCommand
from textual.screen import Screen

from so_tui.content import say
from so_tui.domain.text import BLANK, Clean
from so_tui.storage.store import Store
from so_tui.ui import messages
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.commands.bindings import MODES, bindings
from so_tui.ui.passphrase import LockingApp
from so_tui.ui.themes import THEMES


def _open(name: str) -> Screen[None]:
    screen: BaseScreen = import_module(f"so_tui.ui.screens.{name}.screen").SCREEN()
    return screen.data_bind(
        SecondOpinionApp.news,
        SecondOpinionApp.state,
        SecondOpinionApp.today,
        SecondOpinionApp.author,
        SecondOpinionApp.said,
        SecondOpinionApp.trouble,
        SecondOpinionApp.refusal,
        SecondOpinionApp.unsaved,
        SecondOpinionApp.others,
        SecondOpinionApp.found,
        SecondOpinionApp.drafts,
        SecondOpinionApp.offers_lock,
        SecondOpinionApp.clock,
        SecondOpinionApp.everything,
    )


class SecondOpinionApp(LockingApp):
    """The program in a terminal, over an open store."""

    CSS_PATH = "app.tcss"
    TITLE = "Second Opinion"
    MODES = {mode: partial(_open, mode) for mode in MODES}
    BINDINGS = bindings("app")
    HORIZONTAL_BREAKPOINTS = [(0, "-cramped"), (60, "-narrow"), (80, "-medium"), (132, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (15, "-short"), (30, "-tall")]

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
        # Textual parses all styles anew for the first screen of a mode, twice at a start; but not
        # for the default screen. So that is the one, and its mode is added when it is there.
        self.DEFAULT_MODE = mode  # type: ignore[misc]  # Textual reads it through the instance
        self.MODES = {name: opens for name, opens in self.MODES.items() if name != mode}  # type: ignore[misc]  # the same
        super().__init__(store, author=author, note=note, clock=clock)
        wanted = theme or store.settings.get("theme", "")
        self.theme = wanted if wanted in THEMES else THEMES[0]

    def get_default_screen(self) -> Screen[None]:
        """Return the screen to open first."""
        return _open(self.DEFAULT_MODE)

    def on_mount(self) -> None:
        """Let the first screen be gone back to, as any other."""
        self.add_mode(self.DEFAULT_MODE, partial(_open, self.DEFAULT_MODE))

    @on(messages.GoTo)
    async def _go_to(self, intent: messages.GoTo) -> None:
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
        async with self.one_picture():
            while isinstance(self.screen, BaseScreen) and not self.screen.MODE:
                await self.pop_screen()
            if mode in MODES:
                await self.switch_mode(mode)
            else:
                await self.push_screen(_open(mode))

    async def action_side(self, name: str) -> None:
        """Open one of the screens beside the six."""
        if self.state.case is None:
            self.said = say("status.needs_case")
        elif not (isinstance(self.screen, BaseScreen) and name == self.screen.SIDE):
            await self.action_go(name)

    def action_arrange(self) -> None:
        """Offer the screens beside the six."""
        from so_tui.ui.dialogs.arrange import arrange_dialog

        def open_side(name: str | None) -> None:
            if name is not None:
                self.call_later(self.action_side, name)

        self.push_screen(arrange_dialog(), open_side)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not super().check_action(action, parameters):
            return False
        if action == "elsewhere":
            return bool(self.trouble) and not self.refusal
        return action != "undo" or self._keeper.next_undo(self.author) is not None

    def action_author(self) -> None:
        """Ask who is typing."""
        from so_tui.ui.forms.people import author_form

        def write_as(name: Clean | None) -> None:
            if name:
                self.post_message(messages.WriteAs(name))

        self.push_screen(author_form(self.author, self.drafts), write_as)

    def action_elsewhere(self) -> None:
        """Ask for another place to keep the notes in, as they cannot be saved where they are."""
        self._ask_where()

    def not_moved(self, folder: Clean, why: str) -> None:
        """Say why the notes cannot be kept there, and ask again."""
        self._ask_where(folder, why)

    def _ask_where(self, folder: Clean = BLANK, problem: str = "") -> None:
        from so_tui.ui.forms.people import place_form

        def keep_in(folder: Clean | None) -> None:
            if folder is not None:
                self.post_message(messages.KeepIn(folder))

        self.push_screen(place_form(self.drafts, folder, problem), keep_in)

    def action_emergency(self) -> None:
        """Show the numbers for an emergency over whatever is open."""
        from so_tui.ui.screens.emergency.screen import EmergencyCard

        if not any(isinstance(screen, EmergencyCard) for screen in self.screen_stack):
            today = self.clock().date()
            self.push_screen(EmergencyCard(self.state, today, self.author, self.drafts))

    def action_trash(self) -> None:
        """Offer what was deleted, to be put back."""
        from so_tui.ui.dialogs.trash import groups_of, put_back, trash_dialog

        groups = groups_of(self._keeper.store.trash, self.state.case_id)

        def choose(place: str | None) -> None:
            if place is not None:
                self.post_message(put_back(groups[int(place)]))

        if groups:
            self.push_screen(trash_dialog(groups, self.clock().date()), choose)
        else:
            self.said = say("trash.none")

    def action_command_palette(self) -> None:
        """Open the menu: every command by its name."""
        from so_tui.ui.dialogs.menu import open_menu

        open_menu(self)

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from so_tui.ui.dialogs.help import Help

        self.push_screen(Help(self.screen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the menu offers."""
        from so_tui.ui.dialogs.menu import menu_commands

        return menu_commands(self, screen, locked=self.locked)

    def watch_theme(self, theme: str) -> None:
        if self.is_running and theme != self._keeper.store.settings.get("theme"):
            self._set("theme", theme)
