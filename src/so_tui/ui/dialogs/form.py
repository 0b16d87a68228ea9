"""A form: labelled fields that are validated together, with a draft of unsaved text."""

import json
from typing import Generic, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from so_tui.content import text
from so_tui.domain.text import Clean, clean
from so_tui.forms.fields import Field, FieldError, Filling, Values
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.commands.specs import bindings
from so_tui.ui.messages import Drafted
from so_tui.ui.view import ViewNow
from so_tui.ui.widgets.area import Area, LongLine
from so_tui.ui.widgets.choice import Choice
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.line import Line

FRAME = 2
"""Rows taken by the form's border."""
LEAST_ROWS = 3
"""Least number of rows for the fields, however small the window is."""

T = TypeVar("T")


class Form(ModalScreen[T | None], Generic[T]):
    """Fields to fill in; dismissed with what they make, or with None."""

    BINDINGS = bindings("form")
    AUTO_FOCUS = None

    def __init__(self, filling: Filling[T], view: ViewNow, *, problem: str = "") -> None:
        """Make the form, with what its draft holds put back into the fields.

        While the view refuses changes, the text stays in the fields. The problem is what went
        wrong the last time, or ''.
        """
        super().__init__()
        self._filling = filling
        self._view = view
        self._drafted = _read(view().drafts.get(filling.key), filling.fields)
        self._saved = {field.name: field.value.strip() for field in filling.fields}
        self._unsaved = {
            name: Clean(clean(typed).strip())
            for name, typed in self._drafted.items()
            if typed.strip() != self._saved[name]
        }
        self._problem = problem
        self._told: Values = {}

    @property
    def draft_key(self) -> str:
        """Key of the form's draft."""
        return self._filling.key

    def compose(self) -> ComposeResult:
        with Vertical(id="form"):
            yield Label(self._filling.title, id="form-title", markup=False)
            look = "-problem" if self._problem else ""
            yield Static(self._opening_words(), id="form-words", classes=look, markup=False)
            with VerticalScroll(id="form-fields", can_focus=False):
                for field in self._filling.fields:
                    with Horizontal(classes=f"field -{field.kind}"):
                        yield Label(field.label, classes="field-label", markup=False)
                        yield self._widget(field, self._drafted.get(field.name, field.value))
            yield from self.extra()
            yield KeyLine()

    def extra(self) -> ComposeResult:
        """Yield widgets to show below the fields."""
        yield from ()

    def _opening_words(self) -> str:
        put_back = text("form.put_back") if self._drafted else ""
        return self._problem or put_back or self._filling.about

    @staticmethod
    def _widget(field: Field, value: str) -> Widget:
        name = f"field-{field.name}"
        if field.kind == "choice":
            return Choice(field.options, value, id=name)
        if field.kind == "line":
            return Line(value.replace("\n", " "), id=name, placeholder=field.hint)
        area = LongLine if field.kind == "long" else Area
        return area(value, id=name, placeholder=field.hint)

    def on_mount(self) -> None:
        # One frame with the finished form, not one for each step of its layout.
        self.app.delay_update()
        self._told = self.values()
        if refusal := self._refusal:
            self._tell(refusal)
        for area in self.query(TextArea):
            area.move_cursor(area.document.end)
        first = self._filling.focus or self._filling.fields[0].name
        self.query_one(f"#field-{first}").focus()

    def on_resize(self) -> None:
        others = self.query("#form > *").exclude("#form-fields")
        taken = sum(max(1, widget.outer_size.height) for widget in others)
        room = self.size.height - taken - FRAME
        self.query_one("#form-fields").styles.max_height = max(LEAST_ROWS, room)

    def values(self) -> dict[str, Clean]:
        """Return the current values of the fields, cleaned and trimmed."""
        names = [field.name for field in self._filling.fields]
        return {name: _value_of(self.query_one(f"#field-{name}")) for name in names}

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
            self.call_after_refresh(self.on_resize)
        if value == self._saved.get(name, value):
            self._unsaved.pop(name, None)
        else:
            self._unsaved[name] = value
        kept = {n: v for n, v in self._unsaved.items() if not self._filling.secret(n, v)}
        self.post_message(Drafted(self._filling.key, json.dumps(kept) if self._unsaved else ""))

    @on(Input.Submitted)
    @on(LongLine.Submitted)
    def _next_field(self) -> None:
        names = [f"#field-{field.name}" for field in self._filling.fields]
        here = next((n for n, name in enumerate(names) if self.query_one(name).has_focus), -1)
        if here + 1 == len(names):
            self.action_save()
        else:
            self.query_one(names[here + 1]).focus()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and isinstance(self.focused, Choice):
            event.stop()
            self._next_field()
        elif event.key in ("up", "down") and isinstance(self.focused, Input | Choice):
            event.stop()
            self.focus_next() if event.key == "down" else self.focus_previous()

    @property
    def _refusal(self) -> str:
        view, filling = self._view(), self._filling
        if not filling.changes:
            return ""
        return view.case_refusal if filling.of_case else view.refusal

    def action_save(self) -> None:
        """Validate the fields and dismiss with the result, or show what is wrong."""
        if refusal := self._refusal:
            self._tell(refusal)
            return
        try:
            result = self._filling.filled(self.values())
        except FieldError as error:
            self._tell(error.words)
            self.query_one(f"#field-{error.field}").focus()
            return
        below = self.app.screen_stack[-2]
        self.dismiss(result)
        # After the screen below has handled the result: until then only the draft has the text.
        # Where the result was committed, the commit has ended the draft already.
        below.call_later(below.post_message, Drafted(self._filling.key, ""))

    def _tell(self, problem: str) -> None:
        """Show a problem."""
        words = self.query_one("#form-words", Static)
        words.update(problem)
        words.add_class("-problem")
        self.call_after_refresh(self.on_resize)
        self._told = self.values()

    def action_cancel(self) -> None:
        """Close the form; unsaved text stays in the draft."""
        self.dismiss(None)

    def action_discard(self) -> None:
        """Restore the saved values."""
        for field in self._filling.fields:
            widget = self.query_one(f"#field-{field.name}")
            if isinstance(widget, TextArea):
                widget.text = field.value
            elif isinstance(widget, Input | Choice):
                widget.value = field.value
        self.post_message(Drafted(self._filling.key, ""))


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
