"""The dialogs that can be opened from everywhere, and handling of their answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from textual.app import App

from so_tui.content import text
from so_tui.domain.text import BLANK, Clean
from so_tui.session.session import Session
from so_tui.ui import messages, privacy
from so_tui.ui.controller import Controller
from so_tui.ui.privacy import Privacy
from so_tui.ui.view import View
from so_tui.ui.widgets.layout import Row


class Dialogs:
    """Opens the dialogs that are the same on every screen.

    Args:
        app: Where they open.
        session: The open session.
        controller: Has the current view.
        privacy: Knows whether the screen is hidden.
        clock: Returns the current local time.
    """

    def __init__(
        self,
        app: App[Any],
        session: Session,
        controller: Controller,
        privacy: Privacy,
        clock: Callable[[], datetime],
    ) -> None:
        self._app = app
        self._session = session
        self._controller = controller
        self._privacy = privacy
        self._clock = clock

    def _view(self) -> View:
        return self._controller.view

    def sides(self) -> None:
        """Offer the side screens."""
        from so_tui.ui.dialogs.arrange import arrange_dialog

        def open_side(name: str | None) -> None:
            if name is not None:
                self._app.post_message(messages.OpenSide(name))

        self._app.push_screen(arrange_dialog(), open_side)

    def author(self) -> None:
        """Ask who is typing."""
        from so_tui.forms.people import author_filling
        from so_tui.ui.dialogs.form import Form

        def write_as(name: Clean | None) -> None:
            if name:
                self._app.post_message(messages.WriteAs(name))

        form = Form(author_filling(self._view().author), self._view)
        self._app.push_screen(form, write_as)

    def place(self, folder: Clean = BLANK, problem: str = "") -> None:
        """Ask for another folder for the notes.

        Args:
            folder: The folder tried before.
            problem: Why it cannot be used.
        """
        from so_tui.forms.people import place_filling
        from so_tui.ui.dialogs.form import Form

        def keep_in(folder: Clean | None) -> None:
            if folder is not None:
                self._app.post_message(messages.KeepIn(folder))

        form = Form(place_filling(folder), self._view, problem=problem)
        self._app.push_screen(form, keep_in)

    def emergency(self) -> None:
        """Show the emergency card."""
        from so_tui.ui.screens.emergency.screen import EmergencyCard

        if not any(isinstance(screen, EmergencyCard) for screen in self._app.screen_stack):
            self._app.push_screen(EmergencyCard(self._view, self._clock().date()))

    def trash(self) -> None:
        """Offer deleted items to restore."""
        from so_tui.ui.dialogs.trash import groups_of, put_back, trash_dialog

        groups = groups_of(self._session.store.trash, self._controller.view.state.case_id)

        def choose(place: str | None) -> None:
            if place is not None:
                self._app.post_message(put_back(groups[int(place)]))

        if groups:
            self._app.push_screen(trash_dialog(groups, self._clock().date()), choose)
        else:
            self._controller.say(text("trash.none"))

    def help(self) -> None:
        """Show the keys of this screen."""
        from so_tui.ui.dialogs.help import Help

        self._app.push_screen(Help(self._app.screen))

    def hide_after(self) -> None:
        """Choose after how many idle minutes the screen is hidden."""
        from so_tui.ui.dialogs.pick import Pick

        def choose(key: str | None) -> None:
            if key:
                self._controller.set(privacy.SETTING, key)
                self._controller.say(text("locking.hides", when=_minutes(int(key)).lower()))

        rows = [Row(str(minutes), (_minutes(minutes),)) for minutes in privacy.CHOICES]
        pick = Pick(text("locking.hide_after"), rows, start=str(self._privacy.minutes))
        self._app.push_screen(pick, choose)

    async def quit(self) -> None:
        """Quit; if something is not saved, ask first."""
        from so_tui.ui.dialogs.leaving import Leaving

        if await self._session.save_all():
            self._app.exit()
        elif self._privacy.is_hiding:
            self._privacy.tell_unsaved()
        elif not isinstance(self._app.screen, Leaving):
            self._controller.say_trouble()
            refused = bool(self._controller.view.refusal)
            self._app.push_screen(Leaving(refused=refused), self._left)

    def _left(self, choice: str | None) -> None:
        if choice == "leave":
            self._app.exit(return_code=1)
        elif choice == "elsewhere":
            self.place()


def _minutes(minutes: int) -> str:
    return text("locking.minutes", count=minutes) if minutes else text("locking.never")
