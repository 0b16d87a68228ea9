"""Ways in which the data directory refuses to be written to."""

import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

Failure = Callable[[Path], AbstractContextManager[None]]


@contextmanager
def folder_gone(folder: Path) -> Iterator[None]:
    """Take the data directory away, as a disk does that is pulled out."""
    away = folder.with_name("away")
    folder.rename(away)
    try:
        yield
    finally:
        away.rename(folder)


@contextmanager
def folder_replaced(folder: Path) -> Iterator[None]:
    """Put another directory in place of the data directory, as a sync tool may do."""
    away = folder.with_name("away")
    folder.rename(away)
    folder.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(folder)
        away.rename(folder)


@contextmanager
def disk_full(folder: Path) -> Iterator[None]:
    """Let no file grow beyond a few bytes; holds for root too, unlike permissions."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


failures = pytest.mark.parametrize("failure", [folder_gone, folder_replaced, disk_full])
