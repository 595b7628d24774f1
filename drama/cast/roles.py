"""The size of each part of a script, and who shares scenes with whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from drama.model import Character

if TYPE_CHECKING:
    from drama.model import Scene, Script

Rank = Literal["lead", "supporting", "bit"]
LEAD_SHARE, SUPPORTING_SHARE = 0.4, 0.1
"""Shares of the biggest part's word count from which a part is a lead or a supporting one."""
EXCHANGE_WEIGHT = 3
"""Weight of an exchange of lines, relative to mere presence in the same scene."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A character's part in one story."""

    character: Character
    words: int
    lines: int
    rank: Rank
    partners: tuple[tuple[str, int], ...]
    """Characters in the same scenes, with the weight of their contact; sorted by name."""


def roles(script: Script) -> tuple[Role, ...]:
    """Return the part of everybody who has a line, the biggest first, equal ones by name.

    A speaker who is missing in the script's list of characters counts as a character of that name.
    """
    listed = {character.name: character for character in script.characters}
    words: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for cue in script.cues:
        if cue.kind == "line":
            words[cue.speaker] += len(cue.text.split())
            lines[cue.speaker] += 1
    meetings = _meetings(script)
    most = max(words.values(), default=0)
    return tuple(
        Role(
            character=listed.get(name) or Character(name=name),
            words=words[name],
            lines=lines[name],
            rank=_rank(words[name], most),
            partners=tuple(sorted(meetings.get(name, Counter()).items())),
        )
        for name in sorted(lines, key=lambda name: (-words[name], name))
    )


def _rank(words: int, most: int) -> Rank:
    share = words / most if most else 0
    return "lead" if share >= LEAD_SHARE else "supporting" if share >= SUPPORTING_SHARE else "bit"


def _meetings(script: Script) -> dict[str, Counter[str]]:
    met: dict[str, Counter[str]] = {}
    for scene in script.scenes:
        speakers = _speakers(scene)
        present = set(speakers)
        for one in present:
            met.setdefault(one, Counter()).update(present - {one})
        for one, other in pairwise(speakers):
            if one != other:
                met[one][other] += EXCHANGE_WEIGHT
                met[other][one] += EXCHANGE_WEIGHT
    return met


def _speakers(scene: Scene) -> list[str]:
    return [cue.speaker for cue in scene.cues if cue.kind == "line"]
