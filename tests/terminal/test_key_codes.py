"""Keys under the kitty protocol: every layout, with Shift, the keypad, and what is no key."""

import pytest

from so_tui.terminal.strokes import Stroke, keys_of


@pytest.mark.parametrize(
    ("sequence", "key", "character"),
    [
        ("[97u", "a", "a"),
        ("[97;1:1u", "a", "a"),
        ("[97;1:2u", "a", "a"),
        ("[97:65;2;65u", "A", "A"),
        ("[97:65;2u", "A", "A"),
        ("[97;2u", "A", "A"),
        ("[47:63;2u", "question_mark", "?"),
        ("[47:63;2;63u", "question_mark", "?"),
        ("[97;65u", "A", "A"),
        ("[32;;32u", "space", " "),
        ("[0;;233u", "é", "é"),
        ("[108;3;64u", "at", "@"),
        ("[113;7;64u", "at", "@"),
        ("[57400u", "1", "1"),
        ("[57400;129;49u", "1", "1"),
        ("[57409u", "full_stop", "."),
        ("[27u", "escape", "\x1b"),
        ("[27;2u", "escape", "\x1b"),
        ("[13u", "enter", "\r"),
        ("[13;2u", "enter", "\r"),
        ("[13;5u", "enter", "\r"),
        ("[57414u", "enter", "\r"),
        ("[9u", "tab", "\t"),
        ("[9;2u", "shift+tab", None),
        ("[127u", "backspace", "\x7f"),
        ("[127;2u", "backspace", "\x7f"),
        ("[127;5u", "ctrl+backspace", None),
        ("[57420u", "down", None),
        ("[115;5u", "ctrl+s", None),
        ("[115;69u", "ctrl+s", None),
        ("[115;133u", "ctrl+s", None),
        ("[1099::115;5u", "ctrl+s", None),
        ("[963::115;5u", "ctrl+s", None),
        ("[106;5u", "enter", "\r"),
        ("[1086::106;5u", "enter", "\r"),
        ("[109;5u", "enter", "\r"),
        ("[105;5u", "tab", "\t"),
        ("[104;5u", "backspace", "\x7f"),
        ("[92;5u", "ctrl+backslash", None),
        ("[97;3u", "alt+a", None),
        ("[97;3;97u", "alt+a", None),
        ("[97:65;4;65u", "alt+shift+a", None),
        ("[27;5;115~", "ctrl+s", None),
        ("[27;2;13~", "enter", "\r"),
        ("[1;2A", "shift+up", None),
        ("[1;1:1A", "up", None),
        ("[1;129B", "down", None),
        ("[13~", "f3", None),
        ("[1;2P", "shift+f1", None),
        ("[3;5~", "ctrl+delete", None),
        ("OP", "f1", None),
        ("OM", "enter", "\r"),
        ("Ok", "plus", "+"),
        ("[[C", "f3", None),
        ("[Z", "shift+tab", None),
        ("[23$", "f23", None),
    ],
)
def test_a_sequence_is_this_key(sequence: str, key: str, character: str | None) -> None:
    (found,) = keys_of("\x1b" + sequence)
    assert (found.key, found.character) == (key, character)


@pytest.mark.parametrize(
    "sequence",
    [
        *("[97;1:3u", "[1;1:3A", "[3;1:3~", "[13;1:3u"),  # let go
        *("[57441;2u", "[57358u", "[57430u", "[57454u"),  # modifiers, locks, sounds
        *("[1;2R", "[12;40R", "[?62c", "[>0;1;0c", "[4;2$y", "[8;24;80t", "[?15u"),
        *("[1114112u", "[55296;5u", "[0u", "[7u", "[99~", "[5i", "[1;2;3;4z"),
        *("[;;7u", "[0;;7:155u"),
    ],
)  # fmt: skip
def test_a_sequence_is_no_key(sequence: str) -> None:
    assert keys_of("\x1b" + sequence) == []


def test_text_of_several_characters_is_typed_one_by_one() -> None:
    assert [k.character for k in keys_of("\x1b[0;;128104:8205:128105u")] == ["👨", "\u200d", "👩"]


@pytest.mark.parametrize(
    ("sequence", "character", "command"),
    [
        ("[1090::110;;1090u", "т", "n"),
        ("[1090:1058:110;2;1058u", "\u0422", "N"),
        ("[1090::110u", "т", "n"),
        ("[945::97;;945u", "\u03b1", "a"),
        ("[1078::59;;1078u", "ж", "semicolon"),
        ("[1102:1070:46;2;44u", ",", ""),
    ],
)
def test_a_letter_of_another_layout_may_be_a_command(
    sequence: str, character: str, command: str
) -> None:
    (key,) = keys_of("\x1b" + sequence)
    assert key.character == character
    if command:
        assert isinstance(key, Stroke)
        assert key.or_else == (command,)


def test_shift_does_not_make_another_command_of_ctrl_and_a_letter() -> None:
    (key,) = keys_of("\x1b[1099:1067:115;6u")
    assert isinstance(key, Stroke)
    assert key.or_else == ("ctrl+s",)
