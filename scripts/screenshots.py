"""Draw each screen of the made-up case into screenshots/; run by `make screenshots`."""

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from so_tui.terminal.environment import prepare

NOW = datetime(2026, 11, 23, 14, 5)
FOLDER = Path(__file__).parent.parent / "screenshots"
SHOTS: tuple[tuple[str, str, tuple[int, int], str, tuple[str, ...]], ...] = (
    ("home", "home", (80, 24), "textual-dark", ()),
    ("checklist", "checklist", (80, 24), "textual-dark", ("j", "j", "f", "f")),
    ("questions", "questions", (80, 24), "textual-dark", ("j",)),
    ("library", "questions", (80, 24), "textual-dark", ("l", "j")),
    ("notes", "notes", (80, 24), "textual-dark", ("ctrl+o", "up", "up", "enter", *"! ask for t")),
    ("opinions", "opinions", (80, 24), "textual-dark", ("j", "j", "j", "right")),
    ("cell", "opinions", (80, 24), "textual-dark", ("j", "j", "j", "right", "enter")),
    ("decision", "decision", (80, 24), "textual-dark", ()),
    ("people", "home/people", (80, 24), "textual-dark", ()),
    ("whether", "home/whether", (80, 24), "textual-dark", ()),
    ("dates", "home/dates", (80, 24), "textual-dark", ()),
    ("insurance", "home/insurance", (80, 24), "textual-dark", ()),
    ("records", "home/records", (80, 24), "textual-dark", ()),
    ("about", "home/about", (80, 24), "textual-dark", ()),
    ("diary", "home/diary", (80, 24), "textual-dark", ()),
    ("consents", "home/consents", (80, 24), "textual-dark", ()),
    ("packing", "home/packing", (80, 24), "textual-dark", ()),
    ("lookback", "home/lookback", (80, 24), "textual-dark", ()),
    ("summary", "opinions/summary", (80, 24), "textual-dark", ()),
    ("tidy", "opinions/tidy", (80, 24), "textual-dark", ()),
    ("followup", "decision/followup", (80, 24), "textual-dark", ()),
    ("emergency", "home", (80, 24), "textual-dark", ("ctrl+e",)),
    ("help", "notes", (80, 24), "textual-dark", ("f1",)),
    ("opinions-wide", "opinions", (120, 40), "textual-dark", ("j", "j", "j", "right")),
    ("notes-light", "notes", (80, 24), "textual-light", ("ctrl+o", "up", "up", "enter")),
    ("notes-narrow", "notes", (60, 20), "textual-dark", ("ctrl+o", "up", "up", "enter")),
)
"""Name, first screen and the one to go to from it, size in cells, theme, keys to press."""


async def _shoot(
    name: str, place: str, size: tuple[int, int], theme: str, keys: tuple[str, ...]
) -> None:
    from so_tui.demo.case import demo_state
    from so_tui.domain.state import Put, entities
    from so_tui.storage.store import Store
    from so_tui.ui.app import SecondOpinionApp
    from so_tui.ui.messages import GoTo

    mode, _, side = place.partition("/")
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        store.commit([Put(entity) for entity in entities(demo_state(NOW.date()))])
        app = SecondOpinionApp(store, mode=mode, author="Sam Demo", theme=theme, clock=lambda: NOW)
        async with app.run_test(size=size) as pilot:
            if side:
                app.screen.post_message(GoTo(side))
                await pilot.pause(0.2)
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await pilot.pause(0.2)
            app.save_screenshot(f"{name}.svg", path=str(FOLDER))


def main() -> None:
    """Draw all screens anew."""
    prepare()
    FOLDER.mkdir(exist_ok=True)
    for shot in SHOTS:
        asyncio.run(_shoot(*shot))
        print(FOLDER.name + "/" + shot[0] + ".svg", file=sys.stderr)


if __name__ == "__main__":
    main()
