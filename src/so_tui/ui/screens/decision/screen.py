"""The decision: what matters, options, checks, what was decided, and the follow-up visit."""

from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.case import CHECKS, Decision, Matter, Option, Side, Thought, Weighed
from so_tui.domain.entity import CaseEntity, YesNo
from so_tui.domain.state import Change, Drop, Put
from so_tui.domain.text import BLANK, first_line
from so_tui.forms.decision import decision_filling, matter_filling, option_filling, thought_filling
from so_tui.logic.case_lifecycle import decision_of
from so_tui.logic.comparison import who_types
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.screen import say
from so_tui.ui.messages import GoTo
from so_tui.ui.screens.decision.rows import CHECK, answer_to, decision_rows, option_at
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList

NEXT_ANSWER = {YesNo.OPEN: YesNo.YES, YesNo.YES: YesNo.NO, YesNo.NO: YesNo.OPEN}

MOST_LINES = 12
"""Most lines of a text in the list; its form shows all of it."""


def _fresh_matter(screen: EntityList) -> Matter:
    state, order = screen.state, _after(screen.state.matters.values())
    by = who_types(state, screen.author)
    return Matter(case_id=state.case_id, text=BLANK, by=by, order=order)


def _fresh_option(screen: EntityList) -> Option:
    state, order = screen.state, _after(screen.state.options.values())
    return Option(case_id=state.case_id, text=BLANK, order=order)


def _fresh_thought(screen: EntityList, side: Side) -> Thought | None:
    """Return an argument about the option at the cursor."""
    state, option = screen.state, option_at(screen.state, screen.key)
    if option is None:
        say(screen, "decision.need_option")
        return None
    order = _after(state.thoughts.values())
    return Thought(case_id=state.case_id, option_id=option.id, side=side, text=BLANK,
                   by=who_types(state, screen.author), order=order)  # fmt: skip


def _drop_option(screen: EntityList, option: Option) -> tuple[Change, ...]:
    """Delete an option with its arguments."""
    thoughts = screen.state.thoughts.values()
    return (Drop(option), *(Drop(each) for each in thoughts if each.option_id == option.id))


def _called(_: object, weighed: Weighed) -> str:
    return weighed.text


MATTER = EditedKind[Matter](
    table="matters",
    fresh=_fresh_matter,
    filling=lambda _, matter, new: matter_filling(matter),
    called=_called,
)
OPTION = EditedKind[Option](
    table="options",
    fresh=_fresh_option,
    filling=lambda _, option, new: option_filling(option),
    called=_called,
    drop=_drop_option,
)


def _thoughts(side: Side) -> EditedKind[Thought]:
    """Return the kind of the arguments for or against an option."""
    return EditedKind(
        table="thoughts",
        fresh=lambda screen: _fresh_thought(screen, side),
        filling=lambda s, thought, _: thought_filling(thought, s.state.options[thought.option_id]),
        called=_called,
    )


class DecisionScreen(EntityList):
    """The rows of the decision; Enter edits one. Nothing is scored."""

    MODE = "decision"
    NEEDS_ROW = frozenset()
    NEEDS = {"delete": CaseEntity}
    COLUMNS = (Column(0, 16), Column(1, lines=MOST_LINES))
    KINDS = {
        "matter": MATTER,
        "option": OPTION,
        "for": _thoughts(Side.FOR),
        "against": _thoughts(Side.AGAINST),
    }

    def body(self) -> ComposeResult:
        yield RowList(*self.columns(), id=self.list_id)
        yield Static(text("standing.waiting"), classes="muted", markup=False)

    def rows(self) -> list[Row]:
        return decision_rows(self.state)

    def show_chosen(self) -> None:
        self.refresh_bindings()

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
        """Edit the chosen row."""
        if self.chosen:
            super().action_edit()
        elif self.need_case():
            self._write_decision()

    def _write_decision(self) -> None:
        decision, kept = decision_of(self.state), self.state.decision

        def keep(result: Decision) -> None:
            self.commit(text("decision.saved"), Put(result, kept))

        focus = "" if self.key.startswith(CHECK) else self.key
        self.ask(decision_filling(decision, self.state, self.today, focus), keep, decision)

    def action_answer(self) -> None:
        """Change the answer to the chosen check: yes, no, or open."""
        name = self.key.removeprefix(CHECK)
        if self.state.case is None or name not in CHECKS:
            return
        decision, kept = decision_of(self.state), self.state.decision
        answer = NEXT_ANSWER[answer_to(decision, name)]
        given: dict[str, Any] = {f"{CHECK}{name}": answer}
        changed = replace(decision, **given)
        check = first_line(text(f"decision.checks.{name}"), 40)
        said = text(
            "decision.answered", check=check, answer=text(f"decision.answers.{answer.name}")
        )
        self.commit(said, Put(changed, kept))

    def action_follow_up(self) -> None:
        """Open the screen for the follow-up visit with the first doctor."""
        self.post_message(GoTo("followup"))


def _after(there: Any) -> int:
    return max((each.order for each in there), default=0) + 1
