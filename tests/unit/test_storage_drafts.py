"""Unfinished text survives whatever happens between two letters."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.text import clean
from so_tui.storage import atomic
from so_tui.storage import drafts as drafts_module
from so_tui.storage.drafts import Drafts
from so_tui.storage.errors import StoreDamaged


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "drafts.jsonl"


def texts(path: Path) -> dict[str, str]:
    """Return the drafts as the next start would find them."""
    return {key: draft.text for key, draft in Drafts(path, read_only=True).all().items()}


def test_what_was_flushed_is_there_at_the_next_start(path: Path) -> None:
    drafts = Drafts(path)
    assert drafts.flush()
    assert not path.exists()
    for text in ("h", "he", "hell"):
        drafts.put("note", text)
    drafts.put("task", "line one\nline two")
    assert texts(path) == {}
    assert drafts.flush()
    assert texts(path) == {"note": "hell", "task": "line one\nline two"}
    found = drafts.get("note")
    assert found is not None
    assert found == Drafts(path).get("note")
    assert path.stat().st_mode & 0o777 == 0o600


def test_empty_text_takes_a_draft_away(path: Path) -> None:
    drafts = Drafts(path)
    drafts.put("note", "hello")
    drafts.flush()
    drafts.put("note", "")
    assert drafts.get("note") is None
    assert drafts.all() == {}
    drafts.close()
    assert texts(path) == {}


def test_a_flush_writes_only_what_changed(path: Path) -> None:
    drafts = Drafts(path)
    drafts.put("a", "one")
    drafts.put("b", "two")
    drafts.flush()
    size = path.stat().st_size
    assert drafts.flush()
    assert path.stat().st_size == size
    drafts.put("a", "three")
    drafts.flush()
    assert b"two" not in path.read_bytes()[size:]


@given(text=st.text(st.characters(codec=None), max_size=60))
def test_any_text_comes_back_clean(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("drafts") / "drafts.jsonl"
    drafts = Drafts(path)
    drafts.put("note", text)
    assert drafts.flush()
    drafts.close()
    assert texts(path).get("note", "") == clean(text)


def test_a_torn_end_costs_only_what_was_not_acknowledged(path: Path) -> None:
    drafts = Drafts(path)
    drafts.put("note", "safe")
    drafts.flush()
    whole = len(path.read_bytes())
    drafts.put("note", "not quite")
    drafts.flush()
    drafts.close()
    content = path.read_bytes()
    for cut in range(whole, len(content) - 1):
        path.write_bytes(content[:cut])
        opened = Drafts(path)
        found = opened.get("note")
        assert found is not None
        assert found.text in ("safe", "not quite")
        opened.put("note", "goes on")
        assert opened.flush()
        opened.close()
        assert texts(path) == {"note": "goes on"}


def test_a_damaged_line_is_passed_over_and_kept_aside(path: Path) -> None:
    drafts = Drafts(path)
    drafts.put("a", "first")
    drafts.put("b", "second")
    drafts.flush()
    drafts.close()
    damaged = path.read_bytes().replace(b"first", b"fir5t")
    path.write_bytes(damaged)
    assert {k: d.text for k, d in Drafts(path).all().items()} == {"b": "second"}
    assert path.with_name("drafts.jsonl.1").read_bytes() == damaged


@pytest.mark.parametrize("line", [b"{}", b"null", b"[1]", b'{"sum": 1}', b"\xff", b"[" * 99999])
def test_foreign_lines_do_no_harm(path: Path, line: bytes) -> None:
    path.write_bytes(line + b"\n")
    assert Drafts(path).all() == {}


def test_outdated_lines_go_at_the_next_start(path: Path) -> None:
    drafts = Drafts(path)
    for number in range(200):
        drafts.put("note", f"line {number}")
        drafts.flush()
    drafts.close()
    size = path.stat().st_size
    drafts = Drafts(path)
    drafts.put("note", "line 200")
    drafts.close()
    assert texts(path) == {"note": "line 200"}
    assert path.stat().st_size < size / 20


def test_a_file_that_was_removed_is_written_again(path: Path) -> None:
    drafts = Drafts(path)
    drafts.put("a", "first")
    drafts.flush()
    path.unlink()
    drafts.put("b", "second")
    assert drafts.flush()
    assert texts(path) == {"a": "first", "b": "second"}
    shutil.rmtree(path.parent)
    drafts.put("b", "third")
    assert not drafts.flush()
    path.parent.mkdir()
    assert drafts.flush()
    assert texts(path) == {"a": "first", "b": "third"}


def test_a_link_is_refused(path: Path) -> None:
    victim = path.with_name("victim")
    victim.write_text("untouched")
    drafts = Drafts(path)
    path.symlink_to(victim)
    drafts.put("note", "x")
    assert not drafts.flush()
    with pytest.raises(StoreDamaged):
        Drafts(path)
    assert victim.read_text() == "untouched"


def test_a_flush_that_fails_says_so_and_the_next_one_makes_up_for_it(path: Path) -> None:
    path.mkdir()
    drafts = Drafts(path.with_name("other"))
    drafts._path = path
    drafts.put("note", "kept in memory")
    assert not drafts.flush()
    path.rmdir()
    assert drafts.flush()
    assert texts(path) == {"note": "kept in memory"}


@contextmanager
def interrupted_at(line: int, action: Any) -> Iterator[list[bool]]:
    """Call `action` before the given line that writes drafts, as a signal would."""
    happened: list[bool] = []
    left = line

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in (drafts_module.__file__, atomic.__file__):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                sys.settrace(None)
                happened.append(action())
        return trace

    sys.settrace(trace)
    try:
        yield happened
    finally:
        sys.settrace(None)


@pytest.mark.parametrize("tidy_at", [drafts_module.TIDY_AT, 0])
@pytest.mark.parametrize("ends", [False, True])
def test_a_signal_in_the_middle_of_anything_keeps_the_newest_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tidy_at: int, ends: bool
) -> None:
    monkeypatch.setattr(drafts_module, "TIDY_AT", tidy_at)
    line, reached = 0, True
    while reached:
        line += 1
        path = tmp_path / f"{line}.jsonl"
        drafts = Drafts(path)
        drafts.put("late", "older")
        drafts.put("note", "typed")

        def on_signal(drafts: Drafts = drafts) -> bool:
            drafts.put("late", "newest")
            flushed = drafts.flush()
            if ends:
                happened.append(flushed)
                raise SystemExit(129)
            return flushed

        with suppress(SystemExit), interrupted_at(line, on_signal) as happened:
            drafts.flush()
        reached = bool(happened)
        if reached:
            assert happened == [True]
            assert texts(path) == {"late": "newest", "note": "typed"}
            assert {key: draft.text for key, draft in drafts.all().items()} == texts(path)
        drafts.close()
    assert line > (50 if tidy_at == 0 else 15)


def test_the_file_does_not_grow_without_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts_module, "TIDY_AT", 5000)
    drafts = Drafts(path)
    drafts.put("other", "stays")
    for number in range(300):
        drafts.put("note", "x" * 100 + str(number))
        assert drafts.flush()
        assert path.stat().st_size < 6000
        assert texts(path) == {"other": "stays", "note": "x" * 100 + str(number)}


TYPE = """
import sys
from pathlib import Path
from so_tui.storage.drafts import Drafts
drafts = Drafts(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    drafts.put("note", "x" * (number % 300) + f" {number}")
    if drafts.flush():
        print(number, flush=True)
"""


def test_no_flushed_letter_is_lost_when_the_process_is_killed(path: Path) -> None:
    for round_ in range(12):
        path.unlink(missing_ok=True)
        command = [sys.executable, "-c", TYPE, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            seen = [process.stdout.readline() for _ in range(1 + round_ * 17)]
            os.kill(process.pid, signal.SIGKILL)
            seen += process.stdout.readlines()
        acknowledged = int([line for line in seen if line.endswith(b"\n")][-1])
        assert int(texts(path)["note"].split()[-1]) >= acknowledged
