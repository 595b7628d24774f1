"""The mood of a scene, from the words of its narration and lines, for choosing its music."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drama.model import Scene

WORDS = {
    "hopeful": (
        "hope hopeful smile warm warmth sun sunlight sunshine morning dawn bright promise joy "
        "glad home safe spring cheer cheerful gentle gently kind begin friend brave proud "
        "relief embrace together forgive"
    ),
    "dark": (
        "dark darkness shadow black blood bone grave death dead murder cold cruel rot crypt ghost "
        "evil curse doom bury buried menace sinister raven skull corpse dread hollow devil"
    ),
    "tense": (
        "run ran hurry hurried quickly fast alarm danger chase scream shout blast shot gun knife "
        "weapon explode explosion attack trap escape urgent urgency panic seconds hide hid warn "
        "warning shook shatter collapse emergency fear"
    ),
    "wonder": (
        "star wonder wonderful magic shimmer glow glimmer light crystal dream vast strange marvel "
        "portal moon silver enchanted secret sky golden whisper ancient awe planet impossible "
        "spell"
    ),
    "sad": (
        "tear wept weep cry cried sad sadness grief grieve lonely alone lost loss goodbye "
        "farewell funeral mourn sob empty miss gone sorrow regret ache sigh died widow weeping agony "
        "pain sobbed"
    ),
    "comic": (
        "sausage trousers biscuit custard nonsense ridiculous grin giggle chuckle sneeze teapot "
        "bucket committee moustache embarrassed absurd pudding snore wig indignant pompous "
        "trouser  hiccup"
    ),
}
"""Words for each mood: a small list that shows the main mood of a scene and no more."""
_TITLES = re.compile(r"\bMiss(?=\s+[A-Z])")
"""Miss Pike makes nothing sad."""
STRONG_WORDS = (
    "tears grief wept weep weeping sobbed sob goodbye farewell funeral mourned sorrow agony pain widow "
    "murder corpse crypt curse explosion exploded attack chased escape magic portal wonderful joy hope "
    "custard trousers"
)
STRONG = frozenset(STRONG_WORDS.split())
"""Stronger words: each counts twice."""
MOODS = tuple(sorted(WORDS))
MOOD_OF = {
    word + ending: mood
    for mood, words in WORDS.items()
    for word in words.split()
    for ending in ("", "s", "es", "d", "ed", "ing", "y", "ly")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """The mood of a scene."""

    name: str
    """One of MOODS; empty when the scene has no mood word."""
    sure: float
    """Probability, 0 to 1."""
    why: str


def mood(scene: Scene) -> Mood:
    """Return the mood of a scene's words; see `mood_of_text`."""
    return mood_of_text(cue.text for cue in scene.cues if cue.kind in {"narrator", "line"})


def mood_of_text(texts: Iterable[str]) -> Mood:
    """Return the mood with the most words, each counted at most four times.

    Its confidence is 0.5 plus its lead over the next mood. The lead is damped where there are few words.
    """
    examples: dict[str, Counter[str]] = {name: Counter() for name in MOODS}
    for text in texts:
        for word in re.findall(r"[a-z]+", _TITLES.sub("", text).lower()):
            if word in MOOD_OF:
                examples[MOOD_OF[word]][word] += 2 if word in STRONG else 1
    votes = {name: sum(min(4, number) for number in examples[name].values()) for name in MOODS}
    ranked = sorted(MOODS, key=lambda name: (-votes[name], name))
    best, second = ranked[0], ranked[1]
    if not votes[best]:
        return Mood(name="", sure=0.0, why="no word tells the mood")
    lead = (votes[best] - votes[second]) / (votes[best] + votes[second] + 10)
    words = ", ".join(word for word, _ in sorted(examples[best].items(), key=lambda w: (-w[1], w[0]))[:4])
    return Mood(name=best, sure=round(min(0.95, 0.5 + lead), 2), why=f"{best} words: {words}")
