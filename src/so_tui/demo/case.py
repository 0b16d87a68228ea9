"""The made-up case of `so-tui demo`, as a state; its words are in `content/demo.toml`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from so_tui.content import question_template
from so_tui.content.files import read
from so_tui.content.seeds import question_from, tasks_for
from so_tui.demo.arranged import arranged
from so_tui.demo.compared import compared
from so_tui.demo.lists import listed
from so_tui.demo.records import tracked
from so_tui.demo.weighed import checks, weighed
from so_tui.domain.case import Case
from so_tui.domain.checklist import Task, due_date
from so_tui.domain.decision import Decision, Outcome
from so_tui.domain.entity import Entity
from so_tui.domain.notes import Note, parse_line
from so_tui.domain.opinions import Cell, Opinion, Source, State
from so_tui.domain.people import Companion, Doctor, Visit
from so_tui.domain.questions import Answer, Asked, Question
from so_tui.domain.state import AppState, of_case
from so_tui.domain.text import clean, clean_line

Raw = dict[str, Any]


def demo_state(today: date) -> AppState:
    """Return the made-up case as of `today`.

    Ids and words are always the same; only the dates move with `today`.
    """
    return of_case(CASE_ID, _entities(read("demo.toml"), today))


def _id(table: str, key: str) -> str:
    return sha256(f"demo/{table}/{key}".encode()).hexdigest()[:12]


CASE_ID = _id("cases", "demo")
"""Id of the made-up case."""


def _entities(raw: Raw, today: date) -> Iterator[Entity]:
    visits = {v["key"]: _visit(v, today) for v in raw["visits"]}
    notes = list(_notes(raw["notes"], visits))
    yield _case(raw["case"], today)
    yield from _people(raw)
    yield from visits.values()
    yield from _checklist(raw["checklist"], visits, today)
    yield from (_task(t, order, today) for order, t in enumerate(raw["tasks"], start=100))
    yield from (_question(q, order) for order, q in enumerate(raw["questions"]))
    yield from _answers(raw["questions"], visits, notes)
    yield from notes
    yield from _cells(raw["cells"])
    yield from _opinions(raw["opinions"])
    yield _decision(raw["decision"], today)
    yield from arranged(CASE_ID, _id, today)
    yield from listed(CASE_ID, _id)
    yield from tracked(CASE_ID, _id, today)
    yield from compared(CASE_ID, _id, today)
    yield from weighed(CASE_ID, _id)


def _day(offset: int | None, today: date) -> date | None:
    return None if offset is None else today + timedelta(days=offset)


def _case(raw: Raw, today: date) -> Case:
    return Case(
        id=CASE_ID,
        title=clean_line(raw["title"]),
        patient=clean_line(raw["patient"]),
        opened=today + timedelta(days=raw["opened"]),
        demo=True,
    )


def _people(raw: Raw) -> Iterator[Entity]:
    for order, doctor in enumerate(raw["doctors"]):
        yield Doctor(
            id=_id("doctors", doctor["key"]),
            case_id=CASE_ID,
            order=order,
            **{name: clean_line(doctor[name]) for name in ("name", "specialty", "place", "phone")},
        )
    for companion in raw["companions"]:
        yield Companion(
            id=_id("companions", companion["key"]),
            case_id=CASE_ID,
            **{name: clean_line(companion[name]) for name in ("name", "phone", "may_know")},
        )


def _visit(raw: Raw, today: date) -> Visit:
    return Visit(
        id=_id("visits", raw["key"]),
        case_id=CASE_ID,
        doctor_id=_id("doctors", raw["doctor"]),
        day=_day(raw["day"], today),
        at=raw["at"],
        place=clean_line(raw["place"]),
        done=raw.get("done", False),
        companion_ids=tuple(_id("companions", key) for key in raw.get("along", ())),
        typist=_id("companions", raw["typist"]) if "typist" in raw else "",
        travel=clean_line(raw.get("travel", "")),
        access=clean_line(raw.get("access", "")),
        phone_in=clean_line(raw.get("phone_in", "")),
    )


def _checklist(raw: Raw, visits: dict[str, Visit], today: date) -> Iterator[Task]:
    """Yield the shipped tasks; those not listed as open were ticked on the day they were due."""
    visit = visits[raw["visit"]]
    notes = {note["task"]: note["text"] for note in raw["notes"]}
    for task in tasks_for(CASE_ID, visit.id):
        due = due_date(task, {visit.id: visit})
        ticked = due or today + timedelta(days=raw["undated_done"])
        yield replace(
            task,
            id=_id("tasks", task.template),
            owner=clean_line(raw["owners"].get(task.section, "")),
            note=clean_line(notes.get(task.template, "")),
            done_on=None if task.template in raw["open"] else ticked,
        )


def _task(raw: Raw, order: int, today: date) -> Task:
    return Task(
        id=_id("tasks", raw["key"]),
        case_id=CASE_ID,
        section=raw["section"],
        text=clean_line(raw["text"]),
        owner=clean_line(raw["owner"]),
        due=_day(raw.get("due"), today),
        due_visit=_id("visits", raw["visit"]) if "visit" in raw else "",
        due_days=raw.get("days", 0),
        done_on=_day(raw.get("done"), today),
        note_id=_id("notes", raw["from_note"]) if "from_note" in raw else "",
        order=order,
    )


def _question(raw: Raw, order: int) -> Question:
    base = {"id": _id("questions", raw["key"]), "top": raw.get("top", False)}
    doctor_ids = tuple(_id("doctors", key) for key in raw.get("doctors", ()))
    if "template" not in raw:
        own = Question(case_id=CASE_ID, text=clean_line(raw["text"]), order=order)
        return replace(own, point=raw["point"], doctor_ids=doctor_ids, **base)
    template = question_template(raw["template"])
    picked = question_from(template, CASE_ID, order)
    text = clean_line(raw.get("text", template.text))
    return replace(picked, text=text, doctor_ids=doctor_ids, **base)


def _answers(raw: list[Raw], visits: dict[str, Visit], notes: list[Note]) -> Iterator[Answer]:
    """Yield the answers from the two visits held, each at the time of its last line."""
    for question in raw:
        for key in ("first", "second"):
            if key not in question:
                continue
            question_id, visit = _id("questions", question["key"]), visits[key]
            lines = [n for n in notes if (n.question_id, n.visit_id) == (question_id, visit.id)]
            yield Answer(
                id=_id("answers", f"{question['key']}/{key}"),
                case_id=CASE_ID,
                question_id=question_id,
                doctor_id=visit.doctor_id,
                asked=Asked(question[key]),
                at=max((n.at for n in lines), default=_start(visit) + timedelta(minutes=30)),
            )


def _start(visit: Visit) -> datetime:
    if visit.day is None or visit.at is None:
        raise ValueError("every visit of the made-up case has a day and a time")
    return datetime.combine(visit.day, visit.at)


def _notes(raw: dict[str, list[Raw]], visits: dict[str, Visit]) -> Iterator[Note]:
    for key, lines in raw.items():
        for line in lines:
            kind, text = parse_line(line["line"])
            yield Note(
                id=_id("notes", line.get("key", f"{key}/{line['min']}")),
                case_id=CASE_ID,
                visit_id=visits[key].id,
                at=_start(visits[key]) + timedelta(minutes=line["min"]),
                author=clean_line(line["by"]),
                text=text,
                kind=kind,
                question_id=_id("questions", line["q"]) if "q" in line else "",
            )


def _cells(raw: dict[str, dict[str, Raw]]) -> Iterator[Cell]:
    for doctor, cells in raw.items():
        for point, cell in cells.items():
            yield Cell(
                id=_id("cells", f"{doctor}/{point}"),
                case_id=CASE_ID,
                doctor_id=_id("doctors", doctor),
                point=point,
                text=clean_line(cell.get("text", "")),
                state=State(cell.get("state", "")),
                source=Source(cell.get("source", Source.HEARD)),
            )


def _opinions(raw: dict[str, Raw]) -> Iterator[Opinion]:
    for doctor, opinion in raw.items():
        yield Opinion(
            id=_id("opinions", doctor),
            case_id=CASE_ID,
            doctor_id=_id("doctors", doctor),
            saw=clean_line(opinion["saw"]),
            had=tuple(_id("records", key) for key in opinion["had"]),
            recap=clean(opinion["recap"]),
            knew_first=opinion["knew_first"],
        )


def _decision(raw: Raw, today: date) -> Decision:
    return Decision(
        id=_id("decisions", "demo"),
        case_id=CASE_ID,
        sentence=clean_line(raw["sentence"]),
        decide_by=_day(raw["decide_by"], today),
        given_by=clean_line(raw["given_by"]),
        outcome=Outcome(raw["outcome"]),
        outcome_on=_day(raw["outcome_on"], today),
        outcome_reason=clean_line(raw["outcome_reason"]),
        follow_up=_id("visits", raw["follow_up"]),
        **checks(),
    )
