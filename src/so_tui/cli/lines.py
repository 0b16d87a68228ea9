"""Adding one line to the notes from a shell, and listing those there are."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from so_tui.asking import words_of
from so_tui.cli.commands import _echo, _look_at_store, _open_store
from so_tui.cli.wishes import NotFound, Refused, Wishes
from so_tui.content import say, sections
from so_tui.domain.checklist import Task, due_date, tick
from so_tui.domain.dates import parse_due, show_day
from so_tui.domain.entity import Entity
from so_tui.domain.people import next_visit
from so_tui.domain.questions import Question, in_order, twin_of
from so_tui.domain.text import clean, clean_line, first_line
from so_tui.state import AppState, Change, Put

if TYPE_CHECKING:
    from so_tui.storage.store import Store

SHOWN = 60
"""So many characters of a line are named in an answer."""


def add_task(wishes: Wishes, text: str, due: str, owner: str) -> int:
    """Write a task at the end of the first section. Another session may have the store open.

    Args:
        wishes: The options.
        text: The task.
        due: As it is typed in the form: '3 Dec', '+5', 'visit -7'; '' for no date.
        owner: Who does it.

    Raises:
        NotFound: There is no case, or no visit to count from.
        Refused: The date cannot be read, or there are no words.
    """
    with _open_store(wishes.data_dir, wishes.passphrase_fd) as store:
        state, today = store.state(), date.today()
        rule, visit_id = _due(state, due, today)
        task = Task(
            case_id=_case_id(state),
            section=sections()[0].key,
            text=clean_line(_some(text)),
            owner=clean_line(owner),
            due=rule if isinstance(rule, date) else None,
            due_visit=visit_id,
            due_days=rule if isinstance(rule, int) else 0,
            order=max((t.order for t in state.tasks.values()), default=0) + 1,
        )
        _keep(store, Put(task), say("checklist.added", text=first_line(task.text, SHOWN)))
    return 0


def finish_task(wishes: Wishes, words: str) -> int:
    """Tick the open task that holds the words.

    Raises:
        NotFound: There is no case, or no open task holds them.
        Refused: More than one does; each is named.
    """
    with _open_store(wishes.data_dir, wishes.passphrase_fd) as store:
        state = store.state()
        _case_id(state)
        found = [task for task in _open_tasks(state) if _holds(task.text, words)]
        if not found:
            raise NotFound(say("cli.lines.task.none", words=clean_line(words)))
        same = [task for task in found if task.text.casefold() == words.casefold()]
        if len(same or found) > 1:
            names = "\n".join(f"  {clean_line(task.text)}" for task in found)
            raise Refused(f"{say('cli.lines.task.several', count=len(found))}\n{names}")
        (task,) = same or found
        said = say("checklist.ticked", text=first_line(task.text, SHOWN))
        _keep(store, Put(tick(task, date.today()), task), said)
    return 0


def add_question(wishes: Wishes, text: str) -> int:
    """Write a question for every doctor at the end of the list.

    Raises:
        NotFound: There is no case.
        Refused: It is on the list already, or there are no words.
    """
    with _open_store(wishes.data_dir, wishes.passphrase_fd) as store:
        state = store.state()
        order = max((q.order for q in state.questions.values()), default=0) + 1
        question = Question(case_id=_case_id(state), text=clean_line(_some(text)), order=order)
        if twin := twin_of(question, state.questions.values()):
            raise Refused(say("questions.twice", text=first_line(twin.text, SHOWN)))
        _keep(store, Put(question), say("questions.added", text=first_line(question.text, SHOWN)))
    return 0


def list_tasks(wishes: Wishes, as_json: bool) -> int:
    """Print the open tasks in their order, each with its date.

    Raises:
        NotFound: There is no case.
    """
    state = _look_at_store(wishes.data_dir, wishes.passphrase_fd).state()
    _case_id(state)
    tasks = _open_tasks(state)
    days = [show_day(due_date(task, state.visits)) for task in tasks]
    texts = [clean_line(task.text) for task in tasks]
    lines = [f"{text} ({day})" if day else text for text, day in zip(texts, days, strict=True)]
    return _print(tasks, lines, as_json)


def list_questions(wishes: Wishes, as_json: bool) -> int:
    """Print the questions in the order to ask them, in the words of this case.

    Raises:
        NotFound: There is no case.
    """
    state = _look_at_store(wishes.data_dir, wishes.passphrase_fd).state()
    _case_id(state)
    questions = in_order(state.questions.values())
    return _print(questions, [words_of(state, question) for question in questions], as_json)


def _open_tasks(state: AppState) -> list[Task]:
    found = (task for task in state.tasks.values() if task.done_on is None)
    return sorted(found, key=lambda task: (task.order, task.id))


def _case_id(state: AppState) -> str:
    if state.case is None:
        raise NotFound(say("sheet.cli.no_case"))
    return state.case_id


def _some(text: str) -> str:
    if not clean_line(text).strip():
        raise Refused(say("cli.lines.empty"))
    return text.strip()


def _due(state: AppState, typed: str, today: date) -> tuple[date | int | None, str]:
    """Return the date or the days that were typed, and the visit the days count from."""
    try:
        rule = parse_due(typed, today)
    except ValueError:
        raise Refused(say("form.bad_due")) from None
    if not isinstance(rule, int):
        return rule, ""
    visit = next_visit(state.visits.values(), today)
    if visit is None:
        raise NotFound(say("form.no_visit"))
    return rule, visit.id


def _holds(text: str, words: str) -> bool:
    return all(word in text.casefold() for word in words.casefold().split())


def _keep(store: "Store", change: Change, said: str) -> None:
    """Keep a change as the one who typed last, who can take it back in the program."""
    case = store.state().case
    author = store.settings.get("author", "") or (case.patient if case else "")
    store.commit([change], said=said, author=clean_line(author))
    _echo(said)


def _print(entities: Iterable[Entity], lines: Iterable[str], as_json: bool) -> int:
    from so_tui.storage.codec import encode

    if as_json:
        text = json.dumps([encode(entity) for entity in entities], indent=2, ensure_ascii=False)
    else:
        text = "\n".join(lines)
    if text:
        sys.stdout.buffer.write(clean(text).encode("utf-8") + b"\n")
    return 0
