"""What a visit leaves open comes up again in the next one with that doctor, by keys alone."""

from pathlib import Path

from so_tui.domain.people import in_order
from so_tui.domain.questions import Asked
from so_tui.logic.questions import to_ask
from tests.pty.support_companion import Companion, in_days
from tests.pty.support_keys import ANSWERED, ENTER, FIRST, LATER, key
from tests.pty.support_ready import ABEL, kept

START = 25
"""So many characters tell one question from the next."""


def leave_some_open(companion: Companion, folder: Path) -> None:
    """Hold a visit in which one question is answered and one put off; look at the next visit."""
    companion.add_visit(ABEL, "today", "9:00", "Room 4")
    companion.add_visit(ABEL, "+9", "10:00", "Room 5")
    waiting = open_to_abel(folder)
    companion.go("notes")
    take_visit(companion, "09:00")
    companion.sees(f"(1 of {len(waiting)} open)", waiting[0][:START])
    companion.type_lines("it is grade two" + ANSWERED, "grade two")
    companion.sees(f"(1 of {len(waiting) - 1} open)", waiting[1][:START])
    companion.press(LATER)
    companion.sees(waiting[2][:START])
    assert open_to_abel(folder) == waiting[1:]
    companion.press(key("notes.held"))
    companion.sees(f"It took place: Visit with {ABEL}")
    take_visit(companion, "10:00")
    companion.sees(f"of {len(waiting) - 1} open", "No lines yet")
    companion.go("questions")
    companion.press(FIRST)
    companion.choose(waiting[0][:START])
    companion.sees(f"{ABEL}: answered. it is grade two")
    companion.choose(waiting[1][:START])
    companion.sees(f"{ABEL}: later. Still open. It comes up again on ")
    check_what_is_left(folder)


def open_to_abel(folder: Path) -> list[str]:
    """Return the words of what is still to be asked of the first doctor."""
    state = kept(folder)
    first = in_order(state.doctors.values())[0]
    return [question.text for question in to_ask(state, first.id)]


def take_visit(companion: Companion, time: str) -> None:
    """Choose the visit that notes are taken in by its time of day."""
    companion.press(key("notes.visit"))
    companion.sees("Which visit do you take notes in?")
    companion.choose(time)
    companion.press(ENTER)
    companion.sees_no_more("Which visit do you take notes in?")
    companion.terminal.wait_for(lambda screen: time in screen.splitlines()[1])


def check_what_is_left(folder: Path) -> None:
    """Compare the store with what was done in the room."""
    state = kept(folder)
    days = {str(v.place): str(v.day) for v in state.visits.values()}
    assert (days["Room 4"], days["Room 5"]) == (in_days(0), in_days(9))
    stands = sorted(answer.asked for answer in state.answers.values())
    assert stands == [Asked.ANSWERED, Asked.LATER]
