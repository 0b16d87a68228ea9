"""Bytes from the terminal become characters, whatever bytes they are."""

import codecs

_FALLBACK = "so_tui.stray_bytes"


def _stray_bytes(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as cp1252, which old terminals send: 0xE9 is 'é'."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "ignore"), error.end


codecs.register_error(_FALLBACK, _stray_bytes)


class KeyDecoder:
    """An incremental UTF-8 decoder that never fails.

    A character may come in pieces. A byte that cannot be UTF-8 is read as cp1252; the few that
    mean nothing there either are dropped.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(_FALLBACK)

    @property
    def is_pending(self) -> bool:
        """Whether the first bytes of a character wait for the rest."""
        return bool(self._decoder.getstate()[0])

    def feed(self, data: bytes) -> str:
        """Return the characters that are whole now."""
        return self._decoder.decode(data)

    def finish(self) -> str:
        """Return what waits as stray bytes, since no more of the character will come."""
        return self._decoder.decode(b"", final=True)
