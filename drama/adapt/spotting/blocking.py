"""Blocking: where the people of a scene stand, and who comes in or goes out, as the narration says.

In the theatre, blocking is the plan of the actors' moves. Here a line gets a direction for it: `entering`,
`leaving`, `off-mic` while its speaker is away from the others, `above`. Who says nothing of where he is stands
with the others.
"""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from drama.adapt.spotting.proposals import SENTENCE
from drama.adapt.spotting.whereabouts import UNREAL, lazily
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drama.model import Character, Cue, Scene, Script

LASTS: Final = 3
"""Most lines of a speaker who stands apart before a move that nobody told of is supposed."""
AT_ONCE: Final = 2
"""Most cues between somebody's coming in and the line that is said on the way."""
KEEPS: Final = frozenset(
    ("telephone", "radio", "address", "newscast", "hologram", "behind-door", "off-mic", "distant", "message",
     "letter", "thought", "flashback", "whispered", "murmured", "song")
)  # fmt: skip
"""Directions of a line that already say from where it is heard, or are heard close by."""
GOES: Final = r"(?:went|goes|walked|walks|moved|moves|strode|strides|wandered|drifted|retreated|hurried|ran|rushed|crept|limped|shuffled|padded|stepped|steps|crossed|backed)"
ROUND: Final = r"(?:over|back|away|across|slowly|quickly|quietly|straight|up|down|\w+ly)"
MOVES: Final = (
    ("near", lazily(rf"(?:{GOES}|came|comes|leaned|leant|leans|knelt|crouched|bent)\s+(?:{ROUND}\s+){{0,2}}(?:closer|nearer|(?:over\s+)?to\s+(?:him|her|them|me|us|his\s+\w+|her\s+(?:husband|wife|side|mother|father|son|daughter))\b|beside|next\s+to|towards?\s+(?:him|her|them|me)\b)|(?:sat|sits)\s+(?:back\s+)?down|joined\b|embraced\b|hugged\b|(?:took|held)\s+(?:him|her|his\s+hand|her\s+hand)\b|put\s+(?:his|her)\s+arm|came\s+back\b")),
    ("entering", lazily(rf"(?:came|comes|walked|walks|burst|bursts|ran|runs|stepped|steps|slipped|slips|hurried|strode|stormed|rushed|went)\s+(?:{ROUND}\s+)?(?:in|inside)\b(?!\s+(?:the\s+)?(?:close|closer|on|way|front|fear|silence|circles|order|time|tears))|(?:came|comes|walked|burst|ran|stepped|rushed|hurried|strode)\s+(?:\w+\s+)?(?:into|through)\s+(?:the|his|her|a)\s+(?:\w+\s+)?(?:room|door|doorway|kitchen|hall|office|lab|laboratory|study|bedroom|shop|tent|bridge|nursery)\b|(?:entered|enters)\s+(?:the\s+)?(?:\w+\s+)?(?:room|kitchen|hall|office|lab|laboratory|study|shop|tent|bridge|nursery|chamber)\b|(?:put|puts|stuck|poked|pokes)\s+(?:his|her)\s+head\s+(?:round|around|in|through)|appeared\s+(?:in|at)\s+the\s+(?:door|doorway)|leaning\s+in\s+at\s+the\s+door")),
    ("above", lazily(r"(?:climbed|climbs|scrambled|was|stood|perched|sat|hung)\s+(?:\w+\s+)?(?:up\s+the\s+(?:ladder|mast|tree|curtain|rigging)|(?:at|on)\s+(?:the\s+)?(?:top\s+of\s+the\s+(?:stairs|ladder|wall)|balcony|gallery|landing\s+above|crow['’]s\s+nest|roof))\b")),
    ("off-mic", lazily(rf"{GOES}\s+(?:{ROUND}\s+){{0,3}}(?:to|towards?)\s+(?:the|a|his|her)\s+(?:\w+\s+)?(?:window|wall|fireplace|far\s+(?:end|side|corner)|corner|sink|stove|bookcase|shelves|cupboard|balcony|door|controls?|console|desk|railing)\b|{GOES}\s+(?:away|off)\s+from\s+(?:him|her|them|the)\b|turned\s+(?:away\b(?!\s+from\s+the)|to\s+(?:the|a)\s+(?:window|wall|fire)\b)|crossed\s+the\s+(?:room|floor|hall)\b(?!\s+to)|(?:stood|stands|leaned|leans|leant|stayed|waited|stopped|paused)\s+(?:\w+\s+)?(?:by|at|in|against)\s+the\s+(?:\w+\s+)?(?:window|door|doorway|threshold|far\s+\w+|railing)\b|turned\s+(?:his|her)\s+back\b")),
)  # fmt: skip
"""Where somebody stands after a move; the first that is found of a sentence's counts."""
LEAVES: Final = lazily(
    rf"(?:{GOES}|stormed|slipped|stamped|swept|marched)\s+(?:{ROUND}\s+)?(?:out|off)\b(?!\s+(?:to\s+(?:the|a)\s+window|of\s+(?:breath|sight|the\s+(?:chair|bed))|course|his|her))|left\s+(?:the\s+(?:room|house|office|lab|kitchen)\b|without|them\b)|(?:was|were)\s+(?:already\s+)?(?:gone|on\s+(?:his|her|their)\s+way\s+out|on\s+the\s+stairs)\b"
)
SUBJECT_PRONOUN: Final = {"he": "male", "she": "female"}


