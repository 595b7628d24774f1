"""A mention's grammatical role: the subject of a verb, an object, or after a preposition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.text.reading import is_verb
from drama.english import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Token


_FELT = frozenset(
    {"stomach", "heart", "pulse", "breath", "mind", "thoughts", "gut", "insides", "blood", "ears"}
)
"""What is felt within, at what somebody else does: "Ren's stomach dropped"."""


def _is_because(tokens: list[Token], mention: Mention) -> bool:
    """True for the "for" of "he was late, for Ines had kept him"."""
    joins = mention.first > 1 and tokens[mention.first - 1].low == "for"
    return (
        joins
        and tokens[mention.first - 2].text in {",", ";", "—", "--"}
        and verb_after(tokens, mention.last) >= 0
    )


_NOMINATIVE = frozenset({"he", "she", "they"})
"""Pronouns that no preposition governs."""


def place(tokens: list[Token], mention: Mention) -> None:
    """Set a mention's grammatical role in its sentence."""
    mention.possessive = mention.possessive or tokens[mention.last - 1].possessive
    before = tokens[mention.first - 1] if mention.first else None
    mention.defined = mention.last < len(tokens) and tokens[mention.last].low == "who"
    mention.after_preposition = (
        before is not None
        and before.low in vocabulary.PREPOSITIONS
        and before.low not in {"than", "till", "until"}
        and not _is_because(tokens, mention)
        and mention.head not in _NOMINATIVE  # "after he, stopping short, said"
    )
    if (
        mention.possessive
        and mention.kind == "name"
        and (before is None or before.sentence < mention.sentence)
    ):
        owned = range(mention.last + 1, min(mention.last + 3, len(tokens)))
        mention.subject = any(is_verb(tokens, k) and tokens[k - 1].low not in _FELT for k in owned)
        return
    if (
        mention.possessive
        or mention.after_preposition
        or mention.head in {"him", "her", "them", "me", "himself", "herself", "myself", "hers", "mine"}
    ):
        return
    verb = verb_after(tokens, mention.last)
    if verb < 0 and mention.head in {"i", "you"}:
        verb = next(
            (k for k in _adverbs(tokens, mention.last) if tokens[k].low in vocabulary.PLAIN_VERBS), -1
        )
    if verb < 0 and mention.kind in {"name", "description"} and _begins_clause(tokens, mention.first):
        verb = _verb_past_phrase(tokens, mention.last)
    if verb < 0 and mention.kind == "name":
        verb = _verb_past_participle(tokens, mention.last)
    if verb >= 0 and not _is_object(tokens, mention, verb):
        mention.subject = True
        mention.verb = tokens[verb].low
    elif mention.determiner in {"a", "an"} and _is_whole_sentence(tokens, mention):
        mention.subject = True


def _is_whole_sentence(tokens: list[Token], mention: Mention) -> bool:
    """Whether a description begins a sentence without a verb: "A woman, young, out of breath." """
    if not tokens[mention.first].first:
        return False
    rest = range(mention.last, len(tokens))
    end = next((k for k in rest if tokens[k].sentence != mention.sentence), len(tokens))
    return not any(is_verb(tokens, k) or tokens[k].quote >= 0 for k in range(mention.last, end))


def _begins_clause(tokens: list[Token], at: int) -> bool:
    """Whether a noun phrase stands where a clause begins: first, behind a comma or a conjunction."""
    before = tokens[at - 1] if at else None
    if before is None or tokens[at].first:
        return True
    return not before.is_word or before.low in {"and", "but", "then", "as", "while", "when"}


def _verb_past_phrase(tokens: list[Token], at: int) -> int:
    """Return the verb behind "of the seal", "in the grey coat" after a noun, or −1.

    A relative clause may stand between: "the clerk of the seal, who was old, let out a moan".
    """
    if at >= len(tokens) or tokens[at].low not in _BEHIND_NOUN:
        return -1
    for k in range(at + 2, min(at + 2 + LONGEST_PHRASE, len(tokens))):
        if not tokens[k].is_word:
            return verb_after(tokens, k) if tokens[k].text == "," else -1
        if is_verb(tokens, k) and tokens[k - 1].low not in vocabulary.DETERMINERS | vocabulary.PREPOSITIONS:
            return k
    return -1


