"""The papers that are lists: the agenda, what to tell, what to pack, and whom to call. Pure."""

from datetime import date
from itertools import groupby

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.edited_lines import Listed
from so_tui.domain.encounters import Encounter, EncounterStatus, status_of
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line
from so_tui.logic.encounters import doctor_name
from so_tui.logic.people import card_of, fixed_words, numbers
from so_tui.logic.private import for_others
from so_tui.logic.tick_lists import facts, line_words, lines_of, packing_lines, shipped
from so_tui.papers.files import NAME_WIDTH, Footer, my_doctor, signed, who_i_am


@dataclass(frozen=True, slots=True)
class Item:
    """A clean line of a list.

    Attributes:
        on: Whether its box is ticked; None for a line without a box.
    """

    text: Clean
    on: bool | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A list with its title, which may be ''."""

    title: Clean
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The text of a paper; each part is clean and on one line.

    Attributes:
        lead: The lines under the title.
    """

    title: Clean
    lead: tuple[Clean, ...]
    blocks: tuple[Block, ...]
    footer: Footer
    template: str = "listing"


def make_agenda(state: AppState, today: date) -> Listing | None:
    """Return the paper with a box to tick for each line on it; None without any."""
    from so_tui.logic.followup import agenda, visit_back

    lines = [line for line in agenda(state, today) if line.kept.on]
    if not lines:
        return None
    name, visit = my_doctor(state, today), visit_back(state)
    is_coming = visit is not None and status_of(visit, today) is EncounterStatus.COMING
    day = show_day(visit.day) if visit and is_coming else ""
    title = "followup.title.agenda_day" if day else "followup.title.agenda"
    blocks = tuple(
        Block(
            Clean(text(f"followup.paper_group.{group}")),
            tuple(Item(clean_line(line.words), on=False) for line in found),
        )
        for group, found in groupby(lines, key=lambda line: line.group)
    )
    return Listing(
        title=clean_line(text(title, doctor=name, day=day)),
        lead=(Clean(text("followup.agenda_lead")),),
        blocks=blocks,
        footer=signed(state, today),
    )


def make_telling(state: AppState, today: date) -> Listing | None:
    """Return the paper with the ticked sentences, or None if there are none."""
    state = for_others(state)
    told = [t for t in lines_of(state, Listed.TELLING, shipped(Listed.TELLING)) if t.on]
    if not told:
        return None
    items = tuple(Item(line_words(tick)) for tick in told)
    return Listing(
        title=clean_line(text("whether.paper.title", doctor=my_doctor(state, today))),
        lead=(Clean(text("whether.paper.lead")),),
        blocks=(Block(BLANK, items),),
        footer=signed(state, today),
    )


def make_packing(state: AppState, visit: Encounter, today: date) -> Listing:
    """Return the packing list as a paper, with a box to tick for each line."""
    lines = [line for line in packing_lines(state, visit) if not line.tick.private]

    def block(title: str, *, of_case: bool) -> Block:
        items = (Item(line.words, line.tick.on) for line in lines if line.of_case is of_case)
        return Block(Clean(text(f"packing.{title}")), tuple(items))

    name = first_line(doctor_name(state, visit), NAME_WIDTH)
    return Listing(
        title=clean_line(text("packing.title", name=name)),
        lead=tuple(facts(state, visit)),
        blocks=(block("records", of_case=True), block("usual", of_case=False)),
        footer=signed(state, today),
    )


def make_card(state: AppState, today: date) -> Listing:
    """Return the emergency card as a paper, for the door or the wallet."""
    calls = tuple(Item(clean_line(f"{whom}: {number}")) for whom, number in numbers(state, today))
    if not card_of(state).local:
        calls = (Item(Clean(text("emergency.local_first"))), *calls)
    of_program = text("standing.emergency")
    notes = tuple(Item(words) for words in fixed_words(state) if words != of_program)
    return Listing(
        title=Clean(text("emergency.title")),
        lead=tuple(filter(None, (who_i_am(state),))),
        blocks=(
            Block(Clean(text("emergency.numbers")), calls),
            Block(Clean(text("emergency.fixed")), notes),
        ),
        footer=signed(state, today),
    )
