"""Evidence around a quotation for its speaker: speech tags, introductions and action beats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.evidence.action_beats import beats
from drama.adapt.evidence.evidence import runs_on
from drama.adapt.evidence.tags_after import tag_after
from drama.adapt.evidence.tags_before import announced, tag_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.evidence.evidence import Hint
    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Paragraph, Reading

_ORDER = {"tag": 0, "loose": 1, "intro": 2, "after": 3, "before": 4}


def hints(reading: Reading, paragraph: Paragraph, mentions: Sequence[Mention]) -> dict[int, list[Hint]]:
    """Return the hints beside each quotation of a paragraph, surest first."""
    tokens = paragraph.tokens
    starts = {m.first: m for m in mentions}
    found: dict[int, list[Hint]] = {}
    taken: set[int] = set()
    places = [i for i, t in enumerate(tokens) if t.quote >= 0]
    for i in places:
        found[tokens[i].quote] = []
        tag = tag_after(reading, tokens, i, starts)
        if tag is not None:
            found[tokens[i].quote].append(tag)
            taken.update(range(tag.first, tag.last))
    for n, i in enumerate(places):
        quote = tokens[i].quote
        floor = places[n - 1] + 1 if n else 0
        tag = tag_before(reading, tokens, i, floor, mentions, taken)
        if tag is not None:
            after = found[quote]
            if (
                tag.kind == "tag"
                and after
                and not after[0].inverted
                and not runs_on(reading, tokens[i], tokens[i + 1])
            ):
                after.clear()  # the tag stands before a finished quotation: what follows is narration
            found[quote].append(tag)
            if tag.kind == "tag":
                taken.update(range(tag.first, tag.last))
    for n, i in enumerate(places):
        quote = tokens[i].quote
        floor = places[n - 1] + 1 if n else 0
        ceiling = places[n + 1] if n + 1 < len(places) else len(tokens)
        found[quote] += beats(tokens, i, floor, ceiling, mentions, taken)
        found[quote].sort(key=lambda h: _ORDER[h.kind])
    return found


def lead(reading: Reading, paragraph: Paragraph, mentions: Sequence[Mention]) -> Hint | None:
    """Return the tag or introduction at the end of a paragraph whose quotation is in the next one."""
    tokens = paragraph.tokens
    if not tokens:
        return None
    if not (tokens[-1].is_word or tokens[-1].text in {":", ",", "--", "—", "–", ";"}):
        return announced(tokens, mentions)
    floor = max((i + 1 for i, t in enumerate(tokens) if t.quote >= 0), default=0)
    return tag_before(reading, tokens, len(tokens), floor, mentions, set())
