"""A paper that is one or more lists: what to pack, what to say, whom to call."""

from typing import ClassVar

from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import Clean


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
        footer: Who wrote it, when, and that it is not a medical record.
    """

    TEMPLATE: ClassVar[str] = "listing"

    title: Clean
    lead: tuple[Clean, ...]
    blocks: tuple[Block, ...]
    footer: Clean
