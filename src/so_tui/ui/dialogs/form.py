"""A form: labelled fields that are validated together, with a draft of unsaved text."""

import json
from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar, runtime_checkable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from so_tui.content import text
from so_tui.domain.text import Clean, clean
from so_tui.forms.fields import Field, FieldError, Values, require
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.messages import Drafted
from so_tui.ui.view import View
from so_tui.ui.widgets.area import Area
from so_tui.ui.widgets.choice import Choice
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.line import Line
from so_tui.ui.widgets.long_line import LongLine

FRAME = 2
"""Rows taken by the form's border."""
LEAST_ROWS = 3
"""Least number of rows for the fields, however small the window is."""

T = TypeVar("T")


@runtime_checkable
class Refusing(Protocol):
    """An app that may refuse changes."""

    view: View
    """Its `refusal` says why."""


def refusal_of(app: object) -> str:
    """Return why the app refuses changes, in words; '' if it accepts them."""
    return app.view.refusal if isinstance(app, Refusing) else ""


class Form(ModalScreen[T | None], Generic[T]):
    """Fields to fill in; dismissed with the result of `build`, or with None."""

    BINDINGS = bindings("form")
    AUTO_FOCUS = None

    def __init__(
        self,
        title: str,
        fields: tuple[Field, ...],
        build: Callable[[Values], T],
        *,
        draft_key: str,
        draft: Draft | None = None,
        focus: str = "",
        changes: bool = True,
        problem: str = "",
    ) -> None:
        """Make the form.

        Args:
            title: What is being written.
            fields: The fields in display order.
            build: Makes the result from the cleaned values; raises `FieldError` to reject one.
            draft_key: Key of the form's draft.
            draft: The draft to put back into the fields.
            focus: Name of the field to start in, else the first.
            changes: Whether the result changes the notes; if they cannot be changed, the text stays
                in the fields.
            problem: What went wrong the last time, or ''.
        """
        super().__init__()
        self._title = title
        self._fields = fields
        self._build = build
        self._draft_key = draft_key
        self._drafted = _read(draft, fields)
        self._saved = {field.name: field.value.strip() for field in fields}
        self._unsaved = {
            name: Clean(clean(typed).strip())
            for name, typed in self._drafted.items()
            if typed.strip() != self._saved[name]
        }
        self._focus = focus or fields[0].name
        self._changes = changes
        self._problem = problem
        self._told: Values = {}

    def compose(self) -> ComposeResult:
        with Vertical(id="form"):
            yield Label(self._title, id="form-title", markup=False)
            look = "-problem" if self._problem else ""
            yield Static(self._opening_words(), id="form-words", classes=look, markup=False)
            with VerticalScroll(id="form-fields", can_focus=False):
                for field in self._fields:
                    with Horizontal(classes=f"field -{field.kind}"):
                        yield Label(field.label, classes="field-label", markup=False)
                        yield self._widget(field, self._drafted.get(field.name, field.value))
            yield from self.extra()
            yield KeyLine()

    def extra(self) -> ComposeResult:
        """Yield widgets to show below the fields."""
        yield from ()

    def _opening_words(self) -> str:
        return self._problem or (text("form.put_back") if self._drafted else "")

    @staticmethod
    def _widget(field: Field, value: str) -> Widget:
        if field.kind == "choice":
            return Choice(field.options, value, id=f"field-{field.name}")
        if field.kind == "long":
            return LongLine(value, id=f"field-{field.name}", placeholder=field.hint)
        if field.kind == "text":
            area = Area(
                value, id=f"field-{field.name}", compact=True, soft_wrap=True,
                highlight_cursor_line=False, placeholder=field.hint,
            )  # fmt: skip
            area.cursor_blink = False
            return area
        line = Line(
            value.replace("\n", " "), id=f"field-{field.name}", compact=True, select_on_focus=False,
            placeholder=field.hint,
        )  # fmt: skip
        line.cursor_blink = False
        return line

    def on_mount(self) -> None:
        # One frame with the finished form, not one for each step of its layout.
        self.app.delay_update()
        self._told = self.values()
        for area in self.query(TextArea):
            area.move_cursor(area.document.end)
        self.query_one(f"#field-{self._focus}").focus()

    def on_resize(self) -> None:
        others = self.query("#form > *").exclude("#form-fields")
        taken = sum(max(1, widget.outer_size.height) for widget in others)
        room = self.size.height - taken - FRAME
        self.query_one("#form-fields").styles.max_height = max(LEAST_ROWS, room)

    def values(self) -> dict[str, Clean]:
        """Return the current values of the fields, cleaned and trimmed."""
        widgets = {field.name: self.query_one(f"#field-{field.name}") for field in self._fields}
        return {name: _value_of(widget) for name, widget in widgets.items()}

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    def _changed(self, event: Input.Changed | TextArea.Changed | Choice.Changed) -> None:
        if not self.is_attached:
            return
        # Only the changed field is read: another may be very long.
        widget = event.source if isinstance(event, Choice.Changed) else event.control
        name, value = (widget.id or "").removeprefix("field-"), _value_of(widget)
        words = self.query_one("#form-words", Static)
        if words.has_class("-problem") and value != self._told.get(name):
            words.remove_class("-problem")
            words.update("")
        if value == self._saved.get(name, value):
            self._unsaved.pop(name, None)
        else:
            self._unsaved[name] = value
        kept = self.to_draft(self._unsaved)
        self.post_message(Drafted(self._draft_key, json.dumps(kept) if self._unsaved else ""))

    def to_draft(self, values: Mapping[str, Clean]) -> dict[str, str]:
        """Return those unsaved values that may be stored in a draft."""
        return dict(values)

    @on(Input.Submitted)
    @on(LongLine.Submitted)
    def _next_field(self, event: Input.Submitted | LongLine.Submitted) -> None:
        names = [f"field-{field.name}" for field in self._fields]
        here = names.index(event.control.id or "")
        if here + 1 == len(names):
            self.action_save()
        else:
            self.query_one(f"#{names[here + 1]}").focus()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and isinstance(self.focused, Choice):
            event.stop()
            if self.focused.id == f"field-{self._fields[-1].name}":
                self.action_save()
            else:
                self.focus_next()
        elif event.key in ("up", "down") and isinstance(self.focused, Input | Choice):
            event.stop()
            self.focus_next() if event.key == "down" else self.focus_previous()

    def action_save(self) -> None:
        """Validate the fields and dismiss with the result, or show what is wrong."""
        refusal = refusal_of(self.app) if self._changes else ""
        if refusal:
            self._tell(refusal)
            return
        values = self.values()
        try:
            require(self._fields, values)
            result = self._build(values)
        except FieldError as error:
            self._tell(error.words)
            self.query_one(f"#field-{error.field}").focus()
            return
        below = self.app.screen_stack[-2]
        self.dismiss(result)
        # After the screen below has handled the result: until then only the draft has the text.
        below.call_later(below.post_message, Drafted(self._draft_key, ""))

    def _tell(self, problem: str) -> None:
        """Show a problem."""
        words = self.query_one("#form-words", Static)
        words.update(problem)
        words.add_class("-problem")
        self._told = self.values()

    def action_cancel(self) -> None:
        """Close the form; unsaved text stays in the draft."""
        self.dismiss(None)

    def action_discard(self) -> None:
        """Restore the saved values."""
        for field in self._fields:
            widget = self.query_one(f"#field-{field.name}")
            if isinstance(widget, TextArea):
                widget.text = field.value
            elif isinstance(widget, Input | Choice):
                widget.value = field.value
        self.post_message(Drafted(self._draft_key, ""))


def _value_of(widget: Widget) -> Clean:
    """Return the value of a field, cleaned and trimmed."""
    if isinstance(widget, TextArea):
        return Clean(clean(widget.text).strip())
    if isinstance(widget, Input | Choice):
        return Clean(clean(widget.value).strip())
    raise TypeError(widget)


def _read(draft: Draft | None, fields: tuple[Field, ...]) -> dict[str, str]:
    if draft is None:
        return {}
    try:
        kept = json.loads(draft.text)
    except ValueError:
        return {}
    names = {field.name for field in fields}
    return {n: v for n, v in kept.items() if n in names and isinstance(v, str)}
