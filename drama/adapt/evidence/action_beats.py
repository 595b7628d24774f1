"""Action beats: who acts in the sentences right before and right after a quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.evidence.evidence import Hint, said
from drama.adapt.evidence.silence import is_silent
from drama.adapt.evidence.tags_before import MEANWHILE
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Token


def beats(
    tokens: list[Token], i: int, floor: int, ceiling: int, mentions: Sequence[Mention], taken: set[int]
) -> list[Hint]:
    """Return who acts in the sentences right before and right after a quotation, without its tags."""
    found = []
    known = identified(tokens, i + 1, mentions)
    after = _actor(tokens, i + 1, ceiling, mentions, taken, forward=True)
    if known is not None:
        found.append(known)
    elif after is not None:
        found.append(
            Hint(
                "loose" if _owns_voice(tokens, after) else "after",
                after,
                after.verb,
                said(tokens, after.first, min(after.last + 4, ceiling)),
                after.first,
                after.last,
            )
        )
    before = _actor(tokens, floor, i, mentions, taken, forward=False)
    if before is not None:
        found.append(
            Hint(
                "before",
                before,
                before.verb,
                said(tokens, before.first, min(before.last + 4, i)),
                before.first,
                before.last,
            )
        )
    return found


def identified(tokens: list[Token], at: int, mentions: Sequence[Mention]) -> Hint | None:
    """Return who spoke by the sentence that begins at a token behind a line: "It was only Gill".

    None for "It was Gill's turn" and "It was Gill who laughed".
    """
    if " ".join(t.low for t in tokens[at : at + 2]) not in _IT_WAS:
        return None
    first = at + 2
    while first < len(tokens) and tokens[first].low in _ADVERBS:
        first += 1
    mention = next((m for m in mentions if m.first == first), None)
    if mention is None or mention.kind not in {"name", "description"} or mention.possessive:
        return None
    goes_on = mention.last < len(tokens) and tokens[mention.last].low in _CLEFT
    if goes_on or mention.determiner in {"a", "an"}:
        return None
    return Hint("loose", mention, "was", said(tokens, at, mention.last), at, mention.last)


_IT_WAS = frozenset({"it was", "it is", "that was", "that is", "this was", "this is"})
_ADVERBS = frozenset({"only", "just", "merely", "probably", "still"})
_CLEFT = frozenset({"who", "that", "whom", "whose", "and", "of"})
"""Words behind "it was Ines" that make it tell something else."""


def _actor(
    tokens: list[Token], first: int, last: int, mentions: Sequence[Mention], taken: set[int], *, forward: bool
) -> Mention | None:
    """Return the subject of the first (or last) whole sentence between two tokens that has one."""
    inside = [m for m in mentions if first <= m.first < last and m.first not in taken]
    inside = [m for m in inside if m.head not in vocabulary.SPEECH_NOUNS]
    inside = [m for m in inside if not _acts_meanwhile(tokens, m, taken)]
    about = {m.sentence for m in inside if _is_it_was(tokens, m) or _perceives(tokens, m)}
    if forward:
        about |= {m.sentence for m in inside if is_silent(tokens, m)}  # the line was said to them
    inside = [m for m in inside if m.sentence not in about]
    sentences = sorted({m.sentence for m in inside}, reverse=not forward)
    for sentence in sentences[:2]:
        here = [m for m in inside if m.sentence == sentence]
        actor = next((m for m in here if m.subject or _owns_body(tokens, m)), None)
        if actor is not None:
            return actor
    return None


def _acts_meanwhile(tokens: list[Token], mention: Mention, taken: set[int]) -> bool:
    """Whether a subject has a verb in a clause of time behind a tag: "he mumbled, when Tobias sat down"."""
    at = mention.first - 1
    if at < 1 or tokens[at].low not in MEANWHILE or not mention.subject:
        return False
    at -= tokens[at - 1].text == ","
    begins = next((k for k in range(at, 0, -1) if tokens[k - 1].sentence != mention.sentence), 0)
    return any(k in taken for k in range(begins, at))


_BE = frozenset({"was", "is", "wasn't", "isn't", "'s", "had", "hadn't", "would", "took", "seemed", "felt"})


def _is_it_was(tokens: list[Token], mention: Mention) -> bool:
    """Whether a sentence begins with "it was": "I laughed. It wasn't a good laugh." Nobody acts there."""
    begins = mention.head == "it" and mention.first < len(tokens) and tokens[mention.first].first
    return begins and mention.last < len(tokens) and tokens[mention.last].low.replace("’", "'") in _BE


def _perceives(tokens: list[Token], mention: Mention) -> bool:
    """Whether somebody hears or sees another: "I heard a breath", "I saw her smile" are no acts of theirs."""
    after = [t.low for t in tokens[mention.last : mention.last + 3]]
    after = after[1:] if after[:1] == ["could"] else after
    return mention.subject and (
        after[:1] in (["heard"], ["hear"], ["hears"])
        or (after[:1] in (["saw"], ["see"]) and after[1:2] in (["her"], ["him"]))
    )


def _owns_voice(tokens: list[Token], mention: Mention) -> bool:
    """Whether a sentence begins with somebody's voice, nearly as good as a tag: "The chief's voice"."""
    begins = mention.first == 0 or tokens[mention.first].sentence != tokens[mention.first - 1].sentence
    voiced = mention.last < len(tokens) and tokens[mention.last].low == "voice"
    return mention.possessive and begins and voiced


def _owns_body(tokens: list[Token], mention: Mention) -> bool:
    """Whether the sentence is about somebody's voice, eyes or hands."""
    return mention.possessive and mention.last < len(tokens) and tokens[mention.last].low in vocabulary.BODY
