"""Home: where am I on the way, what is next, what is still open."""

import json
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Static

from so_tui import overview
from so_tui.commands import bindings
from so_tui.content import say
from so_tui.domain.case import Case
from so_tui.domain.checklist import Urgency
from so_tui.domain.conflicts import Conflict
from so_tui.domain.dates import short_day, show_day, show_time
from so_tui.domain.opinions import State
from so_tui.domain.text import BLANK, Clean, clean, first_line
from so_tui.intents import Commit, GoTo, Lock, NoLockOffer, OpenCase, Settle
from so_tui.packing import counted, is_near, packing_lines
from so_tui.screens.base import BaseScreen
from so_tui.screens.call_rows import chase_rows
from so_tui.screens.dialogs.lock_offer import LockOffer, lock_offer
from so_tui.screens.dialogs.pick import Pick
from so_tui.screens.records_view import home_rows
from so_tui.state import AppState, Put
from so_tui.storage.drafts import Draft
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.row_list import RowList

DUE_SHOWN = 3
UNSETTLED = (State.DIFFERS, State.NOT_CLEAR, State.NOT_DISCUSSED)


class HomeScreen(BaseScreen):
    """The overview; Enter goes to where a line comes from."""

    MODE = "home"
    AUTO_FOCUS = "RowList"
    BINDINGS = bindings("home")

    def body(self) -> ComposeResult:
        yield Static(id="case", classes="banner", markup=False)
        yield RowList(Column(0, 20), Column(1, lines=2), id="overview")
        yield Static(_standing(), classes="muted", markup=False, id="standing")

    def show_state(self) -> None:
        case = self.state.case
        if case is None:
            self.query_one("#case", Static).update(say("home.welcome"))
        else:
            parts = (case.title, say("home.of", name=case.patient) if case.patient else "")
            self.query_one("#case", Static).update("\n".join(filter(None, parts)))
        self.query_one("#standing").display = case is None
        self.query_one(RowList).show(self._rows())

    def watch_drafts(self) -> None:
        self._update()

    def watch_offers_lock(self) -> None:
        self._update()

    def _rows(self) -> list[Row]:
        if self.state.case is None:
            return [Row("", (say("home.empty"),), ("strong",), heading=True), *_unfinished(self)]
        return [
            *_unfinished(self),
            *_put_away(self.state),
            *_versions(self.state),
            *_next_visit(self.state, self.today),
            *_dates(self.state, self.today),
            *(lock_offer() if self.offers_lock else ()),
            *_way(self.state, self.today),
            *_open(self.state),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("open", "edit_case"):
            return self.state.case is not None
        return self.state.case is None if action == "new_case" else True

    def action_open(self) -> None:
        """Go to where the chosen line comes from."""
        mode, _, key = self.query_one(RowList).key.partition(":")
        if mode == "conflict":
            self._choose_version(self.state.conflicts[key])
            return
        if mode == "lock":
            self.app.push_screen(LockOffer(), self._lock)
            return
        what, unfinished, rest = key.partition("|")
        if unfinished:
            self.post_message(GoTo(mode, rest, resume=what))
        elif mode:
            self.post_message(GoTo(mode, key))

    def _lock(self, answer: str | None) -> None:
        if answer == "yes":
            self.post_message(Lock())
        elif answer == "no":
            self.post_message(NoLockOffer())

    def _choose_version(self, conflict: Conflict) -> None:
        def choose(key: str | None) -> None:
            if key is not None:
                self.post_message(Settle(conflict, other=key == "other"))

        rows = [
            Row("shown", (say("home.version_shown"), version_shown(self.state, conflict))),
            Row("other", (conflict.by or say("home.version_other"), conflict.text)),
        ]
        columns = (Column(0, 12), Column(1, lines=0))
        self.app.push_screen(Pick(say("home.choose_version"), rows, *columns), choose)

    def resume(self, what: str, key: str) -> None:
        self.action_edit_case() if self.state.case else self.action_new_case()

    def on_row_list_chosen(self) -> None:
        self.action_open()

    def action_new_case(self) -> None:
        """Start a case."""
        from so_tui.screens.forms.people import case_form
        from so_tui.starting import start_case

        case = Case(title=BLANK, opened=self.today)

        def start(result: tuple[Case, Clean] | None) -> None:
            if result is not None:
                changes = start_case(*result)
                self.post_message(OpenCase(result[0].id, changes))

        self.app.push_screen(case_form(case, self.drafts, doctor=True), start)

    def action_edit_case(self) -> None:
        """Change the words that name the case."""
        from so_tui.screens.forms.people import case_form

        case = self.state.case
        if case is None:
            return

        def keep(result: tuple[Case, Clean] | None) -> None:
            if result is not None and result[0] != case:
                said = say("home.changed", title=first_line(result[0].title, 40))
                self.post_message(Commit((Put(result[0], case),), said))

        self.app.push_screen(case_form(case, self.drafts, doctor=False), keep)


def _standing() -> str:
    names = ("not_advice", "waiting", "local", "emergency")
    return "\n".join(say(f"standing.{name}") for name in names)


def _heading(name: str) -> Row:
    return Row(f"#{name}", (say(f"home.{name}"),), heading=True)


def _put_away(state: AppState) -> list[Row]:
    if state.case is None or state.case.closed is None:
        return []
    words = (show_day(state.case.closed), say("home.put_away_todo"))
    return [_heading("put_away"), Row("lookback:", words, ("strong",))]


def _next_visit(state: AppState, today: date) -> list[Row]:
    visit = overview.coming_visit(state, today)
    rows = [_heading("next_visit")]
    if visit is None:
        return [*rows, Row("people:", (say("home.no_visit"), say("home.no_visit_todo")), ("dim",))]
    when = " ".join(filter(None, (short_day(visit.day, today), show_time(visit.at))))
    doctor = state.doctors.get(visit.doctor_id)
    count = overview.open_questions(state, visit)
    parts = (doctor.name if doctor else "", visit.place, say("home.to_ask", count=count))
    text = ", ".join(filter(None, parts))
    rows.append(Row(f"notes:{visit.id}", (when or say("people.no_date"), text), ("strong",)))
    if is_near(visit, today):
        done, total = counted(packing_lines(state, visit))
        words = say("packing.home_count", done=done, total=total)
        rows.append(Row(f"packing:{visit.id}", (say("packing.home"), words)))
    return rows


def _dates(state: AppState, today: date) -> list[Row]:
    rows: list[Row] = []
    decision = state.decision
    if decision and decision.decide_by:
        days = (decision.decide_by - today).days
        left = say("home.days_left" if days > 0 else "home.days_over", days=abs(days))
        by = say("home.given_by", name=decision.given_by) if decision.given_by else ""
        text = ", ".join(filter(None, (say("home.decide_by"), left if days else "", by)))
        rows.append(Row("decision:decide_by", (show_day(decision.decide_by), text), ("strong",)))
    due = overview.due_tasks(state, today)
    for entry in due[:DUE_SHOWN]:
        look = {Urgency.LATE: "late", Urgency.NONE: ""}.get(entry.word, "soon")
        word = f"{short_day(entry.day, today)} {entry.word}"
        rows.append(Row(f"checklist:{entry.task.id}", (word, entry.task.text), (look,)))
    if len(due) > DUE_SHOWN:
        more = say("home.more", count=len(due) - DUE_SHOWN)
        rows.append(Row("checklist:", ("", more), ("", "dim")))
    rows += chase_rows(state, today)
    rows += home_rows(state, today)
    return [_heading("due"), *rows] if rows else []


def _way(state: AppState, today: date) -> list[Row]:
    rows = [_heading("way")]
    for number, step in enumerate(overview.steps(state, today), 1):
        title = say(f"home.step.{step.key}")
        counts = say("home.count", done=step.done, total=step.total) if step.total > 1 else ""
        word = say(f"home.{step.word}")
        text = f"{word} {counts}".strip()
        if step.key == "decide" and (chosen := overview.outcome_words(state, today)):
            text = chosen
        look = "done" if step.word == "done" else ""
        rows.append(Row(f"{step.mode}:", (f"{number} {title}", text), (look, "dim")))
    return rows


def _open(state: AppState) -> list[Row]:
    rows: list[Row] = []
    for doctor, counts in overview.core_counts(state):
        unsettled = {s: n for s, n in counts.items() if s in UNSETTLED}
        if words := overview.mark_words(unsettled):
            rows.append(Row("opinions:", (doctor.name, words)))
    return [_heading("open_points"), *rows] if rows else []


def _versions(state: AppState) -> list[Row]:
    rows = [
        Row(
            f"conflict:{conflict.id}",
            (version_shown(state, conflict), say("home.or", text=conflict.text)),
            ("strong",),
        )
        for conflict in state.conflicts.values()
    ]
    return [_heading("versions"), *rows] if rows else []


def version_shown(state: AppState, conflict: Conflict) -> str:
    """Return the value that shows of a field that has two."""
    entity = getattr(state, conflict.table).get(conflict.entity_id)
    return str(getattr(entity, conflict.field, "") or "")


def _unfinished(screen: HomeScreen) -> list[Row]:
    rows = [_draft_row(key, draft, screen.state) for key, draft in screen.drafts.items()]
    shown = [row for row in rows if row is not None]
    return [_heading("unfinished"), *shown] if shown else []


def _draft_row(key: str, draft: Draft, state: AppState) -> Row | None:
    kind, _, rest = key.partition(":")
    if kind == "note":
        return Row(f"notes:{rest}", (say("home.draft.note"), first_line(clean(draft.text), 60)))
    what, _, entity_id = rest.partition(":")
    modes = {"task": "checklist", "question": "questions", "cell": "opinions",
             "opinion": "opinions", "difference": "opinions", "recap": "tidy",
             "decision": "decision", "matter": "decision",
             "option": "decision", "thought": "decision", "agenda": "followup",
             "letter": "followup", "phone": "followup", "whether": "whether",
             "reason": "whether", "day": "dates", "item": "packing", "case": "home",
             "line": "notes",
             "doctor": "people", "visit": "people", "companion": "people", "company": "people",
             "call": "insurance", "approval": "insurance", "cost": "insurance",
             "consent": "consents", "portal": "consents",
             "record": "records", "lane": "records", "chase": "records",
             "chased": "records"}  # fmt: skip
    if what not in modes:
        return None
    return Row(f"{modes[what]}:{what}|{entity_id}", (say(f"home.draft.{what}"), _words(draft)))


def _words(draft: Draft) -> str:
    try:
        values = json.loads(draft.text)
    except ValueError:
        return ""
    longest = max((v for v in values.values() if isinstance(v, str)), key=len, default="")
    return first_line(clean(longest), 60)


SCREEN = HomeScreen
