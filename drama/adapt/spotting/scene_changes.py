"""Scenes from prose: where narration goes to another place or time without a typographic break.

A story is read paragraph by paragraph, as a script supervisor reads it. A paragraph may open a scene in four
ways: by a jump in time ("The next morning"); by a change of place in the narration ("Meanwhile, across
town"); by somebody arriving or being in a place that isn't the scene's; by the beginning or end of a memory,
which English tells in the past perfect.
"""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from drama.adapt.spotting.placing import HINTED, Paragraph, is_within, voted
from drama.adapt.spotting.proposals import SENTENCE
from drama.adapt.spotting.scene_words import (
    AND_THEN,
    AT_THE_SAME_TIME,
    BACK_THERE,
    ELSEWHERE_NOW,
    FLOORS_OFF,
    LATER_INSIDE,
    LONG_SINCE,
    MEMORY_TIME,
    OUT_OF_THE_DAY,
    PLUPERFECT,
    REMEMBERS,
    TIME_JUMP,
    TOGETHER,
    UNNAMED_ELSEWHERE,
    UNTIL,
)
from drama.adapt.spotting.whereabouts import WEIGHT, Mention, Whereabouts
from drama.english import brief
from drama.places import UNNAMED_ROOM
from drama.settings import SURE_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CARRIED_SURE = 0.35
"""Confidence of the place of the scene before, where the story only goes on in time."""
PERHAPS = 0.35
"""Least confidence of a place that, found in two scenes, bears itself out."""
RETURN_SURE = 0.2
"""How much surer a place is when another scene of the story surely plays there."""
LEAST_HERE = 2
"""Least number of scenes of a story that surely play in one place, none elsewhere, for the rest to play there."""
CUT_FROM = 0.6
"""Least confidence of a change that begins a scene."""
LONG_ENOUGH = 2
"""Least number of past-perfect sentences in a memory."""
LONG_MEMORY = 5
"""Least number of verbs in the past perfect of a memory that no word announces."""
SHORT_MEMORY = 3
"""The same where the first sentence is told in the past perfect alone."""
FIRST_SENTENCES = 3
OPENING = 48
"""Characters of a first sentence in which such a memory has its first past perfect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slugline:
    """Place and time of a scene, as in the slugline of a screenplay."""

    start: int
    """Index of its first paragraph."""
    place: str
    """A name of PLACES; empty where the prose names none."""
    time: str
    """dawn, morning, day, evening, night or memory; empty where the prose names none."""
    sure: float
    """Probability that the place is right, 0 to 1; 0 without a place."""
    why: str
    """Why the scene begins, and the evidence for its place."""
    hinted: bool = False
    """Whether no word names its place, only things that stand there."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A reason to begin a scene."""

    sure: float
    why: str = ""
    kind: Literal["", "time", "place", "memory", "back"] = ""
    by: Mention | None = None
    """The place whose mention is the reason."""


NO_CHANGE = _Change(0.0)


def sluglines(
    paragraphs: Sequence[str], breaks: Iterable[int] = (), *, past: bool = True
) -> tuple[Slugline, ...]:
    """Return a story's scenes in order: `paragraphs` holds each one's narration, empty where there is none.

    `breaks` are the indices of paragraphs before which the story has a typographic break: a scene always
    begins there. `past` says that the story is told in the past tense.
    """
    return _Reader(past=past).read(paragraphs, frozenset(breaks))


