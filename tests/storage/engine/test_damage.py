"""A damaged store opens as far as it can be read, and says what was set aside."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from so_tui.domain.entity import Entity
from so_tui.domain.state import Put
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.snapshot.backups import Backup, backups_in, outdated
from so_tui.storage.store import Store
from tests.storage.support_damage import cut, each, flipped, foreign, small
from tests.support.stored import CASE, DOCTOR, note
from tests.support.told import saying, worded

__all__ = ["small"]

STEPS: list[list[Entity]] = [
    [],
    [CASE, DOCTOR],
    [CASE, DOCTOR, note(1)],
    [CASE, note(1), note(2)],
]


def one(small: Path, part: str) -> Path:
    (found,) = small.glob(part)
    return found


PARTS = ("store.json", "backups/*", "journal/*", "drafts/*", "lock")


@pytest.mark.parametrize("part", PARTS)
def test_any_cut_and_any_changed_bit_is_survived_by_who_looks(small: Path, part: str) -> None:
    name, good = one(small, part).relative_to(small), one(small, part).read_bytes()
    every = [*cut(good), *flipped(good, range(len(good) * 8)), *foreign(good)]

    def look(folder: Path, content: bytes) -> None:
        (folder / name).write_bytes(content)
        kept = Store.read(folder).entities()
        assert kept == STEPS[3] or (part == "journal/*" and kept in (*STEPS[1:], [CASE, note(2)]))

    each(every, look, small)


@pytest.mark.parametrize("part", PARTS)
def test_any_cut_and_any_changed_byte_is_survived_and_said(small: Path, part: str) -> None:
    name, good = one(small, part).relative_to(small), one(small, part).read_bytes()
    # A whole session takes its time: a third of the bytes, in each another bit, and of the cuts.
    bits = range(0, len(good) * 8, 27)
    every = [*list(cut(good))[::3], *flipped(good, bits), *foreign(good)]

    def start(share: Path, content: bytes) -> None:
        trial = share.with_name(f"{share.name}-trial")
        shutil.copytree(share, trial)
        (trial / name).write_bytes(content)
        with Store.open(trial) as store:
            kept, said, drafts = store.entities(), worded(store.notices), store.drafts.all()
        strange = [notice for notice in said if "nothing in it can be read" in notice]
        lost = kept != STEPS[3]
        aside = [path.read_bytes() for path in trial.glob("damaged/*")]
        if part == "journal/*":
            assert kept in (*STEPS[1:], [CASE, note(2)])
            amount = "2 saved changes are" if kept == STEPS[1] else "1 saved change is"
            assert any(amount in notice for notice in said) or not lost
            assert not lost or any("missing, made" in notice for notice in said)
            assert store.left_out or not lost
        else:
            assert kept == STEPS[3]
        if part == "store.json":
            assert any(str(trial / "damaged" / "store.json") in notice for notice in said)
            assert aside == [content]
        if part == "drafts/*":
            found = [draft.text for draft in drafts.values()]
            assert found in (["half a li"], [])
            assert found or content in aside or not content.strip() or strange
        else:
            assert drafts["note"].text == "half a li"
        assert not strange or (trial / name).read_bytes() == content
        with Store.open(trial) as store:
            assert (store.entities(), worded(store.notices)) == (kept, strange)
        shutil.rmtree(trial)

    each(every, start, small)


@pytest.mark.parametrize("gone", [False, True])
def test_a_snapshot_and_a_backup_that_are_both_bad_are_left_as_they_are(
    small: Path, gone: bool
) -> None:
    name, good = one(small, "backups/*").relative_to(small), one(small, "backups/*").read_bytes()
    if gone:
        (small / "store.json").unlink()
    else:
        (small / "store.json").write_bytes(b"")
    every = [*cut(good), *flipped(good, range(0, len(good) * 8, 9)), *foreign(good)]

    def refuse(folder: Path, content: bytes) -> None:
        (folder / name).write_bytes(content)
        with pytest.raises(StoreDamaged):
            Store.read(folder)

    each(every, refuse, small)
    (small / name).write_bytes(good[:-1])
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    with pytest.raises(StoreDamaged):
        Store.open(small)
    assert before == {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}


def test_a_journal_that_has_vanished_is_missed(small: Path) -> None:
    one(small, "journal/*").unlink()
    assert "2 saved changes are missing, made after 20" in worded(Store.read(small).left_out)[0]
    with Store.open(small) as store:
        assert store.entities() == STEPS[1]
        assert ["2 saved changes are missing" in notice for notice in worded(store.notices)] == [
            True
        ]
    with Store.open(small) as store:
        assert store.notices == []
        store.commit([Put(note(7))])
        assert Store.read(small).notices == []


def test_a_snapshot_that_was_put_back_from_an_old_copy_is_made_good_by_a_newer_backup(
    small: Path,
) -> None:
    old = (small / "store.json").read_bytes()
    with Store.open(small) as store:
        store.commit([Put(note(7))])
    (small / "store.json").write_bytes(old)
    read = Store.read(small)
    assert (read.entities(), read.left_out) == ([*STEPS[3], note(7)], [])
    with Store.open(small) as store:
        assert store.entities() == [*STEPS[3], note(7)]
        assert ["was an older copy" in notice for notice in worded(store.notices)] == [True]
    assert (small / "damaged" / "store.json").read_bytes() == old
    with Store.open(small) as store:
        assert store.notices == []


def test_a_snapshot_that_was_put_back_and_all_its_newer_backups_gone_is_noticed(
    small: Path,
) -> None:
    old, copies = (small / "store.json").read_bytes(), set((small / "backups").iterdir())
    with Store.open(small) as store:
        store.commit([Put(note(7))])
    (small / "store.json").write_bytes(old)
    for path in set((small / "backups").iterdir()) - copies:
        path.unlink()
    with Store.open(small) as store:
        assert store.entities() == STEPS[1]
        assert ["3 saved changes are missing" in notice for notice in worded(store.notices)] == [
            True
        ]


def test_a_folder_with_nothing_left_but_the_lock_is_not_taken_for_a_new_one(small: Path) -> None:
    for name in ("store.json", "journal", "backups", "drafts"):
        path = small / name
        path.unlink() if path.is_file() else shutil.rmtree(path)
    with Store.open(small) as store:
        assert store.entities() == []
        assert "3 saved changes are missing. A file" in worded(store.notices)[0]


def test_a_save_that_failed_is_not_missed_later(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = os.fork()
    if child == 0:
        store = Store.open(small)
        name = "so_tui.storage.journal.journal_writer.add_to"
        monkeypatch.setattr(name, lambda *args: os._exit(9))
        store.commit([Put(note(7))])
    assert os.waitpid(child, 0)[1] == 9 << 8
    with Store.open(small) as store:
        assert (store.entities(), store.notices) == (STEPS[3], [])


def test_without_any_good_copy_nothing_is_touched(small: Path) -> None:
    for path in (small / "store.json", one(small, "backups/*")):
        path.write_bytes(b"")
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    for opening in (Store.open, Store.read):
        with pytest.raises(StoreDamaged):
            opening(small)
    after = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    assert before == after


def test_a_snapshot_that_is_gone_comes_back_from_the_backup(small: Path) -> None:
    (small / "store.json").unlink()
    assert Store.read(small).entities() == STEPS[3]
    with Store.open(small) as store:
        assert store.entities() == STEPS[3]
        assert "was gone" in worded(store.notices)[0]
    assert (small / "store.json").exists()


def test_a_snapshot_damaged_while_open_is_set_aside_by_the_next_one(small: Path) -> None:
    with Store.open(small) as store:
        store.checkpoint()
        (small / "store.json").write_bytes(b"other words")
        store.commit([Put(note(3))])
    assert (small / "damaged" / "store.json").read_bytes() == b"other words"
    assert Store.read(small).entities() == [*STEPS[3], note(3)]


Plant = Callable[[Path, Path], None]


def link(path: Path, victim: Path) -> None:
    path.symlink_to(victim)


def second_name(path: Path, victim: Path) -> None:
    os.link(victim, path)


def pipe(path: Path, victim: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("plant", [link, second_name, pipe])
@pytest.mark.parametrize("part", PARTS)
def test_planted_links_and_pipes_are_refused(small: Path, part: str, plant: Plant) -> None:
    victim = small.with_name("victim")
    victim.write_bytes(one(small, part).read_bytes() or b"x")
    victim.chmod(0o644)
    path = one(small, part)
    path.unlink()
    plant(path, victim)
    before = victim.read_bytes()
    if part == "backups/*":
        with Store.open(small) as store:
            store.commit([Put(note(4))])
    else:
        with pytest.raises(StoreDamaged, check=saying("not a plain file")):
            Store.open(small)
    assert victim.read_bytes() == before
    assert victim.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("plant", [link, second_name, pipe])
def test_nothing_is_written_through_what_lies_in_wait(small: Path, plant: Plant) -> None:
    victim = small.with_name("victim")
    victim.write_text("untouched")
    with Store.open(small) as store:
        (session,) = {p.name.partition(".")[0] for p in (small / "journal").iterdir()} - {
            p.name.partition(".")[0] for p in [*(small / "drafts").iterdir()]
        } or {next((small / "drafts").iterdir()).stem}
        plant(small / f"store.json.{session}.tmp", victim)
        store.commit([Put(note(3))])
        store.checkpoint()
    assert victim.read_text() == "untouched"
    assert Store.read(small).entities() == [*STEPS[3], note(3)]


def test_a_failed_sync_is_not_trusted_and_the_words_go_into_a_new_file(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from so_tui.storage.journal import journal_writer

    def broken(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    with Store.open(small) as store:
        store.commit([Put(note(3))])
        before = set(os.listdir(small / "journal"))
        with monkeypatch.context() as patch:
            patch.setattr(journal_writer, "sync_data", broken)
            with pytest.raises(StoreError):
                store.commit([Put(note(4))])
        assert store.log.unsaved
        assert Store.read(small).entities() == [*STEPS[3], note(3)]
        store.commit([])
        assert len(set(os.listdir(small / "journal")) - before) == 1
        assert Store.read(small).entities() == [*STEPS[3], note(3), note(4)]


def test_backups_go_by_the_rule(tmp_path: Path) -> None:
    from datetime import datetime, timedelta

    now = datetime(2026, 11, 23, 12)
    every = [
        Backup(1000 - hours, now - timedelta(hours=hours), tmp_path / str(hours))
        for hours in range(0, 24 * 60, 5)
    ]
    kept = sorted(set(every) - set(outdated(every, now.date())), reverse=True)
    assert kept[:5] == every[:5]
    assert {b.at.date() for b in every if (now - b.at).days < 6} <= {b.at.date() for b in kept}
    assert 4 <= len({b.at.date().isocalendar()[:2] for b in kept}) <= 6
    assert len(kept) <= 5 + 7 + 5
    assert all((now - backup.at).days < 36 for backup in kept)


def test_old_backups_go_and_unreadable_ones_are_set_aside(tmp_path: Path) -> None:
    for number in range(8):
        with Store.open(tmp_path) as store:
            store.commit([Put(note(number))])
        if number == 0:
            backups_in(tmp_path)[0].path.write_bytes(b'{"meta":{"1":{"sum":"0"}}}')
    assert len(backups_in(tmp_path)) == 5
    (aside,) = (tmp_path / "damaged").iterdir()
    assert aside.read_bytes() == b'{"meta":{"1":{"sum":"0"}}}'


def test_files_found_open_to_others_are_closed_and_said_so(small: Path) -> None:
    for path in small.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o644)
    small.chmod(0o711)
    with Store.open(small) as store:
        assert "could be read by other users" in worded(store.notices)[0]
    for path in small.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    with Store.open(small) as store:
        assert store.notices == []
