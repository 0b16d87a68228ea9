"""Consents, portals and approvals: what ends, when, and in which words."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from so_tui.domain.approvals import (
    NEAR_DAYS,
    Approval,
    ApprovalKind,
    Consent,
    Expiry,
    Portal,
    Signed,
    by_end,
    code_ends,
    code_works,
    expiry,
    in_order,
    signed,
)
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, NOW, TODAY


def consent(**values: Any) -> Consent:
    """Return a consent."""
    return Consent(case_id=CASE_ID, **{"what": Clean("Slides"), **values})


def approval(**values: Any) -> Approval:
    """Return a referral, if nothing else is said."""
    base = {"kind": ApprovalKind.REFERRAL, "what": Clean("Dr Two")}
    return Approval(case_id=CASE_ID, **{**base, **values})


def portal(**values: Any) -> Portal:
    """Return a portal."""
    return Portal(case_id=CASE_ID, **{"place": Clean("Lakeside"), **values})


def after(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (-1, Expiry.OVER),
        (0, Expiry.SOON),
        (NEAR_DAYS, Expiry.SOON),
        (NEAR_DAYS + 1, Expiry.NONE),
    ],
)
def test_the_last_day_itself_is_still_good(days: int, word: Expiry) -> None:
    assert expiry(after(days), TODAY) is word


def test_without_a_last_day_nothing_ends() -> None:
    assert expiry(None, TODAY) is Expiry.NONE
    assert signed(consent(signed_on=TODAY), TODAY) is Signed.SIGNED


@pytest.mark.parametrize(
    ("signed_on", "days", "word"),
    [
        (None, -5, Signed.NOT_SIGNED),
        (TODAY, 400, Signed.SIGNED),
        (TODAY, 5, Signed.SOON),
        (TODAY, -5, Signed.OVER),
    ],
)
def test_a_consent_has_its_word(signed_on: date | None, days: int, word: Signed) -> None:
    assert signed(consent(signed_on=signed_on, expires=after(days)), TODAY) is word


def test_what_ends_first_comes_first() -> None:
    endless, late, early = consent(), consent(expires=after(9)), consent(expires=after(2))
    assert by_end([endless, late, early]) == [early, late, endless]


def test_approvals_stand_by_kind() -> None:
    kinds = [ApprovalKind.AUTHORISATION, ApprovalKind.COVER, ApprovalKind.REFERRAL]
    found = in_order(approval(kind=kind) for kind in kinds)
    assert [a.kind for a in found] == list(ApprovalKind)


@pytest.mark.parametrize(
    ("minutes", "works"), [(0, True), (59, True), (60, False), (61, False), (1440, False)]
)
def test_a_share_code_works_for_an_hour(minutes: int, works: bool) -> None:
    shared = portal(code=Clean("AB1CD"), code_at=NOW)
    assert code_works(shared, NOW + timedelta(minutes=minutes)) is works


def test_a_share_code_works_past_midnight() -> None:
    shared = portal(code=Clean("AB1CD"), code_at=datetime(2026, 11, 23, 23, 30))
    assert code_works(shared, datetime(2026, 11, 24, 0, 29))
    assert code_ends(shared) == datetime(2026, 11, 24, 0, 30)


def test_without_a_code_or_a_time_nothing_works() -> None:
    for blank in (portal(), portal(code=Clean("AB1CD")), portal(code_at=NOW)):
        assert code_ends(blank) is None
        assert not code_works(blank, NOW)
