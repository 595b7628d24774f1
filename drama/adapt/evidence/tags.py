"""Evidence around a quotation for its speaker: speech tags, introductions and action beats."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from drama.adapt.evidence.action_beats import beats
from drama.adapt.evidence.evidence import runs_on
from drama.adapt.evidence.tags_after import is_reply, leads_on, tag_after
from drama.adapt.evidence.tags_before import LEADS, announced, tag_before
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.evidence.evidence import Hint
    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Paragraph, Reading, Token

NEXT = 5
"""Words and marks at most from whoever speaks a second quotation of a sentence to it."""
BESIDE = 2
"""The same from a verb that shows no speech by itself, as in: while Tobias mumbled, "No"."""
BREAKING_IN = frozenset({"interrupted", "interrupts", "cut", "cuts", "broke", "breaks"})
"""Verbs, the short ones with "in", of whoever speaks into somebody else's line."""
_ORDER = {"tag": 0, "loose": 1, "intro": 2, "after": 3, "before": 4}


def hints(reading: Reading, paragraph: Paragraph, mentions: Sequence[Mention]) -> dict[int, list[Hint]]:
    """Return the hints beside each quotation of a paragraph, surest first."""
    tokens = paragraph.tokens
    starts = {m.first: m for m in mentions}
    taken: set[int] = set()
    places = [i for i, t in enumerate(tokens) if t.quote >= 0]
    found: dict[int, list[Hint]] = {tokens[i].quote: [] for i in places}
    for i, following in zip_longest(places, places[1:], fillvalue=-1):
        tag = tag_after(reading, tokens, i, starts)
        if tag is not None:
            of = following if following >= 0 and _interrupts(reading, tokens, i, tag) else i
            found[tokens[of].quote].append(tag)
            taken.update(range(tag.first, tag.last))
    for n, i in enumerate(places):
        after = found[tokens[i].quote]
        floor = places[n - 1] + 1 if n else 0
        before = found[tokens[places[n - 1]].quote] if n else []
        goes_on = _continues(tokens, i, before, floor)
        if goes_on and after and not after[0].inverted and not _runs_on(reading, tokens, i):
            _release(after, taken)  # "Six!" shouted Tobias, "seven." Ines protested.
        tag = None if is_reply(tokens, i) else tag_before(reading, tokens, i, floor, mentions, taken)
        if tag is None or (goes_on and not _is_of_next(tokens, tag, i)):
            continue
        of_next = after and not after[0].inverted
        if (
            tag.kind == "tag"
            and of_next
            and (not _runs_on(reading, tokens, i) or leads_on(tokens, after[0].last))
        ):
            _release(after, taken)  # the tag stands before a finished quotation: what follows is narration
        after.append(tag)
        if tag.kind == "tag":
            taken.update(range(tag.first, tag.last))
    for n, i in enumerate(places):
        quote = tokens[i].quote
        if is_reply(tokens, i):
            continue
        floor = places[n - 1] + 1 if n else 0
        ceiling = places[n + 1] if n + 1 < len(places) else len(tokens)
        found[quote] += beats(tokens, i, floor, ceiling, mentions, taken)
        found[quote].sort(key=lambda h: _ORDER[h.kind])
    return found


def _interrupts(reading: Reading, tokens: list[Token], i: int, tag: Hint) -> bool:
    """Whether a tag behind a line that is broken off is the next one's: "I only--" Ines cut in. "No!" """
    particle = [t.low for t in tokens[tag.last : tag.last + 1]]
    breaks = tag.verb in BREAKING_IN and (particle == ["in"] or tag.verb.startswith("interrupt"))
    broken = reading.text[tokens[i].start : tokens[i].end].rstrip("*_ ").endswith(("-", "—", "–", "…", "..."))
    return breaks and broken and not tag.inverted


def _continues(tokens: list[Token], i: int, before: list[Hint], floor: int) -> bool:
    """Whether a quotation goes on with the sentence of the tag behind the one before it."""
    tagged = any(hint.kind == "tag" and hint.first >= floor for hint in before)
    between = tokens[floor:i]
    joined = bool(between) and between[0].sentence == between[-1].sentence
    return tagged and joined and (between[-1].is_word or between[-1].text in LEADS)


def _is_of_next(tokens: list[Token], tag: Hint, i: int) -> bool:
    """Whether a tag between two quotations is the second's: "No," said Ines, and Tobias said, "Yes".

    It isn't in "No," said Ines, trying to tell Tobias, "no".
    """
    if tag.kind != "tag" or tokens[i - 1].text == ";":
        return False
    first, last = tag.mention.first, tag.mention.last
    before = tokens[first - 1].low if first else ""
    if before in {"and", "but", ";"} and i - last <= NEXT:
        return True
    verb = next((k for k in range(i - 1, last - 1, -1) if tokens[k].low == tag.verb), -1)
    if verb < last or tokens[verb - 1].low == "to":
        return False
    return tag.verb in vocabulary.PLAIN_SPEECH or (before == "while" and verb == last and i - verb <= BESIDE)


def _runs_on(reading: Reading, tokens: list[Token], i: int) -> bool:
    return i + 1 < len(tokens) and runs_on(reading, tokens[i], tokens[i + 1])


def _release(after: list[Hint], taken: set[int]) -> None:
    """Give up the tags behind a quotation, and the words that they took."""
    for hint in after:
        taken.difference_update(range(hint.first, hint.last))
    after.clear()


def lead(reading: Reading, paragraph: Paragraph, mentions: Sequence[Mention]) -> Hint | None:
    """Return the tag or introduction at the end of a paragraph whose quotation is in the next one."""
    tokens = paragraph.tokens
    if not tokens:
        return None
    if not (tokens[-1].is_word or tokens[-1].text in LEADS):
        return announced(tokens, mentions)
    floor = max((i + 1 for i, t in enumerate(tokens) if t.quote >= 0), default=0)
    return tag_before(reading, tokens, len(tokens), floor, mentions, set())
