"""Mentions of people: names, descriptions ("the old man"), pronouns, each with its place in the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from drama.adapt import words
from drama.adapt.reading import is_verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.adapt.reading import Reading, Token

MentionKind = Literal["name", "description", "pronoun", "first"]
_PARTICLES = frozenset(["de", "von", "van", "der", "den", "le", "la", "du", "da", "di", "del", "della", "d'"])
_OF_TITLES = frozenset(
    [
        "king",
        "queen",
        "prince",
        "princess",
        "duke",
        "duchess",
        "lord",
        "lady",
        "count",
        "countess",
        "earl",
        "knave",
        "bishop",
        "archbishop",
    ]
)
LONGEST_DESCRIPTION = 6
_GENERIC = frozenset(
    [
        "man",
        "woman",
        "boy",
        "girl",
        "lady",
        "gentleman",
        "person",
        "fellow",
        "chap",
        "figure",
        "one",
        "creature",
        "lad",
    ]
)


@dataclass(slots=True, eq=False)
class Mention:
    """One mention of a person in the narration, or of a name inside a quotation."""

    kind: MentionKind
    text: str
    first: int
    """Index of its first token in its paragraph (or quotation)."""
    last: int
    """Index after its last token."""
    start: int
    """Offset in the story."""
    sentence: int
    head: str = ""
    """Descriptions: the noun, in small letters; pronouns: the pronoun."""
    modifiers: tuple[str, ...] = ()
    determiner: str = ""
    owner: Mention | None = None
    """Whose: Jane in "Jane's mother", the pronoun in "his wife"."""
    sex: words.Sex | None = None
    """What the words themselves tell."""
    subject: bool = False
    """True when a finite verb seems to follow that it is the subject of."""
    verb: str = ""
    after_preposition: bool = False
    possessive: bool = False
    """True for "Jane's", "his": the sentence is about something of theirs."""
    person: int = -1
    """Number of the person it was taken for; −1 before that, or for nobody."""


def find(reading: Reading, tokens: list[Token], *, quoted: bool = False) -> list[Mention]:
    """Return the mentions in a list of tokens in order; inside quotations only names and descriptions."""
    found: list[Mention] = []
    given = reading_names()
    i = 0
    while i < len(tokens):
        token = tokens[i]
        mention = None
        if token.is_word:
            mention = (
                _name(reading, tokens, i, given)
                or _description(reading, tokens, i, found)
                or (None if quoted else _pronoun(tokens, i))
            )
        if mention is None:
            i += 1
            continue
        _place(tokens, mention)
        found.append(mention)
        i = max(mention.last, i + 1)
    return found


_NAMES: dict[str, words.Sex | None] = {}


def reading_names() -> dict[str, words.Sex | None]:
    """Return the table of given names, read once."""
    if not _NAMES:
        _NAMES.update(words.given_names())
    return _NAMES


# ------------------------------------------------------------------ names
def _name(
    reading: Reading, tokens: list[Token], i: int, given: dict[str, words.Sex | None]
) -> Mention | None:
    at = i + 1 if tokens[i].low in {"the", "a", "an"} and i + 1 < len(tokens) else i
    article = at != i
    if (
        article
        and at + 1 < len(tokens)
        and tokens[at].text.islower()
        and _known(reading, tokens, at + 1, given)
    ):
        at += 1  # "the irrepressible Jo"
    elif (
        not article
        and tokens[at].low in words.FAMILIAR
        and at + 1 < len(tokens)
        and _known(reading, tokens, at + 1, given)
    ):
        at += 1
        article = False
    if not tokens[at].is_capital or (article and tokens[at].first):
        return None
    start = at
    at = _titles(tokens, at)
    titled = at > start
    end = _capitals(reading, tokens, at, given, sure=titled or article)
    if end == at:
        if not titled:
            return None
        lone = (
            start + 1 == at
            and not article
            and tokens[start].low in words.KIN | {"madame", "monsieur", "nurse", "doctor", "captain"}
        )
        if (
            not (lone and not tokens[start].first and tokens[start].low not in {"sir", "madam"})
            and not article
        ):
            return None
        end = at
    if (
        titled
        and end > at
        and not article
        and tokens[end - 1].low in words.KIN
        and end - at == 1
        and start + 1 == at
    ):
        return None
    if (
        end < len(tokens) - 1
        and tokens[end].low == "of"
        and tokens[end + 1].is_capital
        and (tokens[start].low in _OF_TITLES or tokens[end - 1].low in _OF_TITLES)
    ):
        end += 2
    text = " ".join(t.text for t in tokens[start:end] if t.is_word)
    article = article and start == i + 1
    sex = _title_sex(tokens[start].low) if titled or tokens[start].low in words.TITLES else None
    return Mention(
        "name", ("the " if article else "") + text, i, end, tokens[i].start, tokens[i].sentence, sex=sex
    )


def _known(reading: Reading, tokens: list[Token], at: int, given: dict[str, words.Sex | None]) -> bool:
    """Return whether a word after an adjective is surely somebody's name."""
    token = tokens[at]
    if not token.is_capital or token.low in words.NOT_NAMES or token.low in words.KIN:
        return False
    if tokens[at - 1].low in words.FAMILIAR or tokens[at - 1].low in {"late", "same"}:
        return reading.inner[token.low] > 0
    return (token.low in given and reading.inner[token.low] > 0) or (
        token.low in words.TITLES and token.text != "I"
    )


