"""A companion at the keyboard: what a person does with the program, by keys alone.

Every step waits for what the program shows before it goes on.
"""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from so_tui.ui.commands.specs import COMMANDS
from tests.pty.support_keys import (
    DOWN,
    EMPTY,
    ENTER,
    ESCAPE,
    FIRST,
    QUIT,
    SAVE,
    SPACE,
    TAB,
    UP,
    key,
)
from tests.support.terminal import Terminal, so_tui

SIGNS = {"same": "=", "adds": "+", "differs": "x", "not discussed": ".", "not clear": "?"}
"""The sign of each state of a cell."""

_COMPARED = 40
"""So many characters of a row tell it from the next; what lies further right may shift."""

_FIRST_LINE = 14
"""So many characters of a point's label stand on the first line of its row, where it is narrow."""

_CURSOR = re.compile(r"^ ?> (.*)$")
_CURSOR_IN_DIALOG = re.compile(r"^[^│]*│ ?> (.*?) *│")
_IN_DIALOG = re.compile(r"^[^│]*│(.*)│")
_QUESTION = re.compile(r"\((\d+) of (\d+) open\)")

Tables = Mapping[str, list[dict[str, Any]]]


class Companion:
    """Someone who uses the program in a terminal.

    Args:
        terminal: The terminal it runs in; the program has been started there.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    # Looking and pressing

    def press(self, keys: str) -> None:
        """Type keys in one go."""
        self.terminal.send(keys)

    def sees(self, *texts: str) -> None:
        """Wait until the screen shows all these texts."""
        self.terminal.wait_for(lambda screen: all(text in screen for text in texts))

    def reads(self, *texts: str) -> None:
        """Wait until the screen shows all these texts, wherever its lines break."""
        self.terminal.wait_for(
            lambda screen: all(text in " ".join(screen.split()) for text in texts)
        )

    def sees_no_more(self, text: str) -> None:
        """Wait until the screen no longer shows this."""
        self.terminal.wait_for(lambda screen: text not in screen)

    def go(self, mode: str) -> None:
        """Open one of the six screens by its F-key."""
        title = COMMANDS[f"app.{mode}"].title
        self.press(key(f"app.{mode}"))
        self.terminal.wait_for(
            lambda screen: (
                re.search(rf"^\[\d {title}", screen.strip()) is not None
                or f" {title[:12]}]" in screen.splitlines()[0]
            )
        )

    @property
    def chosen(self) -> str:
        """The first line of the row under the cursor; '' when there is none or the cursor moves."""
        return chosen_row(self.terminal.text())

    def choose(self, start: str) -> None:
        """Move the cursor, key by key, to the row that holds this text."""
        self.terminal.wait_for(lambda screen: bool(chosen_row(screen)))
        self.terminal.settle(0.05)
        for _ in range(150):
            screen = self.terminal.text()
            if start in chosen_row(screen):
                self.terminal.settle(0.05)
                if start in self.chosen:
                    return
            self.step(UP if _is_above(screen, start) else DOWN)
        raise AssertionError(f"no row with {start!r}\n{self.terminal.text()}")

    def choose_point(self, label: str) -> None:
        """Move the cursor to the row of a point of the comparison."""
        self.choose(label[:_FIRST_LINE])

    def walk(self, steps: int) -> list[str]:
        """Return the first line of each row from the first one on, going down by `steps` keys."""
        self.press(FIRST)
        self.terminal.wait_for(lambda screen: bool(chosen_row(screen)))
        self.terminal.settle()
        rows = [self.chosen]
        for _ in range(steps):
            self.step(DOWN)
            rows.append(self.chosen)
        return rows

    def step(self, key: str) -> None:
        """Move the cursor by one key, which must move it."""
        before = _place(self.terminal.text())
        self.press(key)
        self.terminal.wait_for(lambda screen: _place(screen) not in (before, (-1, "")))

    def fill(self, title: str, *values: str) -> None:
        """Fill the open form from the field in front on, save it, and wait until it is gone."""
        self.sees(title, "^S Save")
        self.press(TAB.join(values) + SAVE)
        self.sees_no_more("^S Save")

    # Steps of the way

    def start_case(self, title: str, patient: str, doctor: str) -> None:
        """Start a case with its first doctor."""
        self.sees("Press n to start one")
        self.press(key("home.new"))
        self.fill("What is this about?", title, patient, doctor)
        self.sees("Your case is started", title)

    def add_doctor(self, name: str, specialty: str, place: str, phone: str) -> None:
        """Add a doctor, from any screen, and come back to it."""
        self.press("p")
        self.sees("Doctors (the first one")
        self.press("d")
        self.fill("A doctor", name, specialty, place, phone)
        self.sees(f"Added: {name}", f"{name}, {specialty}")
        self._leave_people()

    def add_visit(self, doctor: str, day: str, time: str, place: str) -> None:
        """Add a visit with a doctor; the day and the time as a person types them."""
        self.press("p")
        self.sees("Doctors (the first one")
        self.choose(doctor)
        with_whom = [""] if "second " in self.terminal.text() else []
        self.press("v")
        self.sees("How will you hear from the doctor?")
        self.press(ENTER)
        self.fill("A visit", *with_whom, day, time, EMPTY + place)
        self.sees(f"Added: Visit with {doctor}")
        self._leave_people()

    def _leave_people(self) -> None:
        self.press(ESCAPE)
        self.sees_no_more("Doctors (the first one")

    def tick(self, task: str) -> None:
        """Tick a task on the checklist."""
        self.choose(task)
        self.press(SPACE)
        self.sees(f"Done: {task}")

    def add_task(self, text: str, owner: str, due: str, note: str) -> None:
        """Add a task in the section under the cursor."""
        self.press("n")
        self.fill("A new task", text, owner, due, "", note)
        self.sees(f"Added: {text[:37]}")

    def pick_questions(self, *starts: str) -> None:
        """Pick questions from the library."""
        self.press("l")
        self.sees("[ ] ")
        for start in starts:
            self.choose(start)
            self.press(SPACE)
            self.sees(f"On your list: {start}")
        self.press(ESCAPE)
        self.sees("The others")

    def write_question(self, text: str) -> None:
        """Write a question of one's own, for every doctor."""
        self.press("n")
        self.fill("A new question", text)
        self.sees(f"Added: {text[:37]}")

    def reword_question(self, start: str, more: str) -> None:
        """Add words to the end of a question."""
        self.choose(start)
        self.press(ENTER)
        self.fill("Change a question", more)
        self.sees("Saved: ", more.strip())

    def mark_top(self, start: str) -> None:
        """Put a question among the top three."""
        self.choose(start)
        self.press("t")
        self.sees(f"Top three: {start}")

    def take_visit(self, doctor: str) -> None:
        """Choose, on the Notes screen, the visit with this doctor."""
        self.press(key("notes.visit"))
        self.sees("Which visit do you take notes in?")
        self.choose(doctor)
        self.press(ENTER)
        self.sees_no_more("Which visit do you take notes in?")
        self.terminal.wait_for(lambda screen: doctor in screen.splitlines()[1])

    @property
    def questions_left(self) -> tuple[int, int]:
        """Place of the question at hand and how many are open, (0, 0) when none is."""
        found = _QUESTION.search(self.terminal.text())
        return (int(found[1]), int(found[2])) if found else (0, 0)

    def type_lines(self, keys: str, last: str) -> None:
        """Type many lines in one write, and wait until the last one is saved."""
        self.press(keys)
        self.terminal.wait_for(lambda screen: re.search(rf"\d\d:\d\d .*{last}", screen) is not None)

    def write_cell(self, doctor: str, point: str, text: str, state: str = "") -> None:
        """Fill the chosen cell: its words in the form, typed blind, its state by the key for it."""
        self.press(ENTER + text + SAVE)
        self.sees(f"Saved: {doctor}, {point}")
        self.sees_no_more("^S Save")
        if state:
            self.mark(state)

    def mark(self, state: str) -> None:
        """Set the state of the chosen cell by its key."""
        name = state.replace(" ", "_")
        self.press(key(f"opinions.{name}"))
        shown = f"{SIGNS[state]} {state}"
        self.terminal.wait_for(lambda screen: shown in chosen_row(screen))

    def quit(self) -> None:
        """Leave the program and wait for its end."""
        self.press(QUIT)
        assert self.terminal.wait() == 0


