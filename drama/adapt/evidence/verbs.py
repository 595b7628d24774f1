"""Find verbs of speech, also after auxiliaries and adverbs: "had quietly said", "went on", "began to cry"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.clauses import verb_after
from drama.adapt.text.reading import is_verb
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.text.reading import Token


_PLAIN = frozenset({"i", "you", "we", "they"})
"""Subjects whose verb has no ending in the present tense."""


def speech_verb(tokens: list[Token], at: int) -> int:
    """Return the index of the verb of speech whose subject ends at a token, as in "you ask", or −1."""
    if at and tokens[at - 1].low in _PLAIN and at < len(tokens) and tokens[at].low in vocabulary.SPEECH_BASES:
        return at
    return _finite_speech_verb(tokens, at)


def _finite_speech_verb(tokens: list[Token], at: int) -> int:
    """Return the index of the verb of speech whose subject ends at a token, skipping adverbs and "had"."""
    verb = verb_after(tokens, at)
    for _ in range(3):
        if verb < 0:
            return -1
        low = tokens[verb].low
        if low in vocabulary.SPEECH_VERBS or goes_on(tokens, verb):
            return verb
        step = verb + 1
        while step < len(tokens) and (
            tokens[step].low.endswith("ly") or tokens[step].low in vocabulary.ADVERBS | {"to"}
        ):
            step += 1
        if low in vocabulary.AUXILIARIES or low in {
            "began",
            "started",
            "went",
            "managed",
            "tried",
            "continued",
            "wanted",
            "dared",
            "hastened",
            "ventured",
            "used",
        }:
            if step < len(tokens) and (
                tokens[step].low in vocabulary.SPEECH_VERBS
                or tokens[step].low in vocabulary.SPEECH_PARTICIPLES
                or tokens[step].low + "s" in vocabulary.SPEECH_VERBS
            ):
                return step
            if low in vocabulary.AUXILIARIES:
                return -1
        if step < len(tokens) and tokens[step].low == "and":
            verb = step + 1 if step + 1 < len(tokens) and is_verb(tokens, step + 1) else -1
            continue
        return -1
    return -1


def goes_on(tokens: list[Token], k: int) -> bool:
    """True for the "went" of "Ines went on", "Ines put in"."""
    after = tokens[k + 1].low if k + 1 < len(tokens) else ""
    return tokens[k].low in {
        "went",
        "goes",
        "put",
        "broke",
        "breaks",
        "cut",
        "cuts",
        "burst",
        "struck",
        "joined",
    } and after in {"on", "in", "out"}


def heard(tokens: list[Token], k: int, first: int) -> bool:
    """True for the "reply" of "she heard Ines reply", "let him say"."""
    low = tokens[k].low
    if (
        low + "s" not in vocabulary.SPEECH_VERBS
        and low + "es" not in vocabulary.SPEECH_VERBS
        and low != "reply"
    ):
        return False
    return any(t.low in HEARING for t in tokens[max(first, k - 12) : k])


HEARING = frozenset({"heard", "hears", "overheard", "hear", "overhearing", "hearing"})
"""Verbs before whom somebody hears speak."""