class _Reader:
    """Reads a story paragraph by paragraph and keeps track of the current scene."""

    def __init__(self, *, past: bool) -> None:
        self.past = past
        self.place = ""
        self.before_memory: str | None = None
        """The place of the scene that a memory interrupts; None outside a memory."""
        self.gone = False
        """True when everybody has left the scene's place."""
        self.arriving: Mention | None = None
        """Where everybody arrived together at the end of the paragraph before."""

    def read(self, paragraphs: Sequence[str], breaks: frozenset[int]) -> tuple[Slugline, ...]:
        whereabouts = Whereabouts(" ".join(paragraphs))
        read = [_paragraph(text, whereabouts) for text in paragraphs]
        starts: list[tuple[int, _Change]] = []
        for i, paragraph in enumerate(read):
            printed = i == 0 or i in breaks
            change = self._change(paragraph, printed=printed)
            if printed:
                change = _Change(1.0, "the story begins" if i == 0 else "a break in the story", change.kind)
                if change.kind != "memory":
                    self.before_memory = None
            if change.sure >= CUT_FROM:
                starts.append((i, change))
                self._enter(paragraph, change.kind, printed=printed)
            else:
                self._follow(paragraph)
        ends = [start for start, _ in starts[1:]] + [len(read)]
        return _returning(tuple(self._sluglines(read, starts, ends)))

    def _change(self, paragraph: Paragraph, *, printed: bool) -> _Change:
        """Return why a paragraph begins a scene, the first reason that holds; NO_CHANGE without one."""
        if self.arriving is not None and self.arriving.place != self.place and not paragraph.sentences:
            return _Change(0.7, f"another place: {brief(self.arriving.words)}", "place")
        if self.before_memory is not None:
            # Dialogue without narration right after a memory is in the present.
            return _Change(0.8, "the memory ends", "back") if paragraph.past_perfect == 0 else NO_CHANGE
        if not paragraph.sentences:
            return NO_CHANGE
        first = paragraph.sentences[0]
        elsewhere = self._new_places(paragraph, FIRST_SENTENCES)
        return (
            _elsewhere(first, elsewhere)
            or (_memory(paragraph, first, printed=printed))
            or _later(first)
            or self._moved(paragraph, elsewhere)
            or NO_CHANGE
        )

    def _moved(self, paragraph: Paragraph, elsewhere: Sequence[tuple[int, Mention]]) -> _Change | None:
        """Return a change to a place where somebody arrives or is."""
        if self.arriving is not None and self.arriving.place != self.place:
            return _Change(0.7, f"another place: {brief(self.arriving.words)}", "place")
        left = any(m.how == "leaves" for _, m in paragraph.places)
        weighed = [(self._weight(m, s, left=left), m) for s, m in elsewhere]
        best = max(weighed, key=lambda pair: pair[0], default=None)
        return _Change(best[0], f"another place: {brief(best[1].words)}", "place", best[1]) if best else None

    def _new_places(self, paragraph: Paragraph, within: int) -> list[tuple[int, Mention]]:
        return [
            (s, m) for s, m in paragraph.places
            if s < within and m.place and m.how != "leaves" and m.sure >= 0.5
            and not is_within(m.place, self.place) and (m.place != UNNAMED_ROOM or self.place)
        ]  # fmt: skip

    def _weight(self, mention: Mention, sentence: int, *, left: bool) -> float:
        """Return how surely a mention of another place means that the scene has moved there."""
        base = {"arrives": 0.75, "opens in": 0.74, "is in": 0.66, "names": 0.62, "leaves": 0.0}[mention.how]
        later = 0.12 * sentence
        farther = 0.1 if self.gone or left else 0.0
        # Where the place was unknown so far, a place that is named may have been the scene's all along.
        nowhere = -0.2 if not self.place and mention.how != "arrives" else 0.0
        return (base - later + farther + nowhere) * mention.sure

    def _enter(self, paragraph: Paragraph, kind: str, *, printed: bool) -> None:
        self.gone = False
        if kind == "memory":
            self.before_memory = self.place
            self.place = ""
        elif kind == "back":
            self.place, self.before_memory = self.before_memory or "", None
        elif printed:
            self.place = ""
        found = _strongest(paragraph.places)
        if found is None and self.arriving is not None and kind == "place":
            found = self.arriving
        if found is not None:
            self.place = found.place
        self._follow(paragraph)

    def _follow(self, paragraph: Paragraph) -> None:
        """Record the place when it was unknown, whether people leave it, and an arrival at the end."""
        last = len(paragraph.sentences) - 1
        at_end = [
            m for s, m in paragraph.places if m.how == "arrives" and s == last and s > 0 and m.sure >= 0.5
        ]
        together = bool(at_end) and bool(TOGETHER.search(paragraph.sentences[last][: at_end[-1].offset]))
        self.arriving = at_end[-1] if together and at_end[-1].place != self.place else None
        if not self.place:
            found = _strongest([(s, m) for s, m in paragraph.places if m.how != "arrives" or s == 0])
            self.place = found.place if found else ""
        final = paragraph.places[-1] if paragraph.places else None
        if paragraph.sentences:
            self.gone = final is not None and final[1].how == "leaves" and final[0] == last

    def _sluglines(
        self, read: Sequence[Paragraph], starts: Sequence[tuple[int, _Change]], ends: Sequence[int]
    ) -> Iterable[Slugline]:
        place, time, outside = "", "", ("", "")
        for (start, change), end in zip(starts, ends, strict=True):
            kind, why = change.kind, change.why
            found, sure, words = voted(read[start:end], change.by)
            left = _left(read[end]) if end < len(read) else None
            if left is not None and (sure < SURE_PLACE or found == UNNAMED_ROOM):
                found, sure, words = left.place, 0.6, f"{brief(left.words)}, later, says where"
            if kind == "memory":
                outside = (place, time)
                place, time = found, "memory"
            elif kind == "back" and not found:
                (place, time), sure, words = outside, 0.6, "where the scene was before"
            elif kind == "time" and not found and place:
                sure, words = CARRIED_SURE, "nothing says that anybody went elsewhere"
            else:
                place = found
            told = _time(read[start:end])
            if kind == "back":
                time = told or outside[1]
            elif kind != "memory":
                time = told or ("" if kind == "time" else time if time != "memory" else "")
            about = f"{why}; {words}" if words and words not in why else why
            yield Slugline(
                start=start, place=place, time=time, sure=round(sure, 2) if place else 0.0, why=about,
                hinted=words == HINTED,
            )  # fmt: skip


