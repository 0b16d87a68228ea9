"""The papers about records: the list, and the letters that ask for them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from so_tui.content.seeds import record_templates
from so_tui.demo.case import demo_state
from so_tui.domain.about_me import AboutMe, about_id
from so_tui.domain.entity import Entity
from so_tui.domain.record_progress import Progress
from so_tui.domain.records import Record, RecordForm
from so_tui.domain.state import AppState, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.papers.files import Layout, escape_css
from so_tui.papers.listing import Listing
from so_tui.papers.records import make_record_list, make_requests
from so_tui.papers.writing import PaperKind, write_paper
from tests.support.values import (
    CASE_ID,
    TODAY,
    case,
    doctor,
    event,
    record,
    transfer_to,
    visit,
    way,
)

DEMO = demo_state(TODAY)
LAB = {"holder": Clean("City lab"), "phone": Clean("555-0140")}
FIRST, SECOND = doctor(0), doctor(1, place=Clean("Lakeside"), phone=Clean("555-0122"))
REPORT = record(name=Clean("Pathology report"), **LAB)
DISC = record(name=Clean("Scan disc"), form=RecordForm.THING, holder=Clean("Scans desk"))
PAPER = record(name=Clean("One page"), form=RecordForm.MINE)


def days(count: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=count)


def state_of(*kept: Record | Progress, at: int = 20, patient: str = "Pat Demo") -> AppState:
    """Return a state with two doctors, a visit with the second, and these."""
    coming = visit(SECOND, day=days(at))
    found: list[Entity] = [replace(case(), patient=Clean(patient)), FIRST, SECOND, coming]
    for each in kept:
        found += [each.transfer, *each.events] if isinstance(each, Progress) else [each]
    return of_case(CASE_ID, found)


def lines(listing: Listing | None) -> dict[str, list[str]]:
    """Return the lines of a list by the titles of its blocks."""
    assert listing is not None
    return {str(block.title): [str(item.text) for item in block.items] for block in listing.blocks}


def letters(state: AppState) -> dict[str, list[str]]:
    """Return what is asked for in each letter, by whom it is to."""
    made = make_requests(state, TODAY)
    return (
        {str(each.title): lines(each)["Please send these records:"] for each in made.letters}
        if made
        else {}
    )


def test_the_list_says_where_each_record_stands_and_what_was_lost() -> None:
    """records: resend a lost disc. The paper keeps the day it was lost, and both numbers."""
    transfer = transfer_to(DISC, SECOND.id)
    sent = way(DISC, SECOND.id, sent=days(-9), lost=days(-5))
    again = replace(
        event(transfer, sent.events[0].kind, days(-4)),
        reference=Clean("EX 2"),
        how=Clean("courier"),
    )
    first = replace(sent.events[0], reference=Clean("EX 1"))
    state = state_of(DISC, Progress(transfer, (first, sent.events[1], again)))
    assert lines(make_record_list(state, TODAY)) == {
        "Scan disc, from Scans desk": [
            "My own copy: not asked, due Sun 6 Dec",
            "To Dr 1: sent Thu 19 Nov (courier, EX 2), due Sun 6 Dec. "
            "Before: sent Sat 14 Nov (EX 1); lost Wed 18 Nov",
        ]
    }


def test_an_empty_field_prints_nothing_and_what_is_not_needed_is_not_on_the_list() -> None:
    gone = record(name=Clean("Old scans"), needed=False)
    bare = replace(REPORT, holder=Clean(""), phone=Clean(""))
    state = state_of(bare, gone, PAPER, way(PAPER, received=days(-1)), at=-30)
    assert lines(make_record_list(state, TODAY)) == {
        "Pathology report": ["My own copy: not asked", "To Dr 1: not asked"],
        "One page": ["ready Sun 22 Nov"],
    }
    assert make_record_list(state_of(gone), TODAY) is None


def test_each_office_gets_one_letter_with_what_it_has_to_send_to_whom_and_by_when() -> None:
    other = record(name=Clean("Marker report"), order=1, **LAB)
    state = state_of(REPORT, other, DISC, way(DISC, received=days(-3)))
    assert letters(state) == {
        "To: City lab": [
            "Pathology report, to: me. I need this by Sun 6 Dec 2026.",
            "Pathology report, to: Dr 1, Lakeside, 555-0122. I need this by Sun 6 Dec 2026.",
            "Marker report, to: me. I need this by Sun 6 Dec 2026.",
            "Marker report, to: Dr 1, Lakeside, 555-0122. I need this by Sun 6 Dec 2026.",
        ],
        "To: Scans desk": [
            "Scan disc, to: Dr 1, Lakeside, 555-0122. I need this by Sun 6 Dec 2026."
        ],
    }


def test_a_letter_says_whose_records_they_are() -> None:
    """It has the name, birth date and phone if the user gave them; an office needs them."""
    about = AboutMe(id=about_id(CASE_ID), case_id=CASE_ID, born=date(1965, 4, 17),
                    phone=Clean("555-0101"))  # fmt: skip
    made = make_requests(apply(state_of(REPORT), [Put(about)]), TODAY)
    assert made is not None
    opening = [str(item.text) for item in made.letters[0].blocks[0].items]
    assert opening[-2:] == ["I was born on 17 Apr 1965.", "You can reach me at 555-0101."]
    bare = make_requests(state_of(REPORT), TODAY)
    assert bare is not None
    assert not any("born" in item.text for item in bare.letters[0].blocks[0].items)


@pytest.mark.parametrize("there", ["sent", "received", "confirmed", "loaded", "returned"])
def test_nothing_is_asked_for_that_is_there_or_on_its_way(there: str) -> None:
    state = state_of(DISC, way(DISC, received=TODAY), way(DISC, SECOND.id, **{there: days(-1)}))
    assert letters(state) == {}
    assert make_requests(state, TODAY) is None


def test_nothing_is_asked_for_a_visit_that_is_over_nor_what_i_write_myself() -> None:
    state = state_of(REPORT, PAPER, way(REPORT, received=TODAY), at=-3)
    assert letters(state) == {}


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            "lost",
            "It was sent on Sat 14 Nov 2026. It was lost before it arrived. Please send it again.",
        ),
        ("wrong", "It was sent on Sat 14 Nov 2026. The wrong item came."),
        ("unreadable", "It could not be read. Please send a new copy."),
        ("refused", "Please tell me what you need from me."),
    ],
)
def test_a_letter_says_what_went_wrong(problem: str, words: str) -> None:
    bad = way(DISC, SECOND.id, sent=days(-9), **{problem: days(-2)})
    ((asked,),) = letters(state_of(DISC, way(DISC, received=TODAY), bad)).values()
    assert words in asked


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ({"asked": -9}, "I asked for this on Sat 14 Nov 2026."),
        ({"asked": -9, "promised": -5}, "You promised it on Wed 18 Nov 2026."),
    ],
)
def test_a_letter_says_that_it_was_asked_for_before(steps: dict[str, int], words: str) -> None:
    """The office read of what it had promised as if nobody had asked for it yet."""
    before = way(DISC, SECOND.id, **{step: days(day) for step, day in steps.items()})
    ((asked,),) = letters(state_of(DISC, way(DISC, received=TODAY), before)).values()
    assert asked.endswith(f" {words}")
    last = replace(before.events[-1], until=days(-2))
    until = Progress(before.transfer, (*before.events[:-1], last))
    ((asked,),) = letters(state_of(DISC, way(DISC, received=TODAY), until)).values()
    assert asked.endswith("You promised it by Sat 21 Nov 2026.") is ("promised" in steps)
    ((asked,),) = letters(state_of(DISC, way(DISC, received=TODAY))).values()
    assert "I asked" not in asked


def test_an_office_reads_a_name_that_says_something_to_it() -> None:
    """ "The new doctor's report" was asked of the office of that doctor itself."""
    shipped = {each.key: each for each in record_templates()}
    report = record(name=shipped["new_report"].name, template="new_report")
    plan = record(name=shipped["plan"].name, template="plan", order=1)
    mine = replace(plan, id="0000000000f1", order=2, name=Clean("The plan of July"))
    ((first, *_, last),) = letters(state_of(report, plan, mine)).values()
    assert first.startswith("The report on the opinion that you gave me, to: me.")
    assert last.startswith("The plan of July, to: Dr 1")
    asked = " ".join(*letters(state_of(plan)).values())
    assert "The plan of Dr 0, to: Dr 1" in asked
    assert "new doctor" not in asked


def test_a_day_that_has_passed_is_as_soon_as_you_can() -> None:
    known = visit(SECOND, day=days(3), known_on=days(-30))
    state = replace(state_of(REPORT), visits={known.id: known})
    ((one, _),) = letters(state).values()
    assert one == "Pathology report, to: me. I need this as soon as you can."


@pytest.mark.parametrize("layout", Layout)
def test_a_letter_is_signed_by_the_patient_whoever_types(layout: Layout) -> None:
    written = write_paper(DEMO, PaperKind.REQUEST, layout, TODAY)
    assert written is not None
    assert "Sam" not in written.replace("Same", "").replace("Sample", "")
    assert written.count("My name is Pat Demo") == 2
    nameless = write_paper(state_of(REPORT, patient=""), PaperKind.REQUEST, layout, TODAY)
    assert nameless is not None
    assert "My name is" not in nameless


def test_each_letter_has_room_to_sign_and_its_own_foot() -> None:
    """The letter to the second office was page 2 of 2, and no letter had room for a signature."""
    written = write_paper(DEMO, PaperKind.REQUEST, Layout.HTML, TODAY)
    assert written is not None
    assert written.count('<p class="sign">Pat Demo</p>') == 2
    feet = [escape_css(f"To: {name}") for name in ("Northfield lab, records desk",
            "Lakeside front desk")]  # fmt: skip
    assert [f'content: "{foot}"' in written for foot in feet] == [True, True]
    one = write_paper(state_of(REPORT), PaperKind.REQUEST, Layout.HTML, TODAY)
    assert one is not None
    assert "@page letter" not in one


@pytest.mark.parametrize("kind", [PaperKind.LETTER, PaperKind.INSURER])
def test_a_letter_has_room_to_sign_above_the_name(kind: PaperKind) -> None:
    written = write_paper(DEMO, kind, Layout.HTML, TODAY)
    assert written is not None
    assert written.count('<p class="sign">') == 1
    assert '<p class="sign">Pat Demo</p>' in written
