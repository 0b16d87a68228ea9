"""Differences between doctors, and turning cells and differences into questions or tasks. Pure."""

from dataclasses import replace
from datetime import datetime

from so_tui.content import Point, text, words
from so_tui.domain.checklist import Task
from so_tui.domain.comparison import Difference, difference_id, had_only, unlike_inputs
from so_tui.domain.entity import next_order
from so_tui.domain.names import name_of
from so_tui.domain.opinions import Aside, State, Version
from so_tui.domain.people import Doctor, in_a_room
from so_tui.domain.questions import Question, bare, twin_of
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.domain.text import BLANK, Clean, clean_line, without_stop
from so_tui.logic.comparison import compared_with, comparison_of, had_names, opinion_of
from so_tui.logic.notes import TODO_SECTION
from so_tui.logic.words import is_by, person_name

NEXT_STEPS = ("ask_first", "ask_how", "talk", "board", "reread", "third")
"""What can be done about a difference, in order."""
BOTH = ("ask_how", "talk")
"""Next steps whose question is for both doctors; the others are for the reference doctor."""


def difference_of(
    state: AppState, doctor_id: str, point: str, against: str = "", by: Clean = BLANK
) -> Difference:
    """Return a person's explanation of the difference of a pair on a point, or a new one.

    It is the same whichever of the two is `against`, which is the first doctor if not given.
    """
    against = against or comparison_of(state).reference
    found = explanations(state, doctor_id, point, against)
    new = Difference(
        id=difference_id(state.case_id, doctor_id, against, point, by),
        case_id=state.case_id,
        doctor_id=doctor_id,
        against=against,
        point=point,
        by=by,
    )
    return next((each for each in found if is_by(each, by)), new)


def explanations(
    state: AppState, doctor_id: str, point: str, against: str = ""
) -> list[Difference]:
    """Return everybody's explanations of a pair's difference, the patient's first."""
    pair = {doctor_id, against or comparison_of(state).reference}
    found = (
        each
        for each in state.differences.values()
        if each.point == point and {each.doctor_id, each.against} == pair
    )
    return sorted(found, key=lambda d: (bool(d.by), d.written_at or datetime.min, d.id))


def why_words(state: AppState, doctor_id: str, point: str, against: str = "") -> str:
    """Return why two doctors differ, as each person sees it; '' if nobody has said."""
    told = [
        (each, ". ".join(filter(None, (*reason_names(each), without_stop(each.note)))))
        for each in explanations(state, doctor_id, point, against)
        if each.reasons or each.note
    ]
    if len(told) == 1 and not told[0][0].by:
        return told[0][1]
    return "; ".join(f"{person_name(state, each.by)}: {words}" for each, words in told)


def reason_names(difference: Difference) -> list[str]:
    """Return the ticked reasons in words."""
    return [text(f"differences.reason.{r}") for r in reasons() if r in difference.reasons]


def explain(
    state: AppState, old: Difference, new: Difference, by: Clean, now: datetime
) -> tuple[Change, ...]:
    """Return the changes that store a person's explanation; their words of before stay."""
    changes: list[Change] = []
    if old.note and new.note != old.note:
        earlier = Version(
            case_id=new.case_id, doctor_id=new.doctor_id, point=new.point, against=new.against,
            aside=Aside.REWORDED, text=old.note, by=old.by, at=now, written_at=old.written_at,
            private=old.private,
        )  # fmt: skip
        changes.append(Put(earlier))
    base = old if old.id in state.differences else None
    return (*changes, Put(replace(new, by=by, written_at=now), base))


def earlier_reasons(state: AppState, doctor_id: str, point: str, against: str) -> list[Version]:
    """Return what people wrote before on why two doctors differ, oldest first."""
    pair = {doctor_id, against}
    found = (
        v
        for v in state.versions.values()
        if v.point == point and v.against and {v.doctor_id, v.against} == pair
    )
    return sorted(found, key=lambda v: (v.at, v.id))


def restore_reason(state: AppState, version: Version, now: datetime) -> tuple[Change, ...]:
    """Return the changes that make an earlier explanation its writer's current one again."""
    old = difference_of(state, version.doctor_id, version.point, version.against, version.by)
    new = replace(old, note=version.text)
    return (*explain(state, old, new, version.by, now), Drop(version))


def next_steps(state: AppState, doctor_id: str, point: Point, against: str = "") -> list[str]:
    """Return what is to be done about a difference: the steps that are a task or a question."""
    difference = difference_of(state, doctor_id, point.key, against)
    return [
        step_words(state, difference, step)
        for step in NEXT_STEPS
        if is_planned(state, step_task(state, difference, point, step))
        or is_asked(state, step_question(state, difference, point, step))
    ]


