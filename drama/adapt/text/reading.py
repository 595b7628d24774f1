"""A story as attribution reads it: paragraphs of tokens, in which each quotation is a single token."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from drama.adapt.text import capitals, tag_nouns
from drama.english import vocabulary
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.adapt.text.quotes import Span
    from drama.adapt.text.structure import Block

QUOTE = "\0"
"""The text of the token that stands for a whole quotation."""
_TOKEN = re.compile(
    r"[^\W_]+(?:[-'’‑][^\W_]+)*[-'’](?=\s)(?<=s['’])|[^\W_]+(?:[-'’‑][^\W_]+)*|--+|\.\.+|[^\w\s]"
)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_ENDS = frozenset(".?!…") | {"...", ".."}
_ABBREVIATIONS = frozenset(
    ["mr", "mrs", "ms", "mx", "dr", "st", "prof", "capt", "col", "gen", "lt", "sgt", "rev", "hon", "jr", "sr",
     "esq", "mme", "mlle", "messrs", "cpl", "cmdr", "maj", "vs", "no", "vol", "etc"]
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Token:
    """A word or a mark of punctuation of the narration, or a quotation as a whole."""

    text: str
    """The word as written, without a possessive ending."""
    start: int
    end: int
    low: str
    possessive: bool = False
    quote: int = -1
    """Index of the quotation that it stands for; −1 for a word."""
    sentence: int = 0
    """Number of its sentence, counted over the story."""
    first: bool = False
    """True for the first word of a sentence."""

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph's narration and quotations, in order."""

    block: int
    start: int
    end: int
    scene: int
    tokens: list[Token]
    quotes: list[int] = field(default_factory=list)
    """Indices of the quotations in it."""


@dataclass(slots=True, eq=False)
class Reading:
    """A whole story as tokens, with counts of its words."""

    text: str
    spans: tuple[Span, ...]
    paragraphs: list[Paragraph]
    said: list[list[Token]]
    """The words inside each quotation."""
    lower: Counter[str]
    """How often each word is in lower case, in narration and speech."""
    inner: Counter[str]
    """How often each word has a capital elsewhere than at the beginning of a sentence."""
    called: set[str] = field(default_factory=set)
    """Capitalised words that speech tags use for a speaker."""
    of_two: set[str] = field(default_factory=set)
    """Names, in lower case, that an older and a younger person share: "old Kit" and "young Kit"."""
    behind: dict[str, set[str]] = field(default_factory=dict)
    """Names, in lower case, that several share, and what stands behind: "Kit the cook", "Kit junior"."""
    second_person: bool = False
    """Whether the narration is in the second person: "You push the door open"."""
    in_present: bool = False
    """Whether the narration is in the present tense."""
    nouns: set[str] = field(default_factory=set)
    """Nouns that speech tags use for a speaker: "said the gryphon"."""


def read(text: str, blocks: Sequence[Block], spans: tuple[Span, ...]) -> Reading:
    """Return the story as tokens; sentences are numbered, and each break or heading begins a scene."""
    reading = Reading(text, spans, [], [tokens_of(text, s.start, s.end) for s in spans], Counter(), Counter())
    by_block: dict[int, list[int]] = {}
    for i, span in enumerate(spans):
        by_block.setdefault(span.block, []).append(i)
    scene = sentence = 0
    names = capitals.names(text)
    for index, block in enumerate(blocks):
        if block.kind in {"break", "heading"}:
            scene += 1
        if block.kind != "paragraph":
            continue
        quotes = by_block.get(index, [])
        tokens: list[Token] = []
        at = block.start
        for i in quotes:
            tokens += tokens_of(text, at, spans[i].start)
            tokens.append(Token(QUOTE, spans[i].start, spans[i].end, QUOTE, quote=i))
            at = spans[i].end
        tokens += tokens_of(text, at, block.end)
        tokens = [t for t in tokens if t.text not in _SILENT]
        capitals.lower(tokens, names)
        sentence = _number(tokens, sentence, text) + 1
        reading.paragraphs.append(Paragraph(index, block.start, block.end, scene, tokens, quotes))
    for said in reading.said:
        _number(said, 0, text)
    _count(reading)
    _note_labels(reading)
    reading.of_two = _borne_by_two(reading)
    reading.behind = _told_apart_behind(reading)
    reading.second_person = _is_in_second_person(reading)
    reading.in_present = _is_in_present(reading)
    before: list[Token] = []
    for paragraph in reading.paragraphs:
        _note_speakers(reading, before, paragraph.tokens)
        before = paragraph.tokens
    _note_word_names(reading)
    _note_lone_titles(reading)
    if _ENDS_EMPHASIS.search(text):  # few stories have it, and the pattern behind it takes 16 ms to compile
        reading.nouns.update(_MARKED_SPEAKER.findall(text))
    return reading


