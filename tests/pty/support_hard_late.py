"""A hard case from the written opinion to the next round; by keys alone."""

import json
from pathlib import Path

from tests.pty.support_companion import Companion
from tests.pty.support_hard import (
    ABEL,
    BRANDT,
    COLE,
    DUNN,
    LEO,
    NORA,
    PATIENT,
    SIZE,
    TITLE,
    asked,
    in_order,
    on,
    paper,
    pick,
)
from tests.pty.support_hard_early import PEOPLE
from tests.pty.support_keys import EMPTY, ENTER, SAVE, TAB, key
from tests.pty.support_ready import leave
from tests.support.terminal import Terminal, so_tui

PLAN = "Advised plan"
ROUND, NEW_TITLE = "after surgery", "A scar in the kidney"
WHOLE, ALONE = "take out the whole kidney", "take out the growth alone"
WAIT, HURRY, LONG = "surgery can wait a month", "surgery within two weeks", "mum asked how long"


def hear_in_writing(companion: Companion, folder: Path) -> None:
    """Expect a written opinion of the second doctor; it comes, and is laid beside the first."""
    companion.press("p")
    companion.sees(PEOPLE)
    add_encounter(companion, BRANDT, "Written opinion", "", "+2")
    companion.sees(f"Added: Written opinion from {BRANDT}")
    in_order(asked(folder, "status"), "Written opinion expected", BRANDT, on(2))
    in_order(asked(folder, "dates"), f"{on(2)} ", "Written opinion", BRANDT)
    assert BRANDT not in paper(folder, "paper", "letter")
    companion.choose("Written opinion")
    companion.press("e")
    companion.fill("A written opinion", "", "yesterday", "h")
    companion.sees(f"Saved: Written opinion from {BRANDT}")
    leave(companion, PEOPLE)
    companion.go("opinions")
    companion.press("l")
    for point, words, mark in (("What it is", "the same growth", "same"),
                               (PLAN, ALONE, "differs")):  # fmt: skip
        companion.choose_point(point)
        companion.write_cell(BRANDT, point, words, mark)
    letter = paper(folder, "paper", "letter")
    in_order(letter, f"To {ABEL}", f"another opinion in writing from {BRANDT}", f"dated {on(-1)}",
             f"{PLAN}. You said: {WHOLE}.", ALONE)  # fmt: skip
    assert letter.count(ALONE) == 1
    for wrong in (on(5), on(20), "Seen"):
        assert wrong not in letter, wrong


def add_encounter(companion: Companion, doctor: str, kind: str, *values: str) -> None:
    """Add something by its kind for a doctor, on the screen of people."""
    companion.choose(f"{doctor}, ")
    companion.press("v")
    pick(companion, kind)
    companion.fill("A ", *values)


def meet_a_third(companion: Companion, folder: Path) -> None:
    """Plan a third doctor by video, take a sheet along that tells both opinions."""
    companion.add_doctor(COLE, "surgery", "Harbor Clinic", "555 0199")
    companion.press("p")
    companion.sees(PEOPLE)
    add_encounter(companion, COLE, "Video visit", "", "tomorrow", "3 pm", "555 0101")
    companion.sees(f"Added: Video visit with {COLE}")
    leave(companion, PEOPLE)
    sheet = paper(folder, "sheet", "--doctor", "Cole")
    in_order(sheet, f"For {COLE}, {on(1)}", f"From {PATIENT}", f"{ABEL}: {WHOLE}.",
             f"{BRANDT}: {ALONE}.")  # fmt: skip
    tasks = asked(folder, "task", "list")
    for doctor in (BRANDT, COLE):
        assert f"({doctor})" in tasks, tasks
    companion.go("home")
    companion.sees("Next visit", on(1), "15:00", COLE)


def hear_it_twice(companion: Companion, folder: Path) -> None:
    """The visit moves up to today; two companions hear different things, one line is private."""
    companion.press("p")
    companion.sees(PEOPLE)
    companion.choose("Video visit")
    companion.press("e")
    companion.fill("A visit by video", EMPTY + "today", EMPTY + "0:10")
    companion.sees(f"Saved: Video visit with {COLE}", "Moved from", f"{on(1)}")
    leave(companion, PEOPLE)
    listen(folder, NORA, WAIT)
    listen(folder, LEO, HURRY, LONG)
    companion.go("notes")
    companion.sees(COLE, WAIT, HURRY, LONG, "private")
    assert f"Typing: {PATIENT}" in companion.terminal.text()
    companion.press(key("notes.held"))
    companion.sees(f"It took place: Video visit with {COLE}")
    companion.go("opinions")
    companion.press("ll")
    companion.choose_point("When to start")
    companion.reads(f"{COLE}: {WAIT} ({NORA}, {on(0)}, heard)", f"{HURRY} ({LEO}, {on(0)}, heard)")
    check_the_private_line(folder)


def listen(folder: Path, name: str, said: str, private: str = "") -> None:
    """One of two companions types in a window of their own: a line, and a cell of the doctor."""
    command = so_tui("visit", "--as", name, "--data-dir", str(folder))
    with Terminal(command, size=SIZE) as terminal:
        companion = Companion(terminal)
        companion.sees(f"Typing: {name}", COLE)
        companion.type_lines(f"{COLE}: {said}{ENTER}", said)
        if private:
            companion.type_lines(private + ENTER, private)
            companion.press(TAB)
            companion.choose(private)
            companion.press(key("app.private"))
            companion.sees(f"{private} (private)", "Private now")
        companion.go("opinions")
        companion.press("ll")
        companion.choose_point("When to start")
        companion.write_cell(COLE, "When to start", said)
        companion.quit()


