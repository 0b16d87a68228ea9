"""The commands as a shell sees them: output, exit codes, and nothing but plain text."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from so_tui import __version__
from so_tui.cli.group import group
from so_tui.domain.case import Case
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.snapshot.database import SnapshotStorage
from so_tui.storage.store import Store
from so_tui.ui.themes import THEMES
from tests.cli.support import so_tui
from tests.support.every_command import below


def test_the_version_is_one_line_and_imports_next_to_nothing() -> None:
    assert so_tui("--version").stdout.decode() == f"so-tui {__version__}\n"
    assert so_tui("--no-mouse", "--version").stdout.decode() == f"so-tui {__version__}\n"
    code = """
import sys
from so_tui.cli import main
assert main(["--version"]) == 0
slow = {"textual", "rich", "tinydb", "click", "platformdirs", "tomllib"}
assert not slow & set(sys.modules), slow & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_plain_commands_go_without_textual(kept: Path) -> None:
    code = """
import sys
from so_tui.cli import main
for words in (["-h"], ["status"], ["export"], []):
    assert main(words) == 0
assert not {"textual", "rich"} & set(sys.modules)
"""
    environment = {**os.environ, "SO_TUI_HOME": str(kept)}
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_has_examples_and_every_command(option: str) -> None:
    done = so_tui(option)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "so-tui visit --as Maria" in text
    assert all(f"\n  {name} " in text for name in below(group))
    assert all(name in text for name in ("--data-dir", "--no-mouse", "--theme", "SO_TUI_HOME"))


@pytest.mark.parametrize("command", sorted(below(group)))
def test_each_command_has_help_of_its_own(command: str) -> None:
    done = so_tui(command, "-h")
    assert done.returncode == 0
    assert f"Usage: so-tui {command}" in done.stdout.decode()


@pytest.mark.parametrize(
    "words",
    [
        ("nosuch",),
        ("--nosuch",),
        ("status", "extra"),
        ("--theme", "pink"),
        ("--data-dir",),
        ("--data-dir", ""),
        ("export", "--format", "xml"),
    ],
)
def test_words_that_make_no_sense_are_exit_code_2(words: tuple[str, ...]) -> None:
    done = so_tui(*words)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"so-tui: ")
    assert done.stderr.endswith(b"so-tui --help\n")


def test_the_themes_exist() -> None:
    from textual.app import App

    assert set(THEMES) <= set(App().available_themes)


@pytest.mark.parametrize("command", ["status", "export"])
def test_nothing_kept_is_exit_code_3_and_makes_no_directory(command: str, data_dir: Path) -> None:
    done = so_tui(command, "--data-dir", str(data_dir))
    assert done.returncode == 3
    assert done.stdout == b""
    assert done.stderr.startswith(b"so-tui: There is no")
    assert not data_dir.exists()


@pytest.mark.parametrize("command", [(), ("visit",), ("visit", "--as", "Maria")])
def test_without_a_terminal_the_program_prints_where_things_stand(
    command: tuple[str, ...], data_dir: Path, kept: Path
) -> None:
    done = so_tui(*command, SO_TUI_HOME=str(kept))
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0] == "Second Opinion: A lump"
    assert "run so-tui in a terminal" in lines[-1]


def test_without_a_terminal_and_without_a_case_it_says_how_to_start(data_dir: Path) -> None:
    done = so_tui(SO_TUI_HOME=str(data_dir))
    assert done.returncode == 0
    assert b"There is no case yet" in done.stdout
    assert not data_dir.exists()


def test_options_stand_before_or_after_the_command(kept: Path, tmp_path: Path) -> None:
    option = ("--data-dir", str(kept))
    before, after = so_tui(*option, "status"), so_tui("status", *option)
    assert before.stdout == after.stdout != b""
    elsewhere = so_tui("--data-dir", str(tmp_path / "other"), "status", *option)
    assert elsewhere.stdout == before.stdout
    assert so_tui(*option, "status", SO_TUI_HOME=str(tmp_path / "other")).stdout == before.stdout


