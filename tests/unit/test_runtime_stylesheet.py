"""A stylesheet that parses each source once has the rules that Textual's own would have."""

import random
from typing import Any

import pytest
from textual.app import App
from textual.css.stylesheet import Stylesheet, StylesheetParseError
from textual.screen import Screen

from so_tui.terminal.stylesheet import ParsedOnce, parse_once, take_for_styled

SOURCES = [
    "Label { color: $here; &:focus { color: red; } }",
    "#one { width: 3; } .two > Label { height: $high; }",
    "Screen { background: $here; }",
    ".three { padding: 1; & .four { margin: 2; & > .five { color: $here; } } }",
]


def told(sheet: Stylesheet) -> list[tuple[str, int, bool]]:
    return [(rule.css, rule.tie_breaker, rule.is_default_rules) for rule in sheet.rules]


def test_its_rules_are_at_all_times_those_of_a_fresh_stylesheet() -> None:
    """Sources come, yield to others, are set anew, and the variables change, in any order."""
    dice = random.Random(7)
    sheet = ParsedOnce(variables={"here": "red", "high": "1"})
    for _ in range(300):
        if dice.random() < 0.2:
            values = {"here": dice.choice(["red", "blue"]), "high": dice.choice("12")}
            sheet.set_variables(values)
            sheet.reparse()
        else:
            number = dice.randrange(len(SOURCES))
            css = SOURCES[number] if dice.random() < 0.8 else "Input { color: $here; }"
            place, scope = (f"file {number}", ""), dice.choice(["", "Label"])
            sheet.add_source(css, place, dice.random() < 0.5, -dice.randrange(5), scope)
        fresh = Stylesheet(variables=sheet._variables)
        for where, source in sheet.source.items():
            content, is_default, tie_breaker, scope = source
            fresh.add_source(content, where, is_default, tie_breaker, scope)
        by_name = {rule for rules in sheet.rules_map.values() for rule in rules}
        assert by_name == set(sheet.rules)
        assert told(sheet) == told(fresh)


def test_a_source_is_parsed_anew_only_with_other_variables() -> None:
    sheet = ParsedOnce(variables={"here": "red", "high": "1"})
    sheet.add_source(SOURCES[0], ("file", ""))
    first = sheet.rules[0]
    sheet.set_variables({"here": "red", "high": "1"})
    sheet.reparse()
    assert sheet.rules[0] is first
    sheet.set_variables({"here": "blue", "high": "1"})
    sheet.reparse()
    assert sheet.rules[0] is not first


def test_a_wrong_source_is_told_until_it_is_right() -> None:
    sheet = ParsedOnce(variables={"here": "red"})
    sheet.add_source("Label { colour: red; }", ("file", ""))
    for _ in range(2):
        with pytest.raises(StylesheetParseError):
            sheet.reparse()
    sheet.add_source(SOURCES[0], ("file", ""))
    sheet.set_variables({"here": "red"})
    sheet.reparse()
    first = sheet.rules[0]
    assert first.selectors == "Label"
    sheet.reparse()
    assert sheet.rules[0] is first


class Plain(Screen[None]):
    """A screen with no styles of its own."""


class Styled(Screen[None]):
    """A screen that brings styles."""

    CSS = "Styled { background: red; }"


async def test_only_a_new_screen_without_styles_of_its_own_is_taken_for_styled() -> None:
    app: App[Any] = App()
    plain = Plain()
    take_for_styled(app, plain)
    assert plain._css_update_count == -1, "with Textual's own stylesheet nothing is done"

    parse_once(app)
    assert isinstance(app.stylesheet, ParsedOnce)
    for screen, count in ((plain, app._css_update_count), (Styled(), -1)):
        take_for_styled(app, screen)
        assert screen._css_update_count == count
    async with app.run_test() as pilot:
        old = Plain()
        await app.push_screen(old)
        await pilot.pause()
        take_for_styled(app, old)
        assert old._css_update_count == -1
