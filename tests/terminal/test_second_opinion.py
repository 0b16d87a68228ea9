"""One second opinion, lived through by keys alone in a real terminal, and the line that breaks."""

import signal
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from so_tui.content import core_points
from so_tui.domain.case import Case
from so_tui.domain.people import Doctor, Visit
from so_tui.domain.text import Clean
from so_tui.state import Put
from so_tui.storage.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.support.terminal import Terminal, so_tui
from tests.terminal.support_companion import (
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
    Companion,
    Tables,
    exported,
    in_days,
    key,
    texts,
)

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
NAME, SURE = "What exactly do I have?", "How sure are you that this"
WHERE, SPEED = "Where in my body is it now?", "Does it grow slowly"
SECOND_ONLY = "What do you agree with"
"""Out of the library's part for the second opinion: not for the first doctor."""

STATES = ["same"] * 7 + ["adds"] * 2 + ["differs"] + ["not discussed"] * 2 + ["not clear"]
COUNTS = "Core points: 7 same, 2 adds, 1 differs, 2 not discussed, 1 not clear."


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
        companion.sees(HALF, "Your unfinished words were put back")
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
    companion.sees("Ask Nora for the car", "Nora", "late", "visit -3 days")


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
    companion.type_lines(burst(MARKED[:10], ANSWERED), SAID[9])
    companion.sees("(1 of 4 open)", SURE)
    companion.type_lines(SKIPPED + NEXT + burst(MARKED[10:20], ANSWERED), SAID[19])
    companion.sees("(2 of 2 open)", SPEED)
    companion.type_lines(LATER + burst(MARKED[20:]), SAID[29])
    companion.sees("(1 of 2 open)", OWN_QUESTION)


def fill_both_opinions(companion: Companion) -> None:
    points = core_points()
    companion.go("opinions")
    companion.choose(points[0].label)
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
        companion.choose(point.label)
        companion.write_cell(BRANDT, point.label, f"second view of {point.key}", state)


def read_the_comparison(companion: Companion) -> None:
    """Read the counts and, with the cursor on each row, both doctors' whole words."""
    companion.sees(COUNTS, f"1 {ABEL}", f"2 {BRANDT}")
    companion.press("g")
    for point, state in zip(core_points(), STATES, strict=True):
        companion.choose(point.label)
        first = SAID[0] if point is core_points()[0] else f"first view of {point.key}"
        companion.sees(
            f"{BRANDT}: ", f" {state}. second view of {point.key} (heard)", f"{ABEL}: {first}"
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
    companion.sees("Who does it: Nora", "visit -3 days", "Note: She works late on Tuesdays.")
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
    companion.sees("Surgery first, or tablets first?", "Surgery first, with Dr. Abel.")


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
    states = [cell["state"] for cell in kept["cells"] if doctors[cell["doctor_id"]] == BRANDT]
    assert sorted(states) == sorted(STATES)
    assert len(kept["cells"]) == 2 * len(core_points())
    (decision,) = kept["decisions"]
    assert decision["decided"] == "Surgery first, with Dr. Abel."
    assert (decision["decide_by"], decision["given_by"]) == (in_days(21), ABEL)


# The ways a line ends


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A data directory with two doctors, and a visit today with the second one."""
    case = Case(title=Clean(CASE), opened=date.today())
    first = Doctor(case_id=case.id, name=Clean(ABEL), order=0)
    second = Doctor(case_id=case.id, name=Clean(BRANDT), order=1)
    visit = Visit(case_id=case.id, doctor_id=second.id, day=date.today())
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
    for _ in range(600):
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
    (cell,) = exported(begun)["cells"]
    assert (cell["point"], cell["text"], cell["state"]) == (point.key, "grade three", "differs")
