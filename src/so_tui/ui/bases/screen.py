"""The base of every screen: the view, the framing lines, and the smallest size."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize, ScreenResume
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.entity import CanBePrivate, CaseEntity
from so_tui.domain.state import TABLE_OF, AppState, Change, Put
from so_tui.domain.text import Clean
from so_tui.terminal.stylesheet import is_styled
from so_tui.ui.commands.specs import bindings
from so_tui.ui.messages import Commit, Say
from so_tui.ui.view import Sources, View, ViewNow, differs
from so_tui.ui.widgets.chrome import KeyLine, StatusLine, TabLine
from so_tui.ui.widgets.detail import Detail, Part

if TYPE_CHECKING:
    from so_tui.forms.fields import Filling

T = TypeVar("T")
E = TypeVar("E", bound=CaseEntity)


class BaseScreen(Screen[None]):
    """A screen that shows the view passed down from the app, and edits the case.

    Subclasses give `MODE` or `SIDE`, whose commands they have, yield their widgets in `body` and
    update them in `show_state`. A screen in the background waits with that until it is in front.
    What an `action_` does is the help of its command, in `content/words/commands.toml`.
    """

    MODE: ClassVar[str] = ""
    """Its name in `commands.MODES`, if it is one of the six main screens."""
    SIDE: ClassVar[str] = ""
    """Its name in `commands.SIDES`, if it is a side screen."""
    NAME: ClassVar[str] = ""
    """Its name in either, or that of its folder."""

    BANNER: ClassVar[str] = ""
    """Id of the lines above everything else, '' for none; `show_state` updates them."""

    KEYLESS: ClassVar[Mapping[str, Callable[[Any], None]]] = {}
    """Commands without a key of their own, which the menu offers, by name."""

    SHOWS: ClassVar[tuple[str, ...]] = ("state", "today")
    """Fields of the view that `show_state` draws."""

    view: reactive[View] = reactive(View, init=False, repaint=False)
    """The view; its most used fields also have properties here."""

    _form_key = ""
    """Draft key of the form whose result is being passed on."""
    _stale = True
    _drawn_for: Size | None = None
    _sought = ""
    _sought_after: AppState | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        if not cls.NAME and (name := cls.SIDE or cls.MODE):
            cls.NAME, cls.BINDINGS = name, bindings(name)
        super().__init_subclass__(**options)

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self.clock = sources.clock
        self.reader = sources.reader
        self.view_now: ViewNow = lambda: self.view

    @property
    def state(self) -> AppState:
        """The open case and all that belongs to it."""
        return self.view.state

    @property
    def today(self) -> date:
        """The current day."""
        return self.view.today

    @property
    def author(self) -> Clean:
        """Who is typing."""
        return self.view.author

    @property
    def markable(self) -> Sequence[CanBePrivate]:
        """What is chosen that can be marked private."""
        return ()

    def compose(self) -> ComposeResult:
        yield TabLine(self.MODE)
        with Vertical(id="body"):
            if self.BANNER:
                yield Static(id=self.BANNER, markup=False)
            yield from self.body()
        yield StatusLine().data_bind(BaseScreen.view)
        yield KeyLine()
        yield Static(text("status.small"), id="small", markup=False)

    def body(self) -> ComposeResult:
        """Yield the widgets between the framing lines."""
        yield from ()

    def show_state(self) -> None:
        """Update the widgets from the state."""

    def focus_key(self, key: str) -> None:
        """Put the cursor on the item with this key, if this screen shows it."""

    def resume(self, what: str, key: str) -> None:
        """Reopen the form of an unfinished draft.

        Args:
            what: The kind of entity, as in the draft's key.
            key: Key of the item, 'new' for a new one.
        """

    def commit(self, label: str, *changes: Change, draft_key: str = "") -> None:
        """Commit these changes together, if there are any.

        Args:
            label: What happened, for the status line and for undo.
            changes: The changes.
            draft_key: The field whose text they hold; the form, if they are made of its result.
        """
        if changes:
            self.post_message(Commit(changes, label, draft_key or self._form_key))

    def need_case(self) -> Case | None:
        """Return the open case; without one, say that a case is needed."""
        case = self.state.case
        if case is None:
            say(self, "status.needs_case")
        return case

    def ask(
        self,
        dialog: "ModalScreen[T | None] | Filling[T]",
        keep: Callable[[T], None],
        old: T | None = None,
        draft_key: str = "",
    ) -> None:
        """Open a dialog, and pass on its result unless it is cancelled or nothing was changed.

        Args:
            dialog: The dialog, or the fields of a form.
            keep: Called with the result; what it commits ends the form's draft.
            old: A result with nothing changed, or None if there is none.
            draft_key: Key of the draft of a dialog that is given as such.
        """
        if not isinstance(dialog, ModalScreen):
            from so_tui.ui.dialogs.form import Form

            draft_key = dialog.key
            dialog = Form(dialog, self.view_now)

        def made(result: T | None) -> None:
            if result is not None and result != old:
                self._form_key = draft_key
                keep(result)
                self._form_key = ""

        self.app.push_screen(dialog, made)

    def action_back(self) -> None:
        """Go back to the previous screen."""
        self.app.pop_screen()

    def seek(self, key: str) -> None:
        """Put the cursor on the item with this key once a state with it arrives."""
        self._sought, self._sought_after = key, self.state

    def action_read(self) -> None:
        """Show the full details of the chosen item."""
        read(self, self.query_one(Detail).parts)

    @property
    def by_others(self) -> bool:
        """Whether the state shown came from somebody else's change."""
        return self.view.state is self.view.news

    def on_row_list_gone(self) -> None:
        """Say why a key was ignored."""
        say(self, "status.chosen_gone")

    def watch_view(self, old: View, new: View) -> None:
        if differs(old, new, self.SHOWS):
            self.call_next(self._update)

    def on_screen_resume(self, event: ScreenResume) -> None:
        event.refresh_styles = not is_styled(self)
        self._update(force=False)

    def on_resize(self, event: Resize) -> None:
        self._update(force=event.size != self._drawn_for)

    def on_mount(self) -> None:
        self._update()

    def _update(self, force: bool = True) -> None:
        self._stale = self._stale or force
        # While the program ends, a screen may outlive its widgets.
        ready = self.is_mounted and self.is_current and self.app.is_running
        if self._stale and ready:
            self._stale, self._drawn_for = False, self.app.size
            self.show_state()
            if self._sought and self.state is not self._sought_after:
                self.focus_key(self._sought)
                self._sought = ""
            self.refresh_bindings()


def read(screen: Screen[None], parts: Sequence[Part]) -> None:
    """Show details in full, over a screen."""
    from so_tui.ui.dialogs.list_dialog import Reader

    screen.app.push_screen(Reader(parts))


def say(screen: Screen[None], key: str, **values: object) -> None:
    """Say the words under this key in the status line, with these values in them."""
    screen.post_message(Say(text(key, **values)))


def stores(screen: BaseScreen, entity: CaseEntity) -> bool:
    """Return whether an entity is part of the state, not one that only could be."""
    return entity.id in getattr(screen.state, TABLE_OF[type(entity)])


def put(screen: BaseScreen, label: str, new: CaseEntity, old: CaseEntity) -> None:
    """Commit a change of `old`, which may not be stored yet."""
    screen.commit(label, Put(new, old if stores(screen, old) else None))


def edit(screen: BaseScreen, filling: "Filling[E]", old: E, label: Callable[[E], str]) -> None:
    """Open the form of an entity, and commit it under a label unless nothing was changed."""
    stored = stores(screen, old)

    def keep(new: E) -> None:
        screen.commit(label(new), Put(new, old if stored or stores(screen, old) else None))

    screen.ask(filling, keep, old)
