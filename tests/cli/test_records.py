"""`so-tui record`, `call`, `visit`, `person` and the rest: add, list and set from a shell."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from so_tui.cli.acts import EVERY
from so_tui.content import text, words
from so_tui.content.seeds import tasks_for
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import Course, Encounter, EncounterKind
from so_tui.domain.people import Companion, Doctor
from so_tui.domain.record_deadlines import due_day
from so_tui.domain.records import Chase, Record, transfer_id
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.people import add_doctor
from so_tui.logic.plan import due as day_of
from so_tui.logic.plan import tasks_of
from so_tui.logic.records import visits_for
from so_tui.logic.schedule import move_visit
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.documents.codec import encode
from so_tui.storage.store import Store
from tests.support.shell import CASE, DOCTOR, SOON, VISIT, keep_case, run, state_in

SECOND = Doctor(id="0000000000d2", case_id=CASE.id, name=Clean("Dr Kim"), order=1)
NORA = Companion(id="0000000000a1", case_id=CASE.id, name=Clean("Nora"))


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory with a case, two doctors, a companion and a visit to come."""
    keep_case(data_dir)
    with Store.open(data_dir) as store:
        store.commit([Put(SECOND), Put(NORA)])
    return data_dir


def said(folder: Path, *line: str) -> str:
    """Run a command that succeeds and return what it prints."""
    done = run(folder, *line)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def in_json(folder: Path, *line: str) -> Any:
    return json.loads(said(folder, *line, "--json"))


def only(folder: Path, table: str, known: tuple[str, ...] = ()) -> Any:
    """Return the one entity of a table that is not known."""
    (found,) = (e for e in getattr(state_in(folder), table).values() if e.id not in known)
    return found


def test_a_record_is_added_listed_and_changed(kept: Path) -> None:
    line = [
        "record",
        "add",
        "Slides",
        "of",
        "the",
        "biopsy",
        "--form",
        "thing",
        "--holder",
        "Lab",
        "--due",
    ]
    assert said(kept, *line, "visit -4", "--returns", "yes") == "Added: Slides of the biopsy\n"
    record = only(kept, "records")
    assert (record.form, record.holder, record.due_days, record.returns) == (
        "thing", "Lab", -4, True)  # fmt: skip
    assert said(kept, "record", "set", "SLIDES", "--due", "2026-12-30") == (
        "Saved: Slides of the biopsy\n"
    )
    changed = only(kept, "records")
    assert changed == replace(record, due=date(2026, 12, 30))
    listed = said(kept, "record", "list")
    assert listed == f"Slides of the biopsy ({show_day(date(2026, 12, 30))})\n"
    said(kept, "record", "set", record.id, "--needed", "no", "--name", "Slides")
    assert said(kept, "record", "list") == f"Slides ({text('cli.lines.record.not_needed')})\n"


def test_a_record_goes_on_its_way_to_a_doctor_and_as_my_own_copy(kept: Path) -> None:
    said(kept, "record", "add", "Scan report")
    shown = in_json(kept, "record", "set", "scan", "--stage", "sent", "--to", "kim")
    (transfer,) = shown["lanes"]
    (sent,) = transfer["events"]
    assert (transfer["doctor_id"], sent["kind"]) == (SECOND.id, "sent")
    assert sent["day"] == date.today().isoformat()
    assert transfer["id"] == sent["about"] == transfer_id(shown["id"], SECOND.id)
    said(kept, "record", "set", "scan", "--stage", "asked", "--to", "kim")
    said(kept, "record", "set", "scan", "--stage", "sent", "--to", "kim")
    said(kept, "record", "set", "scan", "--stage", "got my copy")
    said(kept, "record", "set", "scan", "--stage", "copied")
    made = state_in(kept).events.values()
    kinds = sorted((each.about == transfer["id"], each.kind.value) for each in made)
    assert kinds == [(False, "received"), (True, "asked"), (True, "sent")]
    (again,) = in_json(kept, "record", "list")
    assert len(again["lanes"]) == 2