def _elsewhere(first: str, elsewhere: Sequence[tuple[int, Mention]]) -> _Change | None:
    """Return a change when the first sentence says that it is set somewhere else."""
    there = BACK_THERE.search(first)
    if there and any(sentence == 0 for sentence, _ in elsewhere):
        return _Change(0.8, f"elsewhere: {brief(there[0])}", "place")
    meanwhile = ELSEWHERE_NOW.search(first)
    if meanwhile and (elsewhere or UNNAMED_ELSEWHERE.match(first)):
        return _Change(0.9, f"elsewhere: {brief(meanwhile[0])}", "place")
    meanwhile = FLOORS_OFF.search(first)
    if meanwhile:
        return _Change(0.75, f"elsewhere: {brief(meanwhile[0])}", "place")
    meanwhile = AT_THE_SAME_TIME.search(first)
    if meanwhile and any(sentence == 0 and m.sure >= 0.5 for sentence, m in elsewhere):
        return _Change(0.7, f"elsewhere: {brief(meanwhile[0])}", "place")
    return None


def _memory(paragraph: Paragraph, first: str, *, printed: bool) -> _Change | None:
    """Return a change into memory, which is told in the past perfect."""
    if len(paragraph.sentences) < LONG_ENOUGH:
        return None
    remembers = bool(REMEMBERS.search(first) or MEMORY_TIME.search(first) or LONG_SINCE.search(first))
    share = paragraph.past_perfect / len(paragraph.sentences)
    enough = share >= (0.5 if remembers else 0.66) and paragraph.past_perfect >= LONG_ENOUGH
    least = LONG_MEMORY if AND_THEN.search(first) else SHORT_MEMORY
    long = sum(len(PLUPERFECT.findall(sentence)) for sentence in paragraph.sentences) >= least
    if enough and (remembers or (long and not printed and PLUPERFECT.search(first[:OPENING]))):
        return _Change(0.8, "a memory, told in the past perfect", "memory")
    return None


