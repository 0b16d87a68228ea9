"""Papers that are lists: boxes, own words as text, one page of large print or more."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from so_tui.content import text
from so_tui.content.shipped import read
from so_tui.demo.case import demo_state
from so_tui.domain.contacts import in_order as contacts_in_order
from so_tui.domain.edited_lines import Listed, Tick
from so_tui.domain.encounters import by_date
from so_tui.domain.people import by_name, in_order
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.people import card_of, numbers
from so_tui.logic.tick_lists import (
    in_hand,
    line_words,
    lines_of,
    own_line,
    packing_lines,
    shipped,
    visit_to_pack,
)
from so_tui.papers.files import Footer, Layout, write_out
from so_tui.papers.listing import Block, Item, Listing, make_card, make_packing, make_telling
from tests.support.values import TODAY, line_text

DEMO = demo_state(TODAY)


def plain(written: str) -> str:
    """Return text as one line."""
    return " ".join(written.split())


@pytest.mark.parametrize("layout", Layout)
def test_a_ticked_line_has_its_box_ticked(layout: Layout) -> None:
    items = (Item(Clean("in the bag"), True), Item(Clean("at home"), False), Item(Clean("words")))
    listing = Listing(
        Clean("T"), (Clean("lead"),), (Block(Clean("B"), items),), Footer(Clean("foot"))
    )
    written = plain(re.sub("<[^>]+>", "", write_out(listing, layout).split("<body>")[-1]))
    assert re.search(r"\[x\] ?in the bag", written)
    assert re.search(r"\[ \] ?at home", written)
    assert re.search(r"- ?words", written)
    assert re.search("lead.*B.*foot", written, re.IGNORECASE)


@given(line_text.filter(str.strip))
def test_hostile_text_is_text_in_html(raw: str) -> None:
    hostile = Clean(f"<script>{raw}</script>")
    listing = Listing(hostile, (), (Block(hostile, (Item(hostile),)),), Footer(hostile, hostile))
    written = write_out(listing, Layout.HTML)
    assert "<script" not in written
    assert written.count("<li>") == 1


def test_the_packing_list_names_the_records_in_hand_once() -> None:
    visit = visit_to_pack(DEMO, TODAY)
    assert visit is not None
    lines = packing_lines(DEMO, visit)
    names = [line.words for line in lines]
    assert len(set(names)) == len(names)
    assert [line.of_case for line in lines].count(True) == len(in_hand(DEMO)) > 0
    paper = make_packing(DEMO, visit, TODAY)
    assert sum(len(block.items) for block in paper.blocks) == len(lines)
    stood_for = {record.template for record in in_hand(DEMO)} & set(shipped(Listed.PACKING))
    assert stood_for
    assert not any(line.tick.template in stood_for for line in lines)


def test_the_packing_list_of_a_bare_case_is_the_shipped_one() -> None:
    state = replace(DEMO, records={}, lanes={}, ticks={}, about_me={})
    visit = by_date(state.visits.values())[-1]
    lines = packing_lines(state, visit)
    assert [line.tick.template for line in lines] == [
        key for key in shipped(Listed.PACKING) if key != "about"
    ]
    assert all(line.words for line in lines)


def test_only_what_is_ticked_is_told_to_the_doctor() -> None:
    paper = make_telling(DEMO, TODAY)
    assert paper is not None
    told = [t for t in lines_of(DEMO, Listed.TELLING, shipped(Listed.TELLING)) if t.on]
    assert [item.text for item in paper.blocks[0].items] == [line_words(t) for t in told]
    assert make_telling(replace(DEMO, ticks={}), TODAY) is None


def test_own_words_stand_in_place_of_those_it_came_with() -> None:
    first = lines_of(DEMO, Listed.TELLING, shipped(Listed.TELLING))[0]
    changed = apply(DEMO, [Put(replace(first, text=Clean("In my words")))])
    again = lines_of(changed, Listed.TELLING, shipped(Listed.TELLING))[0]
    assert line_words(again) == "In my words"
    assert line_words(replace(again, text=BLANK)) == line_words(first)


def test_own_lines_come_last_in_the_order_they_were_written() -> None:
    state = replace(DEMO, ticks={})
    own: list[Tick] = []
    for name in ("one", "two", "three"):
        line = replace(own_line(state, Listed.REASONS), text=Clean(name))
        own.append(line)
        state = apply(state, [Put(line)])
    assert lines_of(state, Listed.REASONS, shipped(Listed.REASONS))[-3:] == own


def test_the_card_begins_with_the_local_number_and_who_treats_now() -> None:
    """Hard case: the emergency card shows only the doctor not met yet."""
    card = replace(card_of(DEMO), local=Clean("112"))
    first, second, third = in_order(DEMO.doctors.values())
    state = apply(DEMO, [Put(card)])
    found = [number for _, number in numbers(state, TODAY)]
    jo, _ = by_name(DEMO.companions.values())
    companions = [jo.phone]  # Sam is the person to call
    contacts = [f"{c.phone} ({c.hours})" for c in contacts_in_order(DEMO.contacts.values())]
    assert found[:2] == ["112", first.phone]
    assert found[2] == card.team_day
    assert found[5:] == [second.phone, third.phone, *companions, *contacts]
    paper = make_card(state, TODAY)
    assert paper.blocks[0].items[0].text == f"{text('emergency.local')}: 112"
    assert first.name in paper.blocks[0].items[1].text


def test_the_card_says_whose_it_is_and_what_to_call_first() -> None:
    """It named the patient in small print only, and began with a doctor's office."""
    paper = make_card(DEMO, TODAY)
    assert paper.lead == ("Pat Demo, born 17 Apr 1965, phone 555-0101",)
    calls = [item.text for item in paper.blocks[0].items]
    assert calls[0] == "In an emergency, call your local emergency number first."
    with_number = apply(DEMO, [Put(replace(card_of(DEMO), local=Clean("112")))])
    calls = [item.text for item in make_card(with_number, TODAY).blocks[0].items]
    assert calls[0] == f"{text('emergency.local')}: 112"
    assert "program" not in write_out(paper, Layout.TEXT)


