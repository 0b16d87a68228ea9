"""What comes in from the terminal ends nothing and deletes nothing: stray bytes and pastes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from so_tui.terminal.decoding import END, START
from tests.pty.support_companion import Companion, Tables, exported, texts
from tests.pty.support_keys import ENTER, QUIT, key
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

EVERY_BOUND_KEY = "\x11\x04\x18\x15\x0b\x03\x12\x13 xxdnpwu123456\r\x7f\x1b[3~\x1b\x1a"

OLD = {
    b"caf\xe9 a": "café a",
    b"\xffb": "ÿb",
    b"c\xc3 d": "cÃ d",
    b"na\xefve \x80 5": "naïve € 5",
    b"\xfe\xf0\x9f\x98 e": "þð\u0178\u02dc e",
}
"""What a terminal without UTF-8 sends, and what was typed there."""


@pytest.fixture
def companion(tmp_path: Path) -> Iterator[Companion]:
    """Somebody with a case, a doctor and a visit, whose notes are open."""
    with Terminal(so_tui("--data-dir", str(tmp_path / "new"))) as terminal:
        companion = Companion(terminal)
        companion.start_case("A lump", "Ruth", "Dr. Abel")
        companion.add_visit("Dr. Abel", "today", "9:00", "Room 4")
        companion.go("notes")
        yield companion


def words(tables: Tables) -> dict[str, int]:
    """Return how many entries each table has."""
    return {name: len(table) for name, table in tables.items() if isinstance(table, list)}


def test_bytes_of_an_old_terminal_are_read(companion: Companion, tmp_path: Path) -> None:
    for raw, read in OLD.items():
        companion.terminal.send(b"before " + raw + b" after" + ENTER.encode())
        companion.sees(f": before {read} after")
    companion.quit()
    lines = [f"before {read} after" for read in OLD.values()]
    assert texts(exported(tmp_path / "new")["notes"]) == lines


def test_a_character_may_come_byte_by_byte(companion: Companion, tmp_path: Path) -> None:
    for byte in "é€😀".encode():
        companion.terminal.send(bytes([byte]))
    companion.press(ENTER)
    companion.sees(": é€")
    companion.quit()
    assert texts(exported(tmp_path / "new")["notes"]) == ["é€😀"]


def test_a_paste_that_breaks_out_deletes_and_ends_nothing(
    companion: Companion, tmp_path: Path
) -> None:
    before = words(exported(tmp_path / "new"))
    for place in ("notes", "checklist", "questions", "opinions", "decision"):
        companion.go(place)
        companion.press(f"{START}abc{END}{EVERY_BOUND_KEY}{END}{EVERY_BOUND_KEY}{END}")
        companion.go("home")
        companion.sees("A lump", "Dr. Abel")
    companion.quit()
    after = words(exported(tmp_path / "new"))
    assert {**after, "drafts": 0} == {**before, "drafts": 0}


def test_what_one_key_deletes_one_key_brings_back(companion: Companion, tmp_path: Path) -> None:
    """Where keys get through after all, as from a terminal that marks no pastes."""
    before = exported(tmp_path / "new")["tasks"]
    companion.go("checklist")
    for count in (1, 2, 3):
        companion.press("x")
        companion.sees("Deleted")
        assert len(exported(tmp_path / "new")["tasks"]) == len(before) - count
    companion.press(key("app.undo") * 3)
    companion.sees("Undone")
    companion.press(QUIT)
    assert companion.terminal.wait() == 0
    after = exported(tmp_path / "new")["tasks"]
    assert sorted(map(str, after)) == sorted(map(str, before))
