"""Everybody's words on what a doctor said: whose there are, and which count. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from so_tui.content import point, points, text
from so_tui.domain.comparison import Difference
from so_tui.domain.folding import fold
from so_tui.domain.opinions import (
    RECAP,
    SAW,
    Aside,
    Cell,
    Version,
    cell_id,
    pair_id,
    places,
)
from so_tui.domain.people import PATIENT
from so_tui.domain.state import AppState, once_a_state
from so_tui.domain.text import (
    BLANK,
    Clean,
    clean_line,
    first_line,
    start_of_sentence,
    without_stop,
)

SHORTEST = 40
"""Fewest characters that one person's words are cut to beside another's."""


def who_types(state: AppState, author: Clean) -> Clean:
    """Return the person the author's text is attributed to: the author, or '' for the patient.

    A first name is enough: 'Pat' is Pat Demo. While the patient has no name here, only an author
    with the name of a companion counts as one.
    """
    patient = state.case.patient if state.case else BLANK
    if not author or same_person(author, patient):
        return BLANK
    names = [companion.name for companion in state.companions.values()]
    known = bool(patient) or any(same_person(author, name) for name in names)
    return author if known else BLANK


def same_person(name: str, other_name: str) -> bool:
    """Return whether two names are one person's: equal, or one is the first name alone.

    Several people's names, with a comma between them, are nobody's alone.
    """
    short, long = sorted((fold(name), fold(other_name)), key=len)
    return short == long or (bool(short) and "," not in long and long.startswith(f"{short} "))


def person_name(state: AppState, by: Clean) -> Clean:
    """Return the name of who wrote something; '' is the patient."""
    patient = state.case.patient if state.case else BLANK
    return by or patient or Clean(text("opinions.patient"))


def label_of(key: str) -> Clean:
    """Return the label of a point, or of the recap."""
    return clean_line(text("opinions.recap")) if key == RECAP else point(key).label


@once_a_state
def everybodys(state: AppState) -> dict[tuple[str, str], list[Cell]]:
    """Return all words by (doctor id, point), those that count first."""
    cells = dict(state.cells)
    for old in _older(state):
        place = old.doctor_id, old.point, old.by
        now = next((c for c in cells.values() if (c.doctor_id, c.point, c.by) == place), old)
        both = now.text if old.text in now.text else f"{now.text}\n{old.text}"
        cells[now.id] = replace(now, text=Clean(both.strip()))
    return places(cells.values())


def _older(state: AppState) -> Iterator[Cell]:
    """Yield words that older versions stored in other places, each as the cell it would be now."""
    for version in state.versions.values():
        if version.aside is Aside.BESIDE:
            cell = new_cell(state, version.doctor_id, version.point, version.by)
            cell = replace(cell, by=version.by, written_at=version.at)
            yield replace(cell, text=version.text, source=version.source)
    for opinion in state.opinions.values():
        for key, words in ((SAW, opinion.saw), (RECAP, opinion.recap)):
            if words:
                yield replace(new_cell(state, opinion.doctor_id, key, BLANK), text=words)


def new_cell(state: AppState, doctor_id: str, key: str, by: Clean) -> Cell:
    """Return an empty cell for a person's words."""
    id_ = cell_id(state.case_id, doctor_id, key, by)
    while id_ in state.cells:  # it holds another's words
        id_ = pair_id("cell", id_, by or PATIENT)
    return Cell(id=id_, case_id=state.case_id, doctor_id=doctor_id, point=key)


def words_on(state: AppState, doctor_id: str, key: str) -> Sequence[Cell]:
    """Return everybody's cells on a point, the one that counts first."""
    return everybodys(state).get((doctor_id, key), [])


def kept_cell(state: AppState, doctor_id: str, key: str) -> Cell:
    """Return the cell that counts on a point, or a new one."""
    found = words_on(state, doctor_id, key)
    return found[0] if found else new_cell(state, doctor_id, key, BLANK)


def said_words(state: AppState, doctor_id: str, key: str) -> Clean:
    """Return the words that count on a point, '' if there are none."""
    return kept_cell(state, doctor_id, key).text


def all_words(state: AppState, doctor_id: str, key: str) -> Clean:
    """Return the words that count on a point; all of them by name while that is not settled."""
    cells = _unsettled(state, doctor_id, key)
    if not cells:
        return said_words(state, doctor_id, key)
    return clean_line("; ".join(f"{c.text} ({person_name(state, c.by)})" for c in cells))


def short_words(state: AppState, doctor_id: str, key: str, width: int) -> str:
    """Return the same, for a sentence that adds the full stop.

    It has at most `width` characters; several people's words are each cut to an equal share.
    """
    cells = _unsettled(state, doctor_id, key)
    if not cells:
        return start_of_sentence(said_words(state, doctor_id, key), width)
    share = max(width // len(cells), SHORTEST)
    told = (
        f"{first_line(without_stop(cell.text), share)} ({person_name(state, cell.by)})"
        for cell in cells
    )
    return "; ".join(told)


def _unsettled(state: AppState, doctor_id: str, key: str) -> list[Cell]:
    """Return the cells of people who heard different things; none once it is settled which counts.

    It is once the patient has written there, or chosen.
    """
    cells = [cell for cell in words_on(state, doctor_id, key) if cell.text]
    settled = any(cell.counts or not cell.by for cell in cells)
    return [] if settled or len({cell.text for cell in cells}) < 2 else cells


def own_cell(state: AppState, doctor_id: str, key: str, by: Clean) -> Cell:
    """Return the cell that a person's words are or would be in: never one with another's words."""
    found = words_on(state, doctor_id, key)
    own = (cell for cell in found if cell.text and is_by(cell, by))
    bare = (cell for cell in found if not cell.text)
    return next(own, None) or next(bare, None) or new_cell(state, doctor_id, key, by)


def is_by(cell: Cell | Version | Difference, by: Clean) -> bool:
    """Return whether a person wrote this; '' is the patient."""
    return cell.by == by or (bool(by and cell.by) and same_person(cell.by, by))


def versions_of(state: AppState, doctor_id: str, key: str, *asides: Aside) -> list[Version]:
    """Return the earlier texts of what a doctor said on a point, oldest first."""
    found = [
        v
        for v in state.versions.values()
        if (v.doctor_id, v.point, v.against) == (doctor_id, key, "") and v.aside in asides
    ]
    return sorted(found, key=lambda v: (v.at, v.id))


def undecided(state: AppState, doctor_id: str) -> list[Sequence[Cell]]:
    """Return the words on each point that people heard in unlike words, while none was chosen."""
    keys = [*(p.key for p in points()), RECAP]
    told = ([c for c in words_on(state, doctor_id, key) if c.text] for key in keys)
    return [
        cells
        for cells in told
        if len({cell.text for cell in cells}) > 1 and not any(cell.counts for cell in cells)
    ]