def test_export_is_json_in_utf_8_whatever_the_locale(kept: Path) -> None:
    with Store.open(kept) as store:
        store.commit([Put(Case(id="0" * 12, title=Clean("Größe ☃"), opened=date(2026, 1, 1)))])
    done = so_tui("export", "--data-dir", str(kept), PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    titles = [case["title"] for case in json.loads(done.stdout.decode("utf-8"))["cases"]]
    assert titles == ["Größe ☃", "A lump"]


def test_a_locale_that_lacks_a_letter_does_not_stop_the_summary(kept: Path) -> None:
    with Store.open(kept) as store:
        store.commit([Put(Case(title=Clean("Größe"), opened=date(2026, 12, 1)))])
    done = so_tui("status", "--data-dir", str(kept), PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert b"Second Opinion: Gr??e" in done.stdout


def test_output_that_nobody_reads_ends_quietly(kept: Path) -> None:
    command = f"{sys.executable} -m so_tui export --data-dir {kept} | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


def test_a_damaged_store_is_exit_code_5_and_left_alone(kept: Path) -> None:
    path = kept / "store.json"
    path.write_bytes(path.read_bytes()[:-20])
    shutil.rmtree(kept / "backups")
    before = path.read_bytes()
    for words in ((), ("status",), ("export",), ("visit",), ("demo",)):
        done = so_tui(*words, "--data-dir", str(kept))
        assert done.returncode == 5
        assert done.stdout == b""
        assert done.stderr.decode().startswith(f"so-tui: The file {path} is damaged")
    assert path.read_bytes() == before


def test_a_damaged_store_with_a_backup_opens(kept: Path) -> None:
    whole = so_tui("status", "--data-dir", str(kept)).stdout
    path = kept / "store.json"
    path.write_bytes(path.read_bytes()[:-20])
    done = so_tui("status", "--data-dir", str(kept))
    assert (done.returncode, done.stdout) == (0, whole)


def test_a_store_of_a_newer_version_can_be_read(kept: Path) -> None:
    storage = SnapshotStorage(kept / "store.json")
    tables = storage.read() or {}
    tables["meta"]["1"]["schema"] = SCHEMA + 1
    storage.write(tables)
    assert so_tui("status", "--data-dir", str(kept)).returncode == 0
    done = so_tui("task", "add", "x", "--data-dir", str(kept))
    assert done.returncode == 1
    what, _, _ = done.stderr.decode().splitlines()
    assert "were written by a newer version" in what


def test_a_store_that_is_open_elsewhere_can_be_read(kept: Path) -> None:
    with Store.open(kept) as store:
        store.commit([Put(Case(title=Clean("Newest"), opened=date(2026, 12, 1)))])
        for command in ("status", "export"):
            done = so_tui(command, "--data-dir", str(kept))
            assert done.returncode == 0
            assert b"Newest" in done.stdout


def test_the_made_up_case_leaves_nothing_behind(tmp_path: Path, data_dir: Path) -> None:
    done = so_tui("demo", TMPDIR=str(tmp_path), SO_TUI_HOME=str(data_dir))
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"This is a made-up case." in done.stdout
    assert b"nothing was saved" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_made_up_case_is_kept_where_asked_but_never_over_another(data_dir: Path) -> None:
    words = ("demo", "--data-dir", str(data_dir))
    assert so_tui(*words).returncode == 0
    path = data_dir / "store.json"
    before = path.read_bytes()
    again = so_tui(*words)
    assert (again.returncode, again.stdout) == (1, b"")
    assert b"There is a case" in again.stderr
    assert path.read_bytes() == before
    assert b"made-up" in so_tui("status", "--data-dir", str(data_dir)).stdout


def test_a_fault_in_the_program_shows_no_traceback_and_none_of_the_words(kept: Path) -> None:
    code = """
import sys
from so_tui.cli import main, plain
def broken(state, today):
    raise RuntimeError(state.case.title)
plain.status_text = broken
sys.exit(main(["status"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "SO_TUI_HOME": str(kept)},
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Traceback" not in done.stderr
    logs = list(kept.glob("crash-*"))
    assert len(logs) == 1
    for text in (done.stderr.decode(), logs[0].read_text()):
        assert "RuntimeError" in text or str(logs[0]) in text
        assert "lump" not in text
