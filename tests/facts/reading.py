"""All places that tell something of a case, as the text that is drawn or written there."""

import json
from datetime import UTC
from functools import partial
from pathlib import Path

from so_tui.cli.plain import status_text
from so_tui.domain.state import AppState
from so_tui.papers.calendar import make_calendar
from so_tui.papers.files import Layout, write_out
from so_tui.papers.listing import make_card, make_packing
from so_tui.papers.sheet import make_sheet
from so_tui.papers.writing import PaperKind, write_paper
from so_tui.storage.backup.copies import export_json
from so_tui.storage.store import Store
from so_tui.ui import messages
from tests.facts.story import NOW, TODAY
from tests.ui.support import Session, open_app

SCREENS = ("home", "people", "dates", "records", "insurance", "opinions", "summary", "checklist",
           "questions", "followup")  # fmt: skip
LARGE = (150, 220)
"""A window in which every list of these cases stands in full."""


def is_in_front(user: Session, name: str) -> bool:
    """Return whether a screen is the one in front."""
    return bool(getattr(user.app.screen, "NAME", "") == name)


async def places_of(state: AppState, folder: Path) -> dict[str, str]:
    """Return what each place tells, by its name; papers that are not made are ''."""
    places = {}
    async with open_app(folder, LARGE, state=state, clock=lambda: NOW) as user:
        for screen in SCREENS:
            user.app.post_message(messages.GoTo(screen))
            await user.wait(partial(is_in_front, user, screen), screen)
            await user.press()
            places[f"{screen} screen"] = user.text
    with Store.open(folder) as store:
        places["export"] = json.dumps(json.loads(export_json(store)), indent=1)
    return papers_of(state) | places


def papers_of(state: AppState) -> dict[str, str]:
    """Return what `status`, each paper and the calendar tell; the screens tell nothing."""
    places = dict.fromkeys((*(f"{screen} screen" for screen in SCREENS), "export"), "")
    places["status"] = status_text(state, TODAY)
    for kind in PaperKind:
        places[kind.value] = write_paper(state, kind, Layout.TEXT, TODAY) or ""
    doctors = sorted(state.doctors.values(), key=lambda doctor: doctor.order)
    places["sheet"] = write_out(make_sheet(state, doctors[1], TODAY), Layout.TEXT)
    places["card"] = write_out(make_card(state, TODAY), Layout.TEXT)
    visit = state.visits["0000000000a1"]
    places["packing"] = write_out(make_packing(state, visit, TODAY), Layout.TEXT)
    places["calendar"] = make_calendar(state, NOW.astimezone(UTC)).decode().replace("\r\n ", "")
    return places
