"""Papers that are signed and end, portals without passwords, codes that lapse."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.approvals import Consent, Portal
from so_tui.domain.entity import YesNo
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.ui.screens.consents import screen
from tests.ui.support import NOW, SIZES, TODAY, Session, demo, open_app

pytestmark = pytest.mark.parametrize("size", [*SIZES, (120, 40)])


class Clock:
    """A clock that a test turns on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def emptied(state: AppState) -> AppState:
    """Return the made-up case without papers and portals."""
    return replace(state, consents={}, portals={})


def one_portal(user: Session) -> Portal:
    """Return the only portal."""
    (portal,) = user.state.portals.values()
    return portal


async def test_a_paper_is_signed_and_says_when_it_ends(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("consents")
        await user.sees("None yet. Press c", "None yet. Press o")
        await user.press("c")
        await user.type("All records\nNorthfield\nLakeside\ntomorrow\nyesterday\nin my bag")
        await user.press("ctrl+s")
        await user.sees(text("consents.not_yet")[:30])
        await user.replace("-5")
        await user.press("tab")
        await user.replace("-6")
        await user.press("ctrl+s")
        await user.sees("before the one it was signed on")
        await user.replace("+30")
        await user.press("ctrl+s")
        (paper,) = user.state.consents.values()
        assert paper == Consent(
            id=paper.id,
            case_id=paper.case_id,
            what=Clean("All records"),
            giver=Clean("Northfield"),
            taker=Clean("Lakeside"),
            signed_on=TODAY - timedelta(days=5),
            expires=TODAY + timedelta(days=30),
            copy_at=Clean("in my bag"),
        )
        await user.sees("ends soon", "All records (Northfield")
        await user.press("e")
        await user.to_field("expires")
        await user.replace("yesterday")
        await user.press("ctrl+s")
        await user.sees("ended")
        await user.press("u")
        await user.sees("ends soon")
        await user.saved()


async def test_a_share_code_lapses_while_the_screen_stays_in_front(
    data_dir: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "LOOK_SECONDS", 0.05)
    clock = Clock()
    state = emptied(demo())
    portal = Portal(case_id=state.case_id, place=Clean("Lakeside"), code=Clean("AB1"), code_at=NOW)
    async with open_app(
        data_dir, size, state=replace(state, portals={portal.id: portal}), clock=clock
    ) as user:
        await user.open_side("consents")
        await user.sees("expires 15:05")
        clock.now = NOW + timedelta(minutes=60)
        await user.sees("code expired")
        await user.misses("expires 15:05")


async def test_a_share_code_lapses_by_the_clock_when_it_is_looked_at(
    data_dir: Path, size: tuple[int, int]
) -> None:
    clock = Clock()
    async with open_app(data_dir, size, state=emptied(demo()), clock=clock) as user:
        await user.open_side("consents")
        await user.press("o")
        await user.type("Lakeside\n")
        await user.press("y", "tab", "n", "tab", "tab", "y", "tab")
        await user.type("AB1-CD\n")
        await user.press("ctrl+s")
        portal = one_portal(user)
        checks = (portal.same_system, portal.can_log_in, portal.linked, portal.sharing)
        assert checks == (YesNo.YES, YesNo.NO, YesNo.OPEN, YesNo.YES)
        assert (portal.code, portal.code_at) == ("AB1-CD", NOW)
        await user.sees("cannot log in", "expires 15:05", "AB1-CD")
        clock.now = NOW + timedelta(minutes=59)
        await user.press("question_mark", "escape")
        await user.sees("expires 15:05")
        clock.now = NOW + timedelta(minutes=60)
        await user.press("question_mark", "escape")
        await user.sees("code expired")
        await user.misses("AB1-CD")
        await user.press("enter")
        await user.to_field("code")
        await user.replace("XY2ZW")
        await user.press("ctrl+s")
        assert one_portal(user).code_at == clock.now
        await user.sees("expires 16:05")
        await user.press("enter")
        await user.to_field("code_at")
        await user.replace("14:30")
        await user.press("ctrl+s")
        assert one_portal(user).code_at == NOW.replace(hour=14, minute=30)
        await user.press("enter")
        await user.to_field("code")
        await user.press("end", "ctrl+u", "ctrl+s")
        assert (one_portal(user).code, one_portal(user).code_at) == ("", None)
        await user.misses("expires 1")
        await user.saved()


async def test_a_time_later_than_now_was_yesterday(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("consents")
        await user.press("o")
        await user.type("Lakeside\n")
        await user.to_field("code")
        await user.type("AB1CD\n23:50")
        await user.press("ctrl+s")
        assert one_portal(user).code_at == datetime(2026, 11, 22, 23, 50)
        await user.sees("code expired")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("note", "password: hunter", "looks like a password"),
        ("code", "Sunshine2024", "looks like a password"),
        ("code", "letmein!", "letters, digits and dashes"),
        ("code", "A" * 17, "letters, digits and dashes"),
        ("place", "Lakeside, pin 4711", "looks like a password"),
    ],
)
async def test_a_password_is_refused_in_any_field(
    data_dir: Path, size: tuple[int, int], field: str, text: str, words: str
) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("consents")
        await user.press("o")
        await user.sees("Passwords do not belong here")
        await user.type("Lakeside")
        await user.to_field(field)
        await user.type(text)
        await user.press("ctrl+s")
        await user.sees(words)
        assert not user.state.portals


async def test_a_paper_is_deleted_and_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    async with open_app(data_dir, size, state=state) as user:
        await user.open_side("consents")
        for number in range(len(state.consents) + len(state.portals)):
            assert len(user.state.consents) + len(user.state.portals) == 4 - number
            await user.press("x")
        assert (user.state.consents, user.state.portals) == ({}, {})
        await user.press("u", "u", "u", "u")
        assert (user.state.consents, user.state.portals) == (state.consents, state.portals)
        gone = next(iter(state.consents.values()))
        await user.choose(gone.id)
        await user.press("x", "D")
        await user.sees(f"Consent form: {gone.what[:20]}")
        await user.press("escape")
        await user.saved()


async def test_half_a_portal_is_put_back_from_home(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=emptied(demo())) as user:
        await user.open_side("consents")
        await user.press("o")
        await user.type("Half a cl")
        await user.drafted("form:portal:new", "Half a cl")
    async with open_app(data_dir, size) as user:
        await user.choose("consents:portal|new")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-place"), "the form")
        assert user.field("place") == "Half a cl"
