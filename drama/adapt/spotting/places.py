"""Where a scene plays, according to its narration: the room in which the mix puts its voices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.model import Scene

PLACES = {
    "small-room": (
        "kitchen bedroom office study parlour parlor sitting_room living_room nursery bathroom "
        "cottage cabin hut shed attic cell cupboard flat apartment studio workshop lamp_room "
        "waiting_room booth shop café cafe inn pub tavern caravan library classroom room bed sofa "
        "hearth armchair desk carpet house"
    ),
    "hall": (
        "great_hall reception_hall town_hall village_hall church_hall assembly_hall dining_hall "
        "cathedral church chapel ballroom theatre auditorium throne_room courtroom court museum "
        "warehouse hangar concourse gallery temple palace nave stage council_chamber lobby foyer "
        "gymnasium abbey hall"
    ),
    "outdoors": (
        "street road lane field meadow forest wood woods garden beach shore hill hillside moor "
        "harbour quay pier dock river lake sky square market yard courtyard path orchard mountain "
        "desert plain clearing bank cliff cliffs pavement gate allotment allotments park "
        "fairground railings grass hedge outside rain snow wind stars"
    ),
    "ship": (
        "starship spaceship airlock cockpit engine_room bulkhead bulkheads flight_deck "
        "space_station shuttle escape_pod cargo_bay galley hull submarine freighter capsule "
        "viewport deck_plates"
    ),
    "cave": (
        "cave cavern tunnel mine mineshaft crypt catacomb catacombs grotto dungeon sewer cistern vault shaft"
    ),
}
"""Words that put a scene into a room; _ stands for a space."""
WEIGHTS = {"outdoors": 0.8, "ship": 1.2, "cave": 1.2}
"""Weights of the votes: ship and cave words are rarer and say more; sky and rain occur in any scene."""
WITHIN = (
    r"\b(?i:in|inside|into|entered|within|across|around|through|down|up|along|onto|on|at"
    r"|reached|filled|crossed)"
)
THE = r"(?:the|a|an|his|her|their|its|my|our|this|that)"


def lookup(listed: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return what each listed word stands for, and a pattern of all of them, the longest first."""
    meaning = {word.replace("_", " "): name for name, words in listed.items() for word in words.split()}
    longest_first = sorted(meaning, key=lambda word: (-len(word), word))
    return meaning, "|".join(word.replace(" ", r"\s+") for word in longest_first)


ROOM_OF, ANY_PLACE = lookup(PLACES)
INSIDE = lazy_re.pattern(
    rf"{WITHIN}\s+{THE}\s+(?:[\w-]+\s+){{0,2}}?(?P<place>{ANY_PLACE})\b(?!\s+(?:{ANY_PLACE})\b)"
)
NAMED = lazy_re.pattern(rf"\b(?P<place>{ANY_PLACE})\b")
ELSEWHERE = lazy_re.pattern(
    r"\b(?:window|view|outside\s+the|remember\w*|dream\w*|thought\s+of|like\s+an?|as\s+if|had\s+been"
    r"|used\s+to|picture|far\s+from|towards?|left|leaves|leaving|leave|from)\s+(?:\w+\s+){0,4}$",
    re.I,
)
"""Words before a place which show that the scene isn't there."""
BEFORE = 80
"""Characters before a place that are searched for ELSEWHERE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where a scene plays."""

    name: str
    """small-room, hall, outdoors, ship or cave; empty when the narration names none."""
    sure: float
    """Probability, 0 to 1."""
    why: str


def is_elsewhere(text: str, at: int) -> bool:
    """Return whether the words before a place show that the scene isn't there."""
    return bool(ELSEWHERE.search(text[max(0, at - BEFORE) : at]))


def room(scene: Scene) -> Room:
    """Return the room for which a scene's narration gives most votes; see `room_of_text`."""
    return room_of_text(cue.text for cue in scene.cues if cue.kind == "narrator")


def room_of_text(texts: Iterable[str]) -> Room:
    """Return the room in which some passages of narration play.

    Capitalised words are ignored: Harbour Street is a name. Somebody in or entering a place counts four
    times as much as a place that is only named. A place left, or seen through a window, doesn't count.
    Confidence is the winner's share of the votes, damped where there are few.
    """
    votes = dict.fromkeys(PLACES, 0.0)
    words: dict[str, str] = {}
    for text in texts:
        for pattern, value in ((INSIDE, 0.75), (NAMED, 0.25)):
            for match in pattern.finditer(text):
                if not is_elsewhere(text, match.start()):
                    name = ROOM_OF[" ".join(match["place"].split())]
                    votes[name] += value * WEIGHTS.get(name, 1.0)
                    words.setdefault(name, " ".join(match[0].split()))
    winner = max(votes, key=lambda name: (votes[name], name))
    total = sum(votes.values())
    if total == 0:
        return Room(name="", sure=0.0, why="the narration names no place")
    sure = votes[winner] / (total + 0.35)
    return Room(name=winner, sure=round(sure, 2), why=f"the narration says {words[winner]!r}")
