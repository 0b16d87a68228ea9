"""Following up with the treating doctor: the agenda and the visit. Pure.

The agenda is generated from what the user marked and wrote; each line can be left out or reworded.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum

from so_tui.content import Point, points, text
from so_tui.domain.case import Decision
from so_tui.domain.dataclass import dataclass
from so_tui.domain.edited_lines import Paper, PaperLine
from so_tui.domain.encounters import Encounter, next_visit, with_doctor
from so_tui.domain.entity import next_order, ordered
from so_tui.domain.names import name_of
from so_tui.domain.opinions import State, pair_id
from so_tui.domain.state import AppState, Change, Drop, Put, once_a_state
from so_tui.domain.text import BLANK, Clean, clean_line, without_stop
from so_tui.logic.comparison import comparison_of
from so_tui.logic.differences import why_words
from so_tui.logic.questions import to_ask
from so_tui.logic.told import have_come
from so_tui.logic.treating import addressee
from so_tui.logic.words import short_words

WORDS_WIDTH = 160
"""Most characters of what a doctor said in a line."""


class Group(StrEnum):
    """The source of an agenda line, in the order of the agenda."""

    DIFFERS = "differs"
    UNCLEAR = "unclear"
    OPEN = "open"
    QUESTIONS = "question"
    ADDS = "adds"
    OWN = "own"


MARKED = {
    Group.DIFFERS: State.DIFFERS,
    Group.UNCLEAR: State.NOT_CLEAR,
    Group.OPEN: State.NOT_DISCUSSED,
    Group.ADDS: State.ADDS,
}
"""The marks of the comparison that become lines."""


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A line of a paper.

    Attributes:
        kept: The stored line, a new one if the user has not touched it.
        given: The text generated from the case; '' for the user's own line.
    """

    kept: PaperLine
    given: Clean
    group: Group = Group.OWN

    @property
    def words(self) -> Clean:
        """The text in effect: the user's, else the generated one."""
        return self.kept.text or self.given

    @property
    def key(self) -> str:
        """Its key: the source it is made from, or the id of the user's own line."""
        return self.kept.made_from or self.kept.id


@once_a_state
def agenda(state: AppState, today: date = date.max) -> tuple[FollowUpLine, ...]:
    """Return the agenda with who treats the patient on a day: generated lines, then the user's own.

    By default that is the last doctor to take over the care.

    Differences come first, then what was unclear, what was never discussed, the questions still
    open for this doctor, and what others add, which is left out until the user includes it. Of the
    others only those count whose opinion has come.
    """
    to = addressee(state, today)
    to_id = to.id if to else ""
    first = [group for group in MARKED if group is not Group.ADDS]
    lines = [line for group in first for line in _marked(state, group, to_id)]
    for question in to_ask(state, to_id) if to else ():
        made_from = f"{Group.QUESTIONS}/{question.id}"
        lines.append(line_of(state, Paper.AGENDA, made_from, question.text, Group.QUESTIONS))
    lines += _marked(state, Group.ADDS, to_id)
    own = ordered(each for each in state.paper_lines.values() if not each.made_from)
    return (*lines, *(FollowUpLine(each, BLANK) for each in own if each.paper is Paper.AGENDA))


def _marked(state: AppState, group: Group, to_id: str) -> list[FollowUpLine]:
    comparison = comparison_of(state)
    known = {to_id, *(doctor.id for doctor in have_come(state))}
    lines: list[FollowUpLine] = []
    for point in on_paper():
        for doctor_id in comparison.doctor_ids:
            if comparison.state(doctor_id, point.key) is not MARKED[group]:
                continue
            if group is Group.OPEN and (doctor_id != to_id or not point.core):
                continue
            if doctor_id not in known:
                continue
            words = " ".join((f"{point.label}.", *_told(state, group, doctor_id, point, to_id)))
            made_from = f"{group}/{doctor_id}/{point.key}"
            lines.append(line_of(state, Paper.AGENDA, made_from, clean_line(words), group))
    return lines


