"""The rules of spotting.

A rule prefers precision over recall: it needs a thing and what the thing does, not the thing alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from drama.adapt.spotting.wording import Phrase, alternatives, stems
from drama.system import lazy_re


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that call for a sound."""

    name: str
    pattern: re.Pattern[str]
    sure: float
    """Probability that a producer would put the sound here, before the context is considered."""
    why: str
    needs: re.Pattern[str] | None = None
    """Words that the sentence must also have."""
    unless: re.Pattern[str] | None = None
    """Words of the sentence that rule the sound out."""
    variants: tuple[tuple[re.Pattern[str], str], ...] = ()
    """Words nearby that call for another sound of the same family; the first match counts."""
    triggers: frozenset[str] = frozenset()
    """Words, in lower case, of which a sentence must have one; empty when the pattern is always tried."""
    stems: frozenset[str] = frozenset()
    """Letters, in lower case, of which a sentence must have some; empty when the pattern is always tried."""
    seconds: float = 0.0
    """How long a passing ambience, such as a murmur, is heard; 0 for one that stays."""


def rule(
    name: str,
    pattern: str,
    sure: float,
    why: str,
    *,
    needs: str = "",
    unless: str = "",
    seconds: float = 0.0,
    words: str = "",
    **variants: str,
) -> Rule:
    """Return a rule from patterns; a variant's keyword is its sound's name with _ for -.

    Of `words` a sentence must have one: a cheap test for a pattern whose verbs are in every other sentence.
    """
    return Rule(
        name,
        lazy_re.pattern(pattern, re.IGNORECASE),
        sure,
        why,
        lazy_re.pattern(needs, re.IGNORECASE) if needs else None,
        lazy_re.pattern(unless, re.IGNORECASE) if unless else None,
        tuple(
            (lazy_re.pattern(words, re.IGNORECASE), key.replace("_", "-")) for key, words in variants.items()
        ),
        frozenset(words.split()) or _triggers(pattern),
        pattern.stems if isinstance(pattern, Phrase) else _stems(pattern),
        seconds,
    )


VERB = lazy_re.pattern(r"\(\?P<verb\d?>((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
VERB_HERE = lazy_re.pattern("\0(?![?*{])")
"""A verb's group, marked, that isn't optional."""
FIRST_WORD = lazy_re.pattern(r"[a-z]+(?=$|\\s)")


def _triggers(pattern: str) -> frozenset[str]:
    """Return the first words of a pattern's verb groups; empty when one of them isn't a literal word."""
    groups = [_first_words(group) for group in VERB.findall(pattern)]
    return (
        frozenset().union(*groups) if all(groups) and pattern.count("?P<verb") == len(groups) else frozenset()
    )


@cache
def _first_words(group: str) -> frozenset[str]:
    """Return the first word of each alternative of a verb group; empty when one isn't a literal word."""
    words = [] if "(" in group else [FIRST_WORD.match(alternative) for alternative in group.split("|")]
    return frozenset(word[0] for word in words if word) if all(words) else frozenset()


def _stems(pattern: str) -> frozenset[str]:
    """Return letters of a pattern's verbs, of which any text that it matches has some; empty without."""
    groups = [stems(verb) for verb in VERB.findall(pattern)]
    marked = alternatives(VERB.sub("\0", pattern))
    is_sure = all(groups) and len(groups) == pattern.count("?P<verb") and all(map(VERB_HERE.search, marked))
    return frozenset().union(*groups) if is_sure else frozenset()


FAR = (
    r"\b(?:distan(?:t|ce)|far|faraway|somewhere|beyond|behind\s+the\s+(?:hill|ridge|mountain)s?"
    r"|miles|horizon|muttered|growl)\b"
)
"""Words that put a sound at a distance."""
