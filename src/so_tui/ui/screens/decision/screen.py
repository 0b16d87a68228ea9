"""The decision: what matters, options, checks, what was decided, and the follow-up visit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.case import CHECKS, SUREST, Decision, Matter, Option, Side, Thought
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import CaseEntity, YesNo, next_order, ordered
from so_tui.domain.state import AppState, Change, Drop
from so_tui.domain.text import BLANK, first_line
from so_tui.forms import decision as forms
from so_tui.logic.case_lifecycle import decision_of
from so_tui.logic.encounters import doctor_name, status_word, when_words
from so_tui.logic.private import beside
from so_tui.logic.words import who_types
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.screen import edit, put, say
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.sections import heading, section
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

CHECK = "ready_"
"""Prefix of the keys of check rows, and of their field names."""
SURE = "sure_after"
"""Key of the row on how sure the patient is."""
NEXT_ANSWER = {YesNo.OPEN: YesNo.YES, YesNo.YES: YesNo.NO, YesNo.NO: YesNo.OPEN}

MOST_LINES = 12
"""Most lines of a text in the list; its form shows all of it."""


def _fresh_matter(screen: EntityList) -> Matter:
    state, order = screen.state, next_order(screen.state.matters.values())
    by = who_types(state, screen.author)
    return Matter(case_id=state.case_id, text=BLANK, by=by, order=order)


def _fresh_option(screen: EntityList) -> Option:
    state, order = screen.state, next_order(screen.state.options.values())
    return Option(case_id=state.case_id, text=BLANK, order=order)


def _fresh_thought(screen: EntityList, side: Side) -> Thought | None:
    """Return an argument about the option at the cursor."""
    state, option = screen.state, option_at(screen.state, screen.key)
    if option is None:
        say(screen, "decision.need_option")
        return None
    order, by = next_order(state.thoughts.values()), who_types(state, screen.author)
    return Thought(case_id=state.case_id, option_id=option.id, side=side, text=BLANK,
                   by=by, order=order)  # fmt: skip


def _drop_option(screen: EntityList, option: Option) -> tuple[Change, ...]:
    """Delete an option with its arguments."""
    thoughts = screen.state.thoughts.values()
    return (Drop(option), *(Drop(each) for each in thoughts if each.option_id == option.id))


def _thoughts(side: Side) -> EditedKind[Thought]:
    """Return the kind of the arguments for or against an option."""
    return EditedKind(
        table="thoughts",
        fresh=lambda screen: _fresh_thought(screen, side),
        filling=lambda s, thought, _: forms.thought_filling(
            thought, s.state.options[thought.option_id]
        ),
    )


class DecisionScreen(EntityList):
    """The rows of the decision; Enter edits one. Nothing is scored."""

    MODE = "decision"
    NEEDS_ROW = frozenset()
    NEEDS = {"delete": CaseEntity}
    COLUMNS = (Column(0, 16), Column(1, lines=MOST_LINES))
    KINDS = {
        "matter": EditedKind[Matter](
            table="matters",
            fresh=_fresh_matter,
            filling=lambda _, matter, new: forms.matter_filling(matter),
        ),
        "option": EditedKind[Option](
            table="options",
            fresh=_fresh_option,
            filling=lambda screen, option, new: forms.option_filling(option, screen.today),
            drop=_drop_option,
        ),
        "for": _thoughts(Side.FOR),
        "against": _thoughts(Side.AGAINST),
    }

    def body(self) -> ComposeResult:
        yield RowList(*self.columns(), id=self.list_id)
        yield Static(text("standing.waiting"), classes="muted", markup=False)

    def rows(self) -> list[Row]:
        state = self.state
        if state.case is None:
            return []
        decision = decision_of(state)
        visit = state.visits.get(decision.follow_up)

        def written(*names: str) -> list[Row]:
            return [_written(name, forms.shown(decision, name, self.today)) for name in names]

        whether = ("sentence", "decide_by", "given_by", "outcome", "outcome_on", "outcome_reason")
        before, after = (_sure_word(sure) for sure in (decision.sure, decision.sure_after))
        words = text("decision.sure_row"), text("decision.sure_both", before=before, after=after)
        back = _written("follow_up", _meeting(state, visit, self.today) if visit else "")
        return [
            *section("decision", "whether", written(*whether)),
            *_matters(state),
            *section("decision", "options", _options(state, self.today), empty=True),
            *section("decision", "ready", [_check(decision, name) for name in CHECKS]),
            *section("decision", "sure_title", [Row(SURE, words, ("dim",))]),
            *section("decision", "what", written("decided", "decided_on", "decided_reason")),
            *section("decision", "back", [back]),
        ]

    def resume(self, what: str, key: str) -> None:
        option_id, _, side = key.partition("/")
        if what == "thought" and side:
            self.focus_key(option_id)
            self.action_add(side)
        else:
            super().resume(what, key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "answer" and self.is_mounted:
            return self.key.startswith(CHECK)
        if action == "add" and self.is_mounted and parameters[0] in set(Side):
            return option_at(self.state, self.key) is not None
        return super().check_action(action, parameters)

    def action_edit(self) -> None:
        if self.chosen:
            super().action_edit()
        elif self.need_case():
            decision, focus = decision_of(self.state), self.key
            if focus.startswith(CHECK):
                focus = ""
            filling = forms.decision_filling(decision, self.state, self.today, focus)
            edit(self, filling, decision, lambda _: text("decision.saved"))

    def action_answer(self) -> None:
        name = self.key.removeprefix(CHECK)
        if self.state.case is None or name not in CHECKS:
            return
        decision = decision_of(self.state)
        answer = NEXT_ANSWER[answer_to(decision, name)]
        given: dict[str, Any] = {f"{CHECK}{name}": answer}
        check = first_line(text(f"decision.checks.{name}"), 40)
        word = text(f"decision.answers.{answer.name}")
        said = text("decision.answered", check=check, answer=word)
        put(self, said, replace(decision, **given), decision)

    def action_follow_up(self) -> None:
        self.post_message(GoTo("followup"))


def _written(name: str, written: str) -> Row:
    words = written or text("decision.not_written")
    return Row(name, (forms.label(name), words), ("dim", "" if written else "dim"))


def _matters(state: AppState) -> list[Row]:
    """Return what matters to the patient, and separately to each companion."""

    def of(matters: Iterable[Matter]) -> list[Row]:
        return [
            Row(m.id, (text(f"decision.weights.{m.weight.name}"), beside(m, m.text)), ("dim",))
            for m in matters
        ]

    matters = ordered(state.matters.values())
    rows = section("decision", "matters", of(m for m in matters if not m.by), empty=True)
    for name in sorted({each.by for each in matters if each.by}):
        rows.append(heading(f"matters/{name}", text("decision.matters_of", name=name)))
        rows += of(m for m in matters if m.by == name)
    return rows


def _options(state: AppState, today: date) -> list[Row]:
    rows: list[Row] = []
    thoughts = ordered(state.thoughts.values())
    for option in ordered(state.options.values()):
        words = beside(option, f"{option.text} {_until(option, today)}".strip())
        rows.append(Row(option.id, (text("decision.option_row"), words), ("dim", "strong")))
        own = [each for each in thoughts if each.option_id == option.id]
        rows += [_thought(each) for side in Side for each in own if each.side == side]
        if not own:
            rows.append(heading(option.id, text("decision.no_thoughts"), "dim"))
    return rows


def _meeting(state: AppState, visit: Encounter, today: date) -> str:
    """Return whom the follow-up visit is with, when, and how it stands."""
    when = when_words(visit, today) or text("people.no_date")
    word = status_word(visit, today)
    return text("decision.meeting", name=doctor_name(state, visit), when=when, word=word)


def _until(option: Option, today: date) -> str:
    day = short_day(option.last_day, today)
    return text("decision.option_until", day=day) if day else ""


def _thought(thought: Thought) -> Row:
    wording: str = beside(thought, thought.text)
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


def _sure_word(sure: int | None) -> str:
    return text("decision.not_said") if sure is None else text("decision.of", n=sure, most=SUREST)


def option_at(state: AppState, key: str) -> Option | None:
    """Return the option of a row or of the line below it; otherwise the only option."""
    thought = state.thoughts.get(key)
    found = state.options.get(thought.option_id if thought else key)
    if found is None and len(state.options) == 1:
        return next(iter(state.options.values()))
    return found
