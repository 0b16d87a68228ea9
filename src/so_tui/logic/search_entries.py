"""Searchable entries of everything written down: by whom, when, and where. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any, assert_never, cast

from so_tui.content import points, text
from so_tui.domain.about_me import LISTS, AboutMe
from so_tui.domain.approvals import Approval, Consent, Portal
from so_tui.domain.bills import Bill
from so_tui.domain.calls import Call
from so_tui.domain.case import Case, Decision, Matter, Option, Thought
from so_tui.domain.checklist import Task
from so_tui.domain.comparison import Difference, Reference
from so_tui.domain.contacts import Contact
from so_tui.domain.costs import Cost
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.edited_lines import Listed, PaperLine, Tick
from so_tui.domain.encounters import Encounter, EncounterKind
from so_tui.domain.entity import Entity
from so_tui.domain.events import Event
from so_tui.domain.known_clashes import KnownClash
from so_tui.domain.notes import Note
from so_tui.domain.opinions import RECAP, SAW, Cell, Mark, Opinion, Version
from so_tui.domain.people import Companion, Doctor, UrgentCard
from so_tui.domain.questions import Answer, Question
from so_tui.domain.records import Chase, Record, Transfer
from so_tui.domain.state import AnyEntity, Conflict
from so_tui.domain.text import BLANK, Clean, clean_line
from so_tui.logic.about_me import shown
from so_tui.logic.approvals import event_words
from so_tui.logic.contacts import role_words
from so_tui.logic.encounters import cancelled_words
from so_tui.logic.phrases import step_words
from so_tui.logic.representatives import represents
from so_tui.logic.search_names import Names

NOT_FOUND = frozenset({"code"})
"""Text that is not found: a code for an hour's access, which is nothing to look up."""
_IDS = ("said_by", "doctor_id", "more_doctor_ids", "doctor_ids", "companion_ids", "typist")
"""Fields that name somebody by an id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was written down.

    Attributes:
        kind: Its kind: the name of its words under `found` in `content/words/kinds.toml`.
        mode: The screen that shows it.
        key: Its key on that screen.
        at: When it was written or said, if known.
        doctor: The doctor it is about or from, or ''.
        by: Who wrote it, or ''.
        more: What else it holds: numbers, names, places. It is found by that too, but on no paper.
        private: Whether it is marked private.
    """

    case_id: str
    kind: str
    text: Clean
    mode: str
    key: str
    at: date | datetime | None = None
    doctor: Clean = BLANK
    by: Clean = BLANK
    more: Clean = BLANK
    private: bool = False

    @property
    def day(self) -> date | None:
        """Its day, if known."""
        return self.at.date() if isinstance(self.at, datetime) else self.at

    @property
    def moment(self) -> datetime:
        """Its time for sorting; entries without a date come before all others."""
        if isinstance(self.at, datetime):
            return self.at
        return datetime.combine(self.at, time.min) if self.at else datetime.min

    @property
    def sought(self) -> str:
        """The searchable text: its text, people, date, and what else it holds."""
        return f"{self.text} {self.doctor} {self.by} {show_day(self.day)} {self.more}"


def entries(everything: Iterable[Entity]) -> list[Entry]:
    """Return the entries of all cases, newest first; those without a date come last."""
    kept = cast("list[AnyEntity]", list(everything))
    names = Names(kept)
    found = [entry for entity in kept for entry in _whole(entity, names)]
    return sorted(found, key=lambda entry: (entry.moment, entry.key), reverse=True)


