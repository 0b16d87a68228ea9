"""Going on in another folder: nothing that lies there is harmed, and no key is needed twice."""

import asyncio
import os
from pathlib import Path

import pytest

from so_tui.domain.entity import Entity
from so_tui.domain.state import Put
from so_tui.session.session import Keeper
from so_tui.storage import age_scrypt, vault
from so_tui.storage.errors import StoreError
from so_tui.storage.seal import PLAIN, Seal
from so_tui.storage.store import Store
from tests.support.vault import note
from tests.unit.test_storage_store import CASE

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
        with pytest.raises(StoreError, match="already"):
            Keeper(store).move_to(other)
        store.commit([Put(note(50))])
    assert held(other, theirs) == before


def test_notes_without_a_snapshot_are_notes_too(tmp_path: Path) -> None:
    other = killed(tmp_path / "other")
    before = held(other, "")
    store = Store.open(made(tmp_path / "mine", *range(10, 40)))
    with store, pytest.raises(StoreError, match="already"):
        Keeper(store).move_to(other)
    assert held(other, "") == before


def test_locked_notes_go_on_elsewhere_though_their_folder_has_vanished(tmp_path: Path) -> None:
    mine, place = made(tmp_path / "mine", 1, passphrase=OURS), tmp_path / "stick"
    keeper = Keeper(Store.open(mine, vault.unlock(mine, OURS)))
    mine.rename(tmp_path / "pulled out")
    keeper.save([Put(note(2))])
    assert not asyncio.run(keeper.save_all())
    keeper.move_to(place)
    keeper.save([Put(note(3))])
    assert asyncio.run(keeper.save_all())
    keeper.end()
    state = Store.read(place, vault.unlock(place, OURS)).state()
    assert [entry.id for entry in state.notes.values()] == [note(n).id for n in (1, 2, 3)]


def test_what_failed_half_way_can_be_tried_again_in_the_same_folder(tmp_path: Path) -> None:
    mine, place = made(tmp_path / "mine", 1, passphrase=OURS), tmp_path / "stick"
    keeper = Keeper(Store.open(mine, vault.unlock(mine, OURS)))
    place.mkdir(mode=0o700)
    in_the_way = place / "store.json.tmp"
    in_the_way.mkdir()  # so that the snapshot cannot be written
    with pytest.raises(StoreError):
        keeper.move_to(place)
    assert vault.is_locked(place)
    in_the_way.rmdir()
    keeper.move_to(place)
    keeper.end()
    assert held(place, OURS) == held(mine, OURS)


def test_lines_that_could_not_be_saved_outlive_a_kill(tmp_path: Path) -> None:
    folder = made(tmp_path / "notes", 1)
    if (child := os.fork()) == 0:
        keeper = Keeper(Store.open(folder))
        os.rename(folder / "journal", folder / "elsewhere")
        (folder / "journal").write_text("in the way")
        for number, text in ((2, "two"), (3, "three")):
            keeper.draft("note:v", text)
            keeper.save([Put(note(number))])
            assert not asyncio.run(keeper.save_all())
            keeper.draft("note:v", "")
            keeper.draft("form:task:new", "")
        keeper.draft("note:v", "half")
        assert not asyncio.run(keeper.save_all())
        os._exit(0 if keeper.drafts["note:v"].text == "half" else 9)
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
        keeper = Keeper(store)
        os.rename(folder, tmp_path / "away")
        keeper.draft("note:v", "two")
        keeper.save([Put(note(2))])
        assert not asyncio.run(keeper.save_all())
        keeper.draft("note:v", "")
        keeper.draft("note:v", "half")
        assert keeper.drafts["note:v"].text == "half"
        os.rename(tmp_path / "away", folder)
        assert asyncio.run(keeper.save_all())
        assert {d.text for d in store.drafts.all().values()} == {"half"}
    with Store.open(folder) as store:
        assert {d.text for d in store.drafts.all().values()} == {"half"}
        assert note(2) in store.entities()


def test_what_comes_while_the_notes_are_closed_is_taken_in_when_they_are_open(
    tmp_path: Path,
) -> None:
    folder = made(tmp_path / "notes", 1)
    keeper = Keeper(Store.open(folder))
    assert asyncio.run(keeper.put_away())
    keeper.save([Put(note(2))], "late", "Maria")
    keeper.draft("note:v", "half")
    assert not asyncio.run(keeper.save_all())
    keeper.take_up(Store.open(folder), {})
    assert asyncio.run(keeper.save_all())
    assert keeper.next_undo("Maria") == "late"
    keeper.end()
    with Store.read(folder) as store:
        assert note(2) in store.entities()
        assert store.drafts.all()["note:v"].text == "half"
