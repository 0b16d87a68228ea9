"""One second opinion, lived through by keys alone in a real terminal."""

import signal
from pathlib import Path

import pytest

from so_tui.content import core_points
from tests.pty.support_companion import Companion, Tables, exported, in_days, standing, texts
from tests.pty.support_keys import (
    ANSWERED,
    BACKSPACE,
    ENTER,
    ESCAPE,
    LATER,
    NEXT,
    SAVE,
    SKIPPED,
    SPACE,
    TAB,
    key,
)
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

ABEL, BRANDT = "Dr. Abel", "Dr. Brandt"
CASE = "A lump in the left breast"
HALF, REST = "She says the marg", "ins are clear"

KINDS = {
    "": "note",
    "! ": "important",
    "? ": "ask again",
    "> ": "their words",
    "@ ": "to do",
    "# ": "check",
}
SAID = [
    "it is two centimetres wide",
    "the nodes look free",
    "grade two, so the middle one",
    "take your time with this",
    "send the slides on Monday",
    "the word was lobular",
    "first surgery, then rays",
    "five days a week, three weeks",
    "tablets for five years after",
    "most people keep their hair",
    "ask the lab for the block",
    "ER is eight out of eight",
    "no gene test so far",
    "the test takes two weeks",
    "does it change the plan",
    "I would do it in your place",
    "call Nurse Ida about the test",
    "HER2 was one plus",
    "a week later does no harm",
    "he drew it on paper",
    "who reads the scan again",
    "we meet on Wednesdays",
    "write to the insurer",
    "stage was called IIA",
    "sore skin, tired afternoons",
    "driving is fine after two days",
    "who can I call at night",
    "you can always come back",
    "get a copy of the letter",
    "the dose was forty grays",
]
MARKED = [(list(KINDS)[n % len(KINDS)], text) for n, text in enumerate(SAID)]
"""Thirty lines: each mark and its absence, five times."""

OWN_QUESTION = "Can I keep my job on this plan?"
NAME, SURE = "What exactly do I have?", "How sure are you of my"
WHERE, SPEED = "Where in my body is the cancer", "Is the cancer growing"
SECOND_ONLY = "What do you agree with"
"""Out of the library's part for the second opinion: not for the first doctor."""

STATES = ["same"] * 7 + ["adds"] * 2 + ["differs"] + ["not discussed"] * 2 + ["not clear"]
COUNTS = (
    "Core points, compared with Dr. Abel: 1 differs, 1 not clear, 2 not discussed, 2 adds, 7 same."
)


def mistyped(text: str) -> str:
    """Return the keys of a line with a slip in its middle that is put right at once."""
    middle = len(text) // 2
    return f"{text[:middle]}qx{BACKSPACE * 2}{text[middle:]}"


def burst(lines: list[tuple[str, str]], last: str = ENTER) -> str:
    """Return the keys of many lines as a lagging line delivers them: all at once."""
    keys = [mistyped(mark + text) for mark, text in lines]
    return ENTER.join(keys) + last