def reasons() -> tuple[str, ...]:
    """Return the shipped reasons why two doctors may differ, in order."""
    return tuple(words("differences.reason"))


def toggled(difference: Difference, reason: str) -> Difference:
    """Return the difference with this reason added or removed, in the shipped order."""
    every = dict.fromkeys((*reasons(), *difference.reasons))
    held = set(difference.reasons) ^ {reason}
    return replace(difference, reasons=tuple(each for each in every if each in held))


def step_words(state: AppState, difference: Difference, step: str) -> str:
    """Return a next step in words."""
    return text(f"differences.step.{step}", **_names(state, difference))


def step_task(state: AppState, difference: Difference, point: Point, step: str) -> Task:
    """Return a next step as a task of the checklist."""
    wording = text(f"differences.task.{step}", point=point.label, **_names(state, difference))
    order = next_order(state.tasks.values())
    return Task(case_id=state.case_id, section=TODO_SECTION, text=clean_line(wording), order=order)


def step_question(state: AppState, difference: Difference, point: Point, step: str) -> Question:
    """Return a next step as a question, to the reference doctor or to both."""
    wording = text(f"differences.question.{step}", point=point.label, **_names(state, difference))
    both = [difference.against, difference.doctor_id][: 2 if step in BOTH else 1]
    asked = tuple(d.id for d in in_a_room(state.doctors.values()) if d.id in both)
    return _question(state, wording, asked, point)


def _names(state: AppState, difference: Difference) -> dict[str, str]:
    ids = {"first": difference.against, "other": difference.doctor_id}
    return {key: name_of(state, id_) for key, id_ in ids.items()}


def cell_question(state: AppState, doctor: Doctor, point: Point, against: str = "") -> Question:
    """Return the question to a doctor about an open cell."""
    mark = compared_with(state, against).state(doctor.id, point.key)
    wording = text(f"opinions.ask.{mark.name.lower()}", point=point.label)
    return _question(state, wording, (doctor.id,), point)


def _question(state: AppState, wording: str, doctor_ids: tuple[str, ...], point: Point) -> Question:
    everyone = set(doctor_ids) == set(state.doctors)
    return Question(
        case_id=state.case_id,
        text=clean_line(wording),
        doctor_ids=() if everyone else doctor_ids,
        point=point.key,
        order=next_order(state.questions.values()),
    )


def ask(state: AppState, question: Question) -> tuple[Change, ...]:
    """Return the changes that add a question to the list; none if its doctors are asked already.

    If another question has the same text, its doctors are extended instead.
    """
    twin = twin_of(question, state.questions.values())
    if twin is None:
        return (Put(question),)
    theirs, wanted = set(twin.doctor_ids), set(question.doctor_ids)
    if not theirs or (wanted and wanted <= theirs):
        return ()
    ids = () if not question.doctor_ids else (*twin.doctor_ids, *question.doctor_ids)
    doctor_ids = () if set(ids) == set(state.doctors) else tuple(dict.fromkeys(ids))
    return (Put(replace(twin, doctor_ids=doctor_ids)),)


def is_asked(state: AppState, question: Question) -> bool:
    """Return whether this question is on the list for these doctors."""
    return not ask(state, question)


def is_planned(state: AppState, task: Task) -> bool:
    """Return whether a task with these words is on the checklist."""
    return any(bare(other.text) == bare(task.text) for other in state.tasks.values())


def inputs_words(state: AppState, doctor_id: str, against: str = "") -> str:
    """Return how the records that two doctors had differ, in words; '' if they do not.

    A mark of the user's on what they saw is enough; older versions let that be marked.
    """
    comparison = compared_with(state, against)
    first, other = opinion_of(state, comparison.reference), opinion_of(state, doctor_id)
    pair = {doctor_id, comparison.reference}
    marked = any(
        (mark.point, mark.state) == ("saw", State.DIFFERS) and set(mark.doctor_ids) == pair
        for mark in state.marks.values()
    )
    if doctor_id == comparison.reference or not (marked or unlike_inputs(first, other)):
        return ""
    parts = [text("summary.unlike")]
    for opinion, without in ((first, other), (other, first)):
        if names := had_names(state, had_only(opinion, without)):
            name = name_of(state, opinion.doctor_id)
            parts.append(text("summary.only", name=name, records=", ".join(names)))
    return " ".join(parts)
