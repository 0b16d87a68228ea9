"""A hard case until a visit is cancelled: short notice, a refusal, a lost disc; by keys alone."""

from pathlib import Path

from tests.pty.support_companion import Companion
from tests.pty.support_hard import (
    ABEL,
    APPROVAL,
    BRANDT,
    DISC,
    INSURER,
    LAB,
    LEO,
    NORA,
    PATIENT,
    TITLE,
    asked,
    event_on,
    in_order,
    on,
    paper,
    pick,
)
from tests.pty.support_keys import EMPTY, ENTER, SAVE, TAB
from tests.pty.support_ready import leave, open_side

PEOPLE = "Doctors (the first one"
RIGHT = "\x1b[C"


def begin(companion: Companion, folder: Path) -> None:
    """Start with five days' notice: the people, the first doctor's visit, the second's."""
    companion.start_case(TITLE, PATIENT, ABEL)
    companion.add_doctor(BRANDT, "oncology", "City Hospital", "555 0102")
    companion.press("p")
    companion.sees(PEOPLE)
    for name, phone in ((NORA, "555 0155"), (LEO, "555 0156")):
        companion.press("c")
        companion.fill("A person who goes along", name, phone)
        companion.sees(f"Added: {name}")
    leave(companion, PEOPLE)
    companion.add_visit(ABEL, "-8", "9:00", "Room 4")
    companion.add_visit(BRANDT, "+5", "2 pm", "third floor")
    companion.go("home")
    companion.sees("Did it take place?", "Next visit", on(5), "14:00", "third floor")
    assert "In the room: open" in asked(folder, "status")
    companion.choose("Did it take place?")
    companion.press(ENTER)
    pick(companion, "It took place")
    companion.sees(f"It took place: Visit with {ABEL}")
    companion.sees_no_more("Did it take place?")
    write_first_opinion(companion)
    status, dates = asked(folder, "status"), asked(folder, "dates")
    assert "late" not in status.partition("Late or due:")[2]
    in_order(status, "due today: Call your insurer", f"({on(0)}", "due soon: ", f"({on(1)}")
    in_order(
        dates, f"{on(-8)} ", f"Visit (took place): {ABEL}", f"{on(0)} ",
        "Ask the lab to send the slides by courier", f"{on(5)} ", f"Visit: {BRANDT}",
    )  # fmt: skip
    assert "once more" not in dates


def write_first_opinion(companion: Companion) -> None:
    companion.go("opinions")
    for point, words in (("What it is", "a growth of four centimetres"),
                         ("Advised plan", "take out the whole kidney")):  # fmt: skip
        companion.choose_point(point)
        companion.write_cell(ABEL, point, words)
    companion.go("home")


def be_refused(companion: Companion, folder: Path) -> None:
    """Call the insurer, be refused, appeal, and have it approved for twelve days."""
    side = "Calls (newest first)"
    open_side(companion, "Insurance and costs", side)
    companion.press("c")
    companion.fill("A call. Never type", INSURER, "555 0170", "Kim", "EX-1", "not in the plan")
    companion.sees(f"Added: {INSURER}")
    companion.press("r")
    companion.fill("An approval you need", "p", APPROVAL, INSURER, RIGHT * 2)
    companion.sees(f"Added: {APPROVAL}")
    answer(companion, "Asked for it", "", "", "EX-6")
    answer(companion, "They refused it", "Not in the plan", "+4", "EX-7")
    companion.sees(f"appeal by {on(4)}")
    leave(companion, side)
    companion.go("home")
    companion.sees(f"{on(4)}", "Appeal by", APPROVAL)
    check_the_refusal(folder)
    open_side(companion, "Insurance and costs", side)
    answer(companion, "Appealed", "", "", "AP-8")
    answer(companion, "They approved it", "+12", "", "OK-9")
    companion.sees(f"good until {on(12)}")
    leave(companion, side)


def answer(companion: Companion, step: str, *values: str) -> None:
    """Write down what the insurer answered."""
    companion.choose(APPROVAL)
    companion.press("+")
    pick(companion, step)
    companion.fill(f"{step}: {APPROVAL}", *values)
    companion.sees(f"Saved: {step} ({APPROVAL})")


def check_the_refusal(folder: Path) -> None:
    status = asked(folder, "status")
    in_order(status, "prior authorization", APPROVAL, f"refused, appeal by {on(4)}",
             f"{on(4)} ", f"Appeal by: {APPROVAL}")  # fmt: skip
    in_order(asked(folder, "dates"), f"{on(4)} ", f"Appeal by: {APPROVAL}", f"{on(5)} ")
    event_on(asked(folder, "calendar"), f"Appeal by: {APPROVAL}", 4)
    appeal = paper(folder, "paper", "insurer")
    in_order(
        appeal, f"To {INSURER}: my appeal", f"My name is {PATIENT}", APPROVAL, on(5),
        f"You refused it on {on(0)}", "Not in the plan", f"appeal until {on(4)}", "EX-6", "EX-7",
    )  # fmt: skip
    in_order(paper(folder, "paper", "calls"), INSURER.upper(), "Kim", "EX-1", "not in the plan")


