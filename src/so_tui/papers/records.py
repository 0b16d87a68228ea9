"""The papers about records: where each one stands, and letters that ask for them. Pure."""

from collections.abc import Iterator
from datetime import date

from so_tui.content import has_words, text
from so_tui.content.seeds import record_templates
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.events import Event, EventKind
from so_tui.domain.names import name_of
from so_tui.domain.people import in_order as doctors_in_order
from so_tui.domain.record_deadlines import due_day, too_late
from so_tui.domain.record_progress import PROBLEMS, Progress, Stage, settled
from so_tui.domain.records import OWN_COPY, Record, RecordForm, in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line, without_stop
from so_tui.logic.letter import born_and_phone
from so_tui.logic.phrases import stage_words
from so_tui.logic.records import counts, destinations, progress_of, visits_for, ways
from so_tui.papers.files import NAME_WIDTH, Footer, signed
from so_tui.papers.listing import Block, Item, Listing

UNSENT = frozenset(
    {
        Stage.NONE,
        Stage.ASKED,
        Stage.PROMISED,
        Stage.REFUSED,
        Stage.LOST,
        Stage.WRONG,
        Stage.UNREADABLE,
    }
)
"""Stages in which a record is still asked for; what is on its way is not asked for again."""


def make_record_list(state: AppState, today: date) -> Listing | None:
    """Return the list of the needed records, and how each stands with whom; None without any."""
    needed = [record for record in in_order(state.records.values()) if record.needed]
    if state.case is None or not needed:
        return None
    done, total = counts(state)
    return Listing(
        title=clean_line(text("records.paper.title", title=state.case.title)),
        lead=(Clean(text("records.paper.lead", done=done, total=total)),),
        blocks=tuple(_block(state, record, today) for record in needed),
        footer=signed(state, today),
    )


def _block(state: AppState, record: Record, today: date) -> Block:
    holder = ", ".join(filter(None, (record.holder, record.phone)))
    held = text("records.paper.held", name=record.name, holder=holder)
    items = (Item(clean_line(_line(state, record, way, today))) for way in ways(state, record))
    return Block(clean_line(held if holder else record.name), tuple(items))


def _line(state: AppState, record: Record, way: Progress, today: date) -> str:
    """Return how a record stands with one destination, and what was sent or went wrong before."""
    doctor_id = way.transfer.doctor_id
    line = _told(record, way.last, today) if way.last else stage_words(record, way)
    if record.form is not RecordForm.MINE:
        line = f"{place_words(state, doctor_id)}: {line}"
    due = None if way.arrived or settled(record, way) else _due(state, record, doctor_id, today)
    if due:
        line = text("records.paper.due", line=line, day=short_day(due, today))
    before = [each for each in way.events[:-1] if _is_told(each.kind)]
    told = "; ".join(_told(record, each, today) for each in before)
    return text("records.paper.before", line=line, before=told) if told else line


def _is_told(kind: EventKind) -> bool:
    return kind in PROBLEMS or kind is EventKind.SENT


def _told(record: Record, event: Event, today: date) -> str:
    """Return an event with its day, and what is known about it in brackets."""
    mine = record.form is RecordForm.MINE
    key = f"records.{'mine' if mine else 'stage'}.{event.kind.name.lower()}"
    what = text(key if has_words(key) else f"records.stage.{event.kind.name.lower()}")
    until = text("records.event.by", day=short_day(event.until, today)) if event.until else ""
    known = (until, event.how, event.reference, event.who, without_stop(clean_line(event.note)))
    more = ", ".join(filter(None, known))
    line = f"{what} {short_day(event.day, today)}"
    return f"{line} ({more})" if more else line


def place_words(state: AppState, doctor_id: str) -> str:
    """Return where a record goes: the patient's own copy, or to a doctor by name."""
    doctor = state.doctors.get(doctor_id)
    return (
        text("records.to", name=name_of(state, doctor.id)) if doctor else text("records.own_copy")
    )


def _due(state: AppState, record: Record, doctor_id: str, today: date) -> date | None:
    return due_day(record, visits_for(state, doctor_id), today, doctor_id)


