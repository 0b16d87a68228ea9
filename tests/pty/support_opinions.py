"""A pair of opinions, and what a person does by keys to bring them from notes to a letter."""

import re
from pathlib import Path

from so_tui.content import core_points, point, words
from tests.pty.support_companion import Companion
from tests.pty.support_keys import DOWN, EMPTY, ENTER, ESCAPE, FIRST, SAVE, SPACE, TAB, key

ABEL, BRANDT = "Dr. Abel", "Dr. Brandt"
RIGHT = "\x1b[C"
REPORTS, SLIDES = "Pathology reports", "Slides or tissue blocks"
TRIAL = "the Lantern trial in her house"

SAID = {
    ABEL: {
        "diagnosis": "ductal cancer, grade two",
        "pathology": "he went by the report",
        "stage": "stage IIA, all scans done",
        "markers": "HER2 two plus, not positive",
        "aim": "he wants to cure it",
        "plan": "surgery first, then tablets",
        "benefit": "eight of ten do well",
        "side_effects": "sore arm, hot flushes",
        "timing": "start within a month",
        "reasons": "the guideline says so",
        "saw": "he never had the slides",
    },
    BRANDT: {
        "diagnosis": "also ductal, grade two",
        "pathology": "her lab cut it again",
        "stage": "also stage IIA",
        "markers": "HER2 three plus, positive",
        "aim": "cure, she said as well",
        "plan": "drugs first, then surgery",
        "benefit": "nine of ten do well",
        "side_effects": "heart check each season",
        "timing": "within a month is fine",
        "tests": "one more test of genes",
        "reasons": "something on new studies",
        "saw": "she had slides and report",
        "trials": TRIAL,
    },
}
"""What each doctor said; on other core points the tidy-up gets the answers below. What they saw is
no core point, and written in the grid."""

ANSWERS = {
    (ABEL, "options"): ".",
    (ABEL, "trials"): ".",
    (ABEL, "tests"): "d",
    (BRANDT, "options"): ".",
}
MARKS = {
    "diagnosis": "same",
    "pathology": "adds",
    "stage": "same",
    "markers": "differs",
    "aim": "same",
    "plan": "differs",
    "side_effects": "adds",
    "timing": "same",
    "reasons": "not clear",
    "trials": "adds",
}
"""The marks of the second doctor; 'benefit' and 'tests' stay without one."""
WHY = {"markers": ("records", "reading"), "plan": ("guideline",)}
"""Why they differ, as the user sees it."""


def meet_both(companion: Companion) -> None:
    companion.start_case("Breast cancer, left", "Ruth", ABEL)
    companion.add_doctor(BRANDT, "oncology", "City Hospital", "555 0102")
    companion.add_visit(ABEL, "yesterday", "9:00", "Room 4")
    companion.add_visit(BRANDT, "today", "8:00", "third floor")
    companion.press("a")
    companion.sees("What do you want to arrange?")
    down_to(companion, "Records")
    companion.press(ENTER)
    companion.sees_no_more("What do you want")
    companion.press(key("records.fill"))
    companion.sees("Added 21 records")
    companion.press(ESCAPE)
    companion.sees("Your steps")
    companion.press(FIRST)
    companion.sees("Next visit")


def take_raw_notes(companion: Companion) -> None:
    companion.go("notes")
    for doctor, said in SAID.items():
        companion.take_visit(doctor)
        companion.type_lines("".join(line + ENTER for line in said.values()), [*said.values()][-1])
        companion.press(key("notes.held"))
        companion.sees(f"It took place: Visit with {doctor}")


def tidy_up(companion: Companion, doctor: str) -> None:
    """Pull a line in for each core point, or give the answer for it, in the order they come."""
    companion.go("opinions")
    companion.press(key("opinions.tidy"))
    companion.sees("Still empty: ")
    companion.press(key("tidy.visit"))
    companion.sees("Which visit?")
    companion.choose(doctor)
    companion.press(ENTER)
    companion.sees_no_more("Which visit?")
    companion.sees(f"{doctor}, ", "Still empty: ")
    companion.press(FIRST)
    is_open = False
    for about in core_points():
        if not is_open:
            companion.choose(about.label)
        if line := SAID[doctor].get(about.key):
            companion.press("" if is_open else SPACE)
            pull(companion, doctor, about.label, line)
            is_open = True
            continue
        if is_open:
            companion.sees(f"{doctor}: {about.label}")
            companion.press(ESCAPE)
            companion.sees_no_more("^S Save")
            companion.choose(about.label)
        companion.press(ANSWERS[doctor, about.key])
        companion.sees(f"Saved: {doctor}, {about.label}")
        is_open = False


