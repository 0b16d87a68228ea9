"""Looking back: entries of all cases, what happened, cases in order, new rounds."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from so_tui.demo.case import demo_state
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.case import Case, Decision, Outcome
from so_tui.domain.events import Event, EventKind
from so_tui.domain.records import OWN_COPY, Record, Transfer
from so_tui.domain.state import AppState, Put, apply, entities, of_case
from so_tui.domain.text import Clean
from so_tui.logic.archive import archive, days, find, timeline
from so_tui.logic.case_lifecycle import archived, reopened
from so_tui.logic.cases import cases_in_order
from so_tui.logic.search_entries import entries
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.read_only_store import OPENED
from so_tui.storage.store import Store
from tests.support.values import CASE_ID, NOW, TODAY, case, record, way

DEMO = demo_state(TODAY)
OTHER = replace(case(), title=Clean("Another worry"), opened=TODAY - timedelta(days=400))


def test_every_line_is_found_with_who_and_when() -> None:
    whole = archive([*entities(DEMO), OTHER])
    (note,) = [e for e in find(whole, "reading her2 sample") if e.kind == "answer"]
    assert note.text == "HER2 is 2+ in their reading, not 1+. ISH test is running"
    kept = DEMO.notes[note.key]
    assert (note.mode, note.at, note.by) == ("notes", kept.at, kept.author)
    assert note.doctor.endswith("Sample")
    assert find(whole, "anothr worry")[0].case_id == OTHER.id
    assert find(whole, f"{kept.at:%b} {kept.at.year} reading her2")[0] == note


def test_each_note_question_and_cell_can_be_found() -> None:
    found = entries(entities(DEMO))
    keys = {entry.key for entry in found}
    assert set(DEMO.notes) | set(DEMO.questions) | set(DEMO.tasks) <= keys
    assert {f"{c.doctor_id}/{c.point}" for c in DEMO.cells.values() if c.text} <= keys
    assert [e.moment for e in found] == sorted((e.moment for e in found), reverse=True)
    assert not any("{" in entry.text for entry in found)


def test_what_a_nurse_said_is_found_under_the_doctor_she_called_for() -> None:
    (line,) = find(archive([*entities(DEMO)]), "numb legs bladder")
    assert line.doctor == "Dr Ada Example"
    assert line.text.startswith("Nia Pretend: ")
    (plan,) = (e for e in find(archive([*entities(DEMO)]), "CDK4 drip") if e.key.endswith("/plan"))
    assert plan.at == TODAY - timedelta(days=24), "when the doctor was seen"


def test_what_happened_is_told_once_and_in_order() -> None:
    told = timeline(DEMO, TODAY, said=False)
    assert [e.moment for e in told] == sorted((e.moment for e in told), reverse=True)
    assert not {e.kind for e in told} & {"note", "answer", "cell", "doctor"}
    assert all(e.at is not None for e in told)
    visits = {e.key for e in told if e.key in DEMO.visits}
    assert visits == {v.id for v in DEMO.visits.values() if v.took_place or v.cancelled}
    said = timeline(DEMO, TODAY, said=True)
    assert {e.key for e in said} - {e.key for e in told} >= set(DEMO.notes)
    assert [e for _, group in days(said) for e in group] == said


def test_the_timeline_says_which_case_was_started_and_archived() -> None:
    """It read "Case: This case was started.", also where an earlier round was told with it."""
    closed = of_case(CASE_ID, [replace(OTHER, closed=TODAY)])
    told = [e.text for e in timeline(DEMO, TODAY, closed, said=False) if e.kind == "case"]
    assert told == [
        "archived (Another worry)",
        "started (Breast cancer that has spread)",
        "started (Another worry)",
    ]


def test_what_happened_to_one_thing_on_one_day_is_told_as_it_was_entered() -> None:
    """An answer came before what it answers: by the order in which the store held them."""
    record = Record(id="slides", case_id=CASE_ID, name=Clean("Slides"))
    lane = Transfer(id="lane", case_id=CASE_ID, record_id="slides", doctor_id=OWN_COPY)
    asked, promised = (
        Event(
            id=kind.value,
            case_id=CASE_ID,
            about="lane",
            kind=kind,
            day=TODAY,
            entered=datetime(2026, 11, 27, hour),
        )
        for hour, kind in ((9, EventKind.ASKED), (10, EventKind.PROMISED))
    )
    for events in ((asked, promised), (promised, asked)):
        state = apply(AppState(), [Put(case()), Put(record), Put(lane), *map(Put, events)])
        told = [entry.text for entry in timeline(state, TODAY, said=True) if entry.key == "lane"]
        assert told == ["Slides: promised", "Slides: asked for"]


def test_open_cases_come_before_past_ones() -> None:
    def kept(number: int, opened: int, closed: int | None) -> Case:
        day = None if closed is None else TODAY + timedelta(days=closed)
        id_ = f"{number:012x}"
        return replace(case(), id=id_, opened=TODAY + timedelta(days=opened), closed=day)

    cases = [kept(1, -90, -80), kept(2, -70, None), kept(3, -100, -5), kept(4, -1, None)]
    assert [int(c.id, 16) for c in cases_in_order(cases)] == [4, 2, 3, 1]


def test_a_case_is_archived_and_reopened() -> None:
    assert archived(OTHER, TODAY).closed == TODAY
    assert reopened(archived(OTHER, TODAY)) == OTHER


def test_a_task_is_found_by_who_has_it_and_stands_by_its_day() -> None:
    task = next(task for task in DEMO.tasks.values() if task.owner and task.done_on)
    (found,) = entries([task])
    assert (found.kind, found.mode, found.key) == ("task", "checklist", task.id)
    assert (found.at, found.by) == (task.done_on, task.owner)
    assert task.owner in found.sought


def test_how_it_ended_leads_to_the_line_where_the_reason_is_written() -> None:
    decision = Decision(
        case_id=DEMO.case_id,
        outcome=Outcome.NOT_NOW,
        outcome_reason=Clean("Near"),
        outcome_on=TODAY,
    )
    (found,) = (entry for entry in entries([decision]) if entry.kind == "outcome")
    assert (found.mode, found.key, found.at) == ("whether", "outcome_reason", TODAY)


def test_another_case_is_shown_and_comes_first_next_time(data_dir: Path) -> None:
    newer = replace(OTHER, id=f"{9:012x}", opened=TODAY)
    folder = make_data_dir(data_dir)
    with Store.open(folder) as store:
        store.commit([Put(OTHER), Put(newer)])
        assert store.state().case_id == newer.id
        store.show(OTHER.id)
        store.set_setting(OPENED, OTHER.id)
        assert store.state().case == OTHER
        assert store.state() is store.state()
        assert set(store.state().cases) == {OTHER.id, newer.id}
    with Store.open(folder) as store:
        assert store.state().case_id == OTHER.id
        store.commit([Put(archived(OTHER, TODAY))])
        assert store.state().case_id == OTHER.id
    with Store.open(folder) as store:
        assert store.state().case_id == newer.id
        store.show("0000000000ff")
        assert store.state().case_id == newer.id


def test_a_line_without_a_day_comes_last() -> None:
    assert entries(entities(DEMO))[-1].moment == datetime.min


def test_what_happened_on_one_day_stands_in_its_turn() -> None:
    """A promise stood before the request: events of one day were in no order."""
    disc = record(name=Clean("Scan disc"))
    found = way(disc, asked=TODAY, promised=TODAY, sent=TODAY, lost=TODAY)
    scan = Approval(case_id=CASE_ID, kind=ApprovalKind.COVER, what=Clean("The scan"))
    asked, refused = (
        Event(
            case_id=CASE_ID, about=scan.id, kind=kind, day=TODAY, entered=NOW + timedelta(hours=n)
        )
        for n, kind in enumerate((EventKind.ASKED, EventKind.REFUSED))
    )
    events = [*found.events, asked, refused]
    for some in (events, events[::-1]):
        state = of_case(CASE_ID, [case(), disc, scan, found.transfer, *some])
        told = timeline(state, TODAY, said=True)
        records = [str(entry.text) for entry in told[::-1] if entry.kind == "record"]
        assert [line.rpartition(": ")[2] for line in records] == [
            "asked for", "promised", "sent", "lost",
        ]  # fmt: skip
        requests = [str(entry.text) for entry in told[::-1] if entry.kind == "request"]
        assert ["refused" in line for line in requests] == [False, True]