@dataclass(frozen=True, slots=True)
class Requests:
    """Letters that ask for records, one to each office that has some; each begins a page."""

    title: Clean
    letters: tuple[Listing, ...]
    template: str = "requests"

    @property
    def footer(self) -> Footer:
        """What stands below each of them."""
        return self.letters[0].footer


def make_requests(state: AppState, today: date) -> Requests | None:
    """Return the letters; None if nothing has to be asked for."""
    wanted: dict[tuple[Clean, Clean], list[Record]] = {}
    for record in in_order(state.records.values()):
        if any(_asked_for(state, record, today)):
            wanted.setdefault((record.holder, record.phone), []).append(record)
    letters = tuple(
        _letter(state, holder, records, today) for (holder, _), records in wanted.items()
    )
    return Requests(Clean(text("records.request.title")), letters) if letters else None


def _asked_for(state: AppState, record: Record, today: date) -> Iterator[Progress]:
    """Yield the ways on which a record still has to be sent."""
    if record.form is RecordForm.MINE:
        return
    for doctor_id, _ in destinations(state):
        way = progress_of(state, record, doctor_id)
        visits = visits_for(state, doctor_id)
        if way.stage in UNSENT and record.needed and not too_late(record, way, visits, today):
            yield way


def _letter(state: AppState, holder: Clean, records: list[Record], today: date) -> Listing:
    name = first_line(state.case.patient if state.case else "", NAME_WIDTH)
    to = text("records.request.to", holder=holder) if holder else text("records.request.to_nobody")
    who = text("records.request.who", name=name) if name else ""
    opening = [text("records.request.dear"), who, *born_and_phone(state)]
    asked = [
        Item(clean_line(_request(state, record, way, today)))
        for record in records
        for way in _asked_for(state, record, today)
    ]
    closing = [text("records.request.tell"), text("records.request.thanks"), name]
    return Listing(
        title=clean_line(to),
        lead=(Clean(show_day(today)),),
        blocks=(
            Block(Clean(""), tuple(Item(clean_line(line)) for line in opening if line)),
            Block(Clean(text("records.request.please")), tuple(asked)),
            Block(Clean(""), tuple(Item(clean_line(line)) for line in closing if line)),
        ),
        footer=signed(state, today),
        template="requests",
    )


def _request(state: AppState, record: Record, way: Progress, today: date) -> str:
    """Return what is asked for: which record, for whom, where to, by when, and what went wrong."""
    doctor_id = way.transfer.doctor_id
    doctor = state.doctors.get(doctor_id)
    to = text("records.request.for_me")
    if doctor_id != OWN_COPY and doctor:
        to = ", ".join(filter(None, (doctor.name, doctor.place, doctor.phone)))
    due = _due(state, record, doctor_id, today)
    key = "asked_by" if due and due > today else "asked_soon" if due else "asked"
    line = text(f"records.request.{key}", name=_asked_name(state, record), to=to, day=show_day(due))
    sent = [event.day for event in way.events if event.kind is EventKind.SENT]
    if way.has_problem and way.last:
        what = text(f"records.request.wrong.{way.last.kind.name.lower()}")
        day = show_day(sent[-1]) if sent else ""
        again = text("records.request.again", day=day) if day else ""
        return " ".join(filter(None, (line, again, what)))
    return " ".join(filter(None, (line, _asked_before(way.last))))


def _asked_name(state: AppState, record: Record) -> str:
    """Return what a record is called in a letter: a name that only the patient knows will not do.

    'The new doctor's report' says nothing to the office of that doctor.
    """
    shipped = {template.key: template.name for template in record_templates()}
    key, first = (
        f"records.request.name.{record.template}",
        next(iter(doctors_in_order(state.doctors.values())), None),
    )
    if shipped.get(record.template) != record.name or not has_words(key) or first is None:
        return record.name
    return text(key, doctor=name_of(state, first.id))


def _asked_before(last: Event | None) -> str:
    """Return that it was asked for before, or promised by when; '' if neither is known."""
    if last is None or last.kind not in (EventKind.ASKED, EventKind.PROMISED):
        return ""
    if last.kind is EventKind.PROMISED and last.until:
        return text("records.request.promised_by", day=show_day(last.until))
    key = f"records.request.was_{last.kind.name.lower()}"
    return text(key, day=show_day(last.day)) if last.day_known else ""
