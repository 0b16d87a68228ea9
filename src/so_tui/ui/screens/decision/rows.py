"""Rows and texts of the decision: what matters, the options, the checks, what was decided."""

from so_tui.content import text
from so_tui.domain.case import CHECKS, SUREST, Decision, Matter, Option, Side, Thought
from so_tui.domain.entity import YesNo, ordered
from so_tui.domain.state import AppState
from so_tui.forms.decision import label, shown
from so_tui.logic.case_lifecycle import decision_of
from so_tui.logic.phrases import doctor_and_day
from so_tui.ui.rows.sections import heading, section
from so_tui.ui.widgets.layout import Row

CHECK = "ready_"
"""Prefix of the keys of check rows, and of their field names."""
SURE = "sure_after"
"""Key of the row on how sure the patient is."""


def decision_rows(state: AppState) -> list[Row]:
    """Return the rows of the decision under their headings."""
    if state.case is None:
        return []
    decision, visit = decision_of(state), state.visits.get(decision_of(state).follow_up)

    def written(*names: str) -> list[Row]:
        return [_written(name, shown(decision, name)) for name in names]

    whether = ("sentence", "decide_by", "given_by", "outcome", "outcome_on", "outcome_reason")
    sure = Row(SURE, (text("decision.sure_row"), sure_words(decision)), ("dim",))
    back = _written("follow_up", doctor_and_day(state, visit) if visit else "")
    return [
        *section("decision", "whether", written(*whether)),
        *_matters(state),
        *section("decision", "options", _options(state), empty=True),
        *section("decision", "ready", [_check(decision, name) for name in CHECKS]),
        *section("decision", "sure_title", [sure]),
        *section("decision", "what", written("decided", "decided_on", "decided_reason")),
        *section("decision", "back", [back]),
    ]


def _written(name: str, written: str) -> Row:
    words = written or text("decision.not_written")
    return Row(name, (label(name), words), ("dim", "" if written else "dim"))


def _matters(state: AppState) -> list[Row]:
    """Return what matters to the patient, and separately to each companion."""
    matters = ordered(state.matters.values())
    own = [_matter(each) for each in matters if not each.by]
    rows = section("decision", "matters", own, empty=True)
    for name in sorted({each.by for each in matters if each.by}):
        title = text("decision.matters_of", name=name)
        rows.append(heading(f"matters/{name}", title))
        rows += [_matter(each) for each in matters if each.by == name]
    return rows


def _matter(matter: Matter) -> Row:
    return Row(matter.id, (text(f"decision.weights.{matter.weight.name}"), matter.text), ("dim",))


def _options(state: AppState) -> list[Row]:
    rows: list[Row] = []
    thoughts = ordered(state.thoughts.values())
    for option in ordered(state.options.values()):
        rows.append(Row(option.id, (text("decision.option_row"), option.text), ("dim", "strong")))
        own = [each for each in thoughts if each.option_id == option.id]
        rows += [_thought(each) for side in Side for each in own if each.side == side]
        if not own:
            rows.append(heading(option.id, text("decision.no_thoughts"), "dim"))
    return rows


def _thought(thought: Thought) -> Row:
    wording = str(thought.text)
    if thought.by:
        wording = text("decision.thought_of", text=wording, name=thought.by)
    return Row(thought.id, (text(f"decision.side_row.{thought.side.name}"), wording), ("dim",))


def _check(decision: Decision, name: str) -> Row:
    answer = answer_to(decision, name)
    question = text(f"decision.checks.{name}")
    if answer is YesNo.NO:
        question = f"{question}\n{text(f'decision.todo.{name}')}"
    looks = ("dim" if answer is YesNo.OPEN else "strong", "")
    return Row(f"{CHECK}{name}", (text(f"decision.answers.{answer.name}"), question), looks)


def answer_to(decision: Decision, name: str) -> YesNo:
    """Return the answer to one of the checks."""
    answer: YesNo = getattr(decision, f"{CHECK}{name}")
    return answer


def sure_words(decision: Decision) -> str:
    """Return how sure the patient was before and after, side by side."""
    before, after = (_number(n) for n in (decision.sure, decision.sure_after))
    return text("decision.sure_both", before=before, after=after)


def _number(sure: int | None) -> str:
    return text("decision.not_said") if sure is None else text("decision.of", n=sure, most=SUREST)


def option_at(state: AppState, key: str) -> Option | None:
    """Return the option of a row or of the line below it; otherwise the only option."""
    thought = state.thoughts.get(key)
    found = state.options.get(thought.option_id if thought else key)
    if found is None and len(state.options) == 1:
        return next(iter(state.options.values()))
    return found
