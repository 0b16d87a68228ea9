"""A thread of its own for what has to wait for a disk."""

import threading
from collections.abc import Callable


class Saver:
    """Does one piece of work after the other, in a thread that ends with the program.

    Work that is asked for twice before it begins is done once.
    """

    def __init__(self) -> None:
        self._wanted: dict[str, Callable[[], None]] = {}
        self._busy = self._ended = False
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None

    def ask(self, name: str, work: Callable[[], None]) -> None:
        """Have something done as soon as possible.

        Args:
            name: Tells it from other work.
            work: Does it. An error that it raises is one of the program, which ends by it.
        """
        with self._news:
            self._wanted[name] = work
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="saver", daemon=True)
                self._thread.start()
            self._news.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until all is done that was asked for; return whether it is."""
        with self._news:
            return self._news.wait_for(self._is_idle, seconds)

    def end(self) -> None:
        """Do what was asked for, and nothing more after that."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _is_idle(self) -> bool:
        return not self._wanted and not self._busy

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._wanted or self._ended)
                if not self._wanted:
                    return
                work = self._wanted.pop(next(iter(self._wanted)))
                self._busy = True
            try:
                work()
            finally:
                with self._news:
                    self._busy = False
                    self._news.notify_all()
