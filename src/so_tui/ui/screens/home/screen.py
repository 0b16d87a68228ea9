"""Home: progress, what is next, what is still open."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.events import ScreenResume
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.state import Conflict, Put
from so_tui.domain.text import BLANK, Clean, first_line
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.screen import read
from so_tui.ui.messages import GoTo, Lock, NoLockOffer, OpenCase, Settle
from so_tui.ui.rows.sections import none, section
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class HomeScreen(ListScreen):
    """The overview; Enter goes to where a row comes from."""

    MODE = "home"
    LIST_ID = "overview"
    BANNER = "case"
    COLUMNS = (Column(0, 20), Column(1, lines=4))
    SHOWS = (*ListScreen.SHOWS, "drafts", "found", "offers_lock")

    def body(self) -> ComposeResult:
        yield RowList(*self.columns(), id=self.list_id)
        yield Static(_standing(), classes="muted", markup=False, id="standing")

    @property
    def banner(self) -> str:
        case = self.state.case
        if case is None:
            return text("home.welcome")
        of = text("home.of", name=case.patient) if case.patient else ""
        return "\n".join(filter(None, (case.name, of)))

    def show_state(self) -> None:
        self.query_one("#standing").display = self.state.case is None
        super().show_state()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Show the current drafts."""
        self._update(force=bool(self.view.drafts))

    def rows(self) -> list[Row]:
        rows = _found_rows(self.view.found)
        if self.state.visits:
            from so_tui.ui.screens.home.rows import asking_rows

            rows += asking_rows(self.state, self.today)
        if self.view.drafts:
            from so_tui.ui.screens.home.rows import unfinished_rows

            rows += unfinished_rows(self.view.drafts, self.state)
        if self.state.case is None:
            return [*none(text("home.empty"), "strong"), *rows]
        from so_tui.ui.screens.home.rows import case_rows

        return [*rows, *case_rows(self.state, self.today, offers_lock=self.view.offers_lock)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        case = self.state.case is not None
        allowed = {"open": case or bool(self.view.found), "edit_case": case}
        return allowed.get(action, True)

    def action_open(self) -> None:
        mode, _, key = self.key.partition(":")
        key = "" if key.startswith("#") else key  # it only distinguishes rows of one screen
        match mode:
            case "conflict":
                if conflict := self.state.conflicts.get(key):
                    self._choose_version(conflict)
            case "clash":
                self._choose_clash(key)
            case "found":
                if int(key) < len(self.view.found):  # it may just have gone
                    read(self, [(text("home.found"), self.view.found[int(key)])])
            case "lock":
                self._offer_lock()
            case "leftover":
                from so_tui.ui.screens.home.leftover import ask_about

                ask_about(self, key)
            case "encounter":
                if visit := self.state.visits.get(key):
                    from so_tui.ui.bases.encounters import ask_course

                    ask_course(self, visit)
            case "sure":
                self._ask_how_sure()
            case _ if mode:
                what, _, rest = key.rpartition("|")
                self.post_message(GoTo(mode, rest, resume=what))

    def _offer_lock(self) -> None:
        from so_tui.ui.dialogs.list_dialog import Pick

        def lock(answer: str) -> None:
            if answer != "later":
                self.post_message(Lock() if answer == "yes" else NoLockOffer())

        rows = [Row(name, (text(f"locking.offer_{name}"),)) for name in ("yes", "later", "no")]
        self.ask(Pick(text("locking.offer_title"), rows), lock)

    def _ask_how_sure(self) -> None:
        from so_tui.domain.case import SUREST
        from so_tui.logic.overview import answer_how_sure
        from so_tui.ui.dialogs.list_dialog import Pick

        def keep(answer: str) -> None:
            sure = int(answer) if answer != "later" else None
            said = text("home.sure_said", sure=sure) if sure is not None else text("home.sure_off")
            self.commit(said, answer_how_sure(self.state, sure, self.today))

        ends = {0: text("home.sure_least"), SUREST: text("home.sure_most")}
        rows = [Row(f"{n}", (f"{n}", ends.get(n, ""))) for n in range(SUREST + 1)]
        later = Row("later", ("", text("home.sure_later")), ("", "dim"))
        columns, title = (Column(0, 3), Column(1)), text("home.sure_title")
        self.ask(Pick(title, [*rows, later], *columns, start="later"), keep)

    def _choose_version(self, conflict: Conflict) -> None:
        from so_tui.ui.dialogs.list_dialog import Pick
        from so_tui.ui.screens.home.rows import version_words

        def choose(key: str) -> None:
            self.post_message(Settle(conflict, other=key == "other"))

        shown, other = version_words(self.state, conflict)
        rows = [
            Row("shown", (text("home.version_shown"), shown)),
            Row("other", (conflict.by or text("home.version_other"), other)),
        ]
        columns = (Column(0, 12), Column(1, lines=0))
        self.ask(Pick(text("home.choose_version"), rows, *columns), choose)

    def _choose_clash(self, key: str) -> None:
        from so_tui.logic.clashes import clashes, put_aside
        from so_tui.ui.dialogs.list_dialog import Pick

        clash = next((each for each in clashes(self.state, self.today) if each.key == key), None)
        if clash is None:
            return

        def choose(answer: str) -> None:
            if answer == "go":
                self.post_message(GoTo(clash.mode, clash.row))
            else:
                said = text("clashes.known", words=first_line(clash.words, 60))
                self.commit(said, put_aside(self.state, clash))

        rows = [Row(name, (text(f"clashes.{name}"), text(f"clashes.{name}_text")))
                for name in ("go", "know")]  # fmt: skip
        columns = (Column(0, 12), Column(1, lines=0))
        self.ask(Pick(text("clashes.title"), rows, *columns), choose)

    def resume(self, what: str, key: str) -> None:
        self.action_edit_case() if key != "new" else self.action_new_case()

    def action_new_case(self) -> None:
        from so_tui.forms.people import case_filling
        from so_tui.logic.people import start_case

        def start(result: tuple[Case, Clean]) -> None:
            changes = start_case(*result)
            self.post_message(OpenCase(result[0].id, changes, draft_key=filling.key))

        filling = case_filling(Case(title=BLANK, opened=self.today), doctor=True)
        self.ask(filling, start)

    def action_edit_case(self) -> None:
        from so_tui.forms.people import case_filling

        def keep(result: tuple[Case, Clean]) -> None:
            if result[0] != case:
                said = text("home.changed", title=first_line(result[0].title, 40))
                self.commit(said, Put(result[0], case))

        if case := self.state.case:
            self.ask(case_filling(case, doctor=False), keep)


def _found_rows(found: Sequence[str]) -> list[Row]:
    words = text("home.found_word")
    rows = [Row(f"found:{n}", (words, said), ("strong",)) for n, said in enumerate(found)]
    return section("home", "found", rows)


def _standing() -> str:
    names = ("not_advice", "waiting", "local", "emergency")
    return "\n".join(text(f"standing.{name}") for name in names)
