"""Each rule on who may import whom is broken by an import that it forbids."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
BREAKS = {
    "layers": ("logic/questions.py", "import so_tui.papers.sheet"),
    "terminal": ("terminal/driver.py", "import so_tui.domain.case"),
    "storage": ("storage/documents/ledger.py", "import so_tui.content"),
    "storage-layers": ("storage/journal/lock.py", "import so_tui.storage.engine.log"),
    "tinydb": ("storage/documents/ledger.py", "import tinydb"),
    "pure": ("domain/notes.py", "import rich.text"),
    "no-textual": ("session/session.py", "import textual.app"),
    "ui-layers": ("ui/widgets/line.py", "import so_tui.ui.dialogs.form"),
    "screens": ("ui/screens/home/rows.py", "import so_tui.ui.screens.notes.visits"),
    "store": ("ui/bases/screen.py", "import so_tui.storage.store"),
}


def lint(top: Path, contract: str) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    return subprocess.run(
        [*command, "--contract", contract],
        cwd=top,
        env={"PYTHONPATH": str(top / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_there_is_a_break_for_each() -> None:
    assert BREAKS.keys() == {contract["id"] for contract in CONTRACTS["contracts"]}


@pytest.mark.parametrize("contract", BREAKS)
def test_it_bites(tmp_path: Path, contract: str) -> None:
    shutil.copytree(TOP / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TOP / "pyproject.toml", tmp_path)
    assert lint(tmp_path, contract).returncode == 0
    file, forbidden = BREAKS[contract]
    with (tmp_path / "src" / "so_tui" / file).open("a", encoding="utf-8") as source:
        source.write(f"{forbidden}\n")
    done = lint(tmp_path, contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 broken" in done.stdout
