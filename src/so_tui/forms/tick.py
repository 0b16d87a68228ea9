"""The field of a line to tick."""

from dataclasses import replace

from so_tui.content import text
from so_tui.domain.edited_lines import Tick
from so_tui.domain.text import BLANK, Clean
from so_tui.forms.fields import Field, Filling, Values, one_line


def tick_filling(tick: Tick, words: Clean, kind: str, *, new: bool) -> Filling[Tick]:
    """Return the field of its text; clearing the text of a shipped line restores its original text.

    Args:
        tick: The line.
        words: Its text as shown.
        kind: Its kind in the draft's key.
        new: Whether the line is not saved yet.
    """
    required = not tick.template
    field = Field("text", text("ticks.words"), words, "long", required=required)

    def build(values: Values) -> Tick:
        wording = one_line(values["text"])
        return replace(tick, text=BLANK if wording == words and not tick.text else wording)

    key = f"form:{kind}:{tick.listed if new else tick.id}"
    title = text("ticks.form_new" if new else "ticks.form")
    return Filling(key=key, title=title, fields=(field,), build=build)
