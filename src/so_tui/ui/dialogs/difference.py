"""The dialog on why two doctors differ on a point, and what can be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from so_tui.content import Point, text
from so_tui.domain.comparison import Difference
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor
from so_tui.domain.state import Put
from so_tui.domain.text import Clean, first_line
from so_tui.forms.fields import EntityForm, Field, Filling, Values
from so_tui.logic.comparison import compared_with
from so_tui.logic.differences import (
    NEXT_STEPS,
    ask,
    difference_of,
    explain,
    explanations,
    inputs_words,
    is_asked,
    is_planned,
    reasons,
    step_question,
    step_task,
    step_words,
    toggled,
)
from so_tui.logic.words import person_name
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.form import Form
from so_tui.ui.dialogs.ticking import TickDialog, tick_sign
from so_tui.ui.rows.opinions import draft_key, short_cell
from so_tui.ui.rows.sections import heading, section
from so_tui.ui.view import ViewNow
from so_tui.ui.widgets.layout import Column, Row

SAID = 200
"""Characters shown of what each doctor said; the grid has all of it."""

NOTE = 600
"""Characters shown of the user's own explanation; the form has all of it."""


class DifferenceDialog(TickDialog):
    """Reasons to tick, and next steps that can be made a task or a question."""

    BINDINGS = bindings("difference")

    def __init__(
        self,
        doctor: Doctor,
        first: Doctor,
        point: Point,
        view: ViewNow,
        by: Clean,
        clock: Callable[[], datetime],
    ) -> None:
        """Make the dialog on the point on which a doctor differs from the one compared with.

        `by` is who types, '' for the patient: whose reasons are ticked and written here.
        """
        self._first = first
        self._by = by
        self._clock = clock
        self._doctor = doctor
        self._point = point
        title = text(
            "differences.title",
            point=point.label,
            first=name_of(view().state, first.id),
            other=name_of(view().state, doctor.id),
        )
        super().__init__(title, view, Column(0, 3), Column(1, lines=0), Column(2, 14, lines=2))

    @property
    def _difference(self) -> Difference:
        return difference_of(self.state, self._doctor.id, self._point.key, self._first.id, self._by)

    def rows(self) -> Sequence[Row]:
        return [*self._said(), *self._reasons(), *self._steps()]

    def _said(self) -> list[Row]:
        comparison = compared_with(self.state, self._first.id)
        rows: list[Row] = []
        for doctor in (self._first, self._doctor):
            words = short_cell(comparison, doctor.id, self._point.key) or text(
                "opinions.not_filled"
            )
            line = f"{name_of(self.state, doctor.id)}: {first_line(words, SAID)}"
            rows.append(heading(doctor.id, line, "dim"))
        if words := inputs_words(self.state, self._doctor.id, self._first.id):
            rows.append(heading("unlike", words, "strong"))
        return section("differences", "said", rows)

    def _reasons(self) -> list[Row]:
        own = self._difference
        told = explanations(self.state, self._doctor.id, self._point.key, self._first.id)
        others = [each for each in told if each.id != own.id]

        def too(reason: str) -> str:
            return ", ".join(
                person_name(self.state, each.by) for each in others if reason in each.reasons
            )

        rows = [
            Row(
                reason,
                (
                    tick_sign(reason in own.reasons),
                    text(f"differences.reason.{reason}"),
                    too(reason),
                ),
                ("", "", "dim"),
            )
            for reason in reasons()
        ]
        note = first_line(own.note, NOTE) or text("differences.no_note")
        rows.append(Row("note", ("", note), ("", "dim")))
        rows += [
            heading(each.id, f"{person_name(self.state, each.by)}: {each.note}", "dim")
            for each in others
            if each.note
        ]
        return section("differences", "reasons", rows)

    def _steps(self) -> list[Row]:
        rows: list[Row] = []
        for step in NEXT_STEPS:
            words = step_words(self.state, self._difference, step)
            rows.append(Row(step, ("", words, self._made(step)), ("", "", "done")))
        return section("differences", "steps", rows)

    def _made(self, step: str) -> str:
        task = step_task(self.state, self._difference, self._point, step)
        question = step_question(self.state, self._difference, self._point, step)
        found = (
            text("differences.on_list") if is_planned(self.state, task) else "",
            text("differences.asked") if is_asked(self.state, question) else "",
        )
        return ", ".join(filter(None, found))

    def action_tick(self) -> None:
        """Tick the chosen reason, or edit the explanation."""
        if self.key in reasons():
            self._keep(toggled(self._difference, self.key))
        elif self.key == "note":
            self.action_note()
        else:
            self.tell(text("differences.steps"))

    def _keep(self, difference: Difference, draft_key: str = "") -> None:
        said = text("differences.reason_set", point=self._point.label)
        changes = explain(self.state, self._difference, difference, self._by, self._clock())
        self.commit(changes, said, draft_key)

    def action_note(self) -> None:
        """Edit the user's own explanation."""
        old = self._difference
        pair = self._doctor.id, self._point.key, self._first.id
        key = draft_key(self.state, "difference", *pair)

        def build(values: Values) -> Difference:
            return replace(old, note=values["note"], private=values["private"] == "yes")

        def keep(result: Difference | None) -> None:
            if result is not None and result != old:
                new = replace(self._difference, note=result.note, private=result.private)
                self._keep(new, key)

        note = Field("note", text("differences.form_note"), old.note, "text")
        private = EntityForm(entity=old, words="differences").private()
        title = text("differences.form", point=self._point.label)
        filling = Filling(key=key, title=title, fields=(note, private), build=build, guarded=False)
        self.app.push_screen(Form(filling, self.view), keep)

    def _step(self) -> str | None:
        """Return the chosen step; if none is chosen, say so."""
        if self.key in NEXT_STEPS:
            return self.key
        self.tell(text("differences.pick_step"))
        return None

    def action_task(self) -> None:
        """Add the chosen step to the checklist."""
        if (step := self._step()) is None:
            return
        task = step_task(self.state, self._difference, self._point, step)
        if is_planned(self.state, task):
            self.tell(text("differences.task_there"))
        else:
            said = text("differences.task_added", text=first_line(task.text, 60))
            self.commit((Put(task),), said)

    def action_question(self) -> None:
        """Add the chosen step to the list of questions."""
        if (step := self._step()) is None:
            return
        question = step_question(self.state, self._difference, self._point, step)
        if changes := ask(self.state, question):
            said = text("differences.asked_now", text=first_line(question.text, 60))
            self.commit(changes, said)
        else:
            self.tell(text("differences.asked_before"))
