"""The lock file: what it tells others."""

from pathlib import Path

from so_tui.storage.lock import Lock


def test_each_turn_is_the_next_one_and_the_saved_number_stays(tmp_path: Path) -> None:
    lock, other = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    lock.make_sound(7)
    first = other.turn
    assert lock.next_turn() == first + 1
    assert lock.next_turn() == first + 2
    assert (other.turn, other.saved) == (first + 2, 7)
    lock.close()
    other.close()
