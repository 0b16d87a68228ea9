"""What was saved and is there no more is missed: at the next opening, and under an open window."""

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.entity import Entity
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.session.wording import sentence_of, words_of
from so_tui.storage.checkup.checkup import examine
from so_tui.storage.checkup.findings import CheckState
from so_tui.storage.disk.inventory import others_files
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.engine.found import Gap, traces_in
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.snapshot.backups import backups_in
from so_tui.storage.store import Store
from tests.support.stored import CASE, note
from tests.support.told import sentences, worded

Harm = Callable[[Path], None]


def killed(folder: Path, *numbers: int, before: Callable[[], None] = lambda: None) -> Path:
    """Save notes in a session that is killed, and return its journal."""
    known = set(folder.glob("journal/*"))
    child = os.fork()
    if child == 0:
        store = Store.open(folder)
        for number in numbers:
            store.commit([Put(note(number))])
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    (journal,) = set(folder.glob("journal/*")) - known
    return journal


@pytest.fixture
def three(tmp_path: Path) -> tuple[Path, list[Path]]:
    """A snapshot with notes 1 and 2, and the journals of three sessions with two notes each."""
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
        store.commit([Put(note(2))])
    return folder, [killed(folder, n, n + 1) for n in (10, 20, 30)]


def cut_at_a_line(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half_way(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - 30])


HARMS: dict[str, tuple[Harm, int]] = {
    "deleted": (Path.unlink, 2),
    "emptied": (empty, 2),
    "cut at a line's end": (cut_at_a_line, 1),
    "cut in a line": (half_way, 1),
}


def numbers_of(entities: list[Entity]) -> set[int]:
    return {int(entity.id, 16) for entity in entities if entity != CASE}


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("harm", HARMS)
def test_changes_gone_from_any_place_are_counted_with_their_time(
    three: tuple[Path, list[Path]], harm: str, which: int
) -> None:
    folder, journals = three
    do, amount = HARMS[harm]
    do(journals[which])
    words = {1: "1 saved change is missing", 2: "2 saved changes are missing"}[amount]
    words += ", made a"  # after the one before, or about the time of both, within a minute
    left = {1, 2, 10, 11, 20, 21, 30, 31} - {10 * which + 10, 10 * which + 11}
    left |= {10 * which + 10} if amount == 1 else set()
    read = Store.read(folder)
    assert numbers_of(read.entities()) == left
    assert [notice.startswith(words) for notice in worded(read.left_out)] == [True]
    with Store.open(folder, wording=sentence_of) as store:
        assert numbers_of(store.entities()) == left
        assert [notice.startswith(words) for notice in worded(store.left_out)] == [True]
    with Store.open(folder) as store:
        assert store.notices == []
    (trace,) = traces_in(folder)
    assert trace.amount == amount
    assert trace.path.read_text().splitlines()[1].startswith(words)


def gap_of(after: str, before: str) -> str:
    return sentence_of(Gap(3, after, before).found)


def test_the_time_of_what_is_missing_is_said_once() -> None:
    day = "2026-11-30T12:"
    assert gap_of(f"{day}56:10", f"{day}56:50").startswith(
        "3 saved changes are missing, made at 2026-11-30 12:56. "
    )
    between = "made between 2026-11-30 12:56 and 2026-11-30 12:57."
    assert between in gap_of(f"{day}56:10", f"{day}57:00")
    assert "made after 2026-11-30 12:56." in gap_of(f"{day}56:10", "")
    assert "made before 2026-11-30 12:56." in gap_of("", f"{day}56:10")
    assert gap_of("", "").startswith("3 saved changes are missing. ")


def test_what_is_missing_between_journals_is_written_down_once(
    three: tuple[Path, list[Path]],
) -> None:
    folder, journals = three
    journals[1].unlink()
    killed(folder, 40)
    killed(folder, 50)
    (trace,) = traces_in(folder)
    assert trace.amount == 2
    with Store.open(folder):
        pass
    assert list(traces_in(folder)) == [trace]
    assert [p.name for p in (folder / "damaged").iterdir()] == [trace.path.name]