def test_what_happened_to_a_record_is_added_and_listed(kept: Path) -> None:
    """records: resend a lost disc. Each record keeps its whole history of events."""
    said(kept, "record", "add", "Scan disc", "--form", "thing")
    to = ("scan", "--to", "kim")
    sent = ("--how", "courier", "--reference", "EX 44", "--day", "yesterday")
    line = said(kept, "record", "event", "add", *to, "--kind", "sent", *sent)
    assert line.startswith("Added: Scan disc. ")
    assert line.endswith("sent, courier, EX 44\n")
    lost = ("--kind", "lost", "--with", "Lee, front desk", "--note", "Not in their mail")
    shown = in_json(kept, "record", "event", "add", *to, *lost, "--until", "+3")
    assert (shown["kind"], shown["who"]) == ("lost", "Lee, front desk")
    said(kept, "record", "event", "add", *to, "--kind", "sent")
    listed = said(kept, "record", "event", "list", *to).splitlines()
    assert [line.split(": ")[1].split(",")[0] for line in listed] == ["sent", "lost", "sent"]
    assert said(kept, "record", "event", "list", "scan") == "\n".join(listed) + "\n"
    every = in_json(kept, "record", "event", "list", "scan")
    assert [each["reference"] for each in every] == ["EX 44", "", ""]
    found = said(kept, "find", "EX 44")
    assert "Scan disc: sent" in found


def test_a_call_is_written_down_now_and_settled(kept: Path) -> None:
    line = ("call", "add", "Example Health", "--phone", "555-0100", "--person", "Kim")
    shown = in_json(kept, *line, "--promised-by", "+3", "--said", "They will\nwrite")
    call = only(kept, "calls")
    assert shown == encode(call)
    assert (call.whom, call.said, call.at.date()) == (
        "Example Health", "They will\nwrite", date.today())  # fmt: skip
    assert call.promised_by == date.today() + timedelta(days=3)
    day = show_day(date.today())
    assert said(kept, "call", "list") == f"Example Health, Kim, {day} (promised)\n"
    said(kept, "call", "set", "health", "--settled", "settled", "--day", "yesterday")
    changed = only(kept, "calls")
    assert changed.settled
    assert changed.at.date() == date.today() - timedelta(days=1)
    assert changed.at.strftime("%H:%M") == call.at.strftime("%H:%M")


def test_the_number_of_the_last_call_is_taken_for_the_same_office_alone(kept: Path) -> None:
    said(kept, "call", "add", "Example Health", "--phone", "555-0100")
    assert in_json(kept, "call", "add", "the lab")["phone"] == ""
    said(kept, "call", "add", "Lakeside", "--phone", "555-0111")
    assert in_json(kept, "call", "add", "lakeside")["phone"] == "555-0111"


def test_a_visit_is_added_with_who_comes_along_and_changed(kept: Path) -> None:
    line = ("visit", "add", "kim", "--day", "+9", "--time", "2 pm", "--companion", "nora")
    said(kept, *line, "--travel", "Bus 4", "--typist", "Nora")
    visit = only(kept, "visits", (VISIT.id,))
    assert (visit.doctor_id, visit.day) == (SECOND.id, date.today() + timedelta(days=9))
    assert (visit.companion_ids, visit.typist, visit.travel) == ((NORA.id,), NORA.id, "Bus 4")
    coming = f"Dr Kim, {show_day(visit.day)} 14:00 (still to come)"
    assert said(kept, "visit", "list").splitlines()[0] == coming
    early = run(kept, "visit", "set", "Kim", "--state", "took place")
    assert (early.returncode, text("encounters.field.too_early") in early.stderr) == (1, True)
    change = ("visit", "set", "Kim", "--place", "Room 2", "--typist", "patient")
    said(kept, *change, "--state", "cancelled")
    changed = only(kept, "visits", (VISIT.id,))
    assert changed == replace(
        visit, place=Clean("Room 2"), typist="patient", course=Course.CANCELLED
    )
    said(kept, "visit", "set", "kim", "--companion", "")
    assert only(kept, "visits", (VISIT.id,)).companion_ids == ()


