"""Who said a line: a name and a colon at its start makes a person of the case the speaker. Pure."""

import re
from collections import defaultdict
from dataclasses import replace

from so_tui.content import text
from so_tui.content.packs import headings
from so_tui.domain.contacts import in_order as by_role
from so_tui.domain.dataclass import dataclass
from so_tui.domain.folding import fold
from so_tui.domain.names import name_of
from so_tui.domain.notes import Note, of_visit
from so_tui.domain.people import PATIENT, Companion, Doctor, by_name, in_order
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.people import add_doctor

LONGEST = 60
"""Most characters before a colon that are looked at as a name."""

_HEAD = re.compile(
    rf"(?P<name>[^\W\d_][^:\uff1a]{{0,{LONGEST}}}?)\s*[:\uff1a]\s*(?P<rest>\S.*)", re.S
)
_PART = re.compile(r"[^\W\d_][^\W\d_'\u2019-]*\.?")
_TITLES = frozenset(("dr", "prof", "professor", "doctor", "mr", "mrs", "ms", "miss", "nurse"))


@dataclass(frozen=True, slots=True)
class Speech:
    """A typed line and who said it.

    Attributes:
        text: The words, without the speaker's name where that is known.
        said_by: Who said them, as in `Note.said_by`; '' if not known.
        new_name: The name at the start, if nobody of the case has it.
        shared_name: The name at the start, if several people of the case have it.
    """

    text: Clean
    said_by: str = ""
    new_name: str = ""
    shared_name: str = ""


def speech(state: AppState, line: Clean) -> Speech:
    """Return who said a line that may begin with a name and a colon."""
    found = _HEAD.fullmatch(line)
    if found is None or found["rest"].startswith("//"):
        return Speech(line)
    name, rest = found["name"].strip(), Clean(found["rest"].strip())
    ids = _ids_by_name(state).get(_bare(name), set())
    if len(ids) == 1:
        return Speech(rest, next(iter(ids)))
    if ids:
        return Speech(line, shared_name=name)
    return Speech(line, new_name=name if _may_be_a_name(name) else "")


def is_offered(state: AppState, name: str) -> bool:
    """Return whether a new name is still to be offered: no line of the case begins with it yet."""
    sought = _bare(name)
    heads = (_HEAD.fullmatch(note.text) for note in state.notes.values() if ":" in note.text)
    return not any(head and _bare(head["name"]) == sought for head in heads)


def newest_new_name(state: AppState, visit_id: str) -> str:
    """Return the name at the start of a visit's newest line that begins with a new one, or ''."""
    names = (speech(state, note.text).new_name for note in of_visit(state.notes, visit_id)[::-1])
    return next(filter(None, names), "")


def add_speaker(state: AppState, person: Doctor | Companion, visit_id: str) -> list[Change]:
    """Return the changes that add a person, as the speaker of all lines that begin with the name.

    A doctor takes part in the encounter with this id.
    """
    changes: list[Change] = [Put(person)]
    visit = state.visits.get(visit_id)
    if isinstance(person, Doctor):
        changes = [*add_doctor(state, person)]
        if visit is not None:
            more = (*visit.more_doctor_ids, person.id)
            changes.append(Put(replace(visit, more_doctor_ids=more)))
    sought = _bare(person.name)
    for note in state.notes.values():
        head = None if note.said_by else _HEAD.fullmatch(note.text)
        if head and _bare(head["name"]) == sought:
            words = Clean(head["rest"].strip())
            changes.append(Put(replace(note, text=words, said_by=person.id)))
    return changes


def people(state: AppState) -> list[tuple[str, Clean]]:
    """Return the id and name of everybody of the case who may have said something."""
    doctors = [each.id for each in in_order(state.doctors.values())]
    companions = [each.id for each in by_name(state.companions.values())]
    contacts = [each.id for each in by_role(state.contacts.values())]
    ids = [*doctors, PATIENT, *companions, *contacts]
    return [(id_, speaker_name(state, id_)) for id_ in ids]


def patient_name(state: AppState) -> Clean:
    """Return the patient's name, or words for a patient without one."""
    return clean_line((state.case.patient if state.case else "") or text("speakers.patient"))


def speaker_name(state: AppState, said_by: str) -> Clean:
    """Return the name of who said a line; '' if that is not known."""
    if said_by == PATIENT:
        return patient_name(state)
    return clean_line(name_of(state, said_by))


def as_said(state: AppState, note: Note) -> Clean:
    """Return the words of a line after the name of who said them, if that is known."""
    name = speaker_name(state, note.said_by)
    return said_words(name, note.text) if name else note.text


def said_words(name: str, words: str) -> Clean:
    """Return words after the name of who said them."""
    return clean_line(text("notes.said", name=name, text=words))


def may_be_from(state: AppState, note: Note, doctor_id: str) -> bool:
    """Return whether a line of a doctor's visit may be that doctor's: no other doctor said it."""
    return note.said_by == doctor_id or note.said_by not in state.doctors


def doctor_of(state: AppState, note: Note) -> str:
    """Return the id of the doctor whose words a line is about: who said it, else the visit's."""
    if note.said_by in state.doctors:
        return note.said_by
    visit = state.visits.get(note.visit_id)
    return visit.doctor_id if visit else ""


def _ids_by_name(state: AppState) -> dict[str, set[str]]:
    """Return the ids of the people who go by each name: in full, the first or the last one.

    Contacts, who may be an office, go by their full name alone.
    """
    found: dict[str, set[str]] = defaultdict(set)
    found[_bare(text("speakers.patient"))].add(PATIENT)
    named = [
        *((each.id, each.name) for each in state.doctors.values()),
        *((each.id, each.name) for each in state.companions.values()),
        *((each.id, each.name) for each in state.contacts.values()),
    ]
    for id_, name in [(PATIENT, patient_name(state)), *named]:
        parts = _bare(name).split()
        shorts = () if id_ in state.contacts else (*parts[:1], *parts[-1:])
        for each in filter(None, (" ".join(parts), *shorts)):
            found[each].add(id_)
    return found


def _bare(name: str) -> str:
    """Return a name as it is compared: folded, without titles and full stops."""
    parts = fold(name).replace(".", " ").split()
    return " ".join(part for part in parts if part not in _TITLES) or " ".join(parts)


def _may_be_a_name(head: str) -> bool:
    """Return whether words before a colon look like a person's name: one or two, capitalised."""
    parts = [part for part in head.split() if fold(part).rstrip(".") not in _TITLES]
    return (
        0 < len(parts) <= 2
        and all(_PART.fullmatch(part) and part[0].isupper() for part in parts)
        and not any(fold(part).rstrip(".") in headings() for part in parts)
    )
