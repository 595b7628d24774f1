"""How a line is said and where it comes from, by its tag and its punctuation: whispered, thought, radio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.delivery import DIRECTIONS, by_verb

if TYPE_CHECKING:
    from drama.adapt.text.reading import Reading
    from drama.adapt.values import Unit

_HOW = tuple(
    (direction.word, re.compile(rf"\b(?:{'|'.join(direction.phrases)})\b", re.IGNORECASE))
    for direction in DIRECTIONS.values()
    if direction.phrases
)
_LEVEL = ("whispered", "murmured", "shouted")


def of(reading: Reading, tagged: frozenset[str], quote: int) -> tuple[str, ...]:
    """Return a quotation's directions, sorted, given those from its turn's tags."""
    found = set(tagged)
    span = reading.spans[quote]
    inner = reading.text[span.start : span.end].rstrip("_* ")
    if re.search(r"(?:—|--|[^-\s]-|–)$", inner):
        found.add("cut-off")
    elif re.search(r"(?:…|\.\.\.|\. \. \.)[?!]?$", inner):
        found.add("trailing")
    levels = [how for how in _LEVEL if how in found]
    if levels:
        found.discard("thought")  # "she murmured to herself" is heard
    return tuple(sorted(found - set(levels[1:])))


def tagged(reading: Reading, unit: Unit) -> frozenset[str]:
    """Return the directions that the tags of a turn give for all its quotations."""
    found: set[str] = set()
    hints = [hint for hint in unit.hints if hint.kind in {"tag", "loose", "intro"}]
    surest = [hint for hint in hints if hint.kind in {hints[0].kind, "intro"}]
    found |= {by_verb()[hint.verb] for hint in surest if hint.verb in by_verb()}
    for clause in _clauses(reading, unit, {hint.mention.sentence for hint in hints}):
        found |= {how for how, pattern in _HOW if pattern.search(clause)}
    return frozenset(found)


def _clauses(reading: Reading, unit: Unit, sentences: set[int]) -> list[str]:
    """Return the narration of the given sentences in the turn's paragraph and the one before it."""
    words: dict[int, list[str]] = {sentence: [] for sentence in sorted(sentences)}
    for index in (unit.paragraph - 1, unit.paragraph):
        for token in reading.paragraphs[index].tokens if index >= 0 and words else ():
            if token.sentence in words and token.quote < 0:
                words[token.sentence].append(token.text)
    return [re.sub(r" (?=[,.;:!?])", "", " ".join(clause)) for clause in words.values()]