def _titles(tokens: list[Token], at: int) -> int:
    """Return the index after the titles that begin at a token: "Mr.", "Herr Doktor"."""
    while (
        at < len(tokens)
        and tokens[at].is_capital
        and tokens[at].low in words.TITLES
        and not tokens[at].possessive
    ):
        at += 1
        if at < len(tokens) and tokens[at].text == "." and at + 1 < len(tokens) and tokens[at + 1].is_capital:
            at += 1
    return at


def _title_sex(low: str) -> words.Sex | None:
    if low in words.TITLES_MALE:
        return "male"
    return "female" if low in words.TITLES_FEMALE else None


def _capitals(
    reading: Reading, tokens: list[Token], at: int, given: dict[str, words.Sex | None], *, sure: bool
) -> int:
    """Return the index after the capitalised words of a name from a token on; the same one for none."""
    if (
        at >= len(tokens)
        or not tokens[at].is_capital
        or not _may_be_name(reading, tokens, at, given, sure=sure)
    ):
        return at
    end = at + 1
    while end < len(tokens) and not tokens[end - 1].possessive:
        token = tokens[end]
        if token.is_word and token.is_capital and token.low not in words.NOT_NAMES and not token.first:
            end += 1
        elif token.low in _PARTICLES and end + 1 < len(tokens) and tokens[end + 1].is_capital:
            end += 2
        elif (
            token.text == "."
            and len(tokens[end - 1].text) == 1
            and end + 1 < len(tokens)
            and tokens[end + 1].is_capital
        ):
            end += 1
        else:
            break
    return end


def _may_be_name(
    reading: Reading, tokens: list[Token], at: int, given: dict[str, words.Sex | None], *, sure: bool
) -> bool:
    """Whether a capitalised word begins a name; sure when a title or an article stands before it."""
    token = tokens[at]
    low = token.low
    if low in words.PRONOUNS or low == "i" or ("'" in low and low.split("'", 1)[0] in words.NOT_NAMES):
        return False
    if low in words.NOT_NAMES and not sure:
        return low in reading.called and (not token.first or is_verb(tokens, at + 1))
    small, inner = reading.lower[low], reading.inner[low]
    if not token.first:
        return inner * 3 >= small or low in given
    if sure or inner > 0:
        return sure or inner * 2 >= small
    return (low in given and small <= 1) or (not small and _first_and_new(reading, tokens, at))


