"""A store that is locked with a passphrase: who can open it, and what lies on disk."""

import base64
import fcntl
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import unicodedata
import zlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.session.wording import sentence_of
from so_tui.storage.backup.copies import all_drafts_of
from so_tui.storage.backup.locked_copies import keys_of
from so_tui.storage.backup.restoring import bring_keys
from so_tui.storage.checkup.checkup import examine
from so_tui.storage.checkup.findings import CheckState
from so_tui.storage.disk.files import replace_file
from so_tui.storage.disk.inventory import others_files
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.documents.codec import encode
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.drafts.drafts import Draft, drafts_file
from so_tui.storage.engine.found import traces_in
from so_tui.storage.errors import StoreDamaged, StoreError, StoreInUse
from so_tui.storage.journal.lines import to_line
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals import age_scrypt, vault_keys
from so_tui.storage.seals.seal import PLAIN, AgeSeal, Seal, _padded
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.storage.vault.vault import WrongPassphrase
from tests.support.stored import CASE
from tests.support.told import saying, worded
from tests.support.vault import CANARY, PASSPHRASE, note, plain_files, used_store


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take little work where it is not what the test is about; it stands in each file."""
    monkeypatch.setattr(age_scrypt, "WORK", 10)


@pytest.fixture(scope="session")
def recovery_key() -> str:
    return vault.new_recovery_key()


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A directory with a store that was used for a while, ended badly and is not locked."""
    return used_store(make_data_dir(data_dir))


@pytest.fixture
def locked(folder: Path, recovery_key: str) -> Path:
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    return folder


def texts(folder: Path, seal: Seal = PLAIN) -> list[str]:
    """Return what stands in the notes and in the drafts."""
    with Store.open(folder, seal) as store:
        drafts = [draft.text for draft in store.drafts.all().values()]
        return sorted([note.text for note in store.state().notes.values()] + drafts)


def test_the_passphrase_and_the_recovery_key_open_it(locked: Path, recovery_key: str) -> None:
    assert vault.is_locked(locked)
    wanted = texts(locked, vault.unlock(locked, PASSPHRASE))
    assert any(CANARY in text for text in wanted)
    bare = recovery_key.removeprefix("AGE-SECRET-KEY-1").lower()
    spaced = " ".join(re.findall(".{1,4}", bare))
    for secret in (recovery_key, bare, spaced, f"  {recovery_key}\n"):
        assert vault.is_recovery_key(secret)
        assert texts(locked, vault.unlock(locked, secret)) == wanted


def test_nothing_that_was_saved_is_lost_on_the_way_there_and_back(
    folder: Path, recovery_key: str
) -> None:
    wanted = texts(folder)
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    seal = vault.unlock(folder, PASSPHRASE)
    with Store.open(folder, seal) as store:
        assert store.trash[0].entity == note(2)
        assert store.settings["theme"] == CANARY
        store.commit([Put(note(7, "locked"))])
    vault.switch_off(folder, vault.unlock(folder, PASSPHRASE))
    assert not vault.is_locked(folder)
    assert texts(folder) == sorted([*wanted, "locked"])
    with Store.open(folder) as store:
        assert store.trash[0].entity == note(2)
        assert store.notices == []


def test_no_file_holds_a_word_in_the_open(locked: Path) -> None:
    assert plain_files(locked) == []
    seal = vault.unlock(locked, PASSPHRASE)
    with Store.open(locked, seal) as store:
        store.commit([Put(note(8))])
        store.drafts.put("half", f"half a line {CANARY}")
        assert store.drafts.flush()
        assert plain_files(locked) == []
        store.checkpoint()
        assert plain_files(locked) == []
    assert plain_files(locked) == []