def lose_the_disc(companion: Companion, folder: Path) -> None:
    """Send a disc, hear that it is lost, ask for another one, and send that."""
    side = "My own copy"
    open_side(companion, "Records", "No records yet")
    companion.press("n")
    companion.fill("A new record", DISC, "o", "", LAB, "555 0140")
    companion.sees(f"Added: {DISC}")
    companion.choose(DISC)
    companion.press(RIGHT)
    companion.sees(f"To {BRANDT}: not asked")
    happens(companion, "sent", EMPTY + "yesterday", "", "courier", "TR-1")
    happens(companion, "lost", "", "Kim, front desk")
    leave(companion, side)
    companion.go("home")
    companion.sees("Records, today", f"Call {LAB}, 555 0140: {DISC} (lost)")
    in_order(asked(folder, "status"), "To do by phone", LAB, "555 0140", f"{DISC} (lost)")
    open_side(companion, "Records", side)
    companion.choose(DISC)
    companion.press(RIGHT)
    companion.sees(f"To {BRANDT}: lost")
    happens(companion, "asked", "", "Ida")
    happens(companion, "sent", "", "", "courier", "TR-2")
    companion.press(ENTER)
    companion.sees(f"{DISC}: To {BRANDT}", "TR-1", "Kim, front desk", "Ida", "TR-2")
    leave(companion, f"{DISC}: To")
    leave(companion, side)
    check_the_disc(folder)


def happens(companion: Companion, kind: str, *values: str) -> None:
    """Add what happened to the chosen record on its way."""
    companion.press(ENTER)
    companion.sees(f"{DISC}: To {BRANDT}")
    companion.press("n")
    companion.sees("What happened:", "^S Save")
    companion.press(kind[:1])
    companion.sees(f"[{kind}")
    companion.fill("What happened:", "", *values)
    companion.sees(f"To {BRANDT}: {kind}")


def check_the_disc(folder: Path) -> None:
    """Read the whole history, the first way and the second, and nothing of it twice."""
    listed = asked(folder, "record", "event", "list", "disc", "--to", "Brandt")
    in_order(listed, f"{on(-1)}: sent, courier, TR-1", f"{on(0)}: lost, Kim, front desk",
             f"{on(0)}: asked, Ida", f"{on(0)}: sent, courier, TR-2")  # fmt: skip
    assert len(listed.splitlines()) == 4
    told = paper(folder, "paper", "records")
    in_order(
        told, "0 of 1 received", DISC.upper(), f"To {BRANDT}: sent {on(0)} (courier, TR-2)",
        "Before:", f"sent {on(-1)} (courier, TR-1)", f"lost {on(0)} (Kim, front desk)",
    )  # fmt: skip


def be_cancelled(companion: Companion, folder: Path) -> None:
    """Learn at the desk that the visit is cancelled; plan a new one past the approval's end."""
    companion.press("p")
    companion.sees(PEOPLE)
    companion.choose(f"{BRANDT}, third floor")
    companion.press("e")
    companion.sees("A visit", "^S Save")
    companion.press(TAB * 3 + "c" + SAVE)
    companion.sees("who cancelled it")
    companion.fill("who cancelled it", "the front desk", f"{BRANDT} is ill")
    companion.sees(f"Cancelled: Visit with {BRANDT}")
    leave(companion, PEOPLE)
    companion.add_visit(BRANDT, "+20", "10:30", "third floor")
    companion.sees("The approval", on(12), on(20))
    companion.go("home")
    companion.sees("Next visit", on(20), "10:30")
    check_the_clash(companion, folder)


def check_the_clash(companion: Companion, folder: Path) -> None:
    """It is said once on Home and once in status; the calendar cancels the old day."""
    screen, status = " ".join(companion.terminal.text().split()), asked(folder, "status")
    assert screen.count("is after that") == status.count("is after that") == 1
    in_order(status, f"Next visit: {on(20)}", "Please check:", APPROVAL, on(12), on(20))
    listed = asked(folder, "visit", "list")
    in_order(listed, f"{on(-8)}", "took place", f"{on(5)}", "cancelled", f"{on(20)}", "still to")
    calendar = asked(folder, "calendar")
    event_on(calendar, f"Visit: {BRANDT}", 5, cancelled=True)
    assert "DTSTART:" in event_on(calendar, f"Visit: {BRANDT}", 20)
    event_on(calendar, f"Approval ends: {APPROVAL}", 12)
    assert "Appeal by" not in calendar
    dates = asked(folder, "dates")
    assert f"Visit: {BRANDT}" not in dates.partition(on(20))[0]
