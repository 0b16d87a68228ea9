"""What the messages of the screens do, without a screen: to the view, and to what is on disk."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.session.session import Session
from so_tui.storage.errors import notice
from so_tui.storage.store import Store
from so_tui.ui import messages
from so_tui.ui.case_drafts import of_case
from so_tui.ui.controller import DRAFT_SECONDS, RETRY_SECONDS, Controller
from so_tui.ui.view import View
from tests.support.stored import CASE
from tests.support.vault import note

NOW = datetime(2026, 11, 23, 14, 5)


class RecordingDisplay:
    """Remembers what was shown and asked for; what is to be done later is done when told so."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self.waiting: list[tuple[float, Callable[[], None]]] = []
        self.opened: list[tuple[str, str]] = []
        self.places: list[tuple[str, str]] = []

    def show(self, view: View) -> None:
        self.views.append(view)

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        self.waiting.append((seconds, work))

    def go_to(self, mode: str, key: str) -> None:
        self.opened.append((mode, key))

    def ask_where(self, folder: Clean, problem: str) -> None:
        self.places.append((folder, problem))

    def time_goes_by(self) -> None:
        """Do what waits."""
        waiting, self.waiting = self.waiting, []
        for _, work in waiting:
            work()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir(mode=0o700)
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
    return folder


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    with Store.open(folder) as store:
        session = Session(store)
        yield session
        asyncio.run(session.end())


def made(session: Session, author: str = "Maria") -> tuple[Controller, RecordingDisplay]:
    display = RecordingDisplay()
    return Controller(session, display, lambda: NOW, author=author), display


def take(controller: Controller, *intents: messages.Intent) -> None:
    for intent in intents:
        asyncio.run(controller.take(intent))


def settled(session: Session, controller: Controller) -> None:
    """Wait until all is saved, or could not be, and that shows."""
    session.wait()
    controller.collect()


def test_a_change_shows_and_is_on_disk(folder: Path, session: Session) -> None:
    controller, display = made(session)
    take(controller, messages.Commit((Put(note(2)),), "Added"))
    settled(session, controller)
    assert display.views[-1] is controller.view
    assert list(controller.view.state.notes) == [note(1).id, note(2).id]
    assert (controller.view.status, controller.view.unsaved) == ("Added", frozenset())
    assert list(Store.read(folder).state().notes) == [note(1).id, note(2).id]
    take(controller, messages.Undo())
    assert list(controller.view.state.notes) == [note(1).id]
    assert controller.view.status == text("status.undone", said="Added")
    take(controller, messages.Undo())
    assert controller.view.status == text("status.nothing_to_undo")


def test_what_is_found_in_the_files_meanwhile_is_said_after_a_change_too(
    session: Session,
) -> None:
    controller, display = made(session)
    session.store.notices.append(notice("noticed.renumbered"))
    take(controller, messages.Commit((Put(note(2)),), "Added"))
    settled(session, controller)
    assert text("noticed.renumbered") in [view.status for view in display.views]
    assert controller.view.found == (text("noticed.renumbered"),)


def test_what_does_not_change_shows_nothing(session: Session) -> None:
    controller, display = made(session)
    take(controller, messages.Say("same"))
    shown = len(display.views)
    before = controller.view
    take(controller, messages.Say("same"))
    controller.collect()
    controller.say_trouble()
    assert len(display.views) == shown
    assert controller.view is before


def test_a_letter_changes_no_view_but_is_there_for_who_looks(session: Session) -> None:
    controller, display = made(session)
    take(controller, messages.Drafted("note:v", "h"))
    display.time_goes_by()
    shown, drafts = len(display.views), controller.view.drafts
    assert drafts["note:v"].text == "h"
    for typed in ("ha", "hal", "half"):
        take(controller, messages.Drafted("note:v", typed))
        assert [seconds for seconds, _ in display.waiting] == [DRAFT_SECONDS]
        display.time_goes_by()
    assert len(display.views) == shown
    assert drafts["note:v"].text == "half"
    take(controller, messages.Drafted("note:v", ""))
    assert dict(controller.view.drafts) == {}
    assert len(display.views) == shown + 1


def test_typed_words_are_on_disk_a_moment_later(folder: Path, session: Session) -> None:
    controller, display = made(session)
    take(controller, messages.Drafted("note:v", "half"))
    display.time_goes_by()
    assert session.wait()
    assert of_case(Store.read(folder).drafts.all(), CASE.id)["note:v"].text == "half"


def test_what_cannot_be_saved_is_tried_again_until_it_is(folder: Path, session: Session) -> None:
    controller, display = made(session)
    away = folder.with_name("away")
    folder.rename(away)
    take(controller, messages.Commit((Put(note(2)),), "Added"))
    settled(session, controller)
    assert "NOT SAVED" in controller.view.trouble
    assert list(controller.view.state.notes) == [note(1).id, note(2).id]
    assert controller.view.unsaved == {note(2).id}
    take(controller, messages.Say("something else"))
    for _ in range(2):
        assert [seconds for seconds, _ in display.waiting] == [RETRY_SECONDS]
        display.time_goes_by()
        settled(session, controller)
        assert "NOT SAVED" in controller.view.trouble
    away.rename(folder)
    display.time_goes_by()
    settled(session, controller)
    assert (controller.view.trouble, controller.view.unsaved) == ("", frozenset())
    assert controller.view.status == text("status.saved_again")
    display.time_goes_by()
    assert display.waiting == []
    assert list(Store.read(folder).state().notes) == [note(1).id, note(2).id]


