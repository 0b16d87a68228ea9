"""A crash tells where, and never what."""

import stat
from pathlib import Path

import pytest

from so_tui.session.crash_log import CrashLog, describe
from so_tui.terminal.crash import attempt

CANARY = "CANARY-tumour-marker"


def fail(note: str) -> None:
    try:
        raise KeyError(note)
    except KeyError as error:
        raise ValueError(f"bad note {note}") from error


def caught() -> ValueError:
    with pytest.raises(ValueError, match="bad note") as info:
        fail(CANARY)
    return info.value


def test_the_description_names_types_and_places_without_words() -> None:
    text = describe(caught())
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_crash.py:" in text
    assert ":fail\n" in text
    assert CANARY not in text


def test_the_members_of_a_group_are_described() -> None:
    group = ExceptionGroup("several", [caught(), OSError(CANARY)])
    text = describe(group)
    assert "builtins.OSError" in text
    assert CANARY not in text


def test_the_log_is_for_its_owner_only(tmp_path: Path) -> None:
    crashes = CrashLog(tmp_path / "log")
    crashes.record(caught())
    path = crashes.path
    assert path is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert str(path) in crashes.sorry()


def test_what_follows_from_a_fault_is_told_in_the_same_log(tmp_path: Path) -> None:
    crashes = CrashLog(tmp_path)
    crashes.record(caught())
    only = crashes.path
    assert only is not None
    only = only.rename(only.with_name("crash-20200101-000000-1.txt"))  # as if at another second
    crashes.path = only
    crashes.record(OSError(CANARY))
    assert list(tmp_path.iterdir()) == [only]
    told = only.read_text()
    assert "builtins.ValueError" in told
    assert "builtins.OSError" in told
    assert CANARY not in told


def test_no_place_for_the_log_is_no_second_crash(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    crashes = CrashLog(tmp_path / "file")
    crashes.record(caught())
    assert crashes.path is None
    assert "so-tui" in crashes.sorry()


def test_a_failing_last_action_does_not_stop_the_way_out(tmp_path: Path) -> None:
    attempt(lambda: fail(CANARY), CrashLog(tmp_path))
    (log,) = tmp_path.iterdir()
    assert CANARY not in log.read_text()


def test_the_name_of_a_folder_cannot_steer_the_terminal(tmp_path: Path) -> None:
    crashes = CrashLog(tmp_path / "a\x1b]0;evil\x07b\u202e")
    crashes.path = tmp_path / "a\x1b]0;evil\x07b\u202e" / "crash.txt"
    said = crashes.sorry()
    assert "a]0;evilb/crash.txt" in said
    assert "\x1b" not in said
