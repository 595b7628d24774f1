"""The tag or introduction that leads to a quotation: Ines said, "Yes"; Ines turned: "Yes"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.evidence.evidence import Hint, runs_on, said
from drama.adapt.evidence.verbs import goes_on, heard
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.evidence.evidence import HintKind
    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Reading, Token


def tag_before(
    reading: Reading, tokens: list[Token], i: int, floor: int, mentions: Sequence[Mention], taken: set[int]
) -> Hint | None:
    """Return the tag or introduction that leads to a quotation: Ines said, "Yes"; Ines turned: "Yes"."""
    if i <= floor:
        return None
    last = tokens[i - 1]
    sentence = last.sentence
    first = i - 1
    while first > floor and tokens[first - 1].sentence == sentence:
        first -= 1
    inside = [m for m in mentions if first <= m.first and m.last <= i and m.first not in taken]
    leads = last.text in {",", ":", "--", "—", "–", ";"} or last.is_word
    verbs = [
        k
        for k in range(first, i)
        if k not in taken
        and (
            tokens[k].low in vocabulary.SPEECH_VERBS
            or tokens[k].low in vocabulary.SPEECH_PARTICIPLES
            or heard(tokens, k, first)
            or goes_on(tokens, k)
        )
        and tokens[k].text[0].islower()
    ]
    if leads and verbs:
        verb = verbs[-1]
        mention = _subject_of(tokens, verb, inside)
        if mention is not None:
            close = i - verb <= 9 or not any(m.subject for m in inside if m.first > verb)
            kind: HintKind = "tag" if close or last.text == ":" else "intro"
            return Hint(
                kind, mention, tokens[verb].low, said(tokens, max(first, mention.first), verb + 1), first, i
            )
    if last.text in {".", "!"} and i - 2 >= first and verbs and verbs[-1] >= i - 4:
        mention = _subject_of(tokens, verbs[-1], inside)
        if (
            mention is not None
            and tokens[verbs[-1]].low in vocabulary.PLAIN_SPEECH
            and not _runs_on_before(reading, tokens, first, floor)
        ):
            return Hint(
                "intro", mention, tokens[verbs[-1]].low, said(tokens, mention.first, verbs[-1] + 1), first, i
            )
    if leads:
        subjects = [m for m in inside if m.subject]
        if subjects:
            pick = subjects[0] if last.text == ":" else subjects[-1]
            return Hint("intro", pick, pick.verb, said(tokens, pick.first, min(pick.last + 4, i)), first, i)
    return None


def _runs_on_before(reading: Reading, tokens: list[Token], first: int, floor: int) -> bool:
    """Return whether the sentence before belongs to the quotation before it as its tag."""
    return (
        first == floor
        and floor > 0
        and tokens[floor - 1].quote >= 0
        and runs_on(reading, tokens[floor - 1], tokens[floor])
    )


def _subject_of(tokens: list[Token], verb: int, inside: list[Mention]) -> Mention | None:
    """Return the mention that a verb of speech belongs to: the last subject before it."""
    low = tokens[verb].low
    before = [m for m in inside if m.last <= verb]
    after = next((m for m in inside if m.first == verb + 1 and not m.possessive), None)
    subjects = [m for m in before if m.subject]
    if low not in vocabulary.SPEECH_VERBS | vocabulary.SPEECH_PARTICIPLES and not goes_on(
        tokens, verb
    ):  # "heard Ines reply"
        return next((m for m in reversed(before) if not m.possessive), None)
    if low in vocabulary.SPEECH_PARTICIPLES and low not in vocabulary.SPEECH_VERBS:
        return _subject_of_participle(tokens, verb, before)
    near = [m for m in subjects if not any(t.text in {";", ":"} for t in tokens[m.last : verb])] or subjects
    relative = _antecedent(tokens, verb, before)
    if relative is not None or near:
        return relative or near[-1]
    if after is not None and (not before or tokens[verb].first):
        return after
    owners = [m for m in before if m.possessive]
    return owners[-1] if owners else (before[0] if before and not before[0].after_preposition else None)


def _subject_of_participle(tokens: list[Token], verb: int, before: list[Mention]) -> Mention | None:
    """Return Ines for "was stopped by Ines saying", and for "as he left, Ines put down her cup, saying"."""
    if before and before[-1].last == verb and tokens[before[-1].first - 1].low == "by":
        return before[-1]
    subjects = [m for m in before if m.subject]
    main = [m for m in subjects if not m.first or tokens[m.first - 1].low not in _SUBORDINATE]
    return main[-1] if main else next(iter(subjects or before), None)


_SUBORDINATE = vocabulary.CLAUSE_WORDS - {"when", "so", "but", "or"}


def _antecedent(tokens: list[Token], verb: int, before: list[Mention]) -> Mention | None:
    """Return Ines for "they were met by Ines, who, out of breath, cried"."""
    who = next((k for k in range(verb - 1, 0, -1) if tokens[k].low == "who"), -1)
    if who < 0 or any(m.subject and m.first > who for m in before):
        return None
    return next((m for m in reversed(before) if m.last <= who and not m.possessive), None)


_REPLIES = frozenset(
    {
        "answered", "answers", "replied", "replies", "responded", "responds", "spoke", "speaks",
        "interrupted", "interrupts", "shouting", "calling", "crying", "yelling",
    }
)  # fmt: skip
"""Verbs after whose sentence the words follow: "At once, Ines answered."""

_DENIALS = frozenset(
    {"not", "never", "nothing", "no", "nobody", "didn't", "don't", "doesn't", "couldn't", "if"}
)


def announced(tokens: list[Token], mentions: Sequence[Mention]) -> Hint | None:
    """Return whom a paragraph's last sentence has speak next: "Ines answered.", "Then came Ines's voice." """
    sentence = tokens[-1].sentence
    first = next(k for k, t in enumerate(tokens) if t.sentence == sentence)
    here = tokens[first:]
    if any(t.quote >= 0 or t.low in _DENIALS for t in here):
        return None
    inside = [m for m in mentions if m.first >= first]
    for mention in reversed(inside):
        near = [t.low for t in tokens[mention.last : mention.last + 2]]
        before = [t.low for t in tokens[max(first, mention.first - 1) : mention.first]]
        if mention.possessive and "voice" in near and before == ["came"]:
            return Hint(
                "intro", mention, "came", said(tokens, mention.first, len(tokens)), first, len(tokens)
            )
    verb = next((k for k in range(first, len(tokens)) if tokens[k].low in _REPLIES), -1)
    subjects = [m for m in inside if m.subject and m.last <= verb]
    if not subjects or verb < 0:
        return None
    pick = subjects[-1]
    return Hint("intro", pick, tokens[verb].low, said(tokens, pick.first, verb + 1), first, len(tokens))
