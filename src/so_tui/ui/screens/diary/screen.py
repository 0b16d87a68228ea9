"""The diary: dated lines outside encounters, the newest day first."""

from collections.abc import Sequence
from itertools import groupby

from so_tui.content import text
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.folding import holds
from so_tui.domain.notes import Note, NoteKind, day_of
from so_tui.domain.text import Clean
from so_tui.forms.notes import note_filling
from so_tui.logic.diary import diary, new_line
from so_tui.logic.note_places import edit
from so_tui.logic.notes import delete_note
from so_tui.logic.private import beside
from so_tui.logic.speakers import as_said
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.note_lines import choose_place
from so_tui.ui.rows.sections import heading
from so_tui.ui.view import Sources
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


def _parts(screen: EntityList, note: Note) -> Sequence[Part]:
    when = f"{note.at:%H:%M}, {show_day(note.at.date())}"
    by = text("diary.written", name=note.author, when=when)
    return [("", beside(note, as_said(screen.state, note))), ("", by)]


def _kind_word(note: Note) -> str:
    return str(note.diary or ("" if note.kind is NoteKind.SAID else note.kind))


ENTRY = EditedKind[Note](
    table="notes",
    words="diary",
    fresh=lambda screen: new_line(screen.state, screen.author, screen.clock()),
    filling=lambda screen, note, new: note_filling(note, screen.state, screen.today, new=new),
    parts=_parts,
    put=lambda screen, note, old: (*edit(screen.state, note, screen.clock()),),
    drop=lambda screen, note: (*delete_note(screen.state, note),),
)


class DiaryScreen(EntityList):
    """The lines of the diary under their days."""

    SIDE = "diary"
    COLUMNS = (Column(0, 10), Column(1, lines=3))
    KINDS = {"entry": ENTRY}
    NEEDS_ROW = EntityList.NEEDS_ROW | {"mark", "place"}

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._marked: set[str] = set()

    def rows(self) -> list[Row]:
        shown = [note for note in diary(self.state) if self._is_sought(note)]
        self._marked.intersection_update(note.id for note in shown)
        rows: list[Row] = []
        for day, notes in groupby(shown, day_of):
            rows.append(heading(day.isoformat(), short_day(day, self.today)))
            rows += map(self._row, notes)
        return rows

    def _row(self, note: Note) -> Row:
        words = beside(note, self._words(note))
        shown = text("notes.marked", text=words) if note.id in self._marked else words
        return Row(note.id, (_kind_word(note), shown), ("dim",))

    def _words(self, note: Note) -> Clean:
        return as_said(self.state, note)

    def _is_sought(self, note: Note) -> bool:
        return holds(self.sought, self._words(note), note.diary, show_day(day_of(note)))

    @property
    def without_rows(self) -> str:
        return "" if self.sought else "diary.empty"

    @property
    def markable(self) -> Sequence[Note]:
        marked = [note for note in diary(self.state)[::-1] if note.id in self._marked]
        return marked or ([self.chosen] if self.chosen else [])

    def action_mark(self) -> None:
        """Mark the chosen line, or take its mark away, and go on to the next."""
        if note := self.chosen:
            self._marked ^= {note.id}
            self.show_state()
            self.query_one(RowList).action_move(1)

    def action_place(self) -> None:
        choose_place(self, self.markable)
