"""Any bytes become characters."""

import codecs

from hypothesis import given
from hypothesis import strategies as st

from so_tui.terminal.decoding import STRAY_BYTES


def decode(*pieces: bytes) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")(STRAY_BYTES)
    return "".join(map(decoder.decode, pieces)) + decoder.decode(b"", final=True)


def test_a_stray_byte_is_read_as_old_terminals_send_it() -> None:
    assert decode(b"caf\xe9 ol\xe9") == "café olé"
    assert decode(b"\xff\xc3") == "ÿÃ"


def test_a_byte_without_meaning_is_dropped() -> None:
    assert decode(b"a\x81b") == "ab"


def test_a_character_may_come_in_pieces() -> None:
    decoder = codecs.getincrementaldecoder("utf-8")(STRAY_BYTES)
    assert decoder.decode("é".encode()[:1]) == ""
    assert decoder.getstate()[0]
    assert decoder.decode("é".encode()[1:]) == "é"
    assert not decoder.getstate()[0]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 5))
def test_text_comes_through_whole_however_it_is_cut(text: str, size: int) -> None:
    data = text.encode()
    assert decode(*(data[i : i + size] for i in range(0, len(data), size))) == text


@given(st.binary(), st.integers(1, 5))
def test_no_bytes_make_it_fail(data: bytes, size: int) -> None:
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    assert decode(*pieces) == decode(data)