_SAYS = rf"(?:{vocabulary.SPEECH_PATTERN}|went on)"
_ENDS_EMPHASIS = re.compile(r"(?<=[.,!?…—])[*_]{1,2}\s")
_MARKED_SPEAKER = lazy_re.pattern(
    rf"(?<=[.,!?…—])[*_]{{1,2}}\s+(?:{_SAYS}\s+the|the(?=\s+\w+\s+{_SAYS}\b))\s+([a-z]+)"
)
"""The noun of a tag behind words in italics or bold: **Hello,** said the lamp."""


def _note_labels(reading: Reading) -> None:
    """Make the words before a labelled line, "CONTROL: Any crew?", names wherever they are capitalised.

    A chat's "mika: where are you" is read as Mika's.
    """
    for paragraph in reading.paragraphs:
        if any(reading.spans[quote].style == "label" for quote in paragraph.quotes):
            if paragraph.tokens[0].text.islower():
                paragraph.tokens[0].text = paragraph.tokens[0].text.capitalize()
            for token in paragraph.tokens:
                if token.is_word and token.is_capital and token.quote < 0:
                    reading.inner[token.low] = max(reading.inner[token.low], 2 * reading.lower[token.low], 1)


def _note_word_names(reading: Reading) -> None:
    """Note words for nations and months that act like people at least twice: "Irish looked up"."""
    acts: Counter[str] = Counter()
    for paragraph in reading.paragraphs:
        for token, verb in pairwise(paragraph.tokens):
            if token.low in vocabulary.WORD_NAMES and token.is_capital:
                acts[token.low] += verb.low in vocabulary.HUMAN_VERBS - vocabulary.WEATHERLIKE or (
                    token.possessive and verb.low in vocabulary.BODY
                )
    reading.called.update(low for low, count in acts.items() if count >= LEAST_ACTS)


def _note_lone_titles(reading: Reading) -> None:
    """Note titles that stand for a name within a sentence: "and Coach is crying"."""
    for paragraph in reading.paragraphs:
        tokens = paragraph.tokens
        for i in range(1, len(tokens) - 1):
            token, before = tokens[i], tokens[i - 1]
            if not token.is_capital or token.first or token.low not in _LONE:
                continue
            free = before.low not in vocabulary.DETERMINERS and not before.possessive
            if free and not before.is_capital and is_verb(tokens, i + 1):
                reading.called.add(token.low)


_LONE = vocabulary.TITLES - vocabulary.KIN - {"mr", "mrs", "miss", "ms", "sir", "madam", "dr", "st", "saint"}
"""Titles that may stand for a name: Coach, Captain, Professor."""


def _note_device(reading: Reading, *stretches: list[Token]) -> None:
    """Note the device that "it" refers to in "it said": the last one named before it."""
    named = [t.low for tokens in stretches for t in tokens if t.low in vocabulary.DEVICES]
    reading.nouns.update(named[-1:])


