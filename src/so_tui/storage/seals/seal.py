"""The seam where bytes become the content of a file, and back: the place for encryption."""

from typing import Protocol


class Seal(Protocol):
    """Turns plain bytes into the bytes stored on disk.

    A journal entry or a draft is one line of a file: what `seal` returns for it has no newline.
    """

    def seal(self, content: bytes, context: str) -> bytes:
        """Return the bytes to store.

        Args:
            content: The plain bytes.
            context: Where they will be stored; `open` is given the same context, so that bytes
                moved elsewhere are detected.
        """

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the plain bytes.

        Raises:
            ValueError: They were not sealed by us for this context.
        """


class Plain:
    """Leaves everything unchanged."""

    def seal(self, content: bytes, context: str) -> bytes:
        """Return the content."""
        return content

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the content."""
        return sealed


PLAIN: Seal = Plain()