def test_people_are_doctors_and_companions(kept: Path) -> None:
    line = ("person", "add", "Dr", "Ito", "--kind", "doctor", "--specialty", "Radiology")
    shown = in_json(kept, *line)
    doctor = state_in(kept).doctors[shown["id"]]
    assert shown == {"kind": "doctor", **encode(doctor)}
    assert (doctor.name, doctor.order) == ("Dr Ito", 2)
    said(kept, "person", "add", "Max", "--kind", "companion", "--may-know", "only dates")
    assert said(kept, "person", "list").splitlines() == [
        "Dr Lee (doctor)", "Dr Kim (doctor)", "Dr Ito (Radiology)", "Max (goes along)",
        "Nora (goes along)",
    ]  # fmt: skip
    said(kept, "person", "set", "nora", "--name", "Nora B", "--phone", "555-0123")
    changed = state_in(kept).companions[NORA.id]
    assert changed == replace(NORA, name=Clean("Nora B"), phone=Clean("555-0123"))
    kinds = [each["kind"] for each in in_json(kept, "person", "list")]
    assert kinds == ["doctor"] * 3 + ["companion"] * 2


def test_a_doctor_is_added_as_on_the_screen_with_the_questions_for_later_doctors(
    kept: Path,
) -> None:
    said(kept, "question", "add", "Do you agree?", "--doctor", "kim")
    before = state_in(kept)
    (question,) = before.questions.values()
    assert question.doctor_ids == (SECOND.id,)
    with Store.open(kept) as store:
        store.commit([Put(replace(question, topic="second_opinion"))])
    shown = in_json(kept, "person", "add", "Dr Ito", "--kind", "doctor")
    state = state_in(kept)
    plan = add_doctor(apply(before, [Put(replace(question, topic="second_opinion"))]),
                      state.doctors[shown["id"]])  # fmt: skip
    assert state.questions[question.id] == plan[1].entity


def test_tasks_and_questions_are_changed_by_their_words_or_id(kept: Path) -> None:
    task = in_json(kept, "task", "add", "Pack", "--note", "the blue bag")
    assert in_json(kept, "task", "set", "pack", "--due", "visit -2", "--owner", "Nora") == {
        **task, "due_visit": VISIT.id, "due_days": -2, "owner": "Nora",
    }  # fmt: skip
    assert in_json(kept, "task", "set", task["id"], "--due", "")["due_visit"] == ""
    question = in_json(kept, "question", "add", "Why this plan?")
    said(kept, "question", "set", "plan", "--text", "Why this one?", "--doctor", "lee")
    changed = in_json(kept, "question", "list")
    assert changed == [{**question, "text": "Why this one?", "doctor_ids": [DOCTOR.id]}]
    said(kept, "question", "set", "why", "--doctor", "lee", "--doctor", "Dr Kim")
    assert only(kept, "questions").doctor_ids == ()


def test_moving_a_visit_moves_what_it_moves_on_the_screens(kept: Path) -> None:
    visit = replace(VISIT, id="0000000000e2", doctor_id=SECOND.id, day=SOON)
    record = Record(case_id=CASE.id, name=Clean("Slides"), due_days=-5)
    fixed = Record(case_id=CASE.id, name=Clean("Report"), due=SOON)
    tasks = tasks_for(CASE.id, "")
    with Store.open(kept) as store:
        store.commit([Put(visit), Put(record), Put(fixed), *map(Put, tasks)])
    said(kept, "task", "add", "Pack", "--due", "visit -1")
    said(kept, "task", "add", "Ask for the car", "--due", "+2")
    before, today, later = state_in(kept), date.today(), SOON + timedelta(days=7)
    said(kept, "visit", "set", visit.id, "--day", later.isoformat())
    after = state_in(kept)
    wanted = apply(before, move_visit(before, visit, later, today))
    for table in ("tasks", "visits", "records", "lanes"):
        assert getattr(after, table) == getattr(wanted, table)
    moved = {t.id: day_of(after, t) for t in tasks_of(after).values() if t.due_visit}
    assert sum(day is not None for day in moved.values()) > 5
    assert after.visits[visit.id].day == later
    days = {r.name: due_day(r, visits_for(after, SECOND.id), today, SECOND.id)
            for r in after.records.values()}  # fmt: skip
    assert days == {"Slides": later - timedelta(days=5), "Report": SOON}
    with Store.open(kept) as store:
        store.undo(CASE.patient)
        assert store.state().visits == before.visits
        assert store.state().tasks == before.tasks


