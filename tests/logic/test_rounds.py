"""A new round: what goes along, what moves, and that one undo brings all of it back."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from so_tui.content import sections
from so_tui.demo.case import demo_state
from so_tui.domain.about_me import AboutMe, about_id
from so_tui.domain.approvals import Approval, ApprovalKind, Consent, Portal
from so_tui.domain.bills import Bill
from so_tui.domain.calls import Call
from so_tui.domain.case import Case
from so_tui.domain.checklist import Task, Urgency
from so_tui.domain.contacts import Contact
from so_tui.domain.costs import Cost
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import new_id
from so_tui.domain.events import EventKind
from so_tui.domain.notes import NoteKind
from so_tui.domain.people import UrgentCard, card_id, in_order
from so_tui.domain.questions import open_for
from so_tui.domain.record_progress import Stage
from so_tui.domain.records import OWN_COPY, Chase, Record, transfer_id
from so_tui.domain.state import TABLES, AppState, Put, apply, entities, of_case
from so_tui.domain.text import Clean
from so_tui.logic.about_me import about_of
from so_tui.logic.approvals import appeal_by
from so_tui.logic.call_log import call_log
from so_tui.logic.plan import tasks_of, urgency_of
from so_tui.logic.private import for_others
from so_tui.logic.records import progress_of
from so_tui.logic.round_parts import VISIT, Round, next_case, parts
from so_tui.logic.rounds import new_round
from so_tui.logic.speakers import as_said
from so_tui.storage.store import Store
from tests.support.values import TODAY, case, doctor, event, note, question, visit, way

DEMO = demo_state(TODAY)
FIRST, SECOND = doctor(0), doctor(1)
SOON = visit(SECOND, day=TODAY + timedelta(days=5), companion_ids=())
LATER = visit(FIRST, day=TODAY + timedelta(days=40))
CARD = UrgentCard(id=card_id(case().id), case_id=case().id, team_day=Clean("555 1"))
SLIDES = Record(case_id=case().id, name=Clean("Slides report"))
COPY = way(SLIDES, received=TODAY)


def kept_case() -> AppState:
    """Return a case with two coming visits and one of each thing that can go along."""
    things = (
        case(), FIRST, SECOND, SOON, LATER, CARD, SLIDES, COPY.transfer, *COPY.events,
        Record(case_id=case().id, name=Clean("Disc, asked for only")),
        Portal(case_id=case().id, place=Clean("Hill clinic")),
        Consent(case_id=case().id, what=Clean("All"), signed_on=TODAY),
        Contact(case_id=case().id, name=Clean("Nurse Ann"), phone=Clean("555 2")),
        note(SOON, "ask about parking"),
    )  # fmt: skip
    return apply(AppState(case_id=case().id), [Put(each) for each in things])


def started(old: AppState, along: set[str], *, archive: bool = True) -> tuple[AppState, AppState]:
    """Return the new and the old case after a round was started."""
    fresh = replace(next_case(old, TODAY), round=Clean("It is back"))
    changes = new_round(old, Round(fresh, frozenset(along), archive), TODAY)
    everything = entities(apply(old, changes))
    return of_case(fresh.id, everything), of_case(old.case_id, everything)


def test_it_offers_what_there_is_and_each_coming_visit() -> None:
    """Hard case: "New round": what goes along is shown first."""
    offered = parts(kept_case(), TODAY)
    assert offered.keys() == {
        "doctors", "contacts", "card", "portals", "consents", "records",
        f"{VISIT}{SOON.id}", f"{VISIT}{LATER.id}",
    }  # fmt: skip
    assert offered["records"] == (SLIDES,), "only records of which there is an own copy"


def test_coming_visits_card_and_portals_go_along() -> None:
    """Hard case: "New round": two coming visits vanished, and the emergency card was empty."""
    old = kept_case()
    new, left = started(old, set(parts(old, TODAY)))
    assert new.visits.keys() == {SOON.id, LATER.id}
    assert {new.doctors[v.doctor_id].name for v in new.visits.values()} == {"Dr 0", "Dr 1"}
    assert not left.visits
    (card,) = new.urgent_cards.values()
    assert (card.id, card.team_day) == (card_id(new.case_id), "555 1")
    assert [p.place for p in new.portals.values()] == ["Hill clinic"]
    assert [c.name for c in new.contacts.values()] == ["Nurse Ann"]
    (record,) = new.records.values()
    own = progress_of(new, record, OWN_COPY)
    assert (record.name, own.stage, own.day) == ("Slides report", Stage.RECEIVED, TODAY)
    assert [n.text for n in new.notes.values()] == ["ask about parking"]
    hung = [t for t in tasks_of(new).values() if t.due_visit]
    assert {t.due_visit for t in hung} == {SOON.id}, "tasks count from the moved visit"


def test_a_record_on_its_way_to_a_coming_visit_goes_along_with_all_that_happened() -> None:
    """A disc that was lost and sent again was gone, although the visit it is for went along."""
    disc = Record(case_id=case().id, name=Clean("Disc"))
    sent = way(disc, SECOND.id, sent=TODAY - timedelta(days=3), lost=TODAY)
    old = apply(kept_case(), [Put(each) for each in (disc, sent.transfer, *sent.events)])
    assert parts(old, TODAY)["records"] == (SLIDES, disc)
    new, _ = started(old, {"records", f"{VISIT}{SOON.id}"})
    (theirs,) = new.doctors.values()
    (copied,) = (record for record in new.records.values() if record.name == "Disc")
    told = progress_of(new, copied, theirs.id)
    assert [(e.kind, e.day) for e in told.events] == [(e.kind, e.day) for e in sent.events]
    assert progress_of(new, copied, OWN_COPY).events == ()
    left, _ = started(old, {"records"})
    assert {record.name for record in left.records.values()} == {"Disc", "Slides report"}
    assert left.lanes.keys().isdisjoint(old.lanes)


def test_a_call_about_a_record_on_its_way_goes_along_while_it_is_open() -> None:
    """Whom to call again, and when, was forgotten for a record that went along."""
    disc = Record(case_id=case().id, name=Clean("Disc"))
    other = Record(case_id=case().id, name=Clean("Disc, asked for only"))
    sent = way(disc, SECOND.id, sent=TODAY - timedelta(days=3))
    asked = way(other, SECOND.id)
    call = Chase(
        case_id=case().id, record_ids=(disc.id, other.id), day=TODAY, who=Clean("Kim"),
        lane_ids=(sent.transfer.id, asked.transfer.id), again_on=TODAY + timedelta(days=2),
    )  # fmt: skip
    before = replace(call, id=new_id(), day=TODAY - timedelta(days=1), who=Clean("Lou"))
    there = replace(call, id=new_id(), record_ids=(SLIDES.id,), lane_ids=(COPY.transfer.id,))
    more = (disc, other, sent.transfer, *sent.events, call, before, there)
    old = apply(kept_case(), [Put(each) for each in more])
    new, left = started(old, {"records", f"{VISIT}{SOON.id}"})
    (copied,) = (record for record in new.records.values() if record.name == "Disc")
    (found,) = new.chases.values()
    assert (found.record_ids, found.who, found.again_on) == ((copied.id,), "Kim", call.again_on)
    (listed,) = call_log(new)
    assert not listed.settled
    (theirs,) = new.doctors.values()
    assert found.lane_ids == (transfer_id(copied.id, theirs.id),)
    assert left.chases == old.chases
    assert not started(old, {"records"})[0].chases


def test_nothing_is_late_on_the_day_a_round_begins() -> None:
    """A visit that came along was known for long, but there was no round to do anything for it."""
    known = replace(SOON, known_on=TODAY - timedelta(days=60))
    old = apply(kept_case(), [Put(known)])
    new, _ = started(old, set(parts(old, TODAY)))
    words = {urgency_of(new, task, TODAY) for task in tasks_of(new).values()}
    assert Urgency.LATE not in words
    assert words & {Urgency.TODAY, Urgency.SOON}


def test_what_is_not_chosen_stays() -> None:
    old = kept_case()
    new, left = started(old, {f"{VISIT}{SOON.id}"}, archive=False)
    assert new.visits.keys() == {SOON.id}
    assert [d.name for d in new.doctors.values()] == ["Dr 1"], "the visit brings its doctor"
    assert left.visits.keys() == {LATER.id}
    assert left.case == case()
    for table in ("contacts", "portals", "consents", "records", "urgent_cards"):
        assert not getattr(new, table)
        assert getattr(left, table) == getattr(old, table)


def test_what_is_open_with_the_insurer_goes_along() -> None:
    old = kept_case()
    appealed = Approval(case_id=case().id, kind=ApprovalKind.COVER, what=Clean("A new look"),
                        visit_id=SOON.id, doctor_id=SECOND.id)  # fmt: skip
    ended = Approval(case_id=case().id, kind=ApprovalKind.REFERRAL, what=Clean("Long ago"))
    cost = Cost(case_id=case().id, what=Clean("Second opinion"), quoted=40_000)
    owed = Bill(case_id=case().id, what=Clean("The lab"), cost_id=cost.id, pay_by=SOON.day)
    paid = Bill(case_id=case().id, what=Clean("Parking"), paid_on=TODAY)
    now = datetime.combine(TODAY, time(9))
    promised = Call(case_id=case().id, whom=Clean("Insurer"), at=now, promised=Clean("a letter"))
    settled = replace(promised, id=new_id(), settled=True)
    events = (
        event(appealed, EventKind.REFUSED, TODAY, until=SOON.day),
        event(ended, EventKind.APPROVED, TODAY, until=TODAY - timedelta(days=1)),
    )
    things = (appealed, ended, cost, owed, paid, promised, settled, *events)
    old = apply(old, [Put(each) for each in things])
    assert parts(old, TODAY).keys() >= {"approvals", "bills", "calls"}
    new, left = started(old, set(parts(old, TODAY)))
    (approval,) = new.approvals.values()
    assert (approval.what, approval.visit_id) == ("A new look", SOON.id)
    assert new.doctors[approval.doctor_id].name == "Dr 1"
    assert appeal_by(new, approval) == SOON.day
    assert left.approvals == old.approvals, "its history stays readable"
    assert new.bills.keys() == {owed.id}
    assert new.costs.keys() == {cost.id}, "an estimate stays beside its bill"
    assert new.calls.keys() == {promised.id}
    assert left.bills.keys() == {paid.id}
    assert left.calls.keys() == {settled.id}


def test_the_page_about_the_patient_goes_along() -> None:
    blank = AboutMe(id=about_id(case().id), case_id=case().id)
    old = apply(kept_case(), [Put(blank)])
    assert "about" not in parts(old, TODAY)
    filled = replace(blank, allergies=Clean("Penicillin"), medicines=Clean("Letrozole"))
    new, left = started(apply(old, [Put(filled)]), {"about"})
    assert about_of(new).allergies == about_of(left).allergies == "Penicillin"


def test_who_said_a_line_of_a_visit_that_goes_along_goes_with_it() -> None:
    old = kept_case()
    (nurse,) = old.contacts.values()
    line = note(SOON, "bring the discs", said_by=nurse.id)
    new, left = started(apply(old, [Put(line)]), {f"{VISIT}{SOON.id}"})
    assert as_said(new, new.notes[line.id]) == "Nurse Ann: bring the discs"
    assert left.contacts == old.contacts


def test_the_to_do_of_a_line_of_a_visit_that_goes_along_goes_with_it() -> None:
    """It stayed on the list of the archived case, which nobody looks at."""
    todo = note(SOON, "ring the lab", kind=NoteKind.TODO)
    made = Task(case_id=case().id, section="after", text=todo.text, note_id=todo.id)
    counted = replace(made, id=new_id(), due_visit=SOON.id, due_days=-2)
    old = apply(kept_case(), [Put(todo), Put(made), Put(counted)])
    new, left = started(old, {f"{VISIT}{SOON.id}"})
    assert {made.id, counted.id} <= new.tasks.keys()
    assert new.tasks[counted.id] == replace(counted, case_id=new.case_id)
    assert not {made.id, counted.id} & left.tasks.keys()


def test_the_answer_to_a_private_question_stays_private_in_the_next_round() -> None:
    asked = question(private=True)
    answer = note(SOON, "mum asked how long", question_id=asked.id)
    new, _ = started(apply(kept_case(), [Put(asked), Put(answer)]), {f"{VISIT}{SOON.id}"})
    assert answer.id in new.notes
    assert answer.id not in for_others(new).notes


def test_the_rounds_are_told_apart() -> None:
    """Hard case: "New round": two cases had one name."""
    new, left = started(kept_case(), set())
    assert new.case
    assert left.case
    assert (new.case.name, left.case.name) == ("A case: It is back", "A case")
    assert (new.case.follows, new.case.opened, left.case.closed) == (case().id, TODAY, TODAY)


def test_people_and_open_questions_of_the_made_up_case_go_along() -> None:
    new, old = started(DEMO, {"doctors", "companions", "questions"})
    for table in ("doctors", "notes", "cells", "questions", "tasks", "visits"):
        assert getattr(old, table) == getattr(DEMO, table)
    doctors, before = in_order(new.doctors.values()), in_order(DEMO.doctors.values())
    assert [d.name for d in doctors] == [d.name for d in before]
    assert not set(new.doctors) & set(DEMO.doctors)
    names = {companion.name for companion in DEMO.companions.values()}
    assert names == {companion.name for companion in new.companions.values()}
    for table in ("notes", "cells", "visits", "answers", "decisions"):
        assert not getattr(new, table)
    assert len(new.tasks) == sum(len(section.tasks) for section in sections())
    for doctor_, was in zip(doctors, before, strict=True):
        asked = open_for(new.questions.values(), new.answers, doctor_.id)
        waiting = open_for(DEMO.questions.values(), DEMO.answers, was.id)
        assert [q.text for q in asked] == [q.text for q in waiting]


@pytest.mark.parametrize("closed", [None, TODAY - timedelta(days=1)])
def test_one_undo_brings_all_of_it_back(tmp_path: Path, closed: date | None) -> None:
    """Hard case: "New round": undo did nothing. Also where the earlier case is archived."""
    before = apply(kept_case(), [Put(replace(case(), closed=closed))])
    with Store.open(tmp_path) as store:
        store.commit([Put(each) for each in entities(before)])
        fresh: Case = replace(next_case(before, TODAY), round=Clean("Next"))
        changes = new_round(before, Round(fresh, frozenset(parts(before, TODAY))), TODAY)
        store.commit(changes, label="New round")
        store.show(fresh.id)
        assert len(store.state().visits) == 2
        undone = store.undo("")
        assert undone
        assert undone.complete
        store.show(case().id)
        after = store.state()
        assert after.cases.keys() == {case().id}
        for table in TABLES:
            assert dict(getattr(after, table)) == dict(getattr(before, table)), table


def test_it_needs_an_old_case() -> None:
    with pytest.raises(ValueError, match="no case"):
        next_case(of_case("", []), TODAY)


def test_a_moved_visit_keeps_who_comes_and_types() -> None:
    coming: Encounter = next(v for v in DEMO.visits.values() if not v.took_place)
    (companion, *_) = DEMO.companions.values()
    planned = replace(coming, companion_ids=(companion.id,), typist=companion.id)
    new, _ = started(apply(DEMO, [Put(planned)]), {f"{VISIT}{planned.id}"})
    moved = new.visits[planned.id]
    assert [new.companions[i].name for i in moved.companion_ids] == [companion.name]
    assert moved.typist == moved.companion_ids[0]
