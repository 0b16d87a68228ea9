"""Choosing the meaning of an ambiguous key by where it is pressed."""

from typing import Any

from textual.app import App
from textual.events import Key

from so_tui.terminal.strokes import Stroke
from so_tui.terminal.textual_internals import bound_keys, is_text_area, mark_forwarded


def meant(app: App[Any], stroke: Stroke) -> list[Key]:
    """Return the keys meant by a key that types nothing, depending on the current bindings.

    An Escape and a character are dropped while text is being written: leaving the text, or
    inserting a stray character, is worse than a key that does nothing.
    """
    bound = bound_keys(app)
    for name in (stroke.key, *stroke.or_else):
        if name in bound:
            return [Key(name, None)]
    if stroke.at_last is None:
        return [Key(stroke.key, None)]
    return [] if _is_writing(app) else list(stroke.at_last)


def unused(app: App[Any], stroke: Stroke) -> Key:
    """Return what a key that no widget has used means to the app: a command of another layout."""
    bound = bound_keys(app)
    if stroke.key not in bound:
        for name in stroke.or_else:
            if name in bound:
                key = Key(name, None)
                mark_forwarded(key)
                return key
    return stroke


def _is_writing(app: App[Any]) -> bool:
    """Return whether there is unfinished text in a field outside a dialog."""
    field = app.focused
    return is_text_area(field) and bool(field.text) and not app.screen.is_modal
