"""How well quotations and speakers agree with stories that a person has marked.

A quotation counts as found when its intersection over union with a marked one is at least 0.8. Its speaker
counts as right when it was found and the name can only refer to the marked speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drama.adapt.evaluation.gold import SILENT, Names, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drama.adapt.evaluation.gold import Marked
    from drama.model import Quotation

OVERLAP = 0.8
"""Intersection over union from which a quotation counts as found."""
MARKS = frozenset("\"'“”‘’«»‹›„`´*_—–-")
TYPES = ("explicit", "anaphoric", "implicit", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The result for one marked quotation that has a speaker."""

    type: str
    speaker: str
    found: bool
    right: bool
    voice: bool
    """Right when names don't matter, only which lines share a speaker."""
    gender_right: bool | None
    """None when the speaker's gender isn't marked."""
    sure: float
    said: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result for one story."""

    key: str
    found: int
    missed: int
    invented: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares between 0 and 1 over some stories; nan where there is nothing to count."""

    stories: int
    quotations: int
    with_speaker: int
    precision: float
    recall: float
    f1: float
    micro: float
    macro: float
    voice_micro: float
    voice_macro: float
    gender: float
    by_type: tuple[tuple[str, float, int], ...]
    """Type, share right, count."""


# ------------------------------------------------------------------ spans
def stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a span split at blank lines, without white space and quotation marks at its ends."""
    found = []
    at = start
    cuts = [(start + m.start(), start + m.end()) for m in re.finditer(r"\n[ \t]*\n\s*", text[start:end])]
    for stop, following in [*cuts, (end, end)]:
        low, high, at = at, stop, following
        while low < high and (text[low].isspace() or text[low] in MARKS):
            low += 1
        while high > low and (text[high - 1].isspace() or text[high - 1] in MARKS):
            high -= 1
        if low < high:
            found.append((low, high))
    return found


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the intersection of two spans over their union."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def match(marked: Sequence[tuple[int, int]], said: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return the span of the second list for each of the first: greedy, one to one, best overlap first."""
    order = sorted(range(len(said)), key=lambda j: said[j])
    pairs = []
    first = 0
    for i in sorted(range(len(marked)), key=lambda k: marked[k]):
        while first < len(order) and said[order[first]][1] <= marked[i][0]:
            first += 1
        for j in order[first:]:
            if said[j][0] >= marked[i][1]:
                break
            value = overlap(marked[i], said[j])
            if value >= OVERLAP:
                pairs.append((-value, i, j))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in taken and j not in used:
            taken[i] = j
            used.add(j)
    return taken


# ------------------------------------------------------------------ one story
def judge(story: Marked, quotations: Sequence[Quotation]) -> Outcome:
    """Return how quotations agree with a marked story."""
    marked = [(span, q) for q in story.quotes for span in stretches(story.text, q["start"], q["end"])]
    said = [(span, q) for q in quotations for span in stretches(story.text, q.start, q.end)]
    taken = match([span for span, _ in marked], [span for span, _ in said])
    invented = sum(
        1
        for j, (span, _) in enumerate(said)
        if j not in set(taken.values()) and _covered(span, story.ignored) < (span[1] - span[0]) / 2
    )
    pairs = [
        (span[0], gold, said[taken[i]][1] if i in taken else None)
        for i, (span, gold) in enumerate(marked)
        if not gold["speaker"].startswith("_")
    ]
    voices = _voices(pairs)
    names = Names(story.characters)
    genders = {c["id"]: c.get("gender", "unknown") for c in story.characters}
    rows = tuple(_row(start, gold, answer, names, genders, voices) for start, gold, answer in pairs)
    return Outcome(
        key=story.key, found=len(taken), missed=len(marked) - len(taken), invented=invented, rows=rows
    )


def _covered(span: tuple[int, int], parts: Iterable[tuple[int, int]]) -> int:
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in parts)


def _label(answer: Quotation | None) -> str:
    key = normal(answer.speaker) if answer is not None else ""
    return "" if key in SILENT else key


def _row(
    start: int,
    gold: Mapping[str, Any],
    answer: Quotation | None,
    names: Names,
    genders: Mapping[str, str],
    voices: Mapping[str, str],
) -> Row:
    speaker = gold["speaker"]
    label = _label(answer)
    gender = genders.get(speaker, "unknown")
    known = gender in {"male", "female", "nonbinary"}
    return Row(
        type=str(gold["type"]) if gold.get("type") in TYPES else "unknown",
        speaker=speaker,
        found=answer is not None,
        right=answer is not None and names.resolve(answer.speaker) == speaker,
        voice=bool(label) and voices.get(label) == speaker,
        gender_right=(answer is not None and answer.gender == gender) if known else None,
        sure=answer.sure if answer is not None else 0.0,
        said=answer.speaker if answer is not None else "",
        start=start,
    )


