"""Starting a case, changes to its people, dates that depend on a visit, and whom to call. Pure."""

from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.content.seeds import tasks_for
from so_tui.domain.case import Case
from so_tui.domain.checklist import Task
from so_tui.domain.contacts import in_order as contacts_in_order
from so_tui.domain.encounters import Course, Encounter, with_move
from so_tui.domain.entity import Entity
from so_tui.domain.folding import alike
from so_tui.domain.names import name_of
from so_tui.domain.people import (
    Companion,
    Doctor,
    UrgentCard,
    by_name,
    card_id,
    given_back,
    in_a_room,
    in_order,
    treating_doctor,
)
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.logic.about_me import urgent_lines
from so_tui.logic.contacts import reach_words, who_words
from so_tui.logic.moved_visits import redated
from so_tui.logic.plan import made_id, put_task
from so_tui.logic.representatives import represents

LATER_TOPIC, FIRST_TOPIC = "second_opinion", "first_doctor"
"""Topics of the library for every later doctor, and for the one who goes on with the care."""


def start_case(case: Case, first_doctor: Clean) -> tuple[Change, ...]:
    """Return the changes that start a case: the case, its checklist, its first doctor if named."""
    changes: list[Change] = [Put(case)]
    if first_doctor:
        changes.append(Put(Doctor(case_id=case.id, name=first_doctor, order=0)))
    changes += [Put(task) for task in tasks_for(case.id, "")]
    return tuple(changes)


def first_visit(state: AppState, today: date) -> tuple[Encounter | None, tuple[Change, ...]]:
    """Return a visit today to take notes in if there is none at all, and the changes that add it.

    It is with the only doctor, or with one whose name is still to be filled in; with several
    doctors it is unclear which, and none is returned. What was cancelled does not count.
    """
    planned = any(visit.course is not Course.CANCELLED for visit in state.visits.values())
    if state.case is None or planned or len(state.doctors) > 1:
        return None, ()
    unnamed = Doctor(case_id=state.case_id, name=Clean(text("people.unnamed")))
    doctor = next(iter(state.doctors.values()), unnamed)
    visit = Encounter(case_id=state.case_id, doctor_id=doctor.id, day=today, place=doctor.place)
    return visit, (Put(visit),) if state.doctors else (Put(doctor), Put(visit))


def doctor_to_visit(state: AppState) -> Doctor:
    """Return the doctor that the next visit is probably with: the last one without a visit yet.

    There must be at least one doctor.
    """
    doctors = in_a_room(state.doctors.values()) or in_order(state.doctors.values())
    open_ = (visit for visit in state.visits.values() if visit.course is not Course.CANCELLED)
    seen = {doctor_id for visit in open_ for doctor_id in visit.doctor_ids}
    return ([doctor for doctor in doctors if doctor.id not in seen] or doctors)[-1]


def add_doctor(state: AppState, doctor: Doctor) -> tuple[Change, ...]:
    """Return the changes that add a doctor; questions for all later doctors include the new one."""
    asked = [q for q in state.questions.values() if q.topic == LATER_TOPIC and q.doctor_ids]
    more = [Put(replace(q, doctor_ids=(*q.doctor_ids, doctor.id))) for q in asked]
    return (Put(doctor), *(more if doctor.order else ()))


def drop_doctor(state: AppState, doctor: Doctor) -> tuple[Change, ...]:
    """Return the changes that delete a doctor, and everything only about them.

    Care that was passed on to them goes back to who had it before.
    """
    about = [Drop(o) for o in state.opinions.values() if o.doctor_id == doctor.id]
    asked = [q for q in state.questions.values() if doctor.id in q.doctor_ids]
    others = [tuple(i for i in q.doctor_ids if i != doctor.id) for q in asked]
    fewer = [Put(replace(q, doctor_ids=ids)) for q, ids in zip(asked, others, strict=True)]
    transfers = [each for each in state.lanes.values() if each.doctor_id == doctor.id]
    subjects = {each.id for each in transfers}
    events = [each for each in state.events.values() if each.about in subjects]
    back = [Put(new, old) for old, new in given_back(state.doctors.values(), doctor)]
    return (Drop(doctor), *back, *about, *fewer, *map(Drop, transfers), *map(Drop, events))


def drop_visit(state: AppState, visit: Encounter) -> tuple[Change, ...]:
    """Return the changes that delete a visit, and its packing list.

    The user's own tasks that counted from it lose their date; the shipped ones count from the
    next one. Those made for this visit alone go with it.
    """
    hung = [t for t in state.tasks.values() if t.due_visit == visit.id]
    made = [t for t in hung if t.id == made_id(visit.id, t.template)]
    tasks = [t for t in hung if not t.template]
    decisions = [d for d in state.decisions.values() if d.follow_up == visit.id]
    return (
        Drop(visit),
        *(Put(replace(task, due_visit="", due_days=0)) for task in tasks),
        *(Drop(task) for task in made),
        *(Put(replace(decision, follow_up="")) for decision in decisions),
        *(Drop(tick) for tick in state.ticks.values() if tick.visit_id == visit.id),
    )


