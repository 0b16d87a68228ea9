"""Text search: words in any order, ignoring case and accents, tolerating typing mistakes."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from heapq import nsmallest

from so_tui.domain.folding import fold

MOST = 200
"""Most texts returned."""
ONE_SLIP, TWO_SLIPS = 5, 8
"""Word lengths from which one typing mistake, or two, are tolerated."""
FIRST_LETTERS = 4
"""Number of first letters of a word among which at most one mistake is tolerated."""
INSIDE = 3
"""Word length from which a word is also found inside another, where words have spaces between."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Letters of scripts without spaces: Thai, Lao, Burmese, Khmer, Japanese and Chinese."""

_WORD = re.compile(r"\w+")
_Step = tuple[str, int, range, int]
"""The matched prefix, the position in the typed word, the candidate words, and the mistakes."""
_AFTER = "\U0010ffff"
"""Sorts after every other letter."""


def words_in(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return _WORD.findall(fold(text))


class Index:
    """An immutable search index over texts.

    Texts are identified by their number. Those with smaller numbers are found first.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Index the texts."""
        holding: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            for word in set(words_in(text)):
                holding.setdefault(word, []).append(number)
        self._words = sorted(holding)
        self._holding = [holding[word] for word in self._words]
        self._joined = "\n" + "\n".join(self._words) + "\n"
        self._starts: list[int] = []
        start = 1
        for word in self._words:
            self._starts.append(start)
            start += len(word) + 1
        self._known: dict[str, tuple[set[int], set[int]]] = {}

    def find(self, query: str, most: int = MOST) -> list[int]:
        """Return the numbers of at most so many texts that contain every word of the query.

        A prefix of a word is enough. Texts that contain the words as typed come first, those that
        match only with a typing mistake come after.
        """
        found = [self._texts_with(word) for word in sorted(set(words_in(query)), key=len)]
        if not found:
            return []
        exact = set.intersection(*sorted((typed for typed, _ in found), key=len))
        first = nsmallest(most, exact)
        if len(first) == most or not any(slipped for _, slipped in found):
            return first
        near = set.intersection(*(typed | slipped for typed, slipped in found)) - exact
        return first + nsmallest(most - len(first), near)

    def _texts_with(self, word: str) -> tuple[set[int], set[int]]:
        """Return the texts that contain a word, and those that contain one close to it."""
        if word not in self._known:
            if len(self._known) > 64:
                self._known.clear()
            typed = self._places(word)
            near: set[int] = set()
            if len(word) >= ONE_SLIP:
                slips = 2 if len(word) >= TWO_SLIPS else 1
                near = {place for span in self._near(word, slips) for place in span}
            self._known[word] = self._gather(typed), self._gather(near - typed)
        return self._known[word]

    def _gather(self, places: set[int]) -> set[int]:
        return set().union(*(self._holding[place] for place in places))

    def _places(self, word: str) -> set[int]:
        """Return the indexes of words that begin with a word, or may contain it and do."""
        places = set(self._begin(word, 0, len(self._words)))
        if len(word) >= INSIDE or _UNSPACED.match(word):
            at = self._joined.find(word)
            while at >= 0:
                place = bisect_left(self._starts, at + 1) - 1
                places.add(place)
                at = self._joined.find(word, self._starts[place] + len(self._words[place]))
        return places

    def _begin(self, word: str, low: int, high: int) -> range:
        low = bisect_left(self._words, word, low, high)
        return range(low, bisect_left(self._words, word + _AFTER, low, high))

    def _near(self, word: str, slips: int) -> Iterator[range]:
        """Yield ranges of words that begin with this one, with at most this many mistakes.

        A mistake is a letter left out, inserted or replaced, or two letters swapped. Only one may
        be among the first letters, where a word has most neighbours. The sorted words are walked
        letter by letter, like a tree.
        """
        waiting = [("", 0, range(len(self._words)), 0)]
        seen = set()
        while waiting:
            step = waiting.pop()
            if step in seen:
                continue
            seen.add(step)
            begun, at, places, made = step
            if made == slips or at >= len(word):
                yield self._begin(begun + word[at:], places.start, places.stop)
            elif made and at < FIRST_LETTERS:
                begun += word[at:FIRST_LETTERS]
                places = self._begin(begun, places.start, places.stop)
                waiting.append((begun, FIRST_LETTERS, places, made))
            else:
                waiting += self._steps(word, begun, at, places, made)

    def _steps(self, word: str, begun: str, at: int, places: range, made: int) -> Iterator[_Step]:
        yield begun, at + 1, places, made + 1
        for letter, under in self._next_letters(begun, places):
            longer = begun + letter
            if letter == word[at]:
                yield longer, at + 1, under, made
                continue
            yield longer, at + 1, under, made + 1
            yield longer, at, under, made + 1
            if word[at + 1 : at + 2] == letter:
                swapped = longer + word[at]
                yield swapped, at + 2, self._begin(swapped, under.start, under.stop), made + 1

    def _next_letters(self, begun: str, places: range) -> Iterator[tuple[str, range]]:
        """Yield each letter that may follow a prefix, and the range of the words with both."""
        size, low = len(begun), places.start
        while low < places.stop and len(self._words[low]) == size:
            low += 1
        while low < places.stop:
            letter = self._words[low][size]
            high = bisect_left(self._words, begun + letter + _AFTER, low, places.stop)
            yield letter, range(low, high)
            low = high
