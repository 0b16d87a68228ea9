"""The three lines that frame every screen: tabs, status, keys."""

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from so_tui.content import text
from so_tui.logic.cases import whose
from so_tui.ui.commands.command import key_name
from so_tui.ui.commands.specs import COMMANDS, FOOTER_KEYS, MODES
from so_tui.ui.view import View, differs
from so_tui.ui.widgets.layout import cut

Keys = tuple[list[tuple[str, str]], list[tuple[str, str]]]
"""Keys with their titles: the screen's own, then the app's."""


class TabLine(Widget):
    """The six main screens in one line, with the open one in brackets."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def render(self) -> RenderResult:
        parts, gap = self._parts(" "), ""
        if sum(map(len, parts)) > self.size.width:
            parts, gap = self._parts(""), " "
        shown = [Content.styled(p, "bold" if p.startswith("[") else "") for p in parts]
        return Content(gap).join(shown)

    def _parts(self, pad: str) -> list[str]:
        named = [(mode, f"{n} {COMMANDS[f'app.{mode}'].title}") for n, mode in enumerate(MODES, 1)]
        return [f"[{name}]" if mode == self._mode else f"{pad}{name}{pad}" for mode, name in named]


class StatusLine(Widget):
    """What just happened, and whether all is saved; used instead of pop-up messages."""

    SHOWS = ("state", "status", "trouble", "unsaved", "author", "others")

    view: reactive[View] = reactive(View, init=False, repaint=False)
    """The view."""

    def render(self) -> RenderResult:
        view = self.view
        types = text("status.author", name=view.author) if view.author else ""
        right = ", ".join(filter(None, (whose(view.state), types, view.others)))
        room = self.size.width - cell_len(right) - 1
        left = view.trouble or (text("status.saving") if view.unsaved else view.status)
        line = f"{cut(left, max(0, room))} {right}" if room > 20 else cut(left, self.size.width)
        return Content.styled(line, "bold" if view.trouble else "")

    def watch_view(self, old: View, new: View) -> None:
        self.set_class(bool(new.trouble), "-trouble")
        if differs(old, new, self.SHOWS):
            self.refresh()


class KeyLine(Widget):
    """The keys available now, at most seven."""

    _shown: Keys = ([], [])

    def on_mount(self) -> None:
        self._shown = footer_keys(self.screen)
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, _screen: Screen[object]) -> None:
        if self._shown != (keys := footer_keys(self.screen)):
            self._shown = keys
            self.refresh()

    def render(self) -> RenderResult:
        own, shared = self._shown
        every = (*own, *shared)
        parts = [Content.assemble((f" {key}", "bold"), f" {title} ") for key, title in every]
        while len(parts) > len(shared) and sum(p.cell_length for p in parts) > self.size.width:
            del parts[len(parts) - len(shared) - 1]
        return Content("").join(parts)


def footer_keys(screen: Screen[object]) -> Keys:
    """Return the footer keys of the focused widget and of the app in order, with their titles."""
    focused = screen.focused
    found: list[tuple[int, int, str, str]] = []
    seen: set[str] = set()
    for key, active in screen.active_bindings.items():
        command = COMMANDS.get(active.binding.id or "")
        if command is None or not command.footer or not active.enabled or command.id in seen:
            continue
        if focused is not None and focused.check_consume_key(key, key if len(key) == 1 else None):
            continue
        seen.add(command.id)
        depth = command.scope == "app"
        found.append((depth, command.footer, key_name(key), command.title))
    found.sort()
    own = [(key, title) for depth, _, key, title in found if not depth][: FOOTER_KEYS - 2]
    shared = [(key, title) for depth, _, key, title in found if depth]
    return own, shared[-(FOOTER_KEYS - len(own)) :]
