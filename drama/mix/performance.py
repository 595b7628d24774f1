"""Performance: how loud a moment is meant to be, so that a quiet scene is quieter and the climax loudest.

An engine speaks every sentence equally loud. What the words say of the moment (cries and explosions, whispers
and grief) is drawn as a slow curve over a scene's cues; a line's own marks stand out of it.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.model import Cue, Script

ARC_DB: Final = 4.0
"""The slow curve moves a line by so much at most, up or down, at a `dynamics` of 1."""
NARRATOR_DB: Final = -1.5
"""A narrator speaks closer and softer than the people of the scene."""
CRY_DB: Final = 1.5
"""A line that ends in an exclamation mark, where no direction says how it is cried."""
TRAILING_DB: Final = -1.5
"""A line that trails off."""
REACH: Final = 4
"""Cues on both sides that a moment's tension is felt over."""
SOFT_DB: Final = (-4.0, -1.5)
LOUD_DB: Final = (1.5, 2.0)
"""Within these the curve moves a line that is directed to be soft, or loud: it is so already."""
STEP_DB: Final = 0.5
"""The curve moves in such steps: a word changed in a line leaves its neighbours as loud as they were."""
FULL: Final = 0.42
"""A tension at which the curve is at its height: words of both kinds never fill a passage alone."""
WORD = re.compile(r"[a-z]+")
LOUD_WORDS = frozenset(
    [
        "run",
        "ran",
        "running",
        "race",
        "raced",
        "rushed",
        "hurry",
        "hurried",
        "quickly",
        "fast",
        "alarm",
        "alarms",
        "danger",
        "chase",
        "chased",
        "scream",
        "screams",
        "screamed",
        "shout",
        "shouts",
        "shouted",
        "yell",
        "yelled",
        "cry",
        "cried",
        "shot",
        "shots",
        "shoot",
        "fired",
        "fire",
        "gun",
        "guns",
        "blast",
        "blasted",
        "explode",
        "exploded",
        "explosion",
        "attack",
        "attacked",
        "fight",
        "fought",
        "charge",
        "charged",
        "crash",
        "crashed",
        "smash",
        "smashed",
        "shatter",
        "shattered",
        "shattering",
        "collapse",
        "collapsed",
        "thunder",
        "storm",
        "shook",
        "shaking",
        "quake",
        "roar",
        "roared",
        "burst",
        "slammed",
        "urgent",
        "urgency",
        "panic",
        "frantic",
        "frantically",
        "madness",
        "chaos",
        "destroy",
        "destroyed",
        "destruction",
        "death",
        "killed",
        "kill",
        "fury",
        "furious",
        "rage",
        "terror",
        "horror",
        "violently",
        "violent",
        "debris",
        "flames",
        "siren",
        "leaped",
        "leapt",
        "doom",
        "erupted",
        "battle",
        "drones",
        "lasers",
        "army",
        "yells",
        "yelling",
        "shouting",
        "laugh",
        "laughed",
        "laughs",
        "laughing",
        "cheer",
        "cheered",
        "cheering",
        "crowd",
        "noise",
        "loud",
        "loudly",
        "louder",
        "jump",
        "jumped",
        "jumps",
        "grabbed",
        "bang",
        "banged",
        "banging",
        "slam",
        "hit",
        "angry",
        "angrily",
        "fighting",
        "sing",
        "singing",
        "sang",
        "shriek",
        "shrieked",
        "bellowed",
        "howl",
        "howled",
        "hammered",
        "crashing",
        "roaring",
        "stamped",
        "kicked",
        "rang",
        "wild",
        "wildly",
        "suddenly",
    ]
)
SOFT_WORDS = frozenset(
    [
        "whisper",
        "whispered",
        "whispers",
        "softly",
        "soft",
        "gently",
        "gentle",
        "quietly",
        "quiet",
        "silent",
        "silently",
        "silence",
        "hush",
        "hushed",
        "murmur",
        "murmured",
        "asleep",
        "sleep",
        "sleeping",
        "slept",
        "lullaby",
        "tears",
        "tear",
        "wept",
        "weep",
        "weeping",
        "sob",
        "grief",
        "grieve",
        "goodbye",
        "farewell",
        "alone",
        "lonely",
        "embrace",
        "embraced",
        "held",
        "hold",
        "kiss",
        "kissed",
        "kissing",
        "cradled",
        "tender",
        "tenderly",
        "warm",
        "warmth",
        "slowly",
        "calm",
        "peace",
        "peaceful",
        "peacefully",
        "still",
        "sigh",
        "sighed",
        "smile",
        "smiled",
        "remember",
        "remembered",
        "longing",
        "sad",
        "sadly",
        "baby",
        "love",
        "loved",
        "beloved",
        "heart",
        "dream",
        "dreams",
        "stroked",
        "caress",
        "empty",
        "lost",
        "breath",
        "low",
        "slow",
        "slower",
        "quieter",
        "nothing",
        "nobody",
        "listen",
        "listened",
        "listening",
        "dark",
        "darkness",
        "wait",
        "waited",
        "waits",
        "waiting",
        "carefully",
        "tired",
        "gone",
        "breathe",
        "breathed",
        "faint",
        "faintly",
        "distant",
        "dead",
        "died",
        "lay",
        "pillow",
        "bed",
        "candle",
        "moon",
        "moonlight",
        "snow",
        "stars",
        "dusk",
    ]
)
LOUD_HOW = frozenset({"shouted", "breathless", "fast"})
SOFT_HOW = frozenset({"whispered", "murmured", "sobbed", "thought", "slow"})
LOUD_SOUNDS = frozenset(
    [
        "alarm-hard",
        "crystal-shatter",
        "debris",
        "explosion",
        "explosion-far",
        "glass-shatter",
        "laser",
        "launch",
        "quake",
        "shot",
        "siren",
        "thunder",
        "storm",
        "battlefield",
        "door-slam",
        "rumble",
    ]
)