def test_a_second_opinion_from_the_first_key_to_the_broken_line(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    command = so_tui("--data-dir", str(folder))
    with Terminal(command) as terminal:
        companion = Companion(terminal)
        meet_the_doctors(companion)
        prepare_the_checklist(companion)
        prepare_the_questions(companion)
        sit_in_the_visit(companion)
        fill_both_opinions(companion)
        read_the_comparison(companion)
        decide(companion)
        companion.go("notes")
        companion.take_visit(BRANDT)
        companion.press(HALF)
        companion.sees(HALF)
        terminal.signal(signal.SIGHUP)
        assert terminal.wait() == 129

    kept = exported(folder)
    assert [draft["text"] for draft in kept["drafts"]] == [HALF]
    check_all_is_kept(kept)

    with Terminal(command) as terminal:
        companion = Companion(terminal)
        companion.sees(CASE, "Unfinished words", HALF)
        read_everything_again(companion)
        companion.go("notes")
        assert HALF not in terminal.text()
        companion.take_visit(BRANDT)
        companion.sees(HALF, "Your unfinished words were restored")
        companion.type_lines(REST + ENTER, HALF + REST)
        companion.quit()

    kept = exported(folder)
    assert kept["drafts"] == []
    assert texts(kept["notes"])[-1] == HALF + REST
    check_all_is_kept(kept, notes=31)


def meet_the_doctors(companion: Companion) -> None:
    companion.start_case(CASE, "Ruth", ABEL)
    companion.add_doctor(BRANDT, "oncology", "City Hospital", "555 0102")
    companion.add_visit(ABEL, "today", "9:00", "Room 4")
    companion.add_visit(BRANDT, "+9", "2:30 pm", "third floor")
    companion.go("home")
    companion.sees("Next visit", ABEL, "09:00", "Room 4")


def prepare_the_checklist(companion: Companion) -> None:
    companion.go("checklist")
    companion.tick("Call your insurer")
    companion.tick("Tell your first doctor")
    companion.add_task("Ask Nora for the car", "Nora", "visit -3", "She works late on Tuesdays.")
    companion.sees("Ask Nora for the car", "Nora", "due today", "short notice for the visit with")


def prepare_the_questions(companion: Companion) -> None:
    companion.go("questions")
    companion.pick_questions(SECOND_ONLY, NAME, SURE, WHERE, SPEED)
    companion.write_question(OWN_QUESTION)
    companion.reword_question(NAME, " In plain words, please.")
    for question in (NAME, SURE, OWN_QUESTION):
        companion.mark_top(question)


def sit_in_the_visit(companion: Companion) -> None:
    """Thirty lines in three writes; the order is NAME, SURE, OWN_QUESTION, then WHERE, SPEED."""
    companion.go("notes")
    companion.sees(ABEL, "Room 4", "(1 of 5 open)", NAME)
    companion.press(NEXT)
    companion.sees("(2 of 5 open)")
    companion.press(key("notes.previous"))  # brought up: what is said from here on answers it
    companion.sees("(1 of 5 open)", NAME)
    companion.type_lines(burst(MARKED[:10], ANSWERED), SAID[9])
    companion.sees("(1 of 4 open)", SURE)
    companion.type_lines(SKIPPED + NEXT + burst(MARKED[10:20], ANSWERED), SAID[19])
    companion.sees("(2 of 2 open)", SPEED)
    companion.type_lines(LATER + burst(MARKED[20:]), SAID[29])
    companion.sees("(1 of 2 open)", OWN_QUESTION)


def fill_both_opinions(companion: Companion) -> None:
    points = core_points()
    companion.go("opinions")
    companion.choose_point(points[0].label)
    companion.press(ENTER)
    companion.sees(f"{ABEL}: {points[0].label}", "Notes from this doctor")
    companion.press(TAB * 3 + SPACE + "j" + SPACE + SAVE)
    companion.sees_no_more("^S Save")
    companion.sees(f"{SAID[0]}\n", SAID[1])
    for point in points[1:]:
        companion.step("j")
        companion.write_cell(ABEL, point.label, f"first view of {point.key}")
    companion.step("g")
    companion.press("l")
    for point, state in zip(points, STATES, strict=True):
        companion.choose_point(point.label)
        companion.write_cell(BRANDT, point.label, f"second view of {point.key}", state)


def read_the_comparison(companion: Companion) -> None:
    """Read the counts and, with the cursor on each row, both doctors' whole words."""
    companion.reads(COUNTS, f"1 {ABEL}", f"2 {BRANDT}")
    companion.press("g")
    for point, state in zip(core_points(), STATES, strict=True):
        companion.choose_point(point.label)
        first = SAID[0] if point is core_points()[0] else f"first view of {point.key}"
        companion.reads(
            f"{BRANDT}: ",
            f" {state}. second view of {point.key} (Ruth, ",
            ", heard)",
            f"{ABEL}: {first}",
        )


def decide(companion: Companion) -> None:
    companion.go("decision")
    companion.choose("To decide")
    companion.press(ENTER)
    companion.fill("The decision", "Surgery first, or tablets first?", "+21", ABEL)
    companion.sees("The decision is saved", "Surgery first, or tablets first?")
    companion.choose("I decided")
    companion.press(ENTER)
    companion.fill("The decision", "Surgery first, with Dr. Abel.")
    companion.sees("I decided", "Surgery first, with Dr. Abel.")


def read_everything_again(companion: Companion) -> None:
    companion.go("checklist")
    companion.choose("Tell your first doctor")
    assert companion.chosen.startswith("[x]")
    companion.choose("Ask Nora for the car")
    companion.sees(
        "Who does it: Nora", "short notice for the visit with", "Note: She works late on Tuesdays."
    )
    companion.choose("get a copy of the letter")
    companion.go("questions")
    companion.sees("The top three", "In plain words, please.", OWN_QUESTION)
    rows = companion.walk(5)
    expected = (NAME, SURE, OWN_QUESTION, SECOND_ONLY, WHERE, SPEED)
    states = ("answered", "skipped", "not asked", "-", "answered", "later")
    for row, start, state in zip(rows, expected, states, strict=True):
        assert start in row
        assert f" {state} " in row
    companion.go("notes")
    companion.sees(ABEL, SAID[29])
    companion.press(TAB)
    companion.sees("Edit")
    for row, (mark, text) in zip(companion.walk(29), MARKED, strict=True):
        assert text in row
        assert mark == "" or KINDS[mark] in row
    companion.press(ESCAPE)
    companion.go("opinions")
    read_the_comparison(companion)
    companion.go("decision")
    companion.sees("Surgery first, or tablets first?")
    companion.choose("I decided")
    companion.sees("Surgery first, with Dr. Abel.")


def check_all_is_kept(kept: Tables, notes: int = 30) -> None:
    """Compare the export with what was typed."""
    assert texts(kept["cases"], "title") == [CASE]
    doctors = {doctor["id"]: doctor["name"] for doctor in kept["doctors"]}
    assert list(doctors.values()) == [ABEL, BRANDT]
    visits = [(doctors[v["doctor_id"]], v["day"], v["at"][:5]) for v in kept["visits"]]
    assert sorted(visits) == [(ABEL, in_days(0), "09:00"), (BRANDT, in_days(9), "14:30")]
    done = {t["template"] for t in kept["tasks"] if t.get("done_on")}
    assert done == {"insurance_call", "decide_tell"}
    nora = next(task for task in kept["tasks"] if task["text"] == "Ask Nora for the car")
    assert (nora["owner"], nora["due_days"]) == ("Nora", -3)
    assert nora["note"] == "She works late on Tuesdays."
    assert [q["text"] for q in kept["questions"] if q["top"]][-1] == OWN_QUESTION
    lines = kept["notes"][:30]
    assert len(kept["notes"]) == notes
    assert [(KINDS[mark], text) for mark, text in MARKED] == [
        (line["kind"], line["text"]) for line in lines
    ]
    assert {line["author"] for line in lines} == {"Ruth"}
    questions = {question["id"]: question["text"] for question in kept["questions"]}
    about = [questions.get(line["question_id"], "") for line in lines]
    assert all(text.startswith(NAME) for text in about[:10])
    assert all(text.startswith(WHERE) for text in about[10:20])
    assert about[20:] == [""] * 10
    to_do = {task["text"] for task in kept["tasks"] if task["note_id"]}
    assert to_do == {text for mark, text in MARKED if mark == "@ "}
    ids = {name: id_ for id_, name in doctors.items()}
    points = [cell["point"] for cell in kept["cells"] if cell["doctor_id"] == ids[BRANDT]]
    states = [standing(kept, ids[BRANDT], ids[ABEL], point) for point in points]
    assert sorted(states) == sorted(STATES)
    assert len(kept["cells"]) == 2 * len(core_points())
    (decision,) = kept["decisions"]
    assert decision["decided"] == "Surgery first, with Dr. Abel."
    assert (decision["decide_by"], decision["given_by"]) == (in_days(21), ABEL)