@dataclass(slots=True)
class _Stage:
    """Who stands where, while a scene is read."""

    at: dict[str, str] = field(default_factory=dict)
    """The direction of a speaker's coming lines; nothing for who stands with the others."""
    lines: dict[str, int] = field(default_factory=dict)
    """How many lines somebody has said from there."""
    since: dict[str, int] = field(default_factory=dict)
    """How many cues ago somebody came in."""
    last: dict[str, str] = field(default_factory=dict)
    """Who spoke or was named last, by gender."""


def blocked(script: Script) -> Script:
    """Return a fresh script whose lines have directions for where their speakers stand and how they move."""
    names = _names(script.characters)
    if not names:
        return script
    pattern = lazy_re.pattern(
        rf"\b({'|'.join(sorted(map(re.escape, names), key=lambda n: (-len(n), n)))}|[Hh]e|[Ss]he)\b"
    )
    # "He" is nobody who says "I".
    genders = {one.name: "I" if one.narrator else one.gender for one in script.characters}
    scenes = tuple(_scene(scene, names, genders, pattern) for scene in script.scenes)
    return replace(script, scenes=scenes)


def _names(characters: Sequence[Character]) -> dict[str, str]:
    """Return every name of the characters that stands for one person alone, with that person's."""
    found: dict[str, str] = {}
    for character in characters:
        if character.kind != "crowd":
            for name in (character.name, *character.aliases):
                found[name] = "" if name in found else character.name
    return {name: owner for name, owner in found.items() if owner and name != "I"}


def _scene(
    scene: Scene, names: dict[str, str], genders: Mapping[str, str], pattern: re.Pattern[str]
) -> Scene:
    stage = _Stage()
    cues = list(scene.cues)
    for i, cue in enumerate(cues):
        stage.since = {who: count + 1 for who, count in stage.since.items()}
        if cue.kind == "line":
            cues[i] = _line(cue, stage)
            stage.last[genders.get(cue.speaker, "")] = cue.speaker
        elif cue.kind == "narrator":
            before = cues[i - 1] if i and cue.joined and cues[i - 1].kind == "line" else None
            gone = _narration(cue.text, stage, names, genders, pattern)
            if before is not None and before.speaker in gone and not KEEPS.intersection(before.how):
                cues[i - 1] = replace(
                    before, how=(*(how for how in before.how if how != "entering"), "leaving")
                )
    return replace(scene, cues=tuple(cues))


def _line(cue: Cue, stage: _Stage) -> Cue:
    """Return a line with where it is said from; who has come in stands with the others after it."""
    where = stage.at.get(cue.speaker, "")
    if where == "entering" and stage.since.get(cue.speaker, 0) > AT_ONCE:
        del stage.at[cue.speaker]
        where = ""
    said = stage.lines[cue.speaker] = stage.lines.get(cue.speaker, 0) + 1
    if where == "entering" or said >= LASTS:
        stage.at.pop(cue.speaker, None)
    if not where or KEEPS.intersection(cue.how):
        return cue
    return replace(cue, how=(*cue.how, where))


def _narration(
    text: str, stage: _Stage, names: dict[str, str], genders: Mapping[str, str], pattern: re.Pattern[str]
) -> set[str]:
    """Record the moves that narration tells of; return who leaves."""
    gone: set[str] = set()
    for sentence in SENTENCE.finditer(text):
        who = ""
        for subject in pattern.finditer(sentence[0]):
            pronoun = SUBJECT_PRONOUN.get(subject[0].lower())
            who = stage.last.get(pronoun, "") if pronoun else names[subject[0]]
            if not who:
                continue
            stage.last[genders.get(who, "")] = who
            following = pattern.search(sentence[0], subject.end())
            clause = sentence[0][subject.end() : following.start() if following else len(sentence[0])]
            if UNREAL.search(clause) or UNREAL.search(sentence[0][: subject.start()]):
                continue
            _move(who, clause, stage, gone)
    return gone


def _move(who: str, clause: str, stage: _Stage, gone: set[str]) -> None:
    for where, pattern in MOVES:
        if pattern.search(clause):
            stage.lines[who] = 0
            if where == "near":
                stage.at.pop(who, None)
            else:
                stage.at[who], stage.since[who] = where, 0
            return
    if LEAVES.search(clause):
        stage.at.pop(who, None)
        gone.add(who)
