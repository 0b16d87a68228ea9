"""Textual's stylesheet, but with each source parsed once and not again for every new screen."""

from typing import Any

from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.screen import Screen

from so_tui.terminal.textual_internals import supported


class ParsedOnce(Stylesheet):
    """A stylesheet that caches the rules of each source as long as the variables are the same.

    Its rules are always those that Textual's own would have after `reparse`.
    """

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the variables of the sources, such as colours; the same ones again change nothing."""
        if variables != self._variables or self._invalid_css:
            super().set_variables(variables)

    def add_source(
        self,
        css: str,
        read_from: CSSLocation | None = None,
        is_default_css: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> None:
        """Add a source, or lower the precedence of an existing one.

        Textual records the latter, but applies it only once something else is parsed.
        """
        old = self.source.get(read_from) if read_from is not None else None
        super().add_source(css, read_from, is_default_css, tie_breaker, scope)
        if old is not None and read_from is not None and self.source[read_from] is not old:
            self._require_parse = True
            self._rules_map = None

    def reparse(self) -> None:
        """Update the rules of all sources to the current variables, parsing only what is needed."""
        if self._invalid_css:
            super().reparse()
        else:
            self.parse()


def parse_once(app: App[Any]) -> None:
    """Make a new app parse each source once, if Textual's internals are known."""
    if supported() and type(app.stylesheet) is Stylesheet:
        app.stylesheet = ParsedOnce(variables=app.stylesheet._variables)


def take_for_styled(app: App[Any], screen: Screen[Any]) -> None:
    """Mark a new screen as styled, since its styles are current.

    It was styled when it was registered, and its widgets will be as they are mounted. Textual
    instead restyles everything on the screen, twice, and once more when the screen is shown again.
    Call only while no change of the theme is pending.
    """
    just_made = not screen.is_mounted
    brings_styles = bool(screen.CSS or screen.css_path)
    if just_made and not brings_styles and isinstance(app.stylesheet, ParsedOnce):
        screen._css_update_count = app._css_update_count


def fit_to_window(app: App[Any], screen: Screen[Any]) -> None:
    """Give a new screen the classes of the window's size before it is laid out.

    Textual adds them with the first resize, and then restyles and lays out the whole screen again.
    """
    for cells, steps in (
        (app.size.width, app.HORIZONTAL_BREAKPOINTS),
        (app.size.height, app.VERTICAL_BREAKPOINTS),
    ):
        reached = [name for least, name in sorted(steps or ()) if least <= cells]
        screen.add_class(*reached[-1:])


def is_styled(screen: Screen[Any]) -> bool:
    """Return whether a screen in the background has the styles of the current theme.

    What changes in it is styled at once; Textual restyles all of it when it is shown again.
    """
    app = screen.app
    return isinstance(app.stylesheet, ParsedOnce) and (
        screen._css_update_count == app._css_update_count
    )