def test_all_files_are_for_their_owner_only(locked: Path) -> None:
    for path in locked.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_what_could_not_be_read_is_sealed_and_comes_back(folder: Path, recovery_key: str) -> None:
    kept = {path.name: path.read_bytes() for path in (folder / "damaged").iterdir()}
    assert any(CANARY.encode() in content for content in kept.values())
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    assert plain_files(folder) == []
    vault.switch_off(folder, vault.unlock(folder, PASSPHRASE))
    found = {path.name: path.read_bytes() for path in (folder / "damaged").iterdir()}
    assert found.items() >= kept.items()


def test_what_was_found_missing_is_remembered_when_locked_and_unlocked(
    folder: Path, recovery_key: str
) -> None:
    texts(folder)
    _tell_of_more(folder, 3)
    Store.open(folder, wording=sentence_of).close()
    (trace,) = traces_in(folder)
    told = trace.path.read_bytes()
    assert told.startswith(b"so-tui: ")
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    assert list(traces_in(folder)) == [trace]
    assert trace.path.read_bytes().startswith(b"age-encryption.org/")
    found = [f for f in examine(folder, None, datetime.now()) if f.state is CheckState.LOOK]
    assert "3, made after" in next(sentence_of(f) for f in found if f.name == "damaged")
    with Store.open(folder, vault.unlock(folder, PASSPHRASE)) as store:
        store.commit([Put(note(9))])
    _tell_of_more(folder, 2)
    Store.open(folder, vault.unlock(folder, PASSPHRASE)).close()
    both = list(traces_in(folder))
    assert [each.amount for each in both] == [2, 3]
    assert plain_files(folder) == []
    assert others_files(folder) == []
    vault.switch_off(folder, vault.unlock(folder, PASSPHRASE))
    assert list(traces_in(folder)) == both
    assert all(each.path.read_bytes().startswith(b"so-tui: ") for each in both)
    assert trace.path.read_bytes() == told


def _tell_of_more(folder: Path, more: int) -> None:
    """Have the lock tell of so many saved changes more than there are."""
    lock = StoreLock(folder / "lock")
    lock.note_saved(lock.saved + more)
    lock.close()


def test_what_stays_sealed_keeps_its_key(locked: Path) -> None:
    backup = next((locked / "backups").iterdir())
    content = bytearray(backup.read_bytes())
    content[-1] ^= 1
    backup.write_bytes(content)
    vault.switch_off(locked, vault.unlock(locked, PASSPHRASE))
    assert not vault.is_locked(locked)
    assert vault_keys.open_keys(locked / "damaged", PASSPHRASE)


def test_an_empty_store_can_be_locked(data_dir: Path, recovery_key: str) -> None:
    folder = make_data_dir(data_dir)
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    with pytest.raises(StoreInUse):
        Store.open(folder)
    assert texts(folder, vault.unlock(folder, PASSPHRASE)) == []


@pytest.mark.parametrize("name", ["journal", "drafts", "backups", "damaged"])
def test_the_data_directory_may_have_the_name_of_one_of_its_own(
    tmp_path: Path, recovery_key: str, name: str
) -> None:
    folder = used_store(make_data_dir(tmp_path / name))
    wanted = texts(folder)
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    assert plain_files(folder) == []
    assert os.listdir(tmp_path) == [name]
    seal = vault.unlock(folder, PASSPHRASE)
    with Store.open(folder, seal) as store:
        assert store.notices == []
    vault.switch_off(folder, seal)
    with Store.open(folder) as store:
        assert store.notices == []
    assert texts(folder) == wanted


def test_old_drafts_that_nobody_has_taken_over_are_locked_too(
    folder: Path, recovery_key: str
) -> None:
    old = {"line": Draft(f"another half {CANARY}", datetime(2026, 1, 1))}
    replace_file(folder / "drafts.jsonl", drafts_file(old, PLAIN))
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    assert plain_files(folder) == []
    vault.switch_off(folder, vault.unlock(folder, PASSPHRASE))
    found = [draft.text for _, draft in all_drafts_of(folder, PLAIN)]
    assert sorted(found) == [f"another half {CANARY}", f"half a line {CANARY}"]


