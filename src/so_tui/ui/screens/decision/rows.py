"""Rows and texts of the decision: what matters, the options, the checks, what was decided."""

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.decision import CHECKS, SUREST, Decision, Ready
from so_tui.domain.order import ordered
from so_tui.domain.state import AppState
from so_tui.domain.weighing import Matter, Option, Side, Thought
from so_tui.ui.widgets.layout import Row

CHECK = "ready_"
"""Prefix of the keys of check rows, and of their field names."""
SURE = "sure_after"
"""Key of the row on how sure the patient is."""


def decision_of(state: AppState) -> Decision:
    """Return the case's decision, or a new one if there is none."""
    return state.decision or Decision(case_id=state.case_id)


def decision_rows(state: AppState) -> list[Row]:
    """Return the rows of the decision under their headings."""
    if state.case is None:
        return [Row("", (text("status.needs_case"),), ("dim",), heading=True)]
    decision = decision_of(state)
    outcome = text(f"decision.outcomes.{decision.outcome.name}") if decision.outcome else ""
    return [
        _heading("whether"),
        _written("sentence", "sentence", decision.sentence),
        _written("decide_by", "decide_by", show_day(decision.decide_by)),
        _written("given_by", "given_by", decision.given_by),
        _written("outcome", "outcome", outcome),
        _written("outcome_on", "outcome_on", show_day(decision.outcome_on)),
        _written("outcome_reason", "reason", decision.outcome_reason),
        *_matters(state),
        *_options(state),
        _heading("ready"),
        *(_check(decision, name) for name in CHECKS),
        _heading("sure_title"),
        Row(SURE, (text("decision.sure_row"), sure_words(decision)), ("dim",)),
        _heading("what"),
        _written("decided", "decided", decision.decided),
        _written("decided_on", "decided_on", show_day(decision.decided_on)),
        _written("decided_reason", "reason", decision.decided_reason),
        _heading("back"),
        _written("follow_up", "follow_up", follow_up_words(state)),
    ]


def _heading(name: str) -> Row:
    return Row(f"#{name}", (text(f"decision.{name}"),), heading=True)


def _written(key: str, label: str, written: str) -> Row:
    words = written or text("decision.not_written")
    return Row(key, (text(f"decision.{label}"), words), ("dim", "" if written else "dim"))


def _matters(state: AppState) -> list[Row]:
    """Return what matters to the patient, and separately to each companion."""
    matters = ordered(state.matters.values())
    rows = [_heading("matters")]
    rows += [_matter(each) for each in matters if not each.by]
    if len(rows) == 1:
        rows.append(Row("#no_matters", (text("decision.no_matters"),), ("dim",), heading=True))
    for name in sorted({each.by for each in matters if each.by}):
        title = text("decision.matters_of", name=name)
        rows.append(Row(f"#matters/{name}", (title,), heading=True))
        rows += [_matter(each) for each in matters if each.by == name]
    return rows


def _matter(matter: Matter) -> Row:
    return Row(matter.id, (text(f"decision.weights.{matter.weight.name}"), matter.text), ("dim",))


def _options(state: AppState) -> list[Row]:
    rows = [_heading("options")]
    thoughts = ordered(state.thoughts.values())
    for option in ordered(state.options.values()):
        rows.append(Row(option.id, (text("decision.option_row"), option.text), ("dim", "strong")))
        own = [each for each in thoughts if each.option_id == option.id]
        rows += [_thought(each) for side in Side for each in own if each.side == side]
        if not own:
            rows.append(
                Row(f"#{option.id}", (text("decision.no_thoughts"),), ("dim",), heading=True)
            )
    if not state.options:
        rows.append(Row("#no_options", (text("decision.no_options"),), ("dim",), heading=True))
    return rows


def _thought(thought: Thought) -> Row:
    wording = str(thought.text)
    if thought.by:
        wording = text("decision.thought_of", text=wording, name=thought.by)
    return Row(thought.id, (text(f"decision.side_row.{thought.side.name}"), wording), ("dim",))


def _check(decision: Decision, name: str) -> Row:
    answer = answer_to(decision, name)
    question = text(f"decision.checks.{name}")
    if answer is Ready.NO:
        question = f"{question}\n{text(f'decision.todo.{name}')}"
    looks = ("dim" if answer is Ready.OPEN else "strong", "")
    return Row(f"{CHECK}{name}", (text(f"decision.answers.{answer.name}"), question), looks)


def answer_to(decision: Decision, name: str) -> Ready:
    """Return the answer to one of the checks."""
    answer: Ready = getattr(decision, f"{CHECK}{name}")
    return answer


def sure_words(decision: Decision) -> str:
    """Return how sure the patient was before and after, side by side."""
    before, after = (_number(n) for n in (decision.sure, decision.sure_after))
    return text("decision.sure_both", before=before, after=after)


def _number(sure: int | None) -> str:
    return text("decision.not_said") if sure is None else text("decision.of", n=sure, most=SUREST)


def follow_up_words(state: AppState) -> str:
    """Return the doctor and date of the follow-up visit; '' if there is none."""
    visit = state.visits.get(decision_of(state).follow_up)
    if visit is None:
        return ""
    doctor = state.doctors.get(visit.doctor_id)
    when = show_day(visit.day) or text("people.no_date")
    return f"{doctor.name if doctor else ''} {when}".strip()


def option_at(state: AppState, key: str) -> Option | None:
    """Return the option of a row or of the line below it; otherwise the only option."""
    thought = state.thoughts.get(key)
    found = state.options.get(thought.option_id if thought else key)
    if found is None and len(state.options) == 1:
        return next(iter(state.options.values()))
    return found
