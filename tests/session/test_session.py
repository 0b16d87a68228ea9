"""One run of the program over a store: nothing is lost while it is closed, moved or cut off."""

import asyncio
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from so_tui.cli.opening import open_quietly
from so_tui.cli.options import Options
from so_tui.content import text
from so_tui.domain.entity import Entity
from so_tui.domain.state import Put
from so_tui.session import session as session_module
from so_tui.session.session import Session
from so_tui.storage.errors import StoreError, notice
from so_tui.storage.seals import age_scrypt
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.seals.vault_keys import WrongPassphrase
from so_tui.storage.snapshot import database
from so_tui.storage.snapshot.snapshot import write_beside
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from tests.support.stored import CASE
from tests.support.told import saying
from tests.support.vault import note

OURS, THEIRS = "four words of Zoë", "four words of Sam"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", 8)


def made(folder: Path, *numbers: int, passphrase: str = "") -> Path:
    """Make a store with a few notes, locked if a passphrase is given."""
    folder.mkdir(mode=0o700)
    with Store.open(folder) as store:
        store.commit([Put(CASE), *(Put(note(number)) for number in numbers)])
    if passphrase:
        vault.switch_on(folder, passphrase, vault.new_recovery_key())
    return folder


def killed(folder: Path) -> Path:
    """Make a store whose only session was killed before there was a snapshot."""
    folder.mkdir(mode=0o700)
    if (child := os.fork()) == 0:
        Store.open(folder).commit([Put(CASE), *(Put(note(number)) for number in range(1, 9))])
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return folder


def seal_of(folder: Path, passphrase: str) -> Seal:
    return vault.unlock(folder, passphrase) if passphrase else PLAIN


def held(folder: Path, passphrase: str) -> list[Entity]:
    """Return all that is kept."""
    seal = vault.unlock(folder, passphrase) if passphrase else PLAIN
    return Store.read(folder, seal).entities()


@pytest.mark.parametrize("theirs", [THEIRS, ""], ids=["locked", "plain"])
@pytest.mark.parametrize("ours", [OURS, ""], ids=["from locked", "from plain"])
def test_a_folder_with_other_notes_is_left_as_it_is(tmp_path: Path, ours: str, theirs: str) -> None:
    mine = made(tmp_path / "mine", *range(10, 40), passphrase=ours)
    other = made(tmp_path / "other", 1, 2, 3, passphrase=theirs)
    before = held(other, theirs)
    with Store.open(mine, seal_of(mine, ours)) as store:
        with pytest.raises(StoreError, check=saying("already")):
            asyncio.run(Session(store).relocate(other))
        store.commit([Put(note(50))])
    assert held(other, theirs) == before


def test_notes_without_a_snapshot_are_notes_too(tmp_path: Path) -> None:
    other = killed(tmp_path / "other")
    before = held(other, "")
    store = Store.open(made(tmp_path / "mine", *range(10, 40)))
    with store, pytest.raises(StoreError, check=saying("already")):
        asyncio.run(Session(store).relocate(other))
    assert held(other, "") == before


def test_locked_notes_go_on_elsewhere_though_their_folder_has_vanished(tmp_path: Path) -> None:
    mine, place = made(tmp_path / "mine", 1, passphrase=OURS), tmp_path / "stick"
    session = Session(Store.open(mine, vault.unlock(mine, OURS)))
    mine.rename(tmp_path / "pulled out")
    session.apply([Put(note(2))])
    assert not asyncio.run(session.save_all())
    asyncio.run(session.relocate(place))
    session.apply([Put(note(3))])
    assert asyncio.run(session.save_all())
    asyncio.run(session.end())
    state = Store.read(place, vault.unlock(place, OURS)).state()
    assert [entry.id for entry in state.notes.values()] == [note(n).id for n in (1, 2, 3)]


def test_what_failed_half_way_can_be_tried_again_in_the_same_folder(tmp_path: Path) -> None:
    mine, place = made(tmp_path / "mine", 1, passphrase=OURS), tmp_path / "stick"
    session = Session(Store.open(mine, vault.unlock(mine, OURS)))
    place.mkdir(mode=0o700)
    in_the_way = place / "store.json.tmp"
    in_the_way.mkdir()  # so that the snapshot cannot be written
    with pytest.raises(StoreError):
        asyncio.run(session.relocate(place))
    assert vault.is_locked(place)
    in_the_way.rmdir()
    asyncio.run(session.relocate(place))
    asyncio.run(session.end())
    assert held(place, OURS) == held(mine, OURS)


