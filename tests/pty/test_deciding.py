"""From 'should I?' to what to take along, by keys alone in a real terminal."""

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from so_tui.content import words
from tests.pty.support_companion import Companion, exported, in_days
from tests.pty.support_keys import EMPTY, ENTER, ESCAPE, SAVE, SPACE, TAB, key
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

ABEL, BRANDT = "Dr. Abel", "Dr. Brandt"
RARE = words("deciding.reasons")["rare"]
TELL = words("deciding.telling")["calm"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80", "60"])
def test_from_should_i_to_the_packing_list(tmp_path: Path, size: tuple[int, int]) -> None:
    folder, papers = tmp_path / "new", tmp_path / "papers"
    papers.mkdir()
    with Terminal(so_tui("--data-dir", str(folder)), size=size) as terminal:
        companion = Companion(terminal)
        companion.start_case("A lump in the left breast", "Ruth", ABEL)
        companion.add_doctor(BRANDT, "oncology", "City Hospital", "555 0102")
        companion.add_visit(BRANDT, "+30", "2:30 pm", "third floor")
        decide_whether(companion, papers)
        move_the_visit(companion, papers)
        pack(companion, papers)
        keep_numbers(companion)
        companion.quit()

    kept = exported(folder)
    check_what_was_decided(kept)
    (visit,) = kept["visits"]
    assert visit["day"] == in_days(30)
    names = sorted(path.name for path in papers.iterdir())
    assert names == ["second-opinion.ics", "what-to-say.html", "what-to-take.html"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in papers.iterdir())
    events = Calendar.from_ical((papers / "second-opinion.ics").read_bytes()).walk("VEVENT")
    starts = {str(event["UID"]): event.decoded("dtstart") for event in events}
    moved = starts[f"visit-{visit['id']}@so-tui"]
    assert f"{moved:%Y-%m-%d %H:%M}" == f"{in_days(37)} 14:30"
    assert "[x]</span>Phone or computer" in (papers / "what-to-take.html").read_text("utf-8")
    assert "about my being sure" in (papers / "what-to-say.html").read_text("utf-8")


def decide_whether(companion: Companion, papers: Path) -> None:
    companion.go("home")
    companion.choose("1 Decide whether")
    companion.press(ENTER)
    companion.sees("Reasons for a second opinion")
    companion.choose(RARE[:20])
    companion.press(SPACE)
    companion.sees(f"[x] {RARE[:20]}")
    companion.press("n")
    companion.fill("A line of my own", "My sister had it too")
    companion.sees("[x] My sister had it too")
    companion.choose("To decide:")
    companion.press(ENTER)
    companion.fill(
        "What I have to decide",
        "Surgery first, or tablets first?", "+60", ABEL, "yesterday", "\x1b[C", "3", "\x1b[C", "",
        "I want to be sure",
    )  # fmt: skip
    companion.sees("To decide: Surgery first")
    companion.choose(TELL[:20])
    companion.press(SPACE)
    companion.sees(f"[x] {TELL[:20]}")
    write_out(companion, papers)
    companion.press(ESCAPE)
    companion.sees("go ahead, ")


def write_out(companion: Companion, papers: Path) -> None:
    companion.press("h")
    companion.sees("Folder")
    companion.press(TAB + EMPTY + str(papers) + SAVE)
    companion.sees("Saved: ")


def open_side(companion: Companion, title: str, seen: str) -> None:
    companion.press("a")
    companion.sees("What do you want to arrange?")
    companion.choose(title)
    companion.press(ENTER)
    companion.sees(seen)


def move_the_visit(companion: Companion, papers: Path) -> None:
    open_side(companion, "All dates", "V visit")
    companion.choose(f"Visit: {BRANDT}")
    companion.press("e")
    companion.fill(BRANDT, EMPTY + "+37")
    companion.sees("Moved, and ", "in 37 days")
    companion.press("c")
    companion.sees("A calendar file")
    companion.press(EMPTY + str(papers) + SAVE)
    companion.sees("The calendar is saved")
    companion.press("u")
    companion.sees("in 30 days")
    companion.press(ESCAPE)
    companion.sees_no_more("V visit")


def pack(companion: Companion, papers: Path) -> None:
    open_side(companion, "What to take", f"What to take to {BRANDT}")
    companion.choose("Phone or computer")
    companion.press(SPACE)
    companion.sees("[x] Phone or computer")
    write_out(companion, papers)
    companion.press(ESCAPE)
    companion.sees_no_more("[x] Phone")


def keep_numbers(companion: Companion) -> None:
    companion.go("notes")
    companion.press("half a line")
    companion.sees("half a line")
    companion.press(key("app.emergency"))
    companion.sees("Emergency card", "cannot help in an emergency")
    companion.press("e")
    companion.fill("Numbers for an emergency", "555 0170", "555 0171", "Jo", "555 0155")
    companion.sees("555 0170", "Jo 555 0155")
    companion.press(ESCAPE)
    companion.sees_no_more("Emergency card")
    companion.sees("half a line")


def check_what_was_decided(kept: Mapping[str, Any]) -> None:
    """Compare the export with what was typed."""
    (decision,) = kept["decisions"]
    assert decision["sentence"] == "Surgery first, or tablets first?"
    assert (decision["decide_by"], decision["given_on"]) == (in_days(60), in_days(-1))
    assert (decision["given_by"], decision["sure"]) == (ABEL, 3)
    assert (decision["part"], decision["outcome"]) == ("I decide", "go ahead")
    assert decision["outcome_reason"] == "I want to be sure"
    ticked = {(t["listed"], t["template"] or t["text"]) for t in kept["ticks"] if t["on"]}
    assert ticked == {
        ("reasons", "rare"),
        ("reasons", "My sister had it too"),
        ("telling", "calm"),
        ("packing", "charger"),
    }
    (card,) = kept["urgent_cards"]
    assert (card["team_day"], card["team_night"]) == ("555 0170", "555 0171")
