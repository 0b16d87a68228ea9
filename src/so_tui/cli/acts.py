"""What the commands do that add, list and set entities of one kind, and tick a task.

All raise `NotFound` if there is no case or no such entity, and `Refused`, having changed nothing,
if a value is invalid or several entities match.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from so_tui.cli.arranged_commands import ARRANGED
from so_tui.cli.entity_commands import NOUNS, TASK, EntityCommand
from so_tui.cli.field_values import Given, choose, fill, matching, touched
from so_tui.cli.opening import author_of, look_at_case, open_case
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo, print_json, put_utf8, tell
from so_tui.cli.record_commands import RECORD
from so_tui.cli.stdin import DASH, batches, received, received_line, received_lines
from so_tui.content import text
from so_tui.domain.approvals import Approval
from so_tui.domain.checklist import tick
from so_tui.domain.entity import CaseEntity
from so_tui.domain.record_progress import progress_of as progress_by
from so_tui.domain.records import Record
from so_tui.domain.state import AppState, Change, apply
from so_tui.domain.text import clean_line, first_line
from so_tui.logic.approvals import events_of
from so_tui.logic.clashes import said_of
from so_tui.logic.people import keep
from so_tui.logic.plan import put_task
from so_tui.logic.private import beside

if TYPE_CHECKING:
    from so_tui.storage.store import Store

EVERY: dict[str, tuple[EntityCommand[Any], ...]] = {**NOUNS, "record": (RECORD,), **ARRANGED}
"""The kinds of entity for each noun of the command line."""
SHOWN = 200
"""Most characters of an entity's name in an answer."""
LABEL = 80
"""Most characters of what undo says."""


def add(options: Options, noun: str, words: str, as_json: bool, **given: Any) -> int:
    """Add an entity. Another session may have the store open.

    Args:
        noun: A key of `EVERY`.
        words: Its text or its person; '-' to read standard input, with one entity per line.
        **given: Its other fields, as typed in the form.
    """
    kind, *_ = EVERY[noun]
    with open_case(options) as store:
        given = _received(given)
        every = batches(text("cli.stdin.lines")) if words == DASH else [[words]]
        for lines in every:
            _add_each(options, store, kind, lines, given, as_json)
        if not options.saved:
            raise Refused(text("cli.lines.empty"))
    return 0


def _add_each(
    options: Options,
    store: "Store",
    kind: EntityCommand[Any],
    lines: Sequence[str],
    given: Given,
    as_json: bool,
) -> None:
    """Add an entity for each line, all or none, and print what was added."""
    state, now = store.state(), datetime.now()
    every: list[CaseEntity] = []
    changes: list[Change] = []
    for line in filter(None, map(clean_line, lines)):
        values = {**given, kind.naming: line}
        made = _filled(kind, state, kind.fresh(state, values, now), values, now.date(), new=True)
        more = (*keep(state, made, now.date()), *kind.also(state, made, values, now.date()))
        state = apply(state, more)
        every.append(made)
        changes += more
    if every:
        _keep(options, store, kind, every, changes, "added", as_json)


def change(options: Options, noun: str, words: str, as_json: bool, **given: Any) -> int:
    """Change the entity with this id, or the only one that contains the words.

    Args:
        noun: A key of `EVERY`.
        words: Its id, or words of its name; '-' for standard input.
        **given: The fields to change, as typed in the form.
    """
    with open_case(options) as store:
        state, today = store.state(), date.today()
        given, words = _received(given), received_line(words)
        every = [(kind, each) for kind in EVERY[noun] for each in kind.every(state)]
        kind, old = meant(state, every, words, "cli.lines.any")
        kind.refuse(old, given)
        made = _filled(kind, state, old, given, today, new=False)
        changes = keep(state, made, today, old) if made != old else ()
        more = kind.also(state, made, given, today)
        _keep(options, store, kind, [made], (*changes, *more), "changed", as_json)
    return 0


def finish_task(options: Options, words: str) -> int:
    """Tick the open task that contains the words."""
    with open_case(options) as store:
        state = store.state()
        still_open = [(TASK, task) for task in TASK.every(state) if TASK.listed(task)]
        _, task = meant(state, still_open, received_line(words), "cli.lines.task")
        ticked = tick(task, date.today())
        change = put_task(state, ticked, task)
        _keep(options, store, TASK, [ticked], (change,), "ticked", as_json=False)
    return 0


