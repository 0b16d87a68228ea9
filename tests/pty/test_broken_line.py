"""The ways a line ends in the middle of a word, and what stands there at the next start."""

import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from so_tui.content import core_points
from so_tui.domain.case import Case
from so_tui.domain.encounters import Encounter
from so_tui.domain.people import Doctor
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.pty.support_companion import Companion, exported, texts
from tests.pty.support_keys import ENTER, SAVE, TAB, key
from tests.support.terminal import PATIENCE, Terminal, so_tui

pytestmark = pytest.mark.terminal

CASE, ABEL, BRANDT = "A lump in the left breast", "Dr. Abel", "Dr. Brandt"
HALF, REST = "She says the marg", "ins are clear"


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A data directory with two doctors, and a visit today with the second one."""
    case = Case(title=Clean(CASE), opened=date.today())
    first = Doctor(case_id=case.id, name=Clean(ABEL), order=0)
    second = Doctor(case_id=case.id, name=Clean(BRANDT), order=1)
    visit = Encounter(case_id=case.id, doctor_id=second.id, day=date.today())
    with Store.open(make_data_dir(tmp_path / "begun")) as store:
        store.commit([Put(entity) for entity in (case, first, second, visit)])
    return tmp_path / "begun"


def hang_up(terminal: Terminal) -> None:
    terminal.signal(signal.SIGHUP)


def close(terminal: Terminal) -> None:
    terminal.hangup()


def terminate(terminal: Terminal) -> None:
    terminal.signal(signal.SIGTERM)


@pytest.mark.parametrize(("end", "code"), [(hang_up, 129), (close, 129), (terminate, 143)])
def test_half_a_line_stands_in_the_composer_again(
    begun: Path, end: Callable[[Terminal], None], code: int
) -> None:
    command = so_tui("visit", "--data-dir", str(begun))
    with Terminal(command) as terminal:
        terminal.wait_for(BRANDT)
        terminal.send(HALF)
        terminal.wait_for(HALF)
        end(terminal)
        assert terminal.wait() == code
    with Terminal(command) as terminal:
        companion = Companion(terminal)
        companion.sees(BRANDT, HALF)
        companion.type_lines(REST + ENTER, HALF + REST)
        companion.quit()
    assert texts(exported(begun)["notes"]) == [HALF + REST]


def test_half_a_line_outlives_a_peer_that_stalls(begun: Path) -> None:
    command = so_tui("visit", "--data-dir", str(begun))
    with Terminal(command) as terminal:
        terminal.wait_for(BRANDT)
        terminal.stall()
        # Far more pictures than a terminal's buffer holds, and then, unseen, the words.
        terminal.send((key("app.checklist") + key("app.notes")) * 20 + HALF)
        wait_for_draft(terminal, begun, HALF)
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 143
    with Terminal(command) as terminal:
        Companion(terminal).sees(BRANDT, HALF)


def wait_for_draft(terminal: Terminal, folder: Path, text: str) -> None:
    """Wait until unfinished words are on the disk; nobody can see them on a stalled line."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if text in [draft.text for draft in Store.read(folder).drafts.all().values()]:
            return
        terminal.settle(0.02)
    raise AssertionError("the words did not reach the disk")


def test_a_half_filled_task_form_is_put_back(begun: Path) -> None:
    command = so_tui("--data-dir", str(begun))
    with Terminal(command) as terminal:
        companion = Companion(terminal)
        companion.sees(CASE)
        companion.go("checklist")
        companion.press("n" + "Fetch the disc" + TAB + "Nor")
        companion.sees("A new task", "Fetch the disc", "Nor")
        terminal.signal(signal.SIGHUP)
        assert terminal.wait() == 129
    with Terminal(command) as terminal:
        companion = Companion(terminal)
        companion.sees("Unfinished words", "A task", "Fetch the disc")
        companion.go("checklist")
        companion.press("n")
        companion.sees("Unsaved words from last time", "Fetch the disc", "Nor")
        companion.press(SAVE)
        companion.sees("Added: Fetch the disc")
        companion.quit()
    kept = exported(begun)
    assert [(t["text"], t["owner"]) for t in kept["tasks"]] == [("Fetch the disc", "Nor")]
    assert kept["drafts"] == []


def test_a_half_filled_cell_is_put_back_in_its_place(begun: Path) -> None:
    point = core_points()[1]
    command = so_tui("--data-dir", str(begun))
    with Terminal(command) as terminal:
        companion = Companion(terminal)
        companion.sees(CASE)
        companion.go("opinions")
        companion.choose(point.label)
        companion.press("l" + ENTER + "grade thr" + TAB + "x")
        companion.sees(f"{BRANDT}: {point.label}", "grade thr", "[x differs]")
        terminal.signal(signal.SIGHUP)
        assert terminal.wait() == 129
    with Terminal(command) as terminal:
        companion = Companion(terminal)
        companion.sees("Unfinished words", "An opinion", "grade thr")
        companion.go("opinions")
        companion.choose(point.label)
        companion.press("l" + ENTER)
        companion.sees("Unsaved words from last time", "grade thr", "[x differs]")
        companion.press("ee" + SAVE)
        companion.sees("x differs: grade three")
        companion.quit()
    (cell,), (mark,) = (exported(begun)[table] for table in ("cells", "marks"))
    assert (cell["point"], cell["text"]) == (point.key, "grade three")
    assert (mark["point"], mark["state"]) == (point.key, "differs")
