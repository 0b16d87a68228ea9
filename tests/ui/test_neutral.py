"""No screen of comparing, deciding and going back leans to a side, whatever the marks are."""

import random
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from so_tui.content import points
from so_tui.domain.entity import Entity
from so_tui.domain.opinions import Cell, State, cell_id
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Put, apply, entities, of_case
from so_tui.domain.text import Clean
from tests.content.leaning import LEANING
from tests.ui.support import Session, demo, open_app

WORDS = ("text", "note", "saw", "recap", "sentence", "decided", "decided_reason", "outcome_reason")
PLACES = {
    "grid": ("opinions", ()),
    "summary": ("opinions", ("m",)),
    "tidy": ("opinions", ("y",)),
    "difference": ("opinions", ("right", "d")),
    "decision": ("decision", ()),
    "follow-up": ("decision", ("f",)),
    "look back": ("home", ("b",)),
}


def same_words(entity: Entity) -> Entity:
    """Return it with the user's own words taken out, so that only the program's are left."""
    own: dict[str, Any] = {
        field.name: Clean("said so")
        for field in fields(entity)
        if field.name in WORDS and getattr(entity, field.name)
    }
    return replace(entity, **own)


def marked(seed: int) -> AppState:
    """Return the made-up case in the same words everywhere, each mark drawn by lot."""
    dice = random.Random(seed)
    state = of_case(demo().case_id, [same_words(each) for each in entities(demo())])
    drawn = [
        Cell(
            id=cell_id(state.case_id, doctor.id, point.key),
            case_id=state.case_id,
            doctor_id=doctor.id,
            point=point.key,
            text=Clean("said so"),
            state=dice.choice(list(State)),
        )
        for doctor in in_order(state.doctors.values())[1:]
        for point in points()
    ]
    return apply(state, [Put(each) for each in drawn])


def voice(user: Session) -> str:
    """Return all that the screen in front says, also what does not fit on it."""
    listed = (
        [" ".join(row.cells) for row in user.rows().rows]
        if user.app.screen.query("RowList")
        else []
    )
    pane = user.detail if user.app.screen.query("Detail") else ""
    return "\n".join([user.text, *listed, pane])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("seed", [1, 2])
async def test_the_program_takes_no_side(data_dir: Path, place: str, seed: int) -> None:
    mode, keys = PLACES[place]
    async with open_app(data_dir, (120, 40), state=marked(seed), mode=mode) as user:
        await user.press(*keys)
        for _ in range(12):
            said = voice(user)
            found = LEANING.search(said)
            assert not found, f"{found and found[0]}\n{said}"
            assert "%" not in said
            await user.press("down")
