"""The tests run alike in the background, and at any time of day."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.clock import noon_zone

TOP = Path(__file__).parents[2]
ASK = "import tests.conftest, signal; print(signal.getsignal(signal.{name}) is signal.SIG_IGN)"


@pytest.mark.parametrize("name", ["SIGINT", "SIGQUIT", "SIGTERM"])
def test_a_signal_that_a_shell_has_ignored_counts_again(name: str) -> None:
    command = f'trap \'\' {name[3:]}; exec "$0" -c "$1"'
    asked = ["sh", "-c", command, sys.executable, ASK.format(name=name)]
    done = subprocess.run(asked, cwd=TOP, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"


@pytest.fixture
def zones(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lets a test go to another time zone and back."""
    with monkeypatch.context() as patch:
        yield patch
    time.tzset()


@pytest.mark.parametrize("hour", range(24))
def test_the_tests_run_at_noon(zones: pytest.MonkeyPatch, hour: int) -> None:
    zones.setenv("TZ", noon_zone(hour))
    time.tzset()
    now = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour)
    assert now.astimezone().hour == 12
