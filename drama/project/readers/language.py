"""Language identification by function words, which every text of some length contains."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drama.project.readers.manuscript import Page

_LEAST_WORDS = 12
_LEAST_QUOTED = 6
"""With quotation marks that English doesn't use."""
_FOREIGN_QUOTES = re.compile("[„«»]")
_MOST_CHARACTERS = 60_000
"""Length of the sample from the text's beginning and middle."""
_SMALL_WORDS = {
    "English": "the and of to a in that it is was he for on with as his her at by had not but you they",
    "German": "der die das und ist nicht ein eine zu den von mit sich auf dem er sie es im ich wie als auch",
    "French": "le la les des et est un une dans que qui ne pas pour il elle je vous nous sur avec se au du ce"
    " cette mais lui sa ou dit",
    "Spanish": "el la los las de y que en un una es no se con por para su lo como más pero le al era había",
    "Italian": "il la le di e che un una non per con si da come del della gli sono nel lo ma più era aveva è",
    "Portuguese": "o a os as de e que um uma não se com por para do da em no na mais mas ele ela era como",
    "Dutch": "de het een en van is dat niet op te in zijn hij zij met voor ik er aan was maar ook als om",
    "Polish": "i w na z nie się że do to jest jak po ale co tak za od był była go jej jego czy",
    "Swedish": "och att det som en på är av för med den till inte har de om ett han hon men var jag",
}  # fmt: skip
_SCRIPTS = {
    "Cyrillic": "[\u0400-\u04ff]",
    "Greek": "[\u0370-\u03ff]",
    "Hebrew": "[\u0590-\u05ff]",
    "Arabic": "[\u0600-\u06ff]",
    "Devanagari": "[\u0900-\u097f]",
    "Chinese or Japanese": "[\u3040-\u30ff\u4e00-\u9fff]",
    "Korean": "[\uac00-\ud7af]",
}
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 3


def of(text: str) -> str:
    """Return the name of the language a text is in; empty where it is unclear.

    The measure is the share of each language's function words (about a third in running text). A script other
    than Latin identifies the language itself.
    """
    half = _MOST_CHARACTERS // 2
    middle = len(text) // 2
    sample = text[:half] + text[middle : middle + half] if len(text) > _MOST_CHARACTERS else text
    letters = sum(c.isalpha() for c in sample)
    for name, signs in _SCRIPTS.items():
        if letters and len(re.findall(signs, sample)) > 0.5 * letters:
            return name
    words = Counter(word.lower() for word in _WORD.findall(sample))
    total = sum(words.values())
    if total < (_LEAST_QUOTED if _FOREIGN_QUOTES.search(sample) else _LEAST_WORDS):
        return ""
    shares = {name: sum(words[one] for one in small.split()) / total for name, small in _SMALL_WORDS.items()}
    best = max(shares, key=lambda name: (shares[name], name))
    # Short texts hold few function words; only a clear lead over English counts.
    return (
        best if shares[best] > 0.08 and (best == "English" or shares[best] > 1.4 * shares["English"]) else ""
    )


def notes(page: Page) -> tuple[str, ...]:
    """Return notes on a text that isn't, or isn't all, in English."""
    text = page.prose or page.text
    found = of(text)
    if found and found != "English":
        said = (
            f"this story isn't in English but, it seems, in {found}: quotation marks are understood, but who "
            "speaks is found by English words and will often be wrong; give every part a voice of that "
            "language in voices.yaml, and check each line (drama check)"
        )
        return (said,)
    foreign = []
    for name, signs in _SCRIPTS.items():
        phrases = re.findall(rf"{signs}(?:[\s.,'’-]*{signs})*", text)
        if phrases:
            shown = ", ".join(f"“{phrase}”" for phrase in list(dict.fromkeys(phrases))[:_SHOWN])
            more = f" and {len(phrases) - _SHOWN} more" if len(phrases) > _SHOWN else ""
            foreign.append(f"{name} letters that an English voice can't say: {shown}{more}")
    return tuple(foreign)
