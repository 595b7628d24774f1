"""Descriptions of people in a sentence: "the old man with the lamp", "his wife", "Jane's mother"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.people.mention import Mention
from drama.adapt.people.names import is_role
from drama.adapt.text.reading import is_verb
from drama.english import vocabulary

if TYPE_CHECKING:
    from drama.adapt.people.mention import MentionKind
    from drama.adapt.text.reading import Reading, Token

LONGEST_DESCRIPTION = 6
_NOT_OWNED = vocabulary.SPEECH_NOUNS | {
    "one",
    "other",
    "others",
    "figure",
    "machine",
    "computer",
    "phone",
    "radio",
    "fellow",
}
_NUMBERS = frozenset({"two", "three", "four", "five"})
_COUNTS = _NUMBERS | {"one"}
_STARTS = vocabulary.DETERMINERS | _NUMBERS | {"both"}
_OWNERS = frozenset({"his", "her", "my", "our", "your", "their", "its"})
_VAGUE = frozenset({"one", "other", "voice", "figure", "two", "three", "both", "all"})
_PERSON_SUFFIX = frozenset(
    ["man", "woman", "boy", "girl", "lord", "lady", "master", "mistress", "king", "queen", "keeper", "maid"]
)


_SAYS_WHICH = (["it", "was"], ["it", "is"], ["that", "was"], ["that", "is"], ["this", "was"], ["this", "is"])
"""Before "the fourth one": a thing is told from its like, and nobody is there."""


def description(reading: Reading, tokens: list[Token], i: int, before: list[Mention]) -> Mention | None:
    """Return "the old man", "his wife", "Jane's mother": a determiner, adjectives, a noun for a person."""
    token = tokens[i]
    owner = None
    at = i + 1
    if token.low in _OWNERS and at < len(tokens) and tokens[at].low in {"a", "an", "the", "another"}:
        return None  # "behind her a small girl"
    if token.low in _OWNERS:
        kind: MentionKind = "first" if token.low in {"my", "our"} else "pronoun"
        owner = Mention(
            kind, token.text, i, i + 1, token.start, token.sentence, head=token.low, possessive=True
        )
        owner.sex = vocabulary.PRONOUNS.get(token.low)
    elif before and before[-1].last == i and tokens[i - 1].possessive:
        owner, at = before[-1], i
    elif token.low not in _STARTS or (at < len(tokens) and tokens[at].low in vocabulary.DETERMINERS):
        return None
    # "a Councillor", "the thin Councillor"; "the Councillor" is a name
    roles = {"a": at, "an": at, "another": at, "the": at + 1}.get(token.low, len(tokens))
    head = _head(tokens, at, reading.nouns, range(roles, at + 2))
    if head < 0 or _says_too_little(token.low, tokens[head].low, owner, adjectives=head > at):
        return None
    if tokens[head].low == "one" and [t.low for t in tokens[max(0, i - 2) : i]] in _SAYS_WHICH:
        return None
    modifiers = tuple(t.low for t in tokens[at:head] if t.is_word)
    noun, end = tokens[head].low, head + 1
    text = " ".join(t.text for t in tokens[i:end] if t.is_word)
    if owner is not None and owner.kind == "name":
        text = f"{owner.text}'s {text}"
    if noun in vocabulary.VAGUE_NOUNS and token.low in {"the", "a", "an"}:
        end, tail = _tail(tokens, end)
        modifiers += tail
    found = Mention("description", text, i, end, token.start, token.sentence, head=noun, modifiers=modifiers)
    found.owner, found.determiner, found.sex = (
        owner,
        "own" if owner is not None else token.low,
        noun_sex(noun),
    )
    return found


def _says_too_little(determiner: str, noun: str, owner: Mention | None, *, adjectives: bool) -> bool:
    """Whether a noun phrase is too vague for a person: "this one", "his voice"."""
    if noun in _VAGUE and determiner in {"this", "that", "every", "some"}:
        return True
    if noun == "one" and (not adjectives or determiner not in {"the", "another"}):
        return True
    return owner is not None and noun in _NOT_OWNED


def _head(tokens: list[Token], at: int, nouns: set[str], roles: range) -> int:
    """Return the index of the noun for a person that ends the noun phrase beginning at a token, or −1.

    `roles` are the places where that noun may have a capital.
    """
    head = -1
    for j in range(at, min(at + LONGEST_DESCRIPTION, len(tokens))):
        token = tokens[j]
        if token.text == "," and head < 0 and j > at and tokens[j - 1].is_word:
            continue
        if not token.is_word or (token.text[0].isupper() and not (j in roles and is_role(tokens, j))):
            break
        if token.low in _COUNTS and any(
            t.low == "and" or is_verb(tokens, k) for k, t in enumerate(tokens[at:j], at)
        ):
            break  # "the doors slid open and two guards ran in"
        if j > at and not _may_count(tokens[j - 1].low, token.low):
            break  # "a moment, all by himself", "on the piano bench no one"
        if _is_person(tokens, j, nouns):
            head = j
            if token.possessive:
                break
            continue
        if (
            head >= 0
            or token.low in vocabulary.PREPOSITIONS
            or token.low in vocabulary.AUXILIARIES
            or token.possessive
        ):
            break
        if (
            token.low in vocabulary.PRONOUNS
            or token.low in vocabulary.CLAUSE_WORDS
            or (token.low in vocabulary.DETERMINERS and j > at)
        ):
            break
    return head


def _is_person(tokens: list[Token], at: int, nouns: set[str]) -> bool:
    """Whether a word is a noun for a person: "captain", "lamp-boy", "potboy", "the five-year-old"."""
    low = tokens[at].low
    if low in vocabulary.PERSON_NOUNS or low in nouns or low.split("-")[-1] in _PERSON_SUFFIX:
        return True
    if low.endswith("-year-old"):  # "the five-year-old bridge"
        behind = tokens[at + 1 : at + 2]
        ends = not behind or not behind[0].is_word or behind[0].low in _BEHIND
        return ends or is_verb(tokens, at + 1)
    closed = next((suffix for suffix in _CLOSED if low.endswith(suffix)), "")
    return len(low) > len(closed) + 2 and bool(closed) and low not in _NO_PERSONS


_CLOSED = ("woman", "boy", "girl", "maid", "maiden", "man")
"""Ends of compounds in one word: "swordswoman", "potboy"."""
_NO_PERSONS = frozenset(
    ["human", "superhuman", "inhuman", "nonhuman", "talisman", "ottoman", "caiman", "doberman", "walkman",
     "dolman", "carboy", "tallboy", "highboy", "lowboy"]
)  # fmt: skip
_BEHIND = vocabulary.PREPOSITIONS | vocabulary.CLAUSE_WORDS | vocabulary.AUXILIARIES | {"and", "or"}


def _may_count(before: str, low: str) -> bool:
    """Whether "all" or "two" behind a word may be the head of its noun phrase: "the other two"."""
    if low == "one":
        return before not in {"no", "every", "any", "some"}
    return low not in _QUANTITIES or (
        low in _NUMBERS and before in {"other", "first", "last", "next", "same"}
    )


_QUANTITIES = _NUMBERS | {"all", "both", "everyone", "everybody", "nobody", "none"}


def _tail(tokens: list[Token], end: int) -> tuple[int, tuple[str, ...]]:
    """Return the end and the words of "with the book" or "opposite" after "the man"."""
    if end < len(tokens) and tokens[end].low == "opposite":
        return end + 1, ("opposite",)
    if end + 2 < len(tokens) and tokens[end].low in _PLACED and tokens[end + 1].low in {"the", "a", "an"}:
        stop = end + 2
        tail: list[str] = []
        while stop < len(tokens) and len(tail) < 2 and tokens[stop].is_word and tokens[stop].text.islower():
            if is_verb(tokens, stop) and tail:
                break
            if tokens[stop].low in vocabulary.PREPOSITIONS or tokens[stop].low in vocabulary.CLAUSE_WORDS | {
                "and"
            }:
                break
            tail.append(tokens[stop].low)
            stop += 1
        if tail and _MANNERS.isdisjoint(tail):
            return stop, (tokens[end].low, *tail)
    return end, ()


_MANNERS = frozenset(
    [
        "voice", "voices", "tone", "tones", "whisper", "manner", "manners", "way", "glance", "look",
        "stare", "smile", "grin", "laugh", "chuckle", "giggle", "sigh", "groan", "moan", "sob", "cry",
        "shout", "shriek", "scream", "gasp", "growl", "burst", "nudge", "nod", "shrug", "wink", "gesture",
        "start", "jerk", "shudder", "sneer", "frown", "breath", "accent", "accents", "air", "mixture",
        "touch", "trace", "hint", "note", "expression", "face", "effort", "sort", "kind", "bow",
        "flourish", "dignity", "placidity", "gravity", "warmth", "coldness", "contempt", "bitterness",
        "tremor", "eagerness", "impatience", "world", "family", "neighbourhood", "neighborhood", "country",
        "town", "parish", "kingdom", "universe", "lurch",
    ]
)  # fmt: skip
"""What tells how somebody speaks or acts, or of how many, and not who it is: "said the boy with a burst"."""
_PLACED = frozenset({"with", "in", "at", "behind", "from", "on"})
"""Prepositions of what tells who is meant: "the man with the book", "the man at the counter"."""


def noun_sex(noun: str) -> vocabulary.Sex | None:
    """Return the sex that a noun shows: "widow" female, "butler" male, "doctor" neither."""
    bare = noun.rsplit("-", maxsplit=1)[-1]
    if noun in vocabulary.MALE or bare in {"man", "boy", "men", "lord"}:
        return "male"
    if noun in vocabulary.FEMALE or bare in {"woman", "girl", "women", "lady"}:
        return "female"
    if bare.endswith(("woman", "girl", "maid", "maiden")):
        return "female"
    return "male" if bare.endswith("boy") else None
