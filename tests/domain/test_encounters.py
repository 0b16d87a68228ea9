"""Encounters: what a day that has passed settles, what a move keeps, and when each one starts."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from time import tzset

import pytest

from so_tui.domain.checklist import due_date
from so_tui.domain.encounters import (
    Course,
    EncounterKind,
    EncounterStatus,
    is_near,
    is_too_early,
    local_start,
    next_visit,
    opinion_heard,
    status_of,
    unmarked,
    with_move,
)
from so_tui.domain.text import Clean
from tests.support.clock import in_greenwich
from tests.support.values import TODAY, doctor, task, visit

SECOND = doctor(1)
PLANNED = visit(SECOND, day=date(2026, 12, 3), at=time(14))


def test_a_day_that_passed_settles_nothing() -> None:
    """'visit dated yesterday, never marked as held': it is asked about, and counts nowhere."""
    past = visit(SECOND, day=TODAY - timedelta(days=1))
    assert status_of(past, TODAY) is EncounterStatus.UNMARKED
    assert not past.took_place
    late = visit(SECOND, kind=EncounterKind.WRITTEN, expected_by=TODAY - timedelta(days=2))
    today = visit(SECOND, day=TODAY)
    held = replace(past, id="0" * 12, course=Course.TOOK_PLACE)
    assert unmarked([past, today, held, late], TODAY) == [past, late]


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        ({"day": date(2027, 1, 12)}, ("2026-12-03T14:00",)),
        ({"at": time(15)}, ("2026-12-03T14:00",)),
        ({"day": None, "at": None}, ("2026-12-03T14:00",)),
        ({"day": date(2026, 12, 5), "course": Course.TOOK_PLACE}, ("2026-12-03T14:00",)),
        ({"at": None}, ()),
        ({"place": Clean("Third floor")}, ()),
    ],
)
def test_a_move_keeps_the_day_and_time_it_was_planned_for(
    new: dict[str, object], kept: tuple[str, ...]
) -> None:
    """'visit moved to 12 Jan': from when stays known."""
    assert with_move(replace(PLANNED, **new), PLANNED).moved_from == kept  # type: ignore[arg-type]


@pytest.mark.parametrize("later", [EncounterKind.MESSAGE, EncounterKind.NURSE])
def test_a_message_or_a_call_after_a_visit_does_not_take_its_place(later: EncounterKind) -> None:
    seen = replace(PLANNED, course=Course.TOOK_PLACE)
    after = replace(seen, id="0" * 12, kind=later, day=date(2026, 12, 9))
    written = replace(after, id="1" * 12, kind=EncounterKind.WRITTEN)
    assert opinion_heard([seen, after]) == seen
    assert opinion_heard([seen, after, written]) == written
    assert opinion_heard([after]) == after
    assert opinion_heard([replace(seen, course=Course.CANCELLED)]) is None


def test_each_move_is_kept_in_order_and_a_correction_afterwards_is_none() -> None:
    once = with_move(replace(PLANNED, day=date(2026, 12, 10)), PLANNED)
    twice = with_move(replace(once, day=date(2027, 1, 12), at=None), once)
    assert twice.moved_from == ("2026-12-03T14:00", "2026-12-10T14:00")
    held = replace(twice, course=Course.TOOK_PLACE)
    assert with_move(replace(held, day=date(2027, 1, 11)), held) == replace(
        held, day=date(2027, 1, 11)
    )
    undated = visit(SECOND)
    assert with_move(replace(undated, day=TODAY), undated).moved_from == ()


def test_nothing_took_place_on_a_day_that_is_still_to_come() -> None:
    tomorrow = visit(SECOND, day=TODAY + timedelta(days=1), course=Course.TOOK_PLACE)
    assert is_too_early(tomorrow, TODAY)
    assert not is_too_early(replace(tomorrow, day=TODAY), TODAY)
    assert not is_too_early(replace(tomorrow, course=Course.PLANNED), TODAY)
    assert not is_too_early(replace(tomorrow, zone="Asia/Tokyo"), TODAY)


def test_a_visit_in_another_time_zone_starts_by_the_user_s_clock() -> None:
    began = local_start(replace(PLANNED, zone="America/New_York"))
    assert began is not None
    assert began.astimezone() == datetime.fromisoformat("2026-12-03T14:00-05:00")
    assert local_start(PLANNED) == datetime(2026, 12, 3, 14)
    assert local_start(replace(PLANNED, at=None)) is None


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("America/Los_Angeles", time(23), TODAY - timedelta(days=1)),  # 08:00 in Berlin
        ("Asia/Tokyo", time(7), TODAY + timedelta(days=1)),  # 23:00 in Berlin
        ("America/New_York", time(9), TODAY),
    ],
)
def test_a_visit_in_another_time_zone_is_over_by_the_user_s_clock(
    monkeypatch: pytest.MonkeyPatch, zone: str, at: time, day: date
) -> None:
    """Home asked 'Did it take place?' an hour before the call, and did not list it as to come."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    tzset()
    try:
        seen = visit(SECOND, kind=EncounterKind.VIDEO, day=day, at=at, zone=zone)
        assert status_of(seen, TODAY) is EncounterStatus.COMING
        assert next_visit([seen], TODAY) == seen
        assert is_near(seen, TODAY)
        assert status_of(seen, TODAY + timedelta(days=1)) is EncounterStatus.UNMARKED
    finally:
        monkeypatch.undo()
        tzset()


@pytest.mark.parametrize(
    ("zone", "at", "here"),
    [
        ("Pacific/Honolulu", time(23, 30), date(2026, 12, 4)),
        ("Pacific/Kiritimati", time(0, 30), date(2026, 12, 2)),
        ("", time(23, 30), date(2026, 12, 3)),
        ("Pacific/Honolulu", None, date(2026, 12, 3)),
    ],
)
def test_a_visit_in_another_time_zone_is_over_after_its_day_here(
    zone: str, at: time | None, here: date
) -> None:
    """It was asked about, and in no calendar, on the day on which it was still to come."""
    far = replace(PLANNED, zone=zone, at=at)
    day = timedelta(days=1)
    with in_greenwich():
        assert [status_of(far, today) for today in (here - day, here, here + day)] == [
            EncounterStatus.COMING, EncounterStatus.COMING, EncounterStatus.UNMARKED,
        ]  # fmt: skip
        assert [is_near(far, today) for today in (here - day, here, here + day)] == [
            True, True, False,
        ]  # fmt: skip


def test_where_to_go_fits_the_kind() -> None:
    place, link = Clean("Third floor"), Clean("555-0101")
    known = replace(PLANNED, place=place, link=link)
    assert known.where == place
    assert replace(known, kind=EncounterKind.VIDEO).where == link
    assert not replace(known, kind=EncounterKind.MESSAGE).where


def test_what_counts_from_a_cancelled_visit_has_no_day() -> None:
    hung = task(due_visit=PLANNED.id, due_days=-7)
    assert due_date(hung, {PLANNED.id: PLANNED}) == date(2026, 11, 26)
    assert due_date(hung, {PLANNED.id: replace(PLANNED, course=Course.CANCELLED)}) is None
