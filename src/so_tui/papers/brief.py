"""The case on one page: where I am, what took place, what I was told, what I ask. Pure."""

from collections.abc import Iterable
from datetime import date

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import Encounter
from so_tui.domain.people import in_a_room, treating_doctor
from so_tui.domain.questions import TOP, Question, in_order, open_for
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line, without_stop
from so_tui.logic.about_me import about_of
from so_tui.logic.questions import words_of
from so_tui.logic.told import held
from so_tui.papers.files import NAME_WIDTH, signed, who_i_am
from so_tui.papers.listing import Block, Item, Listing
from so_tui.papers.told import told_lines

MOST_LINES = 5
"""Most lines of what was done, and of what took place, so that all is one page."""
MOST_TOLD = 4
"""Most opinions on it."""
LINE_WIDTH, SHORT_WIDTH = 130, 85
"""Most characters of a line, and of one on what took place."""


def make_brief(state: AppState, today: date) -> Listing | None:
    """Return the paper, or None while there is nothing but a title to tell."""
    case = state.case
    if case is None:
        return None
    done, met = about_of(state).lines("history"), [_met(state, each) for each in held(state)]
    asked = [words_of(state, q) for q in in_order(state.questions.values()) if _to_ask(state, q)]
    situation, *others = (
        _block("situation", _situation(state, today)),
        _block("done", _latest(done)),
        _block("met", _latest(met)),
        _block("told", told_lines(state, MOST_TOLD, LINE_WIDTH)),
        _block("asked", asked[:TOP]),
    )
    if not any(block.items for block in others):
        return None
    return Listing(
        title=clean_line(text("brief.title", title=first_line(case.title, LINE_WIDTH))),
        lead=tuple(filter(None, (who_i_am(state),))),
        blocks=tuple(block for block in (situation, *others) if block.items),
        footer=signed(state, today),
    )


def _to_ask(state: AppState, question: Question) -> bool:
    """Return whether it is a top question that is still to be asked of somebody."""
    doctors = in_a_room(state.doctors.values())
    left = (open_for([question], state.answers, doctor.id) for doctor in doctors)
    return question.top and (not doctors or any(left))


def _block(name: str, lines: Iterable[str]) -> Block:
    items = (Item(clean_line(first_line(line, LINE_WIDTH))) for line in lines if line)
    return Block(Clean(text(f"brief.{name}")), tuple(items))


def _situation(state: AppState, today: date) -> list[str]:
    decision = state.decision
    now = treating_doctor(state.doctors.values(), today)
    about = ", ".join(filter(None, (now.name, now.specialty, now.place))) if now else ""
    sentence = without_stop(decision.sentence) if decision else ""
    day = show_day(decision.decide_by) if decision else ""
    giver = without_stop(first_line(decision.given_by, NAME_WIDTH)) if decision else ""
    by = "decide_by_from" if giver else "decide_by"
    return [
        text("brief.doctor", name=about) if about else "",
        text("brief.decision", text=sentence) if sentence else "",
        text(f"sheet.paper.{by}", day=day, name=giver) if day else "",
    ]


def _latest(lines: list[str] | list[Clean]) -> list[str]:
    """Return the newest lines, and that there are older ones if they do not fit."""
    if len(lines) <= MOST_LINES:
        return [*lines]
    return [text("brief.earlier"), *lines[1 - MOST_LINES :]]


def _met(state: AppState, each: Encounter) -> str:
    doctors = [state.doctors[id_] for id_ in each.doctor_ids if id_ in state.doctors]
    names = (", ".join(filter(None, (d.name, d.specialty))) for d in doctors)
    who = text(f"encounters.paper.{each.kind.name.lower()}", name="; ".join(names))
    line = text("brief.met_line", day=show_day(each.day), text=who) if each.day else who
    return first_line(line, SHORT_WIDTH)
