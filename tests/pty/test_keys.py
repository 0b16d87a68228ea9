"""Keys over a real line: whatever the packets, what was typed is what is there."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pty.apps.notebook_model import SEQUENCES, NotebookModel, as_sent, random_keys
from tests.pty.apps.running import appears, open_notebook
from tests.support.terminal import Terminal


def marked(terminal: Terminal, directory: Path, number: int) -> dict[str, list[Any]]:
    """Have the app keep its content, and return it."""
    terminal.send(SEQUENCES["f9"])
    appears(directory / f"mark{number}")
    kept: dict[str, list[Any]] = json.loads((directory / "kept").read_text())
    return kept


def chunks(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """Cut keys as a lagging line does: anywhere but inside an escape sequence."""
    while data:
        size = chance.randint(1, 30)
        while b"\x1b" in data[max(0, size - 5) : size]:
            size += 5
        yield data[:size]
        data = data[size:]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("cut", [False, True])
def test_keys_in_packets_give_what_was_typed(seed: int, cut: bool, tmp_path: Path) -> None:
    chance = random.Random(seed)
    model = NotebookModel()
    with open_notebook(tmp_path) as terminal:
        for number in range(1, 6):
            keys = random_keys(chance, 60)
            for name in keys:
                model.press(name)
            if model.dialog is not None:
                model.press("enter")
                keys.append("enter")
            data = b"".join(as_sent(keys))
            for piece in chunks(data, chance) if cut else [data]:
                terminal.send(piece)
            assert marked(terminal, tmp_path, number) == model.content()


def test_bytes_that_are_not_utf8_are_read_and_lose_nothing(tmp_path: Path) -> None:
    with open_notebook(tmp_path) as terminal:
        terminal.send(b"a\xe9b\xff")
        terminal.send(b"c\xc3")
        terminal.send(b"\xa9d\r")
        assert marked(terminal, tmp_path, 1) == {"first": ["", "", ["aéb\xffcéd"]]}


def test_a_lone_stray_byte_appears_without_another_key(tmp_path: Path) -> None:
    with open_notebook(tmp_path) as terminal:
        terminal.send(b"caf\xe9")
        terminal.wait_for("café")


def test_senseless_sequences_end_nothing(tmp_path: Path) -> None:
    with open_notebook(tmp_path) as terminal:
        terminal.send(b"a\x1b[99999999999999999999;1u")
        terminal.send(b"\x1b[1114112;1ub\x1b[<0;0;0Mc")
        terminal.wait_for("abc")


def test_a_paste_with_escapes_stays_text_and_in_order(tmp_path: Path) -> None:
    with open_notebook(tmp_path) as terminal:
        terminal.send("\t" + "a\x1b[200~b\x1b]0;title\x07\u202ec\x1b[201~\x7fd")
        assert marked(terminal, tmp_path, 1) == {"first": ["", "ab]0;titled", []]}
    assert "title" not in terminal.emulator.titles
