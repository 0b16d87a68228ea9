"""The letter to the treating doctor, and the phone note. Pure.

Both have the same parts in the same order, generated from the case; each part can be reworded.
"""

from collections.abc import Iterator
from datetime import date

from so_tui.content import points, text
from so_tui.domain.case import Case, Decision
from so_tui.domain.comparison import unlike_inputs
from so_tui.domain.dates import birth_day, show_day
from so_tui.domain.edited_lines import Paper
from so_tui.domain.encounters import (
    EncounterStatus,
    opinion_heard,
    status_of,
    with_doctor,
)
from so_tui.domain.names import name_of
from so_tui.domain.opinions import SAW, State
from so_tui.domain.people import Doctor, periods
from so_tui.domain.state import AppState
from so_tui.domain.text import clean, clean_line, without_stop
from so_tui.logic.about_me import about_of
from so_tui.logic.comparison import comparison_of, had_names, opinion_of
from so_tui.logic.followup import (
    FollowUpLine,
    Group,
    adds_words,
    agenda,
    line_of,
    on_paper,
)
from so_tui.logic.told import after_name, have_come, was_heard
from so_tui.logic.treating import addressee
from so_tui.logic.words import all_words, short_words

SECTIONS = ("situation", "background", "found", "asking")
"""The parts, in order."""
PLAN_WIDTH = 400
"""Most characters of the first doctor's plan in the letter."""


def letter(state: AppState, paper: Paper, today: date) -> list[FollowUpLine]:
    """Return the four parts of the letter (`Paper.LETTER`) or of the phone note, in order."""
    if state.case is None or not state.doctors:
        return []
    make = _letter_parts if paper is Paper.LETTER else _phone_parts
    parts = make(state, state.case, today)
    return [
        line_of(state, paper, section, clean("\n".join(filter(None, words))), Group.OWN)
        for section, words in zip(SECTIONS, parts, strict=True)
    ]


def _letter_parts(state: AppState, case: Case, today: date) -> tuple[list[str], ...]:
    decision = state.decision or Decision(case_id=state.case_id)
    comparison, to = comparison_of(state), addressee(state, today)
    you = to.id if to else ""
    known = have_come(state)
    heard = [doctor for doctor in known if doctor.id != you]
    others = [doctor for doctor in known if doctor.id != comparison.reference]
    plan = short_words(state, you, "plan", PLAN_WIDTH)
    reason = without_stop(decision.outcome_reason)
    on = [line for line in agenda(state, today) if line.kept.on]
    differ = any(line.group is Group.DIFFERS for line in on)
    asking = [f"- {line.words}" for line in on if line.group is not Group.DIFFERS]
    ask = "ask" if asking else "ask_found" if differ else ""
    return (
        [
            *_who_i_am(state, case),
            *(_seen(state, doctor, today) for doctor in heard),
            _decide_by(state, decision, to),
        ],
        [
            text("followup.plan", plan=plan) if plan else "",
            _first_plan(state, you),
            text("followup.why", reason=reason) if reason else "",
            *(_had(state, doctor) for doctor in heard),
        ],
        [words for doctor in others for words in _found(state, doctor, today)],
        [text(f"followup.{ask}") if ask else "", *asking, _when(state, decision, today)],
    )


def _first_plan(state: AppState, reader_id: str) -> str:
    """Return what the first doctor advised, for a reader who is another one."""
    comparison = comparison_of(state)
    first = state.doctors.get(comparison.reference)
    if first is None or first.id == reader_id:
        return ""
    plan = short_words(state, first.id, "plan", PLAN_WIDTH)
    return text("followup.plan_of", doctor=name_of(state, first.id), plan=plan) if plan else ""


def _phone_parts(state: AppState, case: Case, today: date) -> tuple[list[str], ...]:
    decision = state.decision or Decision(case_id=state.case_id)
    to = addressee(state, today)
    others = [doctor.id for doctor in have_come(state) if doctor != to]
    heard = any(was_heard(state, doctor_id) for doctor_id in others)
    situation = "situation" if heard else "noted" if others else "thinking"
    on = [line for line in agenda(state, today) if line.kept.on]
    differ = [line.kept.made_from.rpartition("/")[2] for line in on if line.group is Group.DIFFERS]
    labels = ", ".join(p.label for p in points() if p.key in differ)
    name = case.patient or text("sheet.paper.me")
    doctor = name_of(state, to.id) if to else ""
    day = _follow_up_day(state, decision, today)
    return (
        [
            text(f"followup.phone_{situation}", name=name, doctor=doctor),
            *born_and_phone(state),
        ],
        [_decide_by(state, decision, to, "doctor")],
        [text("followup.phone_found", points=labels) if labels else text("followup.phone_same")],
        [
            text("followup.phone_planned" if day else "followup.phone_asking", day=day),
            text("followup.phone_letter"),
        ],
    )


def _who_i_am(state: AppState, case: Case) -> list[str]:
    """Return who the patient is, as far as it was given, and what they were told."""
    name = text("followup.who", name=without_stop(case.patient)) if case.patient else ""
    told = text("followup.told", diagnosis=without_stop(case.title))
    return [name, *born_and_phone(state), told]


