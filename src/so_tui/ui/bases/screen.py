"""What every screen has: the shared state, the three framing lines, a floor on size."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from so_tui.content import say
from so_tui.domain.entity import Entity
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.storage.drafts import Draft
from so_tui.ui.messages import Say
from so_tui.ui.widgets.chrome import KeyLine, StatusLine, TabLine
from so_tui.ui.widgets.detail import Detail


class BaseScreen(Screen[None]):
    """A screen that is handed the state from above and shows it.

    Subclasses give `MODE` or `SIDE`, yield their widgets in `body` and bring them up to date in
    `show_state`. A screen that is not in front waits with that until it is.
    """

    MODE: ClassVar[str] = ""
    """Its name in `commands.MODES`, if it is one of the six."""
    SIDE: ClassVar[str] = ""
    """Its name in `commands.SIDES`, if it is one beside them."""

    state: reactive[AppState] = reactive(AppState, init=False, repaint=False)
    """The open case and all that belongs to it."""
    today: reactive[date] = reactive(date.min, init=False, repaint=False)
    """The current day."""
    author: reactive[Clean] = reactive(Clean(""), init=False, repaint=False)
    """Who is typing."""
    said: reactive[str] = reactive("", init=False, repaint=False)
    """What just happened."""
    trouble: reactive[str] = reactive("", init=False, repaint=False)
    """What stops the words from being saved, or ''."""
    refusal: reactive[str] = reactive("", init=False, repaint=False)
    """Why nothing can be changed here, in words; '' when changes are taken in."""
    unsaved: reactive[frozenset[str]] = reactive(frozenset(), init=False, repaint=False)
    """The ids of what has changed and is not saved yet."""
    others: reactive[str] = reactive("", init=False, repaint=False)
    """Who else has the notes open now, in words; '' for nobody."""
    news: reactive[AppState | None] = reactive(None, init=False, repaint=False)
    """The state that came by what somebody else did, if the newest one did."""
    found: reactive[tuple[str, ...]] = reactive((), init=False, repaint=False)
    """What the user should know of the notes' files, in sentences."""
    drafts: reactive[Mapping[str, Draft]] = reactive(dict, init=False, repaint=False)
    """Unfinished texts by key."""
    offers_lock: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether a passphrase may be offered."""

    clock: reactive[Callable[[], datetime]] = reactive(
        lambda: datetime.now, init=False, repaint=False
    )
    """Gives the current local time."""
    everything: reactive[Callable[[], Sequence[Entity]]] = reactive(
        lambda: list, init=False, repaint=False
    )
    """Gives what is kept of all cases, past ones too."""

    _stale = True
    _sought = ""
    _sought_after: AppState | None = None

    def compose(self) -> ComposeResult:
        yield TabLine(self.MODE)
        with Vertical(id="body"):
            yield from self.body()
        yield StatusLine().data_bind(
            BaseScreen.said,
            BaseScreen.trouble,
            BaseScreen.unsaved,
            BaseScreen.author,
            BaseScreen.others,
        )
        yield KeyLine()
        yield Static(say("status.small"), id="small", markup=False)

    def body(self) -> ComposeResult:
        """Yield what stands between the framing lines."""
        yield from ()

    def show_state(self) -> None:
        """Bring the widgets up to date with the state."""

    def focus_key(self, key: str) -> None:
        """Put the cursor on what stands for `key`, if this screen shows it."""

    def resume(self, what: str, key: str) -> None:
        """Open the form again in which something was left unfinished.

        Args:
            what: The kind of thing, as in its draft's key.
            key: What it stands for here, 'new' for a new one.
        """

    def seek(self, key: str) -> None:
        """Put the cursor on what stands for `key` when the state comes that holds it."""
        self._sought, self._sought_after = key, self.state

    def action_read(self) -> None:
        """Show the whole text of what the cursor is on."""
        from so_tui.ui.dialogs.reader import Reader

        self.app.push_screen(Reader(self.query_one(Detail).parts))

    @property
    def by_others(self) -> bool:
        """Whether what it shows now came by what somebody else did."""
        return self.state is self.news

    def on_row_list_gone(self) -> None:
        """Say why a key was not used."""
        self.post_message(Say(say("status.chosen_gone")))

    def watch_state(self) -> None:
        # On opening, the other values are bound after this one: the day, the drafts, the clock.
        self.call_next(self._update)

    def watch_today(self) -> None:
        self.call_next(self._update)

    def on_screen_resume(self) -> None:
        self._update(force=False)

    def on_resize(self) -> None:
        self._stale = True
        self._update(force=False)

    def on_mount(self) -> None:
        self._update()

    def _update(self, force: bool = True) -> None:
        self._stale = self._stale or force
        # While the program ends, a screen is still there when its widgets are gone.
        ready = self.is_mounted and self.is_current and self.app.is_running
        if self._stale and ready:
            self._stale = False
            self.show_state()
            if self._sought and self.state is not self._sought_after:
                self.focus_key(self._sought)
                self._sought = ""
            self.refresh_bindings()
