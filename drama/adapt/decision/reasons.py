"""Why a line was given to somebody, in words: the rule, the evidence, the runner-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drama.adapt.decision.features import FEATURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drama.adapt.decision.crf import Turn
    from drama.adapt.values import Scene, Unit

_BESIDE = {
    "loose": "{words!r} runs on from the line",
    "intro": "{words!r} leads to the line",
    "after": "{words!r} follows the line",
    "before": "{words!r} comes before the line",
}
EVIDENCE = {
    "previous vocative": "is called by name in the line before",
    "next vocative": "is called by name in the next line",
    "calls so": "calls people so elsewhere",
    "previous addressee": "is spoken to in the line before",
    "previous address fits": "the line before says sir or madam",
    "next address fits": "the next line says sir or madam",
    "self introduction": "gives the name as the speaker's own",
    "pronoun last subject": "acted last before it",
    "pronoun last mention": "was mentioned last before it",
    "last subject": "acted last before it",
    "last mention": "was mentioned last before it",
    "gap last subject": "acts between the two lines",
    "gap subject": "acts between the two lines",
    "next new": "is brought in right after it",
    "next subject": "acts right after it",
    "paragraph mention": "is named in its paragraph",
    "tag role": "is what the tag says",
    "before meant": "the pronoun beside it means them",
    "after meant": "the pronoun beside it means them",
    "spoke near": "takes part in the conversation",
    "near": "is present",
    "untagged narrator": "tells the story",
}
"""What a feature says in favour of the speaker, in words."""
AGAINST = {
    "self vocative": "is called by name in the line itself",
    "self mention": "is named in the line itself",
    "tag pronoun clash": "is of another sex than the tag says",
    "before clash": "is of another sex than the words beside it say",
    "after clash": "is of another sex than the words beside it say",
    "own addressee": "is the one spoken to",
    "tag object": "is the one spoken to",
    "gap reaction": "has just had a turn without words",
}
"""What a feature says against the runner-up."""
LEAST_EVIDENCE = 0.3
SECOND = 0.01
"""Least probability of a runner-up that is named."""


def why(
    scene: Scene,
    i: int,
    turn: Turn,
    chance: NDArray[np.float64],
    weights: NDArray[np.float64],
    names: Sequence[str],
) -> str:
    """Return the reason for a turn's likeliest candidate; `names` are the candidates' names, in order."""
    order = np.argsort(-chance, kind="stable")
    best = int(order[0])
    if turn.candidates[best] < 0:
        return "nobody is in reach"
    second = int(order[1]) if len(order) > 1 else -1
    parts = [_rule(scene, i, turn.candidates[best])]
    parts += _evidence(turn, weights, best, second, names[second] if second >= 0 else "")
    if second >= 0 and chance[second] >= SECOND:
        parts.append(f"next likely {names[second]} ({chance[second]:.2f})")
    return "; ".join(part for part in parts if part)


def _rule(scene: Scene, i: int, number: int) -> str:
    """Return the strongest rule that bears on a turn."""
    unit = scene.units[i]
    tag = unit.hint("tag")
    if tag is not None:
        same = scene.people.of(tag.mention) == number or tag.mention.kind == "first"
        return f'tag "{tag.words}"' + (
            "" if same else f", taken for {scene.people.label(scene.people.standing(number))}"
        )
    for kind, words in _BESIDE.items():
        hint = unit.hint(kind)
        if hint is not None and (
            scene.people.of(hint.mention) == number or scene.memory.meant.get(hint.mention.start) == number
        ):
            return words.replace("{words!r}", f'"{hint.words}"')
    return _turn_taking(scene, i, number, unit)


def _turn_taking(scene: Scene, i: int, number: int, unit: Unit) -> str:
    speakers, people = scene.speakers, scene.people
    if i >= 2 and people.standing(speakers[i - 2]) == number != people.standing(speakers[i - 1]):
        other = people.label(people.standing(speakers[i - 1])) if speakers[i - 1] >= 0 else "the line before"
        return f"no tag: answers {other} in turn"
    if i and people.standing(speakers[i - 1]) == number:
        return "no tag: goes on speaking"
    if i and speakers[i - 1] >= 0 and unit.paragraph - scene.units[i - 1].end_paragraph <= 1:
        return f"no tag: answers {people.label(people.standing(speakers[i - 1]))}"
    return "no tag: who is about"


def _evidence(turn: Turn, weights: NDArray[np.float64], best: int, second: int, rival: str) -> list[str]:
    """Return the strongest evidence for the answer and against the runner-up."""
    rows = turn.features
    gain = (rows[best] - rows[second]) * weights if second >= 0 else rows[best] * weights
    found: list[str] = []
    for k in np.argsort(-gain, kind="stable")[:6]:
        name = FEATURES[int(k)]
        if gain[k] < LEAST_EVIDENCE or len(found) == 2:
            break
        if rows[best][k] > 0 and name in EVIDENCE:
            found.append(EVIDENCE[name])
        elif second >= 0 and rows[second][k] > 0 and name in AGAINST:
            found.append(f"{rival} {AGAINST[name]}")
    return list(dict.fromkeys(found))
