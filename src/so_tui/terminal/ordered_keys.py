"""An app whose keys go through its own `Keyboard`."""

from collections.abc import Iterable

from textual.app import App
from textual.events import Event, Key, Paste

from so_tui.domain.text import clean
from so_tui.terminal.keyboard import Keyboard
from so_tui.terminal.strokes import Stroke, unused
from so_tui.terminal.textual_internals import supported


class OrderedKeys(App[int]):
    """An app whose keys and pastes are applied strictly in order."""

    _keyboard: Keyboard | None = None

    async def on_event(self, event: Event) -> None:
        """Queue keys and pastes from outside; everything else is handled by Textual."""
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
        """Drop the remaining keys."""
        self.drop_keys()

    def drop_keys(self) -> None:
        """Accept no more keys: the app is about to exit."""
        if self._keyboard is not None:
            self._keyboard.stop()

    async def _press_keys(self, keys: Iterable[str]) -> None:
        await super()._press_keys(keys)
        await self.keys_done()


def _is_unsafe(key: Key) -> bool:
    """Return whether the key is a character that text must not contain.

    ASCII control characters are keys of their own, such as Enter and ctrl+a, and stay.
    """
    character = key.character
    return character is not None and not character.isascii() and not clean(character)