def test_how_many_are_missing_may_be_unknown(three: tuple[Path, list[Path]]) -> None:
    folder, _ = three
    shutil.rmtree(folder / "journal")
    (folder / "lock").unlink()
    Store.open(folder).close()
    (trace,) = traces_in(folder)
    assert (trace.amount, trace.after is None) == (0, False)
    (found,) = [f for f in examine(folder, PLAIN, datetime.now()) if f.state is CheckState.LOOK]
    assert "There is no way to tell how many." in words_of(found).what
    assert str(trace.path) in words_of(found).todo


def test_a_full_disk_leaves_it_to_be_found_at_the_next_opening(
    three: tuple[Path, list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = three
    shutil.rmtree(folder / "journal")
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        patch.setattr("so_tui.storage.seals.seal.replace_file", full)
        store = Store.open(folder)
        assert store.left_out
        with pytest.raises(StoreError):  # a snapshot would hide what is missing
            store.checkpoint()
        store.close()
        assert list(traces_in(folder)) == []
    with Store.open(folder) as store:
        assert store.left_out
    (trace,) = traces_in(folder)
    assert trace.amount == 6


def test_nothing_is_written_through_a_link(three: tuple[Path, list[Path]], tmp_path: Path) -> None:
    folder, journals = three
    journals[1].unlink()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / "damaged").symlink_to(elsewhere)
    with pytest.raises(StoreError):
        Store.open(folder)
    assert list(elsewhere.iterdir()) == []


def test_a_lock_that_is_gone_alone_leaves_nothing(three: tuple[Path, list[Path]]) -> None:
    folder, _ = three
    (folder / "lock").unlink()
    Store.open(folder).close()
    assert list(traces_in(folder)) == []


def test_what_only_has_such_a_name_is_somebody_elses(three: tuple[Path, list[Path]]) -> None:
    folder, _ = three
    (folder / "damaged").mkdir(mode=0o700)
    mine = folder / "damaged" / "missing-3-20261130T1256.txt"
    mine.write_text("three spoons")
    assert list(traces_in(folder)) == []
    assert mine in others_files(folder)


def test_of_a_cut_line_nothing_is_said_that_is_not_known(three: tuple[Path, list[Path]]) -> None:
    folder, journals = three
    half_way(journals[2])
    found = {f.name: sentences(f) for f in examine(folder, PLAIN, datetime.now())}
    assert found["journal"].startswith(text("check.journal.torn.what"))
    assert "1 saved change is missing" in found["notes"]
    told = " ".join(found.values())
    assert "had not been shown" not in told
    assert "save was cut short" not in told + " ".join(worded(Store.read(folder).notices))


def test_all_journals_and_the_lock_gone_is_said(three: tuple[Path, list[Path]]) -> None:
    folder, _ = three
    shutil.rmtree(folder / "journal")
    (folder / "lock").unlink()
    for opening in (Store.read, Store.open):
        store = opening(folder)
        assert "If changes were saved after 20" in worded(store.left_out)[0]
        assert numbers_of(store.entities()) == {1, 2}
        if isinstance(store, Store) and not store.read_only:
            store.close()
    assert Store.read(folder).notices == []


def test_journals_without_the_lock_tell_what_is_missing_between_them(
    three: tuple[Path, list[Path]],
) -> None:
    folder, journals = three
    journals[1].unlink()
    (folder / "lock").unlink()
    (first, second) = worded(Store.read(folder).notices)
    assert first.startswith("2 saved changes are missing, made a")
    assert "lock is missing" in second


def test_an_older_snapshot_beside_newer_journals_is_made_good_by_its_copy(
    three: tuple[Path, list[Path]],
) -> None:
    folder, _ = three
    old = (folder / "store.json").read_bytes()
    with Store.open(folder) as store:
        store.commit([Put(note(40))])
    last = killed(folder, 50)
    (folder / "store.json").write_bytes(old)
    read = Store.read(folder)
    assert numbers_of(read.entities()) == {1, 2, 10, 11, 20, 21, 30, 31, 40, 50}
    assert ["was an older copy" in notice for notice in worded(read.notices)] == [True]
    for copy in backups_in(folder)[1:]:
        copy.path.unlink()
    (said,) = worded(Store.read(folder).left_out)
    assert said.startswith("7 saved changes are missing, made at")
    last.unlink()
    (said,) = worded(Store.read(folder).left_out)
    assert said.startswith("8 saved changes are missing, made after")


def test_a_journal_that_was_folded_in_and_is_put_back_brings_nothing_back(
    three: tuple[Path, list[Path]],
) -> None:
    folder, journals = three
    content = journals[0].read_bytes()
    with Store.open(folder) as store:
        store.commit([Drop(note(10))])
    with Store.open(folder) as store:
        store.commit([Drop(note(11))])
    journals[0].write_bytes(content)
    read = Store.read(folder)
    assert numbers_of(read.entities()) == {1, 2, 20, 21, 30, 31}
    assert ["has come back" in notice for notice in worded(read.left_out)] == [True]
    with Store.open(folder) as store:
        assert numbers_of(store.entities()) == {1, 2, 20, 21, 30, 31}
    assert (folder / "damaged" / journals[0].name).read_bytes() == content
    assert Store.read(folder).notices == []


def own_journal(folder: Path, before: set[Path]) -> Path:
    (path,) = set(folder.glob("journal/*")) - before
    return path


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes()[:-40])
    os.replace(other, path)


