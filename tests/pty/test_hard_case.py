"""One hard case lived through in a real terminal, and every fact of it read back."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pty.support_companion import Companion, Tables, exported, in_days
from tests.pty.support_hard import (
    ABEL,
    APPROVAL,
    BRANDT,
    COLE,
    DISC,
    DUNN,
    INSURER,
    LAB,
    LEO,
    NORA,
    PATIENT,
    SIZE,
    TITLE,
    asked,
    event_on,
    in_order,
    on,
    paper,
)
from tests.pty.support_hard_about import check_about_me, in_full, requests, write_about_me
from tests.pty.support_hard_early import be_cancelled, be_refused, begin, lose_the_disc
from tests.pty.support_hard_late import (
    ALONE,
    HURRY,
    LONG,
    NEW_TITLE,
    PLAN,
    ROUND,
    WAIT,
    WHOLE,
    change_doctors,
    hear_in_writing,
    hear_it_twice,
    look_back,
    meet_a_third,
    start_over,
)
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

Stage = Callable[[Companion, Path], None]
UNTIL_THE_KILL: tuple[Stage, ...] = (begin, be_refused, lose_the_disc)
AFTER_IT: tuple[Stage, ...] = (
    be_cancelled,
    hear_in_writing,
    write_about_me,
    meet_a_third,
    hear_it_twice,
    change_doctors,
    start_over,
    look_back,
)


def test_a_hard_case_is_kept_true_to_what_happened(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    live(folder, *UNTIL_THE_KILL, kill=True)
    live(folder, *AFTER_IT)
    check_the_new_round(folder)
    kept = exported(folder)
    check_people_and_visits(kept)
    check_what_happened(kept)
    check_what_was_said(kept)
    check_what_is_asked_for(folder)
    asked(folder, "case", "reopen", TITLE)
    asked(folder, "case", "open", TITLE)
    check_the_papers_of_the_old_case(folder)
    assert "needs attention" not in asked(folder, "check")


def live(folder: Path, *stages: Stage, kill: bool = False) -> None:
    """Run the program through these stages; then quit it, or kill it while it is idle."""
    with Terminal(so_tui("--data-dir", str(folder)), size=SIZE) as terminal:
        companion = Companion(terminal)
        for stage in stages:
            stage(companion, folder)
        if not kill:
            companion.quit()
            return
        terminal.settle()
        terminal.signal(signal.SIGKILL)
        assert terminal.wait() == 128 + signal.SIGKILL


def check_the_new_round(folder: Path) -> None:
    """Both visits went along with what belongs to them; the old case can be read and found."""
    status = asked(folder, "status")
    in_order(status, NEW_TITLE, ROUND, PATIENT, f"Next visit: {on(20)}", BRANDT, APPROVAL, on(12))
    assert status.count("is after that") == 1
    disc = asked(folder, "record", "event", "list", "disc", "--to", "Brandt")
    in_order(disc, "TR-1", "lost", "Ida", "TR-2")
    visits = asked(folder, "visit", "list").splitlines()
    assert len(visits) == 2
    in_order("\n".join(visits), BRANDT, on(20), "10:30", DUNN, on(25), "11:15", "Room 9")
    people = asked(folder, "person", "list")
    assert all(name in people for name in (ABEL, BRANDT, COLE, DUNN, NORA, LEO))
    calendar = asked(folder, "calendar")
    event_on(calendar, f"Visit: {BRANDT}", 20)
    event_on(calendar, f"Visit: {DUNN}", 25)
    in_order(paper(folder, "paper", "letter"), f"To {DUNN}", f"My name is {PATIENT}", NEW_TITLE)
    in_order(asked(folder, "case", "list"), NEW_TITLE, "open now", TITLE, f"archived {on(0)}")
    for words, said in ((LONG, "private"), (WAIT, NORA), (HURRY, LEO), ("TR-1", DISC),
                        ("EX-7", APPROVAL), ("front desk", BRANDT), ("EX-1", INSURER)):  # fmt: skip
        assert said in asked(folder, "find", words), words


def check_what_is_asked_for(folder: Path) -> None:
    """Both rounds tell the same of the patient; each asks for what is to come there alone."""
    old, dunn = ("--case", f"{TITLE}, {PATIENT}"), f"{DUNN}, Valley Clinic, 555 0144."
    check_about_me(folder)
    check_about_me(folder, *old)
    new = requests(folder)
    assert {f"me. I need this by {in_full(13)}.", f"{dunn} I need this by {in_full(18)}."} <= new
    assert not any(whom.startswith((ABEL, BRANDT)) for whom in new)
    assert requests(folder, *old) == {"me.", dunn}


def check_people_and_visits(kept: Tables) -> None:
    """Compare the visits of both cases with what was typed; one day is that of one visit."""
    names = {doctor["id"]: doctor["name"] for doctor in kept["doctors"]}
    visits = {
        (names[v["doctor_id"]], v["kind"], v["day"], (v["at"] or "")[:5], v["course"])
        for v in kept["visits"]
    }
    assert visits == {
        (ABEL, "in person", in_days(-8), "09:00", "took place"),
        (BRANDT, "in person", in_days(5), "14:00", "cancelled"),
        (BRANDT, "in person", in_days(20), "10:30", "planned"),
        (BRANDT, "written opinion", in_days(-1), "", "took place"),
        (COLE, "video", in_days(0), "00:10", "took place"),
        (DUNN, "in person", in_days(25), "11:15", "planned"),
    }
    assert len(kept["visits"]) == len(visits)
    (cancelled,) = (v for v in kept["visits"] if v["course"] == "cancelled")
    assert cancelled["cancelled_by"] == "the front desk"
    assert cancelled["cancelled_why"] == f"{BRANDT} is ill"
    (written,) = (v for v in kept["visits"] if v["kind"] == "written opinion")
    assert written["expected_by"] == in_days(2)
    (video,) = (v for v in kept["visits"] if v["kind"] == "video")
    assert (video["link"], video["moved_from"]) == ("555 0101", [f"{in_days(1)}T15:00"])
    treats = {(d["name"], d["treating_from"], d["treating_until"]) for d in kept["doctors"]}
    assert {(DUNN, in_days(0), None), (ABEL, None, in_days(-1))} <= treats


def check_what_happened(kept: Tables) -> None:
    """Compare each step of the approval and of the disc with what was typed."""
    (case,) = (case["id"] for case in kept["cases"] if case["title"] == TITLE)
    (approval,) = (each for each in kept["approvals"] if each["case_id"] == case)
    (record,) = (each for each in kept["records"] if each["case_id"] == case)
    assert (approval["what"], approval["by"]) == (APPROVAL, INSURER)
    assert (record["name"], record["holder"], record["phone"]) == (DISC, LAB, "555 0140")
    told = [
        (e["kind"], e["day"], e["until"], e["reference"], e["who"] or e["how"] or e["note"])
        for e in kept["events"]
        if e["case_id"] == case
    ]
    assert sorted(told, key=str) == sorted(
        [
            ("asked", in_days(0), None, "EX-6", ""),
            ("refused", in_days(0), in_days(4), "EX-7", "Not in the plan"),
            ("appealed", in_days(0), None, "AP-8", ""),
            ("approved", in_days(0), in_days(12), "OK-9", ""),
            ("sent", in_days(-1), None, "TR-1", "courier"),
            ("lost", in_days(0), None, "", "Kim, front desk"),
            ("asked", in_days(0), None, "", "Ida"),
            ("sent", in_days(0), None, "TR-2", "courier"),
        ],
        key=str,
    )
    (call,) = kept["calls"]
    assert (call["whom"], call["person"], call["reference"]) == (INSURER, "Kim", "EX-1")


def check_what_was_said(kept: Tables) -> None:
    """Compare the lines, and everybody's words on each point, with what was typed."""
    names = {doctor["id"]: doctor["name"] for doctor in kept["doctors"]}
    lines = [
        (n["author"], names.get(n["said_by"], ""), n["text"], n["private"]) for n in kept["notes"]
    ]
    assert lines == [
        (NORA, COLE, WAIT, False),
        (LEO, COLE, HURRY, False),
        (LEO, "", LONG, True),
    ]
    cells = {(names[c["doctor_id"]], c["point"], c["by"], c["text"]) for c in kept["cells"]}
    assert cells == {
        (ABEL, "diagnosis", "", "a growth of four centimetres"),
        (ABEL, "plan", "", WHOLE),
        (BRANDT, "diagnosis", "", "the same growth"),
        (BRANDT, "plan", "", ALONE),
        (COLE, "timing", NORA, WAIT),
        (COLE, "timing", LEO, HURRY),
    }
    marks = {
        (
            mark["point"],
            mark["state"],
            *sorted(names[mark[end]] for end in ("doctor_id", "against")),
        )
        for mark in kept["marks"]
    }
    assert marks == {("diagnosis", "same", ABEL, BRANDT), ("plan", "differs", ABEL, BRANDT)}


