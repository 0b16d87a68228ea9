"""Data directories that several of these tests need."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.state import Put
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.support.stored import CASE
from tests.ui.support import fill_store


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory that holds a case."""
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit([Put(CASE)])
    return data_dir


@pytest.fixture
def sample(data_dir: Path) -> Path:
    """A data directory with the made-up case as it is today, the day that commands look at."""
    fill_store(data_dir, demo_state(date.today()))
    return data_dir


@pytest.fixture
def public() -> Iterator[Path]:
    """A directory that other users can reach, as those for temporary files of all users."""
    for place in map(Path, ("/dev/shm", "/tmp", "/var/tmp")):
        if place.is_dir() and all(path.stat().st_mode & 0o005 == 0o005 for path in _way_to(place)):
            break
    else:
        pytest.skip("there is no directory for temporary files that another user can reach")
    with TemporaryDirectory(prefix="so-tui-test-", dir=place) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def _way_to(place: Path) -> Iterator[Path]:
    yield from (place.resolve(), *place.resolve().parents)
