"""Where a scene plays: votes of the places that its paragraphs name, and of the things in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.adapt.spotting.whereabouts import WEIGHT, Mention
from drama.english import brief
from drama.places import PARTS_OF_A_HOUSE, PLACES, UNNAMED_ROOM

if TYPE_CHECKING:
    from collections.abc import Sequence

THING_VOTE = 0.12
"""Vote of each thing in the narration for the place where such things are."""
THING_VOTES = 0.6
"""Most votes of all things together for one place."""
LEAST_VOTE = 0.24
LEFT_VOTE = 0.5
"""Vote of somebody's leaving a place at the end of a scene for that place."""
SPECIFIC = 0.3
"""Least part of the votes for an unnamed room, or a house, at which a place in it is what is meant."""
THINGS_SURE = 0.7
"""Most confidence of a place that only the things in it suggest."""
HINTED = "what stands there says where"
"""The words for a place that no word names."""
INDOORS = frozenset(("small-room", "hall", "ship"))
"""The rooms of places that may be called a room."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a paragraph's narration says about place and time."""

    sentences: tuple[str, ...]
    places: tuple[tuple[int, Mention], ...]
    """Sentence index and mention."""
    things: tuple[str, ...]
    """Places that the things in it suggest."""
    past_perfect: int
    """Number of sentences in the past perfect."""


def voted(paragraphs: Sequence[Paragraph], because: Mention | None = None) -> tuple[str, float, str]:
    """Return the place with most votes in a scene, its confidence and its words; early votes count more.

    `because` is the mention of a place for which the scene begins: it counts wherever it stands.
    Its confidence is the share of the votes for it and for places that sound the same.
    """
    votes, words = _named(paragraphs, because)
    hinted: dict[str, float] = {}
    for paragraph in paragraphs:
        for place in paragraph.things:
            hinted[place] = hinted.get(place, 0.0) + THING_VOTE
    for place, vote in hinted.items():
        votes[place] = votes.get(place, 0.0) + min(vote, THING_VOTES)
    votes = _narrowed(votes)
    place = max(votes, key=lambda name: (votes[name], name), default="")
    if not place or votes[place] < LEAST_VOTE:
        return "", 0.0, ""
    alike = sum(vote for name, vote in votes.items() if _sounds(name) == _sounds(place))
    sure = alike / (sum(votes.values()) + 0.25)
    if place not in words:
        return place, min(THINGS_SURE, sure), HINTED
    return place, sure, f"{brief(words[place])} says where"


def _named(
    paragraphs: Sequence[Paragraph], because: Mention | None
) -> tuple[dict[str, float], dict[str, str]]:
    """Return the votes of the places that are named, and the first words that name each."""
    votes: dict[str, float] = {}
    words: dict[str, str] = {}
    for i, paragraph in enumerate(paragraphs):
        ends = i == len(paragraphs) - 1
        for sentence, mention in paragraph.places:
            leads_on = ends and sentence == len(paragraph.sentences) - 1 and mention != because
            vote = _vote(mention, i, sentence, last=leads_on)
            if mention.how == "leaves":
                vote = LEFT_VOTE * mention.sure if ends else 0.0
            if vote:
                votes[mention.place] = votes.get(mention.place, 0.0) + vote
            if vote and mention.how != "leaves":
                words.setdefault(mention.place, mention.words)
    return votes, words


def _vote(mention: Mention, paragraph: int, sentence: int, *, last: bool) -> float:
    """Return how much a place's being named says that a scene plays there."""
    if mention.how == "arrives" and last and sentence > 0:
        return 0.0  # it is where the next scene plays
    # Who arrives in the middle of a scene wasn't there before.
    weight = 0.5 if mention.how == "arrives" else 1.0
    if paragraph == 0:
        weight = 1.6 if sentence == 0 else 1.2
    return weight * WEIGHT[mention.how] * mention.sure


def _narrowed(votes: dict[str, float]) -> dict[str, float]:
    """Return votes with those for a room, or for a house, given to the place in it that has most."""
    votes = dict(votes)
    for general in (UNNAMED_ROOM, "house"):
        inside = [place for place in votes if place != general and is_within(general, place)]
        if general in votes and inside:
            best = max(inside, key=lambda name: (votes[name], name))
            into, out_of = (best, general) if votes[best] >= SPECIFIC * votes[general] else (general, best)
            votes[into] += votes.pop(out_of)
    return votes


def _sounds(place: str) -> tuple[str, str]:
    """Return the room and the ambience of a place."""
    return (PLACES[place].room, PLACES[place].bed)


def is_within(general: str, place: str) -> bool:
    """Return whether whoever is at a place is also where the general name says."""
    if general == UNNAMED_ROOM:
        return place in PLACES and PLACES[place].room in INDOORS
    return place == general or (general == "house" and place in PARTS_OF_A_HOUSE)
