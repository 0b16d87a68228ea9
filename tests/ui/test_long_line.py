"""The line that is typed in keeps its colours between frames, but never too long."""

from pathlib import Path

from rich.segment import Segment

from so_tui.ui.themes import THEMES
from so_tui.ui.widgets.area import Composer
from tests.ui.support import SIZES, Session, demo, open_app


async def drawn(user: Session) -> list[list[Segment]]:
    """Return what the line draws now."""
    await user.pilot.pause()
    line = user.app.screen.query_one(Composer)
    return [list(strip) for strip in line.render_lines(line.size.region)]


async def drawn_afresh(user: Session) -> list[list[Segment]]:
    """Return what it draws when it has just read its colours."""
    line = user.app.screen.query_one(Composer)
    line.notify_style_update()
    line.refresh()
    return await drawn(user)


async def test_its_colours_follow_the_theme_and_the_focus(data_dir: Path) -> None:
    async with open_app(data_dir, SIZES[0], state=demo(), mode="notes") as user:
        line = user.app.screen.query_one(Composer)
        pictures = []
        for theme in THEMES:
            user.app.theme = theme
            await user.type("ab")
            pictures.append(await drawn(user))
            assert pictures[-1] == await drawn_afresh(user)
            line.blur()
            assert await drawn(user) == await drawn_afresh(user)
            line.focus()
            assert await drawn(user) == await drawn_afresh(user)
        assert len({str(picture) for picture in pictures}) == len(THEMES)
