"""During the visit: type what is said; one key settles the current question."""

from collections.abc import Sequence
from datetime import date, datetime

from textual import on
from textual.app import ComposeResult
from textual.events import ScreenResume
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.encounters import Encounter
from so_tui.domain.notes import Note
from so_tui.domain.questions import Asked, Question, open_in
from so_tui.domain.secrets import shortened
from so_tui.domain.state import Change
from so_tui.domain.text import Clean, first_line
from so_tui.logic.encounters import called, fitting
from so_tui.logic.notes import from_here, settle, write_lines
from so_tui.logic.questions import words_of
from so_tui.ui.bases import note_lines
from so_tui.ui.bases.encounters import mark
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.messages import Drafted, Say
from so_tui.ui.screens.notes.new_speaker import choose_new_speaker, words_about
from so_tui.ui.screens.notes.note_log import NoteLog
from so_tui.ui.screens.notes.visits import add_visit, choose_visit, question_words, visit_words
from so_tui.ui.view import Sources
from so_tui.ui.widgets.area import Composer
from so_tui.ui.widgets.choosing import Grace


class NotesScreen(BaseScreen):
    """The visit, the current question, the lines so far, and the composer."""

    MODE = "notes"
    AUTO_FOCUS = "#composer"
    BANNER = "visit"
    KEYLESS = {
        "new_speaker": lambda screen: choose_new_speaker(screen, screen.visit),
        "typed_before": lambda screen: note_lines.choose_typed_before(screen, screen.visit),
    }
    SHOWS = (*BaseScreen.SHOWS, "unsaved", "refusal")

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources)
        self._case_id = self._visit_id = self._question_id = ""
        self._chosen_on: date | None = None
        self._since: datetime | None = None
        self._mine = ""
        self._grace = Grace()
        self._to_end = True

    def body(self) -> ComposeResult:
        yield Static(id="question", markup=False)
        yield NoteLog().data_bind(BaseScreen.view)
        yield Static(text("notes.marks"), classes="muted", id="marks", markup=False)
        yield Composer(id="composer", placeholder=text("notes.placeholder"))

    @property
    def visit(self) -> Encounter | None:
        """The visit that notes are taken for."""
        return self.state.visits.get(self._visit_id)

    @property
    def question(self) -> Question | None:
        """The current question."""
        return self.state.questions.get(self._question_id)

    @property
    def markable(self) -> Sequence[Note]:
        log = self.query_one(NoteLog)
        return log.chosen if log.has_focus else ()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Go on to the visit of this hour, unless one was chosen or a line has been begun."""
        if self.visit is None or self._chosen_on == self.today or self.query_one(Composer).text:
            return
        found = fitting(self.state, self.clock())
        if len(found) == 1 and found[0].day == self.today and found[0].id != self._visit_id:
            self._take_visit(found[0].id)
            self.show_state()

    def _open_questions(self) -> list[Question]:
        visit = self.visit
        if visit is None:
            return []
        return open_in(self.state.questions.values(), self.state.answers, visit.doctor_ids)

    def show_state(self) -> None:
        self.query_one(Composer).refusal = self.view.case_refusal
        if self.state.case_id != self._case_id:  # the half line stays in its own case
            self._case_id, self._visit_id = self.state.case_id, ""
            self.query_one(Composer).fill("")
        if self.visit is None:
            if found := fitting(self.state, self.clock()):
                self._take_visit(found[0].id)
                if len(found) > 1:
                    say(self, "encounters.said.two_fit", what=called(self.state, found[0]))
            elif self._visit_id:
                words = self._leave_gone_visit()
                by, self._visit_id = self._typist(words), ""
                self.post_message(Drafted("note:", words, by))
            elif (draft := self.view.drafts.get("note:")) and not self.query_one(Composer).text:
                self.query_one(Composer).fill(draft.text)
        waiting = self._open_questions()
        if self._question_id not in {q.id for q in waiting}:
            if self._question_id and self.by_others:
                self._grace.begin()
            self._take_question(waiting[0].id if waiting else "")
        self.query_one("#visit", Static).update(visit_words(self.state, self.visit, self.today))
        self.query_one("#question", Static).update(
            question_words(self.state, self.question, waiting, self.visit) if self.visit else ""
        )
        log = self.query_one(NoteLog)
        log.question_id = self._question_id
        empty = text("notes.no_lines") if self.visit else text("notes.no_visit")
        log.show_visit(self._visit_id, empty if self.state.case else text("status.needs_case"))
        self._choose_line(log)

    def _choose_line(self, log: NoteLog) -> None:
        """Choose the newest line when a visit opens, or the line typed here."""
        if self._to_end and log.key:
            self._to_end = False
            log.action_edge(1)
        if self._mine:
            log.choose(self._mine)
            self._mine = "" if log.key == self._mine else self._mine

    def _typed_here(self, changes: Sequence[Change]) -> None:
        """Remember the last of these lines, to choose it once it is shown."""
        notes = [each.entity for each in changes if isinstance(each.entity, Note)]
        if notes:
            self._mine = notes[-1].id

    def resume(self, what: str, key: str) -> None:
        self.focus_key(key)
        if what == "line":
            self.query_one(NoteLog).action_edit()
        elif what == "visit":
            add_visit(self)

    def focus_key(self, key: str) -> None:
        if key in self.state.visits:
            self._show_visit(key)
        elif (note := self.state.notes.get(key)) and note.visit_id in self.state.visits:
            self._show_visit(note.visit_id)
            self.query_one(NoteLog).choose(key)

    def _take_visit(self, visit_id: str) -> None:
        if visit_id == self._visit_id:
            return
        homeless, orphan = not self._visit_id, self._leave_gone_visit()
        by = self._typist(orphan) if orphan else None
        self._visit_id = visit_id
        self._grace.end()
        self._to_end = True
        self._question_id = ""
        composer = self.query_one(Composer)
        draft = self.view.drafts.get(f"note:{visit_id}")
        if draft is None and homeless:
            draft = self.view.drafts.get("note:")
            by = draft.by if draft else None
            self.post_message(Drafted("note:", ""))
        if draft is not None or not homeless:
            composer.fill(" ".join(filter(None, (draft.text if draft else "", orphan))))
        if composer.text:
            self.post_message(Drafted(f"note:{visit_id}", composer.text, by))
            if not self.view.found:  # do not replace a message about the files
                say(self, "status.put_back")

    def _leave_gone_visit(self) -> str:
        """Return what is being typed for a visit that somebody else has deleted, else ''."""
        if not self._visit_id or self.visit is not None:
            return ""
        self.post_message(Drafted(f"note:{self._visit_id}", ""))
        return self.query_one(Composer).text

    def _typist(self, typed: str) -> Clean:
        """Return who typed the line; nobody's name if more than one person did."""
        draft = self.view.drafts.get(f"note:{self._visit_id}")
        return draft.continued(typed, self.author) if draft else self.author

    def _take_question(self, question_id: str, since: datetime | None = None) -> None:
        """Make a question the current one; `since` is when a key brought it up, if one did."""
        self._question_id = question_id
        self._since = since

    @on(Composer.Edited)
    def _edited(self, event: Composer.Edited) -> None:
        event.stop()
        self.post_message(Drafted(f"note:{self._visit_id}", shortened(event.text)))

    @on(Composer.Entered)
    def _entered(self, event: Composer.Entered) -> None:
        self._keep_line(event.text)

    @on(Composer.LinesWanted)
    def _left(self) -> None:
        self.query_one(NoteLog).focus()

    @on(NoteLog.TypeOn)
    def _type_on(self, event: NoteLog.TypeOn) -> None:
        composer = self.query_one(Composer)
        composer.focus()
        if event.text:
            composer.insert(event.text)

    @on(NoteLog.AskedAbout)
    def _wanted(self, event: NoteLog.AskedAbout) -> None:
        if event.what == "place":
            note_lines.choose_place(self, event.notes)
        elif event.what == "speaker":
            note_lines.choose_speaker(self, event.notes)
        elif visit := self.visit:
            note_lines.choose_use(self, event.notes[0], visit)

    def _keep_line(self, raw: str) -> None:
        visit = self.visit
        new: tuple[Change, ...] = ()
        if visit is None:
            from so_tui.logic.people import first_visit

            visit, new = first_visit(self.state, self.today)
        if visit is None:
            self.query_one(Composer).fill(raw)
            self.post_message(Drafted("note:", raw))
            self.action_visit()
            return
        now = self.clock()
        changes = write_lines(self.state, visit, self._typist(raw), raw, now)
        self._typed_here(changes)
        if changes:
            saved = text("notes.saved", time=f"{now:%H:%M}", text=first_line(raw, 40))
            words = text("notes.new_here") if new else saved
            self.commit(words, *new, *changes, draft_key=f"note:{self._visit_id}")
            if told := words_about(self.state, raw, visit, self.today):
                self.post_message(Say(told))
        else:
            self.post_message(Drafted(f"note:{self._visit_id}", ""))

    def action_next_question(self, step: int) -> None:
        """Show the next (1) or the previous (-1) open question."""
        if waiting := [q.id for q in self._open_questions()]:
            here = waiting.index(self._question_id) if self._question_id in waiting else -1
            self._grace.end()
            since = from_here(self.state, self._visit_id)
            self._take_question(waiting[(here + step) % len(waiting)], since)
            self.show_state()
        else:
            say(self, "notes.none_open")

    def action_settle(self, asked: str) -> None:
        visit, question = self.visit, self.question
        if visit is None or question is None:
            say(self, "notes.none_open")
            return
        if refused := self.query_one(Composer).refused:
            self.post_message(Say(refused))
            return
        if self._grace.refuses():  # the key was meant for the previous question
            say(self, "notes.question_gone")
            return
        composer = self.query_one(Composer)
        raw, now = composer.text, self.clock()
        composer.fill("")
        answered = Asked(asked) is Asked.ANSWERED
        linked = question.id if answered else ""
        lines = write_lines(self.state, visit, self._typist(raw), raw, now, linked)
        typed = [each.entity for each in lines if isinstance(each.entity, Note)]
        changes = settle(self.state, visit, question, Asked(asked), self._since, now, typed)
        waiting = [q.id for q in self._open_questions()]
        after = waiting[waiting.index(question.id) + 1 :] if question.id in waiting else []
        words = words_of(self.state, question, visit.doctor_id)
        said = text(f"notes.{asked}", text=first_line(words, 40))
        self._take_question(after[0] if after else "", from_here(self.state, visit.id, typed))
        self._typed_here(lines)
        self.commit(said, *lines, *changes, draft_key=f"note:{visit.id}")
        if answered and not any(isinstance(each.entity, Note) for each in (*lines, *changes)):
            say(self, "notes.answered_alone")

    def action_save(self) -> None:
        self.query_one(Composer).enter()

    def action_held(self) -> None:
        if visit := self.visit:
            mark(self, visit)

    def action_visit(self) -> None:
        choose_visit(self, self._visit_id, self._show_visit)

    def _show_visit(self, visit_id: str) -> None:
        self._chosen_on = self.today
        self._take_visit(visit_id)
        self.show_state()

    def action_swap_focus(self) -> None:
        log, composer = self.query_one(NoteLog), self.query_one(Composer)
        (log if composer.has_focus else composer).focus()
