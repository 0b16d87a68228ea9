"""Fixtures for all tests, and the guard that keeps them out of the user's own directories."""

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import platformdirs
import pytest

from tests.support.pty import home_env

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

APP = "so-tui"
REAL_DIRS = tuple(
    Path(find(APP, appauthor=False))
    for find in (
        platformdirs.user_data_dir,
        platformdirs.user_config_dir,
        platformdirs.user_state_dir,
        platformdirs.user_cache_dir,
    )
)
"""Where the program keeps its files when no test runs it, found before any test changes HOME."""


def _traces() -> dict[str, int]:
    """Return every file in the user's own directories and when it was last written, in ns."""
    paths = [path for top in REAL_DIRS for path in (top, *top.rglob("*"))]
    return {str(path): path.stat().st_mtime_ns for path in paths if path.exists()}


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give each test a home directory of its own and fail it if it touched the real one."""
    before = _traces()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in home_env(tmp_path_factory.mktemp("home")).items():
            patch.setenv(name, value)
        for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
            patch.delenv(name)
        patch.delenv("NO_COLOR", raising=False)
        yield
    assert _traces() == before, "the test touched the user's own directories"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "store"


@pytest.fixture
def today() -> datetime.date:
    """The day the tests take for today."""
    return datetime.date(2026, 11, 23)
