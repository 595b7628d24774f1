"""Match the texts of two versions by their words: which new one is which old one, even if moved or changed.

First in order, by patience diff (Bram Cohen): texts that occur once on both sides and in the same order are
anchors; the gaps between them are compared token by token. Then out of order, for texts that were moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Key = tuple[str, ...]
"""A text's tokens; an empty one is never matched."""

_LEAST_LIKENESS = 0.4
"""Least share of words in common for two texts in the same place to be versions of one."""
_LEAST_CARRIED = 0.6
"""The same for two texts in different places, where a wrong match is likelier."""
_LEAST_CARRIED_WORDS = 3
_LONG_WORDS = 4
"""From this length on, an equal text in another place counts as moved rather than as new."""
_MOST_PLACES = 50
"""A run of words (n-gram) in more texts than this is ignored: it identifies none of them."""
_LARGEST_GAP = 6_000_000
"""Product of both sides' token counts up to which every token is compared with every other."""


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """The indices of an old text and of the new one that replaces it."""

    old: int
    new: int
    in_order: bool = True
    """False when the text was moved past texts that stayed."""


def matches(old: Sequence[Key], new: Sequence[Key]) -> tuple[Match, ...]:
    """Return which old text is which new one, each at most once, sorted by the old one's index.

    The time is about linear in the number of tokens, unless long passages were rewritten.
    """
    pairs: list[tuple[int, int]] = []
    gaps: list[tuple[range, range]] = []
    _align(old, new, pairs, gaps)
    in_order = [Match(i, j) for i, j in pairs]
    left_old, left_new = _left(old, new, in_order)
    long = [key if _words(key) >= _LONG_WORDS else () for key in left_old]
    moved = [Match(i, j, in_order=False) for i, j in _equal(long, left_new)]
    left_old, left_new = _left(left_old, left_new, moved)
    for old_gap, new_gap in gaps:
        in_order += [Match(i, j) for i, j in _alike(left_old, left_new, old_gap, new_gap)]
    rest = carried(*_left(left_old, left_new, in_order))
    return tuple(sorted([*in_order, *moved, *rest]))


def carried(old: Sequence[Key], new: Sequence[Key]) -> tuple[Match, ...]:
    """Return which old text is which new one in any order: equal ones first, then similar ones."""
    pairs = list(_equal(old, new))
    equal = [Match(i, j, in_order=False) for i, j in pairs]
    alike = [Match(i, j, in_order=False) for i, j in _resembling(*_left(old, new, equal))]
    return tuple(sorted(equal + alike))


def _left(
    old: Sequence[Key], new: Sequence[Key], found: Iterable[Match]
) -> tuple[Sequence[Key], Sequence[Key]]:
    """Return both sides with the matched texts emptied."""
    taken_old, taken_new = {match.old for match in found}, {match.new for match in found}
    return (
        [() if i in taken_old else key for i, key in enumerate(old)],
        [() if j in taken_new else key for j, key in enumerate(new)],
    )


def _equal(old: Sequence[Key], new: Sequence[Key]) -> Iterator[tuple[int, int]]:
    free: dict[Key, list[int]] = defaultdict(list)
    for j in range(len(new) - 1, -1, -1):
        free[new[j]].append(j)
    for i, key in enumerate(old):
        if key and free.get(key):
            yield i, free[key].pop()


def rising(values: Sequence[int]) -> set[int]:
    """Return the indices of a longest strictly increasing subsequence (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for i, value in enumerate(values):
        at = bisect_left(tails, value)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [i]
        before.append(ends[at - 1] if at else -1)
    kept: set[int] = set()
    i = ends[-1] if ends else -1
    while i >= 0:
        kept.add(i)
        i = before[i]
    return kept


def recut(
    old: Sequence[Key], new: Sequence[Key], i: range, j: range, *, starting: Collection[int]
) -> list[tuple[range, range]]:
    """Return the ranges of old and new texts with the same words, split into texts in another way.

    Only ranges within i and j that begin with an old text in `starting`; in order, none overlapping.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for n in j:
        places[new[n][0] if new[n] else ""].append(n)
    found: list[tuple[range, range]] = []
    at, after = i.start, j.start
    while at < i.stop:
        candidates = places[old[at][0]] if at in starting and old[at] else []
        same = (_same_words(old, new, range(at, i.stop), range(n, j.stop)) for n in candidates if n >= after)
        pair = next((pair for pair in same if pair), None)
        if pair:
            found.append(pair)
            at, after = pair[0].stop, pair[1].stop
        else:
            at += 1
    return found


