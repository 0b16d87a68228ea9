"""A clock that is wrong, or is put right: order, trash, drafts and backups do not suffer by it."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.state import Drop, Put
from so_tui.storage.snapshot.backups import DAYS, NEWEST, WEEKS, Backup, backups_in, outdated
from so_tui.storage.store import Store
from tests.support.stored import CASE, DOCTOR, note

NOW = datetime(2026, 11, 23, 12)
MODULES = (
    "engine.pending",
    "engine.checkpoint",
    "drafts.drafts",
    "engine.opening",
    "engine.loading",
)


def set_clock(patch: pytest.MonkeyPatch, to: datetime) -> None:
    """Let the store take this for the current time."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # fewer arguments
            return to

    for module in MODULES:
        patch.setattr(f"so_tui.storage.{module}.datetime", Clock)


def test_two_sessions_with_clocks_far_apart_agree_on_the_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as ada, Store.open(tmp_path) as ben:
        ada.commit([Put(CASE)])
        for number in range(1, 7):
            back = timedelta(days=400 * number * (-1) ** number)
            set_clock(monkeypatch, NOW + back)
            (ada, ben)[number % 2].commit([Put(note(number))])
        for store in (ada, ben):
            store.refresh()
            assert store.entities() == [CASE, *map(note, range(1, 7))]
    assert Store.read(tmp_path).entities() == [CASE, *map(note, range(1, 7))]


def test_undo_takes_back_what_was_done_last_whatever_the_clock_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        for number, years in enumerate((0, -10, 10)):
            set_clock(monkeypatch, NOW + timedelta(days=365 * years))
            store.commit([Put(note(number))], label=f"line {number}", author="Ada")
    with Store.open(tmp_path) as store:
        said = []
        while (next_ := store.next_undo("Ada")) is not None:
            said.append(next_)
            store.undo("Ada")
    assert said == ["line 2", "line 1", "line 0"]


def put_on(folder: Path, patch: pytest.MonkeyPatch, day: datetime, number: int) -> None:
    set_clock(patch, day)
    with Store.open(folder) as store:
        store.commit([Put(note(number))])


@pytest.mark.parametrize(("days", "kept"), [(-400, True), (0, True), (27, True), (31, False)])
def test_what_was_deleted_lies_in_the_trash_for_thirty_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, kept: bool
) -> None:
    set_clock(monkeypatch, NOW)
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE), Put(DOCTOR)])
        store.commit([Drop(DOCTOR)], author="Ada")
    for number in range(3):
        put_on(tmp_path, monkeypatch, NOW + timedelta(days=days + number), number)
    assert [item.entity for item in Store.read(tmp_path).trash] == [DOCTOR] * kept


@pytest.mark.parametrize("wrong", [1, 2])
@pytest.mark.parametrize("years", [4, -4, 50])
def test_a_wrong_clock_lets_neither_trash_nor_copies_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years: int, wrong: int
) -> None:
    """Not in one reading, and not on two days of them, however much is saved on each."""
    set_clock(monkeypatch, NOW)
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE), Put(DOCTOR)])
        store.commit([Drop(DOCTOR)], author="Ada")
    for day in range(6):
        put_on(tmp_path, monkeypatch, NOW + timedelta(days=day), day)
    before = {backup.path for backup in backups_in(tmp_path)}
    for day in range(wrong):
        for number in range(4):
            then = NOW + timedelta(days=365 * years + day, minutes=number)
            put_on(tmp_path, monkeypatch, then, 10 + number)
    put_on(tmp_path, monkeypatch, NOW + timedelta(days=6), 20)
    assert [item.entity for item in Store.read(tmp_path).trash] == [DOCTOR]
    days = {backup.at.date() for backup in backups_in(tmp_path)}
    assert {backup.date() for backup in (NOW + timedelta(days=n) for n in range(7))} <= days
    assert len(before & {backup.path for backup in backups_in(tmp_path)}) == len(before)


def test_a_half_typed_line_is_the_newest_one_though_the_clock_went_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        for days, text in ((0, "h"), (-30, "ha"), (-300, "hal")):
            set_clock(monkeypatch, NOW + timedelta(days=days))
            store.drafts.put("note", text)
            assert store.drafts.flush()
    with Store.open(tmp_path) as store:
        assert store.drafts.all()["note"].text == "hal"


def backup(number: int, at: datetime) -> Backup:
    return Backup(number, at, Path(f"{number}"))


HOURS = st.lists(st.integers(1, 90), min_size=1, max_size=70)


@given(gaps=HOURS)
def test_backups_are_the_last_five_one_a_day_for_a_week_one_a_week_for_a_month(
    gaps: list[int],
) -> None:
    at, every, kept = datetime(2026, 1, 1), list[Backup](), list[Backup]()
    for number, gap in enumerate(gaps):
        at += timedelta(hours=gap)
        every.append(backup(number, at))
        kept.append(every[-1])
        gone = outdated(kept, at.date())
        kept = [one for one in kept if one not in gone]
    today = at.date()
    last_of_day = {one.at.date(): one for one in every}
    last_of_week = {one.at.isocalendar()[:2]: one for one in every}
    week = {last_of_day[day] for day in days_before(today, DAYS) if day in last_of_day}
    month = {
        one for one in last_of_week.values() if one.at.date() in days_before(today, 7 * WEEKS + 7)
    }
    assert set(kept) == {*every[-NEWEST:], *week, *month}
    assert len(kept) <= NEWEST + DAYS + WEEKS + 2


def days_before(today: date, amount: int) -> set[date]:
    """Return so many days, today the last of them."""
    return {today - timedelta(days=back) for back in range(amount)}


@given(gaps=st.lists(st.integers(-900, 900), min_size=1, max_size=60))
def test_whatever_the_clock_says_the_newest_backups_stay_and_they_are_not_many(
    gaps: list[int],
) -> None:
    at, kept = datetime(2026, 1, 1), list[Backup]()
    for number, gap in enumerate(gaps):
        at += timedelta(hours=gap)
        kept.append(backup(number, at))
        gone = outdated(kept, at.date())
        kept = [one for one in kept if one not in gone]
        newest = range(max(0, number + 1 - NEWEST), number + 1)
        assert {one.number for one in kept} >= set(newest)
        ahead = {one.at.date() for one in kept if one.at.date() > at.date()}
        assert len(kept) <= NEWEST + DAYS + WEEKS + 2 + 2 * len(ahead)
