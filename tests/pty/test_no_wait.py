"""No screen waits for a save: one goes on typing while the disk, or another session, is busy."""

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.notes import Note
from so_tui.storage.drafts.drafts import read_drafts
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from so_tui.ui.case_drafts import of_case
from tests.pty.support_companion import Companion
from tests.pty.support_keys import SAVE
from tests.support.busy import held
from tests.support.terminal import PATIENCE, Terminal, so_tui

pytestmark = pytest.mark.terminal

DAY = r"(?:\w+ \d+ \w+: )?"  # the visit is on another day
LATE = re.compile(rf"--:-- +Pat +\(not saved yet\) {DAY}(\w+)")
SAVED = re.compile(rf"\d\d:\d\d +Pat +{DAY}(\w+)$", re.MULTILINE)


@pytest.fixture
def terminal(data_dir: Path) -> Iterator[Terminal]:
    """Pat, about to type in a visit."""
    made = so_tui("demo", "--data-dir", str(data_dir))
    subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    visit = so_tui("visit", "--data-dir", str(data_dir), "--as", "Pat")
    with Terminal(visit) as terminal:
        terminal.wait_for("Typing: Pat")
        terminal.settle()
        yield terminal


def lines(folder: Path) -> list[str]:
    """Return the lines that are kept."""
    return [e.text for e in Store.read(folder).entities() if isinstance(e, Note)]


def unfinished(folder: Path) -> list[str]:
    """Return the unfinished words in the files, read without the lock."""
    found = []
    for path in (folder / "drafts").glob("*.jsonl"):
        found += [draft.text for draft in read_drafts(path.read_bytes(), PLAIN)[0].values()]
    return found


def test_lines_show_at_once_and_say_that_they_are_not_saved_until_they_are(
    data_dir: Path, terminal: Terminal
) -> None:
    with held(data_dir):
        terminal.send("one\r")
        terminal.wait_for(
            lambda screen: LATE.findall(screen) == ["one"] and text("status.saving") in screen
        )
        terminal.send("two\rhalf a li")
        terminal.wait_for(lambda screen: LATE.findall(screen) == ["one", "two"])
        terminal.send("ne")  # and still every letter shows
        terminal.wait_for("half a line")
        assert LATE.findall(terminal.text()) == ["one", "two"]
        assert "Saved" not in terminal.text()
    terminal.wait_for(lambda screen: SAVED.findall(screen)[-2:] == ["one", "two"])
    assert not LATE.search(terminal.text())
    assert {"one", "two"} <= set(lines(data_dir))
    assert "half a line" in terminal.text()


def test_what_was_not_saved_in_time_outlives_a_kill_as_unfinished_text(
    data_dir: Path, terminal: Terminal
) -> None:
    with held(data_dir):
        terminal.send("one\rtwo\rhalf")
        terminal.wait_for(lambda screen: LATE.findall(screen) == ["one", "two"])
        words = "one\ntwo\nhalf"
        terminal.wait_for(lambda _: words in unfinished(data_dir))
        terminal.signal(signal.SIGKILL)
        terminal.wait()
    assert not {"one", "two"} & set(lines(data_dir))
    with Store.open(data_dir) as store:
        assert words in [draft.text for draft in store.drafts.all().values()]


def test_a_form_that_was_not_saved_in_time_outlives_a_kill_too(
    data_dir: Path, terminal: Terminal
) -> None:
    companion = Companion(terminal)
    companion.go("checklist")
    with held(data_dir):
        companion.press("n")
        companion.sees("A new task", "^S Save")
        companion.press("Ask for the slides")
        terminal.wait_for(lambda _: any("the slides" in words for words in unfinished(data_dir)))
        companion.press(SAVE)
        companion.sees(text("status.saving"), "Ask for the slides")
        terminal.settle(0.5)
        terminal.signal(signal.SIGKILL)
        terminal.wait()
    with Store.open(data_dir) as store:
        assert "Ask for the slides" not in [task.text for task in store.state().tasks.values()]
        drafts = of_case(store.drafts.all(), store.state().case_id)
        assert "Ask for the slides" in drafts["form:task:new"].text


def test_a_lock_that_is_held_for_long_is_said_and_all_is_saved_afterwards(
    data_dir: Path, terminal: Terminal
) -> None:
    with held(data_dir):
        terminal.send("one\r")
        terminal.wait_for("NOT SAVED", timeout=PATIENCE)
        terminal.send("two\rhalf")
        terminal.wait_for(lambda screen: LATE.findall(screen) == ["one", "two"])
        terminal.wait_for("half")
        terminal.send("\x15three\r")
        terminal.wait_for(lambda screen: LATE.findall(screen) == ["one", "two", "three"])
    terminal.wait_for(lambda screen: SAVED.findall(screen)[-3:] == ["one", "two", "three"], 20)
    assert "NOT SAVED" not in terminal.text()
    assert [line for line in lines(data_dir) if line in ("one", "two", "three")] == [
        "one",
        "two",
        "three",
    ]