def born_and_phone(state: AppState) -> list[str]:
    """Return the patient's birth date and phone as sentences, '' for what was not given."""
    about = about_of(state)
    return [
        text("followup.born", day=birth_day(about.born)) if about.born else "",
        text("followup.reach_me", phone=without_stop(about.phone)) if about.phone else "",
    ]


def _seen(state: AppState, doctor: Doctor, today: date) -> str:
    """Return how and when a doctor's opinion was heard, or that nothing was marked as held.

    Of a doctor who has handed on the care it is told until when.
    """
    until = max((p.until for p in periods(doctor, first=_is_first(state, doctor))), default=today)
    words = _heard(state, doctor)
    if until >= today:
        return words
    treated = text("followup.treated", doctor=name_of(state, doctor.id), day=show_day(until))
    return f"{words} {treated}"


def _is_first(state: AppState, doctor: Doctor) -> bool:
    return doctor.id == comparison_of(state).reference


def _heard(state: AppState, doctor: Doctor) -> str:
    held = opinion_heard(with_doctor(state.visits.values(), doctor.id))
    about = ", ".join(filter(None, (doctor.name, doctor.specialty, doctor.place)))
    if held is None:
        return text("followup.unmarked", doctor=about)
    first = "_first" if _is_first(state, doctor) else ""
    key = f"followup.seen{first}"
    if held.day:
        key = "followup.seen_first_on" if first else f"encounters.letter.{held.kind.name.lower()}"
    return text(key, doctor=about, day=show_day(held.day))


def _decide_by(state: AppState, decision: Decision, to: Doctor | None, called: str = "you") -> str:
    """Return the day to decide by, and who gave it.

    `called` is what whom the paper is about is called on it: 'you', or 'doctor' to the office.
    """
    if decision.decide_by is None:
        return ""
    day, name = show_day(decision.decide_by), without_stop(decision.given_by)
    more = after_name(state, to, name)
    if more is not None:
        return text(f"followup.decide_by_{called}", day=day, more=f", {more}" if more else "")
    return text("followup.decide_by_from" if name else "followup.decide_by", day=day, name=name)


def _had(state: AppState, doctor: Doctor) -> str:
    opinion = opinion_of(state, doctor.id)
    names = had_names(state, opinion.had)
    saw = without_stop(clean_line(all_words(state, doctor.id, SAW)))
    words = ". ".join(filter(None, (", ".join(names), saw)))
    return text("followup.had", doctor=name_of(state, doctor.id), had=words) if words else ""


def _found(state: AppState, doctor: Doctor, today: date) -> Iterator[str]:
    """Yield what was marked for a doctor, in words; counts are only shown on the screen.

    Each difference stands here as it does on the agenda, and nowhere else. What is asked about in
    the next part is left out, and a point without a mark claims nothing.
    """
    comparison = comparison_of(state)
    first = state.doctors[comparison.reference]
    marks = {point.key: comparison.state(doctor.id, point.key) for point in on_paper()}
    on = {line.key: line for line in agenda(state, today) if line.kept.on}
    to = addressee(state, today)
    to_id = to.id if to else ""
    you = "_you" if first.id == to_id else "_by_you" if doctor.id == to_id else ""
    same = [p.label for p in on_paper() if marks[p.key] is State.SAME and p.core]
    if same:
        both = {"doctor": name_of(state, doctor.id), "first": name_of(state, first.id)}
        yield text(f"followup.same{you}", points=", ".join(same), **both)
    for point in on_paper():
        line = on.get(f"{Group.DIFFERS}/{doctor.id}/{point.key}")
        if line is not None:
            yield str(line.words)
    for point in on_paper():
        is_asked = f"{Group.ADDS}/{doctor.id}/{point.key}" in on
        if marks[point.key] is State.ADDS and point.core and not is_asked:
            yield f"{point.label}. {adds_words(state, doctor.id, point.key, to_id)}"
    differs = any(mark is State.DIFFERS for mark in marks.values())
    if differs and unlike_inputs(opinion_of(state, first.id), opinion_of(state, doctor.id)):
        both = {"doctor": name_of(state, doctor.id), "first": name_of(state, first.id)}
        yield text(f"followup.unlike{you}", **both)


def _follow_up_day(state: AppState, decision: Decision, today: date) -> str:
    """Return the day on which whom the letter is for is seen next; '' if none is planned.

    It is that of the follow-up visit, where one was chosen.
    """
    to = addressee(state, today)
    chosen = state.visits.get(decision.follow_up)
    with_them = with_doctor(state.visits.values(), to.id if to else "")
    for visit in (chosen, *with_them):
        is_visit = visit is not None and visit.is_visit and visit.day is not None
        if visit and is_visit and status_of(visit, today) is EncounterStatus.COMING:
            return show_day(visit.day)
    return ""


def _when(state: AppState, decision: Decision, today: date) -> str:
    day = _follow_up_day(state, decision, today)
    return text("followup.we_meet" if day else "followup.when", day=day)
