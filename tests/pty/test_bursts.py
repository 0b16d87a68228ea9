"""Keys quicker than anybody types: none is lost and none out of order, on the disk too."""

import random
import string
import subprocess
from pathlib import Path

import pytest

from so_tui.storage.store import Store
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

KEYS = 200
ENTER, BACKSPACE = "\r", "\x7f"


def texts(folder: Path) -> dict[str, str]:
    """Return the lines on the disk by their ids, in the order in which they were saved."""
    with Store.read(folder) as store:
        return {note.id: note.text for note in store.state().notes.values()}


def burst(dice: random.Random) -> tuple[str, list[str], str]:
    """Return keys, the lines that they hand in, and what stays unfinished."""
    keys, line = "", ""
    lines: list[str] = []
    for number in range(KEYS):
        key = dice.choice(string.ascii_lowercase) + dice.choice(("", "", "", ENTER, BACKSPACE))
        keys, line = keys + key, line + key[0]
        if key.endswith(BACKSPACE):
            line = line[:-1]
        if key.endswith(ENTER):
            lines, line = [*lines, line], ""
        if not line and number == KEYS - 1:
            keys, line = f"{keys}z", "z"
    return keys, lines, line


@pytest.mark.parametrize("seed", range(3))
def test_keys_back_to_back_are_all_there_in_order(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "store"
    made = so_tui("demo", "--data-dir", str(folder))
    subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    before = texts(folder)
    keys, lines, rest = burst(random.Random(seed))
    with Terminal(so_tui("visit", "--data-dir", str(folder))) as terminal:
        terminal.wait_for("saves", timeout=30)
        terminal.settle()
        terminal.send(keys)
        terminal.wait_for(lambda _: len(texts(folder)) == len(before) + len(lines), timeout=30)
        new = [text for id_, text in texts(folder).items() if id_ not in before]
        assert new == lines
        terminal.wait_for(lambda text: any(row.strip() == rest for row in text.splitlines()))
