"""Phone calls: which lines are heard through a telephone or a radio, from picking up to hanging up."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drama.adapt.values import Scene

_TAKES = (
    r"picks?|picked|lifts?|lifted|pulls?|pulled|takes?|took|reach(?:es|ed)|answer(?:s|ed)|dial(?:s|led|ed)"
    r"|grab(?:s|bed)|flip(?:s|ped)|thumb(?:s|ed)|press(?:es|ed)"
)
_PHONE = re.compile(
    rf"\b(?:{_TAKES})\b[^.!?]*\b(?:tele|holo-?|cell)?-?(?:phone|receiver|handset)\b", re.IGNORECASE
)
_SET = re.compile(rf"\b(?:{_TAKES})\b[^.!?]*\b(?:radio|comlink|communicator|walkie-talkie)\b", re.IGNORECASE)
_OVER = re.compile(
    r"\b(?:h[au]ngs? up|rang off|put (?:down )?the (?:phone|receiver|radio)|went dead"
    r"|(?:terminated|ended|cut|broke) (?:the |off the )?(?:call|communication|connection|line))\b",
    re.IGNORECASE,
)
WITHIN = 4
"""Turns within which the far end has to answer a call; also, paragraphs without a turn that end one."""
BESIDE = 2
"""Paragraphs before a call; whoever acts in them is in the room, not at the far end."""


def far_ends(scene: Scene, speakers: list[int]) -> dict[int, str]:
    """Return the turns that are heard through a "telephone" or a "radio", given who speaks each turn."""
    found: dict[int, str] = {}
    through, near, far, begun = "", -1, -1, 0
    for i, unit in enumerate(scene.units):
        first = scene.units[i - 1].end_paragraph if i else max(0, unit.paragraph - BESIDE)
        apart = i and scene.reading.paragraphs[first].scene != scene.reading.paragraphs[unit.paragraph].scene
        if through and (apart or unit.paragraph - first > WITHIN or _is_over(scene, first, i)):
            through = ""
        if not through:
            through, near = _taken_up(scene, first, i)
            far, begun = -1, i
        if not through or speakers[i] in {near, -1}:
            continue
        if far < 0 and (i - begun > WITHIN or _is_in_the_room(scene, begun, speakers[i])):
            through = ""
        elif far < 0 or speakers[i] == far:
            far = speakers[i]
            found[i] = through
    return found


def _narration(scene: Scene, first: int, i: int) -> str:
    """Return the narration between the turn before (from its paragraph on) and a turn's first words."""
    spans, text = scene.reading.spans, scene.reading.text
    start = spans[scene.units[i - 1].quotes[-1]].end if i else scene.reading.paragraphs[first].start
    return text[start : spans[scene.units[i].quotes[0]].start]


def _is_over(scene: Scene, first: int, i: int) -> bool:
    return bool(_OVER.search(_narration(scene, first, i)))


def _taken_up(scene: Scene, first: int, i: int) -> tuple[str, int]:
    """Return "telephone" or "radio" and who picks it up right before a turn; "" and −1 when nobody does."""
    start = scene.units[i].quotes[0]
    end = scene.reading.spans[start].start
    told = _narration(scene, first, i)
    for how, pattern in (("telephone", _PHONE), ("radio", _SET)):
        match = None
        for match in pattern.finditer(told):  # noqa: B007 - the last one is what is wanted
            pass
        if match is None:
            continue
        at = end - len(told) + match.start()
        for mention in reversed(scene.people.narration[bisect_right(scene.paragraph_starts, at) - 1]):
            if mention.start < at and mention.subject:
                number = scene.people.of(mention)
                if mention.kind == "first":
                    number = scene.people.narrator
                return how, number if number >= 0 else scene.memory.meant.get(mention.start, -1)
    return "", -1


def _is_in_the_room(scene: Scene, begun: int, number: int) -> bool:
    """Whether somebody acts in the paragraphs right before a call."""
    here = scene.units[begun].paragraph
    return any(
        mention.subject and scene.people.of(mention) == number
        for index in range(max(0, here - BESIDE), here)
        for mention in scene.people.narration[index]
    )
