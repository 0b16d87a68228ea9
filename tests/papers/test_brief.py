"""The case on one page: only what took place, only what was said."""

from dataclasses import replace
from datetime import timedelta

from so_tui.content import text
from so_tui.demo.case import demo_state
from so_tui.domain.encounters import Course, EncounterKind
from so_tui.domain.people import in_order
from so_tui.domain.questions import Asked, set_asked
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.about_me import about_of
from so_tui.logic.questions import words_of
from so_tui.papers.brief import MOST_LINES, make_brief
from so_tui.papers.files import Layout, write_out
from tests.support.values import NOW, TODAY

DEMO = demo_state(TODAY)


def block(state: AppState, name: str) -> list[str]:
    """Return the lines of a part of the paper; none if it is not there."""
    paper = make_brief(state, TODAY)
    assert paper is not None
    title = text(f"brief.{name}")
    return [str(item.text) for each in paper.blocks if each.title == title for item in each.items]


def test_it_tells_what_took_place_and_nothing_that_is_to_come() -> None:
    """Hard case: a visit never marked as held is told as held."""
    assert block(DEMO, "met") == [
        "Fri 30 Oct 2026: Visit with Dr Ada Example, Cancer doctor",
        "Fri 13 Nov 2026: Message from Dr Ada Example, Cancer doctor",
        "Tue 17 Nov 2026: Call from a nurse, for Dr Ada Example, Cancer doctor",
        "Fri 20 Nov 2026: Visit with Dr Ben Sample, Cancer doctor",
    ]
    assert len(block(DEMO, "told")) == 2
    planned = {v.id: replace(v, course=Course.PLANNED) for v in DEMO.visits.values()}
    assert block(replace(DEMO, visits=planned), "met") == []
    assert block(replace(DEMO, visits=planned), "told") == []


def test_what_was_no_visit_is_not_called_one() -> None:
    """Hard case: an opinion in writing, by a nurse or a board must be made a "visit"."""
    visit = next(v for v in DEMO.visits.values() if v.took_place)
    for kind in set(EncounterKind) - {EncounterKind.IN_PERSON, EncounterKind.VIDEO}:
        (first, *_) = block(apply(DEMO, [Put(replace(visit, kind=kind))]), "met")
        assert "Dr Ada Example" in first
        assert "isit" not in first


def test_it_names_the_doctor_who_treats_now() -> None:
    """Hard case: the first doctor leaves, another takes over."""
    first, second, _ = in_order(DEMO.doctors.values())
    left = replace(first, treating_until=TODAY - timedelta(days=2))
    now = replace(second, treating_from=TODAY - timedelta(days=1))
    assert "My doctor now: Dr Ada Example" in block(DEMO, "situation")[0]
    state = apply(DEMO, [Put(left), Put(now)])
    assert "My doctor now: Dr Ben Sample" in block(state, "situation")[0]


def test_it_says_what_i_have_once_and_who_gave_the_day_to_decide_by() -> None:
    """The title was said again in the first line, and the day was nobody's."""
    paper = make_brief(DEMO, TODAY)
    assert paper is not None
    told = write_out(paper, Layout.TEXT)
    assert told.startswith("In short: Breast cancer that has spread\n")
    assert told.count("Breast cancer that has spread") == 1
    by = next(line for line in block(DEMO, "situation") if " by " in line)
    assert by == "I have to decide by Sat 5 Dec 2026 (Dr Ada Example, at the first visit)."
    assert DEMO.decision is not None
    nobody = apply(DEMO, [Put(replace(DEMO.decision, given_by=Clean("")))])
    assert "I have to decide by Sat 5 Dec 2026." in block(nobody, "situation")


def test_a_question_that_everybody_has_answered_is_not_asked() -> None:
    """It stood under 'What I want to ask' after each doctor had answered it."""
    top = next(q for q in DEMO.questions.values() if q.top)
    words = str(words_of(DEMO, top))
    assert words in block(DEMO, "asked")
    everybody = [d.id for d in DEMO.doctors.values()]
    answers = [set_asked(DEMO.answers, top, id_, Asked.ANSWERED, NOW) for id_ in everybody]
    assert words in block(apply(DEMO, map(Put, answers[:1])), "asked")
    assert words not in block(apply(DEMO, map(Put, answers)), "asked")


def test_a_long_history_is_cut_and_says_so() -> None:
    lines = [f"May 20{n}: something" for n in range(10, 30)]
    long = replace(about_of(DEMO), history=Clean("\n".join(lines)))
    done = block(apply(DEMO, [Put(long)]), "done")
    assert len(done) == MOST_LINES
    assert done == [text("brief.earlier"), *lines[1 - MOST_LINES :]]


def test_a_case_that_was_just_started_has_no_brief() -> None:
    bare = AppState(case_id=DEMO.case_id, cases=DEMO.cases)
    assert make_brief(bare, TODAY) is None
