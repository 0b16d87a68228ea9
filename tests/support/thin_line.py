"""The thin line with a terminal at its end."""

from so_tui.terminal.thin.cursor import Abilities
from so_tui.terminal.thin.output import ThinOutput
from tests.support.emulator import Emulator


class Line:
    """A thin output with a terminal at its end."""

    def __init__(
        self, columns: int = 10, rows: int = 3, *, erases: bool = True, moves: bool = True
    ) -> None:
        self.terminal = Emulator(columns, rows)
        self.sent: list[str] = []
        self.is_full = False
        self.asked = 0
        self.thin = ThinOutput(self._send, self._ask, Abilities(erases, moves))
        self.thin.resized(columns, rows)

    def _send(self, text: str) -> bool:
        if not self.is_full:
            self.sent.append(text)
            self.terminal.feed(text.encode())
        return not self.is_full

    def _ask(self) -> None:
        self.asked += 1

    def write(self, text: str) -> str:
        """Write a frame and return what was sent."""
        self.sent.clear()
        self.thin.write(text)
        return "".join(self.sent)

    def screen(self, *rows: str) -> str:
        """Write a frame that fills the screen, and return what was sent."""
        frame = "\n".join(f"\x1b[{y};1H{row}" for y, row in enumerate(rows, 1))
        return self.write(frame + "\x1b[1;1H")
