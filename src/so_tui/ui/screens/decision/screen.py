"""The decision: what matters, options, checks, what was decided, and the follow-up visit."""

from dataclasses import replace
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.decision import CHECKS, Decision, Ready
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import BLANK, first_line
from so_tui.domain.weighing import Matter, Option, Side, Thought, Weighed
from so_tui.logic.comparison import who_types
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.messages import GoTo, Say
from so_tui.ui.screens.decision.forms import decision_form
from so_tui.ui.screens.decision.rows import CHECK, answer_to, decision_of, decision_rows, option_at
from so_tui.ui.screens.decision.weighing_forms import matter_form, option_form, thought_form
from so_tui.ui.widgets.layout import Column
from so_tui.ui.widgets.row_list import RowList

NEXT_ANSWER = {Ready.OPEN: Ready.YES, Ready.YES: Ready.NO, Ready.NO: Ready.OPEN}


MOST_LINES = 12
"""Most lines of a text in the list; its form shows all of it."""


class DecisionScreen(BaseScreen):
    """The rows of the decision; Enter edits one. Nothing is scored."""

    MODE = "decision"
    AUTO_FOCUS = "RowList"
    BINDINGS = bindings("decision")

    def body(self) -> ComposeResult:
        yield RowList(Column(0, 16), Column(1, lines=MOST_LINES), id="decision")
        yield Static(text("standing.waiting"), classes="muted", markup=False)

    def show_state(self) -> None:
        self.query_one(RowList).show(decision_rows(self.state))

    @property
    def key(self) -> str:
        """Key of the chosen row."""
        return self.query_one(RowList).key

    def resume(self, what: str, key: str) -> None:
        option_id, _, side = key.partition("/")
        if what == "thought" and side:
            self.focus_key(option_id)
            self.action_add(side)
        elif what in ("matter", "option") and key == "new":
            self.action_add(what)
        else:
            self.focus_key(key)
            self.action_edit()

    def focus_key(self, key: str) -> None:
        self.query_one(RowList).choose(key)

    def on_row_list_chosen(self) -> None:
        self.action_edit()

    def on_mount(self) -> None:
        self.watch(self.query_one(RowList), "index", self.refresh_bindings, init=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "answer":
            return self.key.startswith(CHECK)
        if action == "delete":
            return self._weighed(self.key) is not None
        if action == "add" and parameters[0] in set(Side):
            return option_at(self.state, self.key) is not None
        return True

    def _weighed(self, key: str) -> Weighed | None:
        state = self.state
        return state.matters.get(key) or state.options.get(key) or state.thoughts.get(key)

    def action_edit(self) -> None:
        """Edit the chosen row."""
        if self.need_case() is None:
            return
        match self._weighed(self.key):
            case Matter() as matter:
                self.edit(matter_form(matter, self.drafts), partial(self._keep, matter))
            case Option() as option:
                self.edit(option_form(option, self.drafts), partial(self._keep, option))
            case Thought() as thought:
                if about := self.state.options.get(thought.option_id):
                    form = thought_form(thought, about, self.drafts)
                    self.edit(form, partial(self._keep, thought))
            case _:
                self._write_decision()

    def _write_decision(self) -> None:
        decision, kept = decision_of(self.state), self.state.decision

        def keep(result: Decision) -> None:
            if result != decision:
                self.commit(text("decision.saved"), Put(result, kept))

        focus = "" if self.key.startswith(CHECK) else self.key
        form = decision_form(decision, self.state, self.today, self.drafts, focus)
        self.edit(form, keep)

    def action_add(self, what: str) -> None:
        """Add something that matters, an option, or an argument for or against one."""
        case, option = self.need_case(), option_at(self.state, self.key)
        by = who_types(self.state, self.author)
        if case is None:
            return
        if what == "matter":
            order = _after(self.state.matters.values())
            matter = Matter(case_id=case.id, text=BLANK, by=by, order=order)
            self.edit(matter_form(matter, self.drafts), partial(self._keep, None))
        elif what == "option":
            fresh = Option(case_id=case.id, text=BLANK, order=_after(self.state.options.values()))
            self.edit(option_form(fresh, self.drafts), partial(self._keep, None))
        elif option is None:
            self.post_message(Say(text("decision.need_option")))
        else:
            order = _after(self.state.thoughts.values())
            thought = Thought(case_id=case.id, option_id=option.id, side=Side(what), text=BLANK,
                              by=by, order=order)  # fmt: skip
            form = thought_form(thought, option, self.drafts)
            self.edit(form, partial(self._keep, None))

    def _keep(self, old: Weighed | None, result: Weighed) -> None:
        if result != old:
            self.commit(_label("changed" if old else "added", result), Put(result, old))
            self.seek(result.id)

    def action_delete(self) -> None:
        """Delete the chosen row; an option is deleted with its arguments."""
        chosen = self._weighed(self.key)
        if chosen is not None:
            under = [t for t in self.state.thoughts.values() if t.option_id == chosen.id]
            self.commit(_label("deleted", chosen), Drop(chosen), *map(Drop, under))

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


def _label(what: str, weighed: Weighed) -> str:
    return text(f"decision.{what}", text=first_line(weighed.text, 40))


def _after(there: Any) -> int:
    return max((each.order for each in there), default=0) + 1


SCREEN = DecisionScreen
