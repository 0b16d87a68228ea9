"""Two people type at once, and their programs are killed again and again at random moments.

`SO_TUI_KILLS` says how often (`make kills` takes 500). Each kill falls on the real program in a
terminal of its own: while it starts, while it saves, between two letters, while it is being left.
"""

import os
import random
import re
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.notes import Note
from so_tui.storage.drafts.drafts import read_drafts
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from tests.support.forks import Forks, forks
from tests.support.terminal import PATIENCE, Terminal, so_tui

pytestmark = pytest.mark.terminal

KILLS = int(os.environ.get("SO_TUI_KILLS", "60"))
LEG = 100
"""So many kills fall on one store; the next ones are a test of their own."""
WORDS = ("it", "is", "in", "the", "left", "one", "and", "small", "she", "says", "ask", "again")
_LINE = re.compile(r"^ [> ] \d\d:\d\d (?P<line>.*)")
_TOKEN = re.compile(r"[ab]\d{4}")
CLEAR, ENTER = "\x15", "\r"


@dataclass
class Told:
    """What the program has shown, and what came of it.

    Attributes:
        saved: The lines, by their first word, that were seen among the saved ones.
        halves: The half-typed lines that were seen on disk.
        ends: How often each way to end was taken.
        again: How often a line came back as unfinished that was saved already.
    """

    saved: set[str] = field(default_factory=set)
    halves: set[str] = field(default_factory=set)
    ends: dict[str, int] = field(default_factory=dict)
    again: int = 0


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        select.select([], [], [], 0.002)


class Writer:
    """One of the two: starts the program, types, and has it killed."""

    def __init__(self, name: str, folder: Path, program: Forks, seed: str) -> None:
        self.told = Told()
        self._name = name
        self._folder = folder
        self._program = program
        self._chance = random.Random(seed)
        self._number = 0

    def live(self) -> None:
        """Start the program once, and be there until it is killed."""
        argv = ["visit", "--as", self._name, "--data-dir", str(self._folder)]
        with Terminal(argv, start=self._program.spawn) as terminal:
            if self._chance.random() < 0.2:
                self._pass(terminal, 9000)
            else:
                terminal.wait_for(self._is_ready)
                self._finish_what_came_back(terminal)
                self._type(terminal)
            self._end(terminal)

    def _pass(self, terminal: Terminal, most: int) -> None:
        """Let the program go on until it has written some more."""
        goal = terminal.bytes_out + self._chance.randrange(most)
        idle = time.monotonic() + 0.3
        until(
            lambda: terminal.bytes_out >= goal or terminal.closed or time.monotonic() > idle,
            "output",
        )

    def _is_ready(self, text: str) -> bool:
        return f"Typing: {self._name}" in text and composer(text) != ""

    def _finish_what_came_back(self, terminal: Terminal) -> None:
        words = composer(terminal.text())
        if words == text("notes.placeholder"):
            return
        known = bool(_TOKEN.search(words)) and words in texts(self._folder)
        self.told.again += known
        terminal.send(CLEAR if known else ENTER)

    def _type(self, terminal: Terminal) -> None:
        for _ in range(self._chance.randint(1, 4)):
            line = self._line()
            terminal.send(f"{line}.{ENTER}")
            if self._chance.random() < 0.5:
                terminal.wait_for(partial(is_shown, line[:5]))
        if self._chance.random() < 0.5:
            half = self._line()
            terminal.send(half)
            if self._chance.random() < 0.5:
                until(lambda: half in unfinished(self._folder), half)
                self.told.halves.add(half)
        self._pass(terminal, 600)

    def _line(self) -> str:
        self._number += 1
        words = self._chance.choices(WORDS, k=self._chance.randint(0, 6))
        return " ".join([f"{self._name}{self._number:04d}", *words])

    def _end(self, terminal: Terminal) -> None:
        """End the program, and note what it has shown."""
        way = self._chance.choices(("kill", "hangup", "line dropped"), (8, 1, 1))[0]
        if way == "kill":
            for _ in range(self._chance.randrange(20_000)):
                pass  # the kill may fall anywhere between two signs of life
            terminal.signal(signal.SIGKILL)
        elif way == "hangup":
            terminal.signal(signal.SIGHUP)
        else:
            terminal.hangup()
        code = terminal.wait(30)
        early = (1, 129)  # the line may drop before the program listens
        assert code == 137 if way == "kill" else code in early, (way, code, terminal.text())
        text = terminal.text()
        assert "NOT SAVED" not in text, text
        assert "Traceback" not in text, text
        self.told.saved |= shown(text)
        self.told.ends[way] = self.told.ends.get(way, 0) + 1


def composer(text: str) -> str:
    """Return what stands in the field where a line is typed, or its hint."""
    rows = text.split("\n")
    rules = [number for number, row in enumerate(rows) if row.startswith(" ───")]
    return rows[rules[-1] + 1].strip() if len(rules) > 1 else ""


def shown(text: str) -> set[str]:
    """Return the first words of the lines that a screen shows as saved."""
    lines = [match["line"] for row in text.split("\n") if (match := _LINE.match(row))]
    return {token for line in lines for token in _TOKEN.findall(line)}


def is_shown(token: str, text: str) -> bool:
    """Return whether a screen shows the line with this first word as saved."""
    return token in shown(text)


def texts(folder: Path) -> list[str]:
    """Return the lines that are kept."""
    return [e.text for e in Store.read(folder).entities() if isinstance(e, Note)]


def unfinished(folder: Path) -> list[str]:
    """Return the unfinished words in all files."""
    found: list[str] = []
    for path in (folder / "drafts").glob("*.jsonl"):
        with suppress(FileNotFoundError):  # the other one has just taken it over
            drafts, _ = read_drafts(path.read_bytes(), PLAIN)
            found += [draft.text for draft in drafts.values()]
    return found


@pytest.fixture(scope="module")
def program() -> Forks:
    return forks()


@pytest.mark.parametrize("begin", range(0, KILLS, LEG))
def test_no_kill_loses_a_line_that_was_shown_as_saved(
    tmp_path: Path, program: Forks, begin: int
) -> None:
    folder = tmp_path / str(begin)
    made = so_tui("demo", "--data-dir", str(folder))
    subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    told = leg(folder, program, min(LEG, KILLS - begin))
    kills = sum(sum(one.ends.values()) for one in told)
    assert kills >= min(LEG, KILLS - begin)
    saved = sum(len(one.saved) for one in told)
    assert sum(one.again for one in told) == 0, "a saved line came back as unfinished"
    halves = sum(len(one.halves) for one in told)
    sys.stdout.write(f"{kills} ends, {saved} lines shown as saved, {halves} half lines, 0 lost\n")


def leg(folder: Path, program: Forks, kills: int) -> list[Told]:
    """Let two people write in one store; return what they were told, which all is there."""
    writers = [Writer(name, folder, program, f"{name} {folder.name}") for name in "ab"]

    def live(writer: Writer) -> None:
        for _ in range((kills + 1) // 2):
            writer.live()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(live, writer) for writer in writers]:
            done.result()
    with Store.open(folder) as store:
        assert store.notices == []
    lines = texts(folder)
    found = Counter(token for line in lines for token in _TOKEN.findall(line))
    left = unfinished(folder)
    assert {token: n for token, n in found.items() if n > 1} == {}
    for writer in writers:
        assert writer.told.saved <= found.keys()
        for half in writer.told.halves:
            assert any(half in words for words in (*lines, *left)), half
    return [writer.told for writer in writers]
