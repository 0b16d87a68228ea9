"""Keys and pastes take effect one after the other, in the order in which they were typed.

Textual gives a letter to the focused widget at once, while a key bound to an action first travels
up to the app. Keys that arrive in one packet therefore overtake each other: in 'helo', Backspace,
'lo' the Backspace would come last. Here each key waits until the previous one is done: handled by
the widget and its ancestors, its action run, and, unless it was plain text, the messages and the
change of screen or focus that it caused settled.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from contextvars import Context

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input

from so_tui.domain.text import clean
from so_tui.terminal.strokes import Stroke, meant, unused
from so_tui.terminal.textual_internals import (
    acting_as,
    handle_here,
    is_leaving,
    is_text_area,
    priority_keys,
    supported,
    was_stopped,
)

PASS_LIMIT = 2.0
"""Seconds to wait for one busy widget before the next key is applied anyway."""

RUN_LIMIT = 0.1
"""Seconds after which a run of letters pauses, so that the screen can be drawn."""

REFRESH_LIMIT = 0.2
"""Seconds to wait for a new screen to be drawn."""

LOOK_AGAIN = 0.01
"""Seconds between checks for the screen that a key waits for."""

SETTLE_ROUNDS = 25
"""Most walks from the focused widget to the app to let things settle."""


class Keyboard:
    """The queue of typed keys.

    Args:
        apply: Lets the app handle one key as Textual does; called in the app's own message loop.
    """

    def __init__(self, app: "OrderedKeys", apply: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._apply = apply
        self._typed: deque[Event] = deque()
        self._news = asyncio.Event()
        self._at_rest = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def put(self, event: Event) -> None:
        """Queue a key or a paste; it is applied when all before it are done."""
        self._typed.append(event)
        self._news.set()
        self._at_rest.clear()
        if self._task is None:
            # A context of its own: the app's may be preventing messages at the moment.
            self._task = asyncio.create_task(self._run(), name="keyboard", context=Context())

    async def done(self) -> None:
        """Wait until every queued key is done."""
        if self._task is not None:
            at_rest = asyncio.create_task(self._at_rest.wait())
            await asyncio.wait({at_rest, self._task}, return_when=asyncio.FIRST_COMPLETED)
            at_rest.cancel()

    def stop(self) -> None:
        """Drop the remaining keys, for good."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        with acting_as(self._app):
            await self._settle()
            while not is_leaving(self._app):
                if self._typed:
                    await self._one(self._typed.popleft())
                else:
                    self._news.clear()
                    self._at_rest.set()
                    await self._news.wait()

    async def _one(self, event: Event) -> None:
        """Apply one key, or a run of plain text, and wait until it is done."""
        await self._shown()
        if isinstance(event, Stroke) and event.character is None:
            keys = meant(self._app, event)
            self._typed.extendleft(reversed(keys[1:]))
            if not keys:
                return
            event = keys[0]
        before = self._place()
        target = await self._begin(event)
        if target is not None:
            way_up = target.ancestors_with_self
            await self._passed(target)
            if _is_text_taken(event, target) and await self._run_of_text(target):
                return
            await self._walk(way_up[1:])
        await self._settle()
        if self._place() != before:
            await self._drawn()
            await self._settle()

    async def _begin(self, event: Event) -> Widget | None:
        """Apply the event, and return the widget it went to: None if a priority key took it.

        However long the app is busy: a key that went ahead would find the next one in the way.
        """
        app, begun, target = self._app, asyncio.Event(), None

        async def apply() -> None:
            nonlocal target
            await self._apply(event)
            target = (app.focused or app.screen) if event.is_forwarded else None
            begun.set()

        if app.call_later(apply):
            await begun.wait()
        return target

    async def _run_of_text(self, target: Widget) -> bool:
        """Let a text field handle the waiting letters, one by one but without a pause between.

        Otherwise the screen would be drawn after each letter of a long text sent as keys.

        Returns:
            Whether the field accepted everything it was given.
        """
        if not self._typed:
            return True
        app, finished, all_taken = self._app, asyncio.Event(), True
        taken_first = priority_keys(app)
        until = time.monotonic() + RUN_LIMIT

        async def run() -> None:
            nonlocal all_taken
            while all_taken and self._typed and app.focused is target:
                event = self._typed[0]
                if not isinstance(event, Key) or not event.is_printable or event.key in taken_first:
                    break
                await handle_here(target, self._typed.popleft())
                all_taken = was_stopped(event)
                if time.monotonic() > until:
                    break
            finished.set()

        return target.call_later(run) and await _within(PASS_LIMIT, finished) and all_taken

    def _place(self) -> tuple[object, object]:
        return self._app.screen, self._app.screen.focused

    async def _settle(self) -> None:
        """Wait until messages, screens and focus have settled, within bounds."""
        for _ in range(SETTLE_ROUNDS):
            place = self._place()
            await self._walk((self._app.screen.focused or self._app.screen).ancestors_with_self)
            if is_leaving(self._app) or (self._place() == place and self._is_quiet()):
                return

    async def _walk(self, nodes: Iterable[DOMNode]) -> None:
        for node in nodes:
            await self._passed(node)

    async def _passed(self, pump: MessagePump) -> None:
        """Wait until the pump has handled all messages that it has now."""
        passed = asyncio.Event()
        if pump.call_later(passed.set):
            await _within(PASS_LIMIT, passed)

    async def _shown(self) -> None:
        """Wait for the screen that the next key is meant for."""
        until = time.monotonic() + PASS_LIMIT
        while self._app.is_between_screens() and time.monotonic() < until:  # noqa: ASYNC110 - rare, many causes
            await asyncio.sleep(LOOK_AGAIN)

    async def _drawn(self) -> None:
        """Wait until the screen has been drawn, and work deferred until then is done."""
        drawn = asyncio.Event()
        if self._app.screen.call_after_refresh(drawn.set):
            await _within(REFRESH_LIMIT, drawn)

    def _is_quiet(self) -> bool:
        """Return whether no message is waiting anywhere."""
        app = self._app
        return not app.message_queue_size and not any(
            node.message_queue_size
            for screen in app.screen_stack
            for node in screen.walk_children(with_self=True)
        )