_BEHIND_NOUN = frozenset({"of", "in", "with", "at", "from", "behind", "on", "by", "under", "beside", "near"})
"""Prepositions of a phrase that tells who a noun means."""
LONGEST_PHRASE = 8
"""Words of such a phrase."""


def _is_object(tokens: list[Token], mention: Mention, verb: int) -> bool:
    """Return whether a mention is an object, X in "told X to go": a verb right before, none right after."""
    if not mention.first:
        return False
    before = tokens[mention.first - 1]
    if before.low in _BEFORE_SUBJECTS or before.low in vocabulary.ADVERBS or before.low.endswith("wards"):
        return False
    return (
        verb > mention.last
        and before.is_word
        and is_verb(tokens, mention.first - 1)
        and before.low not in vocabulary.SPEECH_VERBS
    )


_BEFORE_SUBJECTS = vocabulary.CLAUSE_WORDS | {"that", "and", "but", "what", "which", "then", "till", "until"}
"""Words that are no verbs, whatever their ending: "till Ines suddenly cried"."""


def _verb_past_participle(tokens: list[Token], at: int) -> int:
    """Return the verb behind "quickly offering her scarf," after a name, or −1."""
    ing = next((k for k in _adverbs(tokens, at) if tokens[k].low.endswith("ing")), -1)
    if ing < 0:
        return -1
    for k in range(ing + 1, min(ing + LONGEST_PHRASE, len(tokens))):
        if not tokens[k].is_word:
            verb = next((j for j in _adverbs(tokens, k + 1) if is_verb(tokens, j)), -1)
            return verb if tokens[k].text == "," else -1
    return -1


def verb_after(tokens: list[Token], at: int) -> int:
    """Return the index of the finite verb after a noun phrase, past adverbs and an apposition, or −1."""
    end = len(tokens)
    manner = at + (at < end and tokens[at].low in _DEGREES)
    if manner + 1 < end and tokens[manner].low.endswith("ly") and tokens[manner + 1].text == ",":
        at = manner + 1  # "Ines very quietly, and not very politely, declined"
    if at < end and tokens[at].text in {",", "--", "—"}:
        at = _behind_asides(tokens, at)
        if at < 0:
            return -1
    for k in _adverbs(tokens, at):
        if is_verb(tokens, k):
            return k
    if at + 1 < end and tokens[at].low == "and":
        for k in range(at + 1, min(at + 5, end)):
            if is_verb(tokens, k):
                return k
            if not tokens[k].is_word:
                break
    return -1


def _behind_asides(tokens: list[Token], at: int) -> int:
    """Return the index behind the phrases between commas or dashes that begin at a token, or −1.

    Several may follow each other: "Ines, looking at him, and then at the map, said".
    """
    mark, last = tokens[at].text, min(at + LONGEST_ASIDE, len(tokens))
    ends = next((j for j in range(at + 1, last) if tokens[j].quote >= 0 or tokens[j].text in ".;:!?"), last)
    closes = [j for j in range(at + 1, ends) if tokens[j].text == mark]
    if not closes or closes[0] >= at + 20:
        return -1
    goes_on = tokens[at + 1].low.endswith("ing") or tokens[at + 1].low in {"who", "whose"}
    for close in closes if goes_on else ():
        words = [k for k in _adverbs(tokens, close + 1) if k < len(tokens)]
        if any(tokens[k].low in _NOMINATIVE for k in words):
            break
        if any(is_verb(tokens, k) for k in words):
            return close + 1
    return closes[0] + 1


LONGEST_ASIDE = 32
"""Words and marks at most of all phrases between a subject and its verb."""


def _adverbs(tokens: list[Token], at: int) -> Iterator[int]:
    """Yield the index of the next word and, while words are adverbs, of those after them."""
    for k in range(at, min(at + 4, len(tokens))):
        yield k
        low = tokens[k].low
        more = low in _DEGREES and k + 1 < len(tokens) and tokens[k + 1].low.endswith("ly")
        if not (more or low.endswith("ly") or low in vocabulary.ADVERBS or low in {"had", "was", "who"}):
            return


_DEGREES = frozenset({"very", "so", "quite", "rather", "most", "too", "more", "almost", "not"})
"""Words before an adverb: "Ines very quietly declined"."""
