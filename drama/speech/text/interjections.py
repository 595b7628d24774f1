"""Interjections (Shh, Mmm, tss) as phonemes, since espeak-ng's rules would spell their letters."""

from __future__ import annotations

import re
from functools import lru_cache

from drama.speech.engines import capabilities
from drama.speech.phonemes import pronounced

_CRIES = {
    "shh": "ʃː", "mmm": "mː", "mm-hm": "mːhmː", "pfft": "pfːt", "brr": "bɜː", "grr": "ɡɜː", "tch": "tʃ",
    "ew": "iːuː", "nth": "ɛnθ",
}  # fmt: skip
_KNOWN = frozenset({"psst", "tsk", "hmm"})
"""Interjections that espeak-ng has in its dictionary."""
_LETTERS = {
    "sh": "ʃ", "ch": "tʃ", "th": "θ", "ph": "f", "ck": "k", "ng": "ŋ", "zh": "ʒ", "c": "k", "q": "k",
    "x": "ks", "j": "dʒ", "g": "ɡ",
}  # fmt: skip
_NOISE = re.compile(
    r"(?<![\w'.-])(?:mm-hm|ew|[b-df-hj-np-tvxz]{3,}|([bdfgkprstvxz])\1)(?![\w'-])", re.IGNORECASE
)
_SOUND = re.compile(r"(sh|ch|th|ph|ck|ng|zh|[a-z])\1*")
_HUMMED = frozenset("szfvmnʃʒθŋ")
_HELD = 3
"""Times that a held consonant is repeated for espeak-ng, which has no long ones: a tenth of a second each."""


def sounded(text: str, engine: str) -> str:
    """Return spoken text with its interjections as phonemes, if the engine takes them; else unchanged."""
    able = capabilities(engine)
    if not able.phonemes:
        return text
    return _NOISE.sub(lambda noise: _pronounced(noise[0], not able.long_consonants), text)


@lru_cache(maxsize=1_000)
def _pronounced(word: str, held: bool) -> str:  # noqa: FBT001 - a cache's key
    small = word.lower()
    if small in _KNOWN or (word.isupper() and len(word) > 1):
        return word
    ipa = _CRIES.get(small) or _ipa(small)
    return pronounced(word, re.sub("([szfvmnʃʒθŋ])ː", lambda sound: sound[1] * _HELD, ipa) if held else ipa)


def _ipa(word: str) -> str:
    """Return the IPA of a word without a vowel: a run of r is a vowel, a doubled hiss or hum is held."""
    said: list[str] = []
    for sound in _SOUND.finditer(word):
        letter = sound[1]
        phoneme = _LETTERS.get(letter, letter)
        if letter == "r":
            said.append("ɜː" if said else "ɹɜː")
        elif letter == "l" and said and sound.end() < len(word):
            said.append("əl")
        else:
            said.append(phoneme + ("ː" if phoneme in _HUMMED and len(sound[0]) > len(letter) else ""))
    return "".join(said)
