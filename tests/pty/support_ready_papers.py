"""What one takes along, by keys alone: the sheet, the packing list, the emergency card."""

from pathlib import Path
from subprocess import run

from so_tui.content import text, words
from so_tui.ui.commands.specs import MODES
from tests.pty.support_companion import Companion
from tests.pty.support_keys import DOWN, EMPTY, ESCAPE, SAVE, TAB, key
from tests.pty.support_ready import (
    ABEL,
    BRANDT,
    SENTENCE,
    SLIDES,
    leave,
    open_side,
    tick,
    write_out,
)
from tests.pty.support_ready_questions import AGREE, GRADE, HARM, PLAIN_WORDS
from tests.support.terminal import so_tui

SCARF = "My blue scarf"
BROUGHT = "The slides and the disc"
OWN_FILLED = f"Will {BRANDT} tell {ABEL}?"
LAYOUTS = {"t": "questions-dr-brandt.html", "l": "questions-dr-brandt-2.html",
           "M": "questions-dr-brandt.md", "pp": "questions-dr-brandt.txt"}  # fmt: skip
"""The keys that choose each kind of sheet, and the file it is written to."""


def hand_over(companion: Companion, papers: Path) -> None:
    """Write the sheet to print, in large print, as Markdown and as plain text."""
    for layout in LAYOUTS:
        companion.press(key("questions.sheet"))
        companion.sees(text("sheet.form"), "^S Save")
        companion.press(TAB + layout + TAB + BROUGHT + TAB + EMPTY + str(papers) + SAVE)
        companion.sees_no_more("^S Save")
        companion.sees("The sheet is saved")
        companion.press(DOWN)
    found = {path.name for path in papers.glob("questions-*")}
    assert found == set(LAYOUTS.values())
    for name in LAYOUTS.values():
        check_the_sheet((papers / name).read_text("utf-8"))
    check_the_layouts(*((papers / name).read_text("utf-8") for name in LAYOUTS.values()))


def check_the_sheet(written: str) -> None:
    """Look for all that belongs on the sheet, whichever way it is written."""
    plain = " ".join(written.replace("\\", "").split())
    front, _, more = plain.partition(text("sheet.paper.more_lead_visit"))
    for phrase in (
        f"For {BRANDT}, ",
        "I was told: A lump in the left breast.",
        f"My doctor now: {ABEL}.",
        SENTENCE,
        f"({ABEL}).",
        GRADE,
        PLAIN_WORDS.strip(),
        HARM,
        OWN_FILLED,
        BROUGHT,
    ):
        assert phrase in front, phrase
    assert AGREE in more
    assert "Will {doctor}" not in plain


def check_the_layouts(html: str, large: str, marked: str, text: str) -> None:
    """Look for what tells the four kinds of sheet apart; each has space to write overleaf."""
    assert "11pt" in html
    assert "18pt" in large
    assert "18pt" not in html
    for paper in (html, large):
        _, _, more = paper.partition('<section class="more">')
        assert more.count("<li>") * 2 == more.count('class="space"') > 0
    assert marked.startswith(f"# For {BRANDT}")
    front, _, more = text.partition("\f")
    assert "1. What is the grade" in front
    assert "   ____" in more


def pack(companion: Companion, folder: Path, papers: Path) -> None:
    """Read what is known of the visit, tick two things, add one and write the list out."""
    open_side(companion, "What to take", f"What to take to {BRANDT}")
    facts = (
        "Comes along: Nora", "Getting there: Nora drives", "Interpreter: French, asked",
        "Needed there: a wheelchair", "By phone: Jo, 555 0177", "Where: third floor",
    )  # fmt: skip
    companion.sees(*facts)
    tick(companion, SLIDES)
    tick(companion, words("packing.items")["charger"][:17])
    companion.press("n")
    companion.fill("A line of my own", SCARF)
    companion.sees(SCARF)
    write_out(companion, papers)
    leave(companion, SCARF)
    printed = (papers / "what-to-take.html").read_text("utf-8")
    printed = printed.replace('<span class="whole">', "")  # keeps a phone number on one line
    for line in (f"What to take to {BRANDT}", *facts, f"</span>{SCARF}"):
        assert line in printed, line
    for ticked in (SLIDES, "Phone or computer"):
        assert f"[x]</span>{ticked}" in printed
    assert f"[ ]</span>{words('packing.items')['snack']}" in printed
    command = so_tui("packing", "--data-dir", str(folder))
    plain = run(command, capture_output=True, check=True, text=True, timeout=30).stdout
    assert "[x] Phone or computer" in plain
    assert SCARF in plain


def look_at_the_card(companion: Companion) -> None:
    """Write one's own numbers on the card, and open it from each screen; they stand first."""
    companion.press("0")
    companion.sees("Emergency card", "cannot help in an emergency")
    companion.press("e")
    companion.fill("Numbers for an emergency", "555 0170", "555 0171", "Jo", "555 0155")
    companion.sees("555 0170", "Jo 555 0155")
    screen = companion.terminal.text()
    assert screen.index("555 0170") < screen.index("Please note")
    leave(companion, "Emergency card")
    for mode in MODES:
        companion.go(mode)
        look(companion)
    companion.go("checklist")
    companion.press("n")
    companion.sees("A new task", "^S Save")
    companion.press("half a li")
    look(companion)
    companion.press("ne")
    companion.sees("half a line")
    companion.press("\x12" + ESCAPE)
    companion.sees_no_more("^S Save")


def look(companion: Companion) -> None:
    """Open the card by its key and close it again."""
    companion.press(key("app.emergency"))
    companion.sees("Emergency card", "555 0170")
    leave(companion, "Emergency card")
