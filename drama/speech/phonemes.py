"""Phonemes and emphasis inside spoken text: how they are marked so that no rule reads them as words.

A pronounced word is written OPEN ipa MIDDLE word CLOSE, a stressed one STRESS word UNSTRESS, with private-use
characters that the cleaning of story text removes, so that only this program can have put them there.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from drama.system import lazy_re

OPEN, MIDDLE, CLOSE, STRESS, UNSTRESS = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
MARKS = frozenset({OPEN, MIDDLE, CLOSE, STRESS, UNSTRESS})
_SPAN = re.compile(
    f"{OPEN}([^{OPEN}{MIDDLE}{CLOSE}]*){MIDDLE}([^{OPEN}{MIDDLE}{CLOSE}]*){CLOSE}|[{STRESS}{UNSTRESS}]"
)
_STRAY = re.compile(f"[{''.join(sorted(MARKS))}]")


class Part(NamedTuple):
    """A segment of an utterance's text."""

    words: str
    """As spelled: what an engine without phonemes speaks."""
    ipa: str
    """Its pronunciation in the International Phonetic Alphabet; empty for ordinary text."""
    stressed: bool = False
    """Whether the author stressed it."""


def pronounced(words: str, ipa: str) -> str:
    """Return words marked with their pronunciation, for an utterance's text."""
    return f"{OPEN}{_STRAY.sub('', ipa)}{MIDDLE}{_STRAY.sub('', words)}{CLOSE}"


def stressed(words: str) -> str:
    """Return words, perhaps with pronunciations, marked as stressed, for an utterance's text."""
    return f"{STRESS}{words}{UNSTRESS}"


def parts(text: str) -> tuple[Part, ...]:
    """Return an utterance's text as segments of ordinary text, of stressed and of pronounced words.

    They are in order, and none is empty.
    """
    found = []
    at, stress = 0, False
    for span in _SPAN.finditer(text):
        found.append(Part(_STRAY.sub("", text[at : span.start()]), "", stress))
        if span[0] in (STRESS, UNSTRESS):
            stress = span[0] == STRESS
        else:
            found.append(Part(_STRAY.sub("", span[2]), _STRAY.sub("", span[1]), stress))
        at = span.end()
    found.append(Part(_STRAY.sub("", text[at:]), "", stress))
    return tuple(part for part in found if part.words or part.ipa)


def shown(text: str) -> str:
    """Return an utterance's text for people: "Go to Zhal /ʒɑːl/ *now*."."""
    return "".join(map(_shown, parts(text)))


def _shown(part: Part) -> str:
    words = f"{part.words} /{part.ipa.strip('/')}/" if part.ipa else part.words
    return f"*{words}*" if part.stressed else words


def plain(text: str) -> str:
    """Return an utterance's text as words alone: for engines without phonemes, and for measuring length."""
    return "".join(part.words for part in parts(text))


