"""Unfinished words that were typed for a visit which is gone: to be read, kept or removed."""

from so_tui.content import text
from so_tui.domain.text import clean, clean_line
from so_tui.logic.notes import write_diary
from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.messages import Drafted
from so_tui.ui.rows.sections import heading
from so_tui.ui.widgets.layout import Column, Row


def ask_about(screen: BaseScreen, visit_id: str) -> None:
    """Show the words, and ask whether they go to the diary or are removed."""
    key = f"note:{visit_id}"
    draft = screen.view.drafts.get(key)
    if draft is None:
        return
    lines = clean(draft.text).split("\n")

    def answered(answer: str) -> None:
        if answer == "keep":
            kept = write_diary(screen.state, clean_line(draft.by), draft.text, screen.clock())
            screen.commit(text("home.leftover_kept"), *kept, draft_key=key)
        else:
            screen.post_message(Drafted(key, ""))

    rows = [
        *(heading(str(number), line) for number, line in enumerate(lines)),
        *(Row(answer, (text(f"home.leftover_{answer}"),)) for answer in ("keep", "remove")),
    ]
    screen.ask(Pick(text("home.leftover_title"), rows, Column(0, lines=0)), answered)