def test_without_the_key_nothing_is_changed(locked: Path) -> None:
    before = {path: path.read_bytes() for path in locked.rglob("*") if path.is_file()}
    with pytest.raises(StoreInUse):
        Store.open(locked)
    with pytest.raises(StoreInUse):
        Store.read(locked)
    assert {path: path.read_bytes() for path in locked.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("secret", ["", "wrong", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_another_passphrase_does_not_open_it(locked: Path, secret: str) -> None:
    with pytest.raises(WrongPassphrase) as error:
        vault.unlock(locked, secret)
    assert error.value.exit_code == 6


def test_another_recovery_key_does_not_open_it(locked: Path) -> None:
    with pytest.raises(WrongPassphrase):
        vault.unlock(locked, vault.new_recovery_key())


def test_a_letter_with_an_accent_may_be_typed_either_way(folder: Path, recovery_key: str) -> None:
    one, two = (unicodedata.normalize(form, "café Ångström") for form in ("NFC", "NFD"))
    assert one != two
    vault.switch_on(folder, two, recovery_key)
    assert vault.unlock(folder, one)
    vault.change_passphrase(folder, one, "e\u0301")
    assert vault.unlock(folder, "\u00e9")


def test_an_empty_passphrase_is_refused(folder: Path, recovery_key: str) -> None:
    with pytest.raises(WrongPassphrase):
        vault.switch_on(folder, "", recovery_key)
    with pytest.raises(WrongPassphrase, check=saying("recovery key, and not")):
        vault.switch_on(folder, recovery_key.lower(), recovery_key)
    assert not vault.is_locked(folder)
    assert texts(folder)


def test_a_mistyped_recovery_key_is_none(folder: Path, recovery_key: str) -> None:
    wrong = recovery_key[:-1] + ("Q" if recovery_key[-1] != "Q" else "P")
    assert not vault.is_recovery_key(wrong)
    with pytest.raises(ValueError, match="not a recovery key"):
        vault.switch_on(folder, PASSPHRASE, wrong)
    assert not vault.is_locked(folder)


def test_the_passphrase_changes_and_only_the_key_file_is_written(
    locked: Path, recovery_key: str
) -> None:
    before = {path: path.read_bytes() for path in locked.rglob("*") if path.is_file()}
    vault.change_passphrase(locked, PASSPHRASE, "another one")
    after = {path: path.read_bytes() for path in locked.rglob("*") if path.is_file()}
    assert [path.name for path in after if after[path] != before.get(path)] == ["identity.age"]
    with pytest.raises(WrongPassphrase):
        vault.unlock(locked, PASSPHRASE)
    vault.change_passphrase(locked, recovery_key, "a third one")
    assert texts(locked, vault.unlock(locked, "a third one"))


def test_with_the_key_file_gone_the_recovery_key_makes_a_new_one(
    locked: Path, recovery_key: str
) -> None:
    (locked / "identity.age").unlink()
    assert vault.is_locked(locked)
    with pytest.raises(StoreDamaged, check=saying("is gone")):
        vault.unlock(locked, PASSPHRASE)
    vault.change_passphrase(locked, recovery_key, "new")
    assert texts(locked, vault.unlock(locked, "new"))


def test_a_copy_of_the_key_files_opens_a_copy_of_the_notes(locked: Path, tmp_path: Path) -> None:
    elsewhere = make_data_dir(tmp_path / "elsewhere")
    bring_keys(elsewhere, keys_of(locked))
    replace_file(elsewhere / "store.json", (locked / "store.json").read_bytes())
    assert texts(elsewhere, vault.unlock(elsewhere, PASSPHRASE))


def test_a_store_that_is_open_is_neither_locked_nor_opened(folder: Path, recovery_key: str) -> None:
    with Store.open(folder), pytest.raises(StoreInUse):
        vault.switch_on(folder, PASSPHRASE, recovery_key)
    assert not vault.is_locked(folder)
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    seal = vault.unlock(folder, PASSPHRASE)
    with Store.open(folder, seal), pytest.raises(StoreInUse):
        vault.switch_off(folder, seal)
    assert vault.is_locked(folder)


def test_it_is_locked_once_and_opened_once(locked: Path, recovery_key: str) -> None:
    with pytest.raises(StoreError):
        vault.switch_on(locked, "other", recovery_key)
    seal = vault.unlock(locked, PASSPHRASE)
    vault.switch_off(locked, seal)
    for none in (seal, PLAIN):
        with pytest.raises(StoreError):
            vault.switch_off(locked, none)


def test_two_sessions_share_a_locked_store(locked: Path) -> None:
    with (
        Store.open(locked, vault.unlock(locked, PASSPHRASE)) as one,
        Store.open(locked, vault.unlock(locked, PASSPHRASE)) as two,
    ):
        one.commit([Put(note(21, "from one"))])
        two.commit([Put(note(22, "from two"))])
        assert one.refresh()
        assert one.state().notes == two.state().notes
        assert {note(21, "from one"), note(22, "from two")} <= set(one.state().notes.values())


def test_a_line_that_was_moved_is_damaged(locked: Path) -> None:
    seal = vault.unlock(locked, PASSPHRASE)
    store = Store.open(locked, seal)
    for number in range(31, 34):
        store.commit([Put(note(number, f"line {number}"))])
    path = next((locked / "journal").iterdir())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:-3], lines[-1], lines[-2], lines[-3]]))
    found = Store.read(locked, seal)
    kept = {entity.id for entity in found.entities()}
    assert not kept & {f"{31:012x}", f"{33:012x}"}
    assert {f"{n:012x}" for n in (1, 3, 4)} <= kept
    store.close()


