"""The dialogs that open from everywhere, and those of the passphrase flow."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.screen import ModalScreen

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import BLANK, Clean
from so_tui.session.session import Session
from so_tui.ui import messages, privacy
from so_tui.ui.commands.specs import SIDES
from so_tui.ui.controller import Controller
from so_tui.ui.passphrase_steps import PassphraseStep, Typed
from so_tui.ui.privacy import Privacy
from so_tui.ui.view import View
from so_tui.ui.widgets.layout import Column, Row

if TYPE_CHECKING:
    from textual.worker import Worker

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dialogs:
    """Opens the dialogs that are the same on every screen."""

    _app: App[Any]
    _session: Session
    _controller: Controller
    _privacy: Privacy
    _clock: Callable[[], datetime]

    def _view(self) -> View:
        return self._controller.view

    def _ask(self, dialog: ModalScreen[T | None], keep: Callable[[T], object]) -> None:
        """Open a dialog, and pass on its result unless it is cancelled."""

        def made(result: T | None) -> None:
            if result is not None:
                keep(result)

        self._app.push_screen(dialog, made)

    def sides(self) -> None:
        """Offer the side screens."""
        from so_tui.ui.dialogs.list_dialog import Pick

        app = self._app
        rows = [
            Row(name, (text(f"arrange.{name}"), text(f"arrange.{name}_help"))) for name in SIDES
        ]
        sides = Pick(text("arrange.title"), rows, Column(0, 25), Column(1, lines=2))
        self._ask(sides, lambda name: app.call_later(app.run_action, f"side('{name}')"))

    def cases(self) -> None:
        """Offer all cases, by person, and to start another."""
        from so_tui.ui.dialogs.cases import NEW, cases_dialog

        def choose(key: str) -> None:
            if key == NEW:
                self._app.post_message(messages.GoTo("home", "new", resume="case"))
            elif key != self._view().state.case_id:
                self._app.post_message(messages.OpenCase(key, mode="home"))

        self._ask(cases_dialog(self._view().state), choose)

    def author(self) -> None:
        """Ask who is typing."""
        from so_tui.forms.people import author_filling
        from so_tui.ui.dialogs.form import Form

        form = Form(author_filling(self._view().author), self._view)
        self._ask(form, lambda name: self._app.post_message(messages.WriteAs(name)))

    def place(self, folder: Clean = BLANK, problem: str = "") -> None:
        """Ask for another folder for the notes, and say why the one tried cannot be used."""
        from so_tui.forms.people import place_filling
        from so_tui.ui.dialogs.form import Form

        form = Form(place_filling(folder), self._view, problem=problem)
        self._ask(form, lambda folder: self._app.post_message(messages.KeepIn(folder)))

    def emergency(self) -> None:
        """Show the emergency card."""
        from so_tui.ui.screens.emergency.screen import EmergencyCard

        if not any(isinstance(screen, EmergencyCard) for screen in self._app.screen_stack):
            self._app.push_screen(EmergencyCard(self._view, self._clock().date()))

    def trash(self) -> None:
        """Offer deleted items to restore."""
        from so_tui.ui.dialogs.trash import cases_in, groups_of, put_back, trash_dialog

        items = self._session.store.trash
        groups = cases_in(items) + groups_of(items, self._view().state.case_id)
        groups.sort(key=lambda group: group[0].at, reverse=True)

        def choose(place: str) -> None:
            self._app.post_message(put_back(groups[int(place)]))

        if groups:
            self._ask(trash_dialog(groups, self._clock().date()), choose)
        else:
            self._controller.say(text("trash.none"))

    def help(self) -> None:
        """Show the keys of this screen."""
        from so_tui.ui.dialogs.menu import Help

        self._app.push_screen(Help(self._app.screen))

    def hide_after(self) -> None:
        """Choose after how many idle minutes the screen is hidden."""
        from so_tui.ui.dialogs.list_dialog import Pick

        def choose(key: str) -> None:
            self._controller.set(privacy.SETTING, key)
            self._controller.say(text("locking.hides", when=_minutes(int(key)).lower()))

        rows = [Row(str(minutes), (_minutes(minutes),)) for minutes in privacy.CHOICES]
        pick = Pick(text("locking.hide_after"), rows, start=str(self._privacy.minutes))
        self._ask(pick, choose)

    async def quit(self) -> None:
        """Quit; if something is not saved, ask first."""
        from so_tui.ui.dialogs.list_dialog import Leaving

        if await self._session.save_all():
            self._app.exit()
        elif self._privacy.is_hiding:
            self._privacy.tell_unsaved()
        elif not isinstance(self._app.screen, Leaving):
            self._controller.say_trouble()
            refused = bool(self._controller.view.refusal)
            self._ask(Leaving(refused=refused), self._left)

    def _left(self, choice: str) -> None:
        if choice == "leave":
            self._app.exit(return_code=1)
        elif choice == "elsewhere":
            self.place()


def _minutes(minutes: int) -> str:
    return text("locking.minutes", count=minutes) if minutes else text("locking.never")


class ScreenAsk:
    """Shows the steps of the passphrase flow as dialogs, each only while the screen is visible.

    Attributes:
        at_work: Whether something takes a moment, and nothing else is shown.
    """

    def __init__(self, app: App[Any], privacy: Privacy, controller: Controller) -> None:
        self._app = app
        self._privacy = privacy
        self._controller = controller
        self._flow: Worker[None] | None = None
        self.at_work = False
        self.say = controller.say
        self.say_trouble = controller.say_trouble
        self.resumed = controller.resumed
        self.cover = privacy.cover

    def begin(self, flow: Coroutine[None, None, None]) -> None:
        """Start a passphrase flow, cancelling any other."""
        self._flow = self._app.run_worker(flow, group="locking", exclusive=True)

    @property
    def is_between_steps(self) -> bool:
        """Whether the next step is about to open: what is typed now is not a note."""
        if self._flow is None or self._flow.is_finished:
            return False
        if not self._privacy.visible.is_set():
            return False
        from so_tui.ui.dialogs.locking import StepDialog, Working

        return not any(
            isinstance(screen, StepDialog | Working) for screen in self._app.screen_stack
        )

    async def __call__(self, step: PassphraseStep) -> Typed | None:
        """Show a step once the screen is visible, and return what was typed."""
        from so_tui.ui.dialogs.locking import StepDialog

        await self.visible()
        return await self._app.push_screen_wait(StepDialog(step))

    async def visible(self) -> None:
        """Wait until the screen is not hidden."""
        await self._privacy.visible.wait()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """During the block, show only that something takes a moment."""
        from so_tui.ui.dialogs.locking import Working

        await self.visible()
        self.at_work = True
        await self._app.push_screen(Working())
        try:
            yield
        finally:
            await self._app.pop_screen()
            self.at_work = False
