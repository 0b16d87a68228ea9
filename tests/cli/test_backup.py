"""`so-tui backup` and `so-tui restore` as a shell sees them."""

import json
import os
import shlex
import stat
from datetime import date
from pathlib import Path

import pytest

from so_tui.cli import main
from so_tui.domain.case import Case
from so_tui.domain.people import Doctor
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.seals import age_scrypt
from so_tui.storage.snapshot.snapshot import dump, read
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.terminal import crash
from tests.support.stored import CASE

PASSPHRASE = "blue tea kettle"


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests after these be watched by strace, and make keys with little work."""
    monkeypatch.setattr(crash, "keep_private", lambda: "")
    monkeypatch.setattr(age_scrypt, "WORK", 10)


@pytest.fixture
def kept(kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data directory that holds a case, and is the one that the commands use."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("SO_TUI_HOME", str(kept))
    return kept


def given(secret: str) -> list[str]:
    """Return the options that hand over a passphrase."""
    read, write = os.pipe()
    os.write(write, f"{secret}\n".encode())
    os.close(write)
    return ["--passphrase-fd", str(read)]


def cases_in(folder: Path) -> list[str]:
    return [case.title for case in Store.read(folder).state().cases.values()]


def test_a_backup_has_the_day_in_its_name_and_is_its_owners_only(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = os.umask(0)
    assert main(["backup"]) == 0
    os.umask(before)
    path = Path(f"so-tui-backup-{date.today()}.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = capsys.readouterr().out
    assert f"Everything is copied to {path}. It was read back and is the same: 1 entry." in said
    assert "It is not locked" in said
    assert f"so-tui restore {path}" in said
    assert [item.name for item in Path().iterdir()] == [path.name]


def test_a_file_that_is_there_stays_unless_one_insists(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("mine").write_text("mine")
    Path("link").symlink_to("mine")
    for name in ("mine", "link"):
        assert main(["backup", name]) == 1
        assert "There is a file" in capsys.readouterr().err
    assert Path("mine").read_text() == "mine"
    for name in ("mine", "link"):
        assert main(["backup", "--force", name]) == 1
        assert "--force leaves it as it is" in capsys.readouterr().err
    assert Path("mine").read_text() == "mine"
    assert Path("link").is_symlink()
    assert main(["backup", "copy"]) == main(["backup", "--force", "copy"]) == 0


def test_a_folder_gets_a_file_of_the_usual_name(kept: Path) -> None:
    Path("drive").mkdir()
    assert main(["backup", "drive"]) == 0
    assert [path.name for path in Path("drive").iterdir()] == [f"so-tui-backup-{date.today()}.json"]


def test_a_backup_is_made_while_the_notes_are_open(kept: Path) -> None:
    with Store.open(kept) as store:
        store.commit([Put(Case(id="0" * 12, title=Clean("Newest"), opened=date(2026, 1, 1)))])
        assert main(["backup", "copy.json"]) == 0
    assert main(["restore", "copy.json", "--data-dir", "other"]) == 0
    assert sorted(cases_in(Path("other"))) == ["A lump", "Newest"]


def test_a_backup_can_be_sent_on_but_not_read_back(
    kept: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["backup", "-"]) == 0
    printed = capfdbinary.readouterr()
    assert b"could not be read back" in printed.err
    Path("sent.json").write_bytes(printed.out)
    assert main(["restore", "sent.json", "--data-dir", "other"]) == 0
    assert cases_in(Path("other")) == ["A lump"]


def test_where_nothing_is_kept_nothing_is_made(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "copy"), "--data-dir", str(data_dir)]) == 3
    assert "nothing to copy" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nosuch/copy.json", "There is no folder nosuch"),
        ("/proc/copy.json", "/proc"),
        ("/dev/full/copy.json", "There is no folder /dev/full"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_place_that_takes_no_file_is_said(
    kept: Path, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    assert main(["backup", name]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Your notes are as they were." in told
    assert list(Path().iterdir()) == []


def test_restoring_where_notes_are_needs_a_word(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "copy.json"]) == 0
    with Store.open(kept) as store:
        store.commit([Put(Case(id="0" * 12, title=Clean("Newest"), opened=date(2026, 1, 1)))])
    capsys.readouterr()
    assert main(["restore", "copy.json"]) == 1
    assert "add --replace" in capsys.readouterr().err
    assert len(cases_in(kept)) == 2
    assert main(["restore", "copy.json", "--replace"]) == 0
    said = capsys.readouterr().out
    assert "Everything is back from copy.json: 1 entry. It was read back and is the same." in said
    assert cases_in(kept) == ["A lump"]
    command = said.split("To bring them back: so-tui ")[1].split()
    assert main(command) == 0
    assert len(cases_in(kept)) == 2


@pytest.mark.parametrize("place", ["notes", "my notes"])
def test_the_commands_that_are_printed_are_about_the_folder_that_was_named(
    kept: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    """Typed as they stand, they leave the notes in the usual folder alone."""
    named = Path(place).absolute()
    with Store.open(make_data_dir(named)) as store:
        store.commit([Put(Case(id="0" * 12, title=Clean("Elsewhere"), opened=date(2026, 1, 1)))])
    assert main(["backup", "a copy.json", "--data-dir", place]) == 0
    back = shlex.split(capsys.readouterr().out.split("To bring it back: so-tui ")[1])
    assert back == ["restore", "a copy.json", "--data-dir", str(named)]
    assert main(["backup", "usual.json", "--data-dir", str(kept)]) == 0
    assert "restore usual.json\n" in capsys.readouterr().out
    assert main(["restore", "usual.json", "--replace", "--data-dir", place]) == 0
    assert cases_in(named) == ["A lump"]
    command = shlex.split(capsys.readouterr().out.split("To bring them back: so-tui ")[1])
    assert main(command) == 0
    assert cases_in(named) == ["Elsewhere"]
    assert cases_in(kept) == ["A lump"]


@pytest.mark.parametrize("wrong", ["a day that cannot be", "no case"])
def test_a_copy_without_a_case_is_not_all_and_says_so(
    kept: Path, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    with Store.open(kept) as store:
        store.commit([Put(Doctor(case_id=CASE.id, name=Clean("Dr Lee")))])
    tables = read(kept / "store.json")
    assert tables is not None
    for case in tables["cases"].values():
        case["opened"] = "9999-12-31"
    if wrong == "no case":
        del tables["cases"]
    Path("copy.json").write_bytes(dump(tables))
    capsys.readouterr()
    assert main(["restore", "copy.json", "--data-dir", "other"]) == 0
    said = capsys.readouterr().out
    assert "There is no case among them" in said
    assert ("Everything is back" in said) == (wrong == "no case")
    assert ("Entries that this version cannot show: 1." in said) == (wrong != "no case")
    assert cases_in(Path("other")) == []


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_what_is_advised_when_no_good_copy_is_left_works(
    kept: Path, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    assert main(["backup", "copy.json"]) == 0
    with Store.open(kept) as store:
        store.commit([Put(Case(id="0" * 12, title=Clean("Newest"), opened=date(2026, 1, 1)))])
    for path in (kept / "store.json", *(kept / "backups").iterdir()):
        path.write_bytes(path.read_bytes()[:-20])
    if harm == "gone":
        (kept / "store.json").unlink()
    for words, code in (([], 5), (["export"], 5), (["task", "add", "x"], 5), (["check"], 7)):
        capsys.readouterr()
        assert main(words) == code
        printed = capsys.readouterr()
        told = printed.out + printed.err
        assert "bring it back: so-tui restore FILE --replace\n" in told
        assert "pen so-tui" not in told
        assert "so-tui backup" not in told
    assert main(["restore", "copy.json", "--replace"]) == 0
    assert cases_in(kept) == ["A lump"]


def test_of_notes_that_cannot_be_read_no_copy_is_offered(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "copy.json"]) == 0
    with Store.open(kept) as store:
        store.drafts.put("note", "half a line")
        store.drafts.flush()
    for path in (kept / "store.json", *(kept / "backups").iterdir()):
        path.write_bytes(path.read_bytes()[:-20])
    capsys.readouterr()
    assert main(["restore", "copy.json", "--replace"]) == 0
    said = capsys.readouterr().out
    assert "could not be read. Only texts that were not finished could be read (1)." in said
    assert "bring them back" not in said
    assert cases_in(kept) == ["A lump"]


def test_restoring_while_the_notes_are_open_is_exit_code_4(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "copy.json"]) == 0
    with Store.open(kept):
        assert main(["restore", "copy.json", "--replace"]) == 4
    assert "open in another window" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, 3, "There is no file"),
        (b"", 5, "is empty"),
        (b"hello", 5, "was not written by this program"),
        (b'{"a": 1}', 5, "was not written by this program"),
        (b'{"meta":{"1":{"sum":"', 5, "is damaged or cut short"),
        (b'{"so-tui":"locked copy","identity.age":"', 5, "is damaged or cut short"),
        (b"age-encryption.org/v1\n", 5, "is locked"),
        (b"[" * 100_000, 5, "was not written by this program"),
    ],
)
def test_a_file_that_is_no_copy_changes_nothing(
    data_dir: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    code: int,
    said: str,
) -> None:
    if content is not None:
        (tmp_path / "file").write_bytes(content)
    assert main(["restore", str(tmp_path / "file"), "--data-dir", str(data_dir)]) == code
    told = capsys.readouterr()
    assert said in told.err
    assert "Nothing was changed." in told.err
    assert told.out == ""
    assert not data_dir.exists()


def test_what_a_file_is_called_cannot_steer_the_terminal(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "a\x1b]52;c;x\x07b"]) == 0
    assert main(["restore", "no\x1b[2Jsuch"]) == 3
    told = capsys.readouterr()
    assert "\x1b" not in told.out + told.err


def test_a_copy_of_locked_notes_opens_anywhere_with_either_secret(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recovery_key = vault.new_recovery_key()
    vault.switch_on(kept, PASSPHRASE, recovery_key)
    assert main(["backup", "copy.json", *given(PASSPHRASE)]) == 0
    assert "It opens with the passphrase or the recovery key" in capsys.readouterr().out
    assert b"A lump" not in Path("copy.json").read_bytes()
    for number, secret in enumerate((PASSPHRASE, recovery_key)):
        folder = Path(str(number))
        words = ["restore", "copy.json", "--data-dir", str(folder)]
        assert main([*words, *given("wrong")]) == 6
        assert not folder.exists()
        assert main([*words, *given(secret)]) == 0
        assert vault.is_locked(folder)
        for path in folder.rglob("*"):
            assert path.is_dir() or b"A lump" not in path.read_bytes()
        seal = vault.unlock(folder, PASSPHRASE)
        assert [case.title for case in Store.read(folder, seal).state().cases.values()] == [
            "A lump"
        ]
    # Its own notes are opened with one passphrase, and so is the copy.
    assert main(["restore", "copy.json", "--replace", *given(PASSPHRASE)]) == 0
    assert vault.is_locked(kept)


def test_locked_and_open_notes_do_not_mix(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "open.json"]) == 0
    assert main(["restore", "open.json", "--data-dir", "other"]) == 0
    vault.switch_on(kept, PASSPHRASE, vault.new_recovery_key())
    assert main(["backup", "locked.json", *given(PASSPHRASE)]) == 0
    assert main(["restore", "open.json", "--replace", *given(PASSPHRASE)]) == 0
    for path in kept.rglob("*"):
        assert path.is_dir() or b"A lump" not in path.read_bytes()
    capsys.readouterr()
    words = ["restore", "locked.json", "--replace", "--data-dir", "other"]
    assert main([*words, *given(PASSPHRASE)]) == 0
    assert "have no passphrase" in capsys.readouterr().out
    assert cases_in(Path("other")) == ["A lump"]


def test_the_files_in_a_locked_copy_have_the_names_that_the_readme_uses(kept: Path) -> None:
    vault.switch_on(kept, PASSPHRASE, vault.new_recovery_key())
    assert main(["backup", "copy.json", *given(PASSPHRASE)]) == 0
    held = json.loads(Path("copy.json").read_bytes())
    assert list(held) == ["so-tui", "identity.age", "recovery.age", "notes.age"]