def _first_and_new(reading: Reading, tokens: list[Token], at: int) -> bool:
    """Whether a word that begins a sentence, and stands nowhere else, is a name."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        following is not None
        and following.is_word
        and following.is_capital
        and following.low not in words.NOT_NAMES
    ):
        return reading.inner[following.low] <= 2  # else it is "Presently Ines"
    low = tokens[at].low
    return not low.endswith(("ly", "ing", "ed")) and is_verb(tokens, at + 1) and low not in words.PERSON_NOUNS


# ------------------------------------------------------------------ descriptions
_NOT_OWNED = words.SPEECH_NOUNS | {
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
_STARTS = words.DETERMINERS | frozenset({"both", "two", "three", "four", "five"})
_OWNERS = frozenset({"his", "her", "my", "our", "your", "their", "its"})
_VAGUE = frozenset({"one", "other", "voice", "figure", "two", "three", "both", "all"})


def _description(reading: Reading, tokens: list[Token], i: int, before: list[Mention]) -> Mention | None:
    """Return "the old man", "his wife", "Jane's mother": a determiner, adjectives, a noun for a person."""
    token = tokens[i]
    owner = None
    at = i + 1
    if token.low in _OWNERS:
        kind: MentionKind = "first" if token.low in {"my", "our"} else "pronoun"
        owner = Mention(
            kind, token.text, i, i + 1, token.start, token.sentence, head=token.low, possessive=True
        )
        owner.sex = words.PRONOUNS.get(token.low)
    elif before and before[-1].last == i and tokens[i - 1].possessive:
        owner, at = before[-1], i
    elif token.low not in _STARTS:
        return None
    head = _head(tokens, at, reading.nouns)
    if head < 0 or _says_too_little(token.low, tokens[head].low, owner, adjectives=head > at):
        return None
    modifiers = tuple(t.low for t in tokens[at:head] if t.is_word)
    noun, end = tokens[head].low, head + 1
    text = " ".join(t.text for t in tokens[i:end] if t.is_word)
    if noun in _GENERIC and token.low in {"the", "a", "an"}:
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


def _head(tokens: list[Token], at: int, nouns: set[str]) -> int:
    """Return the index of the noun for a person that ends the noun phrase from a token on, or −1."""
    head = -1
    for j in range(at, min(at + LONGEST_DESCRIPTION, len(tokens))):
        token = tokens[j]
        if token.text == "," and head < 0 and j > at and tokens[j - 1].is_word:
            continue
        if not token.is_word or token.text[0].isupper():
            break
        if (
            token.low in words.PERSON_NOUNS
            or token.low in nouns
            or token.low.split("-")[-1] in _PERSON_SUFFIX
        ):
            head = j
            if token.possessive:
                break
            continue
        if head >= 0 or token.low in words.PREPOSITIONS or token.low in words.AUXILIARIES or token.possessive:
            break
        if token.low in words.PRONOUNS or token.low in _CLAUSE or (token.low in words.DETERMINERS and j > at):
            break
    return head


_CLAUSE = frozenset(
    [
        "and",
        "or",
        "but",
        "who",
        "whom",
        "which",
        "that",
        "when",
        "where",
        "while",
        "if",
        "because",
        "as",
        "so",
    ]
) - {"and"}
_PERSON_SUFFIX = frozenset(
    ["man", "woman", "boy", "girl", "lord", "lady", "master", "mistress", "king", "queen", "keeper", "maid"]
)


def _tail(tokens: list[Token], end: int) -> tuple[int, tuple[str, ...]]:
    """Return the end and the words of "with the book" after "the man"."""
    if (
        end + 2 < len(tokens)
        and tokens[end].low in {"with", "in"}
        and tokens[end + 1].low in {"the", "a", "an"}
    ):
        stop = end + 2
        tail: list[str] = []
        while stop < len(tokens) and len(tail) < 2 and tokens[stop].is_word and tokens[stop].text.islower():
            if is_verb(tokens, stop) and tail:
                break
            if tokens[stop].low in words.PREPOSITIONS or tokens[stop].low in _CLAUSE | {"and"}:
                break
            tail.append(tokens[stop].low)
            stop += 1
        if tail:
            return stop, (tokens[end].low, *tail)
    return end, ()


def noun_sex(noun: str) -> words.Sex | None:
    """Return the sex that a noun tells: "widow" female, "butler" male, "doctor" neither."""
    bare = noun.rsplit("-", maxsplit=1)[-1]
    if noun in words.MALE or bare in {"man", "boy", "men", "lord"}:
        return "male"
    return "female" if noun in words.FEMALE or bare in {"woman", "girl", "women", "lady"} else None


# ------------------------------------------------------------------ pronouns and place
def _pronoun(tokens: list[Token], i: int) -> Mention | None:
    token = tokens[i]
    if token.text == "I" or token.low in words.FIRST_PERSON - {"i"}:
        return Mention(
            "first",
            token.text,
            i,
            i + 1,
            token.start,
            token.sentence,
            head=token.low,
            possessive=token.low == "my",
        )
    if token.low not in words.PRONOUNS:
        return None
    possessive = token.low in {"his", "its", "their"} or (token.low == "her" and _owns(tokens, i))
    return Mention("pronoun", token.text, i, i + 1, token.start, token.sentence, head=token.low,
                   sex=words.PRONOUNS[token.low], possessive=possessive)  # fmt: skip


def _owns(tokens: list[Token], i: int) -> bool:
    """Tell "her hand" from "saw her": a word follows that begins no new phrase."""
    if i + 1 >= len(tokens) or not tokens[i + 1].is_word:
        return False
    low = tokens[i + 1].low
    return (
        low not in words.PREPOSITIONS | words.DETERMINERS | words.AUXILIARIES | words.PRONOUNS.keys()
        and not (
            low.endswith("ly")
            or low
            in {"and", "but", "or", "as", "so", "when", "that", "who", "not", "up", "down", "away", "back"}
        )
    )


def _place(tokens: list[Token], mention: Mention) -> None:
    """Enter what a mention is in its sentence."""
    mention.possessive = mention.possessive or tokens[mention.last - 1].possessive
    before = tokens[mention.first - 1] if mention.first else None
    mention.after_preposition = (
        before is not None and before.low in words.PREPOSITIONS and before.low != "than"
    )
    if (
        mention.possessive
        or mention.after_preposition
        or mention.head in {"him", "her", "them", "me", "himself", "herself", "myself", "hers", "mine"}
    ):
        return
    verb = verb_after(tokens, mention.last)
    if verb >= 0 and not _is_object(tokens, mention, verb):
        mention.subject = True
        mention.verb = tokens[verb].low


def _is_object(tokens: list[Token], mention: Mention, verb: int) -> bool:
    """True for the X of "told X to go": a verb stands right before, and none may follow."""
    if not mention.first:
        return False
    before = tokens[mention.first - 1]
    if before.low in {"that", "and", "but", "as", "when", "while", "if", "because", "what", "which", "then"}:
        return False
    return (
        verb > mention.last
        and before.is_word
        and is_verb(tokens, mention.first - 1)
        and before.low not in words.SPEECH_VERBS
    )


def verb_after(tokens: list[Token], at: int) -> int:
    """Return the index of the finite verb after a noun phrase, past adverbs and an apposition, or −1."""
    end = len(tokens)
    if at < end and tokens[at].text in {",", "--", "—"}:
        close = next((j for j in range(at + 1, min(at + 14, end)) if tokens[j].text == tokens[at].text), -1)
        if close < 0 or any(t.quote >= 0 or t.text in ".;:!?" for t in tokens[at:close]):
            return -1
        at = close + 1
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


def _adverbs(tokens: list[Token], at: int) -> Iterator[int]:
    """Yield the index of the next word and, while words are adverbs, of those after them."""
    for k in range(at, min(at + 4, len(tokens))):
        yield k
        low = tokens[k].low
        if not (low.endswith("ly") or low in words.ADVERBS or low in {"had", "was", "who"}):
            return


def all_names(reading: Reading) -> Iterator[Mention]:
    """Yield the names inside quotations, for aliases and vocatives."""
    for said in reading.said:
        yield from (m for m in find(reading, said, quoted=True) if m.kind == "name")
