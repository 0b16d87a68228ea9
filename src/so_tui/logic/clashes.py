"""Clashes: two facts of a case that do not fit together, and where one of them is changed. Pure.

Each goes by itself when the facts fit.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations, groupby

from so_tui.content import text
from so_tui.domain.approvals import Approval, Consent, Portal, code_ends
from so_tui.domain.case import Decision, Option
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import short_day, show_time
from so_tui.domain.encounters import Encounter, EncounterStatus, by_date, status_of
from so_tui.domain.entity import CaseEntity
from so_tui.domain.events import Event
from so_tui.domain.folding import alike, holds
from so_tui.domain.known_clashes import KnownClash, known_id
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor, in_a_room, in_order
from so_tui.domain.record_deadlines import load_day
from so_tui.domain.record_progress import PROBLEMS
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.logic.approvals import ends_on, holds_from, visit_of
from so_tui.logic.encounters import called, doctor_name, kind_word
from so_tui.logic.records import not_loaded, progress_of, visits_for

ABOUT = (Encounter, Approval, Event, Consent, Portal, Decision, Option)
"""The kinds of things that can clash; an event, as what grants an approval."""
NEAR_MINUTES = 30
"""Minutes between the beginnings of two visits from which they are told as too close."""
NAME = 60
"""Most characters of a name in a clash."""


class ClashKind(StrEnum):
    """The kind of a clash; the value names its words."""

    APPROVAL = "approval"
    NOT_YET = "not_yet"
    CONSENT = "consent"
    CODE = "code"
    DECIDE_BY = "decide_by"
    OVERLAP = "overlap"
    NEAR = "near"
    OLD_TIME = "old_time"
    LAST_DAY = "last_day"
    NOT_LOADED = "not_loaded"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two facts that do not fit.

    Attributes:
        words: What does not fit, in one line.
        about: Ids of the things it is about.
        mode: The screen on which it is mended.
        row: The row there.
        days: The days that do not fit.
    """

    kind: ClashKind
    words: Clean
    about: tuple[str, ...]
    mode: str
    row: str
    days: tuple[date | str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from others; with another day it is another clash."""
        return "/".join((self.kind, *self.about, *map(str, self.days)))


def clashes(state: AppState, today: date) -> list[Clash]:
    """Return what does not fit, without what was put aside."""
    found = (*_ending(state, today), *_too_late(state, today), *_overlapping(state, today),
             *_older_than_a_move(state, today), *_not_loaded(state, today))  # fmt: skip
    return [each for each in found if known_id(state.case_id, each.key) not in state.known_clashes]


def said_of(before: AppState, after: AppState, changes: Iterable[Change], today: date) -> str:
    """Return what does not fit since some changes, '' for nothing."""
    if not any(isinstance(change.entity, ABOUT) for change in changes):
        return ""
    known = {clash.key for clash in clashes(before, today)}
    found = [clash.words for clash in clashes(after, today) if clash.key not in known]
    return text("clashes.saved", words=" ".join(found)) if found else ""


def put_aside(state: AppState, clash: Clash) -> Put:
    """Return the change after which a clash is not told again."""
    return Put(KnownClash(id=known_id(state.case_id, clash.key), case_id=state.case_id,
                          clash=clash.key, text=clash.words))  # fmt: skip


def _coming(state: AppState, today: date) -> list[Encounter]:
    """Return what is still to come and has a day, of any doctor."""
    found = (v for v in by_date(state.visits.values()) if v.day)
    return [v for v in found if status_of(v, today) is EncounterStatus.COMING]


def _for_opinions(state: AppState, today: date, *words: str) -> list[Encounter]:
    """Return the coming visits with doctors other than the first.

    Where the words name one of these doctors or their place, only theirs.
    """
    later = {doctor.id: doctor for doctor in in_order(state.doctors.values())[1:]}
    named = {
        id_
        for id_, doctor in later.items()
        if any(name and holds(name, *words) for name in (doctor.name, doctor.place))
    }
    ids = named or later.keys()
    return [v for v in _coming(state, today) if ids & set(v.doctor_ids)]


def _approved(state: AppState, today: date, approval: Approval) -> list[Encounter]:
    """Return the coming visits that an approval is for, or may be for if it names none."""
    visit = visit_of(state, approval)
    if visit is not None:
        return [v for v in _coming(state, today) if v.id == visit.id]
    before = state.visits.get(approval.visit_id)
    doctor_id = before.doctor_id if before else approval.doctor_id
    if doctor_id in state.doctors:
        return [v for v in _coming(state, today) if doctor_id in v.doctor_ids]
    return _for_opinions(state, today, approval.what, approval.note)


def _ending(state: AppState, today: date) -> Iterator[Clash]:
    for approval in state.approvals.values():
        first, last = holds_from(state, approval), ends_on(state, approval)
        for visit in _approved(state, today, approval):
            day = visit.day or date.min
            if last and last < day:
                yield _clash(state, today, ClashKind.APPROVAL, approval, visit, "insurance", last,
                             what=approval.what)  # fmt: skip
            elif first and day < first:
                yield _clash(state, today, ClashKind.NOT_YET, approval, visit, "insurance", first,
                             what=approval.what)  # fmt: skip
    for consent in state.consents.values():
        last = consent.expires
        for visit in _for_opinions(state, today, consent.what, consent.giver, consent.taker):
            if last and visit.day and last < visit.day:
                yield _clash(state, today, ClashKind.CONSENT, consent, visit, "consents", last,
                             what=consent.what)  # fmt: skip
    for portal in state.portals.values():
        ends = code_ends(portal)
        ends = ends if ends and ends.date() >= today else None  # what has ended is no code
        for visit in _for_opinions(state, today)[:1]:
            if ends and visit.day and ends < datetime.combine(visit.day, visit.at or time.max):
                yield _clash(state, today, ClashKind.CODE, portal, visit, "consents", ends.date(),
                             what=portal.place, at=show_time(ends.time()))  # fmt: skip


def _clash(
    state: AppState,
    today: date,
    kind: ClashKind,
    entity: CaseEntity,
    visit: Encounter,
    mode: str,
    last: date | None,
    **values: str,
) -> Clash:
    """Return that a thing holds until a day, or from one, and a visit is on another."""
    shown = {name: first_line(clean_line(value), NAME) for name, value in values.items()}
    words = text(
        f"clashes.{kind}", last=short_day(last, today), visit=_called(state, visit, today), **shown
    )
    days = (last or "", visit.day or "")
    return Clash(kind, clean_line(words), (entity.id, visit.id), mode, entity.id, days)


def _too_late(state: AppState, today: date) -> Iterator[Clash]:
    decision = state.decision
    for visit in _for_opinions(state, today):
        day = visit.day or date.min
        if decision and decision.decide_by and not decision.decided and decision.decide_by < day:
            by = decision.decide_by
            yield Clash(ClashKind.DECIDE_BY,
                        clean_line(text("clashes.decide_by", last=short_day(by, today),
                                        visit=_called(state, visit, today))),
                        (decision.id, visit.id), "people", visit.id, (by, day))  # fmt: skip
        for option in state.options.values():
            if option.last_day and today <= option.last_day < day:
                yield _clash(state, today, ClashKind.LAST_DAY, option, visit, "decision",
                             option.last_day, what=option.text)  # fmt: skip


def _overlapping(state: AppState, today: date) -> Iterator[Clash]:
    timed = [v for v in _coming(state, today) if v.is_visit and v.at]
    for one, two in combinations(sorted(timed, key=lambda v: (_begin(v), v.id)), 2):
        apart = _begin(two) - _begin(one)
        if one.minutes and apart < timedelta(minutes=one.minutes):
            kind = ClashKind.OVERLAP
        elif not one.minutes and apart < timedelta(minutes=NEAR_MINUTES):
            kind = ClashKind.NEAR
        else:
            continue
        words = text(f"clashes.{kind}", one=_named(state, one, today),
                     two=_named(state, two, today), count=NEAR_MINUTES)  # fmt: skip
        when = tuple(f"{v.day} {v.at} {v.zone} {v.minutes}" for v in (one, two))
        yield Clash(kind, clean_line(words), (one.id, two.id), "people", two.id, when)


def _older_than_a_move(state: AppState, today: date) -> Iterator[Clash]:
    for visit in _coming(state, today):
        entries = [entry.split(" ", 1) for entry in visit.written_for]
        arranged = [(name, when) for name, when in entries if getattr(visit, name, None)]
        for when in dict.fromkeys(when for _, when in arranged):
            fields = [name for name, then in arranged if then == when]
            names = ", ".join(text(f"clashes.arranged.{name}") for name in fields)
            words = text("clashes.old_time", what=names, then=_shown(when, today),
                         visit=_called(state, visit, today))  # fmt: skip
            yield Clash(ClashKind.OLD_TIME, clean_line(words), (visit.id,), "people", visit.id,
                        (when, visit.day or ""))  # fmt: skip


def _not_loaded(state: AppState, today: date) -> Iterator[Clash]:
    """Yield the hospitals that have not loaded a disc although the visit is near.

    A disc that met with another problem since, or a visit on another day, makes it another clash.
    """
    discs = sorted(not_loaded(state, today), key=lambda found: found[1].id)
    for doctor, found in groupby(discs, lambda found: found[1]):
        records = [record for record, _ in found]
        place = first_line(_hospital(state, doctor), NAME)
        names = first_line(clean_line(", ".join(record.name for record in records)), NAME)
        words = text("clashes.not_loaded", place=place, names=names)
        visits = visits_for(state, doctor.id)
        days = {load_day(record, visits, today, doctor.id) or "" for record in records}
        ways = (progress_of(state, record, doctor.id) for record in records)
        problems = sum(event.kind in PROBLEMS for way in ways for event in way.events)
        about = (doctor.id, *sorted(record.id for record in records))
        facts = (*sorted(days, key=str), str(problems))
        row = f"{records[0].id}.{doctor.id}"
        yield Clash(ClashKind.NOT_LOADED, clean_line(words), about, "records", row, facts)


def _hospital(state: AppState, doctor: Doctor) -> str:
    """Return the place of a doctor, with the name where several doctors are at it."""
    name, place = name_of(state, doctor.id), doctor.place
    there = [each for each in in_a_room(state.doctors.values()) if alike(each.place, place)]
    return f"{place}, {name}" if place and len(there) > 1 else place or name


def _called(state: AppState, visit: Encounter, today: date) -> str:
    """Return what it is, with whom and when: 'tumour board (Dr Who) on Thu 3 Dec'."""
    what = called(state, visit)
    name = first_line(f"{what[:1].lower()}{what[1:]}", NAME + len(kind_word(visit)))
    return text("clashes.visit", name=name, when=_when(visit, today))


def _named(state: AppState, visit: Encounter, today: date) -> str:
    """Return whom a visit is with, and when: 'Dr Who on Thu 3 Dec 14:05'."""
    name = first_line(doctor_name(state, visit), NAME)
    return text("clashes.visit", name=name, when=_when(visit, today))


def _when(visit: Encounter, today: date) -> str:
    return f"{short_day(visit.day, today)} {show_time(visit.at)}".strip()


def _shown(moment: str, today: date) -> str:
    when = datetime.fromisoformat(moment)
    return (
        f"{short_day(when.date(), today)} {show_time(when.time()) if ':' in moment else ''}".strip()
    )


def _begin(visit: Encounter) -> datetime:
    """Return when a visit with a day and a time begins, in UTC."""
    from zoneinfo import ZoneInfo

    begins = datetime.combine(visit.day or date.min, visit.at or time.min)
    try:
        return begins.replace(tzinfo=ZoneInfo(visit.zone) if visit.zone else None).astimezone(UTC)
    except (ValueError, OSError, KeyError):
        return begins.astimezone(UTC)