def take_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def other_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))
    path.parent.mkdir(mode=0o700)


LIVE: dict[str, Harm] = {
    "deleted": Path.unlink,
    "emptied": empty,
    "cut at a line's end": cut_at_a_line,
    "cut in a line": half_way,
    "replaced": replaced,
    "folder deleted": take_folder,
    "folder replaced": other_folder,
}


@pytest.mark.parametrize("of", ["this window", "a killed one", "another window"])
@pytest.mark.parametrize("harm", LIVE)
def test_a_journal_harmed_under_an_open_window_is_noticed_before_the_next_save_counts(
    three: tuple[Path, list[Path]], harm: str, of: str
) -> None:
    folder, journals = three
    before = set(folder.glob("journal/*"))
    window = Store.open(folder)
    window.commit([Put(note(40))])
    mine = own_journal(folder, before)
    other = Store.open(folder)
    other.commit([Put(note(50))])
    window.refresh()
    theirs = own_journal(folder, {*before, mine})
    LIVE[harm]({"this window": mine, "a killed one": journals[1], "another window": theirs}[of])
    window.commit([Put(note(41))])
    everything = {1, 2, 10, 11, 20, 21, 30, 31, 40, 41, 50}
    assert any("nothing is lost" in notice for notice in worded(window.notices))
    assert numbers_of(Store.read(folder).entities()) == everything
    for path in folder.rglob("*.jsonl"):
        assert b"\0" not in path.read_bytes()
    # As after a kill: nobody closes these two.
    read = Store.read(shutil.copytree(folder, folder.with_name("copy")))
    assert numbers_of(read.entities()) == everything
    other.commit([Put(note(51))])
    window.close()
    other.close()
    with Store.open(folder) as store:
        assert numbers_of(store.entities()) == {*everything, 51}
        assert store.left_out == []


@pytest.mark.parametrize("harm", ["older", "damaged", "gone"])
def test_a_snapshot_replaced_under_an_open_window_is_written_again(
    three: tuple[Path, list[Path]], harm: str
) -> None:
    folder, _ = three
    old = (folder / "store.json").read_bytes()
    window = Store.open(folder)
    window.commit([Put(note(40))])
    window.checkpoint()
    for copy in backups_in(folder)[1:]:
        copy.path.unlink()
    path = folder / "store.json"
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(old if harm == "older" else b"{")
    window.refresh()
    read = Store.read(folder)
    assert numbers_of(read.entities()) == {1, 2, 10, 11, 20, 21, 30, 31, 40}
    assert read.left_out == []
    window.close()


