"""The fields of a line of notes, in an encounter or in the diary."""

from datetime import date

from so_tui.content import text
from so_tui.domain.notes import DIARY, DiaryKind, Note, as_typed, day_of
from so_tui.domain.state import AppState
from so_tui.forms.fields import EntityForm, FieldError, Filling, Read, one_line
from so_tui.logic.notes import spoken
from so_tui.logic.speakers import people


def note_filling(note: Note, state: AppState, today: date, *, new: bool = False) -> Filling[Note]:
    """Return the fields of a line; one of the diary has what it is about too.

    A sign at the start of the words sets the kind, and a name of the case and a colon the speaker.
    """
    form = EntityForm(entity=note, words="notes", today=today)
    words = form.field(
        "text", as_typed(note), "long", read=one_line, required=True, label="notes.line"
    )
    speakers = (("", text("notes.said_by_nobody")), *people(state))
    kinds = ((kind, text(f"diary.kind.{kind.name.lower()}")) for kind in DiaryKind)
    of_diary = note.visit_id == DIARY
    fields = [
        words,
        *((form.choice("diary", kinds),) if of_diary else ()),
        form.day("about_day", day_of(note), past=True),
        form.choice("said_by", speakers),
    ]

    def finish(read: Read) -> Read:
        kind, said = spoken(state, read["text"])
        about = read.get("about_day")
        if about is not None and about > today:
            raise FieldError("about_day", text("notes.day_to_come"))
        if about is not None:
            read["about_day"] = None if about == note.at.date() else about
        chosen = read["said_by"]
        moved = chosen != note.said_by
        return {
            **read,
            "kind": kind,
            "text": said.text,
            "said_by": chosen if moved or not said.said_by else said.said_by,
        }

    return form.filling(
        "entry" if of_diary else "line",
        "new" if new else note.id,
        *fields,
        form.private(),
        finish=finish,
        title=text("diary.form" if of_diary else "notes.form"),
        guarded=False,
    )
