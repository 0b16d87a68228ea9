"""The app to take pictures of, when a picture is taken, and where the plugin's report goes."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from so_tui.storage.store import Store
from so_tui.ui.app import SecondOpinionApp
from so_tui.ui.widgets.detail import REST
from tests.snapshots.support import Build
from tests.ui.support import NOW, demo, fill_store

TEMPDIR = "TEXTUAL_SNAPSHOT_TEMPDIR"
FOLDER = os.environ.get(TEMPDIR, "")
"""What the plugin set when the run began."""


@pytest.fixture(autouse=True)
def _report_folder(_own_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the plugin its variable back, which the guard took away with the user's own."""
    monkeypatch.setenv(TEMPDIR, FOLDER)


@pytest.fixture
def snap_compare(snap_compare: Callable[..., bool]) -> Callable[..., bool]:
    """Take the picture when it has come to rest, however slow the machine is."""

    def compare(app: SecondOpinionApp, press: Sequence[str] = (), **options: Any) -> bool:
        async def rest(pilot: Pilot[Any]) -> None:
            await pilot.press(*press)
            before = ""
            for _ in range(50):
                await pilot.pause(REST + 0.05)
                same = before == (before := app.export_screenshot())
                if same and not app.is_between_screens():
                    return

        return snap_compare(app, run_before=rest, **options)

    return compare


@pytest.fixture
def build(data_dir: Path) -> Iterator[Build]:
    """Give a function that makes the app over the made-up case."""
    with ExitStack() as opened:

        def make(mode: str, theme: str = "") -> SecondOpinionApp:
            fill_store(data_dir, demo())
            store = opened.enter_context(Store.open(data_dir))
            return SecondOpinionApp(store, mode=mode, theme=theme, clock=lambda: NOW)

        yield make
