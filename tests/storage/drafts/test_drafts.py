"""Unfinished text survives whatever happens between two letters."""

import json
import os
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.entity import id_made_of
from so_tui.domain.text import Clean, clean
from so_tui.storage.disk import files
from so_tui.storage.disk.files import read_plain_file
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.drafts import draft_writer as drafts_module
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.drafts.drafts import Draft, drafts_file, read_drafts
from so_tui.storage.engine.writers import Inheritance, all_drafts
from so_tui.storage.journal.lines import to_line
from so_tui.storage.seals.seal import PLAIN, DataDirectory


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "drafts.jsonl"


def found(path: Path) -> dict[str, Draft]:
    """Return the drafts as the next start would find them."""
    return read_drafts(read_plain_file(path) or b"", PLAIN)[0]


def texts(path: Path) -> dict[str, str]:
    return {key: draft.text for key, draft in found(path).items()}


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
    assert drafts.get("note") == found(path)["note"]
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


def session(top: Path, name: str) -> Drafts:
    """Return the drafts of a new session in a data directory."""
    return Drafts(top / "drafts" / f"{id_made_of(name)}.jsonl")


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
        assert texts(path)["note"] in ("safe", "not quite")


def test_the_next_session_takes_over_and_the_old_file_goes(tmp_path: Path) -> None:
    first = session(tmp_path, "first")
    for number in range(50):
        first.put("note", f"line {number}")
        first.flush()
    first.close()
    second = session(tmp_path, "second")
    assert Inheritance(DataDirectory(tmp_path), second).take_over((), Ledger) == []
    assert {key: d.text for key, d in second.all().items()} == {"note": "line 49"}
    assert os.listdir(tmp_path / "drafts") == [f"{id_made_of('second')}.jsonl"]
    third = session(tmp_path, "third")
    Inheritance(DataDirectory(tmp_path), third).take_over([id_made_of("second")], Ledger)
    assert third.all() == {}
    contents = {path: path.read_bytes() for path in (tmp_path / "drafts").iterdir()}
    found, _ = all_drafts(contents, PLAIN, Ledger())
    assert {key: d.text for key, d in found.items()} == {"note": "line 49"}


def test_of_two_drafts_of_one_key_the_older_one_waits_its_turn(tmp_path: Path) -> None:
    for name in ("a", "b"):
        drafts = session(tmp_path, name)
        drafts.put("note", f"typed in {name}")
        drafts.put(name, "only here")
        drafts.close()
    for name, expected in (("c", "typed in b"), ("d", "typed in a")):
        drafts = session(tmp_path, name)
        Inheritance(DataDirectory(tmp_path), drafts).take_over((), Ledger)
        draft = drafts.get("note")
        assert draft is not None
        assert draft.text == expected
        assert drafts.get("a") is not None
        drafts.put("note", "")
        drafts.close()


def test_the_drafts_of_schema_1_are_taken_over(tmp_path: Path) -> None:
    body = [3, "note", "h\u00e4lf", "2026-11-20T10:00:00"]
    line = {"sum": zlib.crc32(json.dumps(body).encode()), "draft": body}
    (tmp_path / "drafts.jsonl").write_text("\n" + json.dumps(line) + "\n")
    drafts = session(tmp_path, "new")
    Inheritance(DataDirectory(tmp_path), drafts).take_over((), Ledger)
    assert {key: d.text for key, d in drafts.all().items()} == {"note": "h\u00e4lf"}
    assert os.listdir(tmp_path) == ["drafts"]


def test_a_damaged_line_is_passed_over_kept_aside_and_said(tmp_path: Path) -> None:
    drafts = session(tmp_path, "old")
    drafts.put("a", "first")
    drafts.put("b", "second")
    drafts.close()
    path = tmp_path / "drafts" / f"{id_made_of('old')}.jsonl"
    damaged = path.read_bytes().replace(b"first", b"fir5t")
    path.write_bytes(damaged)
    new = session(tmp_path, "new")
    (place,) = Inheritance(DataDirectory(tmp_path), new).take_over((), Ledger)
    assert {key: d.text for key, d in new.all().items()} == {"b": "second"}
    assert place == tmp_path / "damaged" / path.name
    assert place.read_bytes() == damaged


