"""An app whose keys go through a `Keyboard` of its own."""

from collections.abc import Iterable
from typing import TypeVar

from textual.app import App
from textual.events import Event, Key, Paste

from so_tui.domain.text import clean
from so_tui.terminal.keyboard import Keyboard
from so_tui.terminal.meanings import unused
from so_tui.terminal.strokes import Stroke
from so_tui.terminal.textual_internals import supported

Result = TypeVar("Result")


class OrderedKeys(App[Result]):
    """An app whose keys and pastes are applied strictly in order."""

    _keyboard: Keyboard | None = None

    async def on_event(self, event: Event) -> None:
        """Put keys and pastes from outside in line; everything else goes Textual's way."""
        if not isinstance(event, Key | Paste) or event.is_forwarded or not supported():
            if isinstance(event, Stroke) and event.is_forwarded:
                event = unused(self, event)
            await super().on_event(event)
            return
        if isinstance(event, Paste):
            event.text = clean(event.text)
        elif _is_unsafe(event):
            return
        if self._keyboard is None:
            self._keyboard = Keyboard(self, super().on_event, self.is_between_screens)
        self._keyboard.put(event)

    def is_between_screens(self) -> bool:
        """Return whether a screen is about to be shown that the next key is meant for."""
        return False

    async def keys_done(self) -> None:
        """Wait until all keys that have reached the app are done. For tests."""
        if self._keyboard is not None:
            await self._keyboard.done()

    def on_unmount(self) -> None:
        """Drop the keys that are left."""
        self.drop_keys()

    def drop_keys(self) -> None:
        """Take no more keys: the app is on its way out."""
        if self._keyboard is not None:
            self._keyboard.stop()

    def _handle_exception(self, error: Exception) -> None:
        self.drop_keys()
        super()._handle_exception(error)

    async def _press_keys(self, keys: Iterable[str]) -> None:
        await super()._press_keys(keys)
        await self.keys_done()


def _is_unsafe(key: Key) -> bool:
    """Return whether the key is a character that no text may hold.

    ASCII control characters are keys of their own, such as Enter and ctrl+a, and stay.
    """
    character = key.character
    return character is not None and not character.isascii() and not clean(character)
