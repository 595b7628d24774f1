"""The lexicon: how the words that a user entered are pronounced.

A term with a capital letter fits itself and its ALL CAPS form; a term in small letters fits any case. A term
fits whole words only (the parts of a hyphenated word count as words), with a plural or possessive ending,
which is kept; of several that fit, the longest wins. A pronunciation is a respelling in ordinary letters or,
between slashes, the International Phonetic Alphabet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from drama.errors import Problem
from drama.speech import phonemes
from drama.speech.engines import capabilities
from drama.speech.text import spoken

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from drama.model import Pronunciation

_FIRST_STAND_IN = 0x20000  # CJK Extension B: letters without case that no rule for English text touches.
_ENDINGS = {"": "", "d": "d", "ll": "əl", "ve": "əv", "re": "ɚ"}
_WORD = re.compile(r"[^\W_]+")


def check(entries: Collection[Pronunciation], engines: Collection[str]) -> tuple[Problem, ...]:
    """Return what is wrong with entries: an empty term or pronunciation, invalid or unsupported IPA."""
    found = []
    for entry in entries:
        if not _WORD.search(entry.term):
            found.append(Problem(message=f"the term {entry.term!r} has no letter", place=entry.place))
        for engine, say in entry.say:
            what = f"the pronunciation of {entry.term!r}" + (f" for {engine}" if engine != "default" else "")
            if not _WORD.search(say):
                found.append(Problem(message=f"{what} is empty", place=entry.place))
            elif is_ipa(say) and (strange := phonemes.unknown(say)):
                signs = ", ".join(strange)
                hint = "between slashes stands IPA; a respelling stands without them"
                found.append(Problem(message=f"{what} has {signs}, not IPA", place=entry.place, hint=hint))
        found += [
            Problem(
                message=f"{entry.term!r} has IPA, which {engine} can't take: it says the word its own way",
                place=entry.place,
                hint=f"add a respelling for it: {entry.term}: {{default: ..., {engine}: ...}}",
            )
            for engine in sorted(set(engines))
            if is_ipa(entry.said(engine)) and not capabilities(engine).phonemes
        ]
    return tuple(found)


def lexicon_faults(
    own: Collection[Pronunciation],
    project: Collection[Pronunciation],
    spoken_by: Mapping[str, Collection[str]],
) -> tuple[Problem, ...]:
    """Return what is wrong with the pronunciations that a story's lines use, its own and the project's.

    `spoken_by` has the lines that each engine speaks. An own entry that fits no word of them is a fault, too.
    """
    names = {entry.term.strip() for entry in own}
    entries = (*own, *(entry for entry in project if entry.term.strip() not in names))
    if not entries:
        return ()
    held = {engine: terms_in(entries, texts) for engine, texts in spoken_by.items()}
    problems: list[Problem] = []
    for entry in entries:
        engines = [engine for engine, terms in held.items() if entry.term.strip() in terms]
        wrong = check([entry], engines)
        problems += wrong
        if entry in own and not wrong and not engines:
            hint = "it fits whole words, small letters any case; take it out, or write it as the story does"
            problems.append(
                Problem(message=f"no line holds {entry.term!r} of the lexicon", place=entry.place, hint=hint)
            )
    return tuple(problems)


def terms_in(entries: Collection[Pronunciation], texts: Collection[str]) -> frozenset[str]:
    """Return the terms of those entries that fit a word of the texts."""
    lexicon = Lexicon([replace(entry, say=(("default", "x"),)) for entry in entries], "default")
    return frozenset(term for text in texts for term in lexicon.terms(text)) if lexicon else frozenset()


class Lexicon:
    """The terms of a lexicon, and how one engine says them."""

    def __init__(self, entries: Collection[Pronunciation], engine: str) -> None:
        """Take the entries that the engine can use; a later one replaces an earlier one of the same term."""
        self.engine = engine
        said = {entry.term.strip(): say for entry in entries if (say := _sayable(entry.said(engine), engine))}
        by_start: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for term, say in sorted(said.items(), key=lambda item: (-len(item[0]), item[0])):
            if start := _WORD.search(term):
                by_start[start[0].casefold()].append((term, term[start.start() :], say))
        self._by_start = dict(by_start)

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def hold(self, text: str) -> tuple[str, dict[int, str]]:
        """Return the text with a stand-in letter for each word that has an entry, and what each stands for.

        The table is for str.translate, to be applied after all other rules.
        """
        held: dict[str, str] = {}
        free = (chr(code) for code in count(_FIRST_STAND_IN) if chr(code) not in text)
        pieces = []
        at = 0
        for word in _WORD.finditer(text):
            if word.start() < at or not (fit := self._fit(text, word)):
                continue
            end, _, replacement = fit
            if replacement not in held:
                held[replacement] = next(free)
            pieces += [text[at : word.start()], held[replacement]]
            at = end
        pieces.append(text[at:])
        return "".join(pieces), {ord(letter): replacement for replacement, letter in held.items()}

    def terms(self, text: str) -> list[str]:
        """Return the term of each word of a text that has an entry, in order."""
        at, found = 0, []
        for word in _WORD.finditer(text):
            if word.start() >= at and (fit := self._fit(text, word)):
                at = fit[0]
                found.append(fit[1])
        return found

    def _fit(self, text: str, word: re.Match[str]) -> tuple[int, str, str] | None:
        """Return where the term that matches at a word ends, the term, and its replacement."""
        start = word[0].casefold()
        if start not in self._by_start and not start.endswith("s"):
            return None
        for key in dict.fromkeys((start, start.removesuffix("s"), start.removesuffix("es"))):
            for term, sought, say in self._by_start.get(key, ()):
                if match := _pattern(sought).match(text, word.start()):
                    said = _said(match[0], match["plural"] or "", match["ending"] or "", say)
                    return match.end(), term, said
        return None


def _sayable(say: str, engine: str) -> str:
    """Return a pronunciation as it may stand in spoken text; empty when the engine can't use it."""
    if is_ipa(say):
        return say.strip() if capabilities(engine).phonemes else ""
    return spoken(say)


@lru_cache(maxsize=10_000)
def _pattern(term: str) -> re.Pattern[str]:
    def spelled(words: str) -> str:
        escaped = re.escape(re.sub(r"\s+", " ", words)).replace(r"\ ", r"\s+").replace(r"\-", "[-‐‑]")
        return re.sub("['’]", "['’]", escaped)

    fits = f"(?i:{spelled(term)})" if term == term.lower() else f"(?:{spelled(term)}|{spelled(term.upper())})"
    ending = r"(?P<plural>s|S|es|ES)?(?:['’](?P<ending>s|S|d|ll|ve|re)?(?![^\W_]))?"
    return re.compile(rf"{fits}{ending}(?![^\W_])")


def _said(words: str, plural: str, ending: str, say: str) -> str:
    if not is_ipa(say):
        return say + plural + (f"'{ending}" if ending else "")
    ipa = say.strip().strip("/")
    if plural or ending in ("s", "S"):
        ipa += _sibilant(ipa)
    return phonemes.pronounced(words, ipa + _ENDINGS.get(ending.lower(), ""))


def _sibilant(ipa: str) -> str:
    """Return how the plural and the possessive s sound after these phonemes."""
    last = ipa.rstrip("ːˑˈˌ .")[-1:]
    return "ɪz" if last in "szʃʒ" else "s" if last in "ptkfθ" else "z"


def is_ipa(say: str) -> bool:
    """Return whether a pronunciation is written in the International Phonetic Alphabet, between slashes."""
    return len(say.strip()) > 2 and say.strip()[0] == say.strip()[-1] == "/"