def _voices(pairs: Iterable[tuple[int, Mapping[str, Any], Quotation | None]]) -> dict[str, str]:
    """Return the one-to-one mapping of names to speakers that agrees with most quotations."""
    counts: dict[str, dict[str, int]] = {}
    people: set[str] = set()
    for _, gold, answer in pairs:
        people.add(gold["speaker"])
        if _label(answer):
            row = counts.setdefault(_label(answer), {})
            row[gold["speaker"]] = row.get(gold["speaker"], 0) + 1
    labels, speakers = sorted(counts), sorted(people)
    chosen = assign([[counts[a].get(b, 0) for b in speakers] for a in labels])
    return {labels[i]: speakers[j] for i, j in chosen}


def assign(gain: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the linear assignment: rows paired with columns, one to one, with the greatest sum of gains.

    Shortest augmenting paths with potentials (Jonker, Volgenant 1987), on a matrix padded square with zeros.
    """
    size = max(len(gain), len(gain[0]) if gain else 0)
    top = max((max(row) for row in gain if row), default=0)
    cost = [
        [top - (gain[i][j] if i < len(gain) and j < len(gain[i]) else 0) for j in range(size)]
        for i in range(size)
    ]
    row_of = [-1] * (size + 1)  # the last column is where each search starts
    row_price, column_price = [0.0] * size, [0.0] * (size + 1)
    for row in range(size):
        row_of[size] = row
        column = size
        nearest, way, done = [float("inf")] * size, [size] * size, [False] * (size + 1)
        while row_of[column] >= 0:
            done[column] = True
            here = row_of[column]
            for j in range(size):
                if not done[j]:
                    reduced = cost[here][j] - row_price[here] - column_price[j]
                    if reduced < nearest[j]:
                        nearest[j], way[j] = reduced, column
            following = min((j for j in range(size) if not done[j]), key=lambda j: nearest[j])
            step = nearest[following]
            for j in range(size + 1):
                if done[j]:
                    row_price[row_of[j]] += step
                    column_price[j] -= step
                elif j < size:
                    nearest[j] -= step
            column = following
        while column != size:
            row_of[column], column = row_of[way[column]], way[column]
    return [(row_of[j], j) for j in range(size) if row_of[j] < len(gain) and gain and j < len(gain[0])]


# ------------------------------------------------------------------ totals
def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures over some stories."""
    rows = [row for outcome in outcomes for row in outcome.rows]
    found, missed = sum(o.found for o in outcomes), sum(o.missed for o in outcomes)
    invented = sum(o.invented for o in outcomes)
    with_rows = [o for o in outcomes if o.rows]
    precision, recall = _share(found, found + invented), _share(found, found + missed)
    told = [row.gender_right for row in rows if row.gender_right is not None]
    by_type = []
    for kind in TYPES:
        of_kind = [row.right for row in rows if row.type == kind]
        if of_kind:
            by_type.append((kind, _share(sum(of_kind), len(of_kind)), len(of_kind)))
    return Figures(
        stories=len(outcomes),
        quotations=found + missed,
        with_speaker=len(rows),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if found else 0.0,
        micro=_share(sum(row.right for row in rows), len(rows)),
        macro=_share(
            sum(_share(sum(r.right for r in o.rows), len(o.rows)) for o in with_rows), len(with_rows)
        ),
        voice_micro=_share(sum(row.voice for row in rows), len(rows)),
        voice_macro=_share(
            sum(_share(sum(r.voice for r in o.rows), len(o.rows)) for o in with_rows), len(with_rows)
        ),
        gender=_share(sum(told), len(told)),
        by_type=tuple(by_type),
    )


def _share(part: float, whole: int) -> float:
    return part / whole if whole else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One bin of a reliability diagram: a tenth of the confidence range, and the lines in it."""

    low: float
    """Its lower bound."""
    mean: float
    """Mean confidence of its lines."""
    right: float
    """Share of them whose speaker is right."""
    lines: int


def reliability(outcomes: Iterable[Outcome]) -> tuple[Step, ...]:
    """Return each tenth of the confidence range that has lines, in ascending order."""
    tenths: list[list[Row]] = [[] for _ in range(10)]
    for outcome in outcomes:
        for row in outcome.rows:
            if row.found:
                tenths[min(int(row.sure * 10), 9)].append(row)
    return tuple(
        Step(
            low=i / 10,
            mean=sum(row.sure for row in rows) / len(rows),
            right=sum(row.right for row in rows) / len(rows),
            lines=len(rows),
        )
        for i, rows in enumerate(tenths)
        if rows
    )