def test_looking_for_others_writes_nothing_when_all_is_in_order(
    three: tuple[Path, list[Path]],
) -> None:
    folder, _ = three
    with Store.open(folder) as one, Store.open(folder) as other:
        one.commit([Put(note(40))])
        other.refresh()
        one.checkpoint()
        other.refresh()
        before = {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}
        for store in (one, other, one, other):
            store.refresh()
        assert before == {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}
        assert one.notices == other.notices == []


def test_a_snapshot_of_a_command_that_lacks_what_a_window_saved_is_made_good_by_the_window(
    three: tuple[Path, list[Path]],
) -> None:
    folder, _ = three
    before = set(folder.glob("journal/*"))
    window = Store.open(folder)
    window.commit([Put(note(40))])
    window.commit([Put(replace(note(40), text=Clean("changed")))])
    own_journal(folder, before).unlink()
    with Store.open(folder) as command:
        assert "2 saved changes are missing" in worded(command.left_out)[0]
        command.commit([Put(note(50))])
    window.refresh()
    assert any("nothing is lost" in notice for notice in worded(window.notices))
    window.close()
    with Store.open(folder) as store:
        found = {entity.id: entity for entity in store.entities()}
        assert found[note(40).id] == replace(note(40), text=Clean("changed"))
        assert note(50).id in found
        assert store.notices == []


def test_a_snapshot_of_a_window_that_changed_nothing_is_made_good_too(tmp_path: Path) -> None:
    """It has the number of the last save, which it only counted as missing."""
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as window:
        window.commit([Put(CASE), Put(note(1))])
        for journal in folder.glob("journal/*"):
            journal.unlink()
        with Store.open(folder) as other:
            assert other.left_out
        window.refresh()
        assert window.notices
        assert not window.log.unsaved
    assert numbers_of(Store.read(folder).entities()) == {1}


def test_words_changed_twice_are_saved_again_as_they_were_last(tmp_path: Path) -> None:
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
    with Store.open(folder) as window:
        for words in ("the second words", "the third words"):
            window.commit([Put(replace(note(1), text=Clean(words)))])
        for journal in folder.glob("journal/*"):
            journal.unlink()
        with Store.open(folder) as other:
            other.commit([Put(note(2))])
        window.refresh()
    kept = {entity.id: entity for entity in Store.read(folder).entities()}
    assert kept[note(1).id] == replace(note(1), text=Clean("the third words"))
    assert note(2).id in kept


def test_what_a_window_saves_again_stands_in_the_order_in_which_it_came(tmp_path: Path) -> None:
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as window:
        window.commit([Put(note(41))])
        window.commit([Put(note(40))])
        own_journal(folder, set()).unlink()
        with Store.open(folder) as command:
            command.commit([Put(note(50))])
        window.refresh()
        assert window.entities() == [note(50), note(41), note(40)]
    assert Store.read(folder).entities() == [note(50), note(41), note(40)]


def test_a_look_that_fails_takes_in_the_snapshot_the_next_time(
    three: tuple[Path, list[Path]],
) -> None:
    folder, _ = three
    window, other = Store.open(folder), Store.open(folder)
    window.commit([Put(note(40))])
    other.commit([Put(note(50))])
    other.close()
    trap = folder / "journal" / "0123456789ab.1.jsonl"
    trap.symlink_to(folder / "lock")
    with pytest.raises(StoreDamaged):
        window.refresh()
    trap.unlink()
    window.refresh()
    assert note(50) in window.entities()
    window.commit([Put(note(41))])
    window.close()
    assert numbers_of(Store.read(folder).entities()) >= {40, 41, 50}


def test_a_snapshot_with_a_second_name_is_not_taken_for_damage(
    three: tuple[Path, list[Path]],
) -> None:
    folder, _ = three
    window, other = Store.open(folder), Store.open(folder)
    window.commit([Put(note(40))])
    other.commit([Put(note(50))])
    other.close()
    os.link(folder / "store.json", folder.parent / "as a backup program does")
    with pytest.raises(StoreError):
        window.refresh()
    (folder.parent / "as a backup program does").unlink()
    window.refresh()
    window.close()
    with Store.open(folder) as store:
        assert numbers_of(store.entities()) >= {40, 50}
        assert store.notices == []