def test_a_file_that_somebody_else_sealed_does_not_open(locked: Path) -> None:
    keys = vault_keys.make_keys(vault.new_recovery_key())
    forged = keys.seal().seal((locked / "store.json").read_bytes(), "snapshot")
    seal = vault.unlock(locked, PASSPHRASE)
    with pytest.raises(ValueError, match="someone else"):
        seal.open(forged, "snapshot")


def test_notes_that_somebody_else_put_there_are_not_taken_for_ours(
    locked: Path, tmp_path: Path
) -> None:
    seal = vault.unlock(locked, PASSPHRASE)
    wanted = texts(locked, seal)
    other = make_data_dir(tmp_path / "other")
    with Store.open(other) as store:
        store.commit([Put(CASE), Put(note(99, "made up"))])
    for marker in (b"", vault_keys.make_keys(vault.new_recovery_key()).seal().seal(b"", "locking")):
        (locked / "locking").write_bytes(marker)
        (locked / "store.json").write_bytes((other / "store.json").read_bytes())
        assert texts(locked, vault.unlock(locked, PASSPHRASE)) == wanted
    journal = other / "journal/abcabcabcabc.1.jsonl"
    (locked / "journal" / journal.name).write_bytes(
        to_line(
            JournalEntry(900, "abcabcabcabc", 1, "", "", "", [], "").to_bytes(),
            PLAIN,
            journal.name,
            0,
        )
    )
    with Store.open(locked, seal) as store:
        assert any("damaged" in notice for notice in worded(store.notices))


@pytest.mark.parametrize("left", ["backups", "journal", "recovery.age"])
def test_notes_put_in_place_of_locked_ones_are_pointed_out(
    locked: Path, tmp_path: Path, left: str
) -> None:
    with Store.open(locked, vault.unlock(locked, PASSPHRASE)) as store:
        store.commit([Put(note(98, "ours"))])
        spare = shutil.copytree(locked, tmp_path / "spare")  # with a journal, as when it is killed
    other = make_data_dir(tmp_path / "other")
    with Store.open(other) as store:
        store.commit([Put(CASE), Put(note(99, "made up"))])
        assert store.notices == []
    if (spare / left).is_dir():
        shutil.copytree(spare / left, other / left, dirs_exist_ok=True)
    else:
        shutil.copy(spare / left, other / left)
    for opened in (Store.read(other), Store.open(other)):
        with opened as store:
            assert any("somebody may have put" in notice for notice in worded(store.notices))
            assert "made up" in [note.text for note in store.state().notes.values()]


