"""What a place sounds like, when the narration puts a scene there without naming a sound."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.adapt.spotting.places import THE, WITHIN, is_elsewhere, lookup
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterable

BACKGROUNDS = {
    "sea": ("beach shore shingle seashore dunes surf jetty breakwater tide-line sands cliff_path"),
    "ship-hum": (
        "starship spaceship airlock cockpit engine_room bulkheads flight_deck space_station "
        "escape_pod cargo_bay freighter viewport deck_plates"
    ),
    "drips": ("cave cavern mineshaft catacombs grotto dungeon sewer cistern crypt"),
    "crowd": (
        "tavern crowded_market market_square marketplace taproom crowded_inn crowded_bar "
        "ballroom fairground banquet"
    ),
    "computer": ("control_room laboratory server_room operations_room mission_control lab"),
    "train": ("railway_carriage train_carriage railway_compartment sleeping_car dining_car"),
    "stream": ("brook riverbank"),
    "night": ("midnight_garden moonlit_field dark_field night_garden warm_night"),
    "fire": ("fireside campfire hearth"),
}
"""Places with a sound of their own; _ stands for a space."""
AMBIENCE_OF, ANY_PLACE = lookup(BACKGROUNDS)
INSIDE = lazy_re.pattern(
    rf"{WITHIN}\s+{THE}\s+(?:[\w-]+\s+){{0,2}}?(?P<place>{ANY_PLACE})\b(?!\s+(?:station|door|window))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The ambience of a scene's place."""

    name: str
    cue: int
    """Number of the narration that puts the scene there."""
    offset: int
    word: str
    sure: float
    why: str


def background(told: Iterable[tuple[int, str]]) -> Background | None:
    """Return the ambience of the place that numbered stretches of narration put a scene in, if they do.

    Twice in a place is sure enough to be used, once isn't; a scene in two places has none.
    """
    found: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for number, text in told:
        for match in INSIDE.finditer(text):
            if not is_elsewhere(text, match.start()):
                name = AMBIENCE_OF[" ".join(match["place"].split())]
                found.setdefault(name, []).append((number, match))
    if not found:
        return None
    ranked = sorted(found, key=lambda name: (-len(found[name]), name))
    best = ranked[0]
    others = sum(len(found[name]) for name in ranked[1:])
    number, match = found[best][0]
    sure = min(0.84, 0.36 + 0.22 * (len(found[best]) - others))
    if sure <= 0:
        return None
    return Background(
        name=best, cue=number, offset=match.start(), word=match[0], sure=round(sure, 2),
        why=f"the scene is {' '.join(match[0].split())!r}",
    )  # fmt: skip
