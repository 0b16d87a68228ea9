"""The keys of a screen, as they are set now."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from so_tui.commands import COMMANDS, bindings, key_name
from so_tui.content import has_words, say


class Help(ModalScreen[None]):
    """What can be done on the screen below, with the keys that do it."""

    BINDINGS = bindings("pick")

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._text = help_text(below)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(self._text, markup=False)

    def action_choose(self) -> None:
        """Close it."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Close it."""
        self.dismiss(None)


def help_text(screen: Screen[object]) -> Content:
    """Return what the keys of this screen do, the screen's own first."""
    keys: dict[str, list[str]] = {}
    for owner in (*screen.query("*"), screen, screen.app):
        for key, bound in owner._bindings.key_to_bindings.items():
            for binding in bound:
                if binding.id in COMMANDS and not binding.id.endswith("_digit"):
                    keys.setdefault(binding.id, []).append(key_name(key))
    mode = getattr(screen, "MODE", "")
    parts: list[Content | str | tuple[str, str]] = [(say("help.title"), "bold")]
    if mode and has_words(f"help.about.{mode}"):
        parts += ["\n\n", say(f"help.about.{mode}")]
    scope = ""
    for command_id, names in keys.items():
        command = COMMANDS[command_id]
        if command.scope != scope:
            scope = command.scope
            title = f"help.scope.{scope.replace('.', '_')}"
            parts += ["\n\n", (say(title) if has_words(title) else scope.title(), "bold underline")]
        name = ", ".join(dict.fromkeys(names))
        parts += ["\n", (f"{name:<16}", "bold"), f" {command.title}. {command.help}"]
    parts += ["\n\n", (say("help.lists_title"), "bold underline"), "\n", say("help.lists")]
    parts += ["\n\n", say("help.close")]
    return Content.assemble(*parts)