def test_a_lock_that_was_taken_away_leaves_nothing_to_point_out(locked: Path) -> None:
    vault.switch_off(locked, vault.unlock(locked, PASSPHRASE))
    with Store.open(locked) as store:
        assert not any("passphrase" in notice for notice in worded(store.notices))


def test_a_store_of_the_first_version_is_locked_with_all_its_copies(
    data_dir: Path, recovery_key: str
) -> None:
    folder = make_data_dir(data_dir)
    table = {str(int(CASE.id, 16)): encode(CASE)}
    notes = {str(int(note(1).id, 16)): encode(note(1))}
    old = {"meta": {"1": {"schema": 1}}, "cases": table, "notes": notes}
    for name in ("store.json", "store.json.1"):
        replace_file(folder / name, json.dumps(old).encode())
    draft = {"key": "line", "text": CANARY, "at": "2026-11-01T10:00:00"}
    entry = [1, draft["key"], draft["text"], draft["at"]]
    line = {"draft": entry, "sum": zlib.crc32(json.dumps(entry).encode("ascii"))}
    replace_file(folder / "drafts.jsonl", json.dumps(line).encode() + b"\n")
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    assert plain_files(folder) == []
    assert texts(folder, vault.unlock(folder, PASSPHRASE)) == sorted([note(1).text, CANARY])