class OrderedKeys(App[int]):
    """An app whose keys and pastes are applied strictly in order."""

    def __init__(self) -> None:
        super().__init__()
        self._keyboard = Keyboard(self, super().on_event)

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
        self._keyboard.put(event)

    def is_between_screens(self) -> bool:
        """Return whether a screen is about to be shown that the next key is meant for."""
        return False

    async def keys_done(self) -> None:
        """Wait until all keys that have reached the app are done."""
        await self._keyboard.done()

    async def on_unmount(self) -> None:
        """Drop the remaining keys."""
        self.drop_keys()

    def drop_keys(self) -> None:
        """Accept no more keys: the app is about to exit."""
        self._keyboard.stop()

    async def _press_keys(self, keys: Iterable[str]) -> None:
        await super()._press_keys(keys)
        await self.keys_done()


def _is_text_taken(event: Event, target: Widget) -> bool:
    """Return whether the event was plain text that a text field has inserted."""
    if not isinstance(target, Input) and not is_text_area(target):
        return False
    return isinstance(event, Paste) or (
        isinstance(event, Key) and event.is_printable and was_stopped(event)
    )


def _is_unsafe(key: Key) -> bool:
    """Return whether the key is a character that text must not contain.

    ASCII control characters are keys of their own, such as Enter and ctrl+a, and stay.
    """
    character = key.character
    return character is not None and not character.isascii() and not clean(character)


async def _within(seconds: float, event: asyncio.Event) -> bool:
    """Wait for the event, and return whether it came in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()
