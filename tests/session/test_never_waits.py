"""The thread that draws waits for no disk: what it calls of a session stays in memory."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from so_tui.domain.state import Put
from so_tui.session.session import Session
from so_tui.storage.store import Store
from tests.support.busy import held
from tests.support.stored import CASE
from tests.support.vault import note

PURE = {"cpu_count", "fspath", "getpid", "urandom"}
"""Functions of the operating system that look at no file."""


@contextmanager
def waits_noted() -> Iterator[list[str]]:
    """Note each call by which this thread asks for a file, or waits for another thread."""
    noted: list[str] = []

    def note_it(frame: FrameType, event: str, called: Any) -> None:
        if event != "c_call":
            return
        owner, name = getattr(called, "__self__", None), called.__name__
        module = getattr(owner, "__name__", "")
        asks = module in ("posix", "fcntl", "_io", "time") and name not in PURE | {"monotonic"}
        waits = name == "acquire" and type(owner).__name__ == "lock"
        if asks or (waits and frame.f_code.co_name != "_wait_for_tstate_lock"):  # of `is_alive`
            noted.append(f"{name} in {frame.f_code.co_name}")

    sys.setprofile(note_it)
    try:
        yield noted
    finally:
        sys.setprofile(None)


def made(folder: Path) -> Session:
    """Return a session over a few notes, whose worker runs."""
    folder.mkdir(mode=0o700)
    session = Session(Store.open(folder))
    session.apply([Put(CASE), Put(note(1))], "Added", "Maria")
    assert session.wait()
    session.collect()
    return session


def write(session: Session) -> None:
    session.apply([Put(note(2))], "Added", "Maria", "note:v")


IN_MEMORY: dict[str, Callable[[Session], object]] = {
    "a letter": lambda session: session.draft("note:v", "half"),
    "a change": write,
    "a setting": lambda session: session.set("theme", "dark"),
    "a case": lambda session: session.open_case(CASE.id),
    "a name": lambda session: session.write_as("Sam"),
    "the drafts": lambda session: session.flush_drafts(),
    "a look": lambda session: session.poll(),
    "what came": lambda session: session.collect(),
    "what there is": lambda session: (session.reader(""), session.store.state()),
    "what can be undone": lambda session: session.store.next_undo("Maria"),
}


@pytest.mark.parametrize("name", IN_MEMORY)
def test_nothing_waits_while_a_save_does(tmp_path: Path, name: str) -> None:
    session = made(tmp_path / "notes")
    session.draft("note:v", "text")
    with held(session.folder):
        session.apply([Put(note(3))])
        assert not session.wait(0)
        with waits_noted() as noted:
            IN_MEMORY[name](session)
        assert noted == []
        assert not session.wait(0)
        assert session.waiting >= {note(3).id}
    assert session.wait()
    asyncio.run(session.end())
    session.store.close()


def test_a_wait_would_be_noted(tmp_path: Path) -> None:
    session = made(tmp_path / "notes")
    with held(session.folder):
        session.apply([Put(note(3))])
        with waits_noted() as noted:
            session.wait(0.001)
    assert noted
    with waits_noted() as noted:
        session.snapshots.write()
    assert noted
    asyncio.run(session.end())
    session.store.close()


async def move(session: Session) -> None:
    await session.relocate(session.folder.with_name("stick"))


async def close_and_open(session: Session) -> None:
    assert await session.suspend()
    await session.resume()


async def undo(session: Session) -> None:
    assert await session.undo("Maria") is not None


AWAITED: dict[str, Callable[[Session], Coroutine[Any, Any, object]]] = {
    "undo": undo,
    "all saved": lambda session: session.save_all(),
    "closed and opened": close_and_open,
    "elsewhere": move,
    "the end": lambda session: session.end(),
}


@pytest.mark.parametrize("name", AWAITED)
def test_what_takes_long_leaves_the_loop_to_others(tmp_path: Path, name: str) -> None:
    session = made(tmp_path / "notes")

    async def all_of_it() -> None:
        with held(session.folder):
            session.apply([Put(note(3))])
            running = asyncio.create_task(AWAITED[name](session))
            for _ in range(5):  # the loop goes on while the save cannot
                await asyncio.sleep(0)
            assert not running.done()
            assert session.waiting >= {note(3).id}
        await running

    asyncio.run(all_of_it())
    if name != "the end":
        asyncio.run(session.end())
    session.store.close()
    assert note(3) in Store.read(session.folder).entities()


@pytest.mark.parametrize("name", AWAITED)
def test_what_takes_long_asks_for_files_elsewhere(tmp_path: Path, name: str) -> None:
    session = made(tmp_path / "notes")
    found: list[str] = []

    async def all_of_it() -> None:
        running = asyncio.create_task(AWAITED[name](session))
        with waits_noted() as noted:
            await running
        found.extend(noted)

    asyncio.run(all_of_it())
    # Threads are handed their work, and tell when they have begun.
    assert [call for call in found if not call.startswith("acquire")] == []
    if name != "the end":
        asyncio.run(session.end())
    session.store.close()