def chosen_row(screen: str) -> str:
    """Return the row under the cursor, of the dialog in front if there is one."""
    return _cursor(screen)[1]


def _cursor(screen: str) -> tuple[int, str]:
    """Return number and text of the cursor's line; (-1, '') unless there is just one."""
    for pattern in (_CURSOR_IN_DIALOG, _CURSOR):
        rows = [
            (number, match[1])
            for number, line in enumerate(screen.splitlines())
            if (match := pattern.match(line))
        ]
        if rows:
            return rows[0] if len(rows) == 1 else (-1, "")
    return -1, ""


def _place(screen: str) -> tuple[int, str]:
    number, text = _cursor(screen)
    return number, text[:_COMPARED]


def _is_above(screen: str, text: str) -> bool:
    """Return whether the text stands above the cursor, in the dialog in front if there is one."""
    lines = screen.splitlines()
    here = _cursor(screen)[0]
    if any(map(_CURSOR_IN_DIALOG.match, lines)):
        lines = [inside[1] if (inside := _IN_DIALOG.match(line)) else "" for line in lines]
    return any(text in line for line in lines[1 : max(here, 1)])


def exported(folder: Path) -> Tables:
    """Return what `so-tui export` prints of a data directory."""
    command = so_tui("export", "--format", "json", "--data-dir", str(folder))
    done = subprocess.run(command, capture_output=True, check=True, timeout=30)
    tables: Tables = json.loads(done.stdout)
    return tables


def standing(kept: Tables, doctor_id: str, against: str, point: str) -> str:
    """Return what is kept of how a doctor stands to another one on a point, '' for nothing.

    That is the word of the doctor's own cell, or the mark of the two; it is `doctor_id` who adds.
    """
    for cell in kept["cells"]:
        if (cell["doctor_id"], cell["point"]) == (doctor_id, point) and cell["state"]:
            return str(cell["state"])
    for mark in kept["marks"]:
        if {mark["doctor_id"], mark["against"]} == {doctor_id, against} and mark["point"] == point:
            assert mark["adds"] in ("", doctor_id)
            return str(mark["state"])
    return ""


def texts(rows: Sequence[Mapping[str, Any]], field: str = "text") -> list[str]:
    """Return one field of each row."""
    return [row[field] for row in rows]


def in_days(days: int) -> str:
    """Return the ISO date so many days from today."""
    return (date.today() + timedelta(days=days)).isoformat()