def _told(state: AppState, group: Group, doctor_id: str, point: Point, to_id: str) -> Iterator[str]:
    """Yield the sentences of a line about a doctor on a point; what is not known is left out."""
    if group is Group.DIFFERS:
        both = comparison_of(state).reference, doctor_id
        sayings = [told for each in both if (told := _saying(state, each, point.key, to_id))]
        yield from sayings or [_named(state, "differs_bare", doctor_id, to_id)]
        if why := without_stop(why_words(state, doctor_id, point.key)):
            yield text("followup.line.why", why=why)
        yield text("followup.line.differs")
    elif group is Group.ADDS:
        yield adds_words(state, doctor_id, point.key, to_id)
        yield text("followup.line.adds")
    elif group is Group.UNCLEAR:
        yield _named(state, "unclear", doctor_id, to_id)
    else:
        yield text("followup.line.open")


def _named(state: AppState, key: str, doctor_id: str, to_id: str) -> str:
    """Return a sentence about a doctor, who is "you" to the one that the paper speaks to."""
    kind = f"{key}_you" if doctor_id == to_id else key
    return text(f"followup.line.{kind}", doctor=name_of(state, doctor_id))


def _saying(state: AppState, doctor_id: str, point: str, to_id: str) -> str:
    """Return what a doctor said as a sentence, '' if no words are written."""
    words = said(state, doctor_id, point)
    return f"{_named(state, 'said', doctor_id, to_id)} {words}." if words else ""


def adds_words(state: AppState, doctor_id: str, point: str, to_id: str) -> str:
    """Return what a doctor adds on a point as a sentence."""
    words = said(state, doctor_id, point)
    told = _named(state, "adding" if words else "adds_bare", doctor_id, to_id)
    return f"{told} {words}." if words else told


def on_paper() -> list[Point]:
    """Return the points that may be printed, core ones first."""
    return sorted((p for p in points() if not p.private), key=lambda p: not p.core)


def said(state: AppState, doctor_id: str, point: str) -> str:
    """Return what a doctor said on a point, shortened to fit a line; '' if nothing is written."""
    return short_words(state, doctor_id, point, WORDS_WIDTH)


def line_of(
    state: AppState, paper: Paper, made_from: str, given: Clean, group: Group
) -> FollowUpLine:
    """Return a line generated from the case, with the user's edits."""
    id_ = pair_id("paper", state.case_id, paper, made_from)
    on = group is not Group.ADDS
    unsaved = PaperLine(id=id_, case_id=state.case_id, paper=paper, made_from=made_from, on=on)
    return FollowUpLine(state.paper_lines.get(id_, unsaved), given, group)


def own_line(state: AppState) -> FollowUpLine:
    """Return a new, empty line of the user's own for the agenda."""
    order = next_order(state.paper_lines.values())
    return FollowUpLine(PaperLine(case_id=state.case_id, paper=Paper.AGENDA, order=order), BLANK)


def write(state: AppState, line: FollowUpLine, wording: Clean) -> tuple[Change, ...]:
    """Return the changes that set a line's text; the generated text is not stored."""
    own = BLANK if wording == line.given else wording
    return _keep(state, line, replace(line.kept, text=own))


def switch(state: AppState, line: FollowUpLine) -> tuple[Change, ...]:
    """Return the changes that leave a line out, or include it again."""
    return _keep(state, line, replace(line.kept, on=not line.kept.on))


def _keep(state: AppState, line: FollowUpLine, new: PaperLine) -> tuple[Change, ...]:
    kept = state.paper_lines.get(new.id)
    untouched = not new.text and new.on is (line.group is not Group.ADDS)
    if untouched:
        return (Drop(kept),) if kept else ()
    return (Put(new, kept),) if new != kept else ()


def visit_back(state: AppState) -> Encounter | None:
    """Return the chosen follow-up visit, or None."""
    return state.visits.get(state.decision.follow_up) if state.decision else None


def may_be_visit_back(state: AppState, today: date) -> Encounter | None:
    """Return a coming visit with the treating doctor that could be the follow-up, or None."""
    to = addressee(state, today)
    return next_visit(with_doctor(state.visits.values(), to.id) if to else (), today)


def take_as_visit_back(state: AppState, visit: Encounter) -> tuple[Change, ...]:
    """Return the change that makes a visit the follow-up visit; none if it already is."""
    decision = state.decision or Decision(case_id=state.case_id)
    if decision.follow_up == visit.id:
        return ()
    return (Put(replace(decision, follow_up=visit.id), state.decision),)
