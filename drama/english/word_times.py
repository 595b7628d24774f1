"""When each word of a line is heard: by its engine where that tells, and else estimated."""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.model import Clip, Take

_WORD = re.compile(r"\S+")
_STOPS, _COMMAS = ".!?…", ",;:—–"
_BETWEEN, _COMMA, _STOP = 2, 4, 8
"""What the end of a word, a comma and a full stop take, in letters.

Fitted to 1,267 words of 160 lines whose times espeak-ng gave: half of the estimates are off by at most
0.10 s, nine in ten by at most 0.24 s.
"""


def onsets_s(
    text: str, said: str, heard: Sequence[tuple[float, int, int]], begin_s: float, end_s: float
) -> tuple[float, ...]:
    """Return when each word of a text, split at white space, begins: within begin_s and end_s.

    `said` is the text that the engine was given, in which numbers and the like are spelt out; empty where it
    is the text itself. `heard` holds start in seconds, first character and length of words in it, as far as
    the engine told. All others lie between their neighbours in proportion to letters and marks.
    """
    own = text.split()
    given = [(match.start(), match[0]) for match in _WORD.finditer(said or text)]
    if not own or not given:
        return tuple(begin_s for _ in own)
    words = [word for _, word in given]
    times = _told(words, _anchors([start for start, _ in given], heard), begin_s, end_s)
    if own == words:
        return tuple(times[:-1])
    found: list[float] = []
    bare = ([_bare(word) for word in own], [_bare(word) for word in words])
    for kind, a, b, c, d in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        found += times[c:d] if kind == "equal" else _spread(own[a:b], times[c], times[d])
    return tuple(found)


def of_clip(text: str, clip: Clip, take: Take) -> tuple[float, ...]:
    """Return when each word of a cue's text is heard on the timeline, in seconds: see `onsets_s`."""
    start_s = seconds(clip.start)
    before_s = start_s - seconds(clip.offset)
    heard = [(before_s + at_s, first, length) for at_s, first, length in take.words]
    return onsets_s(text, take.said, heard, start_s, start_s + seconds(clip.frames))


def _anchors(starts: Sequence[int], heard: Sequence[tuple[float, int, int]]) -> dict[int, float]:
    """Return the time of each word that the engine told of, by its index; the first of several counts."""
    found: dict[int, float] = {}
    for at_s, first, _ in heard:
        found.setdefault(max(0, bisect_right(starts, first) - 1), at_s)
    return found


def _told(words: Sequence[str], anchors: dict[int, float], begin_s: float, end_s: float) -> list[float]:
    """Return the beginning of each word, and the end of the last."""
    known = {0: begin_s, **{at: time for at, time in anchors.items() if at}, len(words): end_s}
    found: list[float] = []
    edges = sorted(known)
    least_s = begin_s
    for first, last in pairwise(edges):
        start_s = least_s = min(max(least_s, known[first]), end_s)
        found += _spread(words[first:last], start_s, min(max(start_s, known[last]), end_s))
    return [*found, end_s]


def _spread(words: Sequence[str], begin_s: float, end_s: float) -> list[float]:
    """Return where words begin that fill a time together."""
    ends = list(accumulate(map(_letters, words)))
    return [begin_s + (end_s - begin_s) * before / ends[-1] for before in (0, *ends[:-1])] if ends else []


def _letters(word: str) -> int:
    """Return how long a word and the pause after it take, in letters."""
    letters = sum(c.isalnum() for c in word)
    last = word.rstrip("\"'”’»)]*_")[-1:]
    pause = _STOP if last and last in _STOPS else _COMMA if last and last in _COMMAS else 0
    return max(1, (letters + _BETWEEN if letters else 0) + pause)


def _bare(word: str) -> str:
    return "".join(c for c in word.lower() if c.isalnum())
