"""A case with very much in it: 20,000 notes of many visits, and four doctors with long cells."""

import random
import string
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from so_tui.content import points
from so_tui.domain.case import Case
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.entity import Entity
from so_tui.domain.notes import Note
from so_tui.domain.opinions import OWN, RELATIVE, Cell, State, cell_id, mark_between
from so_tui.domain.people import Doctor
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.store import Store

NOTES = 20_000
OF_A_VISIT = 200
"""Notes of one visit."""
TYPED = 400
"""So many changes were saved one by one."""
DOCTORS = 4
CELL = 2_000
"""Characters of each cell."""
TITLE = "Many notes"
WORDS_A_LINE = 12
VOCABULARY = 25_000


class Speech:
    """Lines of made-up words, some common and many rare; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self._words = [
            "".join(self.dice.choices(string.ascii_lowercase, k=self.dice.randint(3, 11)))
            for _ in range(VOCABULARY)
        ]
        self._weights = [*accumulate(1 / (place + 10) for place in range(VOCABULARY))]

    def line(self, words: int = WORDS_A_LINE) -> Clean:
        """Return a line of so many words."""
        return Clean(" ".join(self.dice.choices(self._words, cum_weights=self._weights, k=words)))


def everything(
    notes: int = NOTES, cell: int = CELL, seed: int = 1, of_a_visit: int = OF_A_VISIT
) -> list[Entity]:
    """Return a case with so many notes, and a grid whose cells have so many characters each.

    There is a visit for each `of_a_visit` notes, and one at least, a day after the other.
    """
    speech = Speech(seed)
    case = Case(title=Clean(TITLE), opened=date(2026, 1, 1))
    doctors = [
        Doctor(case_id=case.id, name=Clean(f"Dr Example {number}"), order=number)
        for number in range(DOCTORS)
    ]
    kept: list[Entity] = [case, *doctors]
    for first in range(0, max(notes, 1), of_a_visit):
        start = datetime(2026, 1, 2, 9) + timedelta(days=first // of_a_visit)
        visit = Encounter(
            case_id=case.id, doctor_id=doctors[0].id, day=start.date(), course=Course.TOOK_PLACE
        )
        kept.append(visit)
        for number in range(min(notes - first, of_a_visit)):
            at, text = start + timedelta(seconds=20 * number), speech.line()
            kept.append(
                Note(case_id=case.id, visit_id=visit.id, at=at, author=Clean("Sam"), text=text)
            )
    states = [state for state in State if state is not State.LESS]
    for place, point in enumerate(points() if cell else ()):
        for number, doctor in enumerate(doctors):
            state = states[(place + number) % len(states)] if number else State.BLANK
            kept.append(
                Cell(
                    id=cell_id(case.id, doctor.id, point.key),
                    case_id=case.id,
                    doctor_id=doctor.id,
                    point=point.key,
                    text=Clean(speech.line(cell // 3)[:cell]),
                    state=state if state in OWN else State.BLANK,
                )
            )
            if state in RELATIVE:
                kept.append(mark_between(case.id, doctor.id, doctors[0].id, point.key, state))
    return kept


def fill(folder: Path, kept: list[Entity]) -> Path:
    """Put all of it into a store in this folder, as months of typing leave it.

    Returns:
        The folder. The newest lines can be taken back one by one.
    """
    changes = [Put(each) for each in kept]
    with Store.open(data_dir(folder)) as store:
        store.commit(changes[:-TYPED], author="Sam")
        for change in changes[-TYPED:]:
            store.commit([change], label="saved", author="Sam")
    Store.open(data_dir(folder)).close()  # a later start has cleared the journals away
    return folder


def texts(kept: list[Entity]) -> list[str]:
    """Return the text of each note and of each cell."""
    return [each.text for each in kept if isinstance(each, Note | Cell)]


def queries(kept: list[Entity], count: int, seed: int = 2) -> list[str]:
    """Return what is typed: three words of a line in another order, one of them with a slip."""
    dice = random.Random(seed)
    notes = [each for each in kept if isinstance(each, Note)]
    found = []
    for note in dice.sample(notes, count):
        words = dice.sample(note.text.split(), 3)
        long = max(words, key=len)
        at = dice.randrange(1, len(long) - 1)
        slipped = long[:at] + long[at + 1] + long[at] + long[at + 2 :]
        found.append(" ".join(slipped if word == long else word for word in words))
    return found


def lines(kept: list[Entity], count: int, seed: int = 4) -> list[str]:
    """Return three words of lines as they stand there, for a search that knows no other way."""
    dice = random.Random(seed)
    notes = [each for each in kept if isinstance(each, Note)]
    return [" ".join(note.text.split()[4:7]) for note in dice.sample(notes, count)]
