"""A fault often brings about others, until the app has ended: they are told in one log."""

import asyncio
from pathlib import Path

import pytest

from so_tui.session import crash_log
from so_tui.session.crash_log import CrashLog
from so_tui.terminal.app import TerminalApp
from tests.support.clock import Hurried

CANARY = "CANARY-tumour-marker"


async def fail_twice(app: TerminalApp) -> None:
    """Run an app in which something fails, and then something else."""
    async with app.run_test():
        app._handle_exception(ValueError(CANARY))
        app._handle_exception(OSError(CANARY))


def test_faults_seconds_apart_are_told_in_one_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash_log, "datetime", Hurried)  # the name of a log has the second in it
    kept: list[bool] = []
    app = TerminalApp(flush=lambda: kept.append(True), crashes=CrashLog(tmp_path))
    with pytest.raises(ValueError, match=CANARY):
        asyncio.run(fail_twice(app))
    (log,) = tmp_path.iterdir()
    told = log.read_text()
    assert "builtins.ValueError" in told
    assert "builtins.OSError" in told
    assert CANARY not in told
    assert kept
