"""Detecting what must never be stored: passwords, and full card and membership numbers."""

import re
from collections.abc import Iterator

_NAMED = re.compile(
    r"\b(?:pass[ -]?(?:word|code|phrase)|passwort|kennwort|mot de passe|contrase.a|senha|pwd|pw"
    r"|pin(?: code)?)\b\s*(?:is\b|ist\b|[:=])\s*\S",
    re.IGNORECASE,
)
_BARE = re.compile(r"\b(?:pwd|pw|pin)\s+(?=\S*\d)\S{4,}", re.IGNORECASE)
_SIGNS = re.compile(r"[!@#$%^&*?~|<>{}\[\]\\+=_]")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|\w+://\S+|(?:\w+\.)+\w{2,}(?:/\S*)?")
LEAST, MOST = 8, 64
"""Least and most characters of what is taken for a password."""
_MEMBER = re.compile(
    r"\b(?:(?:member(?:ship)?|policy(?:holder)?|subscriber|insured|beneficiary|medicare|medicaid"
    r"|versichert\w*|mitglied\w*)(?P<between>(?:id)?\b[^\n\d]{0,24}?)"
    r"|(?:group|insurance|card|plan)\b[^\n\d]{0,16}?(?:\bnumber|\bno|\bnr|\bid|#)\b[^\n\d]{0,8}?)"
    r"\b(?P<number>[A-Z]{0,4}(?:[ -]?[A-Z]?\d){7,})",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\b(?:serv|line|phone|tel|call|desk|office|fax|hours|hotline)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[ -]\d\d?[ -]\d{4}")
_SOCIAL = re.compile(r"\b(?P<number>\d{3}-\d{2}-\d{4})\b")
_MEDICARE = re.compile(
    r"\b(?P<number>[1-9][A-Z][A-Z\d]\d-?[A-Z][A-Z\d]\d-?[A-Z]{2}\d\d)\b", re.IGNORECASE
)
_LONG = re.compile(r"(?<!\d)(?P<number>[3-6]\d{3}(?:[ -]?\d){11,12})(?!\d)")
LAST = 4
"""How many of a number's last digits may stay."""


def secret_in(text: str) -> str:
    """Return what secret a text resembles, 'password' or 'number'; '' for none.

    It goes by appearance: a word such as 'password' with a value after it, or a mix of letters,
    digits and signs as in passwords; else see `number_in`.
    """
    if _NAMED.search(text) or _BARE.search(text) or any(map(_made_up, text.split())):
        return "password"
    return "number" if number_in(text) else ""


def number_in(text: str) -> bool:
    """Return whether a text seems to hold the full number of a member, a person or a card.

    That is a long number after a word such as 'member', or one in the form of a payment card, of
    Medicare or of social security. Dates, reference numbers and phone numbers pass.
    """
    return next(_numbers(text), None) is not None


def shortened(text: str) -> str:
    """Return the text with only the last four digits of each such number."""
    for found in [*_numbers(text)][::-1]:
        start, end = found.span("number")
        start += len(found["number"]) - len(found["number"].lstrip(" -"))
        text = f"{text[:start]}...{text[end - LAST : end]}{text[end:]}"
    return text


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield where such numbers stand, in order."""
    found = [
        *(each for each in _MEMBER.finditer(text) if not _is_other(each)),
        *_SOCIAL.finditer(text),
        *_MEDICARE.finditer(text),
        *(each for each in _LONG.finditer(text) if _is_card(each["number"])),
    ]
    end = 0
    for each in sorted(found, key=lambda each: each.start("number")):
        if each.start("number") >= end:
            yield each
            end = each.end("number")


def _is_other(found: re.Match[str]) -> bool:
    """Return whether what follows a word such as 'member' is a phone number or a date."""
    called = bool(_PHONE.search(found["between"] or ""))
    return called or _DATE.fullmatch(found["number"].strip()) is not None


def _made_up(word: str) -> bool:
    """Return whether a word mixes letters, digits and signs as only a password does."""
    word = word.strip("\"'.,;:()")
    if not LEAST <= len(word) <= MOST or _ADDRESS.fullmatch(word):
        return False
    mixed = any(c.islower() for c in word) and any(c.isupper() for c in word)
    digits = any(c.isdigit() for c in word)
    if _SIGNS.search(word.strip("?!")):
        return digits and any(c.isalpha() for c in word)
    return mixed and digits and word.isalnum()


def _is_card(number: str) -> bool:
    """Return whether the digits end in the check digit of payment cards (Luhn)."""
    digits = [int(c) for c in number if c.isdigit()]
    doubled = [n if place % 2 == 0 else n * 2 - 9 * (n > 4) for place, n in enumerate(digits[::-1])]
    return sum(doubled) % 10 == 0