def check_the_papers_of_the_old_case(folder: Path) -> None:
    """What was cancelled is told as that alone; what is private stands on no paper."""
    in_order(
        paper(folder, "paper", "timeline"), TITLE, on(-8).upper(), f"Visit, {ABEL}: Room 4",
        on(-1).upper(), "sent. courier. TR-1", f"Written opinion, {BRANDT}", on(0).upper(),
        f"{DUNN} took over the care", "lost", "TR-2", "They refused it", "EX-7", "AP-8", "OK-9",
        f"Video visit, {COLE}", INSURER, f"Note, {COLE} (typed by {NORA}): {WAIT}", HURRY,
    )  # fmt: skip
    letter = paper(folder, "paper", "letter")
    in_order(letter, f"To {DUNN}", ABEL, on(-8), BRANDT, on(-1), COLE, on(0))
    comparison = paper(folder, "paper", "comparison")
    in_order(comparison, f"compared with {ABEL}", f"{PLAN} {ABEL}: {WHOLE}", ALONE,
             f"{COLE}: {WAIT} ({NORA}); {HURRY} ({LEO})")  # fmt: skip
    in_order(paper(folder, "paper", "records"), f"sent {on(0)} (courier, TR-2)", "Before", "TR-1")
    papers = [letter, comparison, *(paper(folder, "paper", kind) for kind in
              ("agenda", "brief", "timeline", "notes", "calls", "phone"))]  # fmt: skip
    for told in papers:
        assert LONG not in told
        assert on(5) not in told  # cancelled