def list_all(options: Options, noun: str, as_json: bool) -> int:
    """Print all entities of a noun in order, one per line; only open tasks are listed."""
    state, today = look_at_case(options), date.today()
    found = [(kind, e) for kind in EVERY[noun] for e in kind.every(state) if kind.listed(e)]
    if as_json:
        print_json([_document(state, kind, each) for kind, each in found])
    else:
        put_utf8("\n".join(_line(state, kind, each, today) for kind, each in found))
    return 0


def meant(
    state: AppState, every: Sequence[tuple[EntityCommand[Any], Any]], words: str, table: str
) -> tuple[EntityCommand[Any], Any]:
    """Return the entity that an id or words identify.

    Args:
        every: The candidates.
        words: The id, or words of its name.
        table: Has the messages for no match and for several.

    Raises:
        NotFound: None matches.
        Refused: Several match; the message lists them.
    """
    sought = clean_line(words).strip()
    names = {each.id: clean_line(kind.called(state, each)) for kind, each in every}
    found = matching(names.items(), sought)
    if not found:
        raise NotFound(text(f"{table}.none", words=sought))
    if len(found) > 1:
        lines = "\n".join(f"  {names[id_]} ({id_})" for id_ in found)
        raise Refused(f"{text(f'{table}.several', count=len(found))}\n{lines}")
    return next(one for one in every if one[1].id == found[0])


def _filled(
    kind: EntityCommand[Any], state: AppState, start: Any, given: Given, today: date, *, new: bool
) -> Any:
    """Return the entity with the given values filled in."""
    made, fits = start, set(kind.aside)
    typed = {kind.renamed.get(name, name): value for name, value in given.items()}
    for make in kind.fillings:
        filling = make(state, made, today, new)
        if taken := touched(filling, typed):
            made, fits = fill(filling, typed), fits | taken
    if odd := {name for name in given if kind.renamed.get(name, name) not in fits}:
        flags = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(odd))
        raise Refused(text("cli.lines.unfit", flags=flags))
    return made


def is_private(typed: str) -> bool:
    """Return whether something is to be private, as typed: 'yes' or 'no'; `Refused` if neither."""
    options = (("yes", text("private.yes")), ("no", text("private.no")))
    return choose(text("private.label"), options, typed) == "yes"


def _received(given: Given) -> dict[str, Any]:
    """Return the fields that were given, with standard input's content in place of a dash."""
    return {
        name: received_lines(value) if isinstance(value, tuple) else received(value)
        for name, value in given.items()
        if value not in (None, ())
    }


def _keep(
    options: Options,
    store: "Store",
    kind: EntityCommand[Any],
    made: Sequence[CaseEntity],
    changes: Sequence[Change],
    what: str,
    as_json: bool,
) -> None:
    """Commit the changes as the last author, and print what was made: a sentence each, or JSON."""
    before = store.state()
    after = apply(before, changes)
    names = [first_line(clean_line(kind.called(after, each)), SHOWN) for each in made]
    said = [text(f"{kind.said}.{what}", name=name, text=name) for name in names]
    if changes:
        label = (
            first_line(said[0], LABEL)
            if len(said) == 1
            else text("cli.lines.added", count=len(said))
        )
        store.commit(changes, label=label, author=author_of(store))
    options.saved = True
    if as_json:
        documents = [_document(store.state(), kind, each) for each in made]
        print_json(documents[0] if len(documents) == 1 else documents)
    else:
        echo("\n".join(said))
    if clash := said_of(before, store.state(), changes, date.today()):
        tell(clash)


def _line(state: AppState, kind: EntityCommand[Any], each: CaseEntity, today: date) -> str:
    name, more = clean_line(kind.called(state, each)), kind.more(state, each, today)
    return beside(each, f"{name} ({clean_line(more)})" if more else name)


def _document(state: AppState, kind: EntityCommand[Any], each: CaseEntity) -> dict[str, Any]:
    """Return an entity as a document, starting with its kind if the list has several."""
    from so_tui.storage.documents.codec import encode

    document = {"kind": kind.kind, **encode(each)} if kind.kind else encode(each)
    if isinstance(each, Approval):
        document["events"] = [encode(event) for event in events_of(state, each)]
    if isinstance(each, Record):
        lanes = [lane for lane in state.lanes.values() if lane.record_id == each.id]
        document["lanes"] = [
            encode(lane) | {"events": progress_by(lane, state.events.values()).events}
            for lane in lanes
        ]
    return document
