"""What a paper can be about, where there is a choice: a visit, an office, an approval. Pure."""

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.approvals import for_whom
from so_tui.logic.cases import earlier_rounds
from so_tui.logic.phrases import doctor_and_day
from so_tui.papers.insurance import ALL, offices, requests
from so_tui.papers.visit_notes import noted

SUBJECTS = ("notes", "calls", "insurer")
"""The papers that are about one of several things."""
ROUNDS = "rounds"
"""Stands for a case with its earlier rounds."""


def subjects(state: AppState, kind: str) -> list[tuple[str, Clean]]:
    """Return what a paper of a kind can be about, each a key and its words."""
    if kind == "notes":
        return [(each.id, clean_line(doctor_and_day(state, each))) for each in noted(state)]
    if kind == "calls":
        return [(name, name) for name in offices(state)]
    if kind != "insurer":
        return []
    named = ((each, for_whom(state, each)) for each in requests(state))
    return [(each.id, clean_line(f"{each.what} ({of})" if of else each.what)) for each, of in named]


def choices(state: AppState, kind: str) -> list[tuple[str, Clean]]:
    """Return what to choose from before a paper is written; none if there is only one choice."""
    if kind == "timeline":
        return _rounds(state)
    found = subjects(state, kind)
    if len(found) < 2:
        return []
    every = [(ALL, Clean(text("insurance.calls_paper.all")))]
    return [*(every if kind == "calls" else []), *found]


def _rounds(state: AppState) -> list[tuple[str, Clean]]:
    earlier = earlier_rounds(state.cases, state.case)
    if state.case is None or not earlier:
        return []
    every = "; ".join(case.name for case in (state.case, *earlier))
    words = {ALL: ("only", state.case.name), ROUNDS: ("all", every)}
    return [(key, clean_line(text(f"followup.rounds.{name}", names=of)))
            for key, (name, of) in words.items()]  # fmt: skip