def _same_words(old: Sequence[Key], new: Sequence[Key], i: range, j: range) -> tuple[range, range] | None:
    """Return the shortest ranges from both beginnings with the same words in another split; None without."""
    mine, theirs = list(old[i.start]), list(new[j.start])
    i_after, j_after = i.start + 1, j.start + 1
    while mine != theirs:
        if len(mine) < len(theirs) and i_after < i.stop and mine == theirs[: len(mine)]:
            mine += old[i_after]
            i_after += 1
        elif len(theirs) < len(mine) and j_after < j.stop and theirs == mine[: len(theirs)]:
            theirs += new[j_after]
            j_after += 1
        else:
            return None
    whole = i_after - i.start == j_after - j.start == 1
    return None if whole else (range(i.start, i_after), range(j.start, j_after))


def _align(
    old: Sequence[Key], new: Sequence[Key], pairs: list[tuple[int, int]], gaps: list[tuple[range, range]]
) -> None:
    """Add every pair of equal texts in order to `pairs`, and the ranges left between them to `gaps`."""
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        i, i_end, j, j_end = waiting.pop()
        while i < i_end and j < j_end and old[i] == new[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            pairs.append((i_end, j_end))
        if i == i_end or j == j_end:
            continue
        anchors = _anchors(old, new, (i, i_end), (j, j_end))
        if not anchors:
            gaps.append((range(i, i_end), range(j, j_end)))
            continue
        for i_anchor, j_anchor in [*anchors, (i_end, j_end)]:
            waiting.append((i, i_anchor, j, j_anchor))
            i, j = i_anchor, j_anchor
    pairs[:] = [(i, j) for i, j in pairs if old[i]]


def _anchors(
    old: Sequence[Key], new: Sequence[Key], i_bounds: tuple[int, int], j_bounds: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return the anchors: texts that occur once on both sides, in the same order on both."""
    old_places, new_places = _single(old, i_bounds), _single(new, j_bounds)
    shared = [(i, new_places[key]) for key, i in old_places.items() if key in new_places and key]
    shared.sort()
    kept = rising([j for _, j in shared])
    return [pair for n, pair in enumerate(shared) if n in kept]


def _single(side: Sequence[Key], bounds: tuple[int, int]) -> dict[Key, int]:
    counts = Counter(side[i] for i in range(*bounds))
    return {side[i]: i for i in range(*bounds) if counts[side[i]] == 1}


def _alike(
    old: Sequence[Key], new: Sequence[Key], old_gap: range, new_gap: range
) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts of two ranges that share most of their words in order, the most similar first."""
    old_tokens = [(token, i) for i in old_gap for token in old[i]]
    new_tokens = [(token, j) for j in new_gap for token in new[j]]
    matcher = SequenceMatcher(
        None,
        [token for token, _ in old_tokens],
        [token for token, _ in new_tokens],
        autojunk=len(old_tokens) * len(new_tokens) > _LARGEST_GAP,
    )
    shared: Counter[tuple[int, int]] = Counter()
    for a, b, size in matcher.get_matching_blocks():
        for n in range(size):
            token, i = old_tokens[a + n]
            shared[i, new_tokens[b + n][1]] += token.isalnum()
    scored = [(_likeness(old[i], new[j], common), -i, -j) for (i, j), common in shared.items()]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for score, i, j in sorted(scored, reverse=True):
        if score >= _LEAST_LIKENESS and -i not in taken_old and -j not in taken_new:
            taken_old.add(-i)
            taken_new.add(-j)
            yield -i, -j


def _likeness(one: Key, other: Key, common: int) -> float:
    """Return the share of words in common; a text that is part of another counts three quarters."""
    words_one, words_other = _words(one), _words(other)
    if not min(words_one, words_other):
        return 1.0 if one == other else 0.0
    part = common / min(words_one, words_other)
    return max(2 * common / (words_one + words_other), 0.75 * part if part >= _LEAST_CARRIED else 0.0)


def _words(key: Key) -> int:
    return sum(token.isalnum() for token in key)


def _resembling(old: Sequence[Key], new: Sequence[Key]) -> Iterator[tuple[int, int]]:
    by_run: dict[Key, list[int]] = defaultdict(list)
    for j, key in enumerate(new):
        for run in _runs(key):
            by_run[run].append(j)
    taken: set[int] = set()
    for i, key in enumerate(old):
        runs = _runs(key)
        places = [by_run[run] for run in runs if 0 < len(by_run.get(run, ())) <= _MOST_PLACES]
        common = Counter(j for found in places for j in found if j not in taken)
        if common:
            j, count = min(common.items(), key=lambda item: (-item[1], item[0]))
            if 2 * count >= _LEAST_CARRIED * (len(runs) + len(_runs(new[j]))):
                taken.add(j)
                yield i, j


def _runs(key: Key) -> set[Key]:
    words = [token.lower() for token in key if token.isalnum()]
    count = len(words) - _LEAST_CARRIED_WORDS + 1
    return {tuple(words[n : n + _LEAST_CARRIED_WORDS]) for n in range(count)}
