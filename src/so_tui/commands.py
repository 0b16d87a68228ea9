"""Everything a user can do by a key: the one source for bindings, footer, palette and help.

A command's words (title, help) stand in `content/words/commands.toml` under its id.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from so_tui.content import say

if TYPE_CHECKING:
    from textual.binding import BindingType

MODES = ("home", "checklist", "questions", "notes", "opinions", "decision")
"""The screens in the order of the way through; `1`-`6` and F2-F7 open them."""

SIDES = (
    "whether",
    "dates",
    "packing",
    "people",
    "insurance",
    "consents",
    "records",
    "tidy",
    "summary",
    "followup",
    "lookback",
)
"""The screens beside the six, in the order of the list that opens them."""

FOOTER_KEYS = 7
"""No more keys than this stand in the footer."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do.

    Attributes:
        id: 'scope.name': the id for words and key remapping.
        keys: Default keys in Textual's names, comma separated.
        action: The action to run on the node that owns the scope.
        footer: Where it stands in the footer, 1 is first; 0 is not shown there.
        priority: True when it works even where a text field uses the key.
    """

    id: str
    keys: str
    action: str
    footer: int = 0
    priority: bool = False

    @property
    def scope(self) -> str:
        """The screen or widget that the command belongs to."""
        return self.id.rsplit(".", 1)[0]

    @property
    def title(self) -> str:
        """A word or two for footer and palette."""
        return say(f"commands.{self.id}")

    @property
    def help(self) -> str:
        """One sentence for the help screen."""
        return say(f"commands.{self.id}_help")


def _modes() -> Iterator[Command]:
    for number, mode in enumerate(MODES, 1):
        yield Command(f"app.{mode}", f"f{number + 1}", f"go('{mode}')", priority=True)
        yield Command(f"app.{mode}_digit", f"{number}", f"go('{mode}')")


_SPECS = (
    *_modes(),
    Command("app.help", "question_mark,f1", "help", footer=8),
    Command("app.palette", "ctrl+p", "command_palette", footer=9),
    Command("app.quit", "ctrl+q", "quit", priority=True, footer=10),
    Command("app.undo", "u,ctrl+z", "undo", footer=7),
    Command("app.arrange", "a", "arrange"),
    Command("app.people", "p", "side('people')"),
    Command("app.lookback", "b", "side('lookback')"),
    Command("app.author", "w", "author"),
    Command("app.hide", "ctrl+backslash,f12", "hide", priority=True),
    Command("app.emergency", "ctrl+e,f10", "emergency", priority=True, footer=6),
    Command("app.emergency_digit", "0", "emergency"),
    Command("app.trash", "D", "trash"),
    Command("app.elsewhere", "f9", "elsewhere", footer=11),
    Command("home.new", "n", "new_case", footer=1),
    Command("home.open", "enter", "open", footer=2),
    Command("home.edit_case", "e", "edit_case"),
    Command("checklist.tick", "space", "tick", footer=1),
    Command("checklist.new", "n", "new", footer=2),
    Command("checklist.edit", "enter,e", "edit", footer=3),
    Command("checklist.delete", "x,delete", "delete", footer=4),
    Command("checklist.read", "v", "read"),
    Command("checklist.search", "slash", "search", footer=5),
    Command("checklist.show", "f", "show", footer=6),
    Command("questions.library", "l", "library", footer=1),
    Command("questions.new", "n", "new", footer=2),
    Command("questions.edit", "enter,e", "edit", footer=3),
    Command("questions.top", "t", "top", footer=4),
    Command("questions.up", "K,shift+up,left_square_bracket", "move(-1)"),
    Command("questions.down", "J,shift+down,right_square_bracket", "move(1)", footer=7),
    Command("questions.state", "s", "asked", footer=6),
    Command("questions.all", "asterisk", "for_all"),
    Command("questions.point", "o", "feed"),
    Command("questions.sheet", "h", "sheet", footer=5),
    Command("questions.read", "v", "read"),
    Command("questions.search", "slash", "search"),
    Command("questions.delete", "x,delete", "delete"),
    Command("notes.next", "ctrl+n", "next_question(1)", footer=1),
    Command("notes.answered", "ctrl+g", "settle('answered')", footer=2),
    Command("notes.skipped", "ctrl+l", "settle('skipped')", footer=3),
    Command("notes.later", "ctrl+t", "settle('later')", footer=4),
    Command("notes.previous", "ctrl+r", "next_question(-1)"),
    Command("notes.save", "ctrl+s", "save"),
    Command("notes.focus", "tab", "swap_focus", footer=5),
    Command("notes.visit", "ctrl+o", "visit", footer=6),
    Command("notes.held", "f8", "held"),
    Command("notes.log.edit", "enter", "edit", footer=1),
    Command("notes.log.kind", "right", "retag(1)", footer=2),
    Command("notes.log.kind_back", "left", "retag(-1)"),
    Command("notes.log.link", "plus", "link", footer=3),
    Command("notes.log.delete", "delete", "delete", footer=4),
    Command("notes.log.back", "escape", "back", footer=5),
    Command("opinions.edit", "enter,e", "edit", footer=1),
    Command("opinions.read", "v", "read"),
    Command("opinions.same", "equals_sign", "mark('same')"),
    Command("opinions.adds", "plus", "mark('adds')"),
    Command("opinions.differs", "x", "mark('differs')"),
    Command("opinions.not_discussed", "full_stop", "mark('not discussed')"),
    Command("opinions.not_clear", "c,slash", "mark('not clear')"),
    Command("opinions.clear", "backspace,minus", "mark('')"),
    Command("opinions.doctor", "o", "about", footer=2),
    Command("opinions.show", "f", "show", footer=3),
    Command("opinions.add_doctor", "n", "add_doctor", footer=6),
    Command("opinions.ask", "q", "ask", footer=4),
    Command("opinions.source", "s", "source"),
    Command("opinions.hand", "i", "hand"),
    Command("opinions.difference", "d", "difference", footer=5),
    Command("opinions.reference", "r", "reference"),
    Command("opinions.summary", "m", "summary"),
    Command("opinions.tidy", "y", "tidy"),
    Command("summary.open", "enter", "open", footer=1),
    Command("summary.ask", "t", "ask", footer=2),
    Command("summary.grid", "o", "grid", footer=3),
    Command("summary.read", "v", "read", footer=4),
    Command("summary.back", "escape,q", "back", footer=7),
    Command("tidy.write", "space,enter", "write", footer=1),
    Command("tidy.not_discussed", "full_stop", "answer('not discussed')", footer=2),
    Command("tidy.not_known", "d", "answer('not known')", footer=3),
    Command("tidy.visit", "o", "visit", footer=4),
    Command("tidy.opinions", "m", "opinions", footer=5),
    Command("tidy.read", "v", "read", footer=6),
    Command("tidy.back", "escape,q", "back", footer=7),
    Command("in_hand.tick", "space,enter", "tick", footer=1),
    Command("in_hand.back", "escape,q", "back", footer=2),
    Command("difference.tick", "space,enter", "tick", footer=1),
    Command("difference.task", "t", "task", footer=2),
    Command("difference.question", "q", "question", footer=3),
    Command("difference.note", "e", "note", footer=4),
    Command("difference.back", "escape", "back", footer=5),
    Command("decision.edit", "enter,e", "edit", footer=1),
    Command("decision.matter", "m", "add('matter')", footer=2),
    Command("decision.option", "o", "add('option')", footer=3),
    Command("decision.for", "plus", "add('for')", footer=4),
    Command("decision.against", "minus", "add('against')", footer=5),
    Command("decision.answer", "space", "answer", footer=6),
    Command("decision.follow_up", "f", "follow_up", footer=7),
    Command("decision.delete", "x,delete", "delete"),
    Command("people.doctor", "d", "add('doctor')", footer=1),
    Command("people.visit", "v", "add('visit')", footer=2),
    Command("people.companion", "c", "add('companion')", footer=3),
    Command("people.company", "t", "company", footer=4),
    Command("people.edit", "enter,e", "edit", footer=5),
    Command("people.delete", "x,delete", "delete", footer=6),
    Command("people.read", "r", "read"),
    Command("people.back", "escape,q", "back", footer=7),
    Command("insurance.call", "c", "add('call')", footer=1),
    Command("insurance.approval", "r", "add('approval')", footer=2),
    Command("insurance.cost", "m", "add('cost')", footer=3),
    Command("insurance.edit", "enter,e", "edit", footer=4),
    Command("insurance.settle", "space", "settle", footer=5),
    Command("insurance.script", "s", "script", footer=6),
    Command("insurance.read", "v", "read"),
    Command("insurance.search", "slash", "search"),
    Command("insurance.delete", "x,delete", "delete"),
    Command("insurance.back", "escape,q", "back", footer=7),
    Command("consents.consent", "c", "add('consent')", footer=1),
    Command("consents.portal", "o", "add('portal')", footer=2),
    Command("consents.edit", "enter,e", "edit", footer=3),
    Command("consents.delete", "x,delete", "delete", footer=4),
    Command("consents.read", "v", "read", footer=5),
    Command("consents.search", "slash", "search", footer=6),
    Command("consents.back", "escape,q", "back", footer=7),
    Command("records.on", "space", "move(1)", footer=1),
    Command("records.off", "minus,backspace", "move(-1)", footer=2),
    Command("records.chase", "c", "chase", footer=3),
    Command("records.today", "t", "today", footer=4),
    Command("records.lane", "enter", "lane", footer=5),
    Command("records.edit", "e", "edit", footer=6),
    Command("records.stage", "s", "stage"),
    Command("records.needed", "o", "needed"),
    Command("records.new", "n", "new"),
    Command("records.fill", "f", "fill"),
    Command("records.lines", "C", "lines"),
    Command("records.read", "v", "read"),
    Command("records.search", "slash", "search"),
    Command("records.delete", "x,delete", "delete"),
    Command("records.back", "escape,q", "back", footer=7),
    Command("lines.delete", "x,delete", "delete", footer=3),
    Command("whether.tick", "space", "tick", footer=1),
    Command("whether.open", "enter", "open"),
    Command("whether.edit", "e", "edit", footer=2),
    Command("whether.new", "n", "new", footer=3),
    Command("whether.sheet", "h", "sheet", footer=4),
    Command("whether.delete", "x,delete", "delete", footer=5),
    Command("whether.read", "v", "read"),
    Command("whether.search", "slash", "search", footer=6),
    Command("whether.back", "escape,q", "back", footer=7),
    Command("dates.open", "enter", "open", footer=1),
    Command("dates.edit", "e,d", "edit", footer=2),
    Command("dates.calendar", "c", "calendar", footer=3),
    Command("dates.packing", "k", "packing", footer=4),
    Command("dates.back", "escape,q", "back", footer=7),
    Command("packing.tick", "space,enter", "tick", footer=1),
    Command("packing.edit", "e", "edit", footer=2),
    Command("packing.new", "n", "new", footer=3),
    Command("packing.sheet", "h", "sheet", footer=4),
    Command("packing.delete", "x,delete", "delete", footer=5),
    Command("packing.read", "v", "read"),
    Command("packing.search", "slash", "search", footer=6),
    Command("packing.back", "escape,q", "back", footer=7),
    Command("emergency.edit", "e,enter", "edit", footer=1),
    Command("emergency.sheet", "h", "sheet", footer=2),
    Command("emergency.back", "escape,q", "back", footer=3),
    Command("followup.tick", "space", "tick", footer=1),
    Command("followup.edit", "enter,e", "edit", footer=2),
    Command("followup.new", "n", "new", footer=3),
    Command("followup.visit", "t", "visit", footer=4),
    Command("followup.print", "h", "print", footer=5),
    Command("followup.delete", "x,delete", "delete", footer=6),
    Command("followup.read", "v", "read"),
    Command("followup.back", "escape,q", "back", footer=7),
    Command("private.tick", "space", "tick", footer=1),
    Command("private.choose", "enter", "choose", footer=2),
    Command("private.back", "escape,q", "back", footer=3),
    Command("lookback.search", "slash", "search", footer=1),
    Command("lookback.open", "enter", "open", footer=2),
    Command("lookback.put_away", "c", "put_away", footer=3),
    Command("lookback.round", "n", "round", footer=4),
    Command("lookback.lines", "f", "lines", footer=5),
    Command("lookback.print", "h", "print", footer=6),
    Command("lookback.read", "v", "read"),
    Command("lookback.back", "escape,q", "back", footer=7),
    Command("form.save", "ctrl+s", "save", footer=1),
    Command("form.cancel", "escape", "cancel", footer=2),
    Command("form.discard", "ctrl+r", "discard", footer=3),
    Command("cell.pull", "space,enter", "pull", footer=4),
    Command("pick.choose", "enter,space", "choose", footer=1),
    Command("pick.back", "escape,q", "back", footer=2),
    Command("library.search", "slash", "search", footer=3),
    Command("library.topic", "t", "topic", footer=4),
    Command("library.kind", "d", "kind", footer=5),
    Command("library.show", "f", "show", footer=6),
    Command("library.edit", "e", "edit", footer=7),
    Command("library.whole", "asterisk", "whole"),
    Command("library.read", "v", "read"),
    Command("help.back", "escape,q,enter", "back", footer=1),
    Command("hidden.back", "enter", "back", priority=True),
    Command("locking.next", "enter", "next", priority=True, footer=1),
    Command("locking.back", "escape", "back", footer=2),
)

COMMANDS: Mapping[str, Command] = {command.id: command for command in _SPECS}


def in_scope(scope: str) -> list[Command]:
    """Return the commands of one scope, in the order they are to be read."""
    return [command for command in COMMANDS.values() if command.scope == scope]


@cache
def bindings(scope: str) -> "list[BindingType]":
    """Return the Textual bindings of one scope."""
    from textual.binding import Binding

    return [
        Binding(c.keys, c.action, c.title, id=c.id, tooltip=c.help, priority=c.priority, show=False)
        for c in in_scope(scope)
    ]


def key_name(key: str) -> str:
    """Return how a key is written for people: 'question_mark' is '?', 'f2' is 'F2'."""
    names = {
        "question_mark": "?",
        "slash": "/",
        "equals_sign": "=",
        "plus": "+",
        "asterisk": "*",
        "minus": "-",
        "full_stop": ".",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
        "enter": "Enter",
        "escape": "Esc",
        "space": "Space",
        "tab": "Tab",
        "delete": "Del",
        "left": "Left",
        "right": "Right",
        "up": "Up",
        "down": "Down",
        "backspace": "Backspace",
        "ctrl+backslash": "^\\",
        "shift+up": "Shift+Up",
        "shift+down": "Shift+Down",
    }
    if key in names:
        return names[key]
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper()}"
    return key.upper() if len(key) > 1 else key
