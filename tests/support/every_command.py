"""Every command that there is, with words that mean something in the small case of `shell`."""

from collections.abc import Iterator

import click

from so_tui.cli.group import group

Path = tuple[str, ...]

READING: dict[Path, Path] = {
    (): (),
    ("status",): (),
    ("export",): (),
    ("backup",): ("-",),
    ("sheet",): (),
    ("dates",): (),
    ("calendar",): (),
    ("packing",): (),
    ("paper",): ("agenda",),
    ("find",): ("A lump",),
    ("visit",): (),
    ("note", "list"): (),
    ("diary", "list"): (),
    ("task", "list"): (),
    ("question", "list"): ("--json",),
    ("record", "list"): ("--json",),
    ("call", "list"): ("--json",),
    ("visit", "list"): (),
    ("person", "list"): (),
    ("case", "list"): (),
    ("contact", "list"): (),
    ("about", "list"): (),
    ("approval", "list"): (),
    ("bill", "list"): (),
    ("consent", "list"): (),
    ("cost", "list"): (),
    ("portal", "list"): (),
    ("record", "event", "list"): ("letter",),
}
"""What reads the store, and prints something of it."""
WRITING: dict[Path, Path] = {
    ("note", "add"): ("late thought",),
    ("note", "set"): ("first thought", "--private", "yes"),
    ("note", "move"): ("first thought", "--to", "diary"),
    ("diary", "add"): ("tired",),
    ("task", "add"): ("pack",),
    ("task", "set"): ("call the lab", "--due", "+5"),
    ("task", "done"): ("call the lab",),
    ("question", "add"): ("why",),
    ("question", "set"): ("how long", "--text", "how long in all"),
    ("record", "add"): ("slides",),
    ("record", "set"): ("letter", "--note", "one page"),
    ("call", "add"): ("Insurer",),
    ("call", "set"): ("Hospital", "--person", "Kim"),
    ("visit", "add"): ("Lee",),
    ("visit", "set"): ("0000000000e1", "--place", "Room 4"),
    ("person", "add"): ("Nora", "--kind", "companion"),
    ("person", "set"): ("Lee", "--place", "Hillview"),
    ("person", "takes-over"): ("Lee",),
    ("case", "add"): ("The other knee",),
    ("case", "round"): ("It is back",),
    ("contact", "add"): ("Ada",),
    ("contact", "set"): ("Ann", "--phone", "555-0103"),
    ("about", "set"): ("--allergies", "plasters"),
    ("approval", "add"): ("scan",),
    ("approval", "set"): ("first visit", "--note", "by post"),
    ("bill", "add"): ("scan",),
    ("bill", "set"): ("slides", "--pay-by", "+9"),
    ("consent", "add"): ("discs",),
    ("consent", "set"): ("all records", "--to", "Lakeside"),
    ("cost", "add"): ("scan",),
    ("cost", "set"): ("parking", "--mine", "12"),
    ("portal", "add"): ("Lakeside",),
    ("portal", "set"): ("Hillview", "--note", "555-0104"),
    ("record", "event", "add"): ("letter", "--kind", "asked"),
    ("record", "call"): ("letter", "--person", "Kim"),
    ("undo",): (),
}
"""What adds to the notes or changes them."""
OTHERS: frozenset[Path] = frozenset({
    ("case", "open"), ("case", "archive"), ("case", "reopen"), ("case", "delete"),
    ("demo",), ("restore",), ("lock",), ("unlock",), ("passphrase",), ("check",), ("doctor",),
})  # fmt: skip
"""What is about the store as a whole, or not about the user's own."""
FIRST: tuple[Path, ...] = (
    ("note", "add", "first thought"),
    ("diary", "add", "slept badly"),
    ("task", "add", "call the lab"),
    ("question", "add", "how long"),
    ("record", "add", "letter"),
    ("call", "add", "Hospital"),
    ("contact", "add", "Ann"),
    ("about", "set", "--medicines", "aspirin"),
    ("approval", "add", "first visit"),
    ("bill", "add", "slides"),
    ("consent", "add", "all records"),
    ("cost", "add", "parking"),
    ("portal", "add", "Hillview"),
    ("record", "event", "add", "letter", "--kind", "asked"),
)
"""What makes the things that the commands are about."""


def all_commands() -> set[Path]:
    """Return the path of each command that the program knows."""
    return {(), *_below(group, ())}


def below(command: click.Command) -> dict[str, click.Command]:
    """Return the commands of a group by name; none of what is no group."""
    if not isinstance(command, click.Group):
        return {}
    context = click.Context(command)
    found = {name: command.get_command(context, name) for name in command.list_commands(context)}
    return {name: each for name, each in found.items() if each is not None}


def _below(command: click.Group, path: Path) -> Iterator[Path]:
    for name, each in below(command).items():
        here = (*path, name)
        if not isinstance(each, click.Group):
            yield here
            continue
        if each.invoke_without_command:
            yield here
        yield from _below(each, here)