def _note_speakers(reading: Reading, before: list[Token], tokens: list[Token]) -> None:
    """Note every word in the speaker's place of a tag, so that it counts as a person everywhere.

    `before` holds the tokens of the paragraph before.
    """
    for i, token in enumerate(tokens):
        if token.quote < 0:
            continue
        noun = tag_nouns.before(tokens, i)
        if noun and noun not in vocabulary.SPEECH_NOUNS:
            reading.nouns.add(noun)
        at = i + 1
        while at < len(tokens) and tokens[at].text in {",", "--", "—", "–"}:
            at += 1
        if at + 1 >= len(tokens):
            continue
        if tokens[at].low == "it" and tokens[at + 1].low in vocabulary.SPEECH_VERBS:
            _note_device(reading, before, tokens[:i])
        plain = tokens[at].low in vocabulary.PLAIN_SPEECH
        inverted = plain or tokens[at].low in vocabulary.SPEECH_VERBS | vocabulary.SPEECH_BASES
        at += inverted
        if tag_nouns.is_called(tokens[at : at + 2], inverted=plain):
            reading.called.add(tokens[at].low)
        if tokens[at].low in {"the", "a", "an"}:
            noun = tag_nouns.at(tokens, at + 1, inverted=inverted)
            if noun and noun not in vocabulary.SPEECH_NOUNS:
                reading.nouns.add(noun)


LEAST_ACTS = 2
"""Acts from which a word for a nation or a month counts as somebody's name."""
LEAST_YOU, YOU_SHARE = 3, 0.012
"""How often, and in what share of its words, narration in the second person at least says "you"."""
_SILENT = frozenset("\"“”„«»‘’'‹›「」『』<>_*`")


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return the words and punctuation marks between two offsets of a text."""
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group().translate(_PLAIN)
        contracted = _CONTRACTION.fullmatch(word)
        if contracted:  # "he'd" is a pronoun and a verb
            cut = match.start() + contracted.end(1)
            tokens.append(Token(contracted[1], match.start(), cut, contracted[1].lower()))
            verb = _SHORT_VERBS[contracted[2].lower()]
            tokens.append(Token(verb, cut, match.end(), verb))
            continue
        bare = _POSSESSIVE.sub("", word) if "'" in word else word
        own = bare != word and word.lower() not in _CONTRACTED
        if not own:
            bare = word
        tokens.append(Token(bare, match.start(), match.end(), bare.lower(), possessive=own))
    return tokens


_PLAIN = str.maketrans("’‑―‒", "'-—–")
_CONTRACTION = re.compile(r"(he|she|they|i|we|you|it|who|there|that)'(d|s|ll|ve|re|m)", re.IGNORECASE)
_SHORT_VERBS = {"d": "would", "s": "is", "ll": "will", "ve": "have", "re": "are", "m": "am"}
_CONTRACTED = frozenset(
    ["it's", "that's", "there's", "here's", "what's", "who's", "he's", "she's", "let's", "where's", "how's"]
)


def _number(tokens: list[Token], sentence: int, text: str) -> int:
    """Number the sentences of a paragraph; return the last number."""
    fresh = True
    for i, token in enumerate(tokens):
        token.first = fresh and (token.is_word or token.quote >= 0)
        fresh = fresh and not token.first
        token.sentence = sentence
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if following is None:
            break
        if _ends_sentence(tokens, i, following, text):
            sentence += 1
            fresh = True
    return sentence


def _ends_sentence(tokens: list[Token], i: int, following: Token, text: str) -> bool:
    token = tokens[i]
    if token.quote >= 0:
        return (
            text[token.end - 1] in ".?!…"
            and following.is_word
            and following.is_capital
            and following.text != "I"
        )
    if token.text in _ENDS:
        before = tokens[i - 1] if i else token
        if token.text == "." and (
            before.low in _ABBREVIATIONS
            or (len(before.text) == 1 and before.is_capital and before.text != "I")
        ):
            return False
        return (
            following.quote >= 0 or following.is_capital or following.text[0].isdigit() or token.text in ".?!"
        )
    return False


def _count(reading: Reading) -> None:
    for paragraph in reading.paragraphs:
        for token in paragraph.tokens:
            _tally(reading, token)
    for said in reading.said:
        for token in said:
            _tally(reading, token)


def _borne_by_two(reading: Reading) -> set[str]:
    """Return the names that the narration gives to both an older and a younger person."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for paragraph in reading.paragraphs:
        for i, token in enumerate(paragraph.tokens):
            if token.low not in vocabulary.ELDER | vocabulary.YOUNGER:
                continue
            rest = [t for t in paragraph.tokens[i + 1 : i + 4] if t.text != "."]
            names = [t.low for t in rest if t.is_capital and t.low not in vocabulary.TITLES]
            if rest and rest[0].is_capital and names:
                found[token.low in vocabulary.ELDER].add(names[0])
    return found[True] & found[False]


