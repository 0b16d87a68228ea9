"""A store whose folder cannot be written to: what it takes in is saved once, when it can be."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.session.session import Session
from so_tui.storage.engine import opening
from so_tui.storage.errors import StoreError
from so_tui.storage.seals import age_scrypt
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from tests.support.read_only import Drive, drive
from tests.support.stored import CASE, note
from tests.support.told import saying


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Drive]:
    """A drive with a case and a line that was closed."""
    with drive(tmp_path / "drive") as found:
        found.folder.mkdir(mode=0o700)
        with Store.open(found.folder) as store:
            store.commit([Put(CASE), Put(note(1))])
            store.drafts.put("note:v", "of before")
        found.close()
        yield found


def test_it_is_saved_once_however_often_it_is_tried(closed: Drive) -> None:
    with Store.open(closed.folder) as store:
        for number in (2, 3):
            with pytest.raises(StoreError, check=saying(r"cannot be written to|is read only")):
                store.commit([Put(note(number))], label=f"{number}", author="Ada")
        assert store.log.waiting == {note(2).id, note(3).id}
        closed.open()
        for _ in range(3):  # before the thread that shows it has looked
            store.flush()
        assert store.collect()
        assert (store.read_only, store.log.unsaved, store.log.waiting) == (
            False,
            False,
            frozenset(),
        )
        assert set(store.entities()) == {CASE, note(1), note(2), note(3)}
        assert store.next_undo("Ada") == "3"
        store.undo("Ada")
    with Store.open(closed.folder) as store:
        assert set(store.entities()) == {CASE, note(1), note(2)}
        assert store.notices == []
        assert store.next_undo("Ada") == "2"


def test_what_others_saved_meanwhile_is_merged(closed: Drive) -> None:
    with Store.open(closed.folder) as store:
        store.apply([Put(replace(note(1), text=Clean("mine")))], label="mine", author="Ada")
        closed.open()
        with Store.open(closed.folder) as other:
            other.commit([Put(replace(note(1), question_id="0" * 12))], author="Ben")
        store.commit([])
        merged = replace(note(1), text=Clean("mine"), question_id="0" * 12)
        assert merged in store.entities()


def test_it_is_saved_on_closing_if_it_can_be(closed: Drive) -> None:
    with Store.open(closed.folder) as store:
        store.apply([Put(note(2))])
        closed.open()
    assert note(2) in Store.read(closed.folder).entities()


def test_half_words_move_to_the_new_session(closed: Drive) -> None:
    with Store.open(closed.folder) as store:
        assert store.drafts.flush()  # those of before are on disk
        store.drafts.put("form:task:new", "half")
        assert not store.drafts.flush()
        store.drafts.put("note:v", "")
        closed.open()
        store.flush()
        store.collect()
        assert store.drafts.flush()
        found = {key: draft.text for key, draft in Store.read(closed.folder).drafts.all().items()}
        assert found == {"form:task:new": "half"}


def test_a_look_now_and_then_is_enough(closed: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(closed.folder) as store:
        closed.open()
        store.poll()
        assert store.read_only
        monkeypatch.setattr(opening, "TRY_EVERY", 0.0)
        store.poll()
        assert store.has_news
        assert store.collect()
        assert not store.read_only


def test_once_it_can_be_written_to_nobody_is_told_that_it_cannot(closed: Drive) -> None:
    with Store.open(closed.folder) as store:
        assert store.notices == [store.standing]
        closed.open()
        store.flush()
        store.collect()
        assert (store.notices, store.standing) == ([], None)


def test_settings_alone_are_nothing_to_ask_about(closed: Drive) -> None:
    with Store.open(closed.folder) as store:
        store.set_setting("theme", "dark")
        assert not store.log.unsaved
        closed.open()
        store.flush()
    with Store.open(closed.folder) as store:
        assert store.settings["theme"] == "dark"


def test_other_notes_in_the_same_place_get_nothing(closed: Drive, tmp_path: Path) -> None:
    with Store.open(closed.folder) as store:
        store.apply([Put(note(2))])
        closed.open()
        closed.folder.rename(closed.folder.with_name("away"))
        closed.folder.mkdir(mode=0o700)
        with Store.open(closed.folder) as other:
            for number in range(50, 60):
                other.commit([Put(replace(CASE, id=f"{number:012x}"))])
        with pytest.raises(StoreError, check=saying("no longer there")):
            store.flush()
        assert store.log.unsaved
        assert note(2) not in Store.read(closed.folder).entities()


def test_locked_notes_go_on_with_their_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", 8)
    with drive(tmp_path / "drive") as place:
        place.folder.mkdir(mode=0o700)
        with Store.open(place.folder) as store:
            store.commit([Put(CASE)])
        vault.switch_on(place.folder, "four words of Zoë", vault.new_recovery_key())
        place.close()
        seal = vault.unlock(place.folder, "four words of Zoë")
        with Store.open(place.folder, seal) as store:
            with pytest.raises(StoreError):
                store.commit([Put(note(2))])
            place.open()
            store.commit([])
            assert not store.log.unsaved
        seal = vault.unlock(place.folder, "four words of Zoë")
        assert note(2) in Store.read(place.folder, seal).entities()


def test_half_words_put_back_where_nothing_can_be_written_are_not_taken_for_saved(
    closed: Drive,
) -> None:
    closed.open()
    session = Session(Store.open(closed.folder))
    session.draft("form:task:new", "half", Clean("Maria"))
    assert asyncio.run(session.suspend())
    for path in (closed.folder / "drafts").iterdir():
        path.unlink()  # as if another window had taken them over
    closed.close()
    asyncio.run(session.resume())
    assert session.store.read_only
    assert not session.store.drafts.flush()
    closed.open()
    session.store.flush()
    assert asyncio.run(session.save_all())
    draft = session.drafts["form:task:new"]
    assert (draft.text, draft.by) == ("half", "Maria")
    asyncio.run(session.end())
    assert Store.read(closed.folder).drafts.all()["form:task:new"] == draft
