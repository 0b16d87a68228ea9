"""Decoding bytes from the terminal into characters, whatever bytes they are."""

import codecs

_FALLBACK = "so_tui.stray_bytes"
_WHOLE = "so_tui.known_bytes"


def _stray_bytes(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are not UTF-8 as cp1252, which old terminals send: 0xE9 is 'é'."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "ignore"), error.end


def _known_bytes(error: UnicodeError) -> tuple[str, int]:
    """The same, but fail on the few bytes that are undefined in cp1252 too."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252"), error.end


codecs.register_error(_FALLBACK, _stray_bytes)
codecs.register_error(_WHOLE, _known_bytes)


class NotText(ValueError):
    """The bytes are not text: they are neither UTF-8 nor what old terminals send."""


def decode(content: bytes) -> str:
    """Decode bytes from outside like keys, but without dropping any.

    Raises:
        NotText: Some bytes would have to be dropped.
    """
    try:
        read = content.decode("utf-8", _WHOLE)
    except UnicodeDecodeError:
        raise NotText from None
    if "\0" in read:
        raise NotText
    return read


class KeyDecoder:
    """An incremental UTF-8 decoder that never fails.

    A character may come in pieces. A byte that cannot be UTF-8 is decoded as cp1252; the few that
    are undefined there too are dropped.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(_FALLBACK)

    @property
    def is_pending(self) -> bool:
        """Whether an incomplete character is pending."""
        return bool(self._decoder.getstate()[0])

    def feed(self, data: bytes) -> str:
        """Return the characters that are now complete."""
        return self._decoder.decode(data)

    def finish(self) -> str:
        """Return the pending bytes as stray ones, since no more of the character will come."""
        return self._decoder.decode(b"", final=True)
