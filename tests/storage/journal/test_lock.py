"""The lock file: what it tells others."""

import errno
from pathlib import Path

import pytest

from so_tui.storage.journal.lock import StoreLock


def test_each_turn_is_the_next_one_and_the_saved_number_stays(tmp_path: Path) -> None:
    lock, other = StoreLock(tmp_path / "lock"), StoreLock(tmp_path / "lock")
    lock.make_sound(7)
    first = other.turn
    assert lock.next_turn(lock.turn) == first + 1
    assert lock.next_turn(lock.turn) == first + 2
    assert (other.turn, other.saved) == (first + 2, 7)
    lock.close()
    other.close()


def test_a_closed_lock_is_no_longer_read_or_held(tmp_path: Path) -> None:
    lock = StoreLock(tmp_path / "lock")
    lock.close()
    lock.close()
    with pytest.raises(OSError) as caught:  # noqa: PT011 - its number is what counts
        lock.next_turn(0)
    assert caught.value.errno == errno.EBADF
    with pytest.raises(OSError) as caught, lock.hold():  # noqa: PT011
        pass
    assert caught.value.errno == errno.EBADF
