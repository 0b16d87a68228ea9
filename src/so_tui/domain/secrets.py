"""Detecting what must never be stored: passwords, and full card and membership numbers."""

import re

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
    r"\b(?:member|policy|subscriber|group|insurance|insured|card|versicherten?)\b"
    r"[^\n\d]{0,24}?\b[A-Z]{0,4}[ -]?\d(?:[ -]?\d){6,}",
    re.IGNORECASE,
)
_SOCIAL = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
_LONG = re.compile(r"(?<!\d)[3-6]\d{3}(?:[ -]?\d){11,12}(?!\d)")


def secret_in(text: str) -> str:
    """Return what secret a text resembles, 'password' or 'number'; '' for none.

    It goes by appearance: a word such as 'password' with a value after it, a mix of letters, digits
    and signs as in passwords, a payment card number, or a long number after a word such as
    'member'. Reference and phone numbers pass.
    """
    if _NAMED.search(text) or _BARE.search(text) or any(map(_made_up, text.split())):
        return "password"
    if _MEMBER.search(text) or _SOCIAL.search(text) or any(map(_is_card, _LONG.findall(text))):
        return "number"
    return ""


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
