"""The grammar of escape sequences: those of ECMA-48, and the answers that terminals give.

A body is what follows the Escape. A sequence interrupted by a pause is judged more strictly: it
continues only as a known answer, or if its end is in sight.
"""

import re

ESC = "\x1b"

LIMIT = 4096
"""Longest sequence in characters, unless it is certainly an answer."""

_STRINGS = "]P_^X"
"""First characters of control strings: OSC, DCS, APC, PM and SOS (ECMA-48 5.6)."""

# Beginnings that nobody types.
_SURE = re.compile(r"\]\d{1,4};|P(?:>\||!\||[01][$+]r)|_G|\[[?>=<]")

# Colours are xterm's OSC 4, 5 and 10 to 19. Then other OSC, such as 52, DCS and APC answers.
_COLOUR = r"(?:1\d|[45]);[\da-fA-Frgbhi:/;#?]*"
_OTHER = r"\d{0,4}|(?!1\d;|[45];)\d{1,4};[^\x00-\x1f\x7f]*"
_KNOWN = re.compile(
    rf"\](?:{_COLOUR}|{_OTHER})"
    r"|P(?:>?|>\|[ -~]*|!|!\|[\da-fA-F]*|[01][$+]?|[01]\$r[ -~]*|[01]\+r[\da-fA-F=;]*)"
    r"|_(?:G[!-~]*)?"
    r"|[\^X]"
)
_TO_THE_END = re.compile(r"[^\x00-\x1f\x7f\x9c]*(?:[\a\x9c]|\x1b\\)")
_KNOWN_LENGTH = 256
"""Characters up to which an answer is checked; a longer one has been recognized by then."""

_CSI_PART = re.compile(r"\[(?:\[|M.{0,2}|[0-?]*[ -/]*)", re.DOTALL)
_CSI_WHOLE = re.compile(r"\[(?:\[[!-~]|M.{3}|\d\d?\$|(?![M\[])[0-?]*[ -/]*[@-~])", re.DOTALL)
_CSI_LATE_PART = re.compile(r"\[[0-?]*[!-/]?")
_CSI_LATE_WHOLE = re.compile(
    r"\[(?:[?>=<][\d:;]*[!-/]?[@-~]|\d+(?:;[\d:]*)+[!-/]?[@-~]|\d+n|[\d:]+[~u]|[IO])"
)
_SS3_PART = re.compile(r"O[\d;]*")
_SS3_WHOLE = re.compile(r"O[\d;]*[@-~]")
_SS3_ALONE = re.compile(r"O[A-DFHMPQRS]\Z")


def is_string(body: str) -> bool:
    """Return whether it begins a control string, which is never a key."""
    return body[:1] in _STRINGS if body else False


def is_sure(body: str) -> bool:
    """Return whether only a terminal can have sent it."""
    return _SURE.match(body) is not None


def is_whole(body: str) -> bool:
    """Return whether a string, or a CSI or SS3 sequence, is complete."""
    if is_string(body):
        return body.endswith(("\a", "\x9c", ESC + "\\"))
    return (_SS3_WHOLE if body[0] == "O" else _CSI_WHOLE).fullmatch(body) is not None


def may_begin(text: str, place: int, *, told: bool) -> bool:
    """Return whether the character of the input at a place may follow an Escape directly.

    Args:
        told: Whether the Escape was already reported as the key: then only an answer may continue.
    """
    char = text[place]
    if not told:
        return char >= " " or char == "\t"
    if char in "^X":
        return _TO_THE_END.match(text, place) is not None
    if char == "O":
        return _SS3_ALONE.match(text, place) is not None
    return char == "[" or char in _STRINGS


def goes_on(body: str, text: str, place: int, *, late: bool) -> bool:
    """Return whether the character of the input at a place continues what a body has begun.

    Args:
        late: Whether to be strict.
    """
    char = text[place]
    if len(body) >= LIMIT and not is_sure(body):
        return False
    if is_string(body):
        return _in_string(body, text, place, late=late)
    longer = body + char
    if body[0] == "O":
        # 'Ok' after Escape: a lower-case letter that came separately was typed.
        is_typed = place == 0 and char.islower()
        return not is_typed and any(form.fullmatch(longer) for form in (_SS3_PART, _SS3_WHOLE))
    forms = (_CSI_LATE_PART, _CSI_LATE_WHOLE) if late else (_CSI_PART, _CSI_WHOLE)
    return char >= " " and char != "\x7f" and any(form.fullmatch(longer) for form in forms)


def _in_string(body: str, text: str, place: int, *, late: bool) -> bool:
    char = text[place]
    if body.endswith(ESC):
        return char == "\\"
    if char == ESC:
        return text[place + 1 : place + 2] in ("", "\\")
    if char in "\a\x9c":
        return True
    if char < " " or char == "\x7f":
        return False
    if not late:
        return True
    if len(body) < _KNOWN_LENGTH:
        is_known = _KNOWN.fullmatch(body + char) is not None
    else:
        is_known = is_sure(body)
    return is_known or _TO_THE_END.match(text, place) is not None
