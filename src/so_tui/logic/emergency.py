"""The emergency card: the user's own numbers, and fixed advice. Pure."""

from collections.abc import Iterator

from so_tui.content import text
from so_tui.domain.people import Doctor, UrgentCard, card_id, with_phone
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line

FIXED = ("standing.emergency", "emergency.team_first", "emergency.not_this")
"""The advice on every card, below the numbers."""
TOLD_WIDTH = 300
"""Most characters shown of what the care team said."""


def card_of(state: AppState) -> UrgentCard:
    """Return the case's card, an empty one if none is stored."""
    id_ = card_id(state.case_id)
    return state.urgent_cards.get(id_, UrgentCard(id=id_, case_id=state.case_id))


def numbers(state: AppState) -> list[tuple[Clean, Clean]]:
    """Return (who, number) pairs: the user's own numbers, then the doctors, then companions."""
    card = card_of(state)
    found = [(Clean(text(f"emergency.{name}")), number) for name, number in _own(card)]
    found += [
        (_whom(person), clean_line(person.phone))
        for person in with_phone(state.doctors.values(), state.companions.values())
    ]
    return found


def _own(card: UrgentCard) -> Iterator[tuple[str, Clean]]:
    if card.team_day:
        yield "team_day", clean_line(card.team_day)
    if card.team_night:
        yield "team_night", clean_line(card.team_night)
    if card.person or card.person_phone:
        yield "person", clean_line(f"{card.person} {card.person_phone}")
    if card.local:
        yield "local", clean_line(card.local)


def _whom(person: object) -> Clean:
    name = getattr(person, "name", "")
    return clean_line(name if isinstance(person, Doctor) else text("emergency.along", name=name))


def fixed_words(state: AppState) -> list[Clean]:
    """Return the text below the numbers: what the care team said, then the fixed advice."""
    told = card_of(state).told
    mine = (
        [clean_line(text("emergency.told_line", text=first_line(told, TOLD_WIDTH)))] if told else []
    )
    return [*mine, *(Clean(text(key)) for key in FIXED)]