def test_a_fault_in_the_program_tells_neither_passphrase_nor_words(locked: Path) -> None:
    code = """
import sys
from so_tui.cli import main, plain
def broken(state, today):
    raise RuntimeError(state.notes)
plain.status_text = broken
sys.exit(main(["status", "--passphrase-fd", "0", "--data-dir", sys.argv[1]]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(locked)],
        input=PASSPHRASE.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    logs = list(locked.glob("crash-*"))
    assert len(logs) == 1
    for content in (done.stdout, done.stderr, logs[0].read_bytes()):
        assert CANARY.encode() not in content
        assert PASSPHRASE.encode() not in content
    assert plain_files(locked) == []


def test_the_recipients_stand_nowhere_in_the_open(locked: Path, recovery_key: str) -> None:
    keys = vault_keys.open_keys(locked, PASSPHRASE)
    for path in locked.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert keys.recovery.encode() not in content
            assert b"age1" not in content
            assert b"AGE-SECRET-KEY" not in content
    assert "AGE-SECRET" not in repr(keys)


@pytest.fixture(scope="session")
def seal(recovery_key: str) -> AgeSeal:
    return vault_keys.make_keys(recovery_key).seal()


@pytest.mark.parametrize(
    "content", [b"", b"x", b'{"a": 1}', b"  ends in blanks  ", bytes(range(256))]
)
@pytest.mark.parametrize("context", ["a@0", "drafts@0", "snapshot", "damaged"])
def test_what_is_sealed_comes_back(seal: AgeSeal, content: bytes, context: str) -> None:
    sealed = seal.seal(content, context)
    assert seal.open(sealed, context) == content
    assert content == b"" or len(content) < 8 or content not in sealed
    if context in ("a@0", "drafts@0"):
        assert b"\n" not in sealed


def test_it_opens_in_its_place_only(seal: AgeSeal) -> None:
    line = seal.seal(b"words", "a@0")
    for context in ("a@1", "b@0", "a@0 5", "snapshot", "damaged"):
        with pytest.raises(ValueError):  # noqa: PT011 - which of the reasons does not matter
            seal.open(line, context)
    with pytest.raises(ValueError, match="in place of a file"):
        seal.open(base64.b64decode(line), "snapshot")
    with pytest.raises(ValueError):  # noqa: PT011
        seal.open(seal.seal(b"{}", "snapshot"), "a@0")


def test_each_changed_byte_is_noticed(seal: AgeSeal) -> None:
    sealed = bytearray(seal.seal(b'{"words": 1}', "snapshot"))
    for at in range(len(sealed)):
        sealed[at] ^= 1
        with pytest.raises(ValueError):  # noqa: PT011
            seal.open(bytes(sealed), "snapshot")
        sealed[at] ^= 1


def test_the_length_tells_little() -> None:
    assert {len(_padded(b"x" * length)) for length in range(513)} == {512}
    assert len({len(_padded(b"x" * length)) for length in range(513, 2049)}) == 8
    for length in (513, 5_000, 70_000):
        assert length <= len(_padded(b"x" * length)) <= 1.25 * length


@pytest.mark.parametrize("work", [21, 30, 64, 99])
def test_a_file_that_asks_for_too_much_is_refused_before_any_work(
    locked: Path, work: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = locked / "identity.age"
    path.write_bytes(path.read_bytes().replace(b" 10\n", b" %d\n" % work, 1))
    worked: list[bytes] = []
    monkeypatch.setattr(age_scrypt, "_stretch", lambda *given: worked.append(given[0]))
    with pytest.raises(StoreDamaged, check=saying("more memory")):
        vault.unlock(locked, PASSPHRASE)
    assert worked == []


@pytest.mark.parametrize("cut", [0, 10, 60, 120, 200, -1])
def test_a_damaged_key_file_is_told(locked: Path, cut: int, recovery_key: str) -> None:
    path = locked / "identity.age"
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises((StoreDamaged, WrongPassphrase)):
        vault.unlock(locked, PASSPHRASE)
    assert vault.unlock(locked, recovery_key)


def test_keys_of_another_program_are_told_to_be_damaged(tmp_path: Path, recovery_key: str) -> None:
    made = f"# created: 2026-11-23T14:05:00\n# public key: age1abc\n{recovery_key}\n"
    for content in (made, "# recovery: age1abc\n"):
        file = age_scrypt.lock(content.encode(), PASSPHRASE.encode())
        (tmp_path / vault_keys.IDENTITY).write_bytes(file)
        with pytest.raises(StoreDamaged, check=saying("is damaged")):
            vault_keys.open_keys(tmp_path, PASSPHRASE)


def test_each_changed_byte_of_the_key_file_is_noticed() -> None:
    file = bytearray(age_scrypt.lock(b"keys", b"words"))
    header = file.index(b"\n---")
    for at in [*range(header - 44), *range(header, len(file))]:
        file[at] ^= 1
        with pytest.raises(ValueError):  # noqa: PT011
            age_scrypt.unlock(bytes(file), b"words")
        file[at] ^= 1
    assert age_scrypt.unlock(bytes(file), b"words") == b"keys"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of the memory used")
def test_the_work_is_that_of_a_small_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    code = (
        "import re\n"
        "from so_tui.storage.seals import age_scrypt\n"
        "file = age_scrypt.lock(b'keys', b'words')\n"
        "assert b' 17\\n' in file, file\n"
        "assert age_scrypt.unlock(file, b'words') == b'keys'\n"
        "status = open('/proc/self/status').read()\n"
        "print(re.search(r'VmHWM:\\s+([0-9]+) kB', status)[1])"  # a fork's parent does not count
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 256 * 1024


def test_an_open_store_loads_none_of_the_ciphers(data_dir: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from so_tui.cli import main\n"
        "assert main(['demo', '--data-dir', sys.argv[1]]) == 0\n"
        "assert main(['status', '--data-dir', sys.argv[1]]) == 0\n"
        "assert not {'pyrage', 'cryptography'} & set(sys.modules)"
    )
    run = [sys.executable, "-c", code, str(data_dir)]
    subprocess.run(run, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def test_who_opens_it_waits_for_nobody(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(_: float) -> None:
        raise AssertionError("it waits for the lock")

    monkeypatch.setattr("so_tui.storage.journal.lock.time.sleep", wait)
    with open(locked / "lock", "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert vault.unlock(locked, PASSPHRASE)


def test_another_thing_in_place_of_the_key_file_is_refused(locked: Path) -> None:
    path = locked / "identity.age"
    content = path.read_bytes()
    path.unlink()
    (locked / "elsewhere").write_bytes(content)
    path.symlink_to(locked / "elsewhere")
    with pytest.raises(StoreDamaged, check=saying("a link")):
        vault.unlock(locked, PASSPHRASE)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StoreDamaged):
        vault.unlock(locked, PASSPHRASE)


def test_changes_of_before_can_be_taken_back_after(folder: Path, recovery_key: str) -> None:
    with Store.open(folder) as store:
        store.commit([Put(replace(CASE, title=Clean("Other")))], label="Changed", author="Maria")
    vault.switch_on(folder, PASSPHRASE, recovery_key)
    with Store.open(folder, vault.unlock(folder, PASSPHRASE)) as store:
        assert store.next_undo("Maria") == "Changed"
        store.undo("Maria")
        assert store.state().cases[CASE.id] == CASE
        store.commit([Drop(note(1))])


@pytest.mark.parametrize("harm", ["flipped", "gone", "emptied", "untold"])
def test_what_the_recovery_key_opens_is_made_whole_before_it_is_needed(
    locked: Path, recovery_key: str, harm: str
) -> None:
    path = locked / vault_keys.RECOVERY
    vault.unlock(locked, PASSPHRASE)
    good = path.read_bytes()
    if harm == "gone":
        path.unlink()
    elif harm == "untold":
        (locked / "lock").write_bytes(b"")
        path.write_bytes(b"")
    else:
        flipped = good[:90] + bytes([good[90] ^ 1]) + good[91:]
        path.write_bytes(b"" if harm == "emptied" else flipped)
    found = [f for f in examine(locked, None, datetime.now()) if f.name == "passphrase"]
    assert harm == "untold" or found[0].state is CheckState.LOOK
    seal = vault.unlock(locked, PASSPHRASE)
    found = [f for f in examine(locked, None, datetime.now()) if f.name == "passphrase"]
    assert found[0].state is CheckState.OK
    wanted = texts(locked, seal)
    assert texts(locked, vault.unlock(locked, recovery_key)) == wanted


FAILING_MEMORY = """
import sys
from pathlib import Path
from so_tui.session.wording import sentence_of
from so_tui.storage.seals import age_scrypt
from so_tui.storage.vault import vault
from so_tui.storage.errors import StoreError

make, how, folder = age_scrypt.lock, sys.argv[1], Path(sys.argv[2])
age_scrypt.WORK = 10


def lock(content, passphrase):
    file = make(b"other words" if how == "other" else content, passphrase)
    return file[:-1] + bytes([file[-1] ^ (how == "flipped")])


age_scrypt.lock = lock
try:
    vault.switch_on(folder, "four words of Zoe", vault.new_recovery_key())
except StoreError as error:
    print(sentence_of(error))
"""


@pytest.mark.parametrize("optimize", [(), ("-O",)], ids=["plain", "-O"])
@pytest.mark.parametrize("how", ["right", "flipped", "other"])
def test_a_key_file_that_does_not_open_locks_nothing(
    folder: Path, how: str, optimize: tuple[str, ...]
) -> None:
    command = [sys.executable, *optimize, "-c", FAILING_MEMORY, how, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert ("did not open" in done.stdout) == (how != "right")
    assert vault.is_locked(folder) == (how == "right")
    if how != "right":
        with Store.open(folder) as store:
            assert store.state().notes
