"""The field of a line of the agenda, the letter or the phone note."""

from so_tui.content import text
from so_tui.domain.edited_lines import Paper
from so_tui.domain.text import Clean
from so_tui.forms.fields import Field, Filling, Values, one_line
from so_tui.logic.followup import FollowUpLine


def line_filling(line: FollowUpLine) -> Filling[Clean]:
    """Return its field; clearing the text restores that from the notes."""
    of_agenda = line.kept.paper is Paper.AGENDA
    fresh = not line.words
    field = Field(
        "text",
        text("followup.words"),
        line.words,
        "long" if of_agenda else "text",
        hint=text("followup.edit_hint") if line.given else "",
        required=not line.given,
    )

    def build(values: Values) -> Clean:
        return one_line(values["text"]) if of_agenda else values["text"]

    key = f"form:{line.kept.paper}:{'new' if fresh and of_agenda else line.key}"
    title = text("followup.new" if fresh and of_agenda else "followup.edit")
    return Filling(key=key, title=title, fields=(field,), build=build, guarded=False)