def test_the_person_to_call_stands_on_the_card_once() -> None:
    """The companion who is the person to call stood there twice, with the same number."""
    told = "\n".join(f"{whom}: {number}" for whom, number in numbers(DEMO, TODAY))
    assert "Call for me: Sam Demo 555-0100" in told
    assert told.count("Sam Demo") == 1
    other = apply(DEMO, [Put(replace(card_of(DEMO), person_phone=Clean("555-0199")))])
    told = "\n".join(f"{whom}: {number}" for whom, number in numbers(other, TODAY))
    assert "Sam Demo, comes along: 555-0100" in told


def test_the_card_is_never_without_the_doctor_who_treats_now() -> None:
    """Hard case: after a new round or a change of doctor the card is empty, or wrong."""
    first, second, _ = in_order(DEMO.doctors.values())
    took_over = replace(second, treating_from=TODAY - timedelta(days=3), phone=BLANK)
    before = replace(first, treating_until=TODAY - timedelta(days=4))
    bare = replace(DEMO, urgent_cards={}, companions={})
    found = numbers(apply(bare, [Put(took_over), Put(before)]), TODAY)
    assert found[0] == (text("emergency.treats", name=second.name), text("emergency.no_number"))
    assert (first.name, first.phone) in found[1:]


def test_the_card_says_what_helpers_must_know() -> None:
    notes = [item.text for item in make_card(DEMO, TODAY).blocks[1].items]
    assert notes[0] == "Allergies: Plasters: red skin"
    tablets = "A blood pressure tablet, each morning; A pain tablet, morning and night; Vitamin D"
    assert notes[1] == f"Medicines: {tablets}"
    assert notes[-1] == text("emergency.not_this")
    bare = make_card(replace(DEMO, about_me={}), TODAY)
    assert not any("Allergies" in item.text for item in bare.blocks[1].items)


def test_about_me_is_packed_once_there_is_such_a_page() -> None:
    """Hard case: medicines, allergies, history are asked for and print nowhere."""
    visit = visit_to_pack(DEMO, TODAY)
    assert visit is not None
    bare = replace(DEMO, records={})
    with_page = {line.tick.template for line in packing_lines(bare, visit)}
    without = {line.tick.template for line in packing_lines(replace(bare, about_me={}), visit)}
    assert (with_page - without, without - with_page) == ({"about"}, {"medicines"})


def test_the_card_of_no_case_has_no_numbers() -> None:
    assert numbers(AppState(), TODAY) == []


@pytest.mark.parametrize("name", ["deciding", "packing"])
def test_the_lists_say_when_they_were_reviewed_and_from_what(name: str) -> None:
    content = read("words", f"{name}.toml")
    assert content["last_reviewed"].isoformat() >= "2026-11-23"
    assert content["sources"]
    assert all(re.search(r"\S .*https?://\S+$", source) for source in content["sources"])
