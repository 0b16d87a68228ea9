"""The plain summary: one fact a line, in words, whatever the notes hold."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from so_tui.cli.plain import status_text
from so_tui.demo.case import demo_state
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.calls import Call
from so_tui.domain.case import Case, Decision, Outcome
from so_tui.domain.checklist import Task
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.events import Event, EventKind
from so_tui.domain.people import Doctor
from so_tui.domain.questions import Question
from so_tui.domain.records import Record
from so_tui.domain.state import AppState, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.tick_lists import packing_lines

CASE = Case(id="0000000000c1", title=Clean("A lump"), opened=date(2026, 11, 1))
DOCTOR = Doctor(id="0000000000d1", case_id=CASE.id, name=Clean("Dr Lee"))
VISIT = Encounter(
    id="0000000000e1",
    case_id=CASE.id,
    doctor_id=DOCTOR.id,
    day=date(2026, 12, 3),
    at=time(14, 30),
    place=Clean("Hillview"),
)


def lines(state: AppState, today: date) -> list[str]:
    return status_text(state, today).splitlines()


def test_before_there_is_a_case_it_says_how_to_start_one(today: date) -> None:
    assert "so-tui demo" in lines(AppState(), today)[0]


def test_a_new_case_has_little_to_tell(today: date) -> None:
    shown = lines(of_case(CASE.id, [CASE]), today)
    assert shown[0] == "Second Opinion: A lump"
    assert "Next visit: none yet." in shown
    assert "  Decide whether: open" in shown
    assert not any(line.startswith(("Decide by", "Patient", "Main points")) for line in shown)


def test_the_next_visit_with_its_questions(today: date) -> None:
    questions = [Question(case_id=CASE.id, text=Clean(f"Question {n}?"), order=n) for n in range(7)]
    shown = lines(of_case(CASE.id, [CASE, DOCTOR, VISIT, *questions]), today)
    at = shown.index("Next visit: Thu 3 Dec 2026, 14:30, Dr Lee, Hillview")
    assert shown[at + 1 : at + 4] == ["Questions to ask there: 7", "  Question 0?", "  Question 1?"]
    assert shown[at + 7] == "  and 2 more"


def test_a_visit_without_date_or_doctor_is_still_told(today: date) -> None:
    bare = replace(VISIT, doctor_id="", day=None, at=None, place=Clean(""))
    assert "Next visit: no date yet" in lines(of_case(CASE.id, [CASE, bare]), today)


def test_what_is_late_or_due_is_said_in_words_and_the_rest_is_left_out(today: date) -> None:
    tasks = [
        Task(case_id=CASE.id, section="records", text=Clean(text), due=today + timedelta(days))
        for text, days in (("call", -1), ("pack", 0), ("send", 2), ("wait", 30))
    ]
    done = replace(tasks[0], id="0" * 12, text=Clean("over"), done_on=today)
    shown = lines(of_case(CASE.id, [CASE, done, *tasks]), today)
    at = shown.index("Late or due:")
    assert shown[at + 1 : at + 4] == [
        "  late: call (Sun 22 Nov 2026)",
        "  due today: pack (Mon 23 Nov 2026)",
        "  due soon: send (Wed 25 Nov 2026)",
    ]
    assert "wait" not in "\n".join(shown)
    assert "over" not in "\n".join(shown)


def test_the_date_to_decide_by_and_who_gave_it(today: date) -> None:
    decision = Decision(case_id=CASE.id, decide_by=date(2026, 12, 11))
    state = of_case(CASE.id, [CASE, decision])
    assert "Decide by: Fri 11 Dec 2026" in lines(state, today)
    given = replace(decision, given_by=Clean("Dr Lee"))
    told = lines(apply(state, [Put(given)]), today)
    assert "Decide by: Fri 11 Dec 2026, given by Dr Lee" in told


def test_the_made_up_case_says_that_it_is_one(today: date) -> None:
    shown = lines(demo_state(today), today)
    assert "This is a made-up case." in shown
    counts = "Core points, compared with Dr Ada Example: Dr Ben Sample: 2 differs, 1 not clear"
    assert any(line.startswith(counts) for line in shown)


def test_hostile_text_stays_one_line_and_sends_nothing_to_the_terminal(today: date) -> None:
    nasty = Clean("a\x1b]52;c;aGk=\x07\r\nLate or due:\x9b31m\u202eb")
    case = replace(CASE, title=nasty, patient=nasty)
    doctor, visit = replace(DOCTOR, name=nasty), replace(VISIT, place=nasty)
    parts = [case, doctor, visit, Question(case_id=CASE.id, text=nasty)]
    decision = Decision(case_id=CASE.id, decide_by=today, given_by=nasty)
    task = Task(case_id=CASE.id, section="records", text=nasty, due=today)
    text = status_text(of_case(CASE.id, [*parts, decision, task]), today)
    assert not any(sign in text for sign in "\x1b\x07\r\x9b\u202e")
    assert text.splitlines().count("Late or due:") == 1


def test_what_was_decided_and_the_visit_back_are_told(today: date) -> None:
    decision = Decision(
        case_id=CASE.id,
        outcome=Outcome.GO_AHEAD,
        outcome_on=today,
        decided=Clean("The small operation,\nthen radiation."),
        decided_on=date(2026, 12, 1),
        follow_up=VISIT.id,
    )
    shown = lines(of_case(CASE.id, [CASE, DOCTOR, VISIT, decision]), today)
    assert "A second opinion: go ahead, Mon 23 Nov" in shown
    assert "I decided (Tue 1 Dec 2026): The small operation, then radiation." in shown
    assert "Follow-up visit: Dr Lee, Thu 3 Dec 2026, still to come" in shown
    held = replace(VISIT, course=Course.TOOK_PLACE)
    shown = lines(of_case(CASE.id, [CASE, DOCTOR, held, decision]), today)
    assert "Follow-up visit: Dr Lee, Thu 3 Dec 2026, took place" in shown


def test_nothing_decided_is_not_told(today: date) -> None:
    shown = lines(of_case(CASE.id, [CASE, DOCTOR, VISIT, Decision(case_id=CASE.id)]), today)
    assert not any(line.startswith(("A second", "I decided", "Follow-up visit")) for line in shown)


def test_calls_to_make_today_stand_with_what_they_are_about(today: date) -> None:
    calls = [
        Call(case_id=CASE.id, whom=Clean(whom), at=datetime(2026, 11, 20, 9), **more)
        for whom, more in (
            ("Example Health", {"promised": Clean("a letter"), "promised_by": date(2026, 11, 21)}),
            ("The clinic", {"next_call": today}),
            ("The lab", {"next_call": today + timedelta(1)}),
            ("The office", {"next_call": today, "settled": True}),
        )
    ]
    slides = Record(
        case_id=CASE.id,
        name=Clean("Slides"),
        holder=Clean("City lab"),
        phone=Clean("555 0140"),
        due=today - timedelta(1),
    )
    shown = lines(of_case(CASE.id, [CASE, DOCTOR, VISIT, *calls, slides]), today)
    at = shown.index("To do by phone, or to get ready, today:")
    assert shown[at + 1 : at + 5] == [
        "  Call Example Health (promised, the day has passed: a letter)",
        "  Call The clinic",
        "  Call City lab, 555 0140: Slides",
        "Records: 0 of 1 received. Late: 1.",
    ]
    assert not any("The office" in line for line in shown)
    assert "  Tue 24 Nov 2026, Call: The lab" in shown[shown.index("Days to keep in mind:") :]


def test_without_a_call_to_make_it_says_so(today: date) -> None:
    shown = lines(of_case(CASE.id, [CASE, DOCTOR, VISIT]), today)
    assert "No call to make today." in shown
    left = "Records", "Approvals", "Days to keep in mind", "What to take"
    assert not any(line.startswith(left) for line in shown)


def test_what_has_to_be_granted_and_what_was_chosen(today: date) -> None:
    to_ask = Approval(case_id=CASE.id, kind=ApprovalKind.COVER, what=Clean("travel"))
    ended = Approval(
        case_id=CASE.id,
        kind=ApprovalKind.REFERRAL,
        what=Clean("the visit"),
    )
    given = Event(
        case_id=CASE.id,
        about=ended.id,
        kind=EventKind.APPROVED,
        day=date(2026, 11, 1),
        entered=datetime(2026, 11, 1, 9),
        until=today - timedelta(1),
    )
    chosen = Decision(case_id=CASE.id, outcome=Outcome.GO_AHEAD, outcome_on=date(2026, 11, 20))
    shown = lines(of_case(CASE.id, [CASE, ended, given, to_ask, chosen]), today)
    assert "A second opinion: go ahead, Fri 20 Nov" in shown
    at = shown.index("Approvals needed (prior authorization):")
    assert shown[at + 1 : at + 3] == [
        "  cover: travel (to ask)",
        "  referral: the visit (approved, ended Sun 22 Nov 2026)",
    ]


def test_the_day_before_a_visit_it_tells_how_much_is_packed(today: date) -> None:
    said = "What to take: 0 of {} packed. To print the list: so-tui packing"
    near = replace(VISIT, day=today + timedelta(1))
    state = of_case(CASE.id, [CASE, DOCTOR, near])
    assert said.format(len(packing_lines(state, near))) in lines(state, today)
    later = of_case(CASE.id, [CASE, DOCTOR, replace(near, day=today + timedelta(2))])
    assert not any(line.startswith("What to take") for line in lines(later, today))