def performance_db(script: Script, dynamics: float) -> dict[int, float]:
    """Return by how many dB each spoken cue is raised or lowered, by its number.

    `dynamics` scales all of it: 0 leaves every line as loud as any. What raises a cue is itself and what is
    within REACH cues of it in its scene, never the whole story.
    """
    found: dict[int, float] = {}
    for scene in script.scenes:
        tensions = [(cue, tension(cue)) for cue in scene.cues if cue.kind != "pause"]
        for i, (cue, _) in enumerate(tensions):
            if cue.is_speech:
                near = tensions[max(0, i - REACH) : i + REACH + 1]
                at = i - max(0, i - REACH)
                found[cue.number] = round(
                    dynamics * (_moved_db(cue, _arc_db([one for _, one in near], at)) + _own_db(cue)), 2
                )
    return found


def tension(cue: Cue) -> float:
    """Return how much a cue raises (above 0) or calms a moment, within ±2."""
    if cue.is_sound:
        return 2.0 if cue.kind == "sound" and cue.text in LOUD_SOUNDS else 0.0
    words = WORD.findall(cue.text.lower())
    loud = sum(word in LOUD_WORDS for word in words) + 2 * bool(LOUD_HOW.intersection(cue.how))
    soft = sum(word in SOFT_WORDS for word in words) + 2 * bool(SOFT_HOW.intersection(cue.how))
    loud += cue.text.count("!")
    return max(-2.0, min(2.0, (loud - soft) / math.sqrt(1 + len(words) / 12)))


def _arc_db(tensions: Sequence[float], at: int) -> float:
    """Return the slow curve at one of a few cues: their tension, the nearer the more, in steps."""
    weights = [math.exp(-0.5 * ((i - at) / (REACH / 2)) ** 2) for i in range(len(tensions))]
    mean = sum(w * t for w, t in zip(weights, tensions, strict=True)) / sum(weights)
    return STEP_DB * round(ARC_DB * math.tanh(mean / FULL) / STEP_DB)


def _moved_db(cue: Cue, arc_db: float) -> float:
    """Return how far the curve moves a cue: a whisper stays a whisper in an uproar, a shout one in a hush."""
    if SOFT_HOW.intersection(cue.how):
        return min(max(arc_db, SOFT_DB[0]), SOFT_DB[1])
    return min(max(arc_db, LOUD_DB[0]), LOUD_DB[1]) if LOUD_HOW.intersection(cue.how) else arc_db


def _own_db(cue: Cue) -> float:
    own = NARRATOR_DB if cue.kind == "narrator" else 0.0
    directed = LOUD_HOW.intersection(cue.how) or SOFT_HOW.intersection(cue.how)
    end = cue.text.rstrip("\"'”’ ")
    if cue.kind == "line" and not directed:
        own += CRY_DB if end.endswith("!") else TRAILING_DB if end.endswith(("…", "...")) else 0.0
    return own