_ESPEAK = {
    # Vowels of English, then those of other languages as the nearest English one.
    "iː": "i:", "i": "i", "ɪ": "I", "ᵻ": "I", "e": "E", "ɛ": "E", "æ": "a", "a": "a", "aː": "A:", "ɑː": "A:",
    "ɑ": "A:", "ɒ": "0", "ɔː": "O:", "ɔ": "O", "ʊ": "U", "uː": "u:", "u": "u:", "ʌ": "V", "ɐ": "a#",
    "ɜː": "3:", "ɜ": "3:", "ɝ": "3:", "ə": "@", "ɚ": "3", "eɪ": "eI", "eː": "eI", "aɪ": "aI", "ɔɪ": "OI",
    "aʊ": "aU", "oʊ": "oU", "əʊ": "oU", "o": "oU", "oː": "oU", "ɪə": "i@", "eə": "e@", "ɛə": "e@", "ʊə": "U@",
    "y": "u:", "yː": "u:", "ʉ": "u:", "ɯ": "U", "ɨ": "I", "ø": "3:", "œ": "3:", "ɵ": "@", "ɘ": "@", "ɤ": "V",
    # An r that no vowel follows: espeak's own vowels with r, which its British voices speak without.
    "ɑːɹ": "A@", "ɔːɹ": "O@", "ɛɹ": "e@", "ɪɹ": "i@3", "ʊɹ": "U@", "əɹ": "3", "ɜːɹ": "3:", "aɪɹ": "aI|3",
    "aʊɹ": "aU|3",
    # Consonants likewise.
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "g": "g", "f": "f", "v": "v", "θ": "T",
    "ð": "D", "s": "s", "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "m": "m", "n": "n", "ŋ": "N", "l": "l",
    "ɫ": "l", "ɹ": "r", "r": "r", "j": "j", "w": "w", "ʍ": "w", "tʃ": "tS", "dʒ": "dZ", "ʔ": "?", "x": "x",
    "χ": "x", "ç": "C", "ɾ": "t#", "ʁ": "r", "ɻ": "r", "ɣ": "g", "β": "v", "ɸ": "f", "ɕ": "S", "ʑ": "Z",
    "ʂ": "S", "ʐ": "Z", "ʈ": "t", "ɖ": "d", "ɳ": "n", "ɭ": "l", "ɲ": "n|j", "ʎ": "l|j", "ɬ": "l", "q": "k",
    "c": "k", "ħ": "h", "ɦ": "h", "n̩": "n-", "l̩": "@L", "m̩": "@|m",
    # Marks: stress moves to the next vowel, where espeak expects it; the others only divide or refine.
    "ˈ": "'", "ˌ": ",", "'": "'", ".": "", "|": "", "ˑ": "", "ː": "", "‿": "", "͡": "", "͜": "",
    "̩": "", "̯": "", "ʰ": "", " ": " ",
}  # fmt: skip
_VOWELS = frozenset("aeiouyæɑɒɐɔɛɜɝəɚɪʊʌʉɯɨøœɵɘɤ")
_BEFORE_VOWEL = f"(?=[ˈˌ.]?[{''.join(sorted(_VOWELS))}])"
_SYMBOL = lazy_re.pattern(
    "|".join(
        re.escape(sound) + (f"(?!{_BEFORE_VOWEL})" if len(sound) > 1 and sound[-1] == "ɹ" else "")
        for sound in sorted(_ESPEAK, key=len, reverse=True)
    )
    + "|.",
    re.DOTALL,
)


def espeak(ipa: str) -> str:
    """Return IPA as espeak-ng's phoneme mnemonics, to stand between [[ and ]] where phoneme input is on.

    The mnemonics are those of its English voices, divided by "|" so that no two read as one. Sounds that
    English lacks become the nearest English ones. Characters that unknown() lists are left out.
    """
    written, stress = [], ""
    for symbol in _SYMBOL.findall(_tidied(ipa)):
        mnemonic = _ESPEAK.get(symbol, "")
        if mnemonic in ("'", ","):
            stress = mnemonic
        elif mnemonic == " ":
            written.append(" ")
        elif mnemonic:
            vowel = symbol[0] in _VOWELS
            written.append((stress if vowel else "") + mnemonic)
            stress = "" if vowel else stress
    return re.sub(r"\|? \|?", " ", "|".join(written)).strip()


def unknown(ipa: str) -> tuple[str, ...]:
    """Return the characters of a pronunciation that are not IPA as espeak() knows it, each once, sorted."""
    return tuple(sorted({s for s in _SYMBOL.findall(_tidied(ipa)) if s not in _ESPEAK}))


def _tidied(ipa: str) -> str:
    """Return IPA without its slashes, each sound in the one spelling that the table has."""
    tidy = unicodedata.normalize("NFC", ipa).strip().strip("/[]").replace(":", "ː")
    tidy = tidy.replace("t͡ʃ", "tʃ").replace("d͡ʒ", "dʒ").replace("ʧ", "tʃ").replace("ʤ", "dʒ")
    tidy = re.sub("(ɑ|ɔ)ː?[ɹr]|(ɜ)ː?[ɹr]", lambda r: f"{r[1] or r[2]}ːɹ", tidy)
    tidy = re.sub("eə?[ɹr]|ɛə[ɹr]", "ɛɹ", tidy)
    tidy = re.sub("(?:iː?|ɪə)[ɹr]", "ɪɹ", tidy)
    tidy = re.sub("uː?[ɹr]|ʊə[ɹr]", "ʊɹ", tidy)
    return re.sub(r"\s+", " ", tidy)
