"""Decide whether: two lists to tick, what is to be decided, what to say to the first doctor."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from so_tui.content import text, words
from so_tui.domain.case import Outcome, PreferredPart
from so_tui.domain.edited_lines import Listed, Tick, tick_id
from so_tui.domain.state import AppState, Drop, Put
from so_tui.ui import messages
from so_tui.ui.screens.whether.screen import LISTS
from tests.ui.support import SIZES, TODAY, Session, demo, open_app

pytestmark = pytest.mark.parametrize("size", [*SIZES, (120, 40)])


def bare() -> AppState:
    """Return the made-up case with nothing decided and nothing ticked."""
    return replace(demo(), decisions={}, ticks={})


def shipped(state: AppState, listed: Listed, key: str) -> str:
    """Return the key of the row for a shipped line."""
    return tick_id(state.case_id, listed, key)


def looked_at(path: Path) -> tuple[str, int]:
    """Return what a file holds, and who may read and write it."""
    return path.read_text("utf-8"), path.stat().st_mode & 0o777


async def open_whether(user: Session) -> None:
    """Open the screen from its line on Home."""
    await user.choose("whether:")
    await user.press("enter")
    await user.wait(lambda: user.app.screen.query("#whether"), "the lists")


async def test_every_line_is_shown_and_none_is_ticked_at_first(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=bare()) as user:
        await open_whether(user)
        shown = ["".join(row.cells[1:]) for row in user.rows().rows]
        for listed in LISTS:
            for text in words(f"deciding.{listed}").values():
                assert text in shown
        assert not any("[x]" in row.cells[0] for row in user.rows().rows)


async def test_a_tick_is_kept_shown_taken_off_and_undone(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=bare()) as user:
        await open_whether(user)
        key = shipped(user.state, Listed.REASONS, "rare")
        await user.choose(key)
        await user.press("space")
        await user.sees(f"[x] {words('deciding.reasons')['rare'][:20]}")
        await user.saved()
        assert user.kept.ticks[key].on
        await user.press("enter")
        assert not user.state.ticks[key].on
        await user.press("u", "u")
        assert key not in user.state.ticks
        await user.saved()


async def test_an_own_line_goes_on_the_list_of_the_cursor_and_can_go_again(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=bare()) as user:
        await open_whether(user)
        await user.choose(shipped(user.state, Listed.ASK_FIRST, "cost"))
        await user.press("n")
        await user.type("My sister lives far away")
        await user.drafted("form:reason:ask_first", "My sister lives")
        await user.press("escape", "n", "ctrl+s")
        (own,) = user.state.ticks.values()
        assert (own.listed, own.template, own.on) == (Listed.ASK_FIRST, "", True)
        assert own.text == "My sister lives far away"
        await user.wait(lambda: user.rows().key == own.id, "the new line")
        await user.press("x")
        assert not user.state.ticks
        await user.choose(shipped(user.state, Listed.ASK_FIRST, "cost"))
        await user.press("x")
        assert user.status == text("ticks.shipped")


async def test_what_is_to_be_decided_is_written(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=bare()) as user:
        await open_whether(user)
        await user.choose("field:sentence")
        await user.press("enter")
        await user.type("Surgery first, or tablets first?\n5 Dec\nDr Ada Example\nyesterday\n")
        await user.press("right", "right", "enter")
        await user.type("11")
        await user.press("ctrl+s")
        await user.sees(text("decision.bad_sure")[:30])
        await user.replace("4")
        await user.press("enter", "right", "right", "right", "enter", "enter")
        await user.type("I would do the same")
        await user.press("ctrl+s")
        decision = user.state.decision
        assert decision is not None
        assert decision.sentence == "Surgery first, or tablets first?"
        assert (decision.decide_by, decision.given_by) == (date(2026, 12, 5), "Dr Ada Example")
        assert decision.given_on == date(2026, 11, 22)
        assert (decision.part, decision.sure) == (PreferredPart.TOGETHER, 4)
        assert (decision.outcome, decision.outcome_on) == (Outcome.NOT_NOW, TODAY)
        assert decision.outcome_reason == "I would do the same"
        await user.saved()
        await user.press("escape")
        await user.choose("whether:")
        row = next(row for row in user.rows("#overview").rows if row.key == "whether:")
        assert row.cells[1] == "not now, Mon 23 Nov"


async def test_no_password_is_taken(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=bare()) as user:
        await open_whether(user)
        await user.press("n")
        await user.type("portal password: Tr0ub4dor")
        await user.press("ctrl+s")
        await user.sees(text("secrets.password")[:30])
        assert not user.state.ticks


async def test_words_for_the_first_doctor_are_picked_changed_and_written(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    async with open_app(data_dir, size, state=bare()) as user:
        await open_whether(user)
        await user.press("h")
        assert user.status == text("ticks.nothing")
        key = shipped(user.state, Listed.TELLING, "records")
        await user.choose(key)
        await user.press("space", "e")
        await user.press("ctrl+end")
        await user.type(" Soon, please.")
        await user.press("ctrl+s")
        wording = f"{words('deciding.telling')['records']} Soon, please."
        assert (user.state.ticks[key].text, user.state.ticks[key].on) == (wording, True)
        await user.press("h")
        await user.to_field("layout")
        await user.press("p")
        await user.to_field("folder")
        await user.replace(str(tmp_path))
        await user.press("ctrl+s")
        await user.wait(lambda: user.status.startswith("Saved: "), "the file")
        path = Path(user.status.removeprefix("Saved: "))
        assert path.parent == tmp_path
        written, access = looked_at(path)
        assert written.startswith("What I want to say to Dr Ada Example\n")
        assert " ".join(wording.split()) in " ".join(written.split())
        assert words("deciding.telling")["calm"] not in written
        assert access == 0o600


async def test_two_who_tick_different_lines_both_keep_them(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=bare()) as user:
        await open_whether(user)
        mine = shipped(user.state, Listed.REASONS, "not_sure")
        theirs = shipped(user.state, Listed.REASONS, "team")
        other = Tick(id=theirs, case_id=user.state.case_id, listed=Listed.REASONS, template="team")
        user.app.post_message(messages.Commit((Put(replace(other, on=True)),), "ticked"))
        await user.choose(mine)
        await user.press("space")
        await user.saved()
        assert {t.id for t in user.kept.ticks.values() if t.on} == {mine, theirs}
        user.app.post_message(messages.Commit((Drop(other),), "gone"))
        await user.wait(lambda: set(user.state.ticks) == {mine}, "one tick")