def pull(companion: Companion, doctor: str, label: str, line: str) -> None:
    """Put a line of the notes into the form that is open or about to open, and save it."""
    companion.sees(f"{doctor}: {label}", "Notes from this doctor")
    companion.press(TAB * 3)
    down_to(companion, line)
    companion.press(SPACE)
    companion.terminal.wait_for(lambda screen: in_front(screen).startswith("[x]"))
    companion.press(SAVE)
    companion.sees_no_more(f"{doctor}: {label}")


def in_front(screen: str) -> str:
    """Return the start of the chosen row of the dialog, '' unless there is just one."""
    rows = re.findall(r"│ ?> (.{60})", screen)
    return rows[0] if len(rows) == 1 else ""


def down_to(companion: Companion, text: str) -> None:
    """Go down in the dialog, key by key, to the row that holds this text."""
    terminal = companion.terminal
    rows = [""]

    def has_moved(screen: str) -> bool:
        row = in_front(screen)
        if row in ("", rows[-1]):
            return False
        rows.append(row)
        return True

    terminal.wait_for(lambda screen: bool(in_front(screen)))
    terminal.settle(0.05)
    terminal.wait_for(has_moved)
    while text not in rows[-1]:
        companion.press(DOWN)
        terminal.wait_for(has_moved)
    terminal.settle(0.05)
    assert text in in_front(terminal.text())


def compare(companion: Companion) -> None:
    """Mark what the second doctor said, and tick what each had in hand."""
    companion.press(key("tidy.opinions"))
    companion.sees(f"1 {ABEL}", f"2 {BRANDT}")
    saw, trials = point("saw").label, point("trials").label
    companion.press(FIRST + "h")
    companion.choose_point(saw)
    for doctor, column in ((ABEL, ""), (BRANDT, "l")):
        companion.press(column + ENTER)
        pull(companion, doctor, saw, SAID[doctor]["saw"])
    companion.press(FIRST)
    for about, state in MARKS.items():
        companion.choose_point(point(about).label)
        companion.mark(state)
    for doctor, column, had in ((BRANDT, "l", (REPORTS, SLIDES)), (ABEL, "h", (REPORTS,))):
        companion.press(column + key("opinions.hand"))
        companion.sees(f"What did {doctor} see?")
        for record in had:
            down_to(companion, record)
            companion.press(SPACE)
            companion.sees(f"{doctor} saw: {record}")
        companion.press(ESCAPE)
        companion.sees_no_more(f"What did {doctor}")
    companion.choose_point(trials)
    companion.press(key("opinions.ask"))
    companion.sees("On the question list: We did not talk about this: Trials")


def read_summary(companion: Companion) -> list[str]:
    """Return what the screen showed at each row of the summary, from the first to the last."""
    companion.press(key("opinions.summary") + FIRST)
    companion.sees("In all")
    companion.terminal.settle()
    seen = [companion.terminal.text()]
    while "Numbers" not in companion.chosen:
        companion.step(DOWN)
        seen.append(companion.terminal.text())
    return seen


def say_why(companion: Companion) -> None:
    """Tick why they differ, from the summary, and make a task and questions of it."""
    for about, reasons in WHY.items():
        label = point(about).label
        companion.press(FIRST)
        companion.choose(f"x differs       {label}")
        companion.press(ENTER)
        companion.sees(f"{label}: {ABEL} and {BRANDT}")
        for reason in reasons:
            start = words("differences.reason")[reason][:30]
            down_to(companion, start)
            companion.press(SPACE)
            companion.sees(f"[x] {start}")
        if about == "markers":
            down_to(companion, "Have the slides or scans")
            companion.press(key("difference.task"))
            companion.sees("On the task list: ")
            companion.press(key("difference.question"))
            companion.sees("On the question list: ")
        companion.press(ESCAPE)
        companion.sees_no_more(f"{label}: {ABEL} and {BRANDT}")
        companion.sees(f"{label}: {words('differences.reason')[reasons[0]][:20]}")
    companion.choose(f"? not clear     {point('reasons').label}")
    companion.press(key("summary.ask"))
    companion.sees("On the question list: I did not understand this")


def go_back(companion: Companion, papers: Path) -> None:
    """Take the trial into the agenda; write agenda and letter into the folder."""
    companion.go("decision")
    companion.press(key("decision.follow_up"))
    companion.sees("Follow-up visit", "To talk about with")
    companion.choose(f"Trials. {BRANDT} adds: ")
    companion.press(SPACE)
    companion.sees("Included: Trials")
    for paper in ("agenda", "letter"):
        companion.press(key("followup.print"))
        companion.sees("Which paper?")
        down_to(companion, words("followup.paper")[paper])
        companion.press(ENTER)
        companion.sees("Folder")
        companion.press(RIGHT * 3 + TAB + EMPTY + str(papers) + SAVE)
        companion.sees_no_more("^S Save")
        companion.sees("The paper is saved")
