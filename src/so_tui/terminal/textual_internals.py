"""The private parts of Textual that the terminal package depends on.

`tests/terminal/test_internals.py` lists them all, so that a new Textual release has one file to be
checked against.
"""

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import textual
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IgnoredSequence
from textual._compositor import Compositor
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual.app import App
from textual.drivers import linux_driver
from textual.events import Event, Key
from textual.geometry import Region
from textual.keys import KEY_NAME_REPLACEMENTS, _character_to_key
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.widgets import TextArea

SUPPORTED = "8.2."
"""Prefix of the Textual versions whose internals were examined."""

TEXT_AREA = "textual.widgets._text_area"
"""The module of `textual.widgets.TextArea`."""


@cache
def supported() -> bool:
    """Return whether the installed Textual is one whose internals are known."""
    return installed_version().startswith(SUPPORTED)


def installed_version() -> str:
    """Return Textual's version, from the name of its metadata directory.

    `importlib.metadata` alone costs a tenth of a start.
    """
    home = Path(textual.__file__).parent.parent
    found = [p.name.split("-")[1] for p in home.glob("textual-*.dist-info")]
    if len(found) == 1:
        return found[0].removesuffix(".dist")
    from importlib.metadata import version

    return version("textual")


def was_stopped(event: Event) -> bool:
    """Return whether a handler stopped the event from bubbling up to the app."""
    return event._stop_propagation


def is_leaving(app: App[Any]) -> bool:
    """Return whether the app was asked to exit."""
    return app._exit


def acting_as(app: App[Any]) -> AbstractContextManager[None]:
    """Run a block in the app's context, so that Textual finds the active app."""
    return app._context()


def priority_keys(app: App[Any]) -> frozenset[str]:
    """Return the keys bound with priority now: these never reach a widget."""
    return frozenset(
        key
        for _, bindings in app.screen._binding_chain
        for key, bound in bindings.key_to_bindings.items()
        if any(binding.priority for binding in bound)
    )


def mark_forwarded(event: Event) -> None:
    """Mark an event as not used by any widget."""
    event._set_forwarded()


async def handle_here(widget: Widget, event: Event) -> None:
    """Let a widget handle an input event at once; call in the widget's message loop."""
    mark_forwarded(event)
    await widget._dispatch_message(event)


def bound_keys(app: App[Any]) -> frozenset[str]:
    """Return the keys bound at the current focus."""
    return frozenset(
        key for _, bindings in app.screen._modal_binding_chain for key in bindings.key_to_bindings
    )


def key_of_character(character: str) -> str:
    """Return Textual's name of the key that types a character: 'a', 'full_stop', 'ctrl+j'."""
    found = ANSI_SEQUENCES_KEYS.get(character)
    if isinstance(found, tuple):
        return found[0].value
    name = character if character.isalnum() else _character_to_key(character)
    return KEY_NAME_REPLACEMENTS.get(name, name)


def key_of_code(code: str) -> str | None:
    """Return the name of a key that types nothing, by number and final of its sequence: '3~'."""
    return FUNCTIONAL_KEYS.get(code)


def keys_of_old(sequence: str) -> str | tuple[str, ...]:
    """Return the meaning of an older terminal's sequence: a character, or names of keys."""
    found = ANSI_SEQUENCES_KEYS.get(sequence, ())
    if isinstance(found, IgnoredSequence):
        return ()
    return found if isinstance(found, str) else tuple(key.value for key in found)


def ask_for_other_layouts() -> None:
    """Make drivers also ask for a key's character in the base layout from now on.

    That is the flag 'report alternate keys' of the kitty keyboard protocol.
    """
    flags = linux_driver.KITTY_REPORT_ASSOCIATED_TEXT | linux_driver.KITTY_REPORT_ALTERNATE_KEYS
    setattr(linux_driver, "KITTY_REPORT_ASSOCIATED_TEXT", flags)  # noqa: B010 - it is a Final


def keep_every_character(is_text: Callable[[str], bool]) -> None:
    """Make keys type all characters allowed in text: Python calls most spaces unprintable."""

    def is_printable(key: Key) -> bool:
        return key.character is not None and is_text(key.character)

    setattr(Key, "is_printable", property(is_printable))  # noqa: B010 - mypy takes it for fixed


def render_only_what_changes() -> None:
    """From now on render only those lines of widgets that a frame will show.

    For every frame Textual asks each widget on the screen for all its lines, also for those behind
    another one. Does nothing with an unknown Textual, or if called again.
    """
    render = Compositor._get_renders
    if not supported() or hasattr(render, "is_narrow"):
        return

    def narrow(
        compositor: Compositor, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from render(compositor)
            return
        rows = Region(0, crop.y, compositor.size.width, crop.height)
        in_front: list[Region] = []
        for widget, (region, clip) in compositor.visible_widgets.items():
            clip = clip.intersection(rows)
            shown = region.intersection(clip)
            part = shown.intersection(crop)
            if part and not any(front.contains_region(part) for front in in_front):
                in_front.append(shown)
                yield region, clip, widget.render_lines(shown.translate(-region.offset))

    narrow.is_narrow = True  # type: ignore[attr-defined]  # a mark for the next call
    setattr(Compositor, "_get_renders", narrow)  # noqa: B010 - as above


def is_text_area(widget: object) -> TypeGuard["TextArea"]:
    """Return whether a widget is a `textual.widgets.TextArea`, without importing that.

    The import takes a thirtieth of a start, and most screens have no text area.
    """
    module = sys.modules.get(TEXT_AREA)
    return module is not None and isinstance(widget, module.TextArea)
