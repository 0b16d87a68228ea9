"""What a terminal answers, by pty: it types nothing, presses no key, opens and settles nothing."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.support_companion import Companion, exported, texts
from tests.pty.support_keys import ENTER, SAVE
from tests.support.answers import ANSWERS, NO_KEYS, TITLES
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

CUT = 0.09
"""Seconds between pieces: with what reading takes, past the time that an Escape is waited with."""


@pytest.fixture
def companion(tmp_path: Path) -> Iterator[Companion]:
    """Somebody with a case, a doctor, a question and a visit, whose notes are open."""
    with Terminal(so_tui("--data-dir", str(tmp_path / "new"))) as terminal:
        companion = Companion(terminal)
        companion.start_case("A lump", "Ruth", "Dr. Abel")
        companion.add_visit("Dr. Abel", "today", "9:00", "Room 4")
        companion.go("questions")
        companion.press("n")
        companion.sees("^S Save")
        companion.press(f"Is it in the bone?{SAVE}")
        companion.sees_no_more("^S Save")
        companion.go("notes")
        companion.sees("Is it in the bone?")
        yield companion


def pieces(dice: random.Random, answer: str) -> list[str]:
    """Cut an answer in up to four, but not after its first byte."""
    places = sorted({len(answer), *(dice.randint(2, len(answer)) for _ in range(3))})
    return [answer[a:b] for a, b in zip([0, *places], places, strict=False)]


def pause(seconds: float) -> None:
    """Let the line be silent, as a slow one is."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, 0.05))


def test_answers_in_pieces_type_nothing_and_settle_nothing(
    companion: Companion, tmp_path: Path
) -> None:
    dice = random.Random(11)
    for number, answer in enumerate(ANSWERS):
        companion.press(f"{number} is ")
        for piece in pieces(dice, answer):
            companion.press(piece)
            pause(dice.choice((0, CUT, 2 * CUT)))
        companion.press(f"what was said{ENTER}")
        companion.sees(f": {number} is what was said")
    for answer in (*TITLES, *NO_KEYS):
        companion.press(answer)
    companion.press(f"and no more{ENTER}")
    companion.sees(": and no more")
    companion.quit()
    kept = exported(tmp_path / "new")
    said = [f"{number} is what was said" for number in range(len(ANSWERS))]
    assert texts(kept["notes"]) == [*said, "and no more"]
    assert not kept["answers"]


def test_answers_press_no_key_in_a_list(companion: Companion, tmp_path: Path) -> None:
    before = exported(tmp_path / "new")
    for place in ("home", "checklist", "questions", "opinions", "decision"):
        companion.go(place)
        companion.terminal.settle(0.5)  # details may come later than the list
        shown = companion.terminal.text()
        for answer in (*ANSWERS, *TITLES, *NO_KEYS):
            companion.press(answer)
        pause(3 * CUT)
        companion.terminal.settle()
        assert companion.terminal.text() == shown
    companion.quit()
    after = exported(tmp_path / "new")
    assert after == {**before, "exported": after["exported"]}


def test_escape_and_a_key_in_one_leave_a_form_and_put_no_sign_in_it(companion: Companion) -> None:
    """As tmux sends them, when the second comes within half a second."""
    companion.go("checklist")
    for sign in "é]P~":
        companion.press("n")
        companion.sees("^S Save")
        companion.press(f"half\x1b{sign}")
        companion.sees_no_more("^S Save")
        companion.terminal.settle()
        companion.press("n")
        companion.sees("half")
        companion.press("\x12")
        companion.sees_no_more("half")
        companion.press("\x1b")
        companion.sees_no_more("^S Save")
        companion.terminal.settle()


def test_alt_and_a_character_is_no_text_in_the_notes(companion: Companion, tmp_path: Path) -> None:
    companion.press("at \x1b1\x1b5\x1bn5\x1b] mg")
    companion.sees("at 5 mg")
    companion.press(ENTER)
    companion.sees(": at 5 mg")
    companion.quit()
    assert texts(exported(tmp_path / "new")["notes"]) == ["at 5 mg"]


def test_what_a_keyboard_sends_is_kept(companion: Companion, tmp_path: Path) -> None:
    assert b"\x1b[>29u" in companion.terminal.raw  # with alternate keys, for other layouts
    lines = (
        "at\u00a05\u202fmg\u2003and\u30007",
        "\u0645\u06cc\u200c\u062e\u0648",
        "👨\u200d👩\u200d👧 🇩🇪 e\u0301",
    )
    for line in lines:
        companion.press(line + "🏴\U000e0067\U000e007f\x7f\n")
    companion.press("\x1b[120;1u\x1b[1090::110;;1090u\x1b[13;2u")
    companion.sees(": x\u0442")
    companion.quit()
    assert texts(exported(tmp_path / "new")["notes"]) == [*lines, "x\u0442"]
