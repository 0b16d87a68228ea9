"""The commands for papers: `sheet`, `packing` and `paper` print one, `calendar` can write a file.

A paper takes a `layout` and whether it is `large`, as `papers.files` does. Another session may
have the store open. All raise `NotFound` if there is no case, or nothing to print; `Refused` if a
doctor or a file is meant that cannot be told.
"""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from so_tui.cli.field_values import choose
from so_tui.cli.group import CASE, PaperCommand, ShellCommand, user_words
from so_tui.cli.opening import look_at_case, look_at_store, shown_case
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo, put_bytes
from so_tui.cli.stdin import DASH, received_line, received_lines
from so_tui.content import text, words
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState, of_case
from so_tui.domain.text import clean
from so_tui.storage.errors import reason_of

if TYPE_CHECKING:
    from so_tui.papers.files import Layout


@click.command(cls=PaperCommand, help=text("sheet.cli.help"))
@click.option(
    "--doctor", metavar="NAME", default="", help=text("sheet.cli.doctor"), type=user_words
)
@click.option("--no-about", is_flag=True, help=text("sheet.cli.no_about"))
def sheet(options: Options, layout: "Layout", large: bool, doctor: str, no_about: bool) -> int:
    """Print the question sheet for a doctor.

    Args:
        no_about: Whether to leave out the page about the patient.
        doctor: Words of the doctor's name, or the id; '' for the one to see next, '-' for
            standard input.
    """
    from so_tui.papers.files import write_out
    from so_tui.papers.sheet import make_sheet

    state, today = look_at_case(options), date.today()
    reader = _doctor(state, received_line(doctor), today)
    made = make_sheet(state, reader, today, with_about=not no_about)
    return _put(write_out(made, layout, large=large))


@click.command(cls=PaperCommand, help=text("packing.cli.help"))
def packing(options: Options, layout: "Layout", large: bool) -> int:
    """Print what to take to the next visit that is not private."""
    from so_tui.logic.private import for_others
    from so_tui.logic.tick_lists import visit_to_pack
    from so_tui.papers.files import write_out
    from so_tui.papers.listing import make_packing

    state, today = for_others(look_at_case(options)), date.today()
    visit = visit_to_pack(state, today)
    if visit is None:
        raise NotFound(text("packing.no_visit"))
    return _put(write_out(make_packing(state, visit, today), layout, large=large))


@click.command(cls=PaperCommand, help=text("followup.cli.help"))
@click.argument("kind", type=click.Choice(list(words("followup.paper"))))
@click.option(
    "--add", metavar="WORDS", multiple=True, help=text("followup.cli.add"), type=user_words
)
@click.option(
    "--about", metavar="WORDS", default="", help=text("followup.cli.about"), type=user_words
)
@click.option("--rounds", is_flag=True, help=text("followup.cli.rounds"))
def paper(
    options: Options,
    layout: "Layout",
    large: bool,
    kind: str,
    add: tuple[str, ...],
    about: str,
    *,
    rounds: bool,
) -> int:
    """Print a paper, a value of `papers.writing.PaperKind`.

    Its private lines are left out but for those that `add` has words of.

    Args:
        about: Words of what it is about, for the papers that have a choice; '-' for standard input.
        rounds: Whether the timeline takes in the earlier rounds.
    """
    from so_tui.logic.cases import earlier_rounds
    from so_tui.papers.writing import PaperKind, private_lines, write_paper

    today, which = date.today(), PaperKind(kind)
    if rounds and which is not PaperKind.TIMELINE:
        raise Refused(text("followup.cli.no_rounds"))
    store = look_at_store(options)
    state = shown_case(store)
    cases = earlier_rounds(state.cases, state.case) if rounds else []
    earlier = [of_case(case.id, store.entities()) for case in cases]
    about = _about(state, kind, received_line(about))
    chosen: set[str] = set()
    if typed := received_lines(add):
        lines = private_lines(state, which, today, about, earlier)
        chosen = {choose("--add", lines, each) for each in typed}
    written = write_paper(
        state, which, layout, today, add=chosen, large=large, about=about, earlier=earlier
    )
    if written is None:
        raise NotFound(text("followup.nothing_to_print"))
    return _put(written)


@click.command(cls=ShellCommand, help=text("calendar.cli.help"), params=[CASE])
@click.argument("file", default="")
@click.option("--force", is_flag=True, help=text("calendar.cli.force"))
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(list(words("calendar.kind"))),
    help=text("calendar.cli.kind"),
)
@click.option("--private", is_flag=True, help=text("calendar.cli.private"))
def calendar(
    options: Options, file: str, *, force: bool, kinds: Sequence[str], private: bool
) -> int:
    """Write the visits and due dates as a calendar.

    Args:
        file: The file; '' or '-' to print it.
        kinds: The kinds of dates, values of `CalendarKind`; none for all.
        private: Whether to include what is private.
        force: Whether to replace an existing file, if that is such a calendar.

    Raises:
        Refused: The file exists, or it could not be written.
    """
    from so_tui.papers.calendar import EVERY_KIND, CalendarKind, make_calendar
    from so_tui.papers.files import put_at

    chosen = frozenset(map(CalendarKind, kinds)) or EVERY_KIND
    written = make_calendar(look_at_case(options), datetime.now(UTC), chosen, private=private)
    if not file or file == DASH:
        put_bytes(written)
        return 0
    path = Path(file)
    if force and os.path.lexists(path) and not _is_ours(path):
        raise Refused(text("calendar.not_ours", path=path))
    try:
        put_at(path, written, replace=force)
    except FileExistsError:
        raise Refused(text("calendar.exists", path=path)) from None
    except OSError as error:
        raise Refused(text("sheet.not_written", reason=reason_of(error))) from None
    echo(text("calendar.done", path=path))
    return 0


def _put(written: str) -> int:
    """Print a paper in UTF-8 whatever the locale is; form feeds are for printers."""
    put_bytes((clean(written) if sys.stdout.isatty() else written).encode("utf-8"))
    return 0


def _about(state: AppState, kind: str, words: str) -> str:
    """Return the key of what a paper is about; '' for what needs no choice."""
    from so_tui.cli.field_values import choose
    from so_tui.papers.subjects import SUBJECTS, subjects

    if kind not in SUBJECTS:
        if words:
            raise Refused(text("followup.cli.no_about"))
        return ""
    known = subjects(state, kind)
    if words:
        return choose(text("followup.paper." + kind), known, words)
    if kind == "insurer" and len(known) > 1:
        names = ", ".join(f"'{name}'" for _, name in known)
        raise Refused(text("followup.cli.choose", words=names))
    return ""


def _doctor(state: AppState, name: str, today: date) -> Doctor:
    if not name:
        from so_tui.papers.sheet import doctor_to_see

        found = doctor_to_see(state, today)
        if found is None:
            raise NotFound(text("sheet.cli.no_doctor"))
        return found
    from so_tui.cli.acts import meant
    from so_tui.cli.entity_commands import DOCTOR

    doctors = [(DOCTOR, doctor) for doctor in in_order(state.doctors.values())]
    return cast(Doctor, meant(state, doctors, name, "sheet.cli")[1])


def _is_ours(path: Path) -> bool:
    """Return whether a file is a calendar written by this program."""
    from so_tui.papers.calendar import MAKER
    from so_tui.storage.backup.copy_files import read_file
    from so_tui.storage.errors import StoreError

    try:
        start = read_file(path)[:1000]
    except (OSError, StoreError):
        return False
    return start.startswith(b"BEGIN:VCALENDAR") and MAKER.encode() in start