REFUSED = [
    (("visit", "set", "Lee", "--day", "31 Feb"), 1, "form.doubt.no_such_day"),
    (("visit", "set", "Lee", "--time", "25:00"), 1, "form.bad_time"),
    (("visit", "set", "Lee", "--day", "", "--time", "9"), 1, "people.no_day"),
    (("record", "set", "slides", "--due", "one day"), 1, "form.bad_due"),
    (("record", "set", "slides", "--load", "3 Dec"), 1, "records.bad_days"),
    (("call", "add", "Lab", "--next-call", "soon"), 1, "form.bad_day"),
    (("call", "add", "Lab", "--said", "my password: hunter2x"), 1, "secrets.password"),
    (("person", "set", "Nora", "--name", " \x07"), 1, "cli.lines.empty"),
    (("record", "set", "slides", "--to", "kim"), 1, "cli.lines.record.no_stage"),
    (("record", "set", "slides", "--stage", "confirmed"), 1, "cli.lines.record.no_to"),
    (("record", "event", "add", "slides", "--kind", "sent", "--day", "+3"), 1, "records.not_yet"),
    (("record", "event", "add", "slides", "--kind", "eaten"), 1, "records.event.kind"),
    (("visit", "set", "Lee"), 2, "cli.lines.nothing"),
]


@pytest.mark.parametrize(("line", "code", "key"), REFUSED, ids=[" ".join(r[0]) for r in REFUSED])
def test_what_cannot_be_read_changes_nothing(
    kept: Path, line: tuple[str, ...], code: int, key: str
) -> None:
    with Store.open(kept) as store:
        store.commit([Put(Record(case_id=CASE.id, name=Clean("Slides")))])
    before = everything(kept)
    done = run(kept, *line)
    assert (done.returncode, done.stdout) == (code, "")
    assert text(key) in done.stderr
    assert everything(kept) == before


def test_what_could_be_several_or_is_none_changes_nothing_and_says_so(kept: Path) -> None:
    before = everything(kept)
    several = run(kept, "person", "set", "dr", "--phone", "1")
    assert (several.returncode, several.stdout) == (1, "")
    assert text("cli.lines.any.several", count=2) in several.stderr
    assert all(f"  {d.name} ({d.id})" in several.stderr for d in (DOCTOR, SECOND))
    none = run(kept, "visit", "set", "Ito", "--place", "x")
    assert (none.returncode, none.stderr) == (
        3, f"so-tui: {text('cli.lines.any.none', words='Ito')}\n")  # fmt: skip
    unknown = run(kept, "visit", "add", "dr", "--day", "+3")
    assert unknown.returncode == 1
    assert "'Dr Lee', 'Dr Kim'" in unknown.stderr
    unfit = run(kept, "person", "set", "Nora", "--specialty", "x")
    assert (unfit.returncode, "--specialty" in unfit.stderr) == (1, True)
    assert everything(kept) == before


@pytest.mark.parametrize("noun", ["task", "question", "record", "call", "visit", "person"])
def test_without_a_case_nothing_is_added_listed_or_set(data_dir: Path, noun: str) -> None:
    make_data_dir(data_dir)
    kind = ("--kind", "doctor") if noun == "person" else ()
    field = next(iter(words(f"cli.lines.{noun}.fields")))
    flag = "--with" if field == "doctor_id" else f"--{field}"
    for line in (("add", "x", *kind), ("list",), ("set", "x", flag, "y")):
        done = run(data_dir, noun, *line)
        assert (done.returncode, done.stderr) == (3, f"so-tui: {text('sheet.cli.no_case')}\n")


def every_kind(thing: Any) -> list[Any]:
    """Return a thing as each of its kinds and as cancelled, which have fields of their own."""
    if not isinstance(thing, Encounter):
        return [thing]
    kinds = [replace(thing, kind=kind) for kind in EncounterKind]
    return [*kinds, replace(thing, course=Course.CANCELLED)]


