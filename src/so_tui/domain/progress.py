"""The progress of a case: its steps, and how far each has come."""

from so_tui.domain.dataclass import dataclass

ARRANGING = ("insurance", "appointment", "records", "portal", "company")
"""The checklist sections that make up the step 'arrange'."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the case and its progress.

    Attributes:
        key: Its name, also of its words in `content/words/home.toml`.
        mode: The screen where it is done.
        done: Things done, of `total`; the step is 'done' when they are equal and not 0.
    """

    key: str
    mode: str
    done: int
    total: int

    @property
    def word(self) -> str:
        """'done', 'begun' or 'open'."""
        if self.total and self.done >= self.total:
            return "done"
        return "begun" if self.done else "open"
