"""Look back: the cases, the timeline of the open one, and a search in all of them."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.dates import short_day, show_day
from so_tui.domain.entity import Entity
from so_tui.domain.state import AppState, Put, of_case
from so_tui.domain.text import first_line
from so_tui.logic.archive import Archive, archive, find, timeline
from so_tui.logic.case_lifecycle import archived, reopened
from so_tui.logic.cases import cases_in_order, deletion, earlier_rounds, named
from so_tui.logic.private import beside
from so_tui.logic.round_parts import Round
from so_tui.logic.rounds import new_round
from so_tui.logic.search_entries import Entry
from so_tui.papers.writing import PaperKind
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.papers import print_paper
from so_tui.ui.bases.screen import say
from so_tui.ui.messages import GoTo, OpenCase
from so_tui.ui.rows.sections import details, heading, none, section
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.line import SearchLine

CASE, ENTRY = "case:", "entry:"
"""Key prefixes of rows for a case and for an entry."""
WHEN, WHO, TEXT = range(3)

MOST_SHOWN = 1000
"""Most entries listed in the timeline; the search finds the others."""


class LookbackScreen(ListScreen):
    """The cases and the timeline; while filtering, the matches in all cases."""

    SIDE = "lookback"
    NEEDS_ROW = frozenset({"open", "read"})

    _said = False
    _archive: Archive | None = None
    _known: AppState | None = None
    _entries: Sequence[Entry] = ()
    _told: Sequence[Entry] | None = None
    _earlier: Sequence[AppState] = ()
    _shown: Mapping[str, Entry] = {}

    def on_mount(self) -> None:
        self.watch(self.query_one(SearchLine), "has_focus", self._show_rows, init=False)

    def show_state(self) -> None:
        if self._known is not self.state:
            if self._known is None or self._known.case_id != self.state.case_id:
                self._earlier = ()
            self._known, self._told = self.state, None
            self._gather()
        self._show_rows()

    def _show_rows(self) -> None:
        self._entries = self._to_show()
        super().show_state()

    def _gather(self) -> None:
        """Build the search index of all cases in the background."""
        self.run_worker(self._make_archive(self.reader("")), group="archive", exclusive=True)

    async def _make_archive(self, read: Callable[[], Sequence[Entity]]) -> None:
        rounds = earlier_rounds(self.state.cases, self.state.case)

        def made() -> tuple[Archive, list[AppState]]:
            everything = read()
            return archive(everything), [of_case(case.id, everything) for case in rounds]

        self._archive, self._earlier = await asyncio.to_thread(made)
        if self._earlier:
            self._told = None
        if self.sought or self._earlier:
            self._show_rows()

    def _to_show(self) -> Sequence[Entry]:
        if not self.sought:
            if self._told is None:
                rounds = timeline(self.state, self.today, *self._earlier, said=self._said)
                self._told = rounds[:MOST_SHOWN]
            return self._told
        return find(self._archive, self.sought) if self._archive else ()

    def rows(self) -> list[Row]:
        shown = self._entries[: self.app.size.height] if self._types else self._entries
        self._shown = dict(zip(entry_keys(shown), shown, strict=True))
        found = entry_rows(shown, self.today, self.state.cases, self.state.case_id)
        if not self.sought:
            happened = heading("happened", text("lookback.happened"))
            return [*case_rows(self.state, self.today), happened, *found]
        if self._archive is None:
            return none(text("lookback.gathering"))
        count = text("lookback.found", count=len(self._entries))
        return [heading("found", count), *found] if found else []

    @property
    def _types(self) -> bool:
        """Whether the user is typing a search; then only the visible rows are laid out."""
        return bool(self.sought) and self.query_one(SearchLine).has_focus

    def columns(self) -> list[Column]:
        if self.app.size.width < 72:
            return [Column(WHEN, 11), Column(TEXT, lines=3)]
        return [Column(WHEN, 15), Column(WHO, 16), Column(TEXT, lines=2)]

    def detail(self, key: str) -> Sequence[Part]:
        if entry := self._shown.get(key):
            return entry_parts(entry, self.state.cases)
        case = self.state.cases.get(key.removeprefix(CASE))
        return case_parts(case, self.today) if case else ()

    @property
    def _case(self) -> Case | None:
        """The case under the cursor, else the open one."""
        return self.state.cases.get(self.key.removeprefix(CASE)) or self.state.case

    def action_open(self) -> None:
        entry = self._shown.get(self.key)
        case_id = entry.case_id if entry else self.key.removeprefix(CASE)
        mode, key = (entry.mode, entry.key) if entry else ("", "")
        if case_id == self.state.case_id:
            self.post_message(GoTo(mode or "home", key))
        elif entry or case_id in self.state.cases:
            self.post_message(OpenCase(case_id, mode=mode, key=key))

    def action_archive(self) -> None:
        if case := self._case:
            changed = archived(case, self.today) if case.closed is None else reopened(case)
            name = "archived_said" if changed.closed else "reopened_said"
            said = text(f"lookback.{name}", title=first_line(case.name, 40))
            self.commit(said, Put(changed, case))

    def action_round(self) -> None:
        if case := self._case:
            from so_tui.forms.cases import round_filling

            old = of_case(case.id, self.reader(case.id)())
            filling = round_filling(old, self.today)

            def start(chosen: Round) -> None:
                changes = new_round(old, chosen, self.today)
                said = text("cases.round_started", title=first_line(chosen.case.name, 40))
                self.post_message(OpenCase(chosen.case.id, changes, said, "home",
                                           draft_key=filling.key))  # fmt: skip

            self.ask(filling, start)

    def action_delete(self) -> None:
        if case := self._case:
            from so_tui.forms.cases import deletion_filling

            def delete(_: str) -> None:
                said = text("cases.deleted", title=first_line(case.name, 40))
                self.commit(said, *deletion(case, self.reader(case.id)()))

            self.ask(deletion_filling(case), delete)

    def resume(self, what: str, key: str) -> None:
        self.focus_key(f"{CASE}{key}")
        self.action_round()

    def action_print(self) -> None:
        print_paper(self, PaperKind.TIMELINE)

    def action_lines(self) -> None:
        self._said, self._told = not self._said, None
        say(self, "lookback.with_lines" if self._said else "lookback.no_lines")
        self._show_rows()


def case_rows(state: AppState, today: date) -> list[Row]:
    """Return a row for each case, open ones first."""
    cases = cases_in_order(state.cases.values())
    return section("lookback", "cases", [_case_row(c, today, c.id == state.case_id) for c in cases])


def _case_row(case: Case, today: date, shown: bool) -> Row:
    word = "shown" if shown else "open"
    if case.closed:
        word = "past_shown" if shown else "past"
    line = text("lookback.case_line", title=case.name, word=text(f"lookback.{word}"))
    look = "strong" if shown else "dim" if case.closed else ""
    cells = (short_day(case.opened, today), case.patient, line)
    return Row(f"{CASE}{case.id}", cells, ("dim", look, look))


def entry_keys(entries: Sequence[Entry]) -> list[str]:
    """Return the key of each entry's row, which depends on its content and not its position."""
    keys: list[str] = []
    seen: Counter[str] = Counter()
    for entry in entries:
        about = f"{entry.case_id}|{entry.kind}|{entry.mode}|{entry.key}|{entry.at}"
        seen[about] += 1
        keys.append(f"{ENTRY}{about}|{seen[about]}")
    return keys


