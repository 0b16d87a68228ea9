"""Reading times of day as people type them, also behind or before a day."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import TypeVar

from so_tui.domain.date_doubts import DateError, Doubt
from so_tui.domain.typed_dates import COUNT_WORDS, parse_day

T = TypeVar("T")
NIGHT = range(1, 7)
"""Hours that without 'am' or 'pm' mean the afternoon as often as the night."""

_WHOLE = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_WHOLE |= {f"12 {word}": at for word, at in _WHOLE.items()}
_HALVES = (
    (r"(?:in the )?morning", "am"),
    (r"(?:in the )?(?:afternoon|evening)", "pm"),
)
_PARTS = {"half": 30, "quarter": 15}
_PAST = re.compile(r"(half|a quarter|quarter|\d{1,2})(?: minutes?)? (past|to) (\d{1,2})\b(.*)")
_CLOCK = re.compile(r"(\d{1,2})(?:[:h]?(\d{2}))?(am|pm|a:m:?|p:m:?)?", re.ASCII)


def parse_time(text: str) -> time | None:
    """Return the time of day that `text` names; None for ''.

    Reads '14:30', '14.30', '1430', '02:30', '9', '2 pm', '2:30pm', '9 o'clock', 'ten', 'half past
    two in the afternoon', 'noon' and 'midnight'.

    Raises:
        DateError: It names no time, or one that may be in the afternoon or at night: '2:30'.
    """
    word = _in_numbers(text)
    if not word:
        return None
    if word in _WHOLE:
        return _WHOLE[word]
    match = _CLOCK.fullmatch("".join(word.split()).replace(".", ":"))
    if match is None:
        raise DateError(Doubt.NOT_READ)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise DateError(Doubt.NOT_READ)
    if half:
        return time(hour % 12 + (12 if half == "p" else 0), minute)
    if hour in NIGHT and len(match[1]) == 1:
        raise DateError(Doubt.TWO, time(hour + 12, minute), time(hour, minute))
    return time(hour, minute)


def _in_numbers(text: str) -> str:
    """Return a time with numbers in place of words: 'half past two' is '2:30'."""
    plain = text.lower().replace("\u2019", "'")
    words = [word for word in plain.split() if word not in ("at", "o'clock", "oclock")]
    counts = {word: count for word, count in COUNT_WORDS.items() if len(word) > 2}
    word = " ".join(str(counts.get(word, word)) for word in words)
    for pattern, half in _HALVES:
        word = re.sub(rf"(?<=.) {pattern}$", f" {half}", word)
    if match := _PAST.fullmatch(word):
        minutes = _PARTS.get(match[1].removeprefix("a ")) or int(match[1])
        hour = int(match[3])
        if match[2] == "to":
            hour, minutes = (hour - 1) or 12, 60 - minutes
        return f"{hour}:{minutes:02}{match[4]}" if 0 < minutes < 60 else word
    return word


def split_moment(text: str, today: date) -> tuple[str, str] | None:
    """Return the words of a day and of a time that are typed together, None if they are not.

    A bare number is no time here, unless 'at' stands before it.
    """
    words = text.replace(",", " ").split()
    for at in range(1, len(words)):
        one, two = words[:at], words[at:]
        for day, hour in ((one, two), (two, one)):
            is_time = hour[0].lower() == "at" or not " ".join(hour).isdecimal()
            if is_time and _names_time(" ".join(hour)) and _names_day(" ".join(day), today):
                return " ".join(day), " ".join(hour)
    return None


def day_alone(read: Callable[[str, date], T], text: str, today: date) -> T:
    """Return what is read where a day alone is asked for.

    Raises:
        DateError: As `read` does; with its own reason where a time was typed with the day.
    """
    try:
        return read(text, today)
    except DateError as error:
        if error.doubt is Doubt.NOT_READ and split_moment(text, today):
            raise DateError(Doubt.WITH_TIME) from None
        raise


def _names_time(text: str) -> bool:
    try:
        return parse_time(text) is not None
    except DateError as error:
        return error.doubt is Doubt.TWO


def _names_day(text: str, today: date) -> bool:
    try:
        return parse_day(text, today) is not None
    except DateError as error:
        return error.doubt is not Doubt.NOT_READ