def test_what_cannot_be_made_durable_stays_where_it_was(tmp_path: Path) -> None:
    old = session(tmp_path, "old")
    old.put("note", "typed")
    old.close()
    new = Drafts(tmp_path / "nowhere" / "drafts" / "new.jsonl")
    Inheritance(DataDirectory(tmp_path), new).take_over((), Ledger)
    assert new.get("note") is not None
    assert texts(tmp_path / "drafts" / f"{id_made_of('old')}.jsonl") == {"note": "typed"}


def test_a_draft_is_nobody_s_once_two_people_have_typed_it(tmp_path: Path) -> None:
    maria, sam = Clean("Maria"), Clean("Sam")
    first = session(tmp_path, "first")
    first.put("note:v", "half", by=maria)
    first.put("note:v", "half a", by=maria)
    first.close()
    second = session(tmp_path, "second")
    Inheritance(DataDirectory(tmp_path), second).take_over((), Ledger)
    for text, by in (("half a", maria), ("half a line", ""), ("half", ""), ("", ""), ("own", sam)):
        second.put("note:v", text, by=sam)
        assert (d := second.get("note:v")) is None or (d.text, d.by) == (text, by)


@pytest.mark.parametrize(("second", "whose"), [("Maria", "Maria"), ("Sam", "")])
def test_lines_of_two_people_that_are_joined_are_nobody_s(
    path: Path, second: str, whose: str
) -> None:
    drafts = Drafts(path)
    for text, by in (("one", "Maria"), ("two", second)):
        drafts.put("note:v", text, by=Clean(by))
        drafts.finish("note:v")
    drafts.flush()
    assert {(d.text, d.by) for d in found(path).values()} == {("one\ntwo", whose)}


def test_a_draft_of_before_names_had_one_is_nobody_s(path: Path) -> None:
    body = json.dumps([1, "note:v#1", "half", "2026-11-23T14:30:00"]).encode("ascii")
    path.write_bytes(to_line(body, PLAIN, "drafts", 0))
    assert found(path) == {"note:v": Draft("half", datetime(2026, 11, 23, 14, 30))}


def test_a_line_with_more_than_it_can_have_is_damaged(path: Path) -> None:
    body = json.dumps([1, "note:v#1", "half", "2026-11-23T14:30:00", "M", "N"]).encode("ascii")
    assert read_drafts(to_line(body, PLAIN, "drafts", 0), PLAIN) == ({}, True)


def test_a_file_of_drafts_reads_back(path: Path) -> None:
    drafts = {
        "a": Draft("one", datetime(2026, 11, 23), Clean("Zoë")),
        "b": Draft("two", datetime(2026, 1, 1)),
    }
    assert read_drafts(drafts_file(drafts, PLAIN), PLAIN) == (drafts, False)


@pytest.mark.parametrize("line", [b"{}", b"null", b"[1]", b'{"sum": 1}', b"\xff", b"[" * 99999])
def test_foreign_lines_do_no_harm(line: bytes) -> None:
    assert read_drafts(line + b"\n", PLAIN) == ({}, True)


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
    assert drafts.flush()
    assert texts(path) == {"a": "first", "b": "third"}


def test_a_link_is_refused(path: Path) -> None:
    victim = path.with_name("victim")
    victim.write_text("untouched")
    drafts = Drafts(path)
    path.symlink_to(victim)
    drafts.put("note", "x")
    assert not drafts.flush()
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
    left, before = line, sys.gettrace()

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in (drafts_module.__file__, files.__file__):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                sys.settrace(before)
                happened.append(action())
        return trace

    sys.settrace(trace)
    try:
        yield happened
    finally:
        sys.settrace(before)


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
from so_tui.storage.drafts.draft_writer import Drafts
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


def test_a_time_with_a_zone_is_taken_for_damaged(path: Path) -> None:
    body = json.dumps([1, "note:v", "half", "2026-11-23T14:30:00+01:00"]).encode("ascii")
    found, damaged = read_drafts(to_line(body, PLAIN, "drafts", 0), PLAIN)
    assert (found, bool(damaged)) == ({}, True)
