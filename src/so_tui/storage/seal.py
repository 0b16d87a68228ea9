"""The one seam where bytes become what lies in a file, and back: the place for encryption."""

from typing import Protocol


class Seal(Protocol):
    """Turns bytes into the bytes that lie on disk.

    A record or a draft is one line of a file: what `seal` returns for it holds no newline.
    """

    def seal(self, content: bytes, context: str) -> bytes:
        """Return what is to lie on disk.

        Args:
            content: The plain bytes.
            context: Where they will lie; `open` is given the same words, so that bytes that were
                moved elsewhere can be told.
        """

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the plain bytes.

        Raises:
            ValueError: They were not sealed by us for this place.
        """


class Plain:
    """Leaves everything as it is."""

    def seal(self, content: bytes, context: str) -> bytes:
        """Return the content."""
        return content

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return the content."""
        return sealed


PLAIN: Seal = Plain()
