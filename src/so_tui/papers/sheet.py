"""The text of the sheet handed to a doctor. Pure: no template, no file."""

from datetime import date
from typing import ClassVar

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import (
    Encounter,
    EncounterStatus,
    next_visit,
    status_of,
    with_doctor,
)
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor, in_a_room, in_order, treating_doctor
from so_tui.domain.questions import TOP
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line, start_of_sentence, without_stop
from so_tui.logic.private import for_others
from so_tui.logic.questions import to_ask
from so_tui.logic.tick_lists import in_hand
from so_tui.logic.told import after_name, have_come, told_so_far, was_heard
from so_tui.papers.about import about_blocks
from so_tui.papers.files import NAME_WIDTH, Footer, signed, who_i_am
from so_tui.papers.listing import Block
from so_tui.papers.told import told_lines

LINE_WIDTH = 85
"""Most characters of the illness, and of the first plan."""
ITEM_WIDTH = 130
"""Most characters of a top question, of the decision and of what was brought, so that the sheet
takes half a page. A longer question is repeated in full on the second page."""

MOST_TOLD = 3
"""Most opinions on a sheet."""
FULL, ROOM = 600, 85
"""Characters beside them from which on all of them have to do with so many, so that all fits."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a hand-over sheet; each part is clean and on one line, '' for nothing to say.

    Attributes:
        title: The doctor and the day it is for.
        sender: The patient, as far as it was given who that is.
        lead: What is asked of the reader.
        situation: The illness, and how far the patient has come.
        told: What each doctor heard so far advises.
        decision: What is to be decided, and by when.
        top: The questions to ask first, at most three.
        brought_title: What stands above what was brought, or is sent along.
        brought: What was brought along.
        more: The other open questions, for the second page, after any long top ones in full.
        more_lead: What stands above them.
        about: The page about the patient; empty to leave it out.
    """

    template: ClassVar[str] = "sheet"

    title: Clean
    sender: Clean
    lead: Clean
    situation: tuple[Clean, ...]
    told: tuple[Clean, ...]
    decision: Clean
    top: tuple[Clean, ...]
    brought_title: Clean
    brought: Clean
    more: tuple[Clean, ...]
    more_lead: Clean
    about: tuple[Block, ...]
    footer: Footer


def doctor_to_see(state: AppState, today: date) -> Doctor | None:
    """Return the doctor of today's or the next visit, else the newest doctor, else None."""
    visit = next_visit(state.visits.values(), today)
    doctors = in_a_room(state.doctors.values()) or in_order(state.doctors.values())
    newest = doctors[-1] if doctors else None
    return state.doctors.get(visit.doctor_id, newest) if visit else newest


def make_sheet(
    state: AppState,
    doctor: Doctor,
    today: date,
    brought: str | None = None,
    *,
    with_about: bool = True,
) -> Sheet:
    """Return the sheet for a doctor.

    Args:
        state: The case; what is private stays out.
        doctor: The reader.
        today: The day it is written.
        brought: What was brought along; None for what the case knows.
        with_about: Whether the page about the patient comes with it.
    """
    state = for_others(state)
    questions = [clean_line(question.text) for question in to_ask(state, doctor.id)]
    first, rest = questions[:TOP], questions[TOP:]
    cut = [_cut_question(wording) for wording in first]
    full = [wording for wording, short in zip(first, cut, strict=True) if wording != short]
    meeting = _next_with(state, doctor, today)
    way = "written" if meeting and not meeting.is_visit else "visit"
    things = brought_along(state) if brought is None else brought
    situation, decision = _situation(state, doctor, today), _decision(state, doctor)
    shown = _whole_items(things)
    beside = sum(map(len, (*situation, decision, *cut, shown)))
    if beside >= FULL and _is_quoted(state, doctor, today):
        situation = situation[:1]
    return Sheet(
        title=_title(state, doctor, meeting),
        sender=_sender(state),
        lead=Clean(text(f"sheet.paper.lead_{way}")),
        situation=situation,
        told=told_lines(state, MOST_TOLD, LINE_WIDTH, None if beside < FULL else ROOM, doctor.id),
        decision=decision,
        top=tuple(cut),
        brought_title=Clean(text(f"sheet.paper.brought_{way}")),
        brought=shown,
        more=(*full, *rest),
        more_lead=Clean(text(f"sheet.paper.more_lead_{way}")),
        about=about_blocks(state) if with_about else (),
        footer=signed(state, today),
    )


