"""Where the snapshot plugin puts its report, and when it takes its picture."""

import os
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from so_tui.ui.widgets.detail import REST

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

    def compare(app: App[Any], press: Sequence[str] = (), **options: Any) -> bool:
        async def rest(pilot: Pilot[Any]) -> None:
            await pilot.press(*press)
            before = ""
            for _ in range(50):
                await pilot.pause(REST + 0.05)
                if before == (before := app.export_screenshot()):
                    return

        return snap_compare(app, run_before=rest, **options)

    return compare
