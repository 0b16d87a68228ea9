"""Tick lists: their shipped lines and the user's own, and the packing list of a visit. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from so_tui.content import has_words, text, words
from so_tui.domain.dataclass import dataclass
from so_tui.domain.edited_lines import Listed, Tick, tick_id
from so_tui.domain.encounters import Encounter, next_visit
from so_tui.domain.entity import next_order, ordered
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor
from so_tui.domain.record_progress import settled
from so_tui.domain.records import OWN_COPY, Record, RecordForm, in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.logic.about_me import has_page
from so_tui.logic.encounters import when_words
from so_tui.logic.records import progress_of

WORDS = {listed: f"deciding.{listed}" for listed in Listed} | {Listed.PACKING: "packing.items"}
"""Key of the shipped lines of each list."""


def shipped(listed: Listed) -> tuple[str, ...]:
    """Return the keys of a list's shipped lines, in order."""
    return tuple(words(WORDS[listed]))


def lines_of(
    state: AppState, listed: Listed, keys: Iterable[str], visit_id: str = ""
) -> list[Tick]:
    """Return a list as shown: the shipped lines, changed or not, then the user's own.

    The keys are those of the shipped lines that belong to it.
    """
    own = [
        tick
        for tick in state.ticks.values()
        if (tick.listed, tick.template, tick.visit_id) == (listed, "", visit_id)
    ]
    given = [_line(state, listed, key, visit_id) for key in keys]
    return [*given, *ordered(own)]


def _line(state: AppState, listed: Listed, key: str, visit_id: str) -> Tick:
    id_ = tick_id(state.case_id, listed, key, visit_id)
    unsaved = Tick(id=id_, case_id=state.case_id, listed=listed, template=key, visit_id=visit_id)
    return state.ticks.get(id_, unsaved)


def own_line(state: AppState, listed: Listed, visit_id: str = "") -> Tick:
    """Return a new, empty line of the user's own at the end of a list."""
    order = next_order(t for t in state.ticks.values() if t.listed is listed)
    return Tick(case_id=state.case_id, listed=listed, visit_id=visit_id, on=True, order=order)


def shipped_words(tick: Tick) -> Clean:
    """Return the shipped text of a line, '' for the user's own."""
    key = f"{WORDS[tick.listed]}.{tick.template}"
    return clean_line(text(key)) if tick.template and has_words(key) else Clean("")


def line_words(tick: Tick) -> Clean:
    """Return the text of a line: the user's, else the shipped one."""
    return tick.text or shipped_words(tick)


RECORD = "record-"
"""Key prefix of a line for a record."""
FACT_WIDTH = 120
"""Most characters of a fact about the visit."""


@dataclass(frozen=True, slots=True)
class ToPack:
    """A line of the packing list.

    Attributes:
        words: Its text, the user's or the shipped one.
        of_case: Whether it is a record of the case.
    """

    tick: Tick
    words: Clean
    of_case: bool = False


def visit_to_pack(state: AppState, today: date, visit_id: str = "") -> Encounter | None:
    """Return the named visit, else today's or the next one, else None."""
    return state.visits.get(visit_id) or next_visit(state.visits.values(), today)


def packing_lines(state: AppState, visit: Encounter) -> list[ToPack]:
    """Return the list for a visit: the records at hand, the shipped lines, the user's own."""
    records = {f"{RECORD}{record.id}": record for record in in_hand(state)}
    stood_for = {record.template for record in records.values()}
    stood_for.add("medicines" if has_page(state) else "about")  # the page has the medicines
    usual = [key for key in shipped(Listed.PACKING) if key not in stood_for]
    lines = lines_of(state, Listed.PACKING, [*records, *usual], visit.id)
    return [_line_to_pack(tick, records.get(tick.template)) for tick in lines]


def _line_to_pack(tick: Tick, record: Record | None) -> ToPack:
    if record is None:
        return ToPack(tick, line_words(tick))
    key = "own_paper" if record.form is RecordForm.MINE else "own_copy"
    came_with = clean_line(text(f"packing.{key}", name=record.name))
    return ToPack(tick, tick.text or came_with, of_case=True)


def in_hand(state: AppState) -> list[Record]:
    """Return the needed records the patient has a copy of, and the patient's own papers."""
    records = [r for r in in_order(state.records.values()) if r.needed and not r.back]
    own = [(record, progress_of(state, record, OWN_COPY)) for record in records]
    return [record for record, copy in own if settled(record, copy) and not copy.transfer.skip]


def facts(state: AppState, visit: Encounter, today: date | None = None) -> Iterator[Clean]:
    """Yield the facts to know on the way: when, where, whose number, who comes.

    The year is left out if `today` is given and of the same year.
    """
    doctors = list(filter(None, map(state.doctors.get, visit.doctor_ids)))
    companions = filter(None, map(state.companions.get, visit.companion_ids))
    found = (
        ("when", when_words(visit, today)),
        ("where", visit.where),
        *(("phone", _phone(state, doctor, doctors)) for doctor in doctors),
        *(("along", f"{each.name} {each.phone}".strip()) for each in companions),
        *((name, getattr(visit, name)) for name in ("travel", "interpreter", "access", "phone_in")),
    )
    for name, fact in found:
        if fact:
            yield clean_line(text(f"packing.fact.{name}", text=first_line(fact, FACT_WIDTH)))


def _phone(state: AppState, doctor: Doctor, doctors: Sequence[Doctor]) -> str:
    """Return a doctor's number, with the name if there are several doctors."""
    alone = len(doctors) == 1 or not doctor.phone
    return doctor.phone if alone else f"{name_of(state, doctor.id)} {doctor.phone}"


def counted(lines: list[ToPack]) -> tuple[int, int]:
    """Return how many lines are ticked, and how many there are."""
    return sum(line.tick.on for line in lines), len(lines)