def brought_along(state: AppState) -> Clean:
    """Return what the patient can bring according to Records: own copies, and own papers."""
    return clean_line(", ".join(record.name for record in in_hand(state)))


def _whole_items(things: str) -> Clean:
    """Return what was brought, cut between two things and not within the name of one."""
    shown = clean_line(first_line(things, ITEM_WIDTH))
    whole, comma, _ = shown.rpartition(", ")
    return Clean(f"{whole}, ...") if comma and shown != clean_line(things) else shown


def _next_with(state: AppState, doctor: Doctor, today: date) -> Encounter | None:
    """Return the next visit with a doctor; else what is to come from them without one."""
    theirs = with_doctor(state.visits.values(), doctor.id)
    coming = [e for e in theirs if status_of(e, today) is EncounterStatus.COMING]
    return next_visit(theirs, today) or next(iter(coming), None)


def _sentence(words: str, width: int) -> str:
    """Return text cut to a width, without a final full stop."""
    return without_stop(first_line(words, width))


def _ended(words: str) -> str:
    """Return text with a sign at its end that ends a sentence."""
    return words if not words or words.endswith((".", "?", "!", '."', '?"')) else f"{words}."


def _cut_question(question: Clean) -> Clean:
    if len(question) <= ITEM_WIDTH:
        return question
    return Clean(f"{first_line(question, ITEM_WIDTH)} {text('sheet.paper.overleaf')}")


def _title(state: AppState, doctor: Doctor, meeting: Encounter | None) -> Clean:
    name = first_line(name_of(state, doctor.id), NAME_WIDTH)
    day = show_day((meeting.day or meeting.expected_by) if meeting else None)
    if not day or meeting is None:
        return clean_line(text("sheet.paper.title", doctor=name))
    key = "sheet.paper.title_visit" if meeting.day else "sheet.paper.title_by"
    return clean_line(text(key, doctor=name, day=day))


def _sender(state: AppState) -> Clean:
    who = who_i_am(state)
    return clean_line(text("sheet.paper.from", name=who) if who else "")


def _situation(state: AppState, doctor: Doctor, today: date) -> tuple[Clean, ...]:
    case = state.case
    title = start_of_sentence(case.title, LINE_WIDTH) if case else ""
    illness = text("sheet.paper.diagnosis", diagnosis=title) if title else ""
    treats = treating_doctor(state.doctors.values(), today)
    others = [other.id for other in state.doctors.values() if other.id != doctor.id]
    stage = ""
    if treats and treats.id == doctor.id:
        heard = [other for other in others if was_heard(state, other)]
        if heard:
            stage = text(f"sheet.paper.back{'_more' if len(heard) > 1 else ''}")
        elif not have_come(state):
            stage = text("sheet.paper.alone")
    elif treats:
        stage = text("brief.doctor", name=_sentence(name_of(state, treats.id), NAME_WIDTH))
    return tuple(clean_line(line) for line in (illness, stage) if line)


def _is_quoted(state: AppState, reader: Doctor, today: date) -> bool:
    """Return whether who treats now is named for the reader as one who advised something."""
    treats = treating_doctor(state.doctors.values(), today)
    return treats in [each.doctor for each in told_so_far(state, reader.id)]


def _decision(state: AppState, reader: Doctor) -> Clean:
    decision = state.decision
    if decision is None:
        return BLANK
    parts = [_ended(first_line(decision.sentence, ITEM_WIDTH))]
    if decision.decide_by:
        day, name = show_day(decision.decide_by), _sentence(decision.given_by, NAME_WIDTH)
        more = after_name(state, reader, name)
        if more is not None:
            said = f", {more}" if more else ""
            parts.append(text("followup.decide_by_you", day=day, more=said))
        else:
            key = "sheet.paper.decide_by_from" if name else "sheet.paper.decide_by"
            parts.append(text(key, day=day, name=name))
    return clean_line(" ".join(filter(None, parts)))