def _later(first: str) -> _Change | None:
    """Return a change to another time when the first sentence names one."""
    jump = TIME_JUMP.search(first)
    if jump and not MEMORY_TIME.search(first) and not PLUPERFECT.search(first[: jump.end() + 12]):
        return _Change(0.85, f"another time: {brief(jump[0])}", "time")
    jump = LATER_INSIDE.search(first)
    if jump and not PLUPERFECT.search(first) and not UNTIL.search(first[: jump.start()]):
        return _Change(0.75, f"another time: {brief(jump[0])}", "time")
    return None


def _paragraph(text: str, whereabouts: Whereabouts) -> Paragraph:
    sentences = tuple(
        match[0].strip() for match in SENTENCE.finditer(text) if any(map(str.isalnum, match[0]))
    )
    places = tuple((i, m) for i, sentence in enumerate(sentences) for m in whereabouts.mentions(sentence))
    perfect = sum(bool(PLUPERFECT.search(sentence)) for sentence in sentences)
    hints = tuple(place for sentence in sentences for place in whereabouts.things(sentence))
    return Paragraph(sentences, places, hints, perfect)


def _strongest(places: Sequence[tuple[int, Mention]]) -> Mention | None:
    """Return the strongest evidence for a paragraph's place; of equal arrivals the last, else the first."""
    there = [
        (WEIGHT[m.how] * m.sure - (0.0 if m.how == "arrives" else 0.1 * s), i if m.how == "arrives" else -i, m)
        for i, (s, m) in enumerate(places) if m.place and WEIGHT[m.how] * m.sure >= 0.3
    ]  # fmt: skip
    return max(there, key=lambda item: item[:2])[2] if there else None


def _left(paragraph: Paragraph) -> Mention | None:
    """Return the place that somebody leaves in a paragraph: the scene before it was there."""
    return next((m for _, m in paragraph.places if m.how == "leaves" and m.place), None)


def _returning(slugs: tuple[Slugline, ...]) -> tuple[Slugline, ...]:
    """Return scenes of which a doubtful one is surer where others play, surely or perhaps: stories return."""
    known = {slug.place for slug in slugs if slug.sure >= SURE_PLACE}
    perhaps = Counter(slug.place for slug in slugs if PERHAPS <= slug.sure < SURE_PLACE)
    known |= {place for place, count in perhaps.items() if count > 1}
    surer = [
        replace(slug, sure=round(slug.sure + RETURN_SURE, 2), why=f"{slug.why}, as elsewhere in the story")
        if slug.sure < SURE_PLACE and slug.place in known
        else slug
        for slug in slugs
    ]
    here = [slug.place for slug in surer if slug.sure >= SURE_PLACE]
    if len(here) < LEAST_HERE or len(set(here)) > 1:
        return tuple(surer)
    return tuple(_where_the_rest_plays(slug, here[0]) for slug in surer)


def _where_the_rest_plays(slug: Slugline, place: str) -> Slugline:
    """Return a scene without a place in a story whose other scenes all play in one."""
    if (
        slug.sure >= SURE_PLACE
        or slug.time == "memory"
        or (slug.place not in ("", place) and not slug.hinted)
    ):
        return slug
    return replace(slug, place=place, sure=SURE_PLACE, why=f"{slug.why}; where the rest of the story plays")


def _time(paragraphs: Sequence[Paragraph]) -> str:
    for paragraph in paragraphs[:2]:
        for sentence in paragraph.sentences[:2]:
            found = OUT_OF_THE_DAY.search(sentence)
            if found and found.lastgroup:
                return found.lastgroup
    return ""