def entry_rows(
    entries: Sequence[Entry], today: date, cases: Mapping[str, Case], open_id: str
) -> list[Row]:
    """Return a row for each entry, keyed by `entry_keys`; the day is shown where it changes."""
    rows: list[Row] = []
    last: date | None = date.min
    for row_key, entry in zip(entry_keys(entries), entries, strict=True):
        day = short_day(entry.day, today) if entry.day != last else ""
        last = entry.day
        coming = entry.day is not None and entry.day > today
        kind = text(f"kinds.found.{entry.kind}")
        line = text("lookback.line", kind=kind, text=beside(entry, first_line(entry.text, 300)))
        other = cases.get(entry.case_id) if entry.case_id != open_id else None
        if other is not None and entry.kind != "case":
            line = text("lookback.of_case", text=line, title=first_line(named(other), 40))
        looks = ("soon" if coming else "dim", "dim", "")
        rows.append(Row(row_key, (day, entry.doctor or entry.by, line), looks))
    return rows


def case_parts(case: Case, today: date) -> list[Part]:
    """Return the details of a case."""
    days = {"since": case.opened, "closed_on": case.closed}
    return [
        (text("kinds.found.case"), case.name),
        *details("lookback", case, "patient", *days, **days),
        ("", text("lookback.case_hint_past" if case.closed else "lookback.case_hint")),
    ]


def entry_parts(entry: Entry, cases: Mapping[str, Case]) -> list[Part]:
    """Return the details of an entry, with who and when."""
    clock = f" {entry.at:%H:%M}" if isinstance(entry.at, datetime) else ""
    case = cases.get(entry.case_id)
    told = {"when": f"{show_day(entry.day)}{clock}", "in_case": case.name if case else ""}
    names = "when", "doctor", "by", "in_case"
    return [
        (text(f"kinds.found.{entry.kind}"), beside(entry, entry.text)),
        *([("", entry.more)] if entry.more else []),
        *details("lookback", entry, *names, **told),
    ]
