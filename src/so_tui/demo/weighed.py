"""What matters in the made-up case, the options, and the thoughts on each."""

from collections.abc import Callable, Iterator
from typing import Any

from so_tui.content.files import read
from so_tui.domain.decision import Ready
from so_tui.domain.entity import Entity
from so_tui.domain.text import clean_line
from so_tui.domain.weighing import Matter, Option, Side, Thought, Weight


def weighed(case_id: str, make_id: Callable[[str, str], str]) -> Iterator[Entity]:
    """Yield what matters, the options, and the thoughts.

    Args:
        case_id: The made-up case.
        make_id: Returns the id for a table and a key.
    """
    raw = read("demo_weighed.toml")
    for order, one in enumerate(raw["matters"], 1):
        yield Matter(
            id=make_id("matters", one["key"]),
            case_id=case_id,
            text=clean_line(one["text"]),
            weight=Weight(one["weight"]),
            by=clean_line(one.get("by", "")),
            order=order,
        )
    for order, one in enumerate(raw["options"], 1):
        option_id = make_id("options", one["key"])
        text = clean_line(one["text"])
        yield Option(id=option_id, case_id=case_id, text=text, order=order)
    for order, one in enumerate(raw["thoughts"], 1):
        yield Thought(
            id=make_id("thoughts", one["key"]),
            case_id=case_id,
            option_id=make_id("options", one["option"]),
            side=Side(one["side"]),
            text=clean_line(one["text"]),
            by=clean_line(one.get("by", "")),
            order=order,
        )


def checks() -> dict[str, Any]:
    """Return the answers to the checks, as fields of a decision."""
    answers = read("demo_weighed.toml")["ready"]
    return {f"ready_{name}": Ready(answer) for name, answer in answers.items()}
