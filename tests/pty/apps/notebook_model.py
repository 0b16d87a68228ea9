"""What the notebook app must hold after keys, said as simply as possible."""

import random
from dataclasses import dataclass, field

LETTERS = "abcdefghij kl.,é"
SEQUENCES = {
    "backspace": "\x7f",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "enter": "\r",
    "tab": "\t",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "ctrl+t": "\x14",
    "f9": "\x1b[20~",
}
"""What a terminal sends for each key that is not a letter."""

EDITING = ("backspace", "left", "right", "enter")
MOVING = ("tab", "f2", "f3", "ctrl+t")


@dataclass
class Field:
    """Text and where the cursor is in it."""

    text: str = ""
    at: int = 0

    def press(self, key: str) -> None:
        """Edit or move; keys of other meaning do nothing."""
        if len(key) == 1:
            self.text = self.text[: self.at] + key + self.text[self.at :]
            self.at += 1
        elif key == "backspace" and self.at:
            self.text = self.text[: self.at - 1] + self.text[self.at :]
            self.at -= 1
        elif key == "left":
            self.at = max(0, self.at - 1)
        elif key == "right":
            self.at = min(len(self.text), self.at + 1)


@dataclass
class PageModel:
    """A page: line, text, list, and which of the three has the focus."""

    line: Field = field(default_factory=Field)
    text: Field = field(default_factory=Field)
    added: list[str] = field(default_factory=list)
    focus: int = 0

    def press(self, key: str) -> None:
        """Take a key that is not for the app or a dialog."""
        if key == "tab":
            self.focus = (self.focus + 1) % 3
        elif self.focus == 0 and key == "enter":
            self.added.append(self.line.text)
            self.line = Field()
        elif self.focus == 0:
            self.line.press(key)
        elif self.focus == 1:
            self.text.press("\n" if key == "enter" else key)


@dataclass
class NotebookModel:
    """Two pages and at most one dialog."""

    pages: dict[str, PageModel] = field(default_factory=lambda: {"first": PageModel()})
    mode: str = "first"
    dialog: Field | None = None

    def press(self, key: str) -> None:
        """Take any key."""
        page = self.pages[self.mode]
        if self.dialog is not None:
            if key == "enter":
                page.added.append(self.dialog.text)
                self.dialog = None
            else:
                self.dialog.press(key)
        elif key in ("f2", "f3"):
            self.mode = "first" if key == "f2" else "second"
            self.pages.setdefault(self.mode, PageModel())
        elif key == "ctrl+t":
            self.dialog = Field()
        else:
            page.press(key)

    def content(self) -> dict[str, list[object]]:
        """Return what the app's `content` must be."""
        return {m: [p.line.text, p.text.text, p.added] for m, p in self.pages.items()}


def random_keys(chance: random.Random, count: int, *, moving: float = 0.08) -> list[str]:
    """Return keys as someone types them: mostly letters, some corrections, a few moves."""
    keys = []
    for _ in range(count):
        kind = chance.random()
        if kind < moving:
            keys.append(chance.choice(MOVING))
        elif kind < 0.35:
            keys.append(chance.choice(EDITING))
        else:
            keys.append(chance.choice(LETTERS))
    return keys


def as_sent(keys: list[str]) -> list[bytes]:
    """Return the bytes that a terminal sends for each key."""
    return [SEQUENCES.get(key, key).encode() for key in keys]