def drop_companion(state: AppState, companion: Companion) -> tuple[Change, ...]:
    """Return the changes that delete a companion, also from the visits."""
    changes: list[Change] = [Drop(companion)]
    for visit in state.visits.values():
        left = tuple(id_ for id_ in visit.companion_ids if id_ != companion.id)
        typist = "" if visit.typist == companion.id else visit.typist
        if (left, typist) != (visit.companion_ids, visit.typist):
            changes.append(Put(replace(visit, companion_ids=left, typist=typist)))
    return tuple(changes)


def asked_of(state: AppState, topic: str) -> tuple[str, ...]:
    """Return the doctors that a question of this topic is for; () for all of the case."""
    ids = tuple(doctor.id for doctor in in_a_room(state.doctors.values()))
    if len(ids) < 2:
        return ()
    goes_on = treating_doctor(state.doctors.values(), date.max)
    cares = (goes_on.id,) if goes_on and goes_on.id in ids else ids[:1]
    later = tuple(id_ for id_ in ids[1:] if id_ not in cares) or ids[1:]
    return {LATER_TOPIC: later, FIRST_TOPIC: cares}.get(topic, ())


def plan_visit(
    state: AppState, visit: Encounter, today: date, base: Entity | None = None
) -> tuple[Change, ...]:
    """Return the changes that save a visit, new or edited; `base` is as in `Put`.

    However its day or time was changed, it keeps those that it was planned for before. What
    depends on it is worked out from it (see `logic/plan.py`).
    """
    before = base if isinstance(base, Encounter) else state.visits.get(visit.id)
    moved = with_move(visit, before)
    return (Put(redated(state.visits.get(visit.id), moved, today), base),)


def keep(
    state: AppState, entity: Entity, today: date, base: Entity | None = None
) -> tuple[Change, ...]:
    """Return the changes that save an edited entity, with everything that depends on it.

    `base` is the entity as it was when it was opened; None for a new one.
    """
    match entity:
        case Encounter():
            return plan_visit(state, entity, today, base)
        case Task():
            return (put_task(state, entity, base if isinstance(base, Task) else None),)
        case Doctor() if base is None:
            return add_doctor(state, entity)
        case _:
            return (Put(entity, base),)


FIXED = ("standing.emergency", "emergency.team_first", "emergency.not_this")
"""The advice on every card, below the numbers."""
TOLD_WIDTH = 300
"""Most characters shown of what the care team said."""


def card_of(state: AppState) -> UrgentCard:
    """Return the case's card, an empty one if none is stored."""
    id_ = card_id(state.case_id)
    return state.urgent_cards.get(id_, UrgentCard(id=id_, case_id=state.case_id))


def numbers(state: AppState, today: date) -> list[tuple[Clean, Clean]]:
    """Return (who, number) pairs: the local emergency number, who treats now, then the others.

    Who treats the patient now is there without a number, too.
    """
    card, now = card_of(state), treating_doctor(state.doctors.values(), today)
    person = f"{card.person} {card.person_phone}".strip()
    found: list[tuple[str, str]] = [(text("emergency.local"), card.local)]
    if now:
        treats = text("emergency.treats", name=name_of(state, now.id))
        found.append((treats, now.phone or text("emergency.no_number")))
    found += [
        (text("emergency.team_day"), card.team_day),
        (text("emergency.team_night"), card.team_night),
        (text("emergency.person"), person),
    ]
    others = [d for d in in_order(state.doctors.values()) if d != now]
    found += [(name_of(state, d.id), d.phone) for d in others]
    found += [
        (
            text(f"emergency.{'acts' if represents(c) else 'along'}", name=name_of(state, c.id)),
            c.phone,
        )
        for c in by_name(state.companions.values())
        if not _is_named(card, c)
    ]
    found += [(who_words(c), reach_words(c)) for c in contacts_in_order(state.contacts.values())
              if c.phone]  # fmt: skip
    return [(clean_line(whom), clean_line(number)) for whom, number in found if number]


def _is_named(card: UrgentCard, companion: Companion) -> bool:
    """Return whether a companion is the person to call, and stands on the card with that number."""
    digits, theirs = ("".join(filter(str.isdigit, n)) for n in (card.person_phone, companion.phone))
    return alike(card.person, companion.name) and digits == theirs


def fixed_words(state: AppState) -> list[Clean]:
    """Return the text below the numbers: what helpers must know, who acts, what the team said."""
    told = card_of(state).told
    mine = text("emergency.told_line", text=first_line(told, TOLD_WIDTH)) if told else ""
    acts = [
        text("emergency.acts_line", name=name_of(state, c.id), powers=powers)
        for c in by_name(state.companions.values())
        if (powers := represents(c))
    ]
    lines = (*urgent_lines(state), *acts, mine, *map(text, FIXED))
    return [clean_line(words) for words in lines if words]
