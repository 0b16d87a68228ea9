"""The commands for cases: list, start, open, start a new round, archive, reopen, delete.

A case is named by its id or words of what it is called or whose it is; '' is the open one.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from so_tui.cli.case_meant import case_meant
from so_tui.cli.field_values import choose, fill
from so_tui.cli.group import JSON, WORDS, ShellGroup, user_words
from so_tui.cli.opening import author_of, look_at_store, open_quietly, tell_all
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo, print_json, put_utf8
from so_tui.cli.stdin import received_line
from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.state import Change, Put, of_case
from so_tui.domain.text import BLANK, clean_line, first_line
from so_tui.forms.cases import ALONG, deletion_filling, round_filling
from so_tui.forms.people import case_filling
from so_tui.logic.case_lifecycle import archived, reopened
from so_tui.logic.cases import by_person, case_line, cases_in_order, deletion, named
from so_tui.logic.people import start_case
from so_tui.logic.rounds import new_round
from so_tui.storage.read_only_store import OPENED

if TYPE_CHECKING:
    from so_tui.storage.store import Store

CASE = click.Argument(
    ["words"], nargs=-1, metavar="[WORDS]...", type=user_words,
    callback=lambda context, parameter, value: " ".join(value),
)  # fmt: skip

case = ShellGroup("case", help=text("cli.cases.help"))


def _option(name: str, **more: Any) -> click.Option:
    told = text(f"cli.cases.option.{name}")
    given = {"metavar": "WORDS", "default": "", "type": user_words, **more}
    return click.Option([f"--{name}", name], help=told, **given)


PART = {"metavar": "PART", "default": (), "multiple": True}


@case.command("list", help=text("cli.cases.list"), params=[JSON])
def list_all(options: Options, as_json: bool) -> int:
    """Print all cases by person; the open one says so."""
    state = look_at_store(options).state()
    if not state.cases:
        raise NotFound(text("sheet.cli.no_case"))
    if as_json:
        print_json(cases_in_order(state.cases.values()))
        return 0
    lines = (
        f"{name or text('cases.nobody')}: {case_line(each, state.case_id)}"
        for name, cases in by_person(state.cases.values())
        for each in cases
    )
    put_utf8("\n".join(map(clean_line, lines)))
    return 0


@case.command(help=text("cli.cases.add"), params=[WORDS, _option("patient"), _option("doctor")])
def add(options: Options, words: str, patient: str, doctor: str) -> int:
    """Start a case and open it."""
    given = {"title": words, "patient": patient, "doctor": doctor}
    given = {name: received_line(value) for name, value in given.items()}
    with _opened(options) as store:
        filling = case_filling(Case(title=BLANK, opened=date.today()), doctor=True)
        made, first = fill(filling, given)
        store.commit(start_case(made, first), author=author_of(store))
        store.set_setting(OPENED, made.id)
    options.saved = True
    echo(text("cli.cases.added", title=made.name))
    return 0


@case.command("open", help=text("cli.cases.open"), params=[WORDS])
def open_it(options: Options, words: str) -> int:
    """Open another case: commands and the program show it from now on."""
    with _opened(options) as store:
        found = case_meant(store.state(), received_line(words))
        if found.closed:
            raise Refused(text("cli.cases.is_archived", title=found.name))
        store.set_setting(OPENED, found.id)
    options.saved = True
    echo(text("status.opened", title=found.name))
    return 0


@case.command(
    "round",
    help=text("cli.cases.round"),
    params=[WORDS, _option("after"), _option("title"), _option("take", **PART),
            _option("leave", **PART), _option("archive", metavar="YES"), JSON],
)  # fmt: skip
def start_round(
    options: Options,
    words: str,
    after: str,
    title: str,
    take: tuple[str, ...],
    leave: tuple[str, ...],
    archive: str,
    as_json: bool,
) -> int:
    """Start a new round after a case as its form does, and open it."""
    today = date.today()
    with _opened(options) as store:
        before = case_meant(store.state(), received_line(after))
        old = of_case(before.id, store.reader(before.id)())
        filling = round_filling(old, today)
        parts = [(f.name.removeprefix(ALONG), f.label) for f in filling.fields if ALONG in f.name]
        named = {"round": words, "title": title, "archive": archive}
        given = {name: received_line(value) for name, value in named.items() if value}
        for sought, goes in (*((p, "yes") for p in take), *((p, "no") for p in leave)):
            part = choose(text("cli.cases.part"), parts, received_line(sought))
            given[f"{ALONG}{part}"] = goes
        chosen = fill(filling, given)
        said = text("cases.round_started", title=first_line(chosen.case.name, 40))
        store.commit(new_round(old, chosen, today), label=said, author=author_of(store))
        store.set_setting(OPENED, chosen.case.id)
    options.saved = True
    if as_json:
        print_json(chosen.case)
        return 0
    echo(text("cli.cases.round_started", title=chosen.case.name))
    for name, label in parts:
        word = "goes" if name in chosen.along else "stays"
        echo(f"  {label}: {text(f'cases.{word}')}")
    return 0


def _keep(
    options: Options, words: str, label: str, change: Callable[[Case], Sequence[Change]]
) -> int:
    with _opened(options) as store:
        found = case_meant(store.state(), received_line(words))
        said = text(label, title=found.name)
        before = store.state().case_id
        store.commit(change(found), label=said, author=author_of(store))
        said = "\n".join((said, *_opened_since(before, store)))
    options.saved = True
    echo(said)
    return 0


def _opened_since(before: str, store: "Store") -> Iterator[str]:
    """Yield which case commands are about from now on, and whose, if that was another before."""
    store.show(store.opened_last())
    state = store.state()
    if state.case and state.case_id != before:
        yield text("status.opened", title=named(state.case))


@case.command("archive", help=text("cli.cases.archive"), params=[CASE])
def archive(options: Options, words: str) -> int:
    """Archive a case: it can only be read then."""

    def change(found: Case) -> Sequence[Change]:
        return () if found.closed else (Put(archived(found, date.today()), found),)

    return _keep(options, words, "lookback.archived_said", change)


@case.command("reopen", help=text("cli.cases.reopen"), params=[WORDS])
def reopen(options: Options, words: str) -> int:
    """Reopen an archived case."""

    def change(found: Case) -> Sequence[Change]:
        return (Put(reopened(found), found),) if found.closed else ()

    return _keep(options, words, "lookback.reopened_said", change)


@case.command("delete", help=text("cli.cases.delete"), params=[WORDS, _option("name")])
def delete(options: Options, words: str, name: str) -> int:
    """Delete a case with all that is in it, if its name is typed as well."""
    with _opened(options) as store:
        found = case_meant(store.state(), received_line(words))
        fill(deletion_filling(found), {"name": received_line(name)})
        said, before = text("cases.deleted", title=found.name), store.state().case_id
        changes = deletion(found, store.reader(found.id)())
        store.commit(changes, label=said, author=author_of(store))
        said = "\n".join((said, *_opened_since(before, store)))
    options.saved = True
    echo(said)
    return 0


def _opened(options: Options) -> "Store":
    store = open_quietly(options)
    if store.standing is not None:
        store.notices.remove(store.standing)
    tell_all(*store.notices, *store.left_out)
    if store.refusal is not None:
        store.close()
        raise store.refusal
    options.left_out = bool(store.left_out)
    return store
