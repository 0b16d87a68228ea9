"""The ticked lists and the emergency card of the made-up case."""

from collections.abc import Callable, Iterator
from typing import Any

from so_tui.content.files import read
from so_tui.domain.emergency_card import UrgentCard, card_id
from so_tui.domain.entity import Entity
from so_tui.domain.text import clean_line
from so_tui.domain.ticks import Listed, Tick, tick_id

Raw = dict[str, Any]


def listed(case_id: str, make_id: Callable[[str, str], str]) -> Iterator[Entity]:
    """Yield the ticked lines, the user's own lines, and the card.

    Args:
        case_id: The made-up case.
        make_id: Returns the id for a table and a key.
    """
    raw = read("demo_lists.toml")
    for name, keys in raw["ticks"].items():
        yield from (_tick(case_id, Listed(name), key) for key in keys)
    for visit, keys in raw["packed"].items():
        visit_id = make_id("visits", visit)
        yield from (_tick(case_id, Listed.PACKING, key, visit_id) for key in keys)
    for order, one in enumerate(raw["own"], start=1):
        yield Tick(
            id=make_id("ticks", one["key"]),
            case_id=case_id,
            listed=Listed(one["listed"]),
            visit_id=make_id("visits", one["visit"]) if "visit" in one else "",
            text=clean_line(one["text"]),
            on=one.get("on", False),
            order=order,
        )
    card = {name: clean_line(text) for name, text in raw["card"].items()}
    yield UrgentCard(id=card_id(case_id), case_id=case_id, **card)


def _tick(case_id: str, name: Listed, key: str, visit_id: str = "") -> Tick:
    return Tick(
        id=tick_id(case_id, name, key, visit_id),
        case_id=case_id,
        listed=name,
        template=key,
        visit_id=visit_id,
        on=True,
    )
