"""An app that shows hostile text in every kind of widget, without cleaning it first.

The arguments are a file of payloads (JSON) and, to see what Textual alone would do, 'unguarded'.
F2 shows the next payload everywhere and makes the file `shown<number>` once it is drawn; F9 writes
what the text fields hold to the file `held`.
"""

import json
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import (
    Button,
    Checkbox,
    Collapsible,
    DataTable,
    Header,
    Input,
    Label,
    ListItem,
    ListView,
    Log,
    Markdown,
    OptionList,
    RichLog,
    Select,
    Static,
    TextArea,
    Tree,
)

from so_tui.session.crash_log import CrashLog
from so_tui.terminal import app as steady
from so_tui.terminal.environment import prepare

WIDGETS = (
    "title", "sub title", "toast", "toast title", "tooltip", "input", "placeholder", "text area",
    "static", "static text", "label", "markdown", "table head", "table label", "table cell",
    "options", "tree", "leaf", "border title", "border subtitle", "log", "rich log", "button",
    "checkbox", "collapsible", "list", "select",
)  # fmt: skip
"""Where text can stand, in the order in which `marked` numbers it."""


def marked(payload: str) -> Iterator[str]:
    """Yield the payload behind a mark of its place: W00, W01 and so on, as in `WIDGETS`."""
    return (f"W{number:02}{payload}" for number in count())


class Poisoned(steady.TerminalApp):
    """Shows one payload at a time in everything that can show text."""

    CSS = """
    Screen { overflow: hidden; }
    #all { height: auto; }
    Log, RichLog, Markdown, OptionList, Tree, TextArea { height: 3; }
    DataTable { height: 4; }
    ToastRack { height: auto; }
    """
    BINDINGS = [("f2", "next", "Next"), ("f9", "hold", "Hold")]
    TOOLTIP_DELAY = 0.01

    def __init__(self, file: Path) -> None:
        super().__init__(flush=lambda: None, crashes=CrashLog(file.parent))
        self.folder = file.parent
        self.payloads: list[str] = json.loads(file.read_text())
        self.number = 0

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("point here", id="tip")
        yield Vertical(id="all")

    async def action_next(self) -> None:
        """Show the next payload."""
        places = marked(self.payloads[self.number])
        self.number += 1
        self.title, self.sub_title = next(places), next(places)
        self.clear_notifications()
        self.notify(next(places), title=next(places), timeout=60, markup=False)
        self.query_one("#tip").tooltip = Text(next(places))
        everything = self.query_one("#all", Vertical)
        await everything.remove_children()
        await everything.mount(*make(places))
        self.query_one("#input").focus()
        self.call_after_refresh(self.call_after_refresh, self.tell)

    def tell(self) -> None:
        """Make known that the payload was drawn."""
        (self.folder / f"shown{self.number}").touch()

    def action_hold(self) -> None:
        """Write down what the line and the text hold."""
        held = [self.query_one("#input", Input).value, self.query_one(TextArea).text]
        (self.folder / "holding").write_text(json.dumps(held))
        (self.folder / "holding").rename(self.folder / "held")


def make(places: Iterator[str]) -> list[Widget]:
    """Return one of each widget, with the payload wherever text can be."""
    made: list[Widget] = [
        Input(next(places), select_on_focus=False, id="input"),
        Input(placeholder=next(places)),
        TextArea(next(places)),
        Static(next(places), markup=False),
        Static(Text(next(places))),
        Label(next(places), markup=False),
        Markdown(next(places)),
    ]
    table: DataTable[Text] = DataTable()
    table.add_column(Text(next(places)))
    label = Text(next(places))
    table.add_row(Text(next(places)), label=label)
    options, tree = OptionList(Text(next(places))), Tree[None](Text(next(places)))
    tree.root.expand()
    tree.root.add_leaf(Text(next(places)))
    framed = Static("framed")
    framed.styles.border = ("round", "red")
    framed.border_title = Content(next(places))
    framed.border_subtitle = Content(next(places))
    log, rich_log = Log(), RichLog()
    log.write_line(next(places))
    rich_log.write(Text(next(places)))
    return [
        *made,
        table,
        options,
        tree,
        framed,
        log,
        rich_log,
        Button(Text(next(places))),
        Checkbox(Text(next(places))),
        Collapsible(title=next(places).replace("[", "\\[")),
        ListView(ListItem(Label(next(places), markup=False))),
        Select([(Text(next(places)), 1)], value=1),
    ]


if __name__ == "__main__":
    prepare()
    if "unguarded" in sys.argv:
        vars(steady)["guard_the_terminal"] = lambda: None
    sys.exit(steady.run_app(Poisoned(Path(sys.argv[1]))))