def check_the_private_line(folder: Path) -> None:
    """No paper and no copy for others has it; the patient finds it and everything else."""
    for kind in ("notes", "timeline", "letter", "agenda", "brief", "comparison"):
        assert LONG not in paper(folder, "paper", kind)
    assert LONG not in asked(folder, "export", "--format", "json", "--for-others")
    assert LONG in asked(folder, "export", "--format", "json")
    found = asked(folder, "find", "how long")
    in_order(found, LONG, "private")
    notes = paper(folder, "paper", "notes", "--about", "Cole")
    in_order(notes, f"Typed by {NORA}", WAIT, HURRY, f"typed by {LEO}")
    assert notes.count(WAIT) == notes.count(HURRY) == 1


def change_doctors(companion: Companion, folder: Path) -> None:
    """The first doctor leaves: another one takes over; letter and agenda are for that one."""
    companion.add_doctor(DUNN, "urology", "Valley Clinic", "555 0144")
    companion.press("p")
    companion.sees(PEOPLE)
    companion.choose(f"{DUNN}, urology")
    companion.press("o")
    companion.sees(f"{DUNN} takes over the care")
    companion.press(SAVE)
    companion.sees(f"{DUNN} takes over the care from")
    leave(companion, PEOPLE)
    companion.go("decision")
    companion.press(key("decision.follow_up"))
    companion.sees(f"To talk about with {DUNN}")
    companion.press("t")
    companion.fill("A visit", "", "+25", "11:15", EMPTY + "Room 9")
    companion.sees("The follow-up visit is planned", f"{DUNN}", on(25))
    leave(companion, "To talk about with")
    assert DUNN not in asked(folder, "task", "list")
    companion.go("opinions")
    companion.sees(f"1 {ABEL}", f"compared with {ABEL}")
    companion.press("0")
    companion.sees("Emergency card", "555 0144")
    in_order(companion.terminal.text(), DUNN, "555 0144", BRANDT, "555 0102", COLE, "555 0199")
    leave(companion, "Emergency card")
    check_who_is_written_to(folder)


def check_who_is_written_to(folder: Path) -> None:
    """The papers for the new doctor name the old one as somebody else; the others know both."""
    letter = paper(folder, "paper", "letter")
    in_order(
        letter, f"To {DUNN}", f"Dear {DUNN},", f"My name is {PATIENT}.",
        f"My first opinion is from {ABEL}", on(-8), f"was my doctor until {on(-1)}",
        f"in writing from {BRANDT}", on(-1),
        f"by video from {COLE}", on(0), f"The advice of {ABEL} was: {WHOLE}.",
        f"{ABEL} said: {WHOLE}.", f"{BRANDT} said: {ALONE}.", f"We meet on {on(25)}", PATIENT,
    )  # fmt: skip
    agenda = paper(folder, "paper", "agenda")
    in_order(agenda, f"To talk about with {DUNN}, {on(25)}", f"{ABEL} said: {WHOLE}.", ALONE)
    for told in (letter, agenda):
        assert "You said" not in told
        assert told.count(ALONE) == 1
    in_order(paper(folder, "paper", "phone"), f"to the office of {DUNN}", PATIENT, on(25))
    in_order(
        paper(folder, "paper", "brief"), TITLE, f"My doctor now: {DUNN}, urology",
        f"{on(-8)}", f"Visit with {ABEL}", f"{on(-1)}", f"Written opinion from {BRANDT}",
        f"{on(0)}", f"Video visit with {COLE}", WHOLE, ALONE,
    )  # fmt: skip
    in_order(
        paper(folder, "paper", "comparison"), TITLE, f"compared with {ABEL}",
        f"{BRANDT}: 1 differs, 1 same", f"{ABEL}: Seen {on(-8)}",
        f"{BRANDT}: In writing, {on(-1)}", f"{COLE}: Spoke by video {on(0)}",
        f"{BRANDT}: = same. the same growth", f"{BRANDT}: x differs. {ALONE}", WAIT,
    )  # fmt: skip
    in_order(paper(folder, "sheet", "--doctor", "Brandt"), f"For {BRANDT}, {on(20)}",
             f"My doctor now: {DUNN}.", f"{ABEL}: {WHOLE}.")  # fmt: skip


def tables_of(folder: Path) -> dict[str, list[dict[str, object]]]:
    """Return everything that is kept, apart from what only says when it was saved."""
    kept = json.loads(asked(folder, "export", "--format", "json"))
    return {name: rows for name, rows in kept.items() if isinstance(rows, list)}


def start_over(companion: Companion, folder: Path) -> None:
    """Begin a new round that takes things along, undo it by one key, and begin it again."""
    before = tables_of(folder)
    for again in (False, True):
        companion.press("b")
        companion.sees("What happened in this case")
        companion.press("n")
        companion.sees("goes along", "Doctors (4)", f"Visit {on(20)}"[:12])
        companion.fill("Start a new round", ROUND, EMPTY + NEW_TITLE)
        companion.sees(f"New round: {NEW_TITLE}", "Press u to undo", "Next visit", on(20))
        if not again:
            companion.press("u")
            companion.sees(f"{TITLE}", "Undone")
            assert tables_of(folder) == before


def look_back(companion: Companion, folder: Path) -> None:
    """Open the earlier case, which can be read but not changed."""
    companion.press("S")
    pick(companion, f"{TITLE}, archived")
    companion.sees(TITLE, "This case is archived. You can only read it.")
    companion.go("opinions")
    companion.press("hhhl")
    companion.choose_point("What it is")
    companion.reads(f"{BRANDT}: = same. the same growth", f"compared with {ABEL}")
    companion.press("x")
    companion.sees("This case is archived. Reopen it")