def test_lines_that_could_not_be_saved_outlive_a_kill(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", 1)
    if (child := os.fork()) == 0:
        session = Session(Store.open(folder))
        os.rename(folder / "journal", folder / "elsewhere")
        (folder / "journal").write_text("in the way")
        for number, text in ((2, "two"), (3, "three")):
            session.draft("note:v", text)
            session.apply([Put(note(number))], draft_key="note:v")
            assert not asyncio.run(session.save_all())
            session.draft("form:task:new", "")
        session.draft("note:v", "half")
        assert not asyncio.run(session.save_all())
        os._exit(0 if session.drafts["note:v"].text == "half" else 9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    (folder / "journal").unlink()
    os.rename(folder / "elsewhere", folder / "journal")
    with Store.open(folder) as store:
        assert {key: d.text for key, d in store.drafts.all().items()} == {
            "note:v": "two\nthree\nhalf"
        }


def test_lines_that_are_saved_at_last_are_no_draft_any_more(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", 1)
    with Store.open(folder) as store:
        session = Session(store)
        os.rename(folder, tmp_path / "away")
        session.draft("note:v", "two")
        session.apply([Put(note(2))], draft_key="note:v")
        assert not asyncio.run(session.save_all())
        session.draft("note:v", "half")
        assert session.drafts["note:v"].text == "half"
        os.rename(tmp_path / "away", folder)
        assert asyncio.run(session.save_all())
        assert {d.text for d in store.drafts.all().values()} == {"half"}
    with Store.open(folder) as store:
        assert {d.text for d in store.drafts.all().values()} == {"half"}
        assert note(2) in store.entities()


def test_what_comes_while_the_notes_are_closed_is_taken_in_when_they_are_open(
    tmp_path: Path,
) -> None:
    folder = made(tmp_path / "notes", 1)
    session = Session(Store.open(folder))
    assert asyncio.run(session.suspend())
    session.apply([Put(note(2))], "late", "Maria")
    session.draft("note:v", "half")
    assert not asyncio.run(session.save_all())
    asyncio.run(session.resume())
    assert session._meanwhile.drafts == {}
    assert asyncio.run(session.save_all())
    assert session.store.next_undo("Maria") == "late"
    asyncio.run(session.end())
    with Store.read(folder) as store:
        assert note(2) in store.entities()
        assert store.drafts.all()["note:v"].text == "half"


def texts(session: Session) -> set[str]:
    """Return the words of all notes as the session shows them now."""
    return {entry.text for entry in session.store.state().notes.values()}


def test_a_change_is_on_disk_and_can_be_taken_back(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", 1)
    session = Session(Store.open(folder))
    session.apply([Put(note(2, "two"))], "Two added", "Maria")
    assert session.wait()
    assert "two" in {entry.text for entry in Store.read(folder).state().notes.values()}
    assert session.store.next_undo("Maria") == "Two added"
    undone = asyncio.run(session.undo("Maria"))
    assert undone is not None
    assert (undone.complete, undone.label) == (True, "Two added")
    assert "two" not in texts(session)
    assert session.store.next_undo("Maria") is None
    assert asyncio.run(session.undo("Maria")) is None
    asyncio.run(session.end())
    assert [entry.id for entry in Store.read(folder).state().notes.values()] == [note(1).id]


def test_an_undo_leaves_what_somebody_else_has_changed_since(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", 1)
    session, other = Session(Store.open(folder)), Session(Store.open(folder))
    session.apply([Put(note(1, "mine"), note(1))], "Changed", "Maria")
    assert session.wait()
    other.poll()
    assert other.wait()
    other.collect()
    assert texts(other) == {"mine"}
    other.apply([Put(note(1, "theirs"), note(1, "mine"))], "Changed", "Sam")
    assert other.wait()
    undone = asyncio.run(session.undo("Maria"))
    assert undone is not None
    assert not undone.complete
    assert undone.by == "Sam"
    assert texts(session) == {"theirs"}
    asyncio.run(session.end())
    asyncio.run(other.end())


def test_a_setting_outlives_the_session(tmp_path: Path) -> None:
    session = Session(Store.open(made(tmp_path / "notes", 1)))
    session.set("theme", "dark")
    assert session.wait()
    asyncio.run(session.end())
    with Store.read(tmp_path / "notes") as store:
        assert store.settings.get("theme") == "dark"


def test_what_came_while_the_notes_were_closed_is_told_if_the_case_was_archived(
    tmp_path: Path,
) -> None:
    folder = made(tmp_path / "notes", 1)
    session = Session(Store.open(folder))
    assert asyncio.run(session.suspend())
    session.draft("note:v", "half")
    session.apply([Put(note(2))], "late", "Maria")
    with Store.open(folder) as other:
        other.commit([Put(replace(CASE, closed=CASE.opened), CASE)])
    asyncio.run(session.resume())
    assert note(2) not in session.store.entities()
    assert session.drafts["note:v"].text == "half"
    assert text("storage.archived_late") in session.found
    asyncio.run(session.end())


def test_a_closed_store_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", 1, passphrase=OURS)
    session = Session(Store.open(folder, seal_of(folder, OURS)))
    session.draft("note:v", "half a line")
    assert session.locked
    assert asyncio.run(session.suspend())
    assert session.is_suspended
    with pytest.raises(RuntimeError, match="closed"):
        _ = session.store
    with pytest.raises(WrongPassphrase):
        asyncio.run(session.resume(THEIRS))
    assert session.is_suspended
    asyncio.run(session.resume(OURS))
    assert not session.is_suspended
    assert {key: draft.text for key, draft in session.drafts.items()} == {"note:v": "half a line"}
    assert [entry.id for entry in session.store.state().notes.values()] == [note(1).id]
    asyncio.run(session.end())


def test_unfinished_words_come_back_though_another_session_took_them_over(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", 1)
    session = Session(Store.open(folder))
    session.draft("note:v", "half a line")
    assert asyncio.run(session.suspend())
    with Store.open(folder) as other:
        assert [draft.text for draft in other.drafts.all().values()] == ["half a line"]
        other.drafts.put("note:v", "")
        other.drafts.flush()
    asyncio.run(session.resume())
    assert session.drafts["note:v"].text == "half a line"
    asyncio.run(session.end())


def test_what_cannot_be_saved_keeps_the_store_open_and_is_told(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", 1)
    session = Session(Store.open(folder))
    folder.rename(tmp_path / "away")
    session.apply([Put(note(2, "two"))])
    assert not asyncio.run(session.suspend())
    assert not session.is_suspended
    assert "NOT SAVED" in session.trouble
    assert session.waiting == {note(2).id}
    (tmp_path / "away").rename(folder)
    assert asyncio.run(session.suspend())
    assert "two" in {entry.text for entry in Store.read(folder).state().notes.values()}
    asyncio.run(session.end())


def test_a_snapshot_that_hangs_does_not_hold_notes_that_have_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "notes", 1)
    begun, go_on = threading.Event(), threading.Event()

    def hangs(path: Path, *rest: Any) -> tuple[Path, bytes]:
        if path.parent == folder:
            begun.set()
            assert go_on.wait(60)
        return write_beside(path, *rest)

    monkeypatch.setattr(database, "write_beside", hangs)
    monkeypatch.setattr(session_module, "PATIENCE", 0.1)
    session = Session(Store.open(folder))
    session.apply([Put(note(2))])
    assert session.wait(60)
    snapshot = threading.Thread(target=session.snapshots.write)
    snapshot.start()
    assert begun.wait(60)

    async def move_and_end() -> bool:
        await session.relocate(tmp_path / "stick")
        session.snapshots.write()
        ending = asyncio.create_task(session.end())
        await asyncio.wait({ending}, timeout=30)
        has_ended = ending.done()
        go_on.set()
        await ending
        return has_ended

    assert asyncio.run(move_and_end())
    snapshot.join()
    assert note(2) in Store.read(tmp_path / "stick").entities()


def test_a_session_can_be_had_without_textual() -> None:
    shown = "import sys, so_tui.session.session; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("leaving", ["hidden", "moved"])
def test_what_was_found_in_the_files_stays_said(tmp_path: Path, leaving: str) -> None:
    folder = made(tmp_path / "mine", 1)
    with Store.open(folder) as store:
        store.notices.append(notice("noticed.renumbered"))
        session = Session(store)
        if leaving == "hidden":
            assert asyncio.run(session.suspend())
            asyncio.run(session.resume())
            assert session.found == (text("noticed.renumbered"),)
        else:
            asyncio.run(session.relocate(tmp_path / "other"))
            assert session.found[0] == text("noticed.renumbered")
            assert str(tmp_path / "other") in session.found[1]
        asyncio.run(session.end())


@pytest.mark.parametrize("by", ["session", "command"])
def test_who_finds_changes_missing_leaves_a_file_in_words(tmp_path: Path, by: str) -> None:
    folder = made(tmp_path / "mine", 1)
    with Store.open(folder) as store:
        session = Session(store)
        assert asyncio.run(session.suspend())
        if (child := os.fork()) == 0:
            Store.open(folder).commit([Put(note(2))])
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        for journal in folder.glob("journal/*"):
            journal.unlink()
        if by == "command":
            open_quietly(Options(data_dir=folder)).close()
        asyncio.run(session.resume())
        asyncio.run(session.end())
    (trace,) = folder.glob("damaged/missing-1-*.txt")
    head, missing, last = trace.read_text().splitlines()
    assert head == "so-tui: saved changes were missing when your notes were opened."
    assert missing.startswith("1 saved change is missing, made after 20")
    assert last == text("noticed.trace.tail")