@cache
def _fields(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of a kind that hold text, and those that hold ids of others."""
    texts = tuple(f.name for f in fields(kind) if f.type is Clean and f.name not in NOT_FOUND)
    ids = tuple(f.name for f in fields(kind) if f.name in _IDS)
    return texts, ids


def _whole(entity: AnyEntity, names: Names) -> list[Entry]:
    """Return the entries of an entity, which hold all of its text between them."""
    made = list(_of(entity, names))
    if not made:
        return []
    shown = " ".join(f"{entry.text} {entry.by} {entry.doctor}" for entry in made)
    texts, ids = _fields(cast("Any", type(entity)))
    others = [clean_line(getattr(entity, name)) for name in texts]
    for name in ids:
        value = getattr(entity, name)
        others += [names.of(id_) for id_ in (value if isinstance(value, tuple) else (value,))]
    more = _joined(*(each for each in others if each.rstrip(".") not in shown))
    first, *rest = [entry for entry in made if entry.text] or [replace(made[0], text=more)]
    if not first.text:
        return []
    whole = [replace(first, more=more) if more else first, *rest]
    return [replace(e, private=True) for e in whole] if getattr(entity, "private", False) else whole


def _of(entity: AnyEntity, names: Names) -> Iterator[Entry]:
    case, key = entity.id if isinstance(entity, Case) else entity.case_id, entity.id
    match entity:
        case Case():
            words = _joined(entity.name, entity.patient)
            yield Entry(case, "case", words, "home", "", entity.opened)
        case Note():
            words, doctor = names.said(entity), names.doctor_of(entity)
            day = entity.about_day or entity.at
            if not entity.visit_id:
                yield Entry(case, "diary", words, "diary", key, day, doctor, entity.author)
                return
            kind = "answer" if entity.question_id else "note"
            yield Entry(case, kind, words, "notes", key, day, doctor, entity.author)
        case Question():
            yield Entry(case, "question", names.question(entity), "questions", key)
        case Task():
            words = _joined(entity.text, entity.note)
            yield Entry(case, "task", words, "checklist", key, entity.done_on, by=entity.owner)
        case Cell() | Version():
            yield _compared(entity, "cell", entity.text, names, entity.by)
        case Difference():
            yield _compared(entity, "difference", entity.note, names, entity.by)
        case Opinion():
            at, doctor = names.heard(entity.doctor_id), names.of(entity.doctor_id)
            for key, words in ((SAW, entity.saw), (RECAP, entity.recap)):
                yield Entry(case, "saw", words, "opinions", f"{entity.doctor_id}/{key}", at, doctor)
        case Decision():
            yield Entry(case, "decide", entity.sentence, "decision", "sentence", entity.given_on)
            words = _joined(entity.outcome, entity.outcome_reason)
            yield Entry(case, "outcome", words, "whether", "outcome_reason", entity.outcome_on)
            words = _joined(entity.decided, entity.decided_reason)
            yield Entry(case, "decided", words, "decision", "decided", entity.decided_on)
        case Matter() | Thought():
            yield Entry(case, "matter", entity.text, "decision", key, by=entity.by)
        case Option():
            yield Entry(case, "option", entity.text, "decision", key)
        case PaperLine():
            place = f"{entity.paper}/{entity.made_from or key}"
            yield Entry(case, "paper", entity.text, "followup", place)
        case Tick():
            mode = "packing" if entity.listed is Listed.PACKING else "whether"
            yield Entry(case, "reason", entity.text, mode, key)
        case Doctor():
            words = _joined(entity.name, entity.specialty, entity.place, entity.phone)
            yield Entry(case, "doctor", words, "people", key)
        case Companion():
            words = _joined(entity.name, entity.phone, entity.may_know, represents(entity))
            yield Entry(case, "companion", words, "people", key)
        case Contact():
            words = _joined(
                entity.name, role_words(entity), entity.place, entity.phone,
                entity.hours, entity.about, entity.note,
            )  # fmt: skip
            yield Entry(case, "contact", words, "people", key)
        case Encounter():
            doctor = names.all_of(entity.doctor_ids)
            by_phone = (
                text("packing.fact.phone_in", text=entity.phone_in) if entity.phone_in else ""
            )
            words = _joined(
                *(doctor, _course_word(entity), entity.place, by_phone),
                *(entity.travel, entity.interpreter, entity.access),
                "" if entity.cancelled else cancelled_words(entity),
            )
            in_person = entity.kind is EncounterKind.IN_PERSON
            kind = "visit" if in_person else entity.kind.name.lower()
            yield Entry(case, kind, words, "people", key, entity.day, doctor)
        case Call():
            words = _joined(
                entity.whom, entity.person, entity.reference, entity.said, entity.promised
            )
            yield Entry(case, "call", words, "insurance", key, entity.at)
        case Approval():
            words = _joined(entity.what, entity.by, entity.note)
            yield Entry(case, "approval", words, "insurance", key)
        case Cost():
            words = _joined(entity.what, entity.note)
            yield Entry(case, "cost", words, "insurance", key, entity.asked_on)
        case Bill():
            words = _joined(entity.what, entity.reference, entity.note)
            yield Entry(case, "bill", words, "insurance", key, entity.received_on)
        case Consent():
            words = _joined(entity.what, entity.giver, entity.taker, entity.copy_at, entity.note)
            yield Entry(case, "consent", words, "consents", key, entity.signed_on)
        case Portal():
            yield Entry(
                case, "portal", _joined(entity.place, entity.proxy, entity.note), "consents", key
            )
        case Record():
            words = _joined(entity.name, entity.holder, entity.note)
            yield Entry(case, "record", words, "records", key)
        case Chase():
            place = next(iter(entity.record_ids), "")
            words = _joined(entity.whom, entity.who, entity.said)
            yield Entry(case, "chase", words, "records", place, entity.day)
        case Event() if approval := names.approval(entity.about):
            words = _joined(approval.what, event_words(entity))
            known = entity.day if entity.day_known else None
            yield Entry(case, "request", words, "insurance", approval.id, known)
        case Event():
            yield _happened(entity, names)
        case Transfer():
            words = _joined(names.of(entity.record_id), entity.note) if entity.note else BLANK
            yield Entry(case, "record", words, "records", key)
        case AboutMe():
            for name in ("born", "phone", *LISTS):
                words = _joined(text(f"about.{name}"), shown(entity, name))
                yield Entry(case, "about", words if shown(entity, name) else BLANK, "about", name)
        case UrgentCard():
            words = _joined(entity.person, entity.told)
            yield Entry(case, "card", words, "people", "")
        case Answer() | Conflict() | KnownClash() | Mark() | Reference():
            pass
        case _:
            assert_never(entity)


def _happened(event: Event, names: Names) -> Entry:
    """Return the entry of an event: what happened to which record, or to a request."""
    known = _joined(event.who, event.how, event.reference, event.note)
    day = event.day if event.day_known else None
    if (found := names.record_of(event)) is None:
        return Entry(event.case_id, "event", known, "insurance", event.about, day)
    record, transfer = found
    words = _joined(f"{record.name}: {step_words(event)}", known)
    doctor = names.of(transfer.doctor_id)
    return Entry(event.case_id, "record", words, "records", transfer.id, day, doctor)


def _course_word(encounter: Encounter) -> str:
    """Return what became of an encounter, with who cancelled it and why; '' if it took place."""
    if encounter.took_place:
        return ""
    name = encounter.course.name.lower()
    word = text(f"encounters.came.{name}" if encounter.arrives else f"people.course.{name}")
    if encounter.cancelled and (told := cancelled_words(encounter)):
        by = encounter.cancelled_by
        word = text("encounters.told.by", word=word, name=told) if by else f"{word}: {told}"
    return f"{word[:1].upper()}{word[1:]}"


def _compared(
    entity: Cell | Version | Difference, kind: str, text: Clean, names: Names, by: Clean = BLANK
) -> Entry:
    words = _joined(_label(entity.point), text) if text else BLANK
    place, at = f"{entity.doctor_id}/{entity.point}", names.heard(entity.doctor_id)
    doctor = names.of(entity.doctor_id)
    return Entry(entity.case_id, kind, words, "opinions", place, at, doctor, by)


def _joined(*texts: str) -> Clean:
    """Return the non-empty texts joined into one line."""
    return clean_line(". ".join(text.rstrip(".") for text in texts if text))


def _label(key: str) -> str:
    """Return the label of a comparison point; '' if it is no longer shipped."""
    return next((point.label for point in points() if point.key == key), "")
