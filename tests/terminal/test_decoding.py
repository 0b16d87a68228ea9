"""Any bytes become characters."""

from hypothesis import given
from hypothesis import strategies as st

from so_tui.terminal.decoding import KeyDecoder


def decode(*pieces: bytes) -> str:
    decoder = KeyDecoder()
    return "".join(map(decoder.feed, pieces)) + decoder.finish()


def test_a_stray_byte_is_read_as_old_terminals_send_it() -> None:
    assert decode(b"caf\xe9 ol\xe9") == "café olé"
    assert decode(b"\xff\xc3") == "ÿÃ"


def test_a_byte_without_meaning_is_dropped() -> None:
    assert decode(b"a\x81b") == "ab"


def test_a_character_may_come_in_pieces() -> None:
    decoder = KeyDecoder()
    assert decoder.feed("é".encode()[:1]) == ""
    assert decoder.is_pending
    assert decoder.feed("é".encode()[1:]) == "é"
    assert not decoder.is_pending


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 5))
def test_text_comes_through_whole_however_it_is_cut(text: str, size: int) -> None:
    data = text.encode()
    assert decode(*(data[i : i + size] for i in range(0, len(data), size))) == text


@given(st.binary(), st.integers(1, 5))
def test_no_bytes_make_it_fail(data: bytes, size: int) -> None:
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    assert decode(*pieces) == decode(data)
