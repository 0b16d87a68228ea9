"""The form for the text of a line to tick."""

from collections.abc import Mapping
from dataclasses import replace

from so_tui.content import text
from so_tui.domain.text import BLANK, Clean
from so_tui.domain.ticks import Tick
from so_tui.forms import values as read
from so_tui.forms.fields import Field, Values
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.guarded import GuardedForm


def tick_form(
    tick: Tick, words: Clean, kind: str, drafts: Mapping[str, Draft], *, new: bool = False
) -> Form[Tick]:
    """Return the form; clearing the text of a shipped line restores its original text.

    Args:
        tick: The line.
        words: Its text as shown.
        kind: Its kind in the draft's key.
        drafts: Drafts by key.
        new: Whether the line is not saved yet.
    """
    required = not tick.template
    field = Field("text", text("ticks.words"), words, "long", required=required)

    def build(values: Values) -> Tick:
        wording = read.one_line(values["text"])
        return replace(tick, text=BLANK if wording == words and not tick.text else wording)

    key = f"form:{kind}:{tick.listed if new else tick.id}"
    title = text("ticks.form_new" if new else "ticks.form")
    return GuardedForm(title, (field,), build, draft_key=key, draft=drafts.get(key))
