"""Fixtures for all tests, and the guard that keeps them out of the user's own directories."""

import datetime
import gc
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support import guard
from tests.support.clock import noon_zone
from tests.support.pty import home_env

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

SPARE = 4 << 30
"""Bytes of memory that must be spare if the tests' files are to lie in it."""
MEMORY = Path("/dev/shm")
# The tests save some hundred thousand times, and a disk takes milliseconds for each. What a disk
# would keep is worked out from the order of the system calls; no test cuts the power.
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > SPARE:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

guard.install()
# What is started with a signal ignored, as by a shell in the background, cannot be interrupted.
signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGQUIT, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)
# What counts in days must not run over midnight, here or in a program that is started.
os.environ["TZ"] = noon_zone(time.gmtime().tm_hour)
time.tzset()


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays: five thousand tests and all that they import."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where each test has its home, by itself: pytest looks at all others for a number."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(scope="session", autouse=True)
def _no_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let what is shared by several tests have a home that is not the user's either."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in home_env(tmp_path_factory.mktemp("shared-home")).items():
            patch.setenv(name, value)
        with guard.homes_count():
            yield


@pytest.fixture(autouse=True)
def _own_home(_homes: Path) -> Iterator[None]:
    """Give each test a home directory of its own and fail it if it touched the real one."""
    guard.found()
    umask = os.umask(0o077)  # a command that runs in this process sets it
    os.umask(umask)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in home_env(Path(tempfile.mkdtemp(dir=_homes))).items():
            patch.setenv(name, value)
        for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
            patch.delenv(name)
        patch.delenv("NO_COLOR", raising=False)
        yield
    os.umask(umask)
    touched = guard.found()
    assert not touched, f"the test touched the user's own directories: {touched}"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "store"


@pytest.fixture
def today() -> datetime.date:
    """The day the tests take for today."""
    return datetime.date(2026, 11, 23)
