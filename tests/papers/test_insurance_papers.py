"""The call log and the letter to the insurer: what stands on them, and what does not."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from so_tui.domain.about_me import AboutMe, about_id
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.calls import Call
from so_tui.domain.encounters import EncounterKind
from so_tui.domain.events import Event, EventKind
from so_tui.domain.records import Chase, Record, transfer_of
from so_tui.domain.state import AppState, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.records import log_call
from so_tui.papers.files import Layout
from so_tui.papers.insurance import ALL, offices, requests
from so_tui.papers.subjects import choices
from so_tui.papers.writing import PaperKind, write_paper
from tests.support.values import CASE_ID, TODAY, case, doctor, visit

INSURER = Clean("Example Health")
SECOND = doctor(1)
VISIT = visit(SECOND, id="0000000000e1", day=TODAY + timedelta(days=12))
SCAN = Approval(
    id="0000000000a1",
    case_id=CASE_ID,
    kind=ApprovalKind.AUTHORISATION,
    what=Clean("The scan."),
    by=INSURER,
    visit_id=VISIT.id,
    note=Clean("Kim was rude"),
)
PAT = replace(case(), patient=Clean("Pat Demo"))


def call(days: int, whom: str = INSURER, **values: Any) -> Call:
    """Return a call some days from today."""
    at = datetime(2026, 11, 23, 9, 30) + timedelta(days=days)
    return Call(case_id=CASE_ID, whom=Clean(whom), at=at, **values)


def event(kind: EventKind, days: int, **values: Any) -> Event:
    """Return something that happened to the approval."""
    day = TODAY + timedelta(days=days)
    entered = datetime(2026, 11, 23, 9) + timedelta(days=days)
    return Event(case_id=CASE_ID, about=SCAN.id, kind=kind, day=day, entered=entered, **values)


ASKED = event(EventKind.ASKED, -9, who=Clean("Kim"), reference=Clean("EX-1"), note=Clean("slow"))
REFUSED = event(
    EventKind.REFUSED, -3, until=TODAY + timedelta(days=9), note=Clean("Not in the plan.")
)


def state(*more: Any, case_: Any = PAT) -> AppState:
    """Return a case with a doctor and a visit."""
    return of_case(CASE_ID, [case_, doctor(0), SECOND, VISIT, *more])


def written(kind: PaperKind, of: AppState, about: str = "") -> str:
    """Return a paper as text, its lines joined."""
    paper = write_paper(of, kind, Layout.TEXT, TODAY, about=about)
    assert paper is not None
    return " ".join(paper.split())


def test_the_call_log_tells_all_calls_the_newest_last() -> None:
    """Hard case: "insurer refuses: no printable call log"."""
    calls = [
        call(0, person=Clean("Lee"), reference=Clean("EX-9")),
        call(-5, person=Clean("Kim"), promised=Clean("A letter."), promised_by=TODAY),
    ]
    log = written(PaperKind.CALLS, state(*calls))
    assert log.index("Spoke with: Kim") < log.index("Spoke with: Lee")
    assert "WED 18 NOV 2026, 09:30: EXAMPLE HEALTH" in log
    assert "Reference number: EX-9" in log


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"settled": True}, "A letter, by Fri 20 Nov 2026 (settled)"),
        ({}, "A letter, by Fri 20 Nov 2026 (still open, the day has passed)"),
        ({"promised_by": TODAY}, "A letter, by Mon 23 Nov 2026 (still open)"),
        ({"promised_by": None}, "A letter (still open)"),
    ],
)
def test_a_promise_is_kept_or_open(values: dict[str, Any], words: str) -> None:
    usual = {"promised": Clean("A letter."), "promised_by": TODAY - timedelta(days=3)}
    assert f"Promised: {words}" in written(PaperKind.CALLS, state(call(-5, **{**usual, **values})))


def test_the_log_of_one_office_has_only_its_calls() -> None:
    now = state(call(-2), call(-1, "example health", person=Clean("Lee")), call(0, "The lab"))
    assert offices(now) == ["Example Health", "The lab"]
    assert [key for key, _ in choices(now, "calls")] == [ALL, "Example Health", "The lab"]
    one = written(PaperKind.CALLS, now, "Example Health")
    assert "Lee" in one
    assert "THE LAB" not in one
    assert choices(state(call(0)), "calls") == []


def test_calls_about_records_are_in_the_log() -> None:
    """Calls in which records were asked for or promised were in Records alone."""
    slides = Record(case_id=CASE_ID, name=Clean("Slides"), holder=Clean("Hill lab"),
                    phone=Clean("555-0140"))  # fmt: skip
    way_there = transfer_of({}, slides, SECOND.id)
    chase = Chase(
        case_id=CASE_ID, record_ids=(slides.id,), lane_ids=(way_there.id,), day=TODAY,
        whom=Clean("Hill lab"), who=Clean("Ida"), said=Clean("They look for them."),
        again_on=TODAY + timedelta(days=5),
    )  # fmt: skip
    kept = state(slides, call(-1))
    now = apply(kept, log_call(kept, chase, EventKind.PROMISED, TODAY + timedelta(days=4)))
    log = written(PaperKind.CALLS, now)
    assert "MON 23 NOV 2026: HILL LAB" in log
    for words in (
        "About: Slides", "Spoke with: Ida", "Phone: 555-0140", "Said: They look for them.",
        "Promised: Slides, by Fri 27 Nov 2026 (still open)", "Call again: Sat 28 Nov 2026",
    ):  # fmt: skip
        assert words in log, words
    assert offices(now) == ["Example Health", "Hill lab"]
    assert "EXAMPLE" not in written(PaperKind.CALLS, now, "hill LAB")
    older = apply(now, [Put(replace(chase, whom=Clean("")))])
    assert "MON 23 NOV 2026: IDA" in written(PaperKind.CALLS, older), "nobody knows which office"
    later = replace(chase, id="0000000000f9", day=TODAY + timedelta(days=1))
    again = apply(now, log_call(now, later, EventKind.RECEIVED, None))
    assert "Slides, by Fri 27 Nov 2026 (settled)" in written(PaperKind.CALLS, again)


def test_an_empty_field_of_a_call_prints_nothing() -> None:
    log = written(PaperKind.CALLS, state(call(0)))
    assert not any(label in log for label in ("Phone", "Said", "Promised", "Spoke", "again"))
    assert write_paper(state(), PaperKind.CALLS, Layout.TEXT, TODAY) is None


def test_a_request_asks_for_one_thing_and_for_an_answer_in_writing() -> None:
    letter = written(PaperKind.INSURER, state(SCAN, ASKED, call(-2, reference=Clean("EX-2"))))
    for words in (
        "To Example Health: my request",
        "Dear Example Health,",
        "My name is Pat Demo.",
        "Please approve this: The scan.",
        "It is for the visit with Dr 1 on Sat 5 Dec 2026.",
        "I asked for it. Spoke with: Kim. Reference number: EX-1",
        "Sat 21 Nov 2026: call, reference number EX-2",
        "Please answer in writing.",
    ):
        assert words in letter
    assert "refused" not in letter
    assert letter.count("EX-1") == 1


def test_an_appeal_names_the_refusal_its_reason_and_the_day() -> None:
    """Hard case: "insurer refuses"."""
    letter = written(PaperKind.INSURER, state(SCAN, ASKED, REFUSED))
    for words in (
        "my appeal",
        "Please look again at this: The scan.",
        "You refused it on Fri 20 Nov 2026.",
        "The reason you gave was: Not in the plan.",
        "I can appeal until Wed 2 Dec 2026.",
        "If you refuse again, please give the reason",
    ):
        assert words in letter
    assert "plan.." not in letter


def test_notes_to_oneself_are_not_in_the_letter() -> None:
    letter = written(PaperKind.INSURER, state(SCAN, ASKED, REFUSED, call(-1, said=Clean("grr"))))
    assert not any(words in letter for words in ("rude", "slow", "grr"))


def test_the_letter_tells_no_call_about_another_request() -> None:
    """The letter to the insurer listed a call that was about another request."""
    other = replace(SCAN, id="0000000000a2", what=Clean("The visit."))
    asked = replace(ASKED, id="0000000000b2", about=other.id, reference=Clean("EX-5"))
    calls = [
        call(-9, reference=Clean("ex-1")),
        call(-4, reference=Clean("EX-5 ")),
        call(-20, reference=Clean("EX-0")),
        call(-1, reference=Clean("EX-9"), person=Clean("Jo")),
    ]
    now = state(SCAN, ASKED, REFUSED, other, asked, *calls)
    for about, said in ((SCAN.id, {"EX-1", "EX-9"}), (other.id, {"EX-5", "EX-9"})):
        letter = written(PaperKind.INSURER, now, about)
        numbers = re.findall(r"EX-\d+", letter, re.IGNORECASE)
        assert (set(numbers), len(numbers)) == (said, 2)
    assert "call with Jo, reference number EX-9" in letter
    never_asked = written(PaperKind.INSURER, state(SCAN, *calls))
    assert "EX-" not in never_asked


def test_a_refusal_without_reason_or_known_day_claims_neither() -> None:
    old = replace(REFUSED, note=Clean(""), until=None, day_known=False)
    letter = written(PaperKind.INSURER, state(SCAN, old))
    assert "You refused it. You gave me no reason that I know of." in letter
    assert "appeal until" not in letter
    assert "20 Nov" not in letter


def test_it_says_who_writes_and_how_to_reach_them() -> None:
    """It has the name, birth date and phone if the user gave them."""
    about = AboutMe(id=about_id(CASE_ID), case_id=CASE_ID, born=date(1965, 4, 17),
                    phone=Clean("555-0101"))  # fmt: skip
    letter = written(PaperKind.INSURER, state(SCAN, about))
    assert "I was born on 17 Apr 1965. You can reach me at 555-0101." in letter
    assert "born" not in written(PaperKind.INSURER, state(SCAN))


def test_an_opinion_in_writing_is_no_visit_in_the_letter() -> None:
    there = replace(VISIT, kind=EncounterKind.WRITTEN)
    letter = written(PaperKind.INSURER, state(SCAN, there))
    assert "visit" not in letter
    assert f"The doctor is {SECOND.name}." in letter


def test_nothing_empty_stands_in_a_letter_without_names() -> None:
    bare = replace(SCAN, by=Clean(""), visit_id="", note=Clean(""))
    letter = written(PaperKind.INSURER, state(bare, case_=case()))
    assert "Dear Sir or Madam, WHO I AM I am insured with you. WHAT I ASK" in letter
    assert not any(sign in letter for sign in ("  ", ": .", " ,", "None", "WHAT HAPPENED"))


@pytest.mark.parametrize("kind", [EventKind.APPROVED, EventKind.NOT_NEEDED])
def test_what_was_approved_is_not_asked_for_again(kind: EventKind) -> None:
    now = state(SCAN, event(kind, -1))
    assert requests(now) == []
    assert write_paper(now, PaperKind.INSURER, Layout.TEXT, TODAY) is None


def test_a_referral_is_not_asked_of_the_insurer() -> None:
    assert requests(state(replace(SCAN, kind=ApprovalKind.REFERRAL))) == []


def test_who_wrote_a_letter_stays_with_its_end_on_the_page() -> None:
    """In large print it stood alone on a second page."""
    html = write_paper(state(SCAN, ASKED), PaperKind.INSURER, Layout.HTML, TODAY)
    assert html is not None
    end = html[html.index('<div class="apart end">') :]
    assert end.index("Pat Demo") < end.index("Not a medical record") < end.index("</div>")