def _told_apart_behind(reading: Reading) -> dict[str, set[str]]:
    """Return the names that the narration tells apart by two words or more behind them."""
    found: dict[str, set[str]] = {}
    for paragraph in reading.paragraphs:
        for i, token in enumerate(paragraph.tokens):
            if token.is_capital and not token.possessive and (which := told_behind(paragraph.tokens, i + 1)):
                found.setdefault(token.low, set()).add(which)
    return {name: which for name, which in found.items() if len(which) > 1}


def told_behind(tokens: list[Token], at: int) -> str:
    """Return what at a token tells a bearer of the name before it from another; empty for nothing."""
    words = [token.low for token in tokens[at : at + 2]]
    if words[:1] and words[0] in vocabulary.SENIOR | vocabulary.JUNIOR - {"elder", "younger"}:
        return words[0]
    nouns = vocabulary.PERSON_NOUNS | vocabulary.ELDER | vocabulary.YOUNGER
    after = tokens[at + 2].text if at + 2 < len(tokens) else "."
    ends = after[0] in ",.;:!?—" or after in {"and", "or"} or is_verb(tokens, at + 2)
    return " ".join(words) if words[:1] == ["the"] and words[-1] in nouns and ends else ""


def _is_in_second_person(reading: Reading) -> bool:
    """Return whether the narration says "you" often enough, and "I" less than a quarter as often."""
    told = [t for p in reading.paragraphs for t in p.tokens if t.quote < 0 and t.is_word]
    you = sum(t.low == "you" for t in told)
    return you >= LEAST_YOU and you >= YOU_SHARE * len(told) and you > 4 * sum(t.text == "I" for t in told)


_PAST, _PRESENT = frozenset({"was", "were", "had", "said"}), frozenset({"is", "are", "has", "says"})
"""The commonest verbs of a narration in the past and of one in the present tense."""


def _is_in_present(reading: Reading) -> bool:
    """Whether most of the commonest verbs in the narration are in the present tense."""
    words = [token.low for paragraph in reading.paragraphs for token in paragraph.tokens]
    return sum(low in _PRESENT for low in words) >= sum(low in _PAST for low in words)


def _tally(reading: Reading, token: Token) -> None:
    if not token.is_word:
        return
    if token.text[0].islower():
        reading.lower[token.low] += 1
    elif token.is_capital and not token.first:
        reading.inner[token.low] += 1


def is_verb(tokens: list[Token], i: int) -> bool:
    """Return whether a word looks like a finite verb that a person could be the subject of."""
    if i >= len(tokens):
        return False
    low = tokens[i].low
    if not tokens[i].text[0].islower():
        return False
    if (
        low in vocabulary.AUXILIARIES
        or low in vocabulary.IRREGULAR_PASTS
        or low in vocabulary.SPEECH_VERBS
        or low in vocabulary.MANNER_VERBS
    ):
        return True
    if low.endswith("ed") and len(low) > 3:
        return True
    return (
        low.endswith("s")
        and not low.endswith(("ss", "wards"))
        and len(low) > 3
        and low not in vocabulary.PERSON_NOUNS
        and low not in vocabulary.ADVERBS
    )