@pytest.mark.parametrize("noun", ["task", "question", "record", "call", "visit", "person"])
def test_each_field_of_the_forms_has_its_option_and_each_option_its_field(noun: str) -> None:
    state = AppState(
        case_id=CASE.id, cases={CASE.id: CASE}, doctors={DOCTOR.id: DOCTOR, SECOND.id: SECOND},
        companions={NORA.id: NORA},
    )  # fmt: skip
    now = datetime.now()
    fields: set[str] = set()
    for kind in EVERY[noun]:
        thing = kind.fresh(state, {kind.naming: "Dr Lee"}, now)
        options = {field: option for option, field in kind.renamed.items()}
        for each in every_kind(thing):
            for make in kind.fillings:
                names = {field.name for field in make(state, each, now.date(), True).fields}
                assert options.keys() <= names
                fields |= {options.get(name, name) for name in names}
        assert kind.naming == EVERY[noun][0].naming
    single = {name.partition("_")[0] if name[-12:] in (DOCTOR.id, SECOND.id, NORA.id) else name
              for name in fields}  # fmt: skip
    aside = {name for kind in EVERY[noun] for name in kind.aside}
    assert set(words(f"cli.lines.{noun}.fields")) == single | aside


def test_a_line_is_added_while_the_program_is_open_and_no_sign_reaches_the_terminal(
    kept: Path,
) -> None:
    with Store.open(kept):
        done = run(kept, "record", "add", "Scan \x1b\x07files\x9b", "--holder", "\x1bb")
        assert done.returncode == 0
    for shown in (done, run(kept, "record", "list"), run(kept, "record", "list", "--json")):
        assert not any(sign in shown.stdout + shown.stderr for sign in "\x1b\x07\x9b")
    assert "\x1b" not in only(kept, "records").holder


def everything(folder: Path) -> list[dict[str, Any]]:
    """Return all that is kept, as documents."""
    store = Store.read(folder)
    return sorted((encode(entity) for entity in store.entities()), key=lambda d: str(d["id"]))


def test_calls_about_records_are_among_the_calls(tmp_path: Path) -> None:
    folder = keep_case(tmp_path / "kept")
    slides = Record(case_id=CASE.id, name=Clean("Slides"), holder=Clean("Hill lab"))
    chase = Chase(case_id=CASE.id, record_ids=(slides.id,), day=date.today(),
                  whom=Clean("Hill lab"), who=Clean("Ida"))  # fmt: skip
    with Store.open(folder) as store:
        store.commit([Put(slides), Put(chase)])
    assert run(folder, "call", "add", "Example Health").returncode == 0
    lines = run(folder, "call", "list").stdout.splitlines()
    assert lines[0].startswith("Example Health, ")
    assert lines[1] == f"Hill lab, Ida, {show_day(date.today())} (Slides)"
    log = run(folder, "paper", "calls").stdout.upper()
    assert "HILL LAB" in log
    assert "EXAMPLE HEALTH" in log


def test_care_that_comes_back_is_kept_as_a_history(kept: Path) -> None:
    """Care passed back to the doctor of before: the earlier time of that doctor was overwritten."""
    for name, days in (("Kim", 20), ("Lee", 10), ("Kim", 5)):
        day = f"{date.today() - timedelta(days=days)}"
        done = run(kept, "person", "takes-over", name, "--from", day)
        assert (done.returncode, done.stderr) == (0, "")
    (kim,) = (each for each in state_in(kept).doctors.values() if each.name == "Dr Kim")
    assert kim.treating_from == date.today() - timedelta(days=5)
    first, last = (date.today() - timedelta(days=days) for days in (20, 11))
    assert kim.treated_before == (f"{first}/{last}",)
    (exported,) = (
        each for each in json.loads(run(kept, "export").stdout)["doctors"] if each["id"] == kim.id
    )
    assert exported["treated_before"] == [f"{first}/{last}"]
    assert run(kept, "person", "takes-over", "Nora").returncode == 3
