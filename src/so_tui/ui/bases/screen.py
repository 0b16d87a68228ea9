"""What every screen has: the shared state, the three framing lines, a floor on size."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from so_tui.content import say
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.storage.drafts import Draft
from so_tui.ui.messages import Say
from so_tui.ui.view import Sources, View, differs
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

    SHOWS: ClassVar[tuple[str, ...]] = ("state", "today")
    """Values of the view that `show_state` draws."""

    view: reactive[View] = reactive(View, init=False, repaint=False)
    """All that shows; the much used values of it have a name here too."""

    _stale = True
    _sought = ""
    _sought_after: AppState | None = None

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self.clock = sources.clock
        self.everything = sources.everything

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
    def drafts(self) -> Mapping[str, Draft]:
        """Unfinished texts by key."""
        return self.view.drafts

    def compose(self) -> ComposeResult:
        yield TabLine(self.MODE)
        with Vertical(id="body"):
            yield from self.body()
        yield StatusLine().data_bind(BaseScreen.view)
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
        return self.view.state is self.view.news

    def on_row_list_gone(self) -> None:
        """Say why a key was not used."""
        self.post_message(Say(say("status.chosen_gone")))

    def watch_view(self, old: View, new: View) -> None:
        if differs(old, new, self.SHOWS):
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