def test_what_others_save_is_news_and_what_i_save_is_none(folder: Path, session: Session) -> None:
    controller, _ = made(session)
    with Store.open(folder) as other:
        other.commit([Put(note(3))])
        session.poll()
        settled(session, controller)
    assert controller.view.state is controller.view.news
    assert note(3).id in controller.view.state.notes
    take(controller, messages.Commit((Put(note(4)),), "Added"))
    assert controller.view.state is not controller.view.news


def test_who_is_named_for_one_run_types_in_that_run_only(folder: Path, session: Session) -> None:
    """`visit --as COMPANION`, then a plain start by the patient: the companion still typed."""
    controller, _ = made(session, author="Maria")
    assert controller.view.author == "Maria"
    assert controller.view.status == text("status.ready_as", name="Maria")
    settled(session, controller)
    assert "author" not in Store.read(folder).settings
    plain, _ = made(session, author="")
    assert plain.view.author == CASE.patient
    assert plain.view.status == text("status.ready")


def test_what_is_undone_does_not_offer_to_undo_it(session: Session) -> None:
    """ "Undone: Deleted: ... u brings it back." when it is back already."""
    controller, _ = made(session)
    label = text("notes.deleted", text="a line")
    assert label.endswith(text("status.brings_back"))
    take(controller, messages.Commit((Drop(note(1)),), label), messages.Undo())
    assert controller.view.status == "Undone: Deleted: a line."


def test_who_types_is_kept_and_told(folder: Path, session: Session) -> None:
    controller, _ = made(session, author="")
    assert controller.view.author == CASE.patient
    take(controller, messages.WriteAs("Sam"))
    settled(session, controller)
    assert controller.view.author == "Sam"
    assert controller.view.status == text("status.writes", name="Sam")
    assert Store.read(folder).settings["author"] == "Sam"
    with Store.open(folder) as store:
        other = Session(store)
        other.poll()
        assert other.wait()
        assert other.others == text("status.others", names="Sam")


def test_a_passphrase_is_offered_until_that_is_refused(session: Session) -> None:
    controller, _ = made(session)
    assert controller.view.offers_lock
    take(controller, messages.NoLockOffer())
    assert not controller.view.offers_lock
    assert controller.view.status == text("locking.no_offer")
    assert not made(session)[0].view.offers_lock


def test_a_locked_store_offers_no_passphrase(session: Session) -> None:
    session.locked = True
    assert not made(session)[0].view.offers_lock


def test_a_place_that_does_not_work_is_asked_for_again(tmp_path: Path, session: Session) -> None:
    controller, display = made(session)
    (tmp_path / "file").write_text("")
    take(controller, messages.KeepIn(str(tmp_path / "file")))
    ((place, problem),) = display.places
    assert place == str(tmp_path / "file")
    assert problem
    take(controller, messages.KeepIn(str(tmp_path / "stick")))
    assert controller.view.status == text("status.moved", folder=str(session.folder))
    assert list(Store.read(tmp_path / "stick").state().notes) == [note(1).id]


def test_while_the_notes_are_closed_nothing_shows_and_nothing_is_lost(
    folder: Path, session: Session
) -> None:
    controller, display = made(session)
    assert asyncio.run(session.suspend())
    shown = len(display.views)
    take(controller, messages.Commit((Put(note(2)),), "Added"), messages.Undo())
    assert len(display.views) == shown
    asyncio.run(session.resume())
    controller.resumed()
    settled(session, controller)
    assert list(controller.view.state.notes) == [note(1).id, note(2).id]
    assert list(Store.read(folder).state().notes) == [note(1).id, note(2).id]


def test_no_try_to_save_comes_while_the_notes_are_closed(folder: Path, session: Session) -> None:
    controller, display = made(session)
    away = folder.with_name("away")
    folder.rename(away)
    take(controller, messages.Commit((Put(note(2)),), "Added"))
    settled(session, controller)
    assert controller.view.trouble
    away.rename(folder)
    assert asyncio.run(session.suspend())
    display.time_goes_by()
    assert [seconds for seconds, _ in display.waiting] == [RETRY_SECONDS]
    asyncio.run(session.resume())
    controller.resumed()
    assert controller.view.trouble == ""
    assert list(Store.read(folder).state().notes) == [note(1).id, note(2).id]


def test_a_store_that_takes_nothing_in_says_so(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "refusal", "It is of a later version.")
    controller, _ = made(session)
    take(controller, messages.Commit((Put(note(2)),), "Added"))
    assert list(controller.view.state.notes) == [note(1).id]
    assert controller.view.status == "It is of a later version."
