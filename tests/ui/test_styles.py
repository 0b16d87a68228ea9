"""Styles are worked out as Textual does it, though not all of them are parsed anew each time."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.css.parse import parse as really_parse
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.dom import DOMNode

from so_tui.terminal import app as steady
from so_tui.terminal.stylesheet import ParsedOnce
from so_tui.ui.app import SecondOpinionApp
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.commands.specs import MODES, SIDES
from so_tui.ui.themes import THEMES
from tests.ui.support import Session, demo, open_app

SIZES = [(80, 24), (140, 40), (50, 12), (70, 31)]
"""Columns and lines at which each of the classes for widths and heights is set."""

LOOKS = (*THEMES, "NO_COLOR")

DIALOGS = {
    "home": ("question_mark", "f1", "ctrl+p", "a", "n"),
    "checklist": ("n", "enter", "question_mark"),
    "questions": ("n", "enter"),
    "notes": ("enter",),
    "opinions": ("n", "d", "enter", "m", "y"),
    "decision": ("n", "f"),
    "records": ("n", "l", "enter"),
    "dates": ("n", "w"),
    "people": ("n", "enter"),
}
"""Keys that open something over a screen, or another one; the looks share them between them."""

Picture = dict[str, Any]


@pytest.mark.parametrize("look", LOOKS)
async def test_every_widget_has_the_styles_it_has_with_textuals_own_stylesheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    """On every screen, opened first at one size and then made another; and with a new theme."""
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    ours = await walk(tmp_path / "ours", look, ParsedOnce)
    monkeypatch.setattr(steady, "parse_once", lambda app: None)
    stock = await walk(tmp_path / "stock", look, Stylesheet)
    assert list(ours) == list(stock)
    assert len({screen for screen, *_ in ours}) > len(MODES) + len(SIDES)
    for place, picture in stock.items():
        assert ours[place] == picture, place


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_nothing_is_parsed_twice_until_the_theme_changes(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    """Not even at a start with another theme than Textual's first."""
    parsed: list[tuple[CSSLocation, int]] = []
    styled: list[DOMNode] = []
    really_update = Stylesheet.update

    def parse(scope: str, css: str, read_from: CSSLocation, **options: Any) -> Iterable[RuleSet]:
        parsed.append((read_from, options["tie_breaker"]))
        return really_parse(scope, css, read_from, **options)

    def update(sheet: Stylesheet, root: DOMNode, animate: bool = False) -> None:
        styled.append(root)
        really_update(sheet, root, animate)

    monkeypatch.setattr(stylesheet, "parse", parse)
    monkeypatch.setattr(Stylesheet, "update", update)
    async with open_app(data_dir, state=demo(), theme=theme) as session:
        sheet = session.app.stylesheet
        styled.clear()

        def there() -> set[tuple[CSSLocation, int]]:
            return {(place, source.tie_breaker) for place, source in sheet.source.items()}

        for name in (*MODES, *SIDES, "library", *MODES):
            known, count = there(), len(parsed)
            await open_screen(session, name)
            assert there() - known <= set(parsed[count:]), name
            assert (there() == known) == (len(parsed) == count), name
        assert there() <= set(parsed)
        assert len(set(parsed)) == len(parsed)
        assert styled == []

        parsed.clear()
        session.app.theme = "ansi-light"
        await session.pilot.pause()
        for name in MODES:
            await open_screen(session, name)
        assert sorted(parsed) == sorted(there())


async def test_a_screen_opened_right_after_a_change_of_theme_has_the_new_one(
    data_dir: Path,
) -> None:
    async with open_app(data_dir) as session:
        app = session.app
        app.theme = "textual-light"
        opened = app.switch_mode("questions")
        assert app.stylesheet._variables == app.get_css_variables()
        await opened


async def walk(folder: Path, look: str, kind: type[Stylesheet]) -> dict[tuple[str, ...], Picture]:
    """Open everything, and return how it looks at each step.

    Args:
        folder: A directory for the store.
        look: A theme's name, or NO_COLOR.
        kind: What the app's stylesheet has to be.
    """
    theme = look if look in THEMES else THEMES[0]
    seen: dict[tuple[str, ...], Picture] = {}
    turn = LOOKS.index(look)
    first = SIZES[turn % len(SIZES)]
    async with open_app(folder, first, state=demo(), theme=theme) as session:
        assert type(session.app.stylesheet) is kind

        async def note(*place: str) -> None:
            await session.at_rest()
            screen = type(session.app.screen).__name__
            assert (screen, *place) not in seen
            seen[screen, *place] = picture(session.app)

        for number, name in enumerate((*MODES, "emergency", *SIDES, "library")):
            await open_screen(session, name)
            await note(name, "opened")
            for key in DIALOGS.get(name, ())[turn :: len(LOOKS)]:
                await session.press(key)
                await note(name, key)
                await back_to(session, name)
            await session.pilot.resize_terminal(*SIZES[(turn + number) % len(SIZES)])
            await note(name, "resized")
            if name == "emergency":
                await session.press("escape")
        for name in ("home", "opinions"):
            await session.app.action_go(name)
            await note(name, "again")
        await session.press("question_mark")
        for other in reversed(THEMES):
            session.app.theme = other
            await session.pilot.pause()
            await note("help", other)
    async with open_app(folder, first, theme=theme) as session:
        session.app.theme = THEMES[THEMES.index(theme) - 1]
        await session.app.action_go("questions")
        await note("questions", "the theme just changed")
        await session.app.action_go("home")
        await note("home", "and gone back")
    return seen


async def open_screen(session: Session, name: str) -> None:
    if name == "emergency":
        session.app.dialogs.emergency()
    else:
        await session.app.action_go(name)
    await session.pilot.pause()


async def back_to(session: Session, name: str) -> None:
    """Close what is open over a screen."""
    for _ in range(4):
        screen = session.app.screen
        if isinstance(screen, BaseScreen) and name in (screen.MODE, screen.SIDE):
            return
        await session.press("escape")
    await session.app.action_go(name)


def picture(app: SecondOpinionApp) -> Picture:
    """Return the styles of each widget on the screen, and all that is drawn."""
    there: Picture = {
        f"{number} {node!r} {sorted(node.pseudo_classes)}": {
            name: rules(styles)
            for name, styles in (("", node.styles), *sorted(node._component_styles.items()))
        }
        for number, node in enumerate((app, *app.screen.walk_children(with_self=True)))
    }
    there["drawn"] = [
        [(segment.text, segment.style) for segment in strip]
        for strip in app.screen._compositor.render_strips()
    ]
    return there


def rules(styles: Any) -> dict[str, str]:
    return {name: repr(value) for name, value in sorted(styles.get_rules().items())}
