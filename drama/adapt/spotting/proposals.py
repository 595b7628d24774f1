"""From narration to proposed sounds, and from these to the ones that are used."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from drama.adapt.spotting import (
    adventure,
    everyday,
    gestures,
    handling,
    happenings,
    indoors,
    machines,
    outdoors,
    sounding,
    traffic,
)
from drama.adapt.spotting.context import doubts, told_in_the_past
from drama.places import PLACES
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from drama.adapt.spotting.rules import Rule
    from drama.model import Cue, Script

Where = Literal["before", "under", "after"]
SoundKind = Literal["sound", "ambience", "music"]
Setting = Literal["full", "light", "none"]

RULES: tuple[Rule, ...] = (
    *outdoors.RULES,
    *indoors.RULES,
    *machines.RULES,
    *happenings.RULES,
    *gestures.RULES,
    *handling.RULES,
    *traffic.RULES,
    *sounding.RULES,
    *everyday.RULES,
    *adventure.RULES,
)
PERCEIVED = lazy_re.pattern(
    r"^\W*(?:(?:and\s+then|then|suddenly|just\s+then|at\s+that\s+moment|a\s+moment\s+later|somewhere|outside|above|below|far\s+\w+)\b,?\s+)*"
    r"(?:there\s+(?:was|came|is)|from\s+[^.;]{1,40}?\s+came|(?:he|she|they|I|we|[A-Z]\w+)\s+(?:heard|hears|could\s+hear)"
    r"|an?\s+(?:\w+\s+){0,2}?(?:shot|knock|crash|bell|horn|scream|explosion|siren|alarm|gong|whistle|bang|thud|rumble|crack))\b",
    re.IGNORECASE,
)
"""A sentence that says what is heard, not who does something: the sound comes first, and then the words."""
AWAY = lazy_re.pattern(
    r"\b(?:distan(?:t|ce)|far(?:away)?\s+(?:away|off|out|below|above|down)|faint(?:ly)?|miles\s+away|on\s+the\s+horizon|a\s+long\s+way\s+off|across\s+the\s+(?:valley|river|bay|fields?))\b",
    re.IGNORECASE,
)
ENERGY_WEAPONS = lazy_re.pattern(r"\b(?:lasers?|plasma|blasters?|phasers?|ray\s*-?guns?)\b", re.IGNORECASE)
"""Where a story has one, its shots are not those of powder."""
INDOORS = frozenset(("small-room", "hall", "ship"))
OUT_IN_IT = lazy_re.pattern(r"(?:out\s+)?(?:in|into|through)\b", re.IGNORECASE)
"""Somebody is in the rain, wherever the scene plays."""
AWAY_DB = -8.0
"""The level of an effect that the words put far off."""
NEAR = 45
"""Characters on both sides of a match that are searched for a variant of the sound."""
FARTHER = 70
"""Characters after a match that are searched for words that put the sound far off."""
UNSPOKEN = frozenset({"title", "byline", "heading", "message", "letter", "flashback", "song"})
"""Directions of narration that isn't about the here and now."""
VERBS = ("verb", "verb2", "verb3", "verb4")
"""The groups of a pattern that hold the word at which a sound is heard."""
LONGEST = 1000
"""Most characters of a sentence: a longer one is split, which bounds the input of the patterns."""
SENTENCE = re.compile(rf"[^.!?…]{{1,{LONGEST}}}(?:[.!?…]+[\"'”’)]*|$|(?<=\s))|[^.!?…]{{{LONGEST}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A sound that the prose calls for."""

    cue: int
    """Number of the narration cue that calls for it."""
    where: Where
    """Before the cue, after it, or under it from `word` on."""
    kind: SoundKind
    name: str
    """A built-in sound, or the stem of a file in the project's sounds/."""
    offset: int
    """Offset in the cue's text of the word that calls for it."""
    word: str
    """The words that call for it."""
    sure: float
    """Probability that it belongs there, 0 to 1."""
    why: str
    seconds: float = 0.0
    """How long a passing ambience lasts; 0 for one that stays."""
    under: str = ""
    """narration: music that goes on only while the narrator speaks."""
    level_db: float = 0.0
    """How much louder than usual it is: less than 0 for one far off."""


def spot(script: Script, ambiences: Container[str]) -> tuple[Proposal, ...]:
    """Return what the narration of a script calls for, in order, sure or not; see `chosen`.

    `ambiences` are the names of the library's continuous sounds; all others are effects.
    """
    past = told_in_the_past(" ".join(cue.text for cue in script.cues if cue.kind == "narrator"))
    found: list[Proposal] = []
    guns = any(ENERGY_WEAPONS.search(cue.text) for cue in script.cues)
    for scene in script.scenes:
        told = [(cue.number, cue.text) for cue in scene.cues if _is_told(cue)]
        heard = [
            proposal
            for number, text in told
            for proposal in spot_text(text, ambiences, cue=number, past=past)
        ]
        inside = scene.place in PLACES and PLACES[scene.place].room in INDOORS
        heard = [_in_this_place(proposal, guns=guns, inside=inside) for proposal in heard]
        found += _beds_kept_once(heard)
    return tuple(found)


def _in_this_place(proposal: Proposal, *, guns: bool, inside: bool) -> Proposal:
    """Return a proposal as story and scene have it: shots of energy weapons, rain heard from inside."""
    if guns and proposal.name == "shot":
        return replace(proposal, name="laser")
    if inside and proposal.name == "rain" and not OUT_IN_IT.match(proposal.word):
        return replace(proposal, name="rain-roof")
    return proposal


def _is_told(cue: Cue) -> bool:
    return cue.kind == "narrator" and not UNSPOKEN.intersection(cue.how)


def spot_text(
    text: str, ambiences: Container[str], *, cue: int = 0, past: bool = False
) -> tuple[Proposal, ...]:
    """Return what a passage of narration calls for, in order; `past`: told in the past tense."""
    found: list[Proposal] = []
    sentences = [match for match in SENTENCE.finditer(text) if match[0].strip()]
    for i, sentence in enumerate(sentences):
        for rule, match, name, sure, why in _matches(sentence[0], past=past):
            kind: SoundKind = "ambience" if name in ambiences else "sound"
            offset = sentence.start() + _verb(match)
            near = text[max(0, offset - NEAR) : offset + FARTHER]
            away = kind == "sound" and not name.endswith("-far") and AWAY.search(near)
            found.append(
                Proposal(
                    cue=cue,
                    where=_where(kind, sentence[0], first=i == 0, last=i == len(sentences) - 1),
                    kind=kind,
                    name=name,
                    offset=offset,
                    word=match[0],
                    sure=round(sure, 2),
                    why=why or rule.why,
                    seconds=rule.seconds,
                    level_db=AWAY_DB if away else 0.0,
                )
            )
    return tuple(found)


def _where(kind: SoundKind, sentence: str, *, first: bool, last: bool) -> Where:
    """Return whether a sound is heard before its narration, at its word, or after it."""
    if kind != "sound":
        return "under"
    if first and PERCEIVED.search(sentence):
        return "before"
    return "after" if last else "under"


def _verb(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return next((match.start(key) for key in VERBS if groups.get(key)), match.start())


@cache
def _tried_at() -> tuple[frozenset[int], Mapping[str, Sequence[int]]]:
    """Return the orders of the rules that are always tried, and of those that a word calls for trying."""
    at: dict[str, list[int]] = defaultdict(list)
    for order, rule in enumerate(RULES):
        for word in rule.triggers:
            at[word].append(order)
    return frozenset(order for order, rule in enumerate(RULES) if not rule.triggers), at


def _matches(sentence: str, *, past: bool) -> Iterator[tuple[Rule, re.Match[str], str, float, str]]:
    """Yield rule, match, sound, confidence and reason of the best non-overlapping matches (greedy)."""
    found: list[tuple[float, int, int, Rule, re.Match[str], str, float, str]] = []
    lowered = sentence.lower()
    words = frozenset(re.findall(r"[a-z]+", lowered))
    always, at = _tried_at()
    for order in sorted(always.union(*(at.get(word, ()) for word in words))):
        rule = RULES[order]
        if rule.stems and not any(stem in lowered for stem in rule.stems):
            continue
        if rule.needs and not rule.needs.search(sentence):
            continue
        if rule.unless and rule.unless.search(sentence):
            continue
        for match in rule.pattern.finditer(sentence):
            near = sentence[max(0, match.start() - NEAR) : match.end() + NEAR]
            name = next((name for hint, name in rule.variants if hint.search(near)), rule.name)
            against = doubts(sentence, match.start(), match.end(), _verb(match), past=past)
            sure = rule.sure * (against[0].left if against else 1.0)
            why = rule.why + (f", but {against[0].why}" if against else "")
            found.append((-sure, order, match.start(), rule, match, name, sure, why))
    taken: list[tuple[int, int]] = []
    best: list[tuple[float, int, int, Rule, re.Match[str], str, float, str]] = []
    for item in sorted(found, key=lambda item: item[:3]):
        match = item[4]
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        if any(item[5] == other[5] for other in best):
            continue
        taken.append(match.span())
        best.append(item)
    for item in sorted(best, key=lambda item: item[2]):
        yield item[3], item[4], item[5], item[6], item[7]


def _beds_kept_once(found: list[Proposal]) -> list[Proposal]:
    """Return a scene's proposals with each ambience once: the first, unless a later one is over 0.2 surer."""
    best: dict[str, Proposal] = {}
    for proposal in found:
        if proposal.kind == "ambience":
            before = best.get(proposal.name)
            if before is None or proposal.sure > before.sure + 0.2:
                best[proposal.name] = proposal
    return [p for p in found if p.kind != "ambience" or best[p.name] is p]


def chosen(
    proposals: Iterable[Proposal], setting: Setting = "full", *, threshold: float = 0.75
) -> tuple[Proposal, ...]:
    """Return the proposals that a setting of `house:` uses.

    full: all that are at least as sure as the threshold. light: no music, at least 0.85 sure, and no effect
    within three cues of the one before. none: nothing.
    """
    if setting == "none":
        return ()
    used: list[Proposal] = []
    for proposal in proposals:
        if proposal.sure < (threshold if setting == "full" else max(threshold, 0.85)):
            continue
        if setting == "light":
            near = [p for p in used if p.kind == "sound" and proposal.cue - p.cue < 3]
            if proposal.kind == "music" or (proposal.kind == "sound" and near):
                continue
        used.append(proposal)
    return tuple(used)
